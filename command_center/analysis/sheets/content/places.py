"""The places of the sheet: hot cells with what is new, and near-repeat zones open now."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import stats

from command_center.analysis.methods import aoristic, hotspots, near_repeat
from command_center.analysis.methods.inputs import Bools, Floats, Ints
from command_center.analysis.sheets.content.hours import peak
from command_center.analysis.sheets.content.inputs import SheetInput, rounded
from command_center.analysis.sheets.content.zoning import Risen, joined

MOST_CELLS: Final = 12
LEAST_HOT: Final = 2  # cases below which no cell is called hot
STRICT: Final = 0.01
YEAR_DAYS: Final = 365
LEAST_PAIRS: Final = 30  # cases below which Knox's test cannot find what is there


@dataclass(frozen=True, slots=True)
class _Hot:
    """Counts by cell, p-values held over the whole map, and which cells are hot and why."""

    counts: Ints
    usual: Floats
    p: Floats
    is_near: Bools  # with its neighbours above what a city in random order has anywhere
    is_own: Bools  # above its own past

    @property
    def is_hot(self) -> Bools:
        return np.asarray(self.is_near | self.is_own)


def hot_cells(given: SheetInput) -> dict[str, Any]:
    """Cells that stand out over the window, among their neighbours or above their own past.

    Each of the two tests errs anywhere on the map with half of `hot_alpha`, where there is
    nothing. New is what was not hot `new_after_days` ago.
    """
    about = {"since": str(_window(given)[0]), "cells": len(given.ground.code), "lines": []}
    if "hotspots" in given.off:
        return about | {"state": "off"}
    if len(given.ground.code) < given.settings["least_cells"]:
        return about | {"state": "few_cells"}
    now = _hot(given, 0)
    before = _hot(given, int(given.settings["new_after_days"]))
    order = [at for at in np.lexsort((-now.counts, now.p)) if now.is_hot[at]]
    lines = [_cell(given, at, now) | {"is_new": not before.is_hot[at]} for at in order[:MOST_CELLS]]
    gone = [given.ground.name[at] for at in np.flatnonzero(before.is_hot & ~now.is_hot)]
    return about | {"state": "ok", "lines": lines, "found": len(order), "gone": gone}


def _window(given: SheetInput, back: int = 0) -> tuple[np.datetime64, np.datetime64]:
    """First and last day of the window that ended `back` days before the sheet's day."""
    first, last = given.span(int(given.settings["window_days"]))
    return first - back, last - back


def _hot(given: SheetInput, back: int) -> _Hot:
    alpha = given.settings["hot_alpha"] / 2
    first, last = _window(given, back)
    counts = given.cells_between(first, last)
    past = given.cells_between(given.recent_first, first - 1)
    pairs = [(at, near) for at, row in enumerate(given.ground.neighbours) for near in row]
    near = hotspots.hot_cells(
        counts, hotspots.neighbours(pairs, len(counts)), alpha=alpha,
        permutations=int(given.settings["hot_permutations"]), rng=given.rng,
    )  # fmt: skip
    days = int((last - first).astype(int)) + 1
    days_past = int((first - given.recent_first).astype(int))
    own = _above_own_past(counts, past, days / (days + days_past))
    return _Hot(
        counts=counts,
        usual=np.multiply(past, days / max(days_past, 1), dtype=np.float64),
        p=np.minimum(near.p, own),
        is_near=near.is_hot & (counts >= LEAST_HOT),
        is_own=(own <= alpha) & (counts > LEAST_HOT),
    )


def _above_own_past(counts: Ints, past: Ints, share: float) -> Floats:
    """P(so many or more of a cell's cases fall into the window), Bonferroni over its cells.

    Conditional on all its cases the number in the window is binomial where the rate is steady
    (Przyborowski and Wilenski 1940, Biometrika 31: 313-323).
    """
    cells = max(int(((counts + past) > 0).sum()), 1)
    tail = stats.binom.sf(counts - 1, counts + past, share)
    return np.asarray(np.minimum(tail * cells, 1.0), dtype=np.float64)


