"""The two rates: counted from rows, shown with their formula, the same from the exported rows."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from grid.organisation.models import Agency
from patrol.positions.services import own_fix, take
from patrol.units.models import Unit
from patrol.worklog import formulas, services
from patrol.worklog.formulas import count_visibility, ensure_default_formulas
from patrol.worklog.models import RateFormula, VisibilityDay
from patrol.worklog.reactors import count_days
from tests.cast import Cast
from tests.patrol.worklog.conftest import NOON

TODAY = date(2026, 11, 20)


def there(cast: Cast, *, hours: float, lng: float = 125.11, lat: float = 42.91) -> None:
    """Pat's unit is at a point so many hours before noon."""
    unit = Unit.objects.get(call_sign="N-21")
    fix = own_fix(unit, lng=lng, lat=lat, at=NOON - timedelta(hours=hours))
    answer = take(fix, by=cast.pat)
    assert not answer["errors"]


def rows_of(client: Client, address: str) -> list[dict[str, Any]]:
    """The rows of a CSV that is downloaded."""
    answer = client.get(address)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_a_slot_is_seen_where_a_unit_was_in_the_cell(cast: Cast, unit: Unit) -> None:
    for hours in (4.9, 4.8, 3.2, 1.0):  # 07:06 and 07:12 are one slot; 08:48; 11:00
        there(cast, hours=hours)
    there(cast, hours=0.9, lng=125.13)  # the cell east of it, 11:06
    there(cast, hours=5.5)  # 06:30 is before the hours that count
    assert count_visibility(cast.city, TODAY) == 4
    seen = dict(VisibilityDay.objects.values_list("cell_code", "seen"))
    assert seen == {"N-1": 3, "N-2": 1, "S-1": 0, "S-2": 0}
    assert set(VisibilityDay.objects.values_list("slots", flat=True)) == {10}  # 07:00 to 12:00


def test_counting_again_corrects_the_day_and_doubles_nothing(cast: Cast, unit: Unit) -> None:
    count_days()
    assert VisibilityDay.objects.filter(counted_on=TODAY, seen__gt=0).count() == 0
    there(cast, hours=2)
    count_days()
    count_days()
    today = VisibilityDay.objects.filter(counted_on=TODAY)
    assert (today.count(), today.get(cell_code="N-1").seen) == (4, 1)


def test_before_the_day_begins_there_is_nothing_to_count(cast: Cast) -> None:
    assert count_visibility(cast.city, TODAY + timedelta(days=1)) == 0


def test_another_formula_counts_otherwise_from_its_day_on(cast: Cast, unit: Unit) -> None:
    ensure_default_formulas(cast.city)
    said = {"slot_min": 60, "from_hour": 8, "to_hour": 20, "least_fixes": 2}
    RateFormula.objects.create(
        agency=cast.city,
        measure="visibility",
        numerator="x",
        denominator="y",
        parameters=said,
        valid_from=TODAY,
    )
    for hours in (3.9, 3.8, 2.5):  # two fixes at eight, one at nine
        there(cast, hours=hours)
    count_visibility(cast.city, TODAY)
    row = VisibilityDay.objects.get(cell_code="N-1")
    assert (row.seen, row.slots, row.formula.parameters) == (1, 4, said)
    assert formulas.visibility(cast.chief, TODAY, TODAY).formula == row.formula


@pytest.fixture
def logged(cast: Cast, unit: Unit) -> Agency:
    """Three matters, two of them dealt with, one that does not count; and three arrests."""
    ensure_default_formulas(cast.city)
    by = cast.pat.as_actor()
    for kind, is_handled in (("stop", True), ("find", False), ("help", True), ("trade", False)):
        services.log_work(unit, by=by, kind=kind, text="x", is_handled=is_handled)
    for source in ("information", "information", "patrol"):
        services.log_work(unit, by=by, kind="arrest", text="x", source=source)
    there(cast, hours=1)
    count_visibility(cast.city, TODAY)
    return cast.city


def test_both_rates_can_be_counted_again_from_the_exported_rows(
    logged: Agency, chief: Client
) -> None:
    figures = chief.get("/api/v1/work-figures/").json()
    span = "?first=2026-11-01&last=2026-11-20"
    handled = rows_of(chief, f"/work-log/handling.csv{span}")
    numerator = sum(int(row["已处置"] if "已处置" in row else row["Handled"]) for row in handled)
    assert (numerator, len(handled)) == (5, 6)
    assert figures["handling"]["share"] == numerator / len(handled)
    seen = rows_of(chief, f"/work-log/visibility.csv{span}")
    columns = list(seen[0])
    parts = [sum(int(row[columns[n]]) for row in seen) for n in (3, 4)]
    assert figures["visibility"]["share"] == parts[0] / parts[1] == 1 / 40


def test_the_page_shows_the_rates_and_how_they_are_counted(logged: Agency, chief: Client) -> None:
    text = chief.get("/work-log/").content.decode()
    assert "83.3" in text
    assert formulas.DEFAULTS["handling"]["denominator"] in text
    assert "slot_min = 30" in text
    assert "/work-log/handling.csv?first=2026-11-01" in text


def test_arrests_are_shared_out_by_the_source_they_came_from(
    logged: Agency, cast: Cast, chief: Client
) -> None:
    shares = list(formulas.source_shares(cast.chief, TODAY, TODAY))
    assert [(source, n, round(share, 3)) for source, n, share in shares] == [
        ("information", 2, 0.667),
        ("patrol", 1, 0.333),
    ]
    assert "67 %" in chief.get("/work-log/").content.decode()


def test_the_south_has_rates_of_its_own(logged: Agency, cast: Cast) -> None:
    assert formulas.handling(cast.sam, TODAY, TODAY).share is None
    assert formulas.visibility(cast.sam, TODAY, TODAY).numerator == 0
