"""Groups of cases that are likely one series, and how sure that is against chance.

Clusters are those of hierarchical agglomeration by average (or complete) linkage: never by single
links, which chain strangers together. A cluster of m cases of n is confident when

    log E >= log C(n, m) + log(m (m - 1)) + log(1 / alpha),
    E = mean over the members c of the product of the Bayes factors of c with the m - 1 others.

Why that holds the false-alarm rate: seen from one member, the factors of the others multiply to
an e-value (mean at most 1 where nothing is connected), and a mean of e-values is one (Vovk & Wang
2021, Annals of Statistics 49: 1736-1754). Markov's inequality and the union over all C(n, m)
groups of all sizes m (whose shares 1 / (m (m - 1)) add to 1) give: the chance of ANY confident
group in a city of pure noise is at most alpha, as far as the factors are what they claim to be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import linkage as agglomerate
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.special import gammaln

from command_center.analysis.methods.inputs import Floats, Ints, level_of, whole
from command_center.analysis.methods.series.cases import Cases
from command_center.analysis.methods.series.linking import LinkedPairs, scores_among

MOST_TOGETHER = 2_000
MOST_IN_GROUP = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Cases (indices, ascending) of a likely series.

    `score` is the mean log Bayes factor of its pairs; `false_alarm_rate` the bound on the chance
    of any group as strong among unconnected cases. Its reasons: the widest distance (m, NaN
    where no two places are known), the days from the first to the last, and the tags that two
    thirds of its cases or more agree on, as (tag, code, share of the cases).
    """

    cases: tuple[int, ...]
    score: float
    false_alarm_rate: float
    spread_m: float
    span_days: float
    shared: tuple[tuple[int, Any, float], ...]


def groups(
    pairs: LinkedPairs,
    *,
    threshold: float | None = None,
    alpha: float = 0.05,
    least: int = 3,
    method: str = "average",
) -> list[Group]:
    """Groups of at least `least` cases that share none, surest first.

    By default the confident ones at `alpha`; with `threshold` those whose mean log Bayes factor
    reaches it, however sure. `method` is average or complete. ValueError for another, for fewer
    than two cases, for an `alpha` outside 0 to 1.
    """
    alpha, least = level_of(alpha, "alpha"), whole(least, "least", least=2)
    if method not in ("average", "complete"):
        raise ValueError("method is average or complete: single links chain strangers together")
    found: list[tuple[float, float, tuple[int, ...]]] = []
    for members, scores in _parts(pairs, threshold):
        for inside in _clusters(scores, method, least):
            between = scores[np.ix_(inside, inside)]
            mean = float(between.sum() / (len(inside) * (len(inside) - 1)))
            sure = _evidence(between.sum(axis=1), pairs.cases)
            if sure >= -np.log(alpha) if threshold is None else mean >= threshold:
                found.append((sure, mean, tuple(sorted(members[inside].tolist()))))
    return [_group(pairs.sheet, *each) for each in _apart(found, by_size=threshold is not None)]


def _evidence(stars: Floats, n: int) -> float:
    """Log e-value of a group less the price of having looked at all groups.

    `stars` has for each member the sum of its log factors with the others.
    """
    m = len(stars)
    choices = float(gammaln(n + 1) - gammaln(m + 1) - gammaln(n - m + 1))
    return float(np.logaddexp.reduce(stars) - np.log(m)) - choices - float(np.log(m * (m - 1)))


def _parts(pairs: LinkedPairs, threshold: float | None) -> Iterator[tuple[Ints, Floats]]:
    """Cases that strong pairs hold together, with the scores between all of them."""
    if not len(pairs):
        return
    cut = max(np.log(pairs.cases) - 3, 0.0) if threshold is None else threshold / 2
    while True:
        strong = pairs.score >= cut
        label = _components(pairs.i[strong], pairs.j[strong], pairs.cases)
        sizes = np.bincount(label)
        if sizes.max(initial=0) <= MOST_TOGETHER:
            break
        cut += 0.5
    for part in np.nonzero(sizes >= 2)[0]:
        members = np.nonzero(label == part)[0]
        yield members, scores_among(pairs, members)


def _components(i: Ints, j: Ints, n: int) -> Ints:
    graph = coo_matrix((np.ones(len(i), dtype=np.int8), (i, j)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _clusters(scores: Floats, method: str, least: int) -> Iterator[list[int]]:
    """Every cluster of the tree between the least and the most members."""
    size = len(scores)
    upper = np.triu_indices(size, 1)
    apart = scores.max() - scores[upper]
    nodes: list[list[int]] = [[leaf] for leaf in range(size)]
    for one, other, _height, _count in agglomerate(apart, method=method):
        node = nodes[int(one)] + nodes[int(other)]
        nodes.append(node)
        if least <= len(node) <= MOST_IN_GROUP:
            yield node


def _apart(
    found: list[tuple[float, float, tuple[int, ...]]], *, by_size: bool
) -> list[tuple[float, float, tuple[int, ...]]]:
    """The surest (or the largest) first, each only where no case of it is in one already."""
    order = sorted(found, key=lambda each: (-len(each[2]) if by_size else 0, -each[0], each[2]))
    taken: set[int] = set()
    kept = []
    for each in order:
        if taken.isdisjoint(each[2]):
            taken.update(each[2])
            kept.append(each)
    return sorted(kept, key=lambda each: (-each[0], each[2]))


def _group(sheet: Cases, sure: float, mean: float, members: tuple[int, ...]) -> Group:
    at = np.array(members)
    x, y = sheet.x[at], sheet.y[at]
    wide = np.hypot(x[:, None] - x, y[:, None] - y)
    times = sheet.middle[at]
    known = times[~np.isnan(times)]
    return Group(
        cases=members,
        score=mean,
        false_alarm_rate=float(np.exp(min(-sure, 0.0))),
        spread_m=float(np.nanmax(wide)) if np.isfinite(x).any() else float("nan"),
        span_days=float(np.ptp(known)) if known.size else float("nan"),
        shared=tuple(_shared(sheet, at)),
    )


def _shared(sheet: Cases, at: Ints) -> Iterator[tuple[int, Any, float]]:
    for k in range(sheet.tags.shape[1]):
        column = sheet.tags[at, k]
        counts = np.bincount(column[column >= 0], minlength=1)
        share = float(counts.max() / len(at))
        if share * 3 >= 2:
            yield k, sheet.levels[k][int(counts.argmax())], share
