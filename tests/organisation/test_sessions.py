"""Sessions end: when idle, after a shift, by a click, with the account."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from grid.ledger.models import AuditEntry
from grid.organisation import services
from grid.organisation.models import Officer, OfficerSession
from tests.cast import Cast
from tests.organisation.conftest import code_now, give_authenticator


def age(officer: Officer, **changes: timedelta) -> None:
    """Push the session's times into the past."""
    rows = OfficerSession.objects.filter(officer=officer)
    rows.update(**{name: timezone.now() - back for name, back in changes.items()})


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_half_an_hour_without_a_request_signs_out(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    age(cast.nora, last_seen_at=timedelta(minutes=29))
    assert signed_in(client)
    age(cast.nora, last_seen_at=timedelta(minutes=31))
    assert not signed_in(client)
    assert not OfficerSession.objects.filter(officer=cast.nora).exists()


def test_an_administrator_is_signed_out_after_a_quarter(
    cast: Cast, client: Client, sign_in: Callable[..., int]
) -> None:
    give_authenticator(cast.tessa)
    sign_in("T001")
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    age(cast.tessa, last_seen_at=timedelta(minutes=14))
    assert signed_in(client)
    age(cast.tessa, last_seen_at=timedelta(minutes=16))
    assert not signed_in(client)


def test_a_session_does_not_outlast_a_shift_however_busy(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    session = client.session
    session["_started_at"] = (timezone.now() - timedelta(hours=12, minutes=1)).timestamp()
    session.save()
    assert not signed_in(client)


def test_saving_a_session_keeps_when_it_began(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    before = OfficerSession.objects.get(officer=cast.nora).started_at
    session = client.session
    session["more"] = 1
    session.save()
    assert OfficerSession.objects.get(officer=cast.nora).started_at == before


def test_requests_note_the_time_once_a_minute_not_each_time(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    age(cast.nora, last_seen_at=timedelta(seconds=30))
    before = OfficerSession.objects.get(officer=cast.nora).last_seen_at
    client.get("/account/")
    assert OfficerSession.objects.get(officer=cast.nora).last_seen_at == before
    age(cast.nora, last_seen_at=timedelta(seconds=90))
    client.get("/account/")
    assert OfficerSession.objects.get(officer=cast.nora).last_seen_at > before


def test_closing_an_account_ends_its_sessions_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    services.deactivate_officer(cast.nora, by=cast.tessa.as_actor(), reason="left the service")
    assert not signed_in(client)
    assert not OfficerSession.objects.filter(officer=cast.nora).exists()


def test_my_sessions_show_every_browser_and_never_the_key(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    elsewhere = Client()
    elsewhere.force_login(cast.nora)
    page = client.get("/account/sessions/").content.decode()
    for browser in (client, elsewhere):
        session = OfficerSession.objects.get(pk=browser.session.session_key)
        assert session.handle in page
        assert session.session_key not in page


def test_one_click_ends_a_session_elsewhere(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    elsewhere = Client()
    elsewhere.force_login(cast.nora)
    handle = OfficerSession.objects.get(pk=elsewhere.session.session_key).handle
    client.post(f"/account/sessions/{handle}/end/")
    assert not signed_in(elsewhere)
    assert signed_in(client)
    assert AuditEntry.objects.latest("seq").action == "organisation.session_ended"


def test_nobody_ends_anothers_session_from_her_own_account(cast: Cast, client: Client) -> None:
    sams = Client()
    sams.force_login(cast.sam)
    handle = OfficerSession.objects.get(officer=cast.sam).handle
    client.force_login(cast.nora)
    assert client.post(f"/account/sessions/{handle}/end/").status_code == 404
    assert signed_in(sams)


def test_a_system_administrator_ends_anothers_session(cast: Cast, client: Client) -> None:
    noras = Client()
    noras.force_login(cast.nora)
    handle = OfficerSession.objects.get(officer=cast.nora).handle
    client.force_login(cast.tessa)
    assert client.post(f"/organisation/officers/N001/sessions/{handle}/end/").status_code == 302
    assert not signed_in(noras)
