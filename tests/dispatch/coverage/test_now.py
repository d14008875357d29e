"""What is covered now: circles, ground, layers, and who is not counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.contrib.gis.measure import Distance
from django.utils import timezone

from command_center.dispatch.assignments.models import SpeedRule
from command_center.dispatch.assignments.travel import rates_at
from command_center.dispatch.coverage import now, shown
from command_center.dispatch.coverage.circles import CircleState
from command_center.dispatch.coverage.fleet import fleet_of, metres
from command_center.dispatch.coverage.points import tier_of
from command_center.dispatch.coverage.sampling import samples_of
from grid.organisation.models import Officer
from grid.territory.models import CellPosting
from patrol.positions.models import UnitPosition
from patrol.units.models import Unit
from tests.cast import Cast

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def only(viewer: Officer) -> CircleState:
    [state] = now.picture(viewer, with_points=False).states()
    return state


def test_a_circle_is_met_by_a_free_car_near_enough(
    cast: Cast, standing: Make, circle: Make
) -> None:
    # 35 km/h, detour 1.4: three minutes are 1,250 m of straight line.
    circle(tier=3)
    unit = standing(1_200)
    state = only(cast.nora)
    assert state.is_met
    assert state.unit is not None
    assert state.unit.call_sign == unit.call_sign
    assert state.seconds == pytest.approx(1_200 * 1.4 / 35 * 3.6, rel=0.01)
    assert state.ring_m == pytest.approx(1_250, rel=0.001)


def test_a_circle_is_not_met_from_farther_away(cast: Cast, standing: Make, circle: Make) -> None:
    circle(tier=3)
    standing(1_300)
    assert not only(cast.nora).is_met


def test_speeds_are_rows_that_a_city_may_change(cast: Cast, standing: Make, circle: Make) -> None:
    circle(tier=3)
    standing(1_300)
    SpeedRule.objects.create(agency=cast.city, kind=Unit.Kind.CAR, speed_kmh=60)
    assert only(cast.nora).is_met


def test_somebody_on_foot_needs_longer(cast: Cast, standing: Make, circle: Make) -> None:
    circle(tier=3)
    standing(1_200, kind=Unit.Kind.FOOT)
    state = only(cast.nora)
    assert not state.is_met
    assert state.seconds == pytest.approx(1_200 * 1.4 / 5 * 3.6, rel=0.01)


def test_a_drawn_ring_counts_instead_of_the_minutes(
    cast: Cast, standing: Make, circle: Make
) -> None:
    circle(tier=1, radius_m=2_000)
    standing(1_900)
    state = only(cast.nora)
    assert (state.is_met, state.ring_m) == (True, 2_000)


@pytest.mark.parametrize(
    "said",
    [
        {"status": Unit.Status.ON_SCENE},
        {"status": Unit.Status.OFF},
        {"kind": Unit.Kind.VIDEO},
        {"is_active": False},
        {"age_s": 301},
    ],
)
def test_who_is_busy_or_not_known_to_be_there_covers_nothing(
    said: dict[str, Any], cast: Cast, standing: Make, circle: Make
) -> None:
    circle()
    standing(0, **said)
    state = only(cast.nora)
    assert (state.is_met, state.unit, state.seconds) == (False, None, None)


def test_units_without_a_fresh_position_are_left_out_and_named(cast: Cast, standing: Make) -> None:
    fresh, old, lost = standing(0, age_s=20), standing(0, age_s=900), standing(0)
    UnitPosition.objects.filter(unit=lost).delete()
    told = shown.units_json(fleet_of(cast.nora.agency_path), cast.nora)
    assert told["counted"] == 1
    assert told["oldest_s"] in (20, 21)
    assert told["left_out"] == {"no_fix": [lost.call_sign], "stale": [old.call_sign]}
    assert fresh.call_sign not in str(told)


def test_only_the_forces_named_count(
    cast: Cast, standing: Make, circle: Make, station: Any
) -> None:
    circle(stations=[station])
    standing(100)
    assert not only(cast.nora).is_met
    sent = standing(900, station=station)
    state = only(cast.nora)
    assert state.is_met
    assert state.unit is not None
    assert state.unit.call_sign == sent.call_sign


def test_a_named_unit_and_a_named_agency_count(cast: Cast, standing: Make, circle: Make) -> None:
    own, cross = standing(900), standing(100, agency=cast.south_station)
    circle(units=[own], agencies=[cast.south])
    state = only(cast.nora)
    assert state.unit is not None
    assert state.unit.call_sign == cross.call_sign


def test_a_unit_of_another_agency_is_counted_but_not_named(
    cast: Cast, standing: Make, circle: Make
) -> None:
    circle(agencies=[cast.city])
    other = standing(100, agency=cast.south_station)
    told = shown.circle_state_json(only(cast.nora), cast.nora)
    assert told["is_met"] is True
    assert told["unit"]["call_sign"] is None
    assert other.call_sign not in str(told)
    assert shown.circle_state_json(only(cast.chief), cast.chief)["unit"]["call_sign"]


def test_a_circle_holds_from_day_to_day(cast: Cast, circle: Make) -> None:
    today = timezone.localdate()
    circle(valid_from=today + timedelta(days=1))
    circle(valid_from=today - timedelta(days=9), valid_to=today)
    assert now.picture(cast.nora, with_points=False).states() == []


def test_a_dispatcher_sees_circles_of_her_own_ground(cast: Cast, circle: Make) -> None:
    circle(agency=cast.south)
    assert now.picture(cast.nora, with_points=False).states() == []
    assert len(now.picture(cast.chief, with_points=False).states()) == 1


def test_the_board_is_told_how_many_circles_are_met(
    cast: Cast, standing: Make, circle: Make
) -> None:
    circle(tier=1), circle(9_000, tier=1), circle(tier=5)
    standing(0)
    told = now.summary(cast.nora)
    assert (told["met"], told["all"]) == (2, 3)
    assert (told["met_1"], told["all_1"], told["all_3"], told["met_5"]) == (1, 2, 0, 1)


def test_every_cell_has_points_and_each_lies_in_its_cell(cast: Cast) -> None:
    samples = samples_of(cast.chief.agency_path)
    assert [cell.code for cell in samples.cells] == ["N-1", "N-2", "S-1", "S-2"]
    for cell in samples.cells:
        assert cell.after > cell.first
    assert len(samples) == samples.cells[-1].after
    north = samples_of(cast.nora.agency_path)
    assert {cell.code for cell in north.cells} == {"N-1", "N-2"}
    assert (north.lat > 42.90).all()


def test_each_point_is_told_the_seconds_of_the_nearest_unit(cast: Cast, standing: Make) -> None:
    units = [standing(0), standing(1_500), standing(300, kind=Unit.Kind.FOOT)]
    standing(0, agency=cast.south_station)  # not Nora's to send
    picture = now.picture(cast.nora)
    rates = rates_at(cast.north_station.path)
    for i in range(0, len(picture.samples), 5):
        at = (picture.samples.lng[i], picture.samples.lat[i])
        told = []
        for unit in units:
            row = UnitPosition.objects.get(unit=unit)
            away = metres(
                lng=np.array([row.point.x]),
                lat=np.array([row.point.y]),
                to_lng=np.array([at[0]]),
                to_lat=np.array([at[1]]),
            )[0, 0]
            told.append(rates.seconds(float(away), unit.kind))
        assert picture.nearest.best_s[i] == pytest.approx(min(told), rel=1e-3)


def test_metres_on_the_plane_are_those_of_the_globe(cast: Cast, standing: Make) -> None:
    unit = standing(2_000)
    row = UnitPosition.objects.get(unit=unit)
    lng, lat = 125.13, 42.90
    away = metres(
        lng=np.array([row.point.x]),
        lat=np.array([row.point.y]),
        to_lng=np.array([lng]),
        to_lat=np.array([lat]),
    )[0, 0]
    away = float(away)
    inside, outside = Distance(m=away * 1.001), Distance(m=away * 0.999)
    point = f"SRID=4326;POINT({lng} {lat})"
    assert UnitPosition.objects.filter(point__dwithin=(point, inside)).exists()
    assert not UnitPosition.objects.filter(point__dwithin=(point, outside)).exists()


def test_a_minute_is_still_reached_at_its_last_second() -> None:
    seconds = np.array([60.0, 60.01, 180.0, 300.0, 300.01, np.inf])
    assert tier_of(seconds).tolist() == [1, 3, 3, 5, 0, 0]


def test_without_any_unit_the_whole_ground_is_uncovered(cast: Cast) -> None:
    picture = now.picture(cast.nora)
    assert set(picture.tiers().tolist()) == {0}
    for cell in now.cell_states(picture):
        assert (cell.met, cell.worst_s, cell.has_patrol) == ({1: 0, 3: 0, 5: 0}, None, False)


def test_layers_are_flagged_as_far_as_they_are_known(cast: Cast, standing: Make) -> None:
    standing(0)
    CellPosting.objects.create(
        cell=cast.north_cell_2, officer=cast.cora, valid_from=timezone.localdate()
    )
    cells = {state.cell.code: state for state in now.cell_states(now.picture(cast.nora))}
    assert (cells["N-1"].has_patrol, cells["N-1"].has_community) == (True, False)
    assert cells["N-2"].has_community
    assert shown.cell_json(cells["N-1"])["layers"]["video"] is None


def test_the_list_and_the_map_say_the_same(cast: Cast, standing: Make) -> None:
    standing(0)
    picture = now.picture(cast.nora)
    told = shown.coverage_json(picture, cast.nora, now.cell_states(picture))
    features = told["grid"]["features"]
    for tier in (1, 3, 5):
        reached = [f for f in features if 0 < f["properties"]["tier"] <= tier]
        assert len(reached) == told["ground"]["met"][str(tier)]
        assert len(reached) == sum(cell["met"][str(tier)] for cell in told["cells"])
    assert len(features) == told["ground"]["points"] == sum(c["points"] for c in told["cells"])
