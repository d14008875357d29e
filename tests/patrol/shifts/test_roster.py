"""Shifts come from templates; whoever serves holds her papers and has rested."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, LostRace
from grid.ledger.models import EventEntry
from patrol.shifts import registers, selectors, services
from patrol.shifts.models import Shift, ShiftTemplate
from patrol.units.models import Unit
from patrol.units.services import set_status
from tests.cast import Cast
from tests.patrol.make import make_station, make_unit

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=ZONE)  # inside Monday's night shift
DAY_NEEDS = [{"kind": "officer", "count": 2, "certificate": "", "tier": ""}]


def template(cast: Cast, **said: object) -> ShiftTemplate:
    given = {"name": "夜班", "starts": datetime(2026, 1, 1, 20, 0).time(), "minutes": 720}  # noqa: DTZ001
    given |= {"days": [1, 2, 3, 4, 5, 6, 7], "valid_from": date(2026, 1, 1), "needs": DAY_NEEDS}
    by = cast.chief.as_actor()
    agency = said.pop("agency", cast.north_station)
    return registers.save_template(None, by=by, agency=agency, **given | said)  # type: ignore[arg-type]


def night(cast: Cast, **said: object) -> Shift:
    """Monday's night shift, 20:00 to 08:00."""
    return services.generate(template(cast, **said), by=cast.chief.as_actor(), monday=MONDAY)[0]


def test_a_week_of_nights_is_made_once_and_each_ends_on_the_next_day(cast: Cast) -> None:
    made = services.generate(nights := template(cast), by=cast.chief.as_actor(), monday=MONDAY)
    assert len(made) == 7
    assert timezone.localtime(made[0].starts_at).strftime("%d %H:%M") == "23 20:00"
    assert timezone.localtime(made[0].ends_at).strftime("%d %H:%M") == "24 08:00"
    assert services.generate(nights, by=cast.chief.as_actor(), monday=MONDAY) == []


def test_only_the_days_of_the_template_and_only_from_mondays(cast: Cast) -> None:
    made = services.generate(
        weekend := template(cast, days=[6, 7]), by=cast.chief.as_actor(), monday=MONDAY
    )
    assert [timezone.localdate(shift.starts_at).isoweekday() for shift in made] == [6, 7]
    with pytest.raises(InvalidInput):
        services.generate(weekend, by=cast.chief.as_actor(), monday=date(2026, 11, 24))


def test_the_roster_shows_required_rostered_and_present(cast: Cast) -> None:
    shift = night(cast)
    entry = services.roster(shift, by=cast.chief.as_actor(), officer=cast.pat)
    with time_machine.travel(NIGHT, tick=False):
        services.come_on(entry, by=cast.pat.as_actor())
    [need] = selectors.needs_of(shift)
    assert (need["count"], need["rostered"], need["present"], need["missing"]) == (2, 1, 1, 1)


def test_a_firearm_needs_a_certificate_valid_at_the_start(cast: Cast) -> None:
    shift, by = night(cast), cast.chief.as_actor()
    with pytest.raises(services.CertificateMissing, match="firearm"):
        services.roster(shift, by=by, officer=cast.pat, carries_weapon=True)
    registers.add_certificate(
        cast.pat, by=by, kind="firearm", valid_from=date(2026, 1, 1), valid_to=MONDAY
    )
    with pytest.raises(services.CertificateMissing):  # its last day was Sunday
        services.roster(shift, by=by, officer=cast.pat, carries_weapon=True)
    registers.add_certificate(
        cast.pat,
        by=by,
        kind="firearm",
        valid_from=date(2026, 1, 1),
        valid_to=MONDAY + timedelta(days=1),
    )
    entry = services.roster(shift, by=by, officer=cast.pat, carries_weapon=True)
    assert entry.certificates == ["firearm"]
    assert entry.waived_by == ""


def test_a_named_waiver_lets_her_serve_and_is_kept(cast: Cast) -> None:
    shift, by = night(cast), cast.chief.as_actor()
    entry = services.roster(
        shift, by=by, officer=cast.pat, certificates=["driving"], waiver="examined yesterday"
    )
    assert entry.waived_by == cast.chief.as_actor().label
    fact = EventEntry.objects.filter(kind="patrol.shift_rostered").latest("seq")
    assert fact.payload["waived"] is True
    assert "帕特" not in str(fact.payload)


