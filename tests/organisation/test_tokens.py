"""Tokens of client systems: looked up by digest, limited in rights, place and time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.services import create_client, revoke_client
from grid.organisation.tokens import digest
from grid.rights import Right
from tests.cast import Cast

ME = "/api/v1/me/"


def make(agency: Agency, *, networks: tuple[str, ...] = ()) -> tuple[ClientSystem, dict[str, str]]:
    """A northern client system that may read the organisation, and the header it sends."""
    client, token = create_client(
        name="District",
        agency=agency,
        scopes=[Right.ORGANISATION_READ],
        owner="Desk",
        networks=networks,
        by=PLATFORM,
    )
    return client, {"Authorization": f"Bearer {token}"}


def test_the_token_says_who_asks(cast: Cast, client: Client) -> None:
    system, header = make(cast.north)
    answer = client.get(ME, headers=header).json()
    assert (answer["kind"], answer["id"], answer["scope"]) == (
        "client",
        str(system.pk),
        cast.north.path,
    )
    assert answer["rights"] == ["organisation.read", "signed_in"]


def test_only_the_digest_is_kept(cast: Cast) -> None:
    system, header = make(cast.north)
    token = header["Authorization"].removeprefix("Bearer ")
    assert system.token_digest == digest(token) != token
    assert token.endswith(system.token_hint)


def test_a_token_of_the_north_sees_nothing_of_the_south(cast: Cast, client: Client) -> None:
    _system, header = make(cast.north)
    codes = [a["code"] for a in client.get("/api/v1/agencies/", headers=header).json()["results"]]
    assert codes == [cast.north.code, cast.north_station.code]


def test_a_right_not_given_is_refused(cast: Cast, client: Client) -> None:
    _system, header = make(cast.north)
    assert client.get("/api/v1/incidents/", headers=header).status_code == 403


def test_expired_revoked_unknown_and_malformed_tokens_are_refused_alike(
    cast: Cast, client: Client
) -> None:
    expired, expired_header = make(cast.north)
    ClientSystem.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked, revoked_header = make(cast.north)
    revoke_client(revoked, by=cast.seth.as_actor(), reason="lost")
    headers = [
        expired_header,
        revoked_header,
        {"Authorization": "Bearer anlan_unknown"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer ü\x00"},
    ]
    answers = [client.get(ME, headers=header) for header in headers]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


def test_a_closed_agency_closes_its_tokens(cast: Cast, client: Client) -> None:
    _system, header = make(cast.north)
    Agency.objects.filter(pk=cast.north.pk).update(is_active=False)
    assert client.get(ME, headers=header).status_code == 401


@pytest.mark.parametrize(
    ("address", "status"), [("10.1.2.3", 200), ("10.2.0.1", 401), ("2001:db8::1", 200), ("", 401)]
)
def test_a_token_works_from_its_networks_only(
    cast: Cast, client: Client, address: str, status: int
) -> None:
    _system, header = make(cast.north, networks=("10.1.0.0/16", "2001:db8::/32"))
    assert client.get(ME, headers=header, REMOTE_ADDR=address).status_code == status


def test_a_token_in_the_address_is_no_token(cast: Cast, client: Client) -> None:
    _system, header = make(cast.north)
    token = header["Authorization"].removeprefix("Bearer ")
    assert client.get(f"{ME}?token={token}&access_token={token}").status_code == 401


def test_a_request_with_a_token_ignores_the_cookie(cast: Cast) -> None:
    _system, header = make(cast.north)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.chief)
    assert browser.get(ME, headers=header).json()["kind"] == "client"
    assert browser.get(ME, headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_session_writes_to_the_api_only_with_its_csrf_token(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.nora)
    assert (
        browser.post("/api/v1/incidents/", {}, content_type="application/json").status_code == 403
    )


def test_one_query_finds_the_client_and_its_agency(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    system, header = make(cast.north)
    ClientSystem.objects.filter(pk=system.pk).update(last_used_at=timezone.now())
    with django_assert_num_queries(1):
        client.get(ME, headers=header)


def test_last_use_is_noted_to_the_minute(cast: Cast, client: Client) -> None:
    system, header = make(cast.north)
    client.get(ME, headers=header)
    system.refresh_from_db()
    first = system.last_used_at
    client.get(ME, headers=header)
    system.refresh_from_db()
    assert first is not None and system.last_used_at == first
    ClientSystem.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    client.get(ME, headers=header)
    system.refresh_from_db()
    assert system.last_used_at is not None and system.last_used_at > first
