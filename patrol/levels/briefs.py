"""Levels, proposals and control points as facts and lists carry them."""

from typing import Any

from grid.ledger.facts import Fact
from grid.territory.serializers import ground
from patrol.levels.models import (
    AreaLevel,
    ControlPoint,
    OverlayLine,
    OverlayProposal,
    OverlayTemplate,
    PatrolLevel,
)


def level_row(level: PatrolLevel | None) -> dict[str, Any] | None:
    if level is None:
        return None
    return {"rank": level.rank, "name": level.name, "name_en": level.name_en}


def area_level_row(row: AreaLevel) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "agency": ground(row.agency),
        "cells": row.cell_codes,
        "level": level_row(row.level),
        "reason": row.reason,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "set_by": row.set_by,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "ended_by": row.ended_by or None,
    }


def template_row(row: OverlayTemplate) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "name": row.name,
        "agency": ground(row.agency),
        "level": row.level_id,
        "place": {"id": row.place.pk, "name": row.place.name} if row.place else None,
        "place_kind": row.place_kind or None,
        "mode": row.mode,
        "starts_at": f"{row.starts_at:%H:%M}",
        "ends_at": f"{row.ends_at:%H:%M}",
        "rounds_a_day": row.rounds_a_day,
        "dwell_s": row.dwell_s,
        "needs_armed": row.needs_armed,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def proposal_row(row: OverlayProposal) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "state": row.state,
        "area_level": area_level_row(row.area_level),
        "proposed_at": row.proposed_at.isoformat(),
        "decided_by": row.decided_by or None,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "reason": row.reason,
    }


def line_row(line: OverlayLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "template": line.template.name,
        "place": {"id": line.place_id, "name": line.place.name},
        "mode": line.template.mode,
        "dwell_s": line.template.dwell_s,
        "due_start": line.due_start.isoformat(),
        "due_end": line.due_end.isoformat(),
        "state": line.state,
        "round": line.round_id,
    }


def control_point_row(row: ControlPoint) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "name": row.name,
        "agency": ground(row.agency),
        "address": row.address,
        "lng": row.point.x,
        "lat": row.point.y,
        "reason": row.reason,
        "task": row.task,
        "unit": row.unit.call_sign if row.unit else None,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "set_by": row.set_by,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }


def area_level_fact(kind: str, row: AreaLevel, **more: Any) -> Fact:
    said = area_level_row(row) | {"cells": row.cell_codes[:100]}
    return Fact(
        kind=f"patrol.{kind}",
        subject_type="area_level",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=said | more,
    )


def proposal_fact(kind: str, row: OverlayProposal, **more: Any) -> Fact:
    level = row.area_level
    said = {"id": row.pk, "state": row.state, "level": level.level_id, "reason": row.reason}
    return Fact(
        kind=f"patrol.{kind}",
        subject_type="overlay_proposal",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=level.agency.path,
        payload=said | {"agency": ground(level.agency)} | more,
    )


def control_point_fact(kind: str, row: ControlPoint) -> Fact:
    return Fact(
        kind=f"patrol.{kind}",
        subject_type="control_point",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=control_point_row(row),
    )


def template_fact(row: OverlayTemplate, *, is_new: bool) -> Fact:
    return Fact(
        kind="patrol.overlay_template_created" if is_new else "patrol.overlay_template_changed",
        subject_type="overlay_template",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=template_row(row),
    )
