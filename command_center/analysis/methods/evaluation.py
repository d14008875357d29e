"""Whether last period's hot cells were worth it: against what was REPORTED, and against habit.

With n cases in the hot cells of N cases in all, and a of the whole area A:

    hit rate = n / N
    PAI      = (n / N) / (a / A)          Chainey, Tompson & Uhlig 2008, Security Journal 21: 4-28
    PEI      = PAI / PAI*, PAI* the best that any choice of the same area could have had
               Hunt 2016 (George Mason University), and the NIJ forecasting challenge of 2017

The judge is what was reported afterwards, not what happened: cells that are watched more report
more. A method earns its place only above `naive`, "the same cells as last month".
"""

from dataclasses import dataclass

import numpy as np

from command_center.analysis.methods.inputs import Bools, Floats, Given, Ints, floats, same_length


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One choice of hot cells against the counts that came; shares from 0 to 1."""

    hits: float
    cases: float
    hit_rate: float
    area_share: float
    pai: float
    pei: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A method's cells beside the naïve ones, over the same area, against the same counts."""

    method: Evaluation
    naive: Evaluation

    @property
    def gain(self) -> float:
        """Hit rate above the naïve one's, as a share of all cases."""
        return self.method.hit_rate - self.naive.hit_rate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether stated expectations came true over many cells or periods."""

    observed: float
    expected: float
    ratio: float
    inside: float
    """Share of the counts within [low, high]; near the stated level when the interval is right."""
    count: int


def hit_rate(hot: Given, counts: Given) -> float:
    """Share of all cases that fell in hot cells; NaN without cases."""
    return evaluate(hot, counts).hit_rate


def pai(hot: Given, counts: Given, areas: Given | None = None) -> float:
    """Predictive accuracy index: hit rate over the share of the area that is hot.

    `hot` is a mask over the cells, or indices of cells; `areas` in any unit (None: all alike).
    """
    return evaluate(hot, counts, areas).pai


def pei(hot: Given, counts: Given, areas: Given | None = None) -> float:
    """Prediction efficiency index, 0 to 1: the PAI over the best possible with the same area.

    The best takes cells in order of cases per area until the hot area is used up, the last in
    part: exact for cells of one size, a bound from above for others (so PEI is from below).
    """
    return evaluate(hot, counts, areas).pei


def evaluate(hot: Given, counts: Given, areas: Given | None = None) -> Evaluation:
    """Every measure of one choice of hot cells.

    `hot`, `counts` and `areas` are of the same cells, of any shape; a count or an area that is
    not known is 0. NaN where a measure divides by 0: no cases, no hot area. ValueError for
    arrays of different size, for what is below 0, for a position where there is no cell.
    """
    cases, size = _cells(counts, areas, "counts")
    mask = as_mask(hot, cases.size)
    hits, total = float(cases[mask].sum()), float(cases.sum())
    hot_area, whole = float(size[mask].sum()), float(size.sum())
    rate = _over(hits, total)
    share = _over(hot_area, whole)
    best = _over(_best(cases, size, hot_area), total)
    return Evaluation(hits, total, rate, share, _over(rate, share), _over(rate, best))


def naive(previous_counts: Given, *, like: Given, areas: Given | None = None) -> Bools:
    """The "same cells as last month": its fullest, over at most the area of the cells `like`.

    Cells in order of their cases per area last month (ties by place in the list), as long as
    each still fits; cells without a case last month only when nothing else is left. Arguments
    and errors as `evaluate`.
    """
    before, size = _cells(previous_counts, areas, "previous_counts")
    room = float(size[as_mask(like, before.size)].sum()) * (1 + 1e-12)
    chosen = np.zeros(before.size, dtype=bool)
    for cell in _by_density(before, size):
        if size[cell] <= room:
            chosen[cell] = True
            room -= float(size[cell])
    return chosen


def compare(
    hot: Given, counts: Given, previous_counts: Given, areas: Given | None = None
) -> Comparison:
    """The method's cells and the naïve ones of the same area, against the same counts."""
    same_length(counts=floats(counts).ravel(), previous_counts=floats(previous_counts).ravel())
    habit = naive(previous_counts, like=hot, areas=areas)
    return Comparison(evaluate(hot, counts, areas), evaluate(habit, counts, areas))


def calibration(counts: Given, expected: Given, low: Given, high: Given) -> Calibration:
    """Reported counts against expectations and their intervals; gaps are left out.

    ValueError where the four are not of one shape, nor single numbers.
    """
    named = {"counts": counts, "expected": expected, "low": low, "high": high}
    given = {name: floats(one, name) for name, one in named.items()}
    columns = {name: one.shape for name, one in given.items() if one.size != 1}
    first = next(iter(columns), "")
    for name, shape in columns.items():
        if shape != columns[first]:
            raise ValueError(f"{name} has shape {shape}, {first} {columns[first]}")
    arrays = np.broadcast_arrays(*given.values())
    known = np.all([np.isfinite(array) for array in arrays], axis=0)
    seen, hoped, least, most = (array[known] for array in arrays)
    inside = float(np.mean((seen >= least) & (seen <= most))) if seen.size else float("nan")
    total, stated = float(seen.sum()), float(hoped.sum())
    return Calibration(total, stated, _over(total, stated), inside, int(seen.size))


def as_mask(hot: Given, cells: int) -> Bools:
    """A mask over the cells, from a mask (booleans, or 0 and 1 for every cell) or from indices.

    Two numbers for two cells, or one for one, are indices. ValueError for booleans of another
    size than the cells, and for what is no index of a cell.
    """
    is_mask = np.asarray(hot).dtype.kind == "b"
    given = floats(hot, "hot").ravel()
    if is_mask and given.size != cells:
        raise ValueError(f"hot is a mask of {given.size} cells, the counts are of {cells}")
    if is_mask or (given.size == cells > 2 and np.isin(given, (0, 1)).all()):
        return given.astype(bool)
    if not np.isin(given, np.arange(cells)).all():
        raise ValueError(f"hot must be a mask or positions from 0 to {cells - 1}")
    mask = np.zeros(cells, dtype=bool)
    mask[given.astype(np.int64)] = True
    return mask


def _cells(counts: Given, areas: Given | None, name: str) -> tuple[Floats, Floats]:
    """Cases and area of each cell."""
    cases = np.nan_to_num(floats(counts, name)).ravel()
    size = np.ones(cases.size) if areas is None else np.nan_to_num(floats(areas, "areas")).ravel()
    same_length(**{name: cases, "areas": size})
    for what, values in ((name, cases), ("areas", size)):
        if (values < 0).any():
            raise ValueError(f"{what} must not be below 0")
    return cases, size


def _best(cases: Floats, size: Floats, hot_area: float) -> float:
    order = _by_density(cases, size)
    filled = np.concatenate([[0.0], np.cumsum(size[order])])
    gained = np.concatenate([[0.0], np.cumsum(cases[order])])
    return float(np.interp(hot_area, filled, gained))


def _by_density(cases: Floats, size: Floats) -> Ints:
    density = np.divide(cases, size, out=np.where(cases > 0, np.inf, 0.0), where=size > 0)
    return np.argsort(-density, kind="stable")


def _over(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
