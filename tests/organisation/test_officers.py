"""Officers are taken on, come on duty, leave."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from grid.errors import InvalidInput, LostRace, StaleVersion
from grid.ledger.models import AuditEntry, EventEntry
from grid.organisation import services
from grid.organisation.models import Officer
from tests.cast import PASSWORD, Cast
from tests.organisation.conftest import give_authenticator


def test_a_new_officer_has_a_random_password_and_no_role(cast: Cast) -> None:
    by = cast.tessa.as_actor()
    one, first = services.create_officer(badge_number="N100", name="甲", agency=cast.north, by=by)
    _two, second = services.create_officer(badge_number="N101", name="乙", agency=cast.north, by=by)
    assert first != second
    validate_password(first)
    assert one.check_password(first)
    assert one.roles == frozenset()
    assert first not in str(list(AuditEntry.objects.values()))


def test_a_badge_number_is_given_once(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.create_officer(
            badge_number="N001", name="x", agency=cast.south, by=cast.tessa.as_actor()
        )
    assert refusal.value.errors[0]["pointer"] == "/badge_number"


def test_facts_about_officers_carry_the_badge_and_never_the_name(cast: Cast) -> None:
    services.deactivate_officer(cast.nora, by=cast.tessa.as_actor(), reason="left")
    event = EventEntry.objects.latest("seq")
    assert (event.kind, event.subject_id) == ("organisation.officer_changed", "N001")
    assert event.payload == {"badge_number": "N001", "active": False}


def test_an_account_is_closed_once(cast: Cast) -> None:
    services.deactivate_officer(cast.nora, by=cast.tessa.as_actor(), reason="left")
    with pytest.raises(LostRace):
        services.deactivate_officer(cast.nora, by=cast.tessa.as_actor(), reason="left")


def test_a_closed_account_is_off_duty(cast: Cast) -> None:
    services.set_duty(cast.nora, on=True)
    assert not services.deactivate_officer(
        cast.nora, by=cast.tessa.as_actor(), reason="left"
    ).is_on_duty


def test_coming_on_duty_twice_is_one_fact(cast: Cast) -> None:
    for _press in range(2):
        services.set_duty(cast.nora, on=True)
    assert Officer.objects.get(pk=cast.nora.pk).is_on_duty
    assert EventEntry.objects.filter(kind="organisation.came_on_duty").count() == 1


def test_a_reset_password_signs_out_and_replaces_the_old_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    password = services.reset_password(cast.nora, by=cast.tessa.as_actor())
    assert client.get("/account/").status_code == 302
    nora = Officer.objects.get(pk=cast.nora.pk)
    assert nora.check_password(password) and not nora.check_password(PASSWORD)
    assert nora.must_change_password


def test_a_lost_phone_takes_two_administrators_to_get_around(cast: Cast, client: Client) -> None:
    give_authenticator(cast.nora)
    services.reset_password(cast.nora, by=cast.tessa.as_actor())
    assert Authenticator.objects.filter(user=cast.nora).exists()
    client.force_login(cast.tessa)
    where = "/organisation/officers/N001/second-factor/"
    assert client.post(where).status_code == 403
    client.force_login(cast.seth)
    assert client.post(where).status_code == 302
    assert not Authenticator.objects.filter(user=cast.nora).exists()
    assert client.post(where).status_code == 409
    assert client.post("/organisation/officers/T002/second-factor/").status_code == 403


def test_preferences_changed_in_another_window_are_not_overwritten(cast: Cast) -> None:
    wishes = {"language": "en", "theme": "light", "seat": "A1"}
    services.set_preferences(cast.nora, **wishes, version=1)
    with pytest.raises(StaleVersion):
        services.set_preferences(cast.nora, **wishes, version=1)
