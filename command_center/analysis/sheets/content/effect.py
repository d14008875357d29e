"""What came of a measure: counts before and after, here and in a comparison area.

    ratio = (after / before) / (after' / before'),   ' in the comparison area

the relative incident rate ratio (Wilson 2022, Journal of Quantitative Criminology 38: 323-341),
each count with half a case added so that none divides by 0; its 95 % interval from
log ratio ± 1.96 · sqrt(sum of 1 / count), Poisson counts. What happens round about is counted as
well, because what is driven off may only move (Weisburd et al. 2006, Criminology 44: 549-592).

Such a comparison does not prove that the measure was the cause: nobody dealt the places out, and
a place chosen because it was high tends to fall by itself (regression to the mean). Comparison
cells that were as high bear the same tendency, which is why they are chosen by their counts.
"""

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any, Final

import numpy as np

from command_center.analysis.methods.inputs import Bools, Ints

Z: Final = 1.96
SMALL: Final = 5  # cases before, below which an effect says little
MOST_CELLS: Final = 3  # comparison cells for each cell with a measure


@dataclass(frozen=True, slots=True)
class Span:
    """Cases in one area before and after, over `days_before` and `days_after` days."""

    before: int
    after: int


def effect(area: Span, comparison: Span, *, around: Span, days: tuple[int, int]) -> dict[str, Any]:
    """The effect as numbers and one word: fewer, more, or nothing that can be told.

    `days` is the length of before and after; the ratio needs no rate, both areas have the same.
    """
    found: dict[str, Any] = {
        "days_before": days[0], "days_after": days[1],
        "area": [area.before, area.after],
        "comparison": [comparison.before, comparison.after],
        "around": [around.before, around.after],
        "is_small": min(area.before, comparison.before) < SMALL,
    }  # fmt: skip
    if not comparison.before:
        return found | {"ratio": None, "low": None, "high": None, "word": "no_comparison"}
    counts = [one + 0.5 for one in (area.before, area.after, comparison.before, comparison.after)]
    middle = log(counts[1] / counts[0]) - log(counts[3] / counts[2])
    spread = Z * sqrt(sum(1 / one for one in counts))
    low, high = exp(middle - spread), exp(middle + spread)
    word = "fewer" if high < 1 else "more" if low > 1 else "not_told"
    numbers = {"ratio": round(exp(middle), 2), "low": round(low, 2), "high": round(high, 2)}
    return found | numbers | {"word": word}


def comparison_cells(before: Ints, chosen: list[int], closed: Bools) -> list[int]:
    """Positions of the cells most like the chosen ones in their counts before.

    `closed` are cells that cannot serve: they have a measure themselves, or border on one. Ties
    by position. At most three a chosen cell; empty where nothing is left.
    """
    left = [at for at in range(len(before)) if not closed[at] and at not in chosen]
    found: list[int] = []
    for at in chosen:
        gaps = np.abs(before[left] - before[at])
        for near in np.argsort(gaps, kind="stable")[:MOST_CELLS]:
            found.append(left[int(near)])
        left = [one for one in left if one not in found]
    return sorted(found)
