"""What officers see of granted cameras: a list, a card, the map, and nothing that changes them."""

import re

import pytest
from django.test import Client

from grid.ledger.models import EventEntry
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.video.board.test_tiles import cut
from tests.video.grants.make import later, make_grant, make_looker, make_partner, terms, train
from tests.video.make import make_camera
from video.grants import services
from video.grants.models import CameraGrant, GrantDay, TrainingRecord

pytestmark = pytest.mark.django_db
HEAD = {"HTTP_IDEMPOTENCY_KEY": "grants-00000001"}


def key_of(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    return found[1] if found else ""


def test_the_list_shows_granted_cameras_with_filters_and_as_a_file(
    client: Client, cast: Cast
) -> None:
    on, off = make_camera(cast, state="online"), make_camera(cast, state="offline")
    grant = make_grant(cast, [on, off], valid_to=later(20))
    client.force_login(grant.holder)
    page = client.get("/video/granted/").content.decode()
    assert on.code in page
    assert f"{grant.number} of {grant.agency.name} ends on" in page
    page = client.get("/video/granted/?state=offline").content.decode()
    assert (on.code in page, off.code in page) == (False, True)
    text = b"".join(client.get("/video/granted/export.csv?state=online").streaming_content).decode()
    assert (on.code in text, off.code in text, str(grant.valid_to) in text) == (True, False, True)
    client.force_login(cast.sam)
    assert "No granted camera" in client.get("/video/granted/").content.decode()


def test_a_card_says_where_and_how_it_is_and_its_file_stays_absent(
    client: Client, cast: Cast
) -> None:
    camera = make_camera(cast, state="online", ipv4="192.0.2.7", bearing=45)
    grant = make_grant(cast, [camera])
    client.force_login(grant.holder)
    page = client.get(f"/video/granted/at/{camera.code}/").content.decode()
    assert camera.name in page
    assert "192.0.2.7" not in page
    assert GrantDay.objects.get().looks == 1
    for path in ("", "edit/", "remove/", "filing/", "check/"):
        assert client.get(f"/video/cameras/at/{camera.code}/{path}").status_code in (403, 404)
    assert client.get(f"/video/cameras/at/{camera.code}/").status_code == 404
    assert client.get(f"/api/v1/cameras/{camera.code}/").status_code == 404
    client.force_login(cast.sam)
    assert client.get(f"/video/granted/at/{camera.code}/").status_code == 404


def test_the_map_has_own_and_granted_cameras_and_marks_the_granted(
    client: Client, cast: Cast
) -> None:
    granted, other = make_camera(cast, state="online"), make_camera(cast)
    grant = make_grant(cast, [granted])
    client.force_login(grant.holder)
    (row,) = cut(client, 14)["cameras"]
    assert (row["code"], row["state"], row["granted"]) == (granted.code, "online", True)
    assert [group["n"] for group in cut(client, 9)["groups"]] == [1]
    card = client.get(f"/api/v1/camera-cards/{granted.code}/").json()
    assert (card["grant"], card["ticket"], card["gb_id"]) == (grant.number, None, None)
    assert client.get(f"/api/v1/camera-cards/{other.code}/").status_code == 404
    client.force_login(cast.vera)
    assert not any("granted" in row for row in cut(client, 14)["cameras"])
    services.revoke(grant, by=cast.lea, reason="Purpose is met")
    client.force_login(grant.holder)
    assert cut(client, 14) == {}


def test_a_station_sees_its_own_cameras_and_the_granted_ones(client: Client, cast: Cast) -> None:
    train(cast, cast.cora)
    own, branch = make_camera(cast), make_camera(cast, agency=cast.north)
    make_camera(cast, agency=cast.south_station)
    make_grant(cast, [branch], holder=cast.cora)
    client.force_login(cast.cora)
    rows = {row["code"]: row.get("granted") for row in cut(client, 14)["cameras"]}
    assert rows == {own.code: None, branch.code: True}
    south = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 0.5 * STEP}
    assert cut(client, 14, **south) == {}


def test_granted_cameras_count_in_no_figure_of_the_grantee(client: Client, cast: Cast) -> None:
    grant = make_grant(cast, [make_camera(cast, state="online")])
    client.force_login(grant.holder)
    assert client.get("/api/v1/cameras/").json()["count"] == 0
    answer = client.get("/api/v1/camera-rates/").json()
    assert answer["rows"] == []
    assert {figure["denominator"] for figure in answer["total"].values()} == {0}


def test_a_grant_is_counted_asked_for_and_approved_on_pages(client: Client, cast: Cast) -> None:
    camera, holder = make_camera(cast), make_looker(make_partner(cast))
    train(cast, holder)
    client.force_login(cast.vera)
    said = {name: getattr(terms(holder), name) for name in services.Terms.__dataclass_fields__}
    body = said | {"codes": camera.code, "form_key": key_of(_page(client, "/video/grants/new/"))}
    page = client.post("/video/grants/new/", body | {"do": "preview"}).content.decode()
    assert "1 camera would be opened" in page
    assert not CameraGrant.objects.exists()
    assert client.post("/video/grants/new/", body).status_code == 302
    grant = CameraGrant.objects.get()
    where = f"/video/grants/at/{grant.number}/"
    assert "Another officer with the right to approve decides." in _page(client, where)
    client.force_login(cast.lea)
    decide = {"version": 1, "decision": "", "do": "approve"}
    decide["form_key"] = key_of(_page(client, where))
    assert client.post(f"{where}decide/", decide).status_code == 302
    assert "Opens cameras now" in _page(client, where)
    revoke = {"reason": "Purpose is met", "version": 2}
    revoke["form_key"] = key_of(_page(client, f"{where}revoke/"))
    assert client.post(f"{where}revoke/", revoke).status_code == 302
    assert "Purpose is met" in _page(client, where)
    text = b"".join(client.get("/video/grants/export.csv").streaming_content).decode()
    assert grant.number in text


