"""Where nothing happened: the page of days without a case, row by row against its cases."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.analysis.explorer.zerodays import AREA, CELL, CLASS, chosen, zero_table
from command_center.analysis.store import rollup
from grid.territory.models import Cell
from tests.analysis.explorer.test_counting import asked, case
from tests.analysis.explorer.test_pages import switch_off
from tests.analysis.studies.test_studies import page
from tests.cases.make import make_case
from tests.cast import Cast


@pytest.fixture
def march(cast: Cast) -> Cast:
    """28 days: cases on the 2nd, 9th and 10th in one cell of the north, none in the other."""
    for day in (2, 9, 9, 10):
        case(cast, day)
    rollup.refresh_stale()
    return cast


def row_of(table: Any, code: str, class_set: str = "") -> Any:
    return next(
        row
        for row in table.rows
        if row.place.code == code and row.place.class_set.startswith(class_set)
    )


def test_runs_and_sums_of_each_village_equal_its_cases(march: Cast) -> None:
    table = zero_table(asked(march), CELL)
    one = row_of(table, "N-1")
    assert (one.cases, one.zero, one.running, one.since) == (4, 25, 18, date(2026, 3, 11))
    assert (one.longest, one.longest_from, one.longest_to, one.is_whole) == (
        18, date(2026, 3, 11), date(2026, 3, 28), False,
    )  # fmt: skip
    other = row_of(table, "N-2")
    assert (other.cases, other.running, other.is_whole) == (0, 28, True)
    assert (table.whole, table.share, table.zero) == (1, 50.0, 25 + 28)


def test_every_figure_opens_the_cases_it_stands_on(client: Client, march: Cast) -> None:
    urls = row_of(zero_table(asked(march), CELL), "N-1").urls
    client.force_login(march.lea)
    told = {name: client.get(urls[name]).content.decode() for name in ("cases", "running")}
    assert told["cases"].count("Example road") == 4
    assert told["running"].count("Example road") == 1  # that of the 10th, after which it began
    assert "cell=N-1" in urls["map"]


def test_a_case_of_an_earlier_version_of_a_cell_is_its_own(march: Cast) -> None:
    cell = march.north_cell
    Cell.objects.filter(pk=cell.pk).update(valid_to=date(2026, 3, 20))
    newer = Cell.objects.get(pk=cell.pk)
    newer.pk, newer.valid_from, newer.valid_to = None, date(2026, 3, 20), None
    newer.save()
    assert row_of(zero_table(asked(march), CELL), "N-1").cases == 4


def test_areas_are_counted_with_all_below_them_and_by_class(march: Cast) -> None:
    said = asked(march, agency=march.city)
    areas = zero_table(said, AREA)
    assert [(row.place.name, row.zero) for row in areas.rows] == [
        (march.north.name, 25), (march.south.name, 28),
    ]  # fmt: skip
    classes = zero_table(said, CLASS)
    assert len(classes.rows) % 2 == 0
    zeros = {row.zero for row in classes.rows if row.place.code == march.north.code}
    assert zeros == {25, 28}  # burglary is in some sets, in others not
    only = zero_table(asked(march, agency=march.city, counted="set:theft_robbery_fraud"), CLASS)
    assert len(only.rows) in (0, 2)


def test_a_case_coded_anew_changes_the_days_it_touches(march: Cast) -> None:
    said = asked(march, counted="category:050210")
    assert row_of(zero_table(said, CELL), "N-1").is_whole
    case(march, 20, category="050210")
    rollup.refresh_stale()
    assert row_of(zero_table(said, CELL), "N-1").running == 8


def test_rows_are_narrowed_and_sorted(march: Cast) -> None:
    table = zero_table(asked(march), CELL)

    def codes(**said: Any) -> list[str]:
        return [row.place.code for row in chosen(table, said)]

    assert codes() == ["N-2", "N-1"]
    assert codes(sort="cases") == ["N-1", "N-2"]
    assert codes(least=20) == codes(whole=True) == codes(q="N-2") == ["N-2"]
    assert codes(kind="nothing") == []


def test_the_page_says_the_share_and_since_when(client: Client, cast: Cast) -> None:
    make_case(cast, reported_at=timezone.now() - timedelta(days=3))
    rollup.refresh_stale()
    told = page(client, cast.lea, "zero_days")
    assert "50.0" in told
    assert "≥ " in told
    assert reverse("case_list") in told
    assert "No place fits" in page(client, cast.lea, "zero_days", q="nowhere")
    assert "These filters cannot be read" in page(client, cast.lea, "zero_days", least="0")
    lines = b"".join(client.get(reverse("zero_days"), {"as": "csv"})).decode()  # type: ignore[arg-type]
    assert lines.count("\n") == 3
    answer = client.get(reverse("api_zero_days"), {"level": "agency"}).json()
    assert answer["count"] == 1
    assert answer["results"][0]["running"] == 2


def test_switched_off_it_says_so(client: Client, cast: Cast) -> None:
    switch_off(cast, "streaks")
    assert "This method is switched off here" in page(client, cast.lea, "zero_days")
