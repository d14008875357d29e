"""Tickets, firms and stores as the API gives them, JSON-ready; yuan, minutes, ISO times."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from grid.ledger.obligations import brief
from video.register.models import Camera, Company
from video.repair.models import (
    ContractorSeat,
    PartUse,
    SlaRule,
    SparePart,
    Ticket,
    TicketRule,
)
from video.repair.rulebook import NAMES
from video.repair.selectors import Figures
from video.repair.services.rules import numbers_of


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def ticket_row(row: Ticket) -> dict[str, Any]:
    """A ticket in a list."""
    counted: Any = row  # annotated by selectors.tickets
    return (
        brief(row)
        | row.details()
        | {
            "note": row.note,
            "times_reported": row.times_reported,
            "in_warranty": row.in_warranty,
            "parts": getattr(counted, "parts_count", 0),
            "assigned_at": _iso(row.assigned_at),
            "fixed_at": _iso(row.fixed_at),
            "fix_due_at": _iso(row.fix_due_at),
            "reminded_at": _iso(getattr(counted, "reminded_at", None)),
            "penalty": row.penalty,
        }
    )


def ticket_full(row: Ticket) -> dict[str, Any]:
    """A ticket with its clock, its history and the parts built in."""
    return ticket_row(row) | {
        "where": where(row),
        "sla": {name: getattr(row, name) for name in NAMES},
        "fixed_by": row.fixed_by,
        "is_remote": row.is_remote,
        "outcome": row.outcome,
        "spans": [
            {
                "round": one.round,
                "span": one.span,
                "from_at": _iso(one.from_at),
                "due_at": _iso(one.due_at),
                "to_at": _iso(one.to_at),
                "is_late": one.overdue_at is not None or bool(one.to_at and one.to_at > one.due_at),
            }
            for one in row.spans.all()
        ],
        "history": [
            {"at": _iso(one.at), "by": one.by, "act": one.act, "text": one.text}
            for one in row.entries.all()
        ],
        "used_parts": [use_row(one) for one in row.parts.select_related("part")],
    }


def where(row: Ticket) -> dict[str, Any]:
    """Where to go: address, pole, WGS-84; never how to get into the device."""
    camera = row.camera
    if camera is None:
        return {"address": "", "pole_number": "", "lng": None, "lat": None}
    lng, lat = camera.location.coords if camera.location else (None, None)
    return {
        "address": camera.address,
        "pole_number": camera.pole_number,
        "lng": lng,
        "lat": lat,
    }


def use_row(one: PartUse) -> dict[str, Any]:
    """Parts built in."""
    return {
        "part": one.part.code,
        "name": one.part.name,
        "quantity": one.quantity,
        "price": str(one.price),
        "at": _iso(one.at),
        "by": one.by,
        "warranty_to": one.warranty_to.isoformat(),
    }


def part_row(row: SparePart) -> dict[str, Any]:
    """A kind of part in a store."""
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "code": row.code,
        "name": row.name,
        "unit": row.unit,
        "price": str(row.price),
        "in_stock": row.in_stock,
        "reorder_at": row.reorder_at,
        "warranty_months": row.warranty_months,
        "is_active": row.is_active,
        "version": row.version,
    }


def seat_row(row: ContractorSeat) -> dict[str, Any]:
    """Who works for which firm."""
    return {
        "id": row.pk,
        "badge_number": row.officer.badge_number,
        "company": row.company.code,
        "undertaking": row.undertaking,
        "undertaken_on": row.undertaken_on.isoformat(),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "holds": row.holds,
        "version": row.version,
    }


def sla_row(row: SlaRule) -> dict[str, Any]:
    """One rule of the SLA."""
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "camera_class": row.camera_class_id,
        "priority": row.priority,
        **{name: getattr(row, name) for name in NAMES},
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "version": row.version,
    }


def rule_row(row: TicketRule) -> dict[str, Any]:
    """When tickets open themselves; the defaults of the platform have no agency."""
    is_own = row.agency_id is not None
    return {
        "agency": row.agency.code if is_own else None,
        **{name: getattr(row, name) for name in numbers_of(TicketRule)},
        "valid_from": row.valid_from.isoformat() if is_own else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "version": row.version if is_own else 0,
    }


def figures_row(firm: Company, found: Figures) -> dict[str, Any]:
    """What one contractor did."""
    return {
        "contractor": firm.code,
        "name": firm.name,
        **asdict(found),
        "in_time_rate": found.in_time_rate,
        "reopened_rate": found.reopened_rate,
    }


def failure_row(camera: Camera) -> dict[str, Any]:
    """A camera that fails again and again."""
    counted: Any = camera  # annotated by selectors.repeat_failures
    return {
        "camera": camera.code,
        "name": camera.name,
        "agency": camera.agency.code,
        "contractor": camera.contractor.code if camera.contractor else None,
        "failures": counted.failures,
        "reopened": counted.reopened,
        "last_failure": _iso(counted.last_failure),
    }


def warranty_row(camera: Camera) -> dict[str, Any]:
    """A camera whose warranty ends soon."""
    counted: Any = camera  # annotated by selectors.under_warranty
    return {
        "camera": camera.code,
        "name": camera.name,
        "agency": camera.agency.code,
        "builder": camera.builder.code if camera.builder else None,
        "warranty_to": camera.warranty_to.isoformat() if camera.warranty_to else None,
        "failures": counted.failures,
        "open_tickets": counted.open_tickets,
    }