def _page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_refused_form_says_why_at_its_field(client: Client, cast: Cast) -> None:
    camera, holder = make_camera(cast), make_looker(make_partner(cast))
    client.force_login(cast.vera)
    said = {name: getattr(terms(holder), name) for name in services.Terms.__dataclass_fields__}
    body = said | {"codes": camera.code, "form_key": key_of(_page(client, "/video/grants/new/"))}
    answer = client.post("/video/grants/new/", body)
    assert answer.status_code == 400
    assert "No training, no grant." in answer.content.decode()
    answer = client.post("/video/grants/new/", body | {"codes": "", "do": "preview"})
    assert answer.status_code == 400


def test_who_asked_takes_it_back_and_the_grantee_cannot_decide(client: Client, cast: Cast) -> None:
    holder = make_looker(make_partner(cast))
    train(cast, holder)
    choice = services.Choice(codes=[make_camera(cast).code])
    grant = services.ask(by=cast.vera, choice=choice, terms=terms(holder))
    where = f"/video/grants/at/{grant.number}/"
    client.force_login(holder)
    page = _page(client, where)
    assert "No camera is open" in page
    assert client.post(f"{where}decide/", {"version": 1}).status_code == 403
    client.force_login(cast.vera)
    key = key_of(_page(client, where))
    assert client.post(f"{where}withdraw/", {"form_key": key}).status_code == 302
    assert "Taken back" in _page(client, where)


def test_trainings_are_recorded_listed_and_withdrawn(client: Client, cast: Cast) -> None:
    client.force_login(cast.lea)
    body = {"badge_number": cast.pat.badge_number, "course": "Use of video"}
    body |= {"passed_on": str(later(-1)), "valid_to": str(later(20))}
    body["form_key"] = key_of(_page(client, "/video/trainings/new/"))
    assert client.post("/video/trainings/new/", body).status_code == 302
    page = _page(client, "/video/trainings/?holds=soon")
    assert "1 training ends within 30 days" in page
    row = TrainingRecord.objects.get()
    where = f"/video/trainings/{row.pk}/withdraw/"
    gone = {"reason": "Entered by mistake", "version": 1, "form_key": key_of(_page(client, where))}
    assert client.post(where, gone).status_code == 302
    assert cast.pat.badge_number in _page(client, "/video/trainings/?holds=over")
    text = b"".join(client.get("/video/trainings/export.csv").streaming_content).decode()
    assert "Use of video" in text


def test_the_rest_asks_approves_shows_and_revokes(client: Client, cast: Cast) -> None:
    camera, holder = make_camera(cast, state="online"), make_looker(make_partner(cast))
    client.force_login(cast.chief)
    sent = {"content_type": "application/json"}
    told = {"badge_number": holder.badge_number, "course": "Use of video"}
    told |= {"passed_on": str(later(-1)), "valid_to": str(later(100))}
    answer = client.post("/api/v1/video-trainings/", told, **sent, **HEAD)
    assert answer.status_code == 201
    assert client.get("/api/v1/video-trainings/?holds=now").json()["count"] == 1
    client.force_login(cast.vera)
    body = {name: str(getattr(terms(holder), name)) for name in services.Terms.__dataclass_fields__}
    asked = {"codes": [camera.code]}
    counted = client.post("/api/v1/camera-grants/preview/", asked, **sent, **HEAD).json()
    assert counted["cameras"] == 1
    head = {"HTTP_IDEMPOTENCY_KEY": "grants-00000002"}
    answer = client.post("/api/v1/camera-grants/", body | asked, **sent, **head)
    again = client.post("/api/v1/camera-grants/", body | asked, **sent, **head)
    assert (answer.status_code, again.json()) == (201, answer.json())
    where = f"/api/v1/camera-grants/{answer.json()['number']}/"
    assert client.post(f"{where}approve/", {"version": 1}, **sent, **HEAD).status_code == 403
    client.force_login(cast.lea)
    head = {"HTTP_IDEMPOTENCY_KEY": "grants-00000003"}
    assert client.post(f"{where}approve/", {"version": 7}, **sent, **HEAD).status_code == 412
    done = client.post(f"{where}approve/", {"version": 1}, **sent, **head)
    assert (done.status_code, done.json()["approved_by"]) == (200, cast.lea.badge_number)
    client.force_login(holder)
    (row,) = client.get("/api/v1/granted-cameras/?q=camera").json()["results"]
    assert (row["code"], row["state"], "ipv4" in row) == (camera.code, "online", False)
    card = client.get(f"/api/v1/granted-cameras/{camera.code}/").json()
    assert (card["state_name"], card["grants"][0]["state"]) == ("Online", "approved")
    client.force_login(cast.lea)
    gone = {"reason": "Purpose is met", "version": 2}
    head = {"HTTP_IDEMPOTENCY_KEY": "grants-00000004"}
    assert client.post(f"{where}revoke/", gone, **sent, **head).json()["state"] == "revoked"
    client.force_login(holder)
    assert client.get(f"/api/v1/granted-cameras/{camera.code}/").status_code == 404
    assert client.get(where).json()["ending"] == "Purpose is met"
    assert EventEntry.objects.filter(kind="video.grant_approved").exists()
