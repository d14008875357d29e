"""What a screen hears when its officer's rights, scope or session change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from command_center.alerts import consumers
from grid.ledger import hub as hub_module
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer, OfficerSession, RoleGrant
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.live.conftest import Open, Screen, happen, in_db, sign_in


def tell_about(people: Cast, officer: Officer) -> None:
    """The fact that organisation records with any change to an officer."""
    fact = Fact(
        kind="organisation.officer_changed",
        subject_type="officer",
        subject_id=officer.badge_number,
        agency_path=people.city.path,
    )
    with transaction.atomic():
        record(PLATFORM, fact)


def sign_out(officer: Officer) -> None:
    OfficerSession.objects.filter(officer=officer).delete()


def disable(officer: Officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(is_active=False)


def change_password(officer: Officer) -> None:
    officer.set_password("Another-Horse-8-Battery")
    officer.save()


def revoke(officer: Officer) -> None:
    RoleGrant.objects.filter(officer=officer).update(valid_to=timezone.now())


def idle_too_long(officer: Officer) -> None:
    OfficerSession.objects.filter(officer=officer).update(
        last_seen_at=timezone.now() - timedelta(days=1)
    )


def also_command(officer: Officer) -> None:
    RoleGrant.objects.filter(officer=officer).update(role=Role.VIDEO_OPERATOR)


CHANGES = [
    (sign_out, 4401),
    (disable, 4401),
    (change_password, 4401),
    (idle_too_long, 4401),
    (revoke, 4403),
    (also_command, 4403),
]


@pytest.mark.parametrize(("change", "code"), CHANGES)
async def test_a_change_told_as_a_fact_closes_the_screen_at_once(
    people: Cast, open_screen: Open, change: Callable, code: int
) -> None:
    nora, chief = await open_screen(people.nora), await open_screen(people.chief)
    await nora.resume()
    await chief.resume()
    await in_db(change)(people.nora)
    await in_db(tell_about)(people, people.nora)
    assert await nora.closed_with() == code
    last = await in_db(happen)(people.north)
    assert [f["seq"] for f in await chief.facts(1)] == last


@pytest.mark.parametrize(("change", "code"), CHANGES)
async def test_a_change_nobody_told_of_is_found_at_the_next_look(
    people: Cast, open_screen: Open, monkeypatch, change: Callable, code: int
) -> None:
    monkeypatch.setattr(hub_module, "HEARTBEAT_S", 0.2)
    nora = await open_screen(people.nora)
    await nora.resume()
    await in_db(change)(people.nora)
    assert await nora.closed_with() == code


def test_a_session_that_was_ended_while_it_was_looked_at_is_not_woken_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sign_in(cast.nora)

    def end(row: OfficerSession, officer: Officer) -> bool:
        idle_too_long(officer)
        return True

    monkeypatch.setattr(consumers, "_is_signed", end)
    consumers.standings([key])
    assert OfficerSession.objects.get().last_seen_at < timezone.now() - timedelta(hours=23)


async def test_an_officer_moved_to_another_branch_hears_only_that_one(
    people: Cast, open_screen: Open
) -> None:
    nora = await open_screen(people.nora)
    await nora.resume()
    seen = await in_db(happen)(people.north)
    await nora.facts(1)
    await in_db(lambda: Officer.objects.filter(pk=people.nora.pk).update(agency=people.south))()
    await in_db(tell_about)(people, people.nora)
    assert await nora.closed_with() == 4403
    moved = await open_screen(people.nora)
    assert moved.hello["scope"] == people.south.code
    await moved.resume(since=seen[0], view=nora.hello["view"])
    assert (await moved.frame())["reason"] == "scope"
    await moved.resume()
    await in_db(happen)(people.north)
    last = await in_db(happen)(people.south)
    assert [f["seq"] for f in await moved.facts(1)] == last


async def test_a_fact_about_somebody_else_leaves_the_screen_open(
    people: Cast, open_screen: Open
) -> None:
    nora = await open_screen(people.nora)
    await nora.resume()
    await in_db(tell_about)(people, people.sam)
    last = await in_db(happen)(people.north)
    assert [f["seq"] for f in await nora.facts(1)] == last


async def test_nobody_comes_in_without_a_session(people: Cast) -> None:
    screen = Screen("no-such-session")
    assert (await screen.connect())[0]
    assert await screen.closed_with() == 4401


async def test_an_officer_without_the_dashboard_does_not_come_in(people: Cast) -> None:
    screen = Screen(await in_db(sign_in)(people.stranger))
    assert (await screen.connect())[0]
    assert await screen.closed_with() == 4403


async def test_a_watched_screen_keeps_its_session_awake(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    monkeypatch.setattr(hub_module, "HEARTBEAT_S", 0.1)
    nora = await open_screen(people.nora)
    long_ago = timezone.now() - timedelta(minutes=20)
    mine = OfficerSession.objects.filter(officer=people.nora)
    await in_db(lambda: mine.update(last_seen_at=long_ago))()
    while await in_db(lambda: mine.get().last_seen_at)() == long_ago:
        assert (await nora.frame())["t"] == "hb"
