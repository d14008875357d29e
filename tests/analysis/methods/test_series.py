"""Likely series among cases: planted ones are found and ranked, noise makes none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score

from command_center.analysis.methods import series
from command_center.analysis.methods.series import compare
from command_center.analysis.methods.series.cases import take
from tests.analysis.methods.planting import noise, plant


def inside(pairs, members) -> np.ndarray:
    """Whether both cases of each pair are among the members."""
    return np.isin(pairs.i, members) & np.isin(pairs.j, members)


def test_a_planted_series_leads_the_ranking_and_is_a_group() -> None:
    found, area, leading, strangers = 0, [], [], 0
    for seed in range(15):
        rng = np.random.default_rng(seed)
        city, members = plant(noise(250, rng), rng, 7)
        pairs = series.linkage(*city)
        linked = inside(pairs, members)
        area.append(roc_auc_score(linked, pairs.score))
        leading.append(linked[:10].mean())
        near = [group for group in series.groups(pairs) if set(group.cases) & set(members)]
        found += bool(near)
        strangers += sum(len(set(group.cases) - set(members)) for group in near)
    assert np.mean(area) > 0.98
    assert np.mean(leading) > 0.75
    assert found >= 8
    assert strangers <= 2


@pytest.mark.parametrize("depends", [False, True])
def test_a_hundred_cities_of_noise_make_no_more_groups_than_stated(depends) -> None:
    cities = [noise(90, np.random.default_rng(seed), depends=depends) for seed in range(100)]
    alarmed = sum(bool(series.groups(series.linkage(*city), alpha=0.05)) for city in cities)
    assert alarmed <= stats.binom.ppf(0.999, 100, 0.05)


def known_series(seed: int, n: int = 700):
    """A year's city with some thirty series, and the label of each case."""
    rng = np.random.default_rng(seed)
    city, label = noise(n, rng, days=365), np.full(n, -1)
    for number in range(30):
        changed, members = plant(city, rng, int(rng.integers(2, 8)), days=21)
        if (label[members] < 0).all():
            city, label[members] = changed, number
    return city, label


def test_known_series_teach_a_model_that_finds_others() -> None:
    taught, label = known_series(1)
    model = series.fit(*taught, label)
    assert model.series > 15
    assert all(0 <= curve.weight <= 2 for curve in model.curves())
    other, truth = known_series(2)
    for weights, least in ((model, 0.97), (None, 0.95)):
        pairs = series.linkage(*other, model=weights)
        linked = (truth[pairs.i] == truth[pairs.j]) & (truth[pairs.i] >= 0)
        assert roc_auc_score(linked, pairs.score) > least


def test_labels_of_any_kind_and_gaps_teach_the_same() -> None:
    city, label = known_series(3, 300)
    words = [None if one < 0 else f"S-{one}" for one in label]
    halves = np.where(label < 0, np.nan, label.astype(float))
    first = series.fit(*city, label)
    for given_as in (words, halves, pd.Series(words)):
        assert series.fit(*city, given_as).tags[0].kept == first.tags[0].kept


def test_without_known_series_the_model_is_the_assumed_one() -> None:
    city = noise(60, np.random.default_rng(0))
    assert series.fit(*city, [-1] * 60).series == 0


def test_the_score_is_the_sum_of_its_reasons() -> None:
    rng = np.random.default_rng(4)
    pairs = series.linkage(*plant(noise(80, rng), rng, 5)[0])
    assert pairs.reasons.table().sum(axis=1) == pytest.approx(pairs.score, abs=1e-9)
    assert (np.diff(pairs.score) <= 0).all()
    assert (pairs.i < pairs.j).all()
    assert len(pairs) == len(pairs.reasons) == 80 * 79 // 2
    assert (np.diff(pairs.probability) <= 0).all()


def test_reasons_are_codes_and_numbers_weightiest_first() -> None:
    x, y = [0, 312, 9_000, 20_000, 5_000], [0, 0, 9_000, 0, 30_000]
    start = ["2026-03-01T01:00", "2026-03-02T01:20", "2026-05-09T13:00", None, "2026-07-09T17:00"]
    tags = [["window", 7], ["window", None], ["door", 3], ["door", 3], ["lock", 3]]
    pairs = series.linkage(x, y, start, start, tags)
    first = [*zip(pairs.i.tolist(), pairs.j.tolist(), strict=True)].index((0, 1))
    said = {str(reason) for reason in pairs.reasons[first]}
    assert {"312 m apart", "same tag 0: window"} <= said
    weights = [reason.weight for reason in pairs.reasons[first]]
    assert weights == sorted(weights, reverse=True)
    assert len(pairs.reasons[:2]) == 2
    with pytest.raises(IndexError):
        pairs.reasons[999]


