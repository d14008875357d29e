"""The pages of the organisation as officers use them."""

import re

from django.test import Client

from grid.organisation.models import Agency, ClientSystem, Officer
from tests.cast import Cast

NORTH_CODE = "990100000000"


def test_the_tree_shows_the_scope_and_finds_by_name(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    page = client.get("/organisation/").content.decode()
    assert "北站派出所" in page and "南分局" not in page
    page = client.get("/organisation/?q=南").content.decode()
    assert "南站派出所" not in page


def test_only_a_system_administrator_is_offered_changes(cast: Cast, client: Client) -> None:
    new = "/organisation/agencies/new/"
    client.force_login(cast.nora)
    assert new not in client.get("/organisation/").content.decode()
    client.force_login(cast.tessa)
    assert new in client.get("/organisation/").content.decode()


def test_an_agency_is_made_renamed_moved_and_closed_by_pages(cast: Cast, client: Client) -> None:
    client.force_login(cast.tessa)
    new = {
        "code": "990101001000",
        "name": "北一社区",
        "kind": "office",
        "parent": cast.north_station.pk,
    }
    assert client.post("/organisation/agencies/new/", new).status_code == 302
    here = "/organisation/agencies/990101001000/"
    client.post(f"{here}rename/", {"name": "北二社区", "version": 1})
    client.post(f"{here}move/", {"parent": cast.south_station.pk, "version": 2})
    client.post(f"{here}close/", {"reason": "merged", "version": 3})
    agency = Agency.objects.get(code="990101001000")
    assert (agency.name, agency.parent, agency.is_active) == ("北二社区", cast.south_station, False)


def test_a_taken_code_comes_back_to_its_field(cast: Cast, client: Client) -> None:
    client.force_login(cast.tessa)
    new = {"code": NORTH_CODE, "name": "x", "kind": "office", "parent": cast.north.pk}
    answer = client.post("/organisation/agencies/new/", new)
    assert answer.status_code == 400
    assert answer.context["form"].errors["code"]


def test_a_change_made_meanwhile_is_shown_as_a_conflict(cast: Cast, client: Client) -> None:
    client.force_login(cast.tessa)
    where = f"/organisation/agencies/{NORTH_CODE}/rename/"
    client.post(where, {"name": "first", "version": 1})
    assert client.post(where, {"name": "second", "version": 1}).status_code == 412
    assert Agency.objects.get(code=NORTH_CODE).name == "first"


def test_officers_are_found_by_name_badge_and_role(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)

    def badges(query: str) -> set[str]:
        page = client.get(f"/organisation/officers/?{query}").content.decode()
        return set(re.findall(r"/organisation/officers/([A-Z]\d+)/", page))

    assert badges("q=诺拉") == {"N001"}
    assert badges("q=n00") == {f"N00{n}" for n in range(1, 10)}
    assert badges("role=dispatcher") == {"N001", "S001"}
    assert badges("closed=1") == set()


def test_a_long_list_comes_in_pages(cast: Cast, client: Client) -> None:
    Officer.objects.bulk_create(
        Officer(badge_number=f"M{n:03}", name="某", agency=cast.north, password="!")
        for n in range(150)
    )
    client.force_login(cast.nora)
    first = client.get("/organisation/officers/?q=M").content.decode()
    assert "M099" in first and "M100" not in first
    assert "M149" in client.get("/organisation/officers/?q=M&page=2").content.decode()
    assert "M149" in client.get("/organisation/officers/?q=M&page=9999").content.decode()


def test_the_one_time_password_is_on_one_answer_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.tessa)
    new = {"badge_number": "N100", "name": "新人", "agency": cast.north.pk}
    answer = client.post("/organisation/new-officer/", new)
    password = answer.context["secret"]
    assert Officer.objects.get(badge_number="N100").check_password(password)
    assert answer["Cache-Control"] == "no-store"
    assert password not in client.get("/organisation/officers/N100/").content.decode()


