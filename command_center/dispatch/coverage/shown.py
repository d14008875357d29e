"""Coverage as JSON-ready values; units outside the viewer's scope are counted, never named."""

from collections import Counter
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from command_center.dispatch.coverage.circles import CircleState
from command_center.dispatch.coverage.fleet import Fleet, Mobile
from command_center.dispatch.coverage.gaps import Kept
from command_center.dispatch.coverage.models import CoverageGap, MoveUp, ResponseCircle
from command_center.dispatch.coverage.moves import Hole, Move
from command_center.dispatch.coverage.now import CellState, Picture
from command_center.dispatch.coverage.points import TIERS
from grid.scope import Viewer


def coverage_json(shown: Picture, viewer: Viewer, cells: list[CellState]) -> dict[str, Any]:
    """The whole answer of `GET /api/v1/coverage/`."""
    return {
        "as_of": shown.at,
        "method": method(),
        "units": units_json(shown.fleet, viewer),
        "ground": ground_json(shown),
        "circles": [circle_state_json(state, viewer) for state in shown.states()],
        "cells": [cell_json(state) for state in cells],
        "grid": grid_json(shown),
    }


def method() -> str:
    """How the minutes are estimated; said wherever they are shown."""
    return _(
        "Travel time = straight line × detour factor ÷ speed of the kind at this hour. "
        "Only free units with a fresh position count."
    )


def units_json(fleet: Fleet, viewer: Viewer) -> dict[str, Any]:
    """Who was counted, who was left out and why, and how old the oldest position is."""
    own = [unit for unit in fleet.units if unit.agency_path.startswith(viewer.agency_path)]
    return {
        "counted": len(own),
        "oldest_s": max((unit.age_s for unit in own), default=None),
        "left_out": {why: sorted(signs) for why, signs in sorted(fleet.left_out.items())},
    }


def ground_json(shown: Picture) -> dict[str, Any]:
    """How many sample points somebody reaches in each tier."""
    best = shown.nearest.best_s
    return {
        "points": int(best.size),
        "met": {str(tier): int((best <= tier * 60).sum()) for tier in TIERS},
    }


def circle_state_json(state: CircleState, viewer: Viewer) -> dict[str, Any]:
    """One circle now; its nearest unit is named only in the viewer's scope."""
    return circle_json(state.circle) | {
        "is_met": state.is_met,
        "seconds": None if state.seconds is None else round(state.seconds),
        "unit": _unit_json(state.unit, viewer),
        "ring_m": round(state.ring_m),
    }


def circle_json(circle: ResponseCircle) -> dict[str, Any]:
    """A circle as it is kept."""
    return {
        "id": circle.pk,
        "version": circle.version,
        "name": circle.name,
        "tier": circle.tier,
        "agency": {"code": circle.agency.code, "name": circle.agency.name},
        "place": {"id": circle.place.pk, "name": circle.place.name} if circle.place else None,
        "lng": circle.point.x,
        "lat": circle.point.y,
        "radius_m": circle.radius_m,
        "stations": sorted(station.code for station in circle.stations.all()),
        "units": sorted(unit.call_sign for unit in circle.units.all()),
        "agencies": sorted(agency.code for agency in circle.agencies.all()),
        "valid_from": circle.valid_from,
        "valid_to": circle.valid_to,
    }


def _unit_json(unit: Mobile | None, viewer: Viewer) -> dict[str, Any] | None:
    if unit is None:
        return None
    if not unit.agency_path.startswith(viewer.agency_path):
        return {"call_sign": None, "name": _("a unit of another agency"), "age_s": unit.age_s}
    return {"call_sign": unit.call_sign, "name": unit.name, "age_s": unit.age_s}


