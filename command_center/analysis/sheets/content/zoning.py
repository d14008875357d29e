"""Zones that overlap as one, those at most risk first.

Who walks a street does not walk it once for each circle over it. The risk of a zone is what
prospective hot-spotting sums (Bowers, Johnson and Pease 2004, British Journal of Criminology 44):
each fresh case counts 1 / (1 + whole weeks since), so that two of this week go before one, and a
case of this week before one of the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from command_center.analysis.methods import near_repeat
from command_center.analysis.methods.inputs import Floats, Ints

WIDEST: Final = 3  # radii: further than that zones are not joined to a chain across the city
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Risen:
    """A circle over one or more zones; `ends` is the last day of the last of them."""

    x: float  # metres
    y: float
    radius_m: float
    opened: date
    ends: date
    members: tuple[int, ...]
    risk: float


def joined(
    zones: Sequence[near_repeat.Zone], x: Floats, y: Floats, *, days_ago: Ints, radius_m: float
) -> list[Risen]:
    """Zones with those that overlap joined, by risk, then by their last day; `x`, `y` of cases.

    Two zones become one where their circles meet and the circle over all their cases is no wider
    than three radii.
    """
    about: dict[str, Any] = {"x": x, "y": y, "days_ago": days_ago, "radius_m": radius_m}
    kept: list[Risen] = []
    circles = np.full((len(zones), 3), np.inf)  # x, y and radius of those kept
    for zone in sorted((_of([one], **about) for one in zones), key=_order):
        whole = zone
        at = len(kept)
        for near in _near(circles[:at], zone):
            both = _of([kept[near], zone], **about)
            if both.radius_m <= WIDEST * radius_m:
                at, whole = near, both
                break
        kept[at : at + 1] = [whole]
        circles[at] = whole.x, whole.y, whole.radius_m
    return sorted(kept, key=_order)


def _order(zone: Risen) -> tuple[float, int, float, float]:
    return (-round(zone.risk, 6), -zone.ends.toordinal(), zone.x, zone.y)


def _near(circles: Floats, zone: Risen) -> list[int]:
    """Circles that the zone's own meets, the nearest first."""
    apart = np.hypot(circles[:, 0] - zone.x, circles[:, 1] - zone.y)
    order = np.argsort(apart, kind="stable")
    return [int(at) for at in order[apart[order] < circles[order, 2] + zone.radius_m]]


def _of(zones: Sequence[Any], *, x: Floats, y: Floats, days_ago: Ints, radius_m: float) -> Risen:
    """One zone over the cases of some, newest first."""
    members = sorted({at for zone in zones for at in zone.members}, key=lambda at: days_ago[at])
    mid_x, mid_y = float(x[members].mean()), float(y[members].mean())
    spread = float(np.hypot(x[members] - mid_x, y[members] - mid_y).max())
    return Risen(
        x=mid_x,
        y=mid_y,
        radius_m=radius_m + spread,
        opened=min(zone.opened for zone in zones),
        ends=max(zone.ends for zone in zones),
        members=tuple(members),
        risk=float((1 / (1 + days_ago[members] // WEEK)).sum()),
    )