def test_what_is_missing_weighs_nothing() -> None:
    city = noise(40, np.random.default_rng(1))
    blank = [np.full(40, np.nan), city[1], [None] * 40, [pd.NaT] * 40, [[None] * 4] * 40]
    assert np.abs(series.linkage(*blank).score).max() == 0


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_cases_are_no_trouble(n) -> None:
    city = [column[:n] for column in noise(5, np.random.default_rng(1))]
    pairs = series.linkage(*city)
    assert len(pairs) == n * (n - 1) // 2
    assert series.groups(pairs) == []
    assert list(pairs.reasons) == [pairs.reasons[k] for k in range(len(pairs))]


def test_lists_series_strings_and_time_zones_are_one_city() -> None:
    x, y, start, end, tags = noise(50, np.random.default_rng(6))
    plain = series.linkage(x, y, start, end, tags)
    frame = pd.DataFrame({"from": pd.to_datetime(start), "to": pd.to_datetime(end)})
    others = [
        (x.tolist(), pd.Series(y), start.astype(str), end.astype("datetime64[ns]"), tags.tolist()),
        (x, y, frame["from"], frame["to"].dt.tz_localize("Asia/Shanghai"), pd.DataFrame(tags)),
        (x, y, start, end, np.where(tags < 0, np.nan, tags)),
        (x, y, start, end, [[None if t < 0 else f"code {t}" for t in row] for row in tags]),
    ]
    for other in others:
        again = series.linkage(*other)
        assert again.score == pytest.approx(plain.score)
        assert again.i.tolist() == plain.i.tolist()


def test_the_best_pairs_are_the_same_however_many_are_kept() -> None:
    city = noise(300, np.random.default_rng(8))
    every, best = series.linkage(*city), series.linkage(*city, limit=500)
    assert best.score == pytest.approx(every.score[:500])
    assert best.floor <= best.score[-1]
    near = series.linkage(*city, max_days=3)
    assert 0 < len(near) < len(every)
    assert series.groups(near) == []


def test_a_series_longer_than_the_days_between_listed_pairs_stays_one_group() -> None:
    rng = np.random.default_rng(3)
    city, members = plant(noise(150, rng), rng, 7, near_m=200, days=20)
    whole = series.groups(series.linkage(*city))
    listed = series.groups(series.linkage(*city, max_days=10))
    assert set(whole[0].cases) <= set(members)
    assert set(whole[0].cases) <= set(listed[0].cases)


def test_groups_by_threshold_share_no_case_and_say_what_is_alike() -> None:
    rng = np.random.default_rng(11)
    city, members = plant(noise(150, rng), rng, 6, near_m=200, days=5)
    found = series.groups(series.linkage(*city), threshold=5.0)
    taken = [case for group in found for case in group.cases]
    assert len(taken) == len(set(taken))
    best = max(found, key=lambda group: len(set(group.cases) & set(members)))
    assert set(best.cases) & set(members)
    assert best.span_days <= 14
    assert best.spread_m < 2_000
    assert best.shared
    with pytest.raises(ValueError, match="chain"):
        series.groups(series.linkage(*city), method="single")


def test_arrays_of_other_cases_are_refused() -> None:
    city = noise(10, np.random.default_rng(1))
    with pytest.raises(ValueError, match="equally long"):
        series.linkage(city[0][:9], *city[1:])
    with pytest.raises(ValueError, match="series_id"):
        series.fit(*city, [1, 1])


@settings(max_examples=30, deadline=None)
@given(*[st.floats(0, 10) for _ in range(4)])
def test_the_days_between_intervals_are_those_of_drawing_times_from_them(a, da, b, db) -> None:
    day = np.datetime64("2026-01-01", "us")

    def at(days: float) -> np.datetime64:
        return day + np.timedelta64(int(days * 86_400_000_000), "us")

    cases = take([0, 0], [0, 0], [at(a), at(b)], [at(a + da), at(b + db)], [[0], [0]])
    grid = (np.arange(400) + 0.5) / 400
    drawn = np.abs((a + da * grid)[:, None] - (b + db * grid)[None, :]).mean()
    assert compare.days(cases, np.array([0]), np.array([1])).item() == pytest.approx(
        drawn, abs=0.02
    )


def test_two_thousand_cases_take_little_memory() -> None:
    pairs = series.linkage(*noise(2_000, np.random.default_rng(2), days=200), limit=5_000)
    assert len(pairs) == 5_000
    assert pairs.i.nbytes + pairs.j.nbytes + pairs.score.nbytes < 200_000
