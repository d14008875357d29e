"""The places of the sheet: hot cells with what is new, and near-repeat zones open now."""

from typing import Any, Final

import numpy as np

from command_center.analysis.methods import aoristic, hotspots, near_repeat
from command_center.analysis.methods.inputs import Bools, Floats, Ints
from command_center.analysis.sheets.content.hours import in_days, peak
from command_center.analysis.sheets.content.inputs import SheetInput, rounded
from command_center.analysis.sheets.content.tables import of_class

MOST_CELLS: Final = 12
STRICT: Final = 0.01
YEAR_DAYS: Final = 365
LEAST_PAIRS: Final = 30  # cases below which Knox's test cannot find what is there


def hot_cells(given: SheetInput) -> dict[str, Any]:
    """Cells whose neighbourhood stands out over the window, and which of them are new."""
    window = int(given.settings["window_days"])
    first, last = given.span(window)
    about = {"since": str(first), "cells": len(given.ground.code), "lines": []}
    if "hotspots" in given.off:
        return about | {"state": "off"}
    if len(given.ground.code) < given.settings["least_cells"]:
        return about | {"state": "few_cells"}
    chosen = of_class(given.recent, given.headline)
    now = chosen & in_days(given.recent, first, last)
    counts, p_value, is_hot = _hot(given, now)
    shift = np.timedelta64(int(given.settings["new_after_days"]), "D")
    before = chosen & in_days(given.recent, first - shift, last - shift)
    _counts, _p, was_hot = _hot(given, before)
    order = [at for at in np.lexsort((-counts, p_value)) if is_hot[at]]
    usual = _usual(given, chosen & in_days(given.recent, given.recent_first, first - 1), window)
    lines = [
        _cell(given, at, now)
        | {
            "cases": int(counts[at]),
            "usual": rounded(usual[at], 1),
            "p": rounded(p_value[at], 4),
            "level": 99 if p_value[at] <= STRICT else 95,
            "is_new": not was_hot[at],
        }
        for at in order[:MOST_CELLS]
    ]
    gone = [given.ground.code[at] for at in np.flatnonzero(was_hot & ~is_hot)]
    return about | {"state": "ok", "lines": lines, "found": len(order), "gone": gone}


def _hot(given: SheetInput, chosen: Bools) -> tuple[Ints, Floats, Bools]:
    """Counts by cell, p-values over the whole map, and which cells are hot."""
    counts = _by_cell(given, chosen)
    pairs = [(at, near) for at, row in enumerate(given.ground.neighbours) for near in row]
    found = hotspots.hot_cells(
        counts, hotspots.neighbours(pairs, len(counts)), alpha=given.settings["hot_alpha"],
        permutations=int(given.settings["hot_permutations"]), rng=given.rng,
    )  # fmt: skip
    return counts, found.p, found.is_hot & (counts > 0)


def _by_cell(given: SheetInput, chosen: Bools) -> Ints:
    where = given.ground.places(given.recent.cell[chosen])
    return np.bincount(where[where >= 0], minlength=len(given.ground.pk)).astype(np.int64)


def _usual(given: SheetInput, chosen: Bools, window: int) -> Floats:
    """Cases of each cell in a window of the weeks before."""
    share = window / float(given.settings["before_days"])
    return np.multiply(_by_cell(given, chosen), share, dtype=np.float64)


def _cell(given: SheetInput, at: int, now: Bools) -> dict[str, Any]:
    """One cell with its hours; `open` shows its cases of the window."""
    mine = now & (given.recent.cell == given.ground.pk[at])
    weights = aoristic.hour_of_week(
        given.recent.occurred_from[mine], given.recent.occurred_to[mine]
    )
    first, last = given.span(int(given.settings["window_days"]))
    code = given.ground.code[at]
    return {
        "code": code,
        "name": given.ground.name[at],
        "peak": peak(weights),
        "open": given.opens(first, last, cell=code, **given.headline.filters()),
    }


def zones(given: SheetInput) -> dict[str, Any]:
    """Near-repeat zones open now: only where repeats are more than chance in this area."""
    radius, days = int(given.settings["near_m"]), int(given.settings["near_days"])
    about = {"radius_m": radius, "days": days, "category": given.settings["near_repeat"]}
    about |= {"lines": [], "cases": len(given.near.x)}
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
    return about | {"state": "ok", "test": test, "lines": [_zone(given, one) for one in found]}


def _zone(given: SheetInput, zone: near_repeat.Zone) -> dict[str, Any]:
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
        "cases": len(members),
        "cells": cells,
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


def _cells_of(given: SheetInput, members: Ints) -> list[str]:
    where = given.ground.places(given.near.cell[members])
    return sorted({given.ground.code[at] for at in where if at >= 0})
