"""Whoever sits at a desk is known; an empty desk is told once."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.rounds.make import make_team
from video.rounds import reactors, services
from video.rounds.hours import is_staffed
from video.rounds.models import DeskGap, DeskSitting, VideoTeam

MINUTE = timedelta(minutes=1)


def told(kind: str) -> list[EventEntry]:
    return list(EventEntry.objects.filter(kind=f"video.{kind}"))


def test_an_empty_desk_is_told_once_after_five_minutes(cast: Cast) -> None:
    team, now = make_team(cast), timezone.now()
    services.watch_desks(now=now)
    services.watch_desks(now=now + 4 * MINUTE)
    assert told("desk_empty") == []
    services.watch_desks(now=now + 5 * MINUTE)
    services.watch_desks(now=now + 9 * MINUTE)
    [fact] = told("desk_empty")
    assert fact.subject_id == str(team.pk)
    assert fact.agency_path == cast.north.path
    assert (fact.payload["needed"], fact.payload["present"]) == (1, 0)


def test_a_desk_that_was_taken_in_time_was_never_empty(cast: Cast) -> None:
    team, now = make_team(cast), timezone.now()
    services.watch_desks(now=now)
    services.take_desk(team, officer=cast.vera)
    services.watch_desks(now=now + 9 * MINUTE)
    assert told("desk_empty") == []
    assert not DeskGap.objects.exists()


def test_sitting_down_ends_the_gap_and_says_how_long_it_was(cast: Cast) -> None:
    team, now = make_team(cast), timezone.now()
    services.watch_desks(now=now - 20 * MINUTE)
    services.watch_desks(now=now)
    services.take_desk(team, officer=cast.vera)
    assert told("desk_staffed")[0].payload["minutes"] == 20
    assert DeskGap.objects.get().until is not None


def test_two_are_needed_and_one_is_too_few(cast: Cast) -> None:
    team, now = make_team(cast, staff_min=2), timezone.now()
    services.take_desk(team, officer=cast.vera)
    services.watch_desks(now=now)
    services.watch_desks(now=now + 6 * MINUTE)
    assert told("desk_empty")[0].payload["present"] == 1


def test_outside_its_hours_a_desk_may_be_empty(cast: Cast) -> None:
    team = make_team(cast, staff_from=time(22), staff_to=time(6))
    day = timezone.localdate()
    at = {
        hour: timezone.make_aware(datetime.combine(day, time(hour))) for hour in (5, 6, 12, 22, 23)
    }
    assert [hour for hour in at if is_staffed(team, at[hour])] == [5, 22, 23]
    services.watch_desks(now=at[12])
    services.watch_desks(now=at[12] + 30 * MINUTE)
    assert told("desk_empty") == []


def test_an_ended_team_has_no_desk(cast: Cast) -> None:
    team = make_team(cast, is_active=False)
    services.watch_desks(now=timezone.now())
    assert not DeskGap.objects.exists()
    with pytest.raises(IllegalStep):
        services.take_desk(team, officer=cast.vera)


def test_one_sits_at_one_desk_and_leaves_it_by_sitting_at_another(cast: Cast) -> None:
    first, second = make_team(cast), make_team(cast)
    services.take_desk(first, officer=cast.vera)
    with pytest.raises(IllegalStep):
        services.take_desk(first, officer=cast.vera)
    services.take_desk(second, officer=cast.vera)
    assert DeskSitting.objects.get(left_at__isnull=True).team == second
    services.leave_desk(officer=cast.vera)
    with pytest.raises(IllegalStep):
        services.leave_desk(officer=cast.vera)
    assert [fact.payload["badge"] for fact in told("desk_left")] == ["N005", "N005"]


def test_who_forgot_to_leave_does_not_sit_there_for_ever(cast: Cast) -> None:
    team = make_team(cast)
    services.take_desk(team, officer=cast.vera)
    DeskSitting.objects.update(came_at=timezone.now() - timedelta(hours=13))
    reactors.check_desks()
    row = DeskSitting.objects.get()
    assert row.is_ended_by_clock
    assert told("desk_left")[0].payload["by_clock"] is True
    assert DeskGap.objects.filter(team=team, until__isnull=True).exists()


def test_the_rule_of_the_nearest_agency_says_how_long_a_desk_may_be_empty(cast: Cast) -> None:
    make_team(cast)
    numbers = {"sitting_h": 8, "start_grace_min": 5, "around_m": 200}
    services.set_rule(cast.city, by=cast.chief.as_actor(), empty_min=60, **numbers)
    services.set_rule(cast.north, by=cast.chief.as_actor(), empty_min=2, **numbers)
    now = timezone.now()
    services.watch_desks(now=now)
    services.watch_desks(now=now + 2 * MINUTE)
    assert len(told("desk_empty")) == 1
    with pytest.raises(InvalidInput):
        services.set_rule(cast.city, by=cast.chief.as_actor(), empty_min=0, **numbers)


def test_a_team_is_named_once_in_its_agency_and_its_hours_are_two_or_none(cast: Cast) -> None:
    said = {"agency": cast.north.code, "name": "Night desk"}
    by = cast.chief.as_actor()
    made = services.save_team(None, by=by, viewer=cast.chief, **said)
    with pytest.raises(InvalidInput) as refused:
        services.save_team(None, by=by, viewer=cast.chief, **said)
    assert refused.value.errors[0]["pointer"] == "/name"
    with pytest.raises(InvalidInput) as refused:
        services.save_team(made, by=by, viewer=cast.chief, staff_from=time(8), staff_min=30)
    assert {fault["pointer"] for fault in refused.value.errors} == {"/staff_to", "/staff_min"}
    services.save_team(made, by=by, viewer=cast.chief, is_active=False, version=1)
    assert not VideoTeam.objects.get().is_active
    assert [len(told(kind)) for kind in ("team_added", "team_changed")] == [1, 1]
