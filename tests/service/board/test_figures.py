"""Counts of cells: against four weeks, hidden outside the bureau, with missing layers flagged."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from grid.rights import Right
from grid.scope import Viewer
from grid.service.board import selectors, sources
from grid.service.board.drawing import bounds, drawing, shade
from grid.service.board.figures import at_work, is_outside
from grid.service.board.weeks import Week, usual, week_to
from grid.territory.models import Cell
from tests.cast import Cast, square

WEEK = Week(date(2026, 6, 28))
Told = dict[date, dict[str, int]]


@pytest.fixture(autouse=True)
def _bare() -> Iterator[None]:
    """The board with nothing on it; what was registered comes back."""
    kept = dict(sources._sources)
    sources._sources.clear()
    yield
    sources._sources.clear()
    sources._sources.update(kept)


def tell(code: str, weeks: Told, **more: Any) -> list[datetime]:
    """A source that says so many in the week that ends on that day; answers who asked."""
    asked: list[datetime] = []

    def count(
        _viewer: Viewer, codes: Sequence[str], since: datetime, _until: datetime
    ) -> Mapping[str, int]:
        asked.append(since)
        last = next((day for day in weeks if Week(day).since == since), None)
        return {c: n for c, n in weeks.get(last, {}).items() if c in codes} if last else {}

    right = more.pop("right", Right.SERVICE_READ)
    sources.register(code, code, right, count, lambda c, _s, _u: f"/rows/{c}/", **more)
    return asked


def weeks_of(cell: str, *counts: int) -> Told:
    """Counts of this week and the four before it."""
    return {WEEK.last - timedelta(days=7 * back): {cell: n} for back, n in enumerate(counts)}


def test_a_week_is_seven_local_days_and_ends_at_midnight() -> None:
    assert WEEK.first == date(2026, 6, 22)
    assert WEEK.until - WEEK.since == timedelta(days=7)
    assert [week.last.day for week in WEEK.earlier()] == [21, 14, 7, 31]
    assert week_to(date(2026, 6, 28)) == WEEK


def test_the_usual_is_a_median_so_one_loud_week_does_not_move_it() -> None:
    assert usual([4, 6, 5, 90]) == 5.5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("counts", "trend"),
    [((9, 5, 6, 7, 8), "up"), ((3, 5, 6, 7, 8), "down"), ((6, 6, 6, 6, 6), "level")],
)
def test_a_count_stands_above_below_or_at_the_median(
    cast: Cast, counts: tuple[int, ...], trend: str
) -> None:
    tell("calls", weeks_of("N-1", *counts))
    (row,) = at_work(cast.cora, [cast.north_cell], WEEK)
    (figure,) = row.figures
    assert (figure.count, figure.trend) == (counts[0], trend)
    assert figure.usual == (6.0 if trend == "level" else 6.5)


@pytest.mark.django_db
def test_a_stock_is_counted_once_and_compared_with_nothing(cast: Cast) -> None:
    asked = tell("cameras", weeks_of("N-1", 3), is_stock=True)
    (row,) = at_work(cast.cora, [cast.north_cell], WEEK)
    assert (row.figures[0].count, row.figures[0].usual, row.figures[0].trend) == (3, None, "")
    assert len(asked) == 1


@pytest.mark.django_db
def test_small_counts_are_hidden_from_the_city_and_plain_to_the_bureau(cast: Cast) -> None:
    tell("calls", weeks_of("N-1", 4, 6, 6, 6, 6))
    for officer, shown, trend in (
        (cast.cora, "4", "down"),
        (cast.lea, "4", "down"),
        (cast.chief, "<5", ""),
    ):
        (row,) = at_work(officer, [cast.north_cell], WEEK)
        assert (row.figures[0].shown, row.figures[0].trend) == (shown, trend), officer
    assert is_outside(cast.sam, cast.north_cell)
    assert not is_outside(cast.sam, cast.south_cell)


@pytest.mark.django_db
def test_the_city_reads_five_and_more_but_no_small_median(cast: Cast) -> None:
    tell("calls", weeks_of("N-1", 5, 1, 1, 2, 2))
    (row,) = at_work(cast.chief, [cast.north_cell], WEEK)
    (figure,) = row.figures
    assert (figure.shown, figure.usual_shown, figure.trend) == ("5", "<5", "up")


@pytest.mark.django_db
def test_two_cameras_are_two_cameras_for_the_city_too(cast: Cast) -> None:
    tell("cameras", weeks_of("N-1", 2), is_stock=True, is_thing=True)
    (row,) = at_work(cast.chief, [cast.north_cell], WEEK)
    assert row.figures[0].shown == "2"


@pytest.mark.django_db
def test_nothing_is_hidden_as_few_so_that_none_is_not_told_from_some(cast: Cast) -> None:
    tell("calls", weeks_of("N-1", 0))
    (row,) = at_work(cast.chief, [cast.north_cell], WEEK)
    assert row.figures[0].shown == "<5"


@pytest.mark.django_db
def test_a_layer_nobody_counts_in_is_missing(cast: Cast) -> None:
    tell("cameras", weeks_of("N-1", 2), layer="air", is_stock=True)
    tell("patrols", weeks_of("N-2", 2), layer="ground")
    tell("people", weeks_of("N-1", 0), layer="community", is_stock=True)
    tell("teams", weeks_of("N-1", 1), layer="community", is_stock=True)
    one, two = at_work(cast.cora, [cast.north_cell, cast.north_cell_2], WEEK)
    assert one.missing == ["ground"]
    assert two.missing == ["air", "community"]
    rows = [cast.north_cell, cast.north_cell_2]
    assert selectors.without_layer(cast.cora, rows, WEEK, "ground") == [cast.north_cell]
    assert selectors.without_layer(cast.cora, rows, WEEK, "any") == rows


@pytest.mark.django_db
def test_who_may_not_read_a_figure_is_told_neither_it_nor_its_layer(cast: Cast) -> None:
    tell("cameras", weeks_of("N-1", 0), layer="air", right=Right.CAMERA_MANAGE)
    (row,) = at_work(cast.cora, [cast.north_cell], WEEK)
    assert (row.figures, row.missing) == ([], [])


def test_a_layer_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no such layer"):
        tell("x", {}, layer="sea")


@pytest.mark.django_db
def test_hidden_counts_are_all_alike_when_the_most_come_first(cast: Cast) -> None:
    tell("calls", {WEEK.last: {"N-1": 2, "N-2": 4, "S-1": 9}})
    cells = selectors.leaf_cells(cast.chief)
    source = sources.sources_for(cast.chief)[0]
    rows = selectors.most_first(cast.chief, cells, WEEK, source)
    assert [row.code for row in rows] == ["S-1", "N-1", "N-2", "S-2"]


@pytest.mark.django_db
def test_the_map_draws_every_cell_and_says_few_where_few_is_all_it_may(cast: Cast) -> None:
    tell("calls", {WEEK.last: {"N-1": 2, "S-1": 9}})
    source = sources.sources_for(cast.chief)[0]
    cells = selectors.leaf_cells(cast.chief)
    drawn = selectors.choropleth(cast.chief, cells, WEEK, source)
    assert drawn is not None
    titles = {patch.code: patch.title for patch in drawn.patches}
    assert titles["N-1"] == "北一网格 <5"
    assert titles["S-1"].startswith("南一网格 9")
    assert drawn.legend[0] == (0, "<5")
    shades = {patch.code: patch.shade for patch in drawn.patches}
    assert (shades["N-1"], shades["S-1"]) == (0, 1)


@pytest.mark.django_db
def test_the_map_begins_with_what_is_counted_by_weeks(cast: Cast) -> None:
    tell("people", {}, is_stock=True, rank=1)
    tell("calls", {}, rank=2)
    found = selectors.source_called(cast.cora, "")
    assert found is not None
    assert found.code == "calls"
    assert (
        selectors.pick(cast.cora, WEEK, {"figure": "people"}).source
        == sources.sources_for(cast.cora)[0]
    )


@pytest.mark.django_db
def test_a_drawing_keeps_north_up_and_the_shape_of_the_city(cast: Cast) -> None:
    found = drawing([cast.north_cell.pk, cast.south_cell.pk])
    assert found is not None
    assert found.height == 1000
    assert 300 < found.width < 400  # 0.02 of longitude at 43 degrees against 0.04 of latitude
    assert drawing([]) is None


@pytest.mark.parametrize(
    ("counts", "limits"), [([], []), ([0, 0], []), ([3], [3]), ([1, 2, 3, 4, 0], [1, 2, 3, 4])]
)
def test_shades_follow_the_quartiles(counts: list[int], limits: list[int]) -> None:
    assert bounds(counts) == limits
    assert shade(0, limits) == 0
    assert shade(10**6, limits) == len(limits)


@pytest.mark.django_db
def test_seventy_three_cells_cost_no_more_queries_than_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    made = [
        Cell(
            code=f"L-{n}", name=f"网格{n}", kind="urban" if n < 25 else "rural",
            agency=cast.north_station, outline=square(n, 9), valid_from="2020-01-01",
        )
        for n in range(73)
    ]  # fmt: skip
    Cell.objects.bulk_create(made)
    asked = tell("calls", weeks_of("L-7", 8, 1, 1, 1, 1))
    rows = selectors.leaf_cells(cast.chief, q="L-")
    assert selectors.kinds_of(rows) == {"urban": 25, "rural": 48}
    assert Right.SERVICE_READ in cast.chief.rights  # her roles are read once
    with django_assert_max_num_queries(0):
        found = at_work(cast.chief, rows, WEEK)
    assert len(found) == 73
    assert len(asked) == 5
