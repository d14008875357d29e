"""Near-repeat zones that are open now: places at raised risk for some days after a fresh case.

Source: K. J. Bowers, S. D. Johnson and K. Pease, "Prospective hot-spotting", British Journal of
Criminology 44 (2004); S. D. Johnson et al., "Space-time patterns of risk", Journal of Quantitative
Criminology 23 (2007). How far and how long the risk is raised is for Knox's test to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from command_center.analysis.methods.inputs import Floats, Ints, floats, moments
from command_center.analysis.methods.near_repeat.events import edges
from command_center.analysis.methods.near_repeat.interaction import KnoxResult


@dataclass(frozen=True)
class Zone:
    """A circle that holds every place within the radius of its cases."""

    x: float  # metres
    y: float
    radius_m: float
    opened: date  # the day of its first case
    ends: date  # the last day of raised risk after its newest case, inclusive
    members: tuple[int, ...]  # positions of its cases in what was handed in, newest first
    risk: float  # how many times as many pairs as expected; NaN where that is not known


def zones(
    x: ArrayLike,
    y: ArrayLike,
    occurred_from: ArrayLike | Sequence[Any],
    occurred_to: ArrayLike | Sequence[Any] | None = None,
    *,
    today: date | str | np.datetime64,
    radius_m: float,
    days: int,
    risk: float = float("nan"),
) -> list[Zone]:
    """The zones open on `today`, those with most cases first, then the newest.

    A case opens a zone from its day to `days` days later, both included. Its day is that of
    `occurred_to`, by when it had surely happened, or of `occurred_from` where there is no end (or
    a reversed one). Cases after today, or without a place or a day, open none. The newest case
    gathers the open cases within `radius_m` of itself (straight line) into one zone; the newest
    of those left gathers next. `risk`: see `raised_risk`.
    """
    places = np.column_stack([np.atleast_1d(floats(x)), np.atleast_1d(floats(y))])
    day = _days(occurred_from, occurred_to)
    if len(day) != len(places):
        raise ValueError("places and times must be equally long")
    age = (moments([today]).astype("datetime64[D]") - day).astype(np.int64)
    is_open = ~np.isnat(day) & np.isfinite(places).all(axis=1) & (age >= 0) & (age <= days)
    left = np.flatnonzero(is_open)
    left = left[np.argsort(age[left], kind="stable")]
    found = []
    while len(left):
        is_near = np.hypot(*(places[left] - places[left[0]]).T) <= radius_m
        found.append(_zone(places, day, left[is_near], radius_m, days, risk))
        left = left[~is_near]
    return sorted(found, key=lambda zone: (-len(zone.members), -zone.ends.toordinal()))


def _days(
    occurred_from: ArrayLike | Sequence[Any], occurred_to: ArrayLike | Sequence[Any] | None
) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    start = moments(occurred_from)
    end = moments(np.full(len(start), None) if occurred_to is None else occurred_to)
    if len(start) != len(end):
        raise ValueError("occurred_from and occurred_to must be equally long")
    return np.where(end > start, end, start).astype("datetime64[D]")


def _zone(places: Floats, day: Any, members: Ints, radius_m: float, days: int, risk: float) -> Zone:
    centre = places[members].mean(axis=0)
    spread = float(np.hypot(*(places[members] - centre).T).max())
    return Zone(
        x=float(centre[0]),
        y=float(centre[1]),
        radius_m=radius_m + spread,
        opened=day[members].min().item(),
        ends=(day[members].max() + days).item(),
        members=tuple(int(member) for member in members),
        risk=risk,
    )


def raised_risk(
    result: KnoxResult,
    *,
    space_breaks: Sequence[float],
    time_breaks: Sequence[float],
    radius_m: float,
    days: int,
) -> float:
    """Observed over expected pairs of all bands within `radius_m` and within `days` whole days.

    The breaks are those the result was made with. NaN where no band fits or nothing was expected.
    """
    near = edges(space_breaks)[1:] <= radius_m
    soon = edges(time_breaks)[1:] <= days + 1  # the band [a, b) of whole days ends on day b - 1
    observed = result.observed[near][:, soon].sum()
    expected = result.expected[near][:, soon].sum()
    return float(observed / expected) if expected > 0 else float("nan")
