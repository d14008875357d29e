"""Sums of counts, the rate of inspection and the year before, against figures worked by hand."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CheckOutcome, HourlyCount
from checkpoints.work.selectors import counts, outcomes, sums, total, year_on_year
from checkpoints.work.selectors.sums import a_year_before
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint


def at(day: date, of_day: int) -> datetime:
    moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=of_day)
    return timezone.make_aware(moment)


def counted(place: Checkpoint, when: datetime, kind: str, number: int, **more: str) -> None:
    HourlyCount.objects.create(
        checkpoint=place, hour=when, kind=kind, number=number, entered_by="x", **more
    )


def came(place: Checkpoint, when: datetime, number: int = 1, *, is_result: bool = True) -> None:
    CheckOutcome.objects.create(
        checkpoint=place,
        happened_at=when,
        outcome="caught" if is_result else "warned",
        is_result=is_result,
        number=number,
        entered_by="x",
    )


@pytest.fixture
def gates(cast: Cast) -> list[Checkpoint]:
    """Three stations round the clock: two in the north on two lines, one in the south."""
    return [
        make_checkpoint(cast, line_id="provincial"),
        make_checkpoint(cast),
        make_checkpoint(cast, agency=cast.south_station),
    ]


FIRST = date(2026, 3, 1)


@pytest.fixture
def published(gates: list[Checkpoint]) -> list[Checkpoint]:
    """Forty days at three stations: 216,000 people, 124,000 vehicles, 56 results, all in rows.

    A day of a station holds 24 hours of 75 people (1,800) and of 43 vehicles, and one hour 1 more
    for one station of three: 3 × 40 × 1,800 = 216,000; 3 × 40 × 24 × 43 = 123,840, and 160 more
    vehicles in 160 of those hours make 124,000.
    """
    rows = []
    for n, place in enumerate(gates):
        for d in range(40):
            for h in range(24):
                when = at(FIRST + timedelta(days=d), h)
                more = 1 if n == 0 and h < 4 else 0
                for kind, number in (("people", 75), ("vehicles", 43 + more)):
                    rows.append(
                        HourlyCount(
                            checkpoint=place, hour=when, kind=kind, number=number, entered_by="x"
                        )
                    )
    HourlyCount.objects.bulk_create(rows, batch_size=2000)
    for n in range(56):
        came(gates[n % 3], at(FIRST + timedelta(days=n % 40), n % 24))
    came(gates[0], at(FIRST, 3), 900, is_result=False)
    return gates


def test_216000_people_124000_vehicles_and_56_results_come_from_the_rows(
    cast: Cast, published: list[Checkpoint], django_assert_max_num_queries: object
) -> None:
    last = FIRST + timedelta(days=39)
    whole = total(cast.chief, FIRST, last)
    assert [whole.of(n) for n in ("people", "vehicles", "results")] == [216_000, 124_000, 56]
    assert whole.of("outcomes") == 956
    by_place = sums(cast.chief, FIRST, last, "checkpoint")
    assert [line.of("people") for line in by_place] == [72_000, 72_000, 72_000]
    assert [line.of("vehicles") for line in by_place] == [41_440, 41_280, 41_280]
    assert [line.of("results") for line in by_place] == [19, 19, 18]
    for by in ("day", "line", "agency", "hour", "kind"):
        lines = sums(cast.chief, FIRST, last, by)
        added = {n: sum(line.of(n) for line in lines) for n in ("people", "vehicles", "results")}
        assert added == {"people": 216_000, "vehicles": 124_000, "results": 56}, by
    assert len(sums(cast.chief, FIRST, last, "day")) == 40
    assert len(sums(cast.chief, FIRST, last, "hour")) == 24
    assert sums(cast.chief, FIRST, last, "day")[0].of("people") == 5_400


def test_every_figure_opens_to_exactly_its_rows(cast: Cast, published: list[Checkpoint]) -> None:
    last = FIRST + timedelta(days=1)
    for by in ("total", "day", "checkpoint", "line", "agency", "hour", "kind"):
        for line in sums(cast.chief, FIRST, last, by):
            asked: dict[str, object] = dict(line.where)
            asked |= {n: date.fromisoformat(line.where[n]) for n in ("first", "last")}
            if "hour" in asked:
                asked["hour"] = int(line.where["hour"])
            rows = list(counts(cast.chief, **asked))
            assert sum(r.number for r in rows if r.kind == "people") == line.of("people"), by
            results = outcomes(cast.chief, **asked | {"results": True})
            assert sum(r.number for r in results) == line.of("results"), by


def test_a_viewer_sums_the_own_ground_only(cast: Cast, published: list[Checkpoint]) -> None:
    last = FIRST + timedelta(days=39)
    assert total(cast.sam, FIRST, last).of("people") == 72_000
    assert total(cast.nora, FIRST, last).of("people") == 144_000
    assert sums(cast.sam, FIRST, last, "agency")[0].key == cast.south_station.code


def test_a_day_is_a_local_day(cast: Cast, gates: list[Checkpoint]) -> None:
    counted(gates[0], at(FIRST, 0), "people", 3)  # 16:00 of the day before in UTC
    assert [line.key for line in sums(cast.chief, FIRST, FIRST, "day")] == ["2026-03-01"]
    assert sums(cast.chief, FIRST, FIRST, "hour")[0].label == "00:00"


def test_the_rate_counts_only_hours_whose_flow_was_counted(
    cast: Cast, gates: list[Checkpoint]
) -> None:
    gate = gates[0]
    counted(gate, at(FIRST, 8), "vehicles", 40, direction="in")
    counted(gate, at(FIRST, 8), "vehicles", 400, measure="passing", direction="in")
    counted(gate, at(FIRST, 8), "vehicles", 70, direction="out")  # its flow was not counted
    counted(gate, at(FIRST, 9), "vehicles", 25, direction="out")
    counted(gate, at(FIRST, 9), "vehicles", 250, measure="passing", direction="both")
    counted(gate, at(FIRST, 10), "vehicles", 99)  # no flow at all
    rate = total(cast.chief, FIRST, FIRST).rates["vehicles"]
    assert (rate.checked, rate.passing, rate.share) == (65, 650, 0.1)
    assert total(cast.chief, FIRST, FIRST).of("vehicles") == 40 + 70 + 25 + 99


def test_without_a_counted_flow_there_is_no_rate(cast: Cast, gates: list[Checkpoint]) -> None:
    counted(gates[0], at(FIRST, 8), "people", 40)
    rate = total(cast.chief, FIRST, FIRST).rates["people"]
    assert (rate.checked, rate.passing, rate.share) == (0, 0, None)


def test_the_year_before_is_compared_by_hand_worked_figures(
    cast: Cast, gates: list[Checkpoint]
) -> None:
    day, past = date(2026, 3, 10), date(2025, 3, 10)
    counted(gates[0], at(day, 8), "people", 1_180)
    counted(gates[0], at(past, 8), "people", 1_000)
    counted(gates[0], at(day, 8), "vehicles", 88)
    counted(gates[0], at(past, 9), "vehicles", 100)
    counted(gates[0], at(day, 8), "goods", 5)
    came(gates[0], at(day, 8), 7)
    came(gates[0], at(past, 8), 4)
    counted(gates[0], at(date(2025, 3, 9), 8), "people", 555)  # outside the days
    line = year_on_year(cast.chief, day, day)[0]
    people, vehicles = line.figures["people"], line.figures["vehicles"]
    assert (people.now, people.before, people.is_small) == (1_180, 1_000, False)
    assert people.change == pytest.approx(0.18)
    assert vehicles.change == pytest.approx(-0.12)
    assert line.figures["goods"].change is None
    results = line.figures["results"]
    assert results.change == pytest.approx(0.75)
    assert results.is_small
    by_day = year_on_year(cast.chief, day, day, "day")
    assert [(r.key, r.figures["people"].before) for r in by_day] == [("2026-03-10", 1_000)]
    assert by_day[0].earlier["first"] == "2025-03-10"


def test_a_leap_day_is_compared_with_the_28th() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_before(date(2028, 3, 1)) == date(2027, 3, 1)


def test_what_was_struck_counts_no_more(cast: Cast, gates: list[Checkpoint]) -> None:
    came(gates[0], at(FIRST, 8), 3)
    CheckOutcome.objects.update(struck_at=timezone.now())
    assert total(cast.chief, FIRST, FIRST).of("results") == 0
