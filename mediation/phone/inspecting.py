"""Venues with their checklists, and hazards to work on, as the phone needs them."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.models import Officer
from grid.rights import Right
from grid.service.acting import id_of
from grid.service.venues import selectors
from grid.service.venues.models import (
    Checklist,
    FoundIn,
    Hazard,
    Inspection,
    Level,
    Stage,
    Venue,
)
from mediation.phone.ground import labelled

MOST_VENUES: Final = 500
MOST_HAZARDS: Final = 100
_FOUND_IN: Final = (FoundIn.VISIT, FoundIn.PATROL, FoundIn.REPORT)
_TO_RECTIFY: Final = (Stage.REPORTED, Stage.NOTIFIED)


def venues(officer: Officer) -> dict[str, Any]:
    """The venues of the officer's area, the checklists that hold for them, the form's lists."""
    rows = list(selectors.venues(officer)[:MOST_VENUES])
    held = _checklists(rows)
    return {
        "inspection": {"kinds": labelled(Inspection.Kind)},
        "venues": [_venue(row, held.get((row.agency.path, row.kind_id))) for row in rows],
        "checklists": {str(row.pk): _lines(row) for row in set(held.values())},
    }


def _venue(row: Venue, checklist: Checklist | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "kind": row.kind_id,
        "kind_name": str(row.kind),
        "address": row.address,
        "cell": row.cell.code if row.cell else "",
        "checklist": checklist.pk if checklist else None,
    }


def _checklists(rows: Iterable[Venue]) -> dict[tuple[str, str], Checklist]:
    """The checklist in force for each agency and kind: the nearest above, of it the latest."""
    wanted = {(row.agency.path, row.kind_id) for row in rows}
    in_force = (
        Checklist.objects.in_force(timezone.localdate())
        .select_related("agency")
        .prefetch_related("items")
    )
    known = sorted(in_force, key=lambda row: (len(row.agency.path), row.valid_from))
    return {
        (path, kind): row
        for path, kind in wanted
        for row in known
        if row.kind_id == kind and path.startswith(row.agency.path)
    }


def _lines(row: Checklist) -> dict[str, Any]:
    names = ("text", "help_text", "answered_by")
    lines = [
        {"id": item.pk, **{name: getattr(item, name) for name in names}}
        for item in sorted(row.items.all(), key=lambda item: item.rank)
    ]
    return {"name": row.name, "items": lines}


def hazards(officer: Officer) -> dict[str, Any]:
    """The lists of the hazard's form, and the hazards the officer may do something about."""
    rows = selectors.hazards(officer, stage="open")[:MOST_HAZARDS]
    told = [(row, acts(row, officer)) for row in rows]
    return {
        "hazard": {
            "levels": labelled(Level),
            "stages": labelled(Stage),
            "found_in": [[way.value, str(way.label)] for way in _FOUND_IN],
        },
        "hazards": [_hazard(row, may) for row, may in told if may],
    }


def acts(row: Hazard, officer: Officer) -> list[list[str]]:
    """What may be said of it now, by whom: who rectified it does not verify it."""
    if row.stage in _TO_RECTIFY:
        return [["rectify", _("Rectified"), _("Somebody else verifies it")]]
    mine = row.rectified_by_id == id_of(officer.as_actor())
    if row.stage != Stage.RECTIFIED or mine or Right.HAZARD_VERIFY not in officer.rights:
        return []
    return [
        ["verify", _("Verified: it is gone"), _("Closes the hazard")],
        ["send-back", _("Not gone"), _("To be rectified again")],
    ]


def _hazard(row: Hazard, may: list[list[str]]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "where": row.where,
        "text": row.text,
        "stage": row.stage,
        "stage_name": row.get_stage_display(),
        "level": row.level,
        "address": row.address,
        "due_at": row.due_at.isoformat(),
        "notice_number": row.notice_number,
        "penalty_number": row.penalty_number,
        "version": row.version,
        "acts": may,
    }
