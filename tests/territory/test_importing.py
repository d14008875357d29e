"""Files of cells and divisions: good ones are taken whole, bad ones say where and why."""

import copy
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from grid.errors import InvalidInput
from grid.ledger.actors import PLATFORM
from grid.territory.geojson import read_features
from grid.territory.importing import check_cells, take_cells, take_divisions
from grid.territory.models import Cell, CellPosting, Division
from grid.territory.selectors import cell_at, postings
from grid.territory.services import post_officer, put_cell
from tests.cast import Cast, square

RING = [[125.2, 42.9], [125.3, 42.9], [125.3, 43.0], [125.2, 43.0], [125.2, 42.9]]


def feature(**changes) -> dict:
    properties = {"code": "E-1", "name": "东一", "kind": "urban", "agency": "990101000000"}
    geometry = {"type": "Polygon", "coordinates": [copy.deepcopy(RING)]}
    return {
        "type": "Feature",
        "properties": properties | changes.get("properties", {}),
        "geometry": changes.get("geometry", geometry),
    }


def collection(*features: dict, **more) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def ring(*points: tuple[float, float]) -> dict:
    return {"type": "Polygon", "coordinates": [[list(p) for p in points]]}


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [125, 42]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": RING},
        ring((42.9, 125.2), (43.0, 125.2), (43.0, 125.3)),
        ring((125.2, 42.9), (999.0, 42.9), (125.3, 43.0)),
        ring((125.2, 42.9), (125.3, 43.0), (125.3, 42.9), (125.2, 43.0)),
        ring((125.2, 42.9), (125.2, 42.9), (125.2, 42.9), (125.2, 42.9)),
        ring((125.2, 42.9), (125.3, 42.9)),
    ],
)
def test_an_outline_that_is_none_is_named_with_its_reason(geometry: dict | None) -> None:
    good, bad = read_features(collection(feature(), feature(geometry=geometry)))
    assert not good.faults
    assert bad.number == 2 and len(bad.faults) == 1 and bad.faults[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"features": []}',
        "{" * 100_000,
        collection(feature()).replace("125.2", "NaN", 1),
        collection(feature(), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::4551"}}),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_features(text)


def test_a_file_in_gcj02_is_brought_home() -> None:
    (row,) = read_features(collection(feature()), crs="gcj02")
    assert row.outline is not None
    assert row.outline.bounds[0] == pytest.approx(125.1936, abs=0.001)


@pytest.mark.django_db
def test_wrong_properties_are_named_row_by_row(cast: Cast) -> None:
    text = collection(
        feature(),
        feature(properties={"agency": "000000000000", "kind": "lunar", "name": ""}),
    )
    report = check_cells(read_features(text))
    assert [number for number, _fault in report] == [2, 2, 2, 2]  # the code is there twice, too


@pytest.mark.django_db
def test_taking_a_file_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    rows = read_features(collection(feature()))
    assert take_cells(rows, by=PLATFORM)["created"] == 1
    assert take_cells(rows, by=PLATFORM) == {"created": 0, "revised": 0, "unchanged": 1}
    assert cell_at(lng=125.25, lat=42.95).code == "E-1"


@pytest.mark.django_db
def test_the_command_takes_all_or_nothing(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "cells.json"
    file.write_text(collection(feature(), feature(properties={"code": "E-2", "kind": "x"})))
    with pytest.raises(CommandError, match="nothing was taken"):
        call_command("import_cells", file)
    assert not Cell.objects.filter(code="E-1").exists()
    file.write_text(collection(feature()))
    call_command("import_cells", file, dry_run=True)
    assert not Cell.objects.filter(code="E-1").exists()
    call_command("import_cells", file)
    assert Cell.objects.filter(code="E-1").exists()


@pytest.mark.django_db
def test_a_cell_far_from_the_city_is_refused(cast: Cast, tmp_path: Path) -> None:
    Division.objects.create(code="990000000000", name="市", level="city", outline=square(0, 0))
    file = tmp_path / "cells.json"
    file.write_text(collection(feature()))
    with pytest.raises(CommandError):
        call_command("import_cells", file, within="990000000000")


@pytest.mark.django_db
def test_a_redrawn_cell_is_a_new_version_and_its_officer_goes_on(cast: Cast) -> None:
    old, today = cast.north_cell, timezone.localdate()
    post_officer(old, cast.cora, by=PLATFORM, from_day=date(2024, 1, 1))
    new, what = put_cell("N-1", by=PLATFORM, outline=square(0, 2))
    old.refresh_from_db()
    assert what == "revised" and old.valid_to == today and new.valid_from == today
    assert postings("N-1", on=today - timedelta(days=1)).get().cell == old
    assert postings("N-1", on=today).get().cell == new
    assert cell_at(lng=125.11, lat=42.91, on=today - timedelta(days=1)) == old
    assert cell_at(lng=125.11, lat=42.91) is None


@pytest.mark.django_db
def test_a_cell_cannot_be_revised_twice_on_one_day(cast: Cast) -> None:
    put_cell("N-1", by=PLATFORM, outline=square(0, 2))
    with pytest.raises(InvalidInput):
        put_cell("N-1", by=PLATFORM, outline=square(0, 3))


@pytest.mark.django_db
def test_who_was_responsible_on_a_date_is_answered(cast: Cast) -> None:
    post_officer(cast.north_cell, cast.cora, by=PLATFORM, from_day=date(2024, 1, 1))
    post_officer(cast.north_cell, cast.nora, by=PLATFORM, from_day=date(2025, 1, 1))
    assert postings("N-1", on=date(2024, 12, 31)).get().officer == cast.cora
    assert postings("N-1", on=date(2025, 1, 1)).get().officer == cast.nora
    assert not postings("N-1", on=date(2023, 1, 1)).exists()
    with pytest.raises(InvalidInput):
        post_officer(cast.north_cell, cast.cora, by=PLATFORM, from_day=date(2025, 1, 1))
    assert CellPosting.objects.count() == 2


@pytest.mark.django_db
def test_divisions_are_taken_and_taken_again(tmp_path: Path) -> None:
    file = tmp_path / "divisions.csv"
    file.write_text(
        "code12,name,level,parent_code12\n220000000000,甲省,province,\n"
        "220400000000,乙市,city,220000000000\n220402001000,丙街,subdistrict,220400000000\n"
    )
    assert take_divisions(file) == 3
    assert take_divisions(file) == 3
    assert Division.objects.get(code="220402001000").level == "town"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row", ["22,甲,city,", "220400000000,,city,", "220400000000,甲,planet,", "x,甲,city,"]
)
def test_a_bad_division_names_its_line(tmp_path: Path, row: str) -> None:
    file = tmp_path / "divisions.csv"
    file.write_text(f"code12,name,level,parent_code12\n{row}\n")
    with pytest.raises(InvalidInput, match="2"):
        take_divisions(file)
