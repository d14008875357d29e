"""Correcting an incident: versioned, the old values kept in the timeline, personal ones unnamed."""

from datetime import datetime
from typing import Any, Final

import msgspec
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from command_center.incidents import callers, services
from command_center.incidents.briefs import moment
from command_center.incidents.calls import Call, Edit, shaped
from command_center.incidents.drafts import Draft, Reporter, prepare
from command_center.incidents.models import Incident
from grid.errors import InvalidInput

PERSONAL: Final = frozenset({"caller_name", "caller_phone"})
UNLOGGED: Final = frozenset({"narrative", "outcome"})  # long; that they changed is enough
POSITION: Final = ("lng", "lat", "crs")


@transaction.atomic
def edit(
    incident: Incident, fields: Any, *, by: Reporter, version: int | None, channel: str = "screen"
) -> Incident:
    """Change the given fields; cell and agency follow the point.

    Raises StaleVersion (412, with both versions), InvalidInput.
    """
    asked = _given(shaped(fields, Edit))
    row = services.locked(incident, version)
    draft = _as_draft(row, asked, by)
    before = {name: getattr(row, name, None) for name in asked if name not in POSITION}
    _change(row, draft, asked)
    changes = _changes(row, draft, asked, before)
    if not changes:
        return row
    row.version += 1
    row.save()
    actor = by.as_actor(channel=channel)
    services.write_entry(row, actor, "edited", details={"changes": changes})
    services.index(row, row.address, row.narrative, row.outcome)
    services.tell(actor, row, "edited", extra={"changed": sorted(changes)})
    row.warnings = draft.warnings
    return row


def _given(fields: Edit) -> dict[str, Any]:
    return {
        name: value
        for name in Edit.__struct_fields__
        if (value := getattr(fields, name)) is not msgspec.UNSET
    }


def _as_draft(row: Incident, asked: dict[str, Any], by: Reporter) -> Draft:
    """The incident as it would come in today, so that one set of checks serves both."""
    values = {name: value for name, value in asked.items() if name in Call.__struct_fields__}
    if "lng" in asked or "lat" in asked:
        values |= {name: asked.get(name) for name in ("lng", "lat")}
    known = {"category": row.category.code, "reported_at": row.reported_at, "address": "-"}
    call = shaped(known | values, Call)
    (draft,) = prepare([call], by=by, now=timezone.now())
    faults = [fault for fault in draft.errors if fault["pointer"][1:] in asked | {"lng": 0}]
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)
    return draft


def _change(row: Incident, draft: Draft, asked: dict[str, Any]) -> None:
    for name in asked.keys() - {*POSITION, "category", "version"}:
        setattr(row, name, asked[name])
    if "category" in asked and draft.category:
        row.category = draft.category
    if "caller_phone" in asked:
        row.caller_phone_index = callers.phone_index(row.caller_phone)
    if draft.lng is not None and draft.agency and ("lng" in asked or "lat" in asked):
        row.point = Point(draft.lng, draft.lat, srid=4326)
        row.cell, row.agency = draft.cell, draft.agency
        row.source_crs = draft.call.crs
        row.source_lng, row.source_lat = draft.call.lng, draft.call.lat


def _changes(
    row: Incident, draft: Draft, asked: dict[str, Any], before: dict[str, Any]
) -> dict[str, Any]:
    """Field by field `[old, new]`; of personal and long fields only that they changed."""
    changes: dict[str, Any] = {}
    for name, old in before.items():
        new = getattr(row, name, None)
        if name == "version" or old == new:
            continue
        hidden = name in PERSONAL or name in UNLOGGED
        changes[name] = None if hidden else [_plain(old), _plain(new)]
    if draft.lng is not None and ("lng" in asked or "lat" in asked):
        changes["position"] = [draft.lng, draft.lat]
    return changes


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return getattr(value, "code", value)
