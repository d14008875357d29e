"""Rings: their crossings in order along them, and when they stood open, worked by hand."""

from datetime import datetime, timedelta

from checkpoints.containment.rings import Ring, Span, closed_at, open_spans
from tests.checkpoints.containment.test_reach import AROUND, ELEVEN, NETWORK, OUTER, SPOKES, at

# A square of 4 km half a side: it crosses the four roads that lead outwards and no other.
CORNERS = [at(-4, -4), at(4, -4), at(4, 4), at(-4, 4), at(-4, -4)]


def after(minutes: float) -> datetime:
    return ELEVEN + timedelta(minutes=minutes)


def span(since: float, until: float | None = None) -> Span:
    return Span(
        ELEVEN + timedelta(minutes=since),
        None if until is None else ELEVEN + timedelta(minutes=until),
    )


def test_the_crossings_are_found_in_order_clockwise_along_the_ring() -> None:
    """From the north-western corner, the western of the northernmost two: N, E, S, W."""
    found = Ring(CORNERS).crossings(NETWORK.roads)
    assert [one.road for one in found] == ["N1-N2", "E1-E2", "S1-S2", "W1-W2"]
    east = found[1]
    assert (round(east.lng, 5), round(east.lat, 5)) == tuple(round(x, 5) for x in at(4, 0))


def test_a_ring_drawn_the_other_way_round_is_walked_clockwise_all_the_same() -> None:
    found = Ring(CORNERS[::-1]).crossings(NETWORK.roads)
    assert [one.road[0] for one in found] == list("NESW")


def test_roads_inside_a_ring_and_along_it_cross_nowhere() -> None:
    assert Ring(CORNERS).crossings([*SPOKES, *AROUND]) == []
    along = [at(-3, -3), at(3, -3), at(3, 3), at(-3, 3), at(-3, -3)]
    assert {one.road for one in Ring(along).crossings(OUTER)} <= {one.name for one in OUTER}


def test_a_ring_contains_what_lies_inside_it() -> None:
    lng, lat = at(0, 0)
    assert Ring(CORNERS).contains(lng=lng, lat=lat)
    lng, lat = at(5, 0)
    assert not Ring(CORNERS).contains(lng=lng, lat=lat)


def test_its_length_is_in_metres() -> None:
    assert abs(Ring(CORNERS).length_m - 32_000) < 50


def test_a_crossing_stood_open_until_somebody_answered_and_after_he_left() -> None:
    gaps = open_spans([span(5, 20), span(30)], since=after(0), until=after(60))
    assert gaps == [span(0, 5), span(20, 30)]


def test_nobody_at_all_is_one_gap_and_somebody_all_the_time_is_none() -> None:
    assert open_spans([], since=after(0), until=after(60)) == [span(0, 60)]
    assert open_spans([span(-1)], since=after(0), until=after(60)) == []


def test_spans_that_overlap_or_come_too_late_count_once() -> None:
    gaps = open_spans([span(5, 20), span(10, 25), span(70)], since=after(0), until=after(60))
    assert gaps == [span(0, 5), span(25, 60)]


def test_a_ring_is_closed_from_the_moment_the_last_crossing_was_covered() -> None:
    assert closed_at([[span(5)], [span(9)], [span(7)]], until=after(60)) == after(9)


def test_a_post_that_left_before_the_last_came_keeps_the_ring_open() -> None:
    assert closed_at([[span(5, 8)], [span(9)]], until=after(60)) is None
    assert closed_at([[span(5, 8), span(12)], [span(9)]], until=after(60)) == after(12)


def test_a_ring_without_crossings_is_never_closed() -> None:
    assert closed_at([], until=after(60)) is None
