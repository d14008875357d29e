"""Placing a point: one cell for every point, the right one on the right day."""

from datetime import date

import numpy as np
import pytest

from grid.territory.models import Cell
from grid.territory.selectors import agency_of, cell_at, cell_ids_at
from tests.cast import SOUTH, STEP, WEST, Cast, square

pytestmark = pytest.mark.django_db


def test_a_point_in_a_cell_finds_the_cell_and_its_agency(cast: Cast) -> None:
    found = cell_at(lng=125.11, lat=42.91)
    assert found == cast.north_cell
    assert agency_of(found) == cast.north_station


def test_a_point_outside_every_cell_finds_none(cast: Cast) -> None:
    assert cell_at(lng=120.0, lat=30.0) is None
    assert cell_ids_at([120.0, float("nan")], [30.0, 42.9]) == [None, None]


def test_a_point_on_a_shared_edge_belongs_to_the_older_cell_both_ways(cast: Cast) -> None:
    corner = {"lng": WEST + STEP, "lat": SOUTH + STEP}
    assert cell_at(**corner) == cast.north_cell
    assert cell_ids_at([corner["lng"]], [corner["lat"]]) == [cast.north_cell.pk]


def test_many_points_are_placed_as_each_alone_would_be(cast: Cast) -> None:
    rng = np.random.default_rng(7)
    lngs, lats = 125.09 + rng.random(500) * 0.06, 42.87 + rng.random(500) * 0.06
    alone = [cell_at(lng=x, lat=y) for x, y in zip(lngs, lats, strict=True)]
    assert cell_ids_at(lngs, lats) == [c.pk if c else None for c in alone]
    assert {c.pk for c in alone if c} == set(Cell.objects.values_list("pk", flat=True))


def test_yesterdays_point_lies_in_yesterdays_cell(cast: Cast) -> None:
    old = cast.north_cell
    old.valid_to = date(2025, 6, 1)
    old.save()
    new = Cell.objects.create(
        code=old.code,
        name="北一新网格",
        kind=old.kind,
        agency=old.agency,
        outline=square(0, 1),
        valid_from="2025-06-01",
    )
    assert cell_at(lng=125.11, lat=42.91, on=date(2025, 5, 31)) == old
    assert cell_at(lng=125.11, lat=42.91, on=date(2025, 6, 1)) == new
    assert cell_at(lng=125.11, lat=42.91) == new


def test_a_changed_cell_is_seen_at_the_next_look(cast: Cast) -> None:
    assert cell_at(lng=125.11, lat=42.91) == cast.north_cell
    cast.north_cell.agency = cast.south_station
    cast.north_cell.save()
    assert agency_of(cell_at(lng=125.11, lat=42.91)) == cast.south_station


def test_changing_a_found_cell_in_hand_does_not_change_the_next_answer(cast: Cast) -> None:
    cell_at(lng=125.11, lat=42.91).name = "改过"
    assert cell_at(lng=125.11, lat=42.91).name == "北一网格"


def test_overlapping_cells_still_give_one_answer(cast: Cast) -> None:
    Cell.objects.create(
        code="X-1",
        name="重叠网格",
        kind=Cell.Kind.URBAN,
        agency=cast.south_station,
        outline=square(0, 1),
        valid_from="2020-01-01",
    )
    assert cell_at(lng=125.11, lat=42.91) == cast.north_cell
    assert cell_ids_at([125.11], [42.91]) == [cast.north_cell.pk]


def test_a_second_city_far_away_does_not_blur_the_first(cast: Cast) -> None:
    from django.contrib.gis.geos import MultiPolygon, Polygon

    from grid.organisation.models import Agency

    far = Agency.objects.create(code="880000000000", name="远市", kind=Agency.Kind.CITY)
    outline = MultiPolygon(Polygon.from_bbox((-121.8, 38.5, -121.7, 38.6)), srid=4326)
    there = Cell.objects.create(
        code="D-1", name="远", kind="urban", agency=far, outline=outline, valid_from="2020-01-01"
    )
    assert cell_ids_at([-121.75, 125.11], [38.55, 42.91]) == [there.pk, cast.north_cell.pk]


def test_placing_a_second_point_asks_the_database_once(
    cast: Cast, django_assert_num_queries
) -> None:
    cell_at(lng=125.11, lat=42.91)
    with django_assert_num_queries(1):
        cell_at(lng=125.13, lat=42.91)
