"""What the phone keeps for when there is no line: the lists of its forms, and what is to be done.

Of people it holds nothing: cells, venues, tasks, numbers and addresses of calls.
"""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from grid.organisation.models import Officer
from grid.rights import Right
from grid.territory.models import Cell
from mediation.phone import ground, inspecting
from mediation.register.selectors import categories, dispute_calls
from mediation.risk.rulebook import checklist_of, items_of

SIMPLER: Final = 0.00005  # degrees, about five metres: an outline to look a position up in
MOST: Final = 100  # of each list of what is to be done

Part = Callable[[Officer], dict[str, Any]]


def state_for(officer: Officer) -> dict[str, Any]:
    """Everything the officer's forms need; parts whose right is missing are not there."""
    told: dict[str, Any] = {"at": timezone.now().isoformat(), "cells": cells(officer)}
    for right, part in PARTS:
        if right in officer.rights:
            told |= part(officer)
    return told


def cells(officer: Officer) -> list[dict[str, Any]]:
    """The leaf cells of the officer's area with their rings as [[lng, lat], …], WGS-84."""
    rows = Cell.objects.visible_to(officer).in_force().filter(is_leaf=True)
    return [
        {"code": row.code, "name": row.name, "rings": rings(row.outline)}
        for row in rows.order_by("code")
    ]


def rings(outline: MultiPolygon) -> list[list[list[float]]]:
    """Every ring of an outline, outer and inner alike: a ray counts them all."""
    plain = outline.simplify(SIMPLER, preserve_topology=True)
    shapes = list(plain) if isinstance(plain, MultiPolygon) else [plain]
    return [
        [[round(x, 6), round(y, 6)] for x, y, *_height in ring.coords]
        for shape in shapes
        for ring in (shape if isinstance(shape, Polygon) else ())
    ]


def _disputes(officer: Officer) -> dict[str, Any]:
    return {"categories": [[row.code, str(row)] for row in categories()]}


def _risk(officer: Officer) -> dict[str, Any]:
    checklist = checklist_of(officer.agency_path)
    limits = ("red_from", "orange_from", "yellow_from")
    items = [
        {"code": item.code, "text": str(item), "weight": item.weight, "floor": item.floor}
        for item in items_of(checklist)
    ]
    return {
        "checklist": {
            "id": checklist.pk,
            "items": items,
            **{name: getattr(checklist, name) for name in limits},
        }
    }


def _calls(officer: Officer) -> dict[str, Any]:
    rows = dispute_calls(officer, answer="none")[:MOST]
    return {
        "calls": [
            {
                "number": row.incident_number,
                "category": row.category_name,
                "address": row.address,
                "cell": row.cell.code if row.cell else "",
                "reported_at": row.reported_at.isoformat(),
            }
            for row in rows
        ]
    }


PARTS: Final[tuple[tuple[Right, Part], ...]] = (
    (Right.DISPUTE_REPORT, _disputes),
    (Right.DISPUTE_WORK, _risk),
    (Right.DISPUTE_READ, _calls),
    (Right.VISIT_WRITE, ground.visits),
    (Right.VISIT_WRITE, ground.errands),
    (Right.VISIT_WRITE, ground.counter),
    (Right.INSPECTION_WORK, inspecting.venues),
    (Right.INSPECTION_WORK, inspecting.hazards),
)
