"""What the data of the period lack, each with the cases to mend where the list can show them."""

from typing import Any, Final

import numpy as np

from command_center.analysis.bulletins.content.inputs import BulletinInput
from command_center.analysis.methods.inputs import Bools
from command_center.analysis.sheets.content.hours import is_wide

MOST_NUMBERS: Final = 200
NEAR_M: Final = 200.0
NEAR_S: Final = 24 * 3600


def quality(given: BulletinInput, discovered: int) -> dict[str, Any]:
    """Of the cases of the class set, and of the calls."""
    cases = given.mine(given.cases)
    late = np.timedelta64(int(given.sheet.settings["late_hours"] * 3600), "s")
    found = {
        "late": cases.entered - cases.reported > late,
        "no_point": ~cases.has_point,
        "long": is_wide(cases, given.sheet.settings["long_hours"]),
        "recoded": ~np.isnat(cases.recoded),
        "doubles": _twice(cases),
    }
    waiting = given.calls.is_valid & np.isnat(given.calls.fed_back)
    counts: dict[str, Any] = {name: int(mask.sum()) for name, mask in found.items()}
    numbers = {name: cases.number[mask].tolist() for name, mask in found.items()}
    opens = {
        name: {"numbers": ",".join(each)}
        for name, each in numbers.items()
        if 0 < len(each) <= MOST_NUMBERS
    }
    opens["discovered"] = given.opens() | {"discovered": "true"}
    opens["calls_open"] = given.opens_calls(given.now, is_valid_call="true", fed_back="false")
    return counts | {"discovered": discovered, "calls_open": int(waiting.sum()), "open": opens}


def _twice(cases: Any) -> Bools:
    """Cases of one category within 200 m and 24 hours of another."""
    found = np.zeros(len(cases), dtype=bool)
    order = np.argsort(cases.reported, kind="stable")
    order = order[cases.has_point[order]]
    for step in range(1, len(order)):
        one, other = order[:-step], order[step:]
        soon = cases.reported[other] - cases.reported[one] <= np.timedelta64(NEAR_S, "s")
        if not soon.any():
            break
        near = np.hypot(cases.x[one] - cases.x[other], cases.y[one] - cases.y[other]) <= NEAR_M
        alike = soon & near & (cases.category[one] == cases.category[other])
        found[one[alike]] = found[other[alike]] = True
    return found
