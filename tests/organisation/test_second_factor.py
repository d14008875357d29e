"""The second factor: asked of those who can do most, and for what touches persons."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory

from grid.ledger.models import AuditEntry
from grid.organisation import second_factor
from grid.organisation.models import SpentCode
from grid.rights import Right
from tests.cast import Cast
from tests.organisation.conftest import SECRET, code_now, give_authenticator

SignIn = Callable[..., int]
ASK = "/accounts/2fa/authenticate/"


def test_an_administrator_sets_up_the_second_factor_before_anything_else(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("T001")
    answer = client.get("/organisation/")
    assert answer["Location"] == "/accounts/2fa/totp/activate/?next=%2Forganisation%2F"
    api = client.get("/api/v1/agencies/")
    assert (api.status_code, api.json()["code"]) == (403, "second_factor_needed")


def test_setting_up_counts_as_shown_and_gives_recovery_codes(
    cast: Cast, client: Client, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in("T001")
    page = client.get("/accounts/2fa/totp/activate/")
    assert "data:image/svg+xml" in page.content.decode()  # drawn here, not fetched
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret=secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/organisation/").status_code == 200
    kinds = AuditEntry.objects.filter(subject_id="T001").values_list("action", flat=True)
    assert "organisation.second_factor_set_up" in kinds


def test_the_secret_is_encrypted_at_rest(cast: Cast) -> None:
    give_authenticator(cast.nora)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_whoever_has_an_app_gives_a_code_when_signing_in(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    give_authenticator(cast.tessa)
    sign_in("T001")
    assert client.get("/account/").status_code == 302
    assert client.post(ASK, {"code": "000000"}).status_code == 200
    assert client.post(ASK, {"code": code_now()}).status_code == 302
    assert client.get("/organisation/").status_code == 200


def test_a_code_overheard_is_worth_nothing(cast: Cast, sign_in: SignIn, client: Client) -> None:
    give_authenticator(cast.tessa)
    code = code_now()
    sign_in("T001")
    client.post(ASK, {"code": code})
    thief = Client()
    thief.post("/accounts/login/", {"login": "T001", "password": "Correct-Horse-7-Battery"})
    assert thief.post(ASK, {"code": code}).status_code == 200
    assert thief.get("/account/").status_code == 302
    assert SpentCode.objects.count() == 1


def test_guessing_codes_slows_down(cast: Cast, client: Client, sign_in: SignIn) -> None:
    give_authenticator(cast.tessa)
    sign_in("T001")
    answers = [client.post(ASK, {"code": f"00000{n}"}).status_code for n in range(4)]
    assert answers == [200, 200, 200, 429]


def test_a_recovery_code_opens_once(cast: Cast, client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_authenticator(cast.nora)
    code = RecoveryCodes.activate(cast.nora).get_unused_codes()[0]
    for browser, expected in ((client, 302), (Client(), 200)):
        browser.post("/accounts/login/", {"login": "N001", "password": "Correct-Horse-7-Battery"})
        assert browser.post(ASK, {"code": code}).status_code == expected


def test_a_dispatcher_works_without_but_does_not_reveal_without(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("N001")
    assert client.get("/api/v1/me/").status_code == 200
    request = RequestFactory().get("/reveal/")
    request.user, request.session = cast.nora, client.session
    second_factor.refuse_without(request, Right.INCIDENT_WORK)
    with pytest.raises(second_factor.SecondFactorNeeded) as refusal:
        second_factor.refuse_without(request, Right.PERSONAL_REVEAL)
    assert refusal.value.context["link"] == "/accounts/2fa/totp/activate/?next=%2Freveal%2F"


def test_giving_the_code_later_in_the_session_is_enough(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("N001")
    give_authenticator(cast.nora)
    again = client.post("/accounts/2fa/reauthenticate/", {"code": code_now()})
    assert again.status_code == 302
    request = RequestFactory().post("/reveal/")
    request.user, request.session = cast.nora, client.session
    second_factor.refuse_without(request, Right.PERSONAL_REVEAL)


def test_an_hour_after_signing_in_changing_the_app_asks_for_the_password_again(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sign_in("N001")
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