def test_a_certificate_that_ran_out_since_stops_her_at_the_door(cast: Cast) -> None:
    shift, by = night(cast), cast.chief.as_actor()
    dates = {"valid_from": date(2026, 1, 1), "valid_to": date(2027, 1, 1)}
    held = registers.add_certificate(cast.pat, by=by, kind="driving", **dates)
    entry = services.roster(shift, by=by, officer=cast.pat, certificates=["driving"])
    held.delete()
    with time_machine.travel(NIGHT, tick=False):
        with pytest.raises(services.CertificateMissing):
            services.come_on(entry, by=cast.pat.as_actor())
        services.come_on(entry, by=by, waiver="card is at the office")


def test_less_rest_than_the_rule_warns_and_a_named_override_is_kept(cast: Cast) -> None:
    by = cast.chief.as_actor()
    registers.add_rest_rule(cast.city, by=by, hours=12, valid_from=date(2026, 1, 1))
    first, second = services.generate(template(cast), by=by, monday=MONDAY)[:2]
    early = Shift.objects.create(
        agency=cast.north_station,
        name="早班",
        starts_at=first.ends_at + timedelta(hours=11),
        ends_at=first.ends_at + timedelta(hours=11, minutes=30),
    )
    services.roster(first, by=by, officer=cast.pat)
    services.roster(second, by=by, officer=cast.pat)  # twelve hours later: rested enough
    with pytest.raises(services.RestTooShort) as told:
        services.roster(early, by=by, officer=cast.pat)
    assert told.value.context["hours"] == 12
    entry = services.roster(early, by=by, officer=cast.pat, rest_override="storm, everybody out")
    assert entry.overridden_by == by.label


def test_the_rest_rule_of_the_nearest_agency_holds(cast: Cast) -> None:
    by = cast.chief.as_actor()
    registers.add_rest_rule(cast.city, by=by, hours=12, valid_from=date(2026, 1, 1))
    registers.add_rest_rule(cast.north, by=by, hours=8, valid_from=date(2026, 6, 1))
    assert selectors.rest_hours(cast.north_station, date(2026, 5, 31)) == 12
    assert selectors.rest_hours(cast.north_station, date(2026, 6, 1)) == 8
    assert selectors.rest_hours(cast.south_station, date(2026, 6, 1)) == 12


def test_nobody_is_on_two_shifts_at_once(cast: Cast) -> None:
    by = cast.chief.as_actor()
    services.roster(night(cast), by=by, officer=cast.pat)
    with pytest.raises(InvalidInput):
        services.roster(night(cast, name="备勤"), by=by, officer=cast.pat)
    with pytest.raises(LostRace):
        services.roster(Shift.objects.earliest("pk"), by=by, officer=cast.pat)


def test_coming_on_puts_the_unit_on_patrol_and_the_last_to_leave_takes_it_off(cast: Cast) -> None:
    unit, shift = make_unit(cast, status="off"), night(cast)
    by = cast.chief.as_actor()
    hers = services.roster(shift, by=by, officer=cast.pat, unit=unit)
    helper = services.roster(shift, by=by, name="辅警甲", kind="auxiliary", unit=unit)
    with time_machine.travel(NIGHT, tick=False):
        services.come_on(hers, by=cast.pat.as_actor())
        services.come_on(helper, by=cast.pat.as_actor())
        unit.refresh_from_db()
        cast.pat.refresh_from_db()
        assert (unit.status, cast.pat.is_on_duty) == (Unit.Status.PATROL, True)
        services.go_off(hers, by=cast.pat.as_actor())
        unit.refresh_from_db()
        assert unit.status == Unit.Status.PATROL
        services.go_off(helper, by=by)
    unit.refresh_from_db()
    cast.pat.refresh_from_db()
    assert (unit.status, cast.pat.is_on_duty) == (Unit.Status.OFF, False)


def test_a_unit_with_an_open_task_does_not_go_off(cast: Cast) -> None:
    unit, by = make_unit(cast, status="off"), cast.chief.as_actor()
    entry = services.roster(night(cast), by=by, officer=cast.pat, unit=unit)
    with time_machine.travel(NIGHT, tick=False):
        services.come_on(entry, by=by)
        set_status(unit, Unit.Status.ON_SCENE, actor=by)
        with pytest.raises(IllegalStep):
            services.go_off(entry, by=by)


def test_she_comes_once_in_time_and_leaves_once(cast: Cast) -> None:
    by = cast.pat.as_actor()
    entry = services.roster(night(cast), by=cast.chief.as_actor(), officer=cast.pat)
    with time_machine.travel(NIGHT - timedelta(hours=6), tick=False), pytest.raises(IllegalStep):
        services.come_on(entry, by=by)
    with time_machine.travel(NIGHT, tick=False):
        with pytest.raises(IllegalStep):
            services.go_off(entry, by=by)
        services.come_on(entry, by=by)
        with pytest.raises(LostRace):
            services.come_on(entry, by=by)
        services.go_off(entry, by=by)
        with pytest.raises(LostRace):
            services.go_off(entry, by=by)


