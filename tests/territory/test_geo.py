"""Coordinates come back from every system within a millimetre, and a bad pair is named."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grid.errors import InvalidInput
from grid.territory import geo

CENTRE = {"lng": 125.136, "lat": 42.902}
MM = 0.001
CHINA = {"lng": st.floats(73.5, 135.0), "lat": st.floats(18.2, 53.5)}
LIAOYUAN = {"lng": st.floats(124.8, 125.9), "lat": st.floats(42.2, 43.3)}


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return geo.distance_m(lng=a[0], lat=a[1], to_lng=b[0], to_lat=b[1])


def test_at_liaoyuan_gcj02_is_593_metres_off_and_bd09_a_further_867() -> None:
    gcj = geo.wgs84_to_gcj02(**CENTRE)
    assert gcj == pytest.approx((125.142412, 42.904536), abs=5e-7)
    assert metres((125.136, 42.902), gcj) == pytest.approx(593, abs=3)
    bd = geo.gcj02_to_bd09(lng=gcj[0], lat=gcj[1])
    assert metres(gcj, bd) == pytest.approx(867, abs=5)


@given(**CHINA)
def test_gcj02_comes_back_within_a_millimetre_all_over_china(lng: float, lat: float) -> None:
    shifted = geo.from_wgs84(lng=lng, lat=lat, crs="gcj02")
    back = geo.to_wgs84(lng=shifted[0], lat=shifted[1], crs="gcj02")
    assert metres((lng, lat), back) < MM


@given(**LIAOYUAN)
def test_bd09_comes_back_within_a_millimetre_at_liaoyuan(lng: float, lat: float) -> None:
    shifted = geo.from_wgs84(lng=lng, lat=lat, crs="bd09")
    back = geo.to_wgs84(lng=shifted[0], lat=shifted[1], crs="bd09")
    assert metres((lng, lat), back) < MM


@given(**CHINA)
def test_the_offset_is_some_hundred_metres_everywhere(lng: float, lat: float) -> None:
    assert 20 < metres((lng, lat), geo.wgs84_to_gcj02(lng=lng, lat=lat)) < 1000


@given(lng=st.floats(-180, 70), lat=st.floats(-90, 90))
def test_outside_its_box_gcj02_leaves_a_point_where_it_is(lng: float, lat: float) -> None:
    assert geo.wgs84_to_gcj02(lng=lng, lat=lat) == (lng, lat)
    assert geo.gcj02_to_wgs84(lng=lng, lat=lat) == (lng, lat)


@pytest.mark.parametrize("crs", ["wgs84", "cgcs2000"])
def test_cgcs2000_is_taken_as_wgs84(crs: str) -> None:
    assert geo.to_wgs84(**CENTRE, crs=crs) == (CENTRE["lng"], CENTRE["lat"])


@pytest.mark.parametrize("crs", list(geo.CRS))
def test_an_array_is_converted_as_each_of_its_points(crs: str) -> None:
    rng = np.random.default_rng(3)
    lngs, lats = 124.8 + rng.random(200), 42.2 + rng.random(200)
    together = geo.to_wgs84(lng=lngs, lat=lats, crs=crs)
    for i in range(0, 200, 20):
        alone = geo.to_wgs84(lng=float(lngs[i]), lat=float(lats[i]), crs=crs)
        assert metres((together[0][i], together[1][i]), alone) < MM
        assert isinstance(alone[0], float)


def test_an_empty_array_is_converted_to_an_empty_array() -> None:
    nothing = np.array([])
    assert len(geo.to_wgs84(lng=nothing, lat=nothing, crs="bd09")[0]) == 0


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(ValueError, match="mars"):
        geo.to_wgs84(**CENTRE, crs="mars")


@pytest.mark.parametrize(
    ("lng", "lat", "faults"),
    [
        (math.nan, 42.9, [("/lng", "not_finite")]),
        (125.1, math.inf, [("/lat", "not_finite")]),
        (190.0, 42.9, [("/lng", "out_of_range")]),
        (125.1, -91, [("/lat", "out_of_range")]),
        ("125.1", None, [("/lng", "not_a_number"), ("/lat", "not_a_number")]),
        (True, 42.9, [("/lng", "not_a_number")]),
        (42.9, 125.1, [("/lat", "swapped")]),
        (125.1, 42.9, []),
    ],
)
def test_what_is_wrong_with_a_pair_is_named(lng: object, lat: object, faults: list) -> None:
    found = [(e["pointer"], e["code"]) for e in geo.point_errors(lng=lng, lat=lat)]
    assert found == faults


def test_a_bad_pair_is_refused_with_its_faults() -> None:
    with pytest.raises(InvalidInput) as refusal:
        geo.check_point(lng=42.9, lat=125.1)
    assert refusal.value.errors[0]["code"] == "swapped"
    assert geo.check_point(lng=125, lat=42) == (125.0, 42.0)