def cell_json(state: CellState) -> dict[str, Any]:
    """One cell: points in 1, 3 and 5 minutes, and its three layers (video is not known here)."""
    return {
        "code": state.cell.code,
        "name": state.cell.name,
        "kind": state.cell.kind,
        "agency_name": state.cell.agency_name,
        "points": state.points,
        "met": {str(tier): n for tier, n in state.met.items()},
        "worst_s": None if state.worst_s is None else round(state.worst_s),
        "layers": {
            "video": None,
            "patrol": state.has_patrol,
            "community": state.has_community,
        },
    }


def grid_json(shown: Picture) -> dict[str, Any]:
    """The sample points as GeoJSON; `tier` 0 is beyond five minutes."""
    tiers, best, samples = shown.tiers(), shown.nearest.best_s, shown.samples
    features = [
        {
            "type": "Feature",
            "properties": {
                "cell": cell.code,
                "tier": int(tiers[i]),
                "seconds": round(float(best[i])) if np.isfinite(best[i]) else None,
            },
            "geometry": {
                "type": "Point",
                "coordinates": [round(float(samples.lng[i]), 5), round(float(samples.lat[i]), 5)],
            },
        }
        for cell in samples.cells
        for i in range(cell.first, cell.after)
    ]
    return {"type": "FeatureCollection", "features": features}


def hole_json(found: Hole, shown: Picture) -> dict[str, Any]:
    """The whole answer of `GET /api/v1/coverage/after/`."""
    lost = Counter[int]()
    for one in found.cells:
        lost.update(one.lost)
    circles = [
        {
            "kind": "circle",
            "place": {"key": f"circle:{one.circle.pk}", "name": one.circle.name},
            "tier": one.circle.tier,
            "before_s": None if one.before_s is None else round(one.before_s),
            "after_s": None if one.after_s is None else round(one.after_s),
        }
        for one in found.circles
    ]
    cells = [
        {
            "kind": "cell",
            "place": {"key": f"cell:{one.cell.code}", "name": one.cell.name},
            "tier": one.tier,
            "lost": {str(tier): n for tier, n in one.lost.items()},
            "points": one.points,
        }
        for one in found.cells
    ]
    return {
        "as_of": shown.at,
        "method": method(),
        "gone": found.gone,
        "not_counted": found.unknown,
        "lost": {
            "circles": len(circles),
            "points": {str(tier): lost[tier] for tier in TIERS},
        },
        "holes": [*circles, *cells],
        "move_ups": [move_json(move, shown) for move in found.moves],
    }


def move_json(move: Move, shown: Picture) -> dict[str, Any]:
    """A proposed move with what it restores, net of what it uncovers."""
    unit, place = shown.fleet.units[move.unit], move.place
    return {
        "unit": {"call_sign": unit.call_sign, "name": unit.name, "kind": unit.kind},
        "place": {"key": place.key, "name": place.name, "lng": place.lng, "lat": place.lat},
        "travel_s": round(move.travel_s),
        "restores": {
            "circles": move.circles,
            "points": {str(tier): n for tier, n in move.points.items()},
        },
    }


def kept_json(state: Kept, gap: CoverageGap | None) -> dict[str, Any]:
    """A requirement, how it stands now, and since when it is short."""
    row = state.requirement
    return {
        "id": row.pk,
        "version": row.version,
        "station": {"code": row.station.code, "name": row.station.name},
        "agency": {"code": row.agency.code, "name": row.agency.name},
        "kind": row.kind,
        "min_available": row.min_available,
        "radius_m": row.radius_m,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "available": state.available,
        "is_short": state.is_short,
        "since": gap.opened_at if gap else None,
    }


def move_up_json(row: MoveUp) -> dict[str, Any]:
    """A decided move-up."""
    return {
        "id": row.pk,
        "unit": row.unit.call_sign,
        "gone": row.gone,
        "place": {"key": row.place_key, "name": row.place_name},
        "travel_s": row.travel_s,
        "circles_restored": row.circles_restored,
        "points_restored": row.points_restored,
        "decision": row.decision,
        "reason": row.reason,
        "order": row.order_number or None,
        "decided_at": row.decided_at,
        "decided_by": row.decided_by,
    }
