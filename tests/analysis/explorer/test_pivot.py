"""Rows against columns: what is read, what is compared, how it is sorted, drawn and taken away."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.analysis.explorer import counted, pivot_table
from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.charts import chart
from command_center.analysis.explorer.pivot import Pivot, pivot
from command_center.analysis.store import rollup, sums
from command_center.analysis.store.sums import Source
from grid.errors import InvalidInput
from tests.analysis.explorer.test_counting import asked, case
from tests.analysis.studies.test_studies import page
from tests.cases.make import make_case
from tests.cast import Cast


@pytest.fixture
def month(cast: Cast) -> Cast:
    """A March with cases of both finders, two categories, a station and its branch; one voided."""
    for day in (2, 2, 9, 16):
        case(cast, day)
    case(cast, 3, agency=cast.north, category="050210", loss_yuan=300)
    case(cast, 10, 23.0, found_by="patrol")
    case(cast, 11, state="void")
    case(cast, 4, agency=cast.south_station)
    rollup.refresh_stale()
    return cast


def counts(table: Pivot) -> list[Any]:
    return [[one.count for one in (*line.figures, line.total)] for line in table.lines]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [("agency", "class"), ("category", "week"), ("cell", "found"), ("agency", "cell"),
     ("day", "category"), ("cell", "month"), ("month", "category")],
)  # fmt: skip
def test_the_counts_by_day_say_the_same_as_the_cases(
    month: Cast, rows: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = asked(month, agency=month.city, found="both")
    quick = pivot(said, rows=rows, columns=columns, measure="count")
    assert quick.source is not Source.CASES
    monkeypatch.setattr(
        "command_center.analysis.explorer.pivot.source_of", lambda *_a, **_k: Source.CASES
    )
    slow = pivot(said, rows=rows, columns=columns, measure="count")
    assert slow.source is Source.CASES
    assert (quick.cases, counts(quick)) == (slow.cases, counts(slow))
    assert quick.cases == quick.totals.total.count == 7


@pytest.mark.parametrize(
    ("since", "until"),
    [((1, 15), (4, 2)), ((1, 1), (3, 31)), ((1, 20), (2, 10)), ((2, 1), (2, 28)), ((2, 3), (2, 9))],
)
def test_whole_months_are_read_from_the_months_and_the_rest_from_days(
    cast: Cast, since: tuple[int, int], until: tuple[int, int]
) -> None:
    days = [date(2026, month, day) for month in (1, 2, 3, 4) for day in (1, 5, 16, 28)]
    for day in days:
        moment = timezone.datetime(day.year, day.month, day.day, 12)
        make_case(cast, reported_at=timezone.make_aware(moment))
    rollup.refresh_stale()
    said = asked(cast, since=date(2026, *since), until=date(2026, *until))
    table = pivot(said, rows="cell", columns="month", measure="count")
    inside = [day for day in days if said.since <= day <= said.until]
    months = sorted({day.month for day in inside})
    assert table.source is Source.CELL_MONTHS
    assert counts(table) == [
        [*(sum(day.month == month for day in inside) for month in months), len(inside)]
    ]
    assert list(table.columns) == [f"2026-{month:02}" for month in months]


def test_months_are_compared_with_other_months_by_day(month: Cast) -> None:
    for measure in ("previous", "last_year"):
        table = pivot(asked(month), rows="cell", columns="month", measure=measure)
        assert (table.source, table.cases) == (Source.CELL_DAYS, 5)


def test_what_the_counts_lack_is_read_from_the_cases(month: Cast) -> None:
    for rows, columns, measure in (
        ("hour", "agency", "count"), ("state", "agency", "count"), ("entry", "agency", "count"),
        ("category", "agency", "loss"),
    ):  # fmt: skip
        table = pivot(asked(month), rows=rows, columns=columns, measure=measure)
        assert table.source is Source.CASES
        assert table.cases == 5
    assert table.totals.total.text == "300"
    on_mondays = pivot(asked(month, weekday=1), rows="agency", columns="class", measure="count")
    assert (on_mondays.source, on_mondays.cases) == (Source.CASES, 4)


def test_a_branch_shows_its_own_cases_in_the_sum_and_its_stations_by_name(month: Cast) -> None:
    table = pivot(asked(month), rows="agency", columns="found", measure="count")
    assert [line.label for line in table.lines] == [month.north_station.name]
    assert table.lines[0].total.count == 4
    assert table.totals.total.count == 5


def test_counts_that_are_out_of_date_are_said_to_be(month: Cast) -> None:
    assert pivot(asked(month), rows="agency", columns="class", measure="count").waiting == 0
    case(month, 20)
    assert pivot(asked(month), rows="agency", columns="class", measure="count").waiting == 1


def test_more_cases_than_can_be_read_are_refused_and_counts_are_not(
    month: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "MOST_READ", 4)
    with pytest.raises(InvalidInput, match="choose fewer days"):
        pivot(asked(month), rows="agency", columns="hour", measure="count")
    assert pivot(asked(month), rows="agency", columns="class", measure="count").cases == 5


def test_last_year_meets_its_own_weeks_however_long_the_period(cast: Cast) -> None:
    said = asked(cast, since=date(2025, 1, 1), until=date(2026, 3, 28))
    make_case(cast, reported_at=timezone.make_aware(timezone.datetime(2026, 3, 25, 12)))
    make_case(cast, reported_at=timezone.make_aware(timezone.datetime(2025, 3, 26, 12)))
    rollup.refresh_stale()
    table = pivot(said, rows="agency", columns="month", measure="last_year")
    march = dict(zip(table.columns, table.totals.figures, strict=True))["2026-03"]
    assert (march.count, march.base) == (1, 1)  # 364 days apart


def test_a_change_says_its_counts_and_nothing_of_a_base_of_none(cast: Cast) -> None:
    for day in (16, 17, 18):
        case(cast, day)
    case(cast, 3, category="050210")
    rollup.refresh_stale()
    said = asked(cast, since=date(2026, 3, 15))
    table = pivot(said, rows="category", columns="agency", measure="previous", sort="-all")
    first, second = (line.total for line in table.lines)
    assert (first.text, first.count, first.base, first.is_small) == ("—", 3, 0, False)
    assert (second.text, second.base, second.is_small) == ("−1", 1, True)
    assert table.totals.total.text == "+2"
    lines = pivot_table.pivot_lines(table)
    assert lines[0][-3:] == ["In all", "In all compared with", "change"]
    assert lines[-1][-3:] == [4 - 1, 1, "+2"]


@pytest.mark.parametrize(
    ("sort", "first"), [("", "050201"), ("all", "050210"), ("-all", "050201"), ("-name", "050210"),
                        ("0", "050210"), ("-7", "050201")],
)  # fmt: skip
def test_rows_are_sorted_by_any_column_and_the_sum_stays_last(
    month: Cast, sort: str, first: str
) -> None:
    said = asked(month, agency=month.city)
    table = pivot(said, rows="category", columns="found", measure="count", sort=sort)
    assert str(table.lines[0].label).startswith(first)


def test_a_head_sorts_down_then_up_then_not_at_all(month: Cast) -> None:
    table = pivot(asked(month), rows="category", columns="found", measure="count")
    steps = ["", "-0", "0"]
    heads = [pivot_table.heads(table, step)["columns"][0] for step in steps]
    assert [head.sort for head in heads] == ["-0", "0", ""]
    assert [head.aria for head in heads] == ["none", "descending", "ascending"]


def drawn(said: Asked, **asked_for: str) -> Any:
    found = chart(pivot(said, **asked_for), **asked_for)
    assert found is not None
    return found


def test_time_is_drawn_as_lines_and_what_is_not_time_as_bars(month: Cast) -> None:
    said = asked(month, agency=month.city)
    weeks = drawn(said, rows="category", columns="week", measure="count")
    assert weeks["kind"] == "lines"
    assert [sum(one["values"]) for one in weeks["series"]] == [5.0, 1.0]
    turned = drawn(said, rows="week", columns="category", measure="count")
    assert turned["series"] == weeks["series"]
    bars = drawn(said, rows="agency", columns="class", measure="previous")
    assert bars["kind"] == "bars"
    assert [one["is_base"] for one in bars["series"]] == [False, True]
    shares = drawn(said, rows="agency", columns="found", measure="share")
    assert shares["series"][0]["values"] == [100.0, 0.0]


def test_ten_years_of_counts_may_be_asked_for_and_three_of_cases(
    client: Client, cast: Cast
) -> None:
    until = timezone.localdate()
    since = (until - timedelta(days=3_000)).isoformat()
    make_case(cast, reported_at=timezone.now() - timedelta(days=2))
    rollup.refresh_stale()
    told = page(client, cast.lea, "case_explorer", since=since, measure="previous", sort="-all")
    assert "Read from the counts by day." in told
    assert 'aria-sort="descending"' in told
    assert 'id="chart-data"' in told or "In all" in told
    told = page(client, cast.lea, "case_explorer", since=since, rows="hour")
    assert "At most 1,100 days at once." in told


def test_the_file_and_rest_are_sorted_as_the_page(client: Client, month: Cast) -> None:
    client.force_login(month.chief)
    said = {"since": "2026-03-01", "until": "2026-03-28", "rows": "category", "columns": "found"}
    sheet = client.get(reverse("case_explorer"), said | {"sort": "all", "as": "csv"})
    lines = b"".join(sheet).decode().splitlines()  # type: ignore[arg-type]
    assert lines[1].startswith("050210")
    told = client.get(reverse("api_case_pivot"), said | {"sort": "-all"}).json()
    assert told["read_from"] == "area_days"
    assert told["lines"][0]["counts"] == [5, 0]


def test_a_count_that_takes_too_long_is_refused_in_words(month: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '1s'")
    cell_days = "(SELECT *, pg_sleep(60) FROM casestore_caseday) slow"
    with (
        mock.patch.dict(sums._TABLES, {Source.CELL_DAYS: cell_days}),
        pytest.raises(InvalidInput, match="took too long"),
    ):
        pivot(asked(month), rows="cell", columns="day", measure="count")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")


def test_of_too_large_a_table_the_fullest_rows_are_shown(
    month: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("command_center.analysis.explorer.pivot.MOST_FIGURES", 2)
    table = pivot(asked(month), rows="category", columns="found", measure="count")
    assert [str(line.label)[:6] for line in table.lines] == ["050201"]
    assert (table.left_out, table.totals.total.count) == ((1, 0), 5)
