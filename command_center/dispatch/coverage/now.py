"""Coverage as it stands: circles met, minutes reached on the ground, layers of each cell."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from command_center.dispatch.coverage.circles import CircleReach, CircleState, circles_of
from command_center.dispatch.coverage.fleet import Fleet, Floats, Mask, fleet_of
from command_center.dispatch.coverage.pace import RateBook
from command_center.dispatch.coverage.points import TIERS, Nearest, PointReach, tier_of
from command_center.dispatch.coverage.sampling import SampledCell, Samples, samples_of
from grid.scope import Viewer
from grid.territory.models import CellPosting

PATROLLED_SHARE = 0.5  # of a cell's points within five minutes


@dataclass(frozen=True, slots=True)
class CellState:
    """How many of a cell's points somebody reaches in 1, 3 and 5 minutes, and its layers.

    `has_patrol`: half of its points within five minutes now. `has_community`: somebody is
    responsible for it today. Cameras are not known to this platform yet.
    """

    cell: SampledCell
    points: int
    met: dict[int, int]
    worst_s: float | None
    has_patrol: bool
    has_community: bool


@dataclass(slots=True)
class Picture:
    """Everything about coverage at one moment, for one viewer."""

    at: datetime
    fleet: Fleet
    seen: Mask  # units in the viewer's scope: only they count on the ground
    samples: Samples
    points: PointReach
    circles: CircleReach
    nearest: Nearest

    def everybody(self) -> Mask:
        return np.ones(len(self.fleet), dtype=bool)

    def tiers(self) -> NDArray[np.int64]:
        """The tier of every sample point."""
        return tier_of(self.nearest.best_s)

    def states(self) -> list[CircleState]:
        return self.circles.states(self.everybody())


def picture(viewer: Viewer, *, at: datetime | None = None, with_points: bool = True) -> Picture:
    """Read units, positions, cells and circles, and count; nothing is stored."""
    at = at or timezone.now()
    path, book = viewer.agency_path, RateBook(at)
    fleet = fleet_of(path, at=at)
    samples = samples_of(path) if with_points else Samples((), np.empty(0), np.empty(0))
    seen = fleet.visible_from(path)
    points = PointReach(samples, fleet, book)
    circles = CircleReach(list(circles_of(viewer)), fleet, book)
    return Picture(at, fleet, seen, samples, points, circles, points.nearest(seen))


def summary(viewer: Viewer) -> dict[str, int]:
    """For the board: how many circles are met, of all; by tier too."""
    states = picture(viewer, with_points=False).states()
    found = {"met": sum(state.is_met for state in states), "all": len(states)}
    for tier in TIERS:
        of_tier = [state for state in states if state.circle.tier == tier]
        found[f"met_{tier}"] = sum(state.is_met for state in of_tier)
        found[f"all_{tier}"] = len(of_tier)
    return found


def cell_states(shown: Picture) -> list[CellState]:
    """Every leaf cell of the scope, the least covered first."""
    posted = _posted(shown.samples)
    found = [_cell_state(cell, shown.nearest.best_s, posted) for cell in shown.samples.cells]
    found.sort(key=lambda state: (state.met[5] / state.points, state.met[3], state.cell.code))
    return found


def _cell_state(cell: SampledCell, best_s: Floats, posted: set[int]) -> CellState:
    own = best_s[cell.first : cell.after]
    met = {tier: int((own <= tier * 60).sum()) for tier in TIERS}
    worst = float(own.max())
    return CellState(
        cell=cell,
        points=own.size,
        met=met,
        worst_s=worst if np.isfinite(worst) else None,
        has_patrol=met[5] >= PATROLLED_SHARE * own.size,
        has_community=cell.pk in posted,
    )


def _posted(samples: Samples) -> set[int]:
    """Cells for which somebody is responsible today; a posting follows the cell's code."""
    today, ids = timezone.localdate(), [cell.pk for cell in samples.cells]
    rows = CellPosting.objects.filter(cell_id__in=ids, valid_from__lte=today)
    return set(rows.exclude(valid_to__lte=today).values_list("cell_id", flat=True))
