"""1-3-5: reached or not, by two readings, by zone and hour, opened to its calls."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from command_center.dispatch.figures import one_three_five, rates, rulebook, selectors
from command_center.dispatch.figures.models import TimerRule
from command_center.dispatch.figures.spans import Behind
from grid.errors import InvalidInput, StaleVersion
from grid.organisation.models import Agency
from tests.cast import Cast
from tests.dispatch.figures.conftest import at
from tests.dispatch.figures.test_spans import ask
from tests.patrol.make import make_unit

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
QUICK = {"dispatched": 5, "accepted": 40, "departed": 60, "on_scene": 185, "handled": 305}


def test_react_strike_and_finish_are_each_reached_or_not(past_call: Make, ground: Cast) -> None:
    past_call(at(9), **QUICK)
    past_call(at(9), **QUICK | {"accepted": 66, "on_scene": 186, "handled": 900})
    past_call(at(9), **QUICK | {"handled": 306})
    react, strike, finish = one_three_five.report(ask(ground.chief, ground.city), reading="stages")
    assert [(t.tier, t.n, t.reached) for t in (react, strike, finish)] == [
        (1, 3, 2),
        (3, 3, 2),
        (5, 3, 1),
    ]
    assert (react.share, finish.missed) == (2 / 3, 2)


@pytest.mark.parametrize(("group", "keys"), [("cell", ["N-1", "S-1"]), ("hour", ["09", "17"])])
def test_breaches_are_told_by_zone_and_hour(
    group: str, keys: list[str], past_call: Make, ground: Cast
) -> None:
    past_call(at(9), **QUICK)
    late = {"agency": ground.south_station, "cell": ground.south_cell, "on_scene": 999}
    past_call(at(17), **QUICK | late | {"handled": 1999})
    question = ask(ground.chief, ground.city, group=group)
    strike = one_three_five.report(question, reading="stages")[1]
    assert [(g.key, g.n, g.reached) for g in strike.groups] == [(keys[0], 1, 1), (keys[1], 1, 0)]


def test_the_calls_behind_a_timer_are_as_many_as_it_counts(past_call: Make, ground: Cast) -> None:
    for after in (100, 180, 300):
        past_call(at(9), dispatched=0, on_scene=after)
    past_call(at(9), dispatched=0, fed_back=400)
    past_call(at(9))
    question = ask(ground.chief, ground.city)
    strike = one_three_five.report(question, reading="stages")[1]
    assert strike.excluded == {"missing": 1, "not_dispatched": 1}
    for which, n in (
        (Behind(band=one_three_five.REACHED), strike.reached),
        (Behind(band=one_three_five.MISSED), strike.missed),
        (Behind(reason="missing"), 1),
    ):
        rows = one_three_five.calls_behind(question, reading="stages", tier=3, which=which)
        assert len(rows) == len(rows[:50]) == n


def test_read_as_forces_each_agency_has_its_own_minutes(
    past_call: Make, sent: Make, ground: Cast
) -> None:
    call = past_call(at(9))
    for agency, after in ((ground.north_station, 61), (ground.north, 170), (ground.city, 290)):
        sent(call, make_unit(ground, agency=agency), issued=0, on_scene=after)
    timers = one_three_five.report(ask(ground.chief, ground.city), reading="forces")
    assert [(t.tier, t.n, t.reached) for t in timers] == [(1, 1, 0), (3, 1, 1), (5, 1, 1)]


def test_a_timer_changed_today_leaves_earlier_calls_as_they_were_measured(
    past_call: Make, ground: Cast
) -> None:
    rule = TimerRule.objects.get(reading="stages", tier=3)
    today = timezone.localdate()
    by = ground.chief.as_actor()
    changed = rulebook.change_rule(
        rule, by=by, version=1, valid_from=today, changes={"limit_s": 90}
    )
    past_call(at(9), dispatched=0, on_scene=100)
    past_call(timezone.now(), dispatched=0, on_scene=100)
    period = type(ask(ground.chief, ground.city).period)(
        first=at(0).date(), last=today + timedelta(days=1)
    )
    question = ask(ground.chief, ground.city, period=period)
    strike = one_three_five.report(question, reading="stages")[1]
    assert (strike.n, strike.reached, strike.limits_s) == (2, 1, [90, 180])
    with pytest.raises(StaleVersion):
        rulebook.change_rule(rule, by=by, version=1, valid_from=today, changes={"limit_s": 5})
    with pytest.raises(InvalidInput):
        yesterday = today - timedelta(days=1)
        rulebook.change_rule(
            changed, by=by, version=2, valid_from=yesterday, changes={"limit_s": 5}
        )


def test_the_nearest_agencys_timers_hold(past_call: Make, ground: Cast) -> None:
    TimerRule.objects.create(
        agency=ground.north,
        reading="stages",
        tier=3,
        starts="reported",
        ends="on_scene",
        limit_s=600,
        valid_from="2020-01-01",
    )
    past_call(at(9), dispatched=0, on_scene=400)
    [own] = one_three_five.report(ask(ground.nora, ground.north), reading="stages")
    assert (own.tier, own.reached) == (3, 1)
    assert one_three_five.report(ask(ground.chief, ground.city), reading="stages")[1].reached == 0


def test_stages_of_each_assignment_are_its_own(past_call: Make, sent: Make, ground: Cast) -> None:
    call = past_call(at(9), dispatched=10, accepted=20)
    car, walker = make_unit(ground), make_unit(ground, kind="foot")
    sent(call, car, issued=10, signed=20, on_scene=100)
    sent(call, walker, issued=10, signed=70, on_scene=400)
    question = ask(ground.chief, ground.city, group="unit_kind")
    arrival = next(f for f in selectors.report(question).figures if f.measure.code == "arrival")
    assert [(g.key, g.tally.median_s) for g in arrival.now.groups] == [("car", 90), ("foot", 390)]
    behind = selectors.calls_behind(question, "arrival", Behind(group="foot")) or ()
    assert [row.unit for row in behind[:5]] == [walker.call_sign]


def test_shares_of_assignments_open_exactly_the_assignments_they_count(
    past_call: Make, sent: Make, ground: Cast
) -> None:
    call = past_call(at(9))
    said: list[dict[str, Any]] = [
        {"is_override": True, "signed": 20},
        {"resent": 2, "late_stages": ["accept"]},
        {"stage": "returned", "state": "returned", "ended": 90, "signed": 10},
        {"stage": "preempted", "ended": 90, "signed": 15, "late_stages": ["arrive"]},
    ]
    for one in said:
        sent(call, make_unit(ground), issued=0, **one)
    drill = past_call(at(9), is_exercise=True)
    sent(drill, make_unit(ground), issued=0, is_override=True)
    question = ask(ground.chief, ground.city)
    shares, left_out = rates.shares(question)
    told = {share.code: (share.n, share.of) for share in shares}
    assert left_out == 1
    assert told == {
        "override": (1, 4),
        "returned": (1, 4),
        "preempted": (1, 4),
        "resent": (1, 4),
        "late_accept": (1, 4),
        "late_depart": (0, 4),
        "late_arrive": (1, 4),
        "late_feedback": (0, 4),
        "unsigned": (1, 4),
    }
    for code, (n, _of) in told.items():
        rows = selectors.calls_behind(question, code, Behind()) or ()
        assert len(rows) == len(rows[:50]) == n


def test_a_city_starts_with_both_readings_and_every_measures_bands(ground: Cast) -> None:
    city = Agency.objects.get(pk=ground.city.pk)
    assert one_three_five.readings(city) == ["stages", "forces"]
    assert rulebook.ensure_default_rules(city) == 0
    bands = rulebook.bands(city, on=timezone.localdate())
    assert bands["sign"] == [30, 60, 120, 180]
    assert bands["arrival"] == [300, 600, 900, 1800]
    assert bands["feedback"] == [1800, 3600, 7200, 14400]
