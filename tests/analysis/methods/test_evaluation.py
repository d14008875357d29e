"""Hot cells against what was reported, and against the same cells as last month."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_center.analysis.methods import evaluation


def test_half_the_cases_in_a_tenth_of_the_area_is_a_pai_of_five() -> None:
    hot, counts = np.arange(10) < 1, [50] + [50 / 9] * 9
    assert evaluation.pai(hot, counts, [7.0] * 10) == pytest.approx(5)
    assert evaluation.hit_rate(hot, counts) == pytest.approx(0.5)
    assert evaluation.pei(hot, counts) == pytest.approx(1)


def test_area_counts_not_the_number_of_cells() -> None:
    assert evaluation.pai([0], [10, 10], [1, 3]) == pytest.approx(2)
    assert evaluation.pai([1], [10, 10], [1, 3]) == pytest.approx(2 / 3)


def test_the_best_choice_of_the_same_area_has_an_efficiency_of_one_and_the_worst_of_none() -> None:
    counts = [9, 0, 4, 1, 0, 6]
    assert evaluation.pei([0, 5], counts) == pytest.approx(1)
    assert evaluation.pei([0, 2], counts) == pytest.approx(13 / 15)
    assert evaluation.pei([1, 4], counts) == 0


def test_masks_and_indices_say_the_same() -> None:
    counts = [3, 1, 4, 1, 5]
    for hot in ([False, False, True, False, True], [0, 0, 1, 0, 1], [2, 4], np.array([4, 2])):
        assert evaluation.evaluate(hot, counts).hits == 9


def test_without_cases_or_cells_there_is_no_figure() -> None:
    assert np.isnan(evaluation.pai([True, False], [0, 0]))
    assert np.isnan(evaluation.pai([], []))
    assert np.isnan(evaluation.pei([False, False], [1, 2]))
    with pytest.raises(ValueError, match="areas"):
        evaluation.pai([True, False], [1, 2], [1])


def test_the_naive_choice_is_last_months_fullest_cells_of_no_larger_area() -> None:
    hot = [True, True, False, False]
    assert evaluation.naive([1, 5, 9, 5], like=hot).tolist() == [False, True, True, False]
    sized = evaluation.naive([1, 5, 9, 5], like=hot, areas=[2, 1, 4, 1])
    assert sized.tolist() == [False, True, False, True]


def test_a_method_is_set_beside_habit_over_the_same_counts() -> None:
    beside = evaluation.compare([2, 3], [0, 1, 8, 6], [9, 8, 0, 0])
    assert beside.method.hits == 14
    assert beside.naive.hits == 1
    assert beside.gain == pytest.approx(13 / 15)


def test_intervals_are_judged_by_how_often_they_held() -> None:
    told = evaluation.calibration([3, 9, None, 4], [3, 4, 5, 5], [1, 2, 2, 2], [6, 8, 9, 9])
    assert told.count == 3
    assert told.inside == pytest.approx(2 / 3)
    assert told.ratio == pytest.approx(16 / 12)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 50), st.floats(0.1, 9)), min_size=1, max_size=30
    )
)
def test_no_choice_is_better_than_the_best(cells) -> None:
    hot, counts, areas = (np.array(column) for column in zip(*cells, strict=True))
    efficiency = evaluation.pei(hot, counts, areas)
    assert np.isnan(efficiency) or 0 <= efficiency <= 1 + 1e-9


def test_a_calibration_of_columns_that_do_not_match_names_the_one() -> None:
    with pytest.raises(ValueError, match=r"low has shape \(2,\), counts \(3,\)"):
        evaluation.calibration([3, 9, 4], [3, 4, 5], [1, 2], [6, 8, 9])
