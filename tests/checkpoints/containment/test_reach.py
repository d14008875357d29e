"""A flight worked by hand, over roads and over open ground.

The roads are a square ring of 6 km a side round a crossroads, with a spoke from the middle to
each side (3 km) and on from there 2 km outwards:

              N2
              |
        NW----N1----NE
        |     |     |
   W2---W1----C----E1---E2
        |     |     |
        SW----S1----SE
              |
              S2

Spokes are trunk roads (80 km/h), the ring is a primary road (60 km/h). The vehicle was last seen
at the middle C at 11:00. By the roads, where nothing else is said:

    C to N1, E1, S1, W1   3 km at 80 km/h      135 s
    on to N2, E2, S2, W2  5 km at 80 km/h      225 s
    C to NE               3 km at 80 + 3 km at 60 = 135 + 180 = 315 s

Were the eastern spoke cut, E1 would be reached over N1 and NE: 135 + 180 + 180 = 495 s.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkpoints.containment.reach import (
    By,
    Pace,
    Road,
    Roads,
    Spot,
    Standing,
    queue,
    travels,
)
from grid.territory.geo import distance_m
from grid.territory.metric import LocalPlane

ELEVEN = datetime(2026, 7, 7, 11, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PLANE = LocalPlane(lng=125.14, lat=42.90)
SPOKE, RING = 80.0, 60.0
PACE = Pace(speed_kmh=60, detour=1.3)


def at(east_km: float, north_km: float) -> tuple[float, float]:
    return (
        PLANE.lng + east_km * 1000 / PLANE.m_per_deg_lng,
        PLANE.lat + north_km * 1000 / PLANE.m_per_deg_lat,
    )


PLACES = {
    "C": (0, 0), "N1": (0, 3), "E1": (3, 0), "S1": (0, -3), "W1": (-3, 0),
    "N2": (0, 5), "E2": (5, 0), "S2": (0, -5), "W2": (-5, 0),
    "NE": (3, 3), "SE": (3, -3), "SW": (-3, -3), "NW": (-3, 3),
}  # fmt: skip


def road(names: str, speed: float) -> Road:
    one, two = names.split("-")
    (x1, y1), (x2, y2) = PLACES[one], PLACES[two]
    metres = 1000 * (abs(x1 - x2) + abs(y1 - y2))
    return Road(at(x1, y1), at(x2, y2), metres, speed, name=names)


SPOKES = [road(f"C-{side}1", SPOKE) for side in "NESW"]
OUTER = [road(f"{side}1-{side}2", SPOKE) for side in "NESW"]
SIDES = ["N1-NE", "NE-E1", "E1-SE", "SE-S1", "S1-SW", "SW-W1", "W1-NW", "NW-N1"]
AROUND = [road(names, RING) for names in SIDES]
NETWORK = Roads([*SPOKES, *OUTER, *AROUND])


def spot(name: str, key: int = 0, ring: int = 0) -> Spot:
    lng, lat = at(*PLACES[name])
    return Spot(lng=lng, lat=lat, key=key, ring=ring)


def seconds(name: str, *, roads: Roads = NETWORK, pace: Pace = PACE, origin: str = "C") -> float:
    return travels(spot(origin), [spot(name)], pace=pace, roads=roads)[0].seconds


@pytest.mark.parametrize(
    ("name", "by_hand"), [("N1", 135), ("W1", 135), ("E2", 225), ("NE", 315), ("C", 0)]
)
def test_the_roads_give_the_seconds_worked_by_hand(name: str, by_hand: float) -> None:
    assert seconds(name) == pytest.approx(by_hand, abs=0.5)


def test_a_cut_spoke_is_gone_round() -> None:
    cut = Roads([*[one for one in SPOKES if one.name != "C-E1"], *OUTER, *AROUND])
    assert seconds("E1", roads=cut) == pytest.approx(495, abs=0.5)


def test_a_place_half_way_along_a_road_joins_it_there() -> None:
    """1.5 km of the 3 km spoke: half of 135 s; from there back to C as long."""
    lng, lat = at(0, 1.5)
    half = travels(spot("C"), [Spot(lng=lng, lat=lat)], pace=PACE, roads=NETWORK)[0]
    assert half.seconds == pytest.approx(67.5, abs=0.5)
    there = travels(Spot(lng=lng, lat=lat), [spot("C")], pace=PACE, roads=NETWORK)[0]
    assert there.seconds == pytest.approx(67.5, abs=0.5)


def test_two_places_on_one_road_are_joined_along_it() -> None:
    """From 1 km to 2 km of the northern spoke: 1 km at 80 km/h is 45 s."""
    one, two = at(0, 1), at(0, 2)
    found = travels(Spot(*one), [Spot(*two)], pace=PACE, roads=NETWORK)[0]
    assert (found.seconds, found.by) == (pytest.approx(45, abs=0.5), By.ROADS)


def test_metres_beside_the_road_are_gone_straight() -> None:
    """400 m beside E2's road, 400 × 1.3 at 60 km/h = 31.2 s more than the 225 s."""
    lng, lat = at(5, 0.4)
    beside = travels(spot("C"), [Spot(lng=lng, lat=lat)], pace=PACE, roads=NETWORK)[0]
    assert beside.seconds == pytest.approx(256.2, abs=0.5)


