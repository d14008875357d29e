"""The daily job from rows to a sheet: every figure opens exactly its cases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from command_center.analysis.runs.models import JobResult
from command_center.analysis.runs.switches import switch_off
from command_center.cases.filters import CaseFilter
from command_center.cases.selectors import cases as cases_of
from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from tests.analysis.make import make_run, work
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.fixture
def _a_day(cast: Cast) -> None:
    """Two northern burglaries and an e-bike, a southern burglary, one found on patrol."""
    make_case(cast, reported_at=NOON)
    make_case(cast, reported_at=NOON - timedelta(hours=1), cell=cast.north_cell_2, point=None)
    make_case(cast, reported_at=NOON + timedelta(hours=2), category="050225")
    make_case(cast, reported_at=NOON, agency=cast.south_station)
    make_case(cast, reported_at=NOON, found_by="patrol")
    make_case(cast, reported_at=NOON - timedelta(days=1))


def made(cast: Cast, agency: Any) -> dict[str, Any]:
    run = make_run(agency)
    work(run)
    run.refresh_from_db()
    assert run.error == ""
    content: dict[str, Any] = run.result.content
    return content


def opened(viewer: Officer, filters: dict[str, str]) -> int:
    form = CaseFilter(filters, queryset=cases_of(viewer), viewer=viewer)
    assert form.is_valid(), form.errors
    return int(form.qs.count())


@pytest.mark.usefixtures("_a_day")
def test_every_figure_of_the_citys_sheet_opens_exactly_its_cases(cast: Cast) -> None:
    found = made(cast, cast.city)
    figures = [*found["classes"], *found["areas"], found["discovered"], found["headline"]]
    figures += [line for line in found["data_lack"]["lines"] if line["open"]]
    assert len(figures) > 10
    for line in figures:
        assert opened(cast.chief, line["open"]) == line["count"], line
    for line in found["areas"]:
        assert opened(cast.chief, line["open_all"]) == line["all"]
    hours = found["hours"]
    assert opened(cast.chief, hours["open"]) == hours["count"] == 5


@pytest.mark.usefixtures("_a_day")
def test_what_police_found_is_counted_apart(cast: Cast) -> None:
    found = made(cast, cast.north)
    assert found["headline"]["count"] == 3 and found["discovered"]["count"] == 1
    assert found["classes"][0]["count"] == 3
    assert {line["code"]: line["count"] for line in found["areas"]} == {cast.north_station.code: 3}


@pytest.mark.usefixtures("_a_day")
def test_a_stations_areas_are_its_cells(cast: Cast) -> None:
    found = made(cast, cast.north_station)
    lines = {line["code"]: line["count"] for line in found["areas"]}
    assert lines == {"N-1": 2, "N-2": 1}
    assert found["headline"]["previous"]["base"] == 1
    assert found["hot_cells"]["state"] == "few_cells" and found["zones"]["state"] == "few_cases"
    lacks = {line["code"]: line["count"] for line in found["data_lack"]["lines"]}
    assert lacks["no_point"] == 1 and lacks["twice"] == 1, "a day after, at the same spot"


@pytest.mark.usefixtures("_a_day")
def test_two_runs_give_the_same_figures(cast: Cast) -> None:
    one = made(cast, cast.city)
    run = make_run(cast.city, revision=2)
    work(run)
    assert JobResult.objects.get(run=run).content == one


def test_a_surge_is_told_once_a_day_and_a_switched_off_method_tells_none(cast: Cast) -> None:
    for back in range(60, 0, -1):
        make_case(cast, reported_at=NOON - timedelta(days=back))
    for minute in range(12):
        make_case(cast, reported_at=NOON + timedelta(minutes=minute))
    found = made(cast, cast.north)
    assert found["headline"]["is_surge"] and found["proposals"][0]["reason"] == "surge"
    fact = EventEntry.objects.get(kind="analysis.surge_found")
    assert fact.agency_path == cast.north.path and fact.payload["day"] == "2026-03-01"
    switch_off("surge", cast.south, reason="Being checked", actor=PLATFORM)
    assert made(cast, cast.south)["classes"][0]["expected"] is None
