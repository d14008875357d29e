"""Signing in by badge number and password."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from grid.ledger.models import AuditEntry
from grid.organisation import services
from grid.organisation.models import Officer, OfficerSession, SignInAttempt
from tests.cast import PASSWORD, Cast

SignIn = Callable[..., int]


def test_badge_and_password_open_the_door(cast: Cast, client: Client, sign_in: SignIn) -> None:
    assert sign_in("N001") == 302
    assert client.get("/account/").status_code == 200
    entry = AuditEntry.objects.latest("seq")
    assert (entry.action, entry.subject_id) == ("organisation.officer_signed_in", "N001")


def test_the_session_says_who_from_where_with_what(cast: Cast, client: Client) -> None:
    form = {"login": "N001", "password": PASSWORD}
    headers = {"User-Agent": "Kiosk 1"}
    client.post("/accounts/login/", form, REMOTE_ADDR="10.0.0.7", headers=headers)
    session = OfficerSession.objects.get(officer=cast.nora)
    assert (session.ip, session.user_agent) == ("10.0.0.7", "Kiosk 1")


def test_wrong_password_unknown_badge_and_closed_account_read_the_same(
    cast: Cast, client: Client
) -> None:
    services.deactivate_officer(cast.sam, by=cast.tessa.as_actor(), reason="left")

    def answer(badge: str, password: str) -> str:
        page = client.post("/accounts/login/", {"login": badge, "password": password})
        assert page.status_code == 200
        return str(page.context["form"].errors)

    wrong = answer("N001", "not-the-password")
    assert wrong == answer("X999", "not-the-password") == answer("S001", PASSWORD)
    assert "badge number or the password" in wrong or "警号" in wrong


@pytest.mark.parametrize("badge", ["X999", "S001", "N001"])
def test_every_failure_hashes_a_password_once(
    cast: Cast, client: Client, badge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    Officer.objects.filter(badge_number="S001").update(is_active=False)
    calls = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: calls.append(1) or encode(*args))
    client.post("/accounts/login/", {"login": badge, "password": "not-the-password"})
    assert len(calls) == 1


def test_the_fourth_wrong_try_waits_and_the_right_password_waits_too(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    assert [sign_in("N001", "wrong") for _try in range(4)] == [200, 200, 200, 429]
    answer = client.post(
        "/accounts/login/", {"login": "N001", "password": PASSWORD}, REMOTE_ADDR="10.0.0.1"
    )
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) in range(1, 6)


def test_an_attacker_elsewhere_does_not_lock_the_dispatcher_out(
    cast: Cast, sign_in: SignIn
) -> None:
    for _try in range(6):
        sign_in("N001", "wrong", ip="10.9.9.9")
    assert sign_in("N001", ip="10.0.0.1") == 302


def test_success_clears_the_failures_of_that_address(cast: Cast, sign_in: SignIn) -> None:
    sign_in("N001", "wrong")
    sign_in("N001")
    assert not SignInAttempt.objects.exists()


def test_a_failed_sign_in_is_on_record_without_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    sign_in("Hunter2-in-the-wrong-field"[:20], "wrong")
    unknown = AuditEntry.objects.latest("seq")
    assert (unknown.action, unknown.subject_id) == ("organisation.sign_in_failed", "unknown")
    sign_in("N001", "wrong")
    assert AuditEntry.objects.latest("seq").subject_id == "N001"


def test_signing_out_is_on_record_and_asks_for_a_click(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    assert client.get("/accounts/logout/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302
    assert AuditEntry.objects.latest("seq").action == "organisation.officer_signed_out"


def test_signing_in_changes_the_session_key(cast: Cast, client: Client, sign_in: SignIn) -> None:
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies["session"] = before = session.session_key
    sign_in("N001")
    assert client.session.session_key != before


def test_the_sign_in_form_without_its_token_is_refused(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "N001", "password": PASSWORD})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "password/reset/",
        "password/set/",
        "confirm-email/",
        "inactive/",
        "login/code/confirm/",
    ],
)
def test_no_other_way_into_an_account_exists(cast: Cast, client: Client, address: str) -> None:
    client.force_login(cast.nora)
    assert client.get(f"/accounts/{address}").status_code == 404


def test_a_new_officer_changes_the_one_time_password_before_anything_else(
    cast: Cast, client: Client
) -> None:
    officer, password = services.create_officer(
        badge_number="N100", name="新人", agency=cast.north, by=cast.tessa.as_actor()
    )
    client.post("/accounts/login/", {"login": "N100", "password": password})
    assert client.get("/account/")["Location"] == "/accounts/password/change/"
    new = {"oldpassword": password, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert client.get("/account/").status_code == 200
    officer.refresh_from_db()
    assert not officer.must_change_password


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(
    cast: Cast, client: Client
) -> None:
    elsewhere = Client()
    elsewhere.force_login(cast.nora)
    client.force_login(cast.nora)
    new = "Another-Horse-8-Battery"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", form)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert OfficerSession.objects.filter(officer=cast.nora).count() == 1


@pytest.mark.parametrize(
    "password", ["Short-1", "all-small-letters", "Has-N001-inside-7", "Password123"]
)
def test_a_weak_password_is_not_taken(cast: Cast, client: Client, password: str) -> None:
    client.force_login(cast.nora)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/accounts/password/change/", form)
    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]


def test_the_last_five_passwords_are_not_taken_again(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)

    def change(old: str, new: str) -> bool:
        form = {"oldpassword": old, "password1": new, "password2": new}
        return client.post("/accounts/password/change/", form).status_code == 302

    words = [PASSWORD, *(f"Battery-{n}-Staple-Horse" for n in range(1, 6))]
    for old, new in pairwise(words):
        assert change(old, new)
        assert not change(new, old)
    assert change(words[-1], PASSWORD)


def test_an_old_password_is_pointed_out_not_locked(cast: Cast, client: Client) -> None:
    Officer.objects.filter(pk=cast.nora.pk).update(
        password_changed_at=timezone.now() - timedelta(days=91)
    )
    client.force_login(cast.nora)
    page = client.get("/account/")
    assert page.status_code == 200
    assert "90" in page.content.decode()
