"""Handovers are signed by both, presence is checked at random, the force of a day is counted."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed
from grid.ledger.models import EventEntry
from grid.ledger.obligations import mark_overdue
from patrol.shifts import force, handover, presence, reactors, registers, services
from patrol.shifts.models import (
    ForceReturn,
    Handover,
    PresenceAnswer,
    PresenceCheck,
    PresenceMoment,
    Shift,
)
from patrol.units.models import Station
from tests.cast import Cast
from tests.patrol.make import NORTH_POINT, SOUTH_POINT, make_station, make_unit

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 23)
HERE = dict(zip(("lng", "lat"), NORTH_POINT, strict=True))
THERE = dict(zip(("lng", "lat"), SOUTH_POINT, strict=True))


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def shift_at(cast: Cast, station: Station | None = None, **said: Any) -> Shift:
    """A day shift of the northern station, 08:00 to 16:00."""
    given = {
        "name": "白班",
        "agency": cast.north_station,
        "station": station,
        "starts_at": NOON - timedelta(hours=4),
        "ends_at": NOON + timedelta(hours=4),
    }
    return Shift.objects.create(**given | said)


def on(shift: Shift, cast: Cast, **said: Any) -> Any:
    return services.roster(shift, by=cast.chief.as_actor(), **said)


def ended(cast: Cast) -> Handover:
    """The handover of Pat's shift, half an hour before its end; Cora has the next one."""
    first = shift_at(cast)
    after = {"starts_at": first.ends_at, "ends_at": first.ends_at + timedelta(hours=8)}
    on(first, cast, officer=cast.pat)
    on(shift_at(cast, name="中班", **after), cast, officer=cast.cora)
    [row] = handover.issue_due(first.ends_at - timedelta(minutes=30))
    return row


def test_a_shift_that_ends_must_be_handed_over_once(cast: Cast) -> None:
    row = ended(cast)
    assert handover.issue_due(row.shift.ends_at) == []
    assert row.next_shift is not None
    assert row.next_shift.name == "中班"
    assert row.due_at == row.shift.ends_at + timedelta(minutes=30)


def test_both_sign_and_what_was_open_is_kept(cast: Cast) -> None:
    row, unit = ended(cast), make_unit(cast)
    given = handover.give(row, by=cast.pat, levels="常态", equipment="盾牌 4", notes="无")
    assert given.snapshot["units"]["count"] == 1
    done = handover.take(given, by=cast.cora, remarks="盾牌 3")
    assert (done.state, done.remarks, done.given_by) == ("done", "盾牌 3", "N003")
    unit.refresh_from_db()
    assert unit.status == "patrol"


def test_one_person_cannot_sign_both_and_a_stranger_neither(cast: Cast) -> None:
    row = ended(cast)
    with pytest.raises(NotAllowed):
        handover.give(row, by=cast.cora)
    given = handover.give(row, by=cast.pat)
    for officer in (cast.pat, cast.nora):
        with pytest.raises(NotAllowed):
            handover.take(given, by=officer)
    with pytest.raises(LostRace):
        handover.give(given, by=cast.pat)


def test_a_source_of_another_part_is_counted_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "_sources", dict(handover._sources))
    handover.register_source("calls", lambda path: {"label": path, "count": 7, "lines": []})
    given = handover.give(ended(cast), by=cast.pat)
    assert given.snapshot["calls"] == {"label": cast.north_station.path, "count": 7, "lines": []}


def test_an_unsigned_handover_is_said_to_be_overdue(cast: Cast) -> None:
    row = ended(cast)
    with time_machine.travel(row.due_at + timedelta(seconds=1), tick=False):
        mark_overdue()
    assert EventEntry.objects.filter(kind="patrol.handover_overdue").count() == 1


def test_the_same_seed_draws_the_same_and_another_differs() -> None:
    pool = [f"unit:{n}" for n in range(40)]
    assert presence.draw(pool, 5, 7) == presence.draw(pool[::-1], 5, 7)
    assert len({tuple(presence.draw(pool, 5, seed)) for seed in range(20)}) > 10
    assert presence.draw(pool[:2], 5, 7) == ["unit:0", "unit:1"]


