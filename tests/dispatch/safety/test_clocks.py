"""Who must be heard of: the clock starts, warns, is missed, and stops only for a sign of life."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.settling import follow
from command_center.dispatch.safety import reactors, rulebook, selectors, services
from command_center.dispatch.safety.models import CheckIn, SafetyRule, SafetyTimer
from command_center.dispatch.safety.rules import ensure_default_rules, rule_for
from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from patrol.units.models import Unit
from patrol.units.services import set_status
from tests.patrol.make import make_unit

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def become(unit, status, by):
    """Change the status and let the reactor hear of it."""
    set_status(unit, Unit.Status(status), actor=by.as_actor())
    reactors.follow_status([EventEntry.objects.order_by("seq").last()])
    unit.refresh_from_db()
    return unit


def clock_of(viewer):
    return selectors.timers(viewer)[0] if selectors.timers(viewer) else None


def test_a_clock_starts_on_scene_and_stops_on_patrol(ready, unit):
    become(unit, "on_scene", ready.pat)
    clock = clock_of(ready.nora)
    assert (clock["call_sign"], clock["state"], clock["minutes"]) == (unit.call_sign, "green", 15)
    assert clock["due_at"] == (timezone.now() + timedelta(minutes=15)).isoformat()
    become(unit, "patrol", ready.pat)
    assert clock_of(ready.nora) is None


@pytest.mark.parametrize(
    ("minutes", "state"), [(0, "green"), (11, "green"), (12, "warning"), (15, "critical")]
)
def test_it_warns_before_it_is_due_and_is_critical_when_it_is(ready, unit, at_noon, minutes, state):
    become(unit, "on_scene", ready.pat)
    at_noon.shift(timedelta(minutes=minutes))
    assert clock_of(ready.nora)["state"] == state


def test_the_south_sees_no_clock_of_the_north(ready, unit):
    become(unit, "on_scene", ready.pat)
    assert selectors.timers(ready.sam) == []


def test_at_night_and_on_foot_the_time_is_shorter_and_the_nearest_agency_decides(ready, unit):
    car = make_unit(ready, status="on_scene")
    night = NOON.replace(hour=23)
    unit.status = "on_scene"
    told = [rule_for(one, at=at).minutes for one in (car, unit) for at in (NOON, night)]
    assert told == [20, 15, 15, 10]
    assert rule_for(car, at=NOON.replace(hour=5, minute=59)).minutes == 15
    assert rule_for(car, at=NOON.replace(hour=6)).minutes == 20
    SafetyRule.objects.create(
        agency=ready.north, status="on_scene", minutes=40, warn_minutes=5, valid_from="2020-01-01"
    )
    assert rule_for(unit, at=night).minutes == 40


def test_a_position_or_a_note_is_no_sign_of_life(ready, unit, at_noon):
    become(unit, "on_scene", ready.pat)
    before = clock_of(ready.nora)["due_at"]
    at_noon.shift(timedelta(minutes=5))
    set_status(unit, Unit.Status.ON_SCENE, actor=ready.nora.as_actor(), note="仍在现场")
    reactors.follow_status([EventEntry.objects.order_by("seq").last()])
    assert clock_of(ready.nora)["due_at"] == before


def test_only_a_status_marked_so_starts_the_clock_anew(ready, unit, at_noon):
    become(unit, "on_scene", ready.pat)
    before = clock_of(ready.nora)["due_at"]
    at_noon.shift(timedelta(minutes=5))
    become(unit, "busy", ready.nora)
    assert clock_of(ready.nora)["due_at"] == before
    become(unit, "on_scene", ready.nora)
    assert clock_of(ready.nora)["due_at"] != before


def test_the_crew_says_it_is_well(ready, unit, at_noon):
    become(unit, "on_scene", ready.pat)
    at_noon.shift(timedelta(minutes=10))
    services.check_in(unit, by=ready.pat.as_actor(), is_own=True)
    clock = clock_of(ready.nora)
    assert clock["due_at"] == (timezone.now() + timedelta(minutes=15)).isoformat()
    assert clock["heard_by"] == ready.pat.as_actor().label


def test_on_behalf_it_must_be_told_what_was_said(ready, unit):
    become(unit, "on_scene", ready.pat)
    radio = ready.nora.as_actor(channel="radio")
    with pytest.raises(InvalidInput):
        services.check_in(unit, by=radio, is_own=False, said=" ")
    services.check_in(unit, by=radio, is_own=False, said="一切正常")
    row = CheckIn.objects.get()
    assert (row.channel, row.said, row.is_own) == ("radio", "一切正常", False)


def test_for_a_unit_nobody_waits_for_there_is_nothing_to_say(ready, unit):
    with pytest.raises(IllegalStep):
        services.check_in(unit, by=ready.pat.as_actor(), is_own=True)


def sweep():
    """The sweep of the clocks, then the alert rules on what it recorded."""
    last = EventEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    reactors.watch_clocks()
    follow(list(EventEntry.objects.filter(seq__gt=last).order_by("seq")))


def test_one_cycle_missed_is_high_and_the_second_urgent(ready, unit, at_noon):
    become(unit, "on_scene", ready.pat)
    at_noon.shift(timedelta(minutes=15))
    sweep()
    sweep()
    [due] = Alert.objects.all()
    assert (due.priority, due.kind, due.occurrences) == (2, "dispatch.safety_due", 1)
    at_noon.shift(timedelta(minutes=15))
    sweep()
    silent = Alert.objects.get(priority=1)
    assert silent.kind == "dispatch.safety_silent"
    assert unit.call_sign in silent.title
    assert clock_of(ready.nora)["missed"] == 2


def test_when_the_unit_is_heard_of_its_alerts_are_over(ready, unit, at_noon):
    become(unit, "on_scene", ready.pat)
    for _cycle in range(2):
        at_noon.shift(timedelta(minutes=15))
        sweep()
    services.check_in(unit, by=ready.pat.as_actor(), is_own=True)
    assert not Alert.objects.exclude(state="resolved").exists()
    clock = clock_of(ready.nora)
    assert (clock["missed"], clock["state"]) == (0, "green")
    assert CheckIn.objects.get().missed == 2


def test_a_missed_unit_is_not_made_well_by_a_change_of_status(ready, unit, at_noon):
    become(unit, "on_scene", ready.pat)
    at_noon.shift(timedelta(minutes=15))
    sweep()
    become(unit, "patrol", ready.nora)
    assert clock_of(ready.nora)["state"] == "critical"
    services.check_in(unit, by=ready.nora.as_actor(channel="radio"), is_own=False, said="正常")
    assert clock_of(ready.nora) is None


def test_a_unit_without_the_clock_it_should_have_gets_one(ready):
    left = make_unit(ready, status="on_scene")
    reactors.watch_everybody()
    assert SafetyTimer.objects.get().unit == left


def test_the_defaults_come_once(ready):
    assert ensure_default_rules(ready.city) == 0


def test_other_minutes_hold_from_a_day_on_and_what_was_stays(ready):
    rule = SafetyRule.objects.filter(status="busy").get()
    said = {"minutes": 25, "warn_minutes": 5, "missed_cycles": 1, "resets": True}
    tomorrow = timezone.localdate() + timedelta(days=1)
    by = ready.chief.as_actor()
    new = rulebook.change_rule(rule, by=by, version=1, valid_from=tomorrow, changes=said)
    rule.refresh_from_db()
    assert (rule.valid_to, rule.minutes, new.minutes, new.pk != rule.pk) == (tomorrow, 30, 25, True)
    with pytest.raises(StaleVersion):
        rulebook.change_rule(rule, by=by, version=1, valid_from=tomorrow, changes=said)
    with pytest.raises(InvalidInput):
        early = timezone.localdate() - timedelta(days=1)
        rulebook.change_rule(new, by=by, version=new.version, valid_from=early, changes=said)
    with pytest.raises(InvalidInput):
        rulebook.add_rule(
            SafetyRule(agency=ready.city, status="busy", valid_from=timezone.localdate(), **said),
            by=by,
        )
