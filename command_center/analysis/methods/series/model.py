"""The weights of a linkage: curves of log Bayes factors over distance, time and hour, and tags.

For tags the weight follows rarity (Fellegi & Sunter 1969): with q the chance that a series keeps
to its code and p the share of a code among all cases,

    agree on it:  log(1 - q + q / p)        differ:  log(1 - q)        not known:  0.

Without known series (`assumed`) the linked side is assumed and the unlinked side is taken from
the cases themselves, nearly all of whose pairs are unconnected:

    P(v | linked) = b * P(v | unlinked) + (1 - b) * Exponential(v; mean)

with means of 1,000 m, 21 days and 2.5 hours, and b = 0.3, 0.2 and 0.5 (a series may roam the
whole city; few last for ever; many have no hour of their own); q = 0.5. They are assumptions in
the range that studies of solved series found (Bennell & Jones 2005; Markson, Woodhams & Bond
2010; Tonkin et al. 2011), to be replaced by `fit` as soon as a city has its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import Floats, Ints
from command_center.analysis.methods.series import compare
from command_center.analysis.methods.series.cases import Cases

BINS = 96
SCALES = {"distance": (20.0, 200_000.0), "time": (0.05, 4_000.0), "hour": (0.25, 12.0)}
ASSUMED = {"distance": (1_000.0, 0.3), "time": (21.0, 0.2), "hour": (2.5, 0.5)}
ASSUMED_KEPT = 0.5
SAMPLED = 200_000
PSEUDO_PAIRS = 50.0
HIGHEST = 8.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Log Bayes factor over one difference, in `BINS` bins even in log(1 + v / scale)."""

    scale: float
    longest: float
    log_bf: Floats
    weight: float = 1.0

    def of(self, difference: Floats) -> Floats:
        """The weight of each difference; 0 where it is not known."""
        at = bins_of(difference, self.scale, self.longest)
        table: Floats = np.append(self.log_bf, 0.0) * self.weight
        return table[at]


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag column: how far series keep to their code, and how many known cases had each."""

    kept: float
    seen: Mapping[Any, float]
    weight: float = 1.0

    def agreements(self, levels: tuple[Any, ...], seen: Floats) -> Floats:
        """Weight of agreeing on each code.

        How common a code is goes by the cases that taught the model and those compared together,
        half a case added to each code, so that none is impossible.
        """
        taught = np.array([self.seen.get(level, 0.0) for level in levels])
        every = sum(self.seen.values()) + seen.sum() + 0.5 * (len(levels) + 1)
        share = (taught + seen + 0.5) / every
        weights: Floats = self.weight * np.log(1 - self.kept + self.kept / share)
        return weights

    @property
    def difference(self) -> float:
        return self.weight * float(np.log(1 - self.kept))


@dataclass(frozen=True, slots=True)
class Model:
    """What a linkage weighs by; `series` is how many known series taught it (0: assumed)."""

    distance: Curve
    time: Curve
    hour: Curve
    tags: tuple[Tag, ...]
    series: int = 0

    def curves(self) -> tuple[Curve, Curve, Curve]:
        return self.distance, self.time, self.hour

    def weighted(self, weights: Floats) -> "Model":
        """The same, with a weight for each curve and tag, in their order."""
        return replace(
            self,
            distance=replace(self.distance, weight=float(weights[0])),
            time=replace(self.time, weight=float(weights[1])),
            hour=replace(self.hour, weight=float(weights[2])),
            tags=tuple(
                replace(tag, weight=float(weight))
                for tag, weight in zip(self.tags, weights[3:], strict=True)
            ),
        )


def bins_of(difference: Floats, scale: float, longest: float) -> Ints:
    """Bin of each difference, `BINS` where it is not known."""
    width = np.log1p(longest / scale) / BINS
    at = np.log1p(np.minimum(difference, longest) / scale) / width
    return np.where(np.isnan(at), BINS, np.minimum(at, BINS - 1)).astype(np.int64)


def edges(scale: float, longest: float) -> Floats:
    """The borders of the bins, the last one without end."""
    borders = scale * np.expm1(np.linspace(0, np.log1p(longest / scale), BINS + 1))
    borders[-1] = np.inf
    return borders


def sample(cases: Cases, rng: np.random.Generator, size: int = SAMPLED) -> tuple[Ints, Ints]:
    """Pairs i < j: all of them where there are no more than `size`, else as many drawn."""
    n = len(cases)
    if n * (n - 1) // 2 <= size:
        rows, columns = np.triu_indices(n, 1)
        return rows.astype(np.int64), columns.astype(np.int64)
    i, j = rng.integers(0, n, size), rng.integers(0, n - 1, size)
    j = j + (j >= i)
    return np.minimum(i, j), np.maximum(i, j)


def differences(cases: Cases, i: Ints, j: Ints) -> dict[str, Floats]:
    """Metres, days and hours between the cases of each pair."""
    return {
        "distance": compare.metres(cases, i, j),
        "time": compare.days(cases, i, j),
        "hour": compare.hours(cases, i, j),
    }


def tag_weights(cases: Cases, model: Model, i: Ints, j: Ints) -> Floats:
    """Weight of each tag for each pair, (pairs, k)."""
    table = np.zeros((len(i), cases.tags.shape[1]))
    for k, tag in enumerate(model.tags[: table.shape[1]]):
        one, other = cases.tags[i, k], cases.tags[j, k]
        agreed = np.append(tag.agreements(cases.levels[k], cases.seen[k]), 0.0)
        known = (one >= 0) & (other >= 0)
        table[:, k] = np.where(one == other, agreed[one], tag.difference) * known
    return table


def assumed(cases: Cases) -> Model:
    """The model of these cases where no series are known; deterministic (its sample is seeded)."""
    i, j = sample(cases, np.random.default_rng(20_260_301))
    between = differences(cases, i, j)
    curves = {name: _assumed_curve(name, between[name]) for name in SCALES}
    tags = tuple(Tag(ASSUMED_KEPT, {}) for _levels in cases.levels)
    model = Model(curves["distance"], curves["time"], curves["hour"], tags)
    temper = _temper(tag_weights(cases, model, i, j).sum(axis=1))
    return model.weighted(np.append(np.ones(3), np.full(len(tags), temper)))


def _assumed_curve(name: str, seen: Floats) -> Curve:
    (scale, longest), (mean, background) = SCALES[name], ASSUMED[name]
    borders = edges(scale, longest)
    near = _exponential(borders, mean)
    known = seen[~np.isnan(seen)]
    # Few pairs say little of the unlinked side: until there are more it is taken to be wide.
    wide = _exponential(borders, max(3 * mean, float(known.mean()) if known.size else 0.0))
    counted = counted_bins(bins_of(seen, scale, longest)) + PSEUDO_PAIRS * wide
    joined = joined_bins(counted)
    near, unlinked = summed(near, joined), summed(counted / counted.sum(), joined)
    ratio = np.divide(near, unlinked, out=np.ones(len(near)), where=unlinked > 1e-12)
    steps = np.log(background + (1 - background) * ratio)[joined]
    return Curve(scale, longest, softened(steps))


def _exponential(borders: Floats, mean: float) -> Floats:
    """Share of each bin, all of it before the last border."""
    raw = np.exp(-borders[:-1] / mean) - np.exp(-borders[1:] / mean)
    share: Floats = raw / raw.sum()
    return share


def counted_bins(at: Ints, weights: Floats | None = None) -> Floats:
    """How many differences (or how much weight) in each bin, those not known left out."""
    return np.bincount(at, weights=weights, minlength=BINS + 1)[:BINS].astype(np.float64)


def joined_bins(counted: Floats) -> Ints:
    """Number of the joined bin of each bin: neighbours go together until they hold enough pairs.

    Without that, a bin that happens to be empty among the unlinked would prove anything.
    """
    enough = max(counted.sum() / 400, 10.0)
    number, held, joined = 0, 0.0, np.zeros(BINS, dtype=np.int64)
    for at, count in enumerate(counted):
        if held >= enough:
            number, held = number + 1, 0.0
        joined[at] = number
        held += count
    if held < enough and number:
        joined[joined == number] = number - 1
    return joined


def summed(values: Floats, joined: Ints) -> Floats:
    """Values of bins added over joined bins."""
    added: Floats = np.bincount(joined, weights=values).astype(np.float64)
    return added


def softened(steps: Floats) -> Floats:
    """Steps over the bins joined by lines between their middles, so that likes are still ranked."""
    starts = np.concatenate([[0], np.nonzero(np.diff(steps))[0] + 1, [len(steps)]])
    middles = (starts[:-1] + starts[1:] - 1) / 2
    smooth: Floats = np.interp(np.arange(len(steps)), middles, steps[starts[:-1]])
    return smooth


def _temper(totals: Floats) -> float:
    """The power at which the tags' Bayes factors average 1 over unconnected pairs, at most 1.

    Tags depend on each other (a way in goes with a target), and factors that are multiplied as
    if they did not would find series everywhere. The highest are cut, so that a real series
    among the cases does not speak against itself.
    """
    cut = np.minimum(totals, HIGHEST)
    for power in np.arange(1.0, 0.35, -0.05):
        if _mean_exp(power * cut) <= 1.1:
            return float(power)
    return 0.4


def _mean_exp(values: Floats) -> float:
    return float(np.mean(np.exp(values))) if values.size else 1.0
