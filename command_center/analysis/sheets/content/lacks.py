"""What the data of the day lack, each with the cases to mend."""

from typing import Any, Final

import numpy as np

from command_center.analysis.methods.inputs import Bools
from command_center.analysis.sheets.content.hours import in_days, is_wide
from command_center.analysis.sheets.content.inputs import SheetInput, rounded

NEAR_M: Final = 200.0
NEAR_HOURS: Final = 24
MOST_NUMBERS: Final = 50


def data_lacks(given: SheetInput) -> dict[str, Any]:
    """Of the cases of the day: without a point or cell, late, wide, twice, coded anew."""
    cases = given.recent
    last = np.datetime64(given.day, "D")
    today = in_days(cases, last, last)
    late = cases.entered - cases.reported > _hours(given.settings["late_hours"])
    lines = {
        "no_point": today & ~np.isfinite(cases.x),
        "no_cell": today & (cases.cell == 0),
        "late": today & late,
        "late_known": _known_late(given),
        "no_end": today & np.isnat(cases.occurred_to),
        "wide": today & is_wide(cases, given.settings["long_hours"]),
        "twice": today & _twice(cases),
        "recoded": _recoded(given),
    }
    return {
        "cases": int(today.sum()),
        "lines": [_line(given, code, found) for code, found in lines.items()],
    }


def _hours(number: float) -> np.timedelta64:
    return np.timedelta64(int(number * 3600), "s")


def _known_late(given: SheetInput) -> Bools:
    """Reported on an earlier day and entered on this one, after that day's sheet was made."""
    cases = given.recent
    return np.asarray(
        (cases.entered.astype("datetime64[D]") == np.datetime64(given.day, "D"))
        & (cases.day < np.datetime64(given.day, "D") - 1)
    )


def _recoded(given: SheetInput) -> Bools:
    """Given another category on this day: their earlier counts have changed with it."""
    day = given.recent.recoded.astype("datetime64[D]")
    return np.asarray(day == np.datetime64(given.day, "D"))


def _twice(cases: Any) -> Bools:
    """Whether another case of the same category lies within 200 m and 24 hours of it."""
    found = np.zeros(len(cases.pk), dtype=bool)
    order = np.argsort(cases.reported, kind="stable")
    order = order[np.isfinite(cases.x[order])]
    for step in range(1, len(order)):
        one, other = order[:-step], order[step:]
        soon = cases.reported[other] - cases.reported[one] <= _hours(NEAR_HOURS)
        if not soon.any():
            break
        near = np.hypot(cases.x[one] - cases.x[other], cases.y[one] - cases.y[other]) <= NEAR_M
        alike = soon & near & (cases.category[one] == cases.category[other])
        found[one[alike]] = found[other[alike]] = True
    return found


def _line(given: SheetInput, code: str, found: Bools) -> dict[str, Any]:
    numbers = [str(given.recent.number[at]) for at in np.flatnonzero(found)]
    return {"code": code, "count": len(numbers), "open": _open(given, code, numbers)}


def _open(given: SheetInput, code: str, numbers: list[str]) -> dict[str, str]:
    """The cases by their numbers; by filters where there are too many to name."""
    if len(numbers) <= MOST_NUMBERS:
        return {"numbers": ",".join(numbers)} if numbers else {}
    narrower = {"has_point": "false"} if code == "no_point" else {}
    return given.opens(given.day, given.day, **narrower)


def calls(given: SheetInput) -> dict[str, Any]:
    """Calls of the day: all, the valid ones and their share, those not fed back."""
    found = given.calls
    total, valid = len(found.number), int(found.is_valid.sum())
    waiting = int((found.is_valid & np.isnat(found.fed_back)).sum())
    return {
        "total": total,
        "valid": valid,
        "share": rounded(valid / total * 100, 1) if total else None,
        "no_disposition": waiting,
    }