def drawn(cast: Cast, *, with_unit: bool = True) -> PresenceCheck:
    station = make_station(cast, code="ST-P")
    unit = make_unit(cast, call_sign="P1") if with_unit else None
    on(shift_at(cast, station), cast, officer=cast.pat, unit=unit)
    return presence.start(cast.north, by=cast.chief.as_actor(), count=9)


def test_only_those_on_shift_are_drawn_and_the_seed_is_kept(cast: Cast) -> None:
    make_unit(cast, call_sign="P2")
    check = drawn(cast)
    assert check.pool == ["station:ST-P", "unit:P1"]
    assert [asked.subject_id for asked in check.answers.order_by("pk")] == presence_order(check)
    with pytest.raises(IllegalStep):
        presence.start(cast.south, by=cast.chief.as_actor())


def presence_order(check: PresenceCheck) -> list[str]:
    return [name.split(":")[1] for name in presence.draw(check.pool, check.count, check.seed)]


def test_a_question_is_put_for_a_day_and_then_no_more(cast: Cast) -> None:
    asked = drawn(cast, with_unit=False).answers.get()
    rows = type(asked).objects.filter(pk=asked.pk)
    rows.update(due_at=timezone.now() - timedelta(hours=2))
    assert presence.asked_of(cast.pat) == [asked]
    rows.update(due_at=timezone.now() - timedelta(days=1, hours=1))
    assert presence.asked_of(cast.pat) == []


def test_a_station_answers_with_its_code_or_from_within_its_radius(cast: Cast) -> None:
    asked = drawn(cast, with_unit=False).answers.get()
    assert presence.asked_of(cast.pat) == [asked]
    with pytest.raises(InvalidInput):
        presence.answer(asked, by=cast.pat, code="guess")
    with pytest.raises(InvalidInput):
        presence.answer(asked, by=cast.pat, **THERE)
    with pytest.raises(NotAllowed):
        presence.answer(asked, by=cast.cora, **HERE)
    done = presence.answer(asked, by=cast.pat, **HERE)
    assert (done.result, done.method, done.distance_m) == ("present", "position", 0.0)
    with pytest.raises(LostRace):
        presence.answer(done, by=cast.pat, **HERE)


def test_the_plate_of_the_station_is_an_answer(cast: Cast) -> None:
    asked = drawn(cast, with_unit=False).answers.get()
    code = Station.objects.get().check_code
    assert presence.answer(asked, by=cast.pat, code=code).method == PresenceAnswer.Method.QR


def test_a_unit_answers_from_the_city_only(cast: Cast) -> None:
    asked = drawn(cast).answers.get(unit__isnull=False)
    with pytest.raises(InvalidInput):
        presence.answer(asked, by=cast.pat, lng=100.0, lat=30.0)
    assert presence.answer(asked, by=cast.pat, **HERE).result == "present"


def test_late_is_late_missing_is_missing_and_the_result_is_published_by_itself(cast: Cast) -> None:
    check = drawn(cast)
    station = check.answers.get(station__isnull=False)
    with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
        assert presence.counts(check)["missing"] == 2
        presence.answer(station, by=cast.pat, **HERE)
        presence.publish_over()
        check.refresh_from_db()
        assert check.published_by == "Anlan"
        assert presence.counts(check) == {
            "asked": 2,
            "present": 0,
            "late": 1,
            "missing": 1,
            "waiting": 0,
        }
        with pytest.raises(LostRace):
            presence.publish(check, by=cast.chief.as_actor())


def test_the_platform_checks_at_moments_drawn_at_the_day_s_start(cast: Cast) -> None:
    said = {"between_from": time(9, 0), "between_to": time(15, 0), "times_a_day": 3}
    rule = registers.save_presence_rule(cast.north, by=cast.chief.as_actor(), **said)  # type: ignore[arg-type]
    on(shift_at(cast), cast, officer=cast.pat, unit=make_unit(cast))
    moments = presence.plan_moments(rule, TODAY)
    assert len(moments) == 3
    assert presence.plan_moments(rule, TODAY) == []
    hours = {timezone.localtime(moment.at).hour for moment in moments}
    assert hours <= set(range(9, 15))
    PresenceMoment.objects.update(is_done=True)
    PresenceMoment.objects.filter(pk=moments[0].pk).update(at=NOON, is_done=False)
    assert presence.run_due() == 1
    assert presence.run_due() == 0
    assert PresenceCheck.objects.get().drawn_by == "Anlan"


