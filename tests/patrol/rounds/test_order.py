"""The order of a round: nobody can foresee it, and no point is visited again too soon."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patrol.rounds.order import Pace, draw_order

POINTS = st.lists(st.integers(1, 500), min_size=1, max_size=12, unique=True)
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PACES = st.builds(
    Pace,
    step_s=st.integers(30, 1200),
    gap_s=st.integers(0, 7200),
    laps=st.integers(1, 4),
    is_shuffled=st.booleans(),
)


@UNTIMED
@given(POINTS, st.integers(0, 2**62), PACES, st.data())
def test_every_point_comes_as_often_as_asked_and_never_within_the_gap(points, seed, pace, data):
    seen = data.draw(st.dictionaries(st.sampled_from(points), st.floats(-7200, 0)))
    drawn = draw_order(points, seed=seed, pace=pace, last_visit_s=seen)
    for point in points:
        moments = [at for drawn_point, at in drawn if drawn_point == point]
        assert len(moments) == pace.laps
        before = [seen[point]] if point in seen else []
        for earlier, later in pairwise(before + moments):
            assert later - earlier >= pace.gap_s - 1e-6


@UNTIMED
@given(POINTS, st.integers(0, 2**62), PACES)
def test_no_two_points_are_due_within_one_step(points, seed, pace):
    drawn = draw_order(points, seed=seed, pace=pace, last_visit_s={})
    assert all(later[1] - earlier[1] >= pace.step_s for earlier, later in pairwise(drawn))


@UNTIMED
@given(POINTS, st.integers(0, 2**62), PACES)
def test_the_same_lot_gives_the_same_order(points, seed, pace):
    once = draw_order(points, seed=seed, pace=pace, last_visit_s={})
    assert once == draw_order(points, seed=seed, pace=pace, last_visit_s={})


def test_each_of_six_points_comes_first_about_as_often_as_any_other():
    pace = Pace(step_s=600, gap_s=1800)
    firsts = [
        draw_order(range(6), seed=seed, pace=pace, last_visit_s={})[0][0] for seed in range(3000)
    ]
    shares = [firsts.count(point) for point in range(6)]
    assert min(shares) > 400 and max(shares) < 600


def test_six_points_are_walked_in_nearly_as_many_orders_as_there_are_rounds():
    pace = Pace(step_s=600, gap_s=1800)
    orders = {
        tuple(p for p, _at in draw_order(range(6), seed=seed, pace=pace, last_visit_s={}))
        for seed in range(200)
    }
    assert len(orders) > 140  # of 720 possible ones; a fixed list would give 1


def test_a_route_that_is_not_shuffled_keeps_its_order():
    pace = Pace(step_s=600, gap_s=0, is_shuffled=False)
    drawn = draw_order([3, 1, 2], seed=7, pace=pace, last_visit_s={})
    assert [point for point, _at in drawn] == [3, 1, 2]


def test_where_every_point_was_just_visited_the_round_waits_for_the_first_gap_to_end():
    pace = Pace(step_s=600, gap_s=1800)
    drawn = draw_order([1, 2], seed=1, pace=pace, last_visit_s={1: -600.0, 2: -300.0})
    assert drawn[0] == (1, 1200.0)