def test_far_from_every_road_the_straight_line_counts_with_its_detour() -> None:
    """10 km north-east of C no road is within a kilometre: 14.142 km × 1.3 at 60 km/h."""
    lng, lat = at(10, 10)
    far = travels(spot("C"), [Spot(lng=lng, lat=lat)], pace=PACE, roads=NETWORK)[0]
    metres = distance_m(lng=spot("C").lng, lat=spot("C").lat, to_lng=lng, to_lat=lat)
    assert metres == pytest.approx(14_142, rel=0.005)
    assert (far.by, far.seconds) == (By.STRAIGHT, pytest.approx(1103, rel=0.005))


def test_without_any_road_everything_is_straight() -> None:
    bare = travels(spot("C"), [spot("N1")], pace=PACE, roads=Roads([]))[0]
    assert (bare.by, bare.seconds) == (By.STRAIGHT, pytest.approx(3000 * 1.3 / 60 * 3.6, rel=0.005))


def order_of(pace: Pace, roads: Roads) -> list[str]:
    """NE by the straight line is 4.243 km; a point 4.6 km to the west is farther off."""
    spots = {
        1: spot("NE", 1, 1),
        2: Spot(*at(-4.6, 0), key=2, ring=1),
        3: Spot(*at(-4.2, -4.2), key=3, ring=1),  # 5.94 km, more than a kilometre off the roads
    }
    found = travels(spot("C"), spots.values(), pace=pace, roads=roads)
    rows = queue(found, spots=spots, manned_at={}, seen_at=ELEVEN, now=ELEVEN)
    return [{1: "NE", 2: "W", 3: "SW"}[row.key] for row in rows]


def test_another_detour_changes_the_order_as_computed() -> None:
    """W by road: 4.6 km at 80 = 207 s; NE by road 315 s; SW straight: 5.94 km × d at 60 km/h.

    With d = 1.3 SW takes 463 s and comes last. With d = 1 it takes 356 s, still last. At
    120 km/h and d = 1 over open ground alone (roads as they are) it takes 178 s and comes first.
    """
    assert order_of(Pace(60, 1.3), NETWORK) == ["W", "NE", "SW"]
    assert order_of(Pace(60, 1.0), NETWORK) == ["W", "NE", "SW"]
    assert order_of(Pace(120, 1.0), NETWORK) == ["SW", "W", "NE"]


def test_the_straight_line_and_the_roads_give_another_order() -> None:
    """Straight NE (4.243 km) is nearer than W (4.6 km); by road W is reached first."""
    assert order_of(PACE, Roads([]))[:2] == ["NE", "W"]
    assert order_of(PACE, NETWORK)[:2] == ["W", "NE"]


def test_a_faster_class_of_road_changes_the_way() -> None:
    """With the ring at 240 km/h, W1 to NE over the ring's 9 km takes 135 s, over C 270 + 45 s."""
    fast = Roads([*SPOKES, *OUTER, *[replace(one, speed_kmh=240) for one in AROUND]])
    assert seconds("NE", roads=fast, origin="W1") == pytest.approx(135, abs=0.5)
    assert seconds("NE", origin="W1") == pytest.approx(270 + 180, abs=0.5)


SPOTS = {
    1: spot("N1", 1, 1), 2: spot("E1", 2, 1), 3: spot("N2", 3, 2), 4: spot("E2", 4, 2),
}  # fmt: skip
FOUND = travels(spot("C"), SPOTS.values(), pace=PACE, roads=NETWORK)


def standing(after_s: float, **manned_after_s: float) -> list[tuple[int, Standing, int]]:
    manned = {int(k[1:]): ELEVEN + timedelta(seconds=s) for k, s in manned_after_s.items()}
    now = ELEVEN + timedelta(seconds=after_s)
    rows = queue(FOUND, spots=SPOTS, manned_at=manned, seen_at=ELEVEN, now=now)
    return [(row.key, row.standing, round(row.countdown_s)) for row in rows]


def test_before_it_can_be_anywhere_all_posts_are_ahead_with_their_countdown() -> None:
    """One minute after 11:00: 135 - 60 and 225 - 60 seconds are left."""
    ahead = Standing.AHEAD
    assert standing(60) == [(1, ahead, 75), (2, ahead, 75), (3, ahead, 165), (4, ahead, 165)]


def test_what_it_could_have_passed_comes_first_and_what_held_last() -> None:
    """At 11:03:20 the inner posts are 65 s past; N1 was manned at 134 s, E1 at 136 s: too late."""
    assert standing(200, p1=134, p2=136) == [
        (2, Standing.PASSED, -65),
        (3, Standing.AHEAD, 25),
        (4, Standing.AHEAD, 25),
        (1, Standing.HELD, -65),
    ]


def test_a_passed_post_names_the_next_one_outwards() -> None:
    now = ELEVEN + timedelta(seconds=200)
    rows = queue(FOUND, spots=SPOTS, manned_at={}, seen_at=ELEVEN, now=now)
    outer = {row.key: row.next_outer for row in rows}
    assert outer == {1: 3, 2: 4, 3: None, 4: None}


def test_to_the_very_second_a_post_manned_when_it_arrives_has_held() -> None:
    exactly = FOUND[0].seconds
    assert standing(200, p1=exactly)[-1][:2] == (1, Standing.HELD)


def test_the_reach_grows_with_the_elapsed_seconds() -> None:
    """After 78 s at 60 km/h with detour 1.3: 1,300 m of road, 1,000 m straight."""
    assert PACE.metres_in(78) == pytest.approx(1000)
    assert PACE.metres_in(-5) == 0
