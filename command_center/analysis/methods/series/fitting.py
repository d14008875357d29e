"""Learning a linkage from known series: curves, how far series keep to their tags, and weights."""

from typing import Any

import numpy as np
from scipy.optimize import minimize

from command_center.analysis.methods.inputs import Bools, Floats, Given, Ints, codes, is_gap
from command_center.analysis.methods.series.cases import Cases, take
from command_center.analysis.methods.series.model import (
    SCALES,
    Curve,
    Model,
    Tag,
    assumed,
    bins_of,
    counted_bins,
    differences,
    joined_bins,
    sample,
    softened,
    summed,
    tag_weights,
)
from command_center.analysis.methods.series.monotone import falling

PSEUDO_LINKS = 4.0
KEPT_PRIOR = (0.5, 4.0)
WEIGHT_SD = 0.5


def fit(
    x: Given,
    y: Given,
    occurred_from: Given,
    occurred_to: Given | None,
    tags: Given | None,
    series_id: Given,
    *,
    seed: int = 0,
) -> Model:
    """A model from known series; `series_id` is any label, (n,), -1 or a gap for "in none".

    The other arguments as `linkage`. ValueError for columns of different length, or a label that
    cannot be compared.
    Linked are the pairs of a series, each series weighing as its m - 1 independent links (2 / m a
    pair), unlinked a sample of the others. Each difference gets a curve of log Bayes factors that
    falls as it grows (isotonic, shrunk to the assumed one by a few pseudo-links), each tag its q,
    and a logistic regression weighs them against each other, with priors at 1, the naive Bayes
    weight. With no known pair it is the assumed model of these cases.
    """
    cases = take(x, y, occurred_from, occurred_to, tags)
    series = _series(series_id, len(cases))
    i, j, weight = _linked(series)
    start = assumed(cases)
    if not i.size:
        return start
    a, b = sample(cases, np.random.default_rng(seed))
    apart = (series[a] != series[b]) | (series[a] < 0)
    a, b = a[apart], b[apart]
    near, far = differences(cases, i, j), differences(cases, a, b)
    distance, time, hour = (
        _curve(name, (near[name], weight), far[name], prior)
        for name, prior in zip(SCALES, start.curves(), strict=True)
    )
    kept = tuple(_tag(cases, k, (i, j, weight)) for k in range(cases.tags.shape[1]))
    naive = Model(distance, time, hour, kept, series=len(np.unique(series[i])))
    linked = _features(cases, naive, (i, j), near)
    unlinked = _features(cases, naive, (a, b), far)
    return naive.weighted(_weights(linked, weight, unlinked))


def _series(series_id: Given, n: int) -> Ints:
    given = np.asarray(series_id)
    labels = given if given.dtype.kind in "iub" else np.asarray(series_id, dtype=object)
    flat = [None if _is_none(value) else value for value in labels.ravel()]
    if len(flat) != n:
        raise ValueError(f"series_id must be of the {n} cases, not of {len(flat)}")
    labels = np.full(n + 1, None, dtype=object)
    labels[:n] = flat
    try:
        return codes(labels)[0][:-1]
    except TypeError as error:
        raise ValueError(f"series_id must be numbers or words: {error}") from error


def _is_none(value: Any) -> bool:
    return is_gap(value) or str(value) in ("-1", "-1.0")


def _linked(series: Ints) -> tuple[Ints, Ints, Floats]:
    order = np.argsort(series, kind="stable")
    order = order[series[order] >= 0]
    pieces = np.split(order, np.nonzero(np.diff(series[order]))[0] + 1)
    none = np.empty(0, dtype=np.int64)
    rows, columns, weights = [none], [none], [np.empty(0)]
    for members in pieces:
        one, other = np.triu_indices(len(members), 1)
        rows.append(np.minimum(members[one], members[other]))
        columns.append(np.maximum(members[one], members[other]))
        weights.append(np.full(len(one), 2 / max(len(members), 1)))
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(weights)


def _curve(name: str, near: tuple[Floats, Floats], far: Floats, prior: Curve) -> Curve:
    """Isotonic log ratio of the shares of linked and unlinked pairs, over bins joined to fit."""
    scale, longest = SCALES[name]
    counted = counted_bins(bins_of(far, scale, longest))
    joined = joined_bins(counted)
    unlinked = summed(counted, joined)
    linked = summed(counted_bins(bins_of(near[0], scale, longest), near[1]), joined)
    if not linked.sum() or not unlinked.sum():
        return prior
    hoped = summed((counted + 1e-9) * np.exp(prior.log_bf), joined)
    hoped /= hoped.sum()
    p = (linked + PSEUDO_LINKS * hoped) / (linked.sum() + PSEUDO_LINKS)
    u = (unlinked + PSEUDO_LINKS * hoped) / (unlinked.sum() + PSEUDO_LINKS)
    steps = falling(np.log(p / u), weights=p + u)
    return Curve(scale, longest, softened(steps[joined]))


def _tag(cases: Cases, k: int, linked: tuple[Ints, Ints, Floats]) -> Tag:
    """q from the share of agreeing links: a = q + (1 - q) * u, u the chance of agreeing by luck."""
    i, j, weight = linked
    one, other = cases.tags[i, k], cases.tags[j, k]
    known = (one >= 0) & (other >= 0)
    counts = cases.seen[k]
    luck = float(np.sum(counts**2) / max(counts.sum(), 1) ** 2)
    agreed = float(np.sum(weight * (known & (one == other))))
    q = (agreed / max(float(np.sum(weight * known)), 1e-9) - luck) / max(1 - luck, 1e-9)
    seen, (prior, strength) = float(np.sum(weight * known)), KEPT_PRIOR
    kept = (seen * float(np.clip(q, 0, 1)) + strength * prior) / (seen + strength)
    return Tag(min(kept, 0.97), dict(zip(cases.levels[k], counts.tolist(), strict=True)))


def _features(
    cases: Cases, model: Model, pair: tuple[Ints, Ints], far: dict[str, Floats]
) -> Floats:
    columns = [c.of(far[name]) for name, c in zip(SCALES, model.curves(), strict=True)]
    return np.column_stack([*columns, tag_weights(cases, model, *pair)])


def _weights(linked: Floats, weight: Floats, unlinked: Floats) -> Floats:
    """Logistic regression of linked against unlinked on their log Bayes factors."""
    table = np.vstack([linked, unlinked])
    is_linked: Bools = np.arange(len(table)) < len(linked)
    total = float(weight.sum())
    share = np.append(weight, np.full(len(unlinked), total / max(len(unlinked), 1)))
    sign = np.where(is_linked, 1.0, -1.0)

    def loss(at: Floats) -> tuple[float, Floats]:
        margin = sign * (table @ at[1:] + at[0])
        slope = -share * sign / (1 + np.exp(np.clip(margin, -500, 500)))
        away = at - np.append(0.0, np.ones(len(at) - 1))
        cost = float(share @ np.logaddexp(0, -margin)) + float(away @ away) / (2 * WEIGHT_SD**2)
        pull = np.append(slope.sum(), slope @ table) + away / WEIGHT_SD**2
        return cost, pull

    start = np.append(0.0, np.ones(table.shape[1]))
    bounds = [(None, None)] + [(0.0, 2.0)] * table.shape[1]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x[1:], dtype=np.float64)
