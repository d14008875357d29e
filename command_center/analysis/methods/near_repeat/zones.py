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

from command_center.analysis.methods import inputs
from command_center.analysis.methods.inputs import Floats, Given, Ints
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
    x: Given,
    y: Given,
    occurred_from: Given,
    occurred_to: Given | None = None,
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
    of those left gathers next. `risk`: see `raised_risk`. `x`, `y`: metres; times as
    `inputs.moments` reads them. ValueError for columns of different length, what is no time, a
    radius that is not over 0.
    """
    places, day = inputs.places(x, y), _days(occurred_from, occurred_to)
    inputs.same_length(x=places, occurred_from=day)
    radius_m, days = inputs.over_zero(radius_m, "radius_m"), inputs.whole(days, "days")
    now = inputs.moments([today], "today").astype("datetime64[D]")
    if np.isnat(now[0]):
        raise ValueError("today must be known")
    age = (now - day).astype(np.int64)
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
    occurred_from: Given, occurred_to: Given | None
) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    start, end = inputs.interval(occurred_from, occurred_to)
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
    near = edges(space_breaks, "space_breaks")[1:] <= radius_m
    # The band [a, b) of whole days ends on day b - 1.
    soon = edges(time_breaks, "time_breaks")[1:] <= days + 1
    observed = result.observed[near][:, soon].sum()
    expected = result.expected[near][:, soon].sum()
    return float(observed / expected) if expected > 0 else float("nan")
