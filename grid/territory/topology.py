"""Whether the leaf cells cover their ground once: gaps and overlaps, with their size and shape.

Pure shapely. The lookup still answers one cell for a point in an overlap (the lowest id), so a
fault never stops a call; it is reported until somebody mends the outlines.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import shapely
from django.utils import timezone
from numpy.typing import NDArray

from grid.organisation.models import Agency
from grid.territory.metric import LocalPlane, plane_over
from grid.territory.models import Cell, Division

LEAST_M2: Final = 1.0  # below lies what floating point leaves between two neighbours
Outlines = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of ground with two cells, or with none."""

    kind: Literal["overlap", "gap", "outside"]
    cells: tuple[str, ...]
    area_m2: float
    outline: shapely.Geometry


def check_agency(agency: Agency) -> tuple[int, list[Fault]]:
    """How many leaf cells are in force on the agency's ground, and every fault among them.

    Gaps are looked for within the division of the agency's code; without one, only holes count.
    """
    leaves = Cell.objects.filter(agency__path__startswith=agency.path, is_leaf=True).in_force()
    rows = [(c.code, shapely.from_wkb(bytes(c.outline.wkb))) for c in leaves.order_by("pk")]
    division = Division.objects.filter(code=agency.code, outline__isnull=False).first()
    whole = shapely.from_wkb(bytes(division.outline.wkb)) if division and division.outline else None
    outlines = np.array([outline for _code, outline in rows])
    return len(rows), list(faults([code for code, _outline in rows], outlines, whole=whole))


def faults(
    codes: Sequence[str], outlines: Outlines, *, whole: shapely.Geometry | None = None
) -> Iterator[Fault]:
    """Overlaps of two cells each, gaps inside `whole`, and ground outside it."""
    if not len(outlines):
        return
    together = shapely.union_all(outlines)
    plane = plane_over(together)
    yield from _overlaps(codes, outlines, plane)
    ground = whole if whole is not None else _filled(together)
    yield from _pieces("gap", shapely.difference(ground, together), plane)
    yield from _pieces("outside", shapely.difference(together, ground), plane)


def as_geojson(found: Sequence[Fault]) -> str:
    """The faults as a FeatureCollection, to be laid over any map."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": {
                "kind": fault.kind,
                "cells": list(fault.cells),
                "area_m2": round(fault.area_m2, 1),
            },
            "geometry": json.loads(shapely.to_geojson(fault.outline)),
        }
        for fault in found
    ]
    day = timezone.localdate().isoformat()
    body = {"type": "FeatureCollection", "checked_on": day, "features": features}
    return json.dumps(body, ensure_ascii=False)


def _overlaps(codes: Sequence[str], outlines: Outlines, plane: LocalPlane) -> Iterator[Fault]:
    tree = shapely.STRtree(outlines)
    first, second = tree.query(outlines, predicate="intersects")
    is_pair = first < second
    first, second = first[is_pair], second[is_pair]
    shared = shapely.intersection(outlines[first], outlines[second])
    for i, j, piece in zip(first, second, shared, strict=True):
        area = plane.area_m2(piece)
        if area >= LEAST_M2:
            yield Fault("overlap", (codes[i], codes[j]), area, piece)


def _pieces(
    kind: Literal["gap", "outside"], ground: shapely.Geometry, plane: LocalPlane
) -> Iterator[Fault]:
    for piece in shapely.get_parts(ground):
        area = plane.area_m2(piece)
        if area >= LEAST_M2:
            yield Fault(kind, (), area, piece)


def _filled(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape without its holes."""
    shells = [shapely.polygons(shapely.get_exterior_ring(p)) for p in shapely.get_parts(shape)]
    return shapely.union_all(shells)
