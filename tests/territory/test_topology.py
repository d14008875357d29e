"""Gaps and overlaps are found with their size, and nothing is found where all fits."""

import json

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command

from grid.territory.metric import LocalPlane
from grid.territory.models import Cell, Division
from grid.territory.topology import as_geojson, check_agency, faults
from tests.cast import Cast, square

M = 1 / 111_320  # degrees of latitude that are about a metre


def row_of_squares(*wests: float) -> np.ndarray:
    return np.array([shapely.box(w, 0, w + 0.01, 0.01) for w in wests])


def test_squares_that_meet_have_no_fault() -> None:
    assert list(faults(["a", "b"], row_of_squares(0, 0.01))) == []


def test_an_overlap_names_both_cells_and_its_square_metres() -> None:
    (found,) = faults(["a", "b"], row_of_squares(0, 0.009))
    assert found.kind == "overlap"
    assert found.cells == ("a", "b")
    assert found.area_m2 == pytest.approx(110.6 * 1111, rel=0.02)


def test_a_gap_inside_the_city_is_found_and_ground_outside_it() -> None:
    city = shapely.box(0, 0, 0.025, 0.01)
    kinds = {f.kind: f for f in faults(["a", "b"], row_of_squares(0, 0.016), whole=city)}
    assert set(kinds) == {"gap", "outside"}
    assert kinds["gap"].outline.bounds == pytest.approx((0.01, 0, 0.016, 0.01))


def test_a_hole_is_a_gap_even_where_no_city_outline_is_known() -> None:
    ring = shapely.difference(shapely.box(0, 0, 1, 1), shapely.box(0.4, 0.4, 0.5, 0.5))
    (found,) = faults(["a"], np.array([ring]))
    assert found.kind == "gap"


def test_a_sliver_below_a_square_metre_is_let_pass() -> None:
    almost = np.array([shapely.box(0, 0, 0.01, 1 * M), shapely.box(0.01 - 0.5 * M, 0, 0.02, M)])
    assert list(faults(["a", "b"], almost)) == []


def test_faults_can_be_laid_over_a_map() -> None:
    body = json.loads(as_geojson(list(faults(["a", "b"], row_of_squares(0, 0.009)))))
    assert body["features"][0]["properties"]["cells"] == ["a", "b"]
    assert body["features"][0]["geometry"]["type"] == "Polygon"


def test_metres_go_there_and_back() -> None:
    plane = LocalPlane(lng=125.1, lat=42.9)
    east, north = plane.to_metres(lng=np.array([125.2]), lat=np.array([43.0]))
    assert (east[0], north[0]) == pytest.approx((8168, 11109), abs=5)  # by the ellipsoid at 42.9
    assert plane.to_degrees(east_m=east, north_m=north)[0][0] == pytest.approx(125.2)


@pytest.mark.django_db
def test_the_command_fails_while_two_cells_overlap(cast: Cast, tmp_path, capsys) -> None:
    call_command("check_cells")
    assert "4 leaf cells, 0 faults" in capsys.readouterr().out
    Cell.objects.create(
        code="X-1", name="重叠", kind="urban", agency=cast.south_station, outline=square(0, 1)
    )
    with pytest.raises(CommandError):
        call_command("check_cells", geojson=tmp_path / "faults.json")
    assert len(json.loads((tmp_path / "faults.json").read_text())["features"]) == 1


@pytest.mark.django_db
def test_the_citys_own_outline_shows_what_no_cell_covers(cast: Cast) -> None:
    Division.objects.create(code=cast.city.code, name="市", level="city", outline=square(2, 0))
    cells, found = check_agency(cast.city)
    assert cells == 4
    assert {f.kind for f in found} == {"gap", "outside"}
