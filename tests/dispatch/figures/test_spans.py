"""Figures against an outside truth: the same rows counted by numpy and by hand."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from command_center.dispatch.figures import selectors
from command_center.dispatch.figures.measures import MEASURES
from command_center.dispatch.figures.periods import Period, Question
from command_center.dispatch.figures.spans import Behind
from command_center.incidents.models import Incident
from grid.organisation.models import Agency, Officer
from tests.cast import Cast
from tests.dispatch.figures.conftest import ORDER, at

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
DAY = Period(first=date(2026, 3, 10), last=date(2026, 3, 10))
FIELDS = {m.code: (m.starts, m.ends) for m in MEASURES}


def ask(viewer: Officer, agency: Agency, **said: Any) -> Question:
    return Question(viewer=viewer, agency=agency, **{"period": DAY} | said)


def figure(question: Question, code: str) -> selectors.Figure:
    return next(f for f in selectors.report(question).figures if f.measure.code == code)


def seconds(incident: Incident, code: str) -> float | None:
    starts, ends = (name.replace("signed", "accepted") for name in FIELDS[code])
    began, ended = getattr(incident, f"{starts}_at"), getattr(incident, f"{ends}_at")
    return (ended - began).total_seconds() if began and ended else None


@pytest.fixture
def busy_day(past_call: Make, ground: Cast) -> list[Incident]:
    """120 calls of one day with random stamps, some missing, some running backwards."""
    rng = random.Random(7)
    made = []
    for _ in range(120):
        gone, stamps = 0.0, {}
        for name in ORDER:
            gone += rng.expovariate(1 / 90) - (20 if rng.random() < 0.05 else 0)
            stamps[name] = None if rng.random() < 0.06 else gone
        agency = rng.choice([ground.north_station, ground.south_station])
        made.append(
            past_call(at(rng.uniform(0, 23.9)), agency=agency, level=rng.randint(1, 4), **stamps)
        )
    return made


@pytest.mark.parametrize("code", [m.code for m in MEASURES])
def test_median_p90_and_mean_are_those_numpy_finds_over_the_same_calls(
    code: str, busy_day: list[Incident], ground: Cast
) -> None:
    measure = next(m for m in MEASURES if m.code == code)
    told = [
        s
        for call in busy_day
        if (s := seconds(call, code)) is not None
        and s >= 0
        and (call.dispatched_at or not measure.needs_dispatch)
    ]
    now = figure(ask(ground.chief, ground.city), code).now
    assert now.tally.n == len(told)
    assert now.tally.median_s == pytest.approx(float(np.percentile(told, 50)))
    assert now.tally.p90_s == pytest.approx(float(np.percentile(told, 90)))
    assert now.tally.mean_s == pytest.approx(float(np.mean(told)))


@pytest.mark.parametrize("group", ["agency", "hour", "level", "category", "cell"])
def test_all_sums_agree_groups_bands_and_exclusions_with_the_calls_behind(
    group: str, busy_day: list[Incident], ground: Cast
) -> None:
    question = ask(ground.chief, ground.city, group=group)
    for told in selectors.report(question).figures:
        now, code = told.now, told.measure.code
        assert now.tally.n + now.n_excluded == len(busy_day)
        assert sum(now.bands.values()) == now.tally.n
        assert sum(entry.tally.n for entry in now.groups) == now.tally.n
        counted = selectors.calls_behind(question, code, Behind())
        assert counted is not None
        assert len(counted) == len(counted[:200]) == now.tally.n
        for band, n in now.bands.items():
            assert len(selectors.calls_behind(question, code, Behind(band=band)) or ()) == n
        for reason, n in now.excluded.items():
            assert len(selectors.calls_behind(question, code, Behind(reason=reason)) or ()) == n
        for entry in now.groups:
            behind = selectors.calls_behind(question, code, Behind(group=entry.key)) or ()
            assert len(behind) == entry.tally.n
            assert sum(entry.bands.values()) == entry.tally.n


def test_a_call_exactly_at_the_edge_is_inside_the_band(past_call: Make, ground: Cast) -> None:
    for after in (30, 30.000001, 60, 180, 180.5):
        past_call(at(9), answered=1, dispatched=10, accepted=10 + after)
    assert figure(ask(ground.chief, ground.city), "sign").now.bands == {0: 1, 1: 2, 3: 1, 4: 1}


@pytest.mark.parametrize(
    ("said", "measure", "reason"),
    [
        ({"is_exercise": True, "answered": 5}, "answer", "exercise"),
        ({"is_valid_call": False, "answered": 5}, "answer", "invalid"),
        ({"state": "merged", "answered": 5}, "answer", "merged"),
        ({"answered": 5}, "arrival", "not_dispatched"),
        ({"state": "received", "answered": 5}, "dispatch", "pending"),
        ({"state": "departed", "dispatched": 5, "departed": 9}, "arrival", "pending"),
        ({"state": "cancelled", "dispatched": 5, "departed": 9}, "arrival", "cut"),
        ({"dispatched": 5, "departed": 9, "fed_back": 90}, "arrival", "missing"),
        ({"state": "fed_back", "dispatched": 5, "fed_back": 90}, "arrival", "missing"),
        ({"answered": 50, "dispatched": 5}, "dispatch", "backwards"),
    ],
)
def test_what_is_left_out_of_a_figure_is_counted_and_named_beside_it(
    said: dict[str, Any], measure: str, reason: str, past_call: Make, ground: Cast
) -> None:
    left_out = past_call(at(9), **said)
    question = ask(ground.chief, ground.city)
    now = figure(question, measure).now
    assert (now.tally.n, now.tally.median_s, now.excluded) == (0, None, {reason: 1})
    behind = selectors.calls_behind(question, measure, Behind(reason=reason))
    assert behind is not None
    assert [call.number for call in behind[:10]] == [left_out.number]


def test_a_call_to_which_nobody_was_sent_was_still_answered(past_call: Make, ground: Cast) -> None:
    past_call(at(9), answered=7)
    assert figure(ask(ground.chief, ground.city), "answer").now.tally.median_s == 7


def test_a_day_is_the_local_calendar_day(past_call: Make, ground: Cast) -> None:
    past_call(at(0), answered=1)
    past_call(at(23.999), answered=2)
    past_call(at(-0.001), answered=4)
    past_call(at(24), answered=8)
    now = figure(ask(ground.chief, ground.city, group="hour"), "answer").now
    assert [(g.key, g.tally.mean_s) for g in now.groups] == [("00", 1), ("23", 2)]


def test_a_dispatcher_is_told_of_her_own_ground_only(past_call: Make, ground: Cast) -> None:
    past_call(at(9), answered=1)
    past_call(at(9), answered=9, agency=ground.south_station, cell=ground.south_cell)
    assert figure(ask(ground.nora, ground.north), "answer").now.tally.mean_s == 1
    assert figure(ask(ground.nora, ground.city), "answer").now.tally.n == 1
    assert figure(ask(ground.chief, ground.south), "answer").now.tally.mean_s == 9


def test_few_calls_are_said_to_be_few(past_call: Make, ground: Cast) -> None:
    for _ in range(4):
        past_call(at(9), answered=1)
    assert figure(ask(ground.chief, ground.city), "answer").now.tally.is_small
    past_call(at(9), answered=1)
    assert not figure(ask(ground.chief, ground.city), "answer").now.tally.is_small


def test_the_period_before_and_the_same_days_a_year_before_stand_beside_it(
    past_call: Make, ground: Cast
) -> None:
    for day, after in ((0, 12), (-1, 20), (-365, 16)):
        for _ in range(3):
            past_call(at(9, day=day), answered=after)
    told = figure(ask(ground.chief, ground.city), "answer")
    assert (told.before.median_s, told.year_before.median_s) == (20, 16)
    assert told.change == pytest.approx(-0.4)  # (12 - 20) / 20
    assert told.change_on_year == pytest.approx(-0.25)


def test_any_earlier_days_may_be_chosen_to_compare_with(past_call: Make, ground: Cast) -> None:
    past_call(at(9), answered=10)
    past_call(at(9, day=-40), answered=40)
    before = Period(first=date(2026, 1, 20), last=date(2026, 1, 31))
    report = selectors.report(ask(ground.chief, ground.city), before=before)
    told = next(f for f in report.figures if f.measure.code == "answer")
    assert told.change == pytest.approx(-0.75)


def test_the_year_before_a_leap_day_has_a_day_to_compare_with() -> None:
    leap = Period(first=date(2028, 2, 29), last=date(2028, 2, 29))
    assert leap.year_before() == Period(first=date(2027, 2, 28), last=date(2027, 2, 28))
    assert leap.before().last == date(2028, 2, 28)