def test_closing_an_account_asks_why(cast: Cast, client: Client) -> None:
    client.force_login(cast.tessa)
    where = "/organisation/officers/N001/close/"
    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": ""}).status_code == 400
    assert client.post(where, {"reason": "left the service"}).status_code == 302
    assert not Officer.objects.get(badge_number="N001").is_active


def test_a_role_travels_from_asking_over_the_queue_to_force(
    cast: Cast, client: Client, sven: Officer
) -> None:
    client.force_login(cast.seth)
    client.post("/organisation/officers/N009/roles/", {"role": "analyst", "valid_to": "2099-01-01"})
    grant = cast.stranger.grants.get()
    approve = f"/organisation/roles/{grant.pk}/approve/"
    assert approve not in client.get("/organisation/roles/").content.decode()
    assert client.post(approve).status_code == 403
    client.force_login(sven)
    assert approve in client.get("/organisation/roles/").content.decode()
    assert client.post(approve).status_code == 302
    assert Officer.objects.get(pk=cast.stranger.pk).roles == {"analyst"}
    client.post(f"/organisation/roles/{grant.pk}/revoke/", {"reason": "moved"})
    assert Officer.objects.get(pk=cast.stranger.pk).roles == frozenset()
    page = client.get("/organisation/officers/N009/").content.decode()
    assert "T002" in page and "T004" in page


def test_an_incompatible_role_is_refused_with_its_reason(cast: Cast, client: Client) -> None:
    client.force_login(cast.seth)
    answer = client.post("/organisation/officers/N001/roles/", {"role": "oversight"})
    assert answer.status_code == 409


def test_a_token_is_shown_once_and_revoked_with_a_reason(cast: Cast, client: Client) -> None:
    client.force_login(cast.seth)
    new = {
        "name": "区平台",
        "owner": "王某",
        "agency": cast.north.pk,
        "scopes": ["events.read"],
        "networks": "10.0.0.0/8, 192.168.1.1",
        "days": 30,
    }
    answer = client.post("/organisation/clients/new/", new)
    token = answer.context["secret"]
    system = ClientSystem.objects.get()
    assert system.allowed_networks == ["10.0.0.0/8", "192.168.1.1/32"]
    listed = client.get("/organisation/clients/").content.decode()
    assert token not in listed and system.token_hint in listed
    client.post(f"/organisation/clients/{system.pk}/revoke/", {"reason": "lost"})
    assert ClientSystem.objects.get().revoked_at


def test_a_wrong_network_comes_back_to_its_field(cast: Cast, client: Client) -> None:
    client.force_login(cast.seth)
    new = {"name": "x", "owner": "x", "agency": cast.north.pk, "scopes": ["events.read"]}
    answer = client.post("/organisation/clients/new/", new | {"networks": "nowhere", "days": 30})
    assert answer.context["form"].errors["networks"]


def test_preferences_and_duty_are_ones_own(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    wishes = {"language": "en", "theme": "light", "seat": "A-12", "version": 1}
    assert client.post("/account/", wishes).status_code == 302
    client.post("/account/duty/", {"on": "1"})
    nora = Officer.objects.get(pk=cast.nora.pk)
    assert (nora.language, nora.theme, nora.seat, nora.is_on_duty) == ("en", "light", "A-12", True)
    client.post("/account/duty/", {"on": "0"})
    assert not Officer.objects.get(pk=cast.nora.pk).is_on_duty


def test_fields_not_on_the_form_are_not_taken(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    wishes = {"language": "en", "theme": "light", "seat": "", "version": 1}
    client.post("/account/", wishes | {"agency": cast.city.pk, "is_active": "", "name": "首长"})
    nora = Officer.objects.get(pk=cast.nora.pk)
    assert (nora.agency, nora.name) == (cast.north, "诺拉")


def test_names_are_shown_as_text(cast: Cast, client: Client) -> None:
    Officer.objects.filter(pk=cast.cora.pk).update(name="<script>alert(1)</script>")
    client.force_login(cast.nora)
    page = client.get("/organisation/officers/N002/").content.decode()
    assert "<script>alert" not in page
