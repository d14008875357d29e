"""Which cells have a camera that works, and which have none.

A camera is in the cell its place lies in; it works when it is in use and online. Both are counted
now, of the cameras in the viewer's scope.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from grid.scope import Viewer
from grid.territory.models import Cell
from grid.territory.selectors import cell_id_array_at, cells
from video.register.models.codes import DeviceState

# All of them as arrays in one row: a row each would cost many times the query.
_PLACES_SQL: Final = """
    SELECT coalesce(array_agg(ST_X(place)), '{}'), coalesce(array_agg(ST_Y(place)), '{}'),
        coalesce(array_agg(works), '{}'), coalesce(array_agg(is_public), '{}')
    FROM (
        SELECT camera.location::geometry AS place, camera.is_public,
            coalesce(status.state = 'online', false) AS works
        FROM video_camera camera
        LEFT JOIN videohealth_camerastatus status ON status.camera_id = camera.id
        WHERE camera.device_state = %(in_use)s AND camera.location IS NOT NULL
            AND camera.agency_id IN (
                SELECT id FROM organisation_agency WHERE starts_with(path, %(path)s)
            )
    ) AS placed
"""


class CellCameras(NamedTuple):
    """A cell and how many cameras it has: all in use, those that work, public ones that work."""

    cell: Cell
    cameras: int
    working: int
    public_working: int

    @property
    def finding(self) -> str:
        """`none`: no camera at all; `dead`: none works; `public_none`: only social ones work."""
        if not self.cameras:
            return "none"
        if not self.working:
            return "dead"
        return "" if self.public_working else "public_none"


class Coverage(NamedTuple):
    """Cells with their cameras, the worst first, and cameras that lie in no cell at all."""

    rows: list[CellCameras]
    totals: dict[str, int]


def coverage(viewer: Viewer, chosen: Mapping[str, Any]) -> Coverage:
    """Every leaf cell in scope that fits `chosen`: q, agency, kind, finding (or `gap`: any)."""
    words: dict[str, Any] = {
        name: str(chosen[name]) for name in ("q", "agency", "kind") if chosen.get(name)
    }
    ground = cells(viewer, **words).filter(is_leaf=True).select_related("agency").defer("outline")
    counts, outside = _counts(viewer)
    rows = [CellCameras(cell, *counts.get(cell.pk, (0, 0, 0))) for cell in ground]
    totals = _totals(rows) | {"outside": outside}
    if finding := chosen.get("finding"):
        rows = [row for row in rows if row.finding == finding or (finding == "gap" and row.finding)]
    rows.sort(key=lambda row: (row.working, row.cameras, row.cell.code))
    return Coverage(rows, totals)


def _totals(rows: list[CellCameras]) -> dict[str, int]:
    found = [row.finding for row in rows]
    return {
        "cells": len(rows),
        "covered": found.count("") + found.count("public_none"),
        **{name: found.count(name) for name in ("none", "dead", "public_none")},
    }


def _counts(viewer: Viewer) -> tuple[dict[int, tuple[int, int, int]], int]:
    lngs, lats, works, public = _places(viewer)
    ids = cell_id_array_at(lngs, lats)
    found, place = np.unique(ids, return_inverse=True)
    columns = [
        np.bincount(place, weights=which, minlength=len(found)).astype(int)
        for which in (np.ones(len(ids)), works, works & public)
    ]
    counts = {
        int(cell): (int(n), int(w), int(p)) for cell, n, w, p in zip(found, *columns, strict=True)
    }
    return counts, counts.pop(0, (0, 0, 0))[0]


def _places(viewer: Viewer) -> tuple[NDArray[Any], ...]:
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"in_use": DeviceState.IN_USE.value, "path": viewer.agency_path}
        cursor.execute(_PLACES_SQL, given)
        lngs, lats, works, public = cursor.fetchone()
    flags = (np.asarray(works, dtype=bool), np.asarray(public, dtype=bool))
    return np.asarray(lngs, dtype=float), np.asarray(lats, dtype=float), *flags