def planned(cast: Cast) -> None:
    by = cast.chief.as_actor()
    for agency, officers in ((cast.north_station, 3), (cast.south_station, 1)):
        registers.add_force_plan(
            agency, by=by, level="normal", valid_from=TODAY, officers=officers, weapons=1
        )


def test_four_totals_are_counted_from_the_roster_and_summed_to_the_city(cast: Cast) -> None:
    planned(cast)
    by, unit = cast.chief.as_actor(), make_unit(cast, vehicle="演A0001警")
    waived = {"carries_weapon": True, "waiver": "range day, card follows"}
    shift = shift_at(cast)
    services.come_on(on(shift, cast, officer=cast.pat, unit=unit, **waived), by=by)
    services.come_on(on(shift, cast, name="辅警甲", kind="auxiliary", unit=unit), by=by)
    on(shift, cast, officer=cast.cora)  # rostered, never came
    assert force.count_all(TODAY, by=by) == 2
    rows = {row["agency"]["code"]: row for row in force.table(cast.chief, TODAY)}
    north = rows["990101000000"]
    assert north["actual"] == {"officers": 1, "auxiliaries": 1, "vehicles": 1, "weapons": 1}
    assert north["missing"]["officers"] == 2
    city = rows["990000000000"]
    for name in force.TOTALS:
        leaves = [rows[code] for code in ("990101000000", "990201000000")]
        assert city["actual"][name] == sum(row["actual"][name] for row in leaves)
        assert city["planned"][name] == sum(row["planned"][name] for row in leaves)
    assert {row["agency"]["code"] for row in force.table(cast.sam, TODAY)} == {
        "990200000000",
        "990201000000",
    }


def test_a_day_counted_again_with_the_same_figures_says_nothing_new(cast: Cast) -> None:
    planned(cast)
    by = cast.chief.as_actor()
    first = force.count_day(cast.north_station, TODAY, by=by)
    assert force.count_day(cast.north_station, TODAY, by=by).version == first.version
    assert EventEntry.objects.filter(kind="patrol.force_counted").count() == 1
    raised = force.count_day(cast.north_station, TODAY, by=by, level="wartime")
    assert (raised.level_id, raised.planned["officers"]) == ("wartime", 0)
    assert ForceReturn.objects.count() == 1


def test_a_changed_plan_leaves_the_old_day_as_it_was(cast: Cast) -> None:
    planned(cast)
    by = cast.chief.as_actor()
    registers.add_force_plan(
        cast.north_station, by=by, level="normal", valid_from=TODAY + timedelta(days=1), officers=9
    )
    assert force.count_day(cast.north_station, TODAY, by=by).planned["officers"] == 3
    with pytest.raises(InvalidInput):
        force.count_day(cast.north_station, TODAY + timedelta(days=1), by=by)


def test_an_empty_round_the_clock_station_is_said_once_an_hour(cast: Cast) -> None:
    station = make_station(cast)
    make_station(cast)  # its roster is kept elsewhere: no gap
    shift_at(cast, station)
    reactors.watch_gaps()
    reactors.watch_gaps()
    assert EventEntry.objects.filter(kind="patrol.shift_uncovered").count() == 1
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        reactors.watch_gaps()
    assert EventEntry.objects.filter(kind="patrol.shift_uncovered").count() == 2


def test_a_partner_missing_at_a_joint_station_is_said(cast: Cast) -> None:
    station = make_station(cast)
    station.partners.add(cast.south_station)
    on(shift_at(cast, station), cast, officer=cast.pat)
    reactors.watch_gaps()
    fact = EventEntry.objects.get(kind="patrol.shift_agency_gap")
    assert fact.payload["agency"] == "南站派出所"


def test_the_sweeps_run_on_an_empty_city_and_on_a_working_one(cast: Cast) -> None:
    for _turn in range(2):
        reactors.issue_handovers()
        reactors.check_presence()
        reactors.count_force()
        on(shift_at(cast, ends_at=NOON + timedelta(minutes=5)), cast, name="甲", kind="auxiliary")
    assert Handover.objects.count() == 1
