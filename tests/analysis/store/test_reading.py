"""Cases and calls as arrays: of the area and the span, in local time, without a person."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from django.contrib.gis.geos import Point

from command_center.analysis.store import reading, rollup
from command_center.cases.models import CaseCategory
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)
MORNING = datetime(2026, 2, 28, 17, 30, tzinfo=UTC)  # 01:30 of 1 March in Shanghai
BEFORE = datetime(2026, 2, 28, 15, 30, tzinfo=UTC)  # 23:30 of 28 February


def test_a_case_counts_on_its_local_day(cast: Cast) -> None:
    mine = make_case(cast, reported_at=MORNING)
    make_case(cast, reported_at=BEFORE)
    found = reading.load(cast.city.path, DAY, DAY)
    assert found.number.tolist() == [mine.number]
    assert found.reported.astype(str).tolist() == ["2026-03-01T01:30:00"]
    assert found.day.tolist() == [DAY]


def test_an_area_reads_its_own_cases_and_those_below(cast: Cast) -> None:
    north = make_case(cast, agency=cast.north_station, reported_at=MORNING)
    south = make_case(cast, agency=cast.south_station, cell=cast.south_cell, reported_at=MORNING)

    def numbers(path: str) -> set[str]:
        return set(reading.load(path, DAY, DAY).number.tolist())

    assert numbers(cast.north.path) == {north.number}
    assert numbers(cast.south_station.path) == {south.number}
    assert numbers(cast.city.path) == {north.number, south.number}


def test_metres_are_those_of_the_plane_grid(cast: Cast) -> None:
    make_case(cast, reported_at=MORNING, point=Point(126.0, 42.9, srid=4326))
    make_case(cast, reported_at=MORNING, point=None)
    found = reading.load(cast.city.path, DAY, DAY)
    placed = found.where(found.has_point)
    assert len(placed) == 1 and len(found) == 2
    assert placed.x[0] == pytest.approx(500_000, abs=0.01)  # on the central meridian
    assert placed.y[0] == pytest.approx(4_751_600, abs=2_000)
    assert np.isnan(found.x[~found.has_point]).all()


def test_what_police_found_is_read_only_where_asked_for(cast: Cast) -> None:
    make_case(cast, reported_at=MORNING)
    make_case(cast, reported_at=MORNING, found_by="patrol")

    def count(discovered: bool | None) -> int:
        return len(reading.load(cast.city.path, DAY, DAY, discovered=discovered))

    assert (count(False), count(True), count(None)) == (1, 1, 2)


def test_void_cases_are_not_there(cast: Cast) -> None:
    make_case(cast, reported_at=MORNING, state="void")
    assert len(reading.load(cast.city.path, DAY, DAY)) == 0


def test_a_sensitive_case_has_no_place_and_counts_for_its_branch(cast: Cast) -> None:
    case = make_case(cast, agency=cast.north_station, reported_at=MORNING)
    CaseCategory.objects.filter(pk=case.category_id).update(is_sensitive=True)
    found = reading.load(cast.city.path, DAY, DAY)
    assert found.agency.tolist() == [cast.north.pk]
    assert found.cell.tolist() == [0] and np.isnan(found.lng).all() and np.isnan(found.x).all()
    assert len(reading.load(cast.north_station.path, DAY, DAY)) == 0
    rollup.refresh_stale()
    counts = reading.day_counts(cast.city.path, DAY, DAY)
    assert (counts.agency.tolist(), counts.cell.tolist()) == ([cast.north.pk], [0])


def test_what_was_entered_later_is_unknown_then(cast: Cast) -> None:
    make_case(cast, reported_at=MORNING, entered_at=datetime(2026, 3, 5, tzinfo=UTC))

    def known(on: int) -> int:
        at = datetime(2026, 3, on, tzinfo=UTC)
        return len(reading.load(cast.city.path, DAY, DAY, known_at=at))

    assert (known(2), known(6)) == (0, 1)


def test_the_digest_is_of_the_rows_whatever_their_order(cast: Cast) -> None:
    make_case(cast, reported_at=MORNING)
    other = make_case(cast, reported_at=MORNING, point=None)
    found = reading.load(cast.city.path, DAY, DAY)
    turned = found.where(np.array([True, True]))
    backwards = type(found)(*(getattr(found, name)[::-1] for name in found.__dataclass_fields__))
    assert found.digest() == turned.digest() == backwards.digest()
    other.loss_yuan = 12
    other.save(update_fields=["loss_yuan"])
    assert reading.load(cast.city.path, DAY, DAY).digest() != found.digest()


def test_an_empty_span_has_empty_arrays(cast: Cast) -> None:
    found = reading.load(cast.city.path, DAY, DAY)
    assert len(found) == 0 and found.tags.shape == (0, 4) and len(found.digest()) == 64
    assert len(reading.calls(cast.city.path, DAY, DAY)) == 0
    assert len(reading.day_counts(cast.city.path, DAY, DAY)) == 0


def test_cells_know_who_borders_on_them(cast: Cast) -> None:
    ground = reading.cells(cast.city.path, DAY)
    near = {
        ground.code[i]: {ground.code[j] for j in ground.neighbours[i]} for i in range(len(ground))
    }
    assert near["N-1"] == {"N-2", "S-1"}  # S-2 touches it in a corner only
    assert ground.places(np.array([cast.south_cell.pk, 0])).tolist() == [
        ground.code.index("S-1"), -1
    ]  # fmt: skip
    assert reading.cells(cast.north.path, DAY).code == ("N-1", "N-2")
    assert ground.area_km2[0] == pytest.approx(3.63, abs=0.05)
    assert reading.cells(cast.city.path, DAY) is ground