def test_staying_longer_is_overtime(cast: Cast) -> None:
    entry = services.roster(night(cast), by=cast.chief.as_actor(), officer=cast.pat)
    with time_machine.travel(NIGHT, tick=False):
        services.come_on(entry, by=cast.pat.as_actor())
    morning = datetime(2026, 11, 24, 9, 15, tzinfo=ZONE)
    with time_machine.travel(morning, tick=False):
        left = services.go_off(entry, by=cast.pat.as_actor())
    assert left.overtime == timedelta(minutes=75)
    begins, ends = selectors.day_bounds(date(2026, 11, 24))
    [row] = selectors.overtime(cast.chief, begins=begins, ends=ends)
    assert (row["minutes"], row["people"]) == (75, 1)
    assert selectors.overtime(cast.sam, begins=begins, ends=ends) == []


def test_who_is_on_shift_and_who_is_resting(cast: Cast) -> None:
    by, unit = cast.chief.as_actor(), make_unit(cast)
    registers.add_rest_rule(cast.city, by=by, hours=10, valid_from=date(2026, 1, 1))
    shift = night(cast)
    services.roster(shift, by=by, officer=cast.pat, unit=unit)
    assert selectors.on_shift(unit, NIGHT)
    assert not selectors.resting(unit, NIGHT)
    assert selectors.resting(unit, shift.ends_at + timedelta(hours=9))
    assert selectors.resting(cast.pat, shift.ends_at + timedelta(hours=9))
    assert not selectors.resting(cast.pat, shift.ends_at + timedelta(hours=10))
    [now] = selectors.staffing(cast.north, NIGHT)
    assert now["shift"] == shift
    assert selectors.staffing(cast.south, NIGHT) == []


def test_an_uncovered_hour_is_named(cast: Cast) -> None:
    station = make_station(cast)
    shift = night(cast, station=station)
    assert selectors.uncovered_hours(station, MONDAY) == list(range(24))
    services.roster(shift, by=cast.chief.as_actor(), officer=cast.pat)
    assert selectors.uncovered_hours(station, MONDAY) == list(range(20))
    assert selectors.uncovered_hours(station, date(2026, 11, 24)) == list(range(8, 24))


def test_a_partner_with_nobody_on_the_joint_shift_is_a_gap(cast: Cast) -> None:
    station = make_station(cast)
    station.partners.add(cast.south_station)
    shift, by = night(cast, station=station), cast.chief.as_actor()
    services.roster(shift, by=by, officer=cast.pat)
    assert selectors.agency_gaps(station, NIGHT) == [cast.south_station]
    lent = make_unit(cast, agency=cast.south_station)
    services.roster(shift, by=by, name="南站辅警", kind="auxiliary", unit=lent)
    assert selectors.agency_gaps(station, NIGHT) == []


def test_a_need_on_a_tier_counts_the_units_there(cast: Cast) -> None:
    by = cast.chief.as_actor()
    need = {"kind": "unit", "count": 2, "certificate": "", "tier": "lanes"}
    shift = night(cast, needs=[need])
    lanes, roads = make_unit(cast, tier="lanes"), make_unit(cast)
    services.roster(shift, by=by, officer=cast.pat, unit=lanes)
    services.roster(shift, by=by, name="辅警甲", kind="auxiliary", unit=lanes)
    services.roster(shift, by=by, officer=cast.cora, unit=roads)
    assert selectors.needs_of(shift)[0]["missing"] == 1


def test_a_template_is_refused_with_every_fault(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as told:
        template(cast, minutes=5, days=[], needs=[{**DAY_NEEDS[0], "certificate": "broom"}])
    assert {e["pointer"] for e in told.value.errors} == {"/days", "/minutes", "/needs"}


def test_somebody_who_came_stays_on_the_roster(cast: Cast) -> None:
    by, shift = cast.chief.as_actor(), night(cast)
    entry = services.roster(shift, by=by, officer=cast.pat)
    services.strike(services.roster(shift, by=by, officer=cast.cora), by=by)
    assert shift.entries.count() == 1
    with time_machine.travel(NIGHT, tick=False):
        services.come_on(entry, by=by)
    with pytest.raises(IllegalStep):
        services.strike(entry, by=by)
