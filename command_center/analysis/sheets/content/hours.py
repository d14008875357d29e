"""The hours of the sheet: when cases happened that are known only between two moments."""

from typing import Any, Final

import numpy as np

from command_center.analysis.methods import aoristic
from command_center.analysis.methods.inputs import Bools, Floats
from command_center.analysis.sheets.content.inputs import SheetInput, rounded

PEAK_HOURS: Final = 4
LEAST_CASES: Final = 5  # below that no hour is said to stand out


def hours(given: SheetInput) -> dict[str, Any]:
    """The 168 hours of the week of the headline class over the window, and its fullest hours."""
    first, last = given.span(int(given.settings["window_days"]))
    if "aoristic" in given.off:
        return {"weights": None, "peak": None, "count": 0, "open": {}}
    cases = given.window
    weights = aoristic.hour_of_week(cases.occurred_from, cases.occurred_to)
    return {
        "since": str(first),
        "count": len(cases),
        "wide": int(is_wide(cases, given.settings["long_hours"]).sum()),
        "weights": [rounded(weight, 3) for weight in weights],
        "by_day": [rounded(weight, 2) for weight in weights.reshape(7, 24).sum(axis=1)],
        "by_hour": [rounded(weight, 2) for weight in weights.reshape(7, 24).sum(axis=0)],
        "peak": peak(weights),
        "open": given.opens(first, last, **given.headline.filters()),
    }


def in_days(cases: Any, first: np.datetime64, last: np.datetime64) -> Bools:
    """Which cases were reported on these days, both included."""
    return np.asarray((cases.day >= first) & (cases.day <= last))


def is_wide(cases: Any, most_hours: float) -> Bools:
    """Which cases are known only within more than so many hours."""
    length = cases.occurred_to - cases.occurred_from
    return np.asarray(length > np.timedelta64(int(most_hours * 3600), "s"))  # false for NaT


def peak(weights: Floats) -> dict[str, Any] | None:
    """The four neighbouring hours of the day with most weight; `to` may lie past midnight."""
    day = weights.reshape(7, 24).sum(axis=0)
    whole = float(day.sum())
    if whole < LEAST_CASES:
        return None
    sums = np.convolve(np.concatenate([day, day[: PEAK_HOURS - 1]]), np.ones(PEAK_HOURS), "valid")
    start = int(np.argmax(np.round(sums, 9)))
    return {
        "from": start,
        "to": (start + PEAK_HOURS) % 24,
        "weight": rounded(sums[start], 1),
        "share": rounded(float(sums[start]) / whole * 100, 1),
    }
