"""Ranking the pairs of cases by how likely they are of one series."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from command_center.analysis.methods.inputs import Floats, Given, Ints, whole
from command_center.analysis.methods.series import compare
from command_center.analysis.methods.series.cases import Cases, take
from command_center.analysis.methods.series.model import Model, assumed
from command_center.analysis.methods.series.reasons import Reasons

LIMIT = 2_000_000
BLOCK = 100_000  # what a processor's cache holds


@dataclass(frozen=True, slots=True)
class LinkedPairs:
    """Pairs i < j of the cases as handed over, likeliest first.

    `score` is the natural log of the Bayes factor: above 0 speaks for one series. `cases` is how
    many cases were compared, `floor` a score that no pair left out exceeds.
    """

    i: Ints
    j: Ints
    score: Floats
    reasons: Reasons
    cases: int
    floor: float
    sheet: Cases
    model: Model

    def __len__(self) -> int:
        return len(self.i)

    @property
    def probability(self) -> Floats:
        """Chance of one series, where each case has on average one other of its series."""
        odds = np.clip(self.score - np.log(max(self.cases, 2)), -500, 500)
        chance: Floats = 1 / (1 + np.exp(-odds))
        return chance


def linkage(
    x: Given,
    y: Given,
    occurred_from: Given,
    occurred_to: Given | None,
    tags: Given | None,
    *,
    model: Model | None = None,
    max_days: float | None = None,
    limit: int = LIMIT,
) -> LinkedPairs:
    """The likeliest `limit` pairs of the cases, ranked; `max_days` leaves out pairs further apart.

    x, y in metres, (n,); times as `inputs.moments` reads them, on one clock, (n,); tags (n, k) of
    codes or words. Gaps (in tags also -1) are allowed everywhere and weigh nothing; None for all
    ends, or all tags, that are not known. Without a model the one of `series.model.assumed`. Every
    pair is scored, in blocks: seconds for 5,000 cases, memory of a few hundred MB for
    any. ValueError for columns of different length, for what is no number or no time, for a model
    of another number of tags, for `max_days` below 0.
    """
    cases = take(x, y, occurred_from, occurred_to, tags)
    weights = _weights(cases, model)
    if max_days is not None and not max_days >= 0:
        raise ValueError(f"max_days must be 0 or more, not {max_days!r}")
    i, j, score, floor = _best(cases, weights, max_days, whole(limit, "limit"))
    order = np.lexsort((j, i, -score))
    i, j, score = i[order], j[order], score[order]
    reasons = Reasons(cases, weights, i, j)
    return LinkedPairs(i, j, score, reasons, len(cases), floor, cases, weights)


def among(pairs: LinkedPairs, at: Ints) -> LinkedPairs:
    """Every pair of these cases, scored as among all that were compared, likeliest first."""
    members = np.unique(at)
    table = scores_among(pairs, members)
    i, j = np.triu_indices(len(members), 1)
    score = table[i, j]
    order = np.argsort(-score, kind="stable")
    i, j, score = members[i[order]], members[j[order]], score[order]
    reasons = Reasons(pairs.sheet, pairs.model, i, j)
    return LinkedPairs(i, j, score, reasons, pairs.cases, -np.inf, pairs.sheet, pairs.model)


def prepared(
    x: Given,
    y: Given,
    occurred_from: Given,
    occurred_to: Given | None,
    tags: Given | None,
    *,
    model: Model | None = None,
) -> LinkedPairs:
    """The cases and the model without any pair, for `among`; columns as `linkage` takes them."""
    cases = take(x, y, occurred_from, occurred_to, tags)
    weights = _weights(cases, model)
    none = np.empty(0, dtype=np.int64)
    reasons = Reasons(cases, weights, none, none)
    return LinkedPairs(none, none, np.empty(0), reasons, len(cases), np.inf, cases, weights)


def _weights(cases: Cases, model: Model | None) -> Model:
    weights = model if model is not None else assumed(cases)
    columns = cases.tags.shape[1]
    if not isinstance(weights, Model) or columns not in (0, len(weights.tags)):
        raise ValueError(f"model must be one that fit gave for {columns} tags")
    return weights


def scores_among(pairs: LinkedPairs, at: Ints) -> Floats:
    """Scores between these cases, (m, m), also of pairs that the list leaves out; diagonal 0."""
    every = slice(0, len(at))
    table = _block(pairs.sheet.only(at), pairs.model, every, every, None)
    np.fill_diagonal(table, 0.0)
    return table


def _best(
    cases: Cases, model: Model, max_days: float | None, limit: int
) -> tuple[Ints, Ints, Floats, float]:
    kept: list[tuple[Ints, Ints, Floats]] = []
    held, floor = 0, -np.inf
    for rows, columns, scores in _blocks(cases, model, max_days):
        at = np.nonzero(scores > floor)
        kept.append((rows + at[0], columns + at[1], scores[at]))
        held += at[0].size
        if held > 2 * limit:
            kept, floor = _trimmed(kept, limit, floor)
            held = limit
    if held > limit:
        kept, floor = _trimmed(kept, limit, floor)
    if not kept:
        none = np.empty(0, dtype=np.int64)
        return none, none.copy(), np.empty(0), 0.0
    i, j, score = (np.concatenate(part) for part in zip(*kept, strict=True))
    return i, j, score, float(floor)


def _trimmed(
    kept: list[tuple[Ints, Ints, Floats]], limit: int, floor: float
) -> tuple[list[tuple[Ints, Ints, Floats]], float]:
    i, j, score = (np.concatenate(part) for part in zip(*kept, strict=True))
    if limit == 0:
        return [], np.inf
    best = np.argpartition(-score, limit - 1)[:limit]
    return [(i[best], j[best], score[best])], max(floor, float(score[best].min()))


def _blocks(
    cases: Cases, model: Model, max_days: float | None
) -> Iterator[tuple[int, int, Floats]]:
    """Scores of rows against all later columns: first row, first column, (rows, columns)."""
    n = len(cases)
    start = 0
    while start < n - 1:
        stop = min(start + max(BLOCK // (n - start), 1), n - 1)
        scores = _block(cases, model, slice(start, stop), slice(start + 1, n), max_days)
        is_later = np.arange(start + 1, n)[None, :] > np.arange(start, stop)[:, None]
        yield start, start + 1, np.where(is_later & ~np.isnan(scores), scores, -np.inf)
        start = stop


def _block(
    cases: Cases, model: Model, rows: slice, columns: slice, max_days: float | None
) -> Floats:
    down = np.arange(rows.start, rows.stop)[:, None]
    scores = model.distance.of(compare.metres(cases, down, columns))
    days = compare.days(cases, down, columns)
    scores += model.time.of(days)
    scores += model.hour.of(compare.hours_block(cases, rows, columns))
    for k, tag in enumerate(model.tags[: cases.tags.shape[1]]):
        agreed = np.append(tag.agreements(cases.levels[k], cases.seen[k]), 0.0)
        one, other = cases.tags[rows, k][:, None], cases.tags[columns, k]
        same = np.where(one == other, agreed[one], tag.difference)
        scores += same * ((one >= 0) & (other >= 0))
    if max_days is not None:
        scores[days > max_days] = np.nan
    return scores
