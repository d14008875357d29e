"""What the data of the day lack, each with the cases to mend."""

from typing import Any, Final

import numpy as np
from scipy.spatial import cKDTree

from command_center.analysis.methods.inputs import Bools
from command_center.analysis.sheets.content.hours import in_days, is_wide
from command_center.analysis.sheets.content.inputs import SheetInput, rounded
from command_center.analysis.store.arrays import CaseArrays

NEAR_M: Final = 200.0
NEAR_HOURS: Final = 24
MOST_NUMBERS: Final = 100  # an address holds so many and is still short


def data_lacks(given: SheetInput) -> dict[str, Any]:
    """Of the cases of the day: without a point or cell, late, wide, twice, coded anew."""
    both, touched = given.today, given.touched
    last = np.datetime64(given.day, "D")
    is_today = in_days(both, last, last)
    cases = both.where(is_today)
    late = cases.entered - cases.reported > _hours(given.settings["late_hours"])
    lines = {
        "no_point": cases.where(~np.isfinite(cases.x)),
        "no_cell": cases.where(cases.cell == 0),
        "late": cases.where(late),
        "late_known": touched.where(_known_late(given)),
        "no_end": cases.where(np.isnat(cases.occurred_to)),
        "wide": cases.where(is_wide(cases, given.settings["long_hours"])),
        "twice": both.where(is_today & _twice(both)),
        "recoded": touched.where(_recoded(given)),
    }
    return {
        "cases": len(cases),
        "lines": [_line(given, code, found) for code, found in lines.items()],
    }


def _hours(number: float) -> np.timedelta64:
    return np.timedelta64(int(number * 3600), "s")


def _known_late(given: SheetInput) -> Bools:
    """Reported on an earlier day and entered on this one, after that day's sheet was made."""
    cases = given.touched
    return np.asarray(
        (cases.entered.astype("datetime64[D]") == np.datetime64(given.day, "D"))
        & (cases.day < np.datetime64(given.day, "D") - 1)
    )


def _recoded(given: SheetInput) -> Bools:
    """Given another category on this day: their earlier counts have changed with it."""
    day = given.touched.recoded.astype("datetime64[D]")
    return np.asarray(day == np.datetime64(given.day, "D"))


def _twice(cases: Any) -> Bools:
    """Whether another case of the same category lies within 200 m and 24 hours of it."""
    found = np.zeros(len(cases.pk), dtype=bool)
    at = np.flatnonzero(np.isfinite(cases.x))
    pairs = cKDTree(np.column_stack([cases.x[at], cases.y[at]])).query_pairs(
        NEAR_M, output_type="ndarray"
    )
    one, other = at[pairs[:, 0]], at[pairs[:, 1]]
    soon = np.abs(cases.reported[one] - cases.reported[other]) <= _hours(NEAR_HOURS)
    alike = soon & (cases.category[one] == cases.category[other])
    found[one[alike]] = found[other[alike]] = True
    return found


def _line(given: SheetInput, code: str, found: CaseArrays) -> dict[str, Any]:
    numbers = found.number.tolist()
    return {"code": code, "count": len(numbers), "open": _open(given, code, numbers)}


def _open(given: SheetInput, code: str, numbers: list[str]) -> dict[str, str]:
    """The cases by their numbers; too many to name by a filter, where one shows just these."""
    if len(numbers) <= MOST_NUMBERS:
        return {"numbers": ",".join(numbers)} if numbers else {}
    return given.opens(given.day, given.day, has_point="false") if code == "no_point" else {}


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