def _cell(given: SheetInput, at: int, hot: _Hot) -> dict[str, Any]:
    """One cell with its hours; `open` shows its cases of the window."""
    first, last = _window(given)
    cases = given.window.where(given.window.cell == given.ground.pk[at])
    weights = aoristic.hour_of_week(cases.occurred_from, cases.occurred_to)
    code = given.ground.code[at]
    return {
        "code": code,
        "name": given.ground.name[at],
        "cases": int(hot.counts[at]),
        "usual": rounded(hot.usual[at], 1),
        "p": rounded(hot.p[at], 4),
        "level": 99 if hot.p[at] <= STRICT else 95,
        "because": [
            word for word, flags in (("near", hot.is_near), ("own", hot.is_own)) if flags[at]
        ],
        "peak": None if "aoristic" in given.off else peak(weights),
        "open": given.opens(first, last, cell=code, **given.headline.filters()),
    }


def zones(given: SheetInput) -> dict[str, Any]:
    """Near-repeat zones open now: only where repeats are more than chance in this area."""
    radius, days = int(given.settings["near_m"]), int(given.settings["near_days"])
    about = {"radius_m": radius, "days": days, "category": given.settings["near_repeat"]}
    about |= {"lines": [], "cases": len(given.near.x), "since": str(given.near_since)}
    if "near_repeat" in given.off:
        return about | {"state": "off"}
    if int(np.isfinite(given.near.x).sum()) < LEAST_PAIRS:
        return about | {"state": "few_cases"}
    space, time = [0.0, float(radius)], [0.0, float(days + 1)]
    knox = near_repeat.knox(
        given.near.x, given.near.y, _happened(given.near),
        space_breaks=space, time_breaks=time, metric="euclidean",
        permutations=int(given.settings["near_permutations"]), rng=given.rng,
    )  # fmt: skip
    p_value = float(knox.p_value[0, 0])
    risk = near_repeat.raised_risk(
        knox, space_breaks=space, time_breaks=time, radius_m=radius, days=days
    )
    test = {
        "observed": int(knox.observed[0, 0]),
        "expected": rounded(knox.expected[0, 0], 1),
        "ratio": rounded(risk, 2),
        "p": rounded(p_value, 4),
    }
    if p_value > given.settings["near_alpha"]:
        return about | {"state": "chance", "test": test}
    found = near_repeat.zones(
        given.near.x, given.near.y, given.near.occurred_from, given.near.occurred_to,
        today=given.day, radius_m=radius, days=days, risk=risk,
    )  # fmt: skip
    days_ago = (np.datetime64(given.day, "D") - _happened(given.near)).astype(np.int64)
    risen = joined(found, given.near.x, given.near.y, days_ago=days_ago, radius_m=radius)
    return about | {"state": "ok", "test": test, "lines": [_zone(given, one) for one in risen]}


def _zone(given: SheetInput, zone: Risen) -> dict[str, Any]:
    members = list(zone.members)
    cells = _cells_of(given, np.asarray(members, dtype=np.int64))
    numbers = [str(given.near.number[at]) for at in members]
    return {
        "x": rounded(zone.x, 1),
        "y": rounded(zone.y, 1),
        "radius_m": rounded(zone.radius_m, 0),
        "opened": zone.opened.isoformat(),
        "ends": zone.ends.isoformat(),
        "is_new": _known_since(given, members) == given.day,
        "risk": rounded(zone.risk, 2),
        "cases": len(members),
        "cells": [given.ground.code[at] for at in cells],
        "names": [given.ground.name[at] for at in cells],
        "numbers": numbers,
        "open": {"numbers": ",".join(numbers)},
    }


def _happened(cases: Any) -> Any:
    """The day by which each case had surely happened."""
    has_end = cases.occurred_to > cases.occurred_from  # false for NaT
    return np.where(has_end, cases.occurred_to, cases.occurred_from).astype("datetime64[D]")


def _known_since(given: SheetInput, members: list[int]) -> Any:
    """The day on which the first of these cases was reported."""
    return given.near.day[members].min().astype("datetime64[D]").item()


def _cells_of(given: SheetInput, members: Ints) -> list[int]:
    where = given.ground.places(given.near.cell[members])
    return sorted({int(at) for at in where if at >= 0}, key=lambda at: given.ground.code[at])
