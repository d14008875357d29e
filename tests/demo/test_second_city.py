"""A city out of a file: hexagons in metres without a gap, and stray points do not stretch it."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command

from command_center.demo.second_city import CityPlan, build_city, hexagons, read_points
from command_center.incidents.importing.mapping import parse_mapping
from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency, Officer
from grid.territory.metric import plane_over
from grid.territory.models import Cell
from grid.territory.selectors import cell_at
from grid.territory.topology import check_agency

MAPPING = """
[source]
name = "town"
zone = "America/Los_Angeles"
[columns]
source_number = "id"
lng = "x"
lat = "y"
reported_at = "when"
[formats]
reported_at = ["%m/%d/%Y at %H%M"]
[categories]
default = "010100"
"""


def town(tmp_path: Path, strays: str = "") -> Path:
    rng = np.random.default_rng(8)
    rows = [
        f"{n},{x:.6f},{y:.6f},4/30/2016 at 2200"
        for n, (x, y) in enumerate(rng.normal((-121.74, 38.55), 0.01, (300, 2)))
    ]
    file = tmp_path / "town.csv"
    file.write_text("id,x,y,when\n" + "\n".join(rows) + "\n" + strays)
    return file


@pytest.mark.parametrize("lat", [1.0, 38.5, 42.9, -60.0])
def test_hexagons_are_as_wide_as_asked_in_metres_at_any_latitude(lat: float) -> None:
    rng = np.random.default_rng(1)
    lngs, lats = rng.normal((-121.7), 0.01, 200), rng.normal(lat, 0.01, 200)
    cells = np.array(hexagons(lngs, lats, cell_size_m=500))
    areas = np.array([plane_over(c).area_m2(c) for c in cells])
    assert areas == pytest.approx(500**2 * 3**0.5 / 2, rel=0.01)
    together = shapely.union_all(cells)
    assert together.geom_type == "Polygon"
    assert shapely.area(together) == pytest.approx(shapely.area(cells).sum(), rel=1e-9)
    assert shapely.intersects_xy(together, lngs, lats).all()


def test_a_stray_point_in_another_state_does_not_stretch_the_city(tmp_path: Path) -> None:
    file = town(tmp_path, "900,-97.7,30.4,1/1/2017 at 0800\n")
    lngs, _lats = read_points(file, parse_mapping(MAPPING))
    assert 295 <= len(lngs) <= 300
    assert lngs.max() < -121


def test_rows_without_a_point_or_with_a_bad_time_are_passed_over(tmp_path: Path) -> None:
    file = town(tmp_path, "901,,,1/1/2017 at 0800\n902,-121.74,38.55,1/1/2017 at 2500\n")
    lngs, _lats = read_points(file, parse_mapping(MAPPING))
    assert len(lngs) <= 300


def test_cells_too_small_for_the_extent_are_refused() -> None:
    spread = np.linspace(-1, 1, 50)
    with pytest.raises(InvalidInput):
        hexagons(spread, spread, cell_size_m=10)


@pytest.mark.django_db
def test_the_built_city_has_cells_accounts_and_a_fact(tmp_path: Path) -> None:
    lngs, lats = read_points(town(tmp_path), parse_mapping(MAPPING))
    plan = CityPlan(code="990600000000", name="Town", cell_size_m=500)
    agency, count, accounts = build_city(
        plan, lngs=lngs, lats=lats, accounts_at=tmp_path / "accounts.json"
    )
    assert check_agency(agency) == (count, [])
    assert cell_at(lng=float(lngs[0]), lat=float(lats[0])).agency == agency
    assert Officer.objects.filter(agency=agency).count() == len(accounts)
    assert {"dispatcher", "security_admin"} <= {a.role for a in accounts}
    assert EventEntry.objects.filter(kind="territory.city_built").exists()
    with pytest.raises(InvalidInput):
        build_city(plan, lngs=lngs, lats=lats, accounts_at=tmp_path / "again.json")


@pytest.mark.django_db
def test_the_command_refuses_a_mapping_that_says_nothing(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text("[source]\n")
    with pytest.raises(CommandError):
        call_command("build_city", "--from", town(tmp_path), "--columns", mapping)
    assert not Agency.objects.exists() and not Cell.objects.exists()
