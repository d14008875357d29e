"""Which mode holds where, and the spans of major mode there have been."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.modes.models import CommandMode
from command_center.incidents.briefs import moment
from command_center.incidents.selectors import NotFound
from grid.scope import Viewer


def codes_above(path: str) -> list[str]:
    """Codes of the agency at `path` and of every agency above it."""
    return path.strip("/").split("/") if path else []


def open_modes(path: str) -> QuerySet[CommandMode]:
    """Spans of major mode in force for the agency at `path`, the highest agency first."""
    rows = CommandMode.objects.filter(ended_at__isnull=True, agency__code__in=codes_above(path))
    return rows.select_related("agency").order_by("agency__path")


def mode_of(path: str) -> dict[str, Any]:
    """Which mode holds for the agency at `path`: the highest agency that took over holds it."""
    held = open_modes(path).first()
    return brief(held) if held else {"mode": "normal", "held_by": None, "since": None, "reason": ""}


def brief(mode: CommandMode) -> dict[str, Any]:
    """A span as facts and the board carry it; its agency should be joined."""
    return {
        "mode": "normal" if mode.ended_at else "major",
        "held_by": {"code": mode.agency.code, "name": mode.agency.name},
        "since": moment(mode.ended_at or mode.started_at),
        "reason": mode.reason,
    }


def row(mode: CommandMode) -> dict[str, Any]:
    """A span in full, JSON-ready."""
    return {
        "id": mode.pk,
        "version": mode.version,
        "agency": {"code": mode.agency.code, "name": mode.agency.name},
        "reason": mode.reason,
        "started_at": moment(mode.started_at),
        "started_by": mode.started_by,
        "ended_at": moment(mode.ended_at),
        "ended_by": mode.ended_by,
        "report": mode.report,
        "result": mode.result,
    }


def modes(viewer: Viewer, *, q: str = "", state: str = "") -> QuerySet[CommandMode]:
    """Spans in scope, and those in force above it: whoever lost the say must see to whom.

    `q` is part of the reason or of the agency's name; `state` is open or ended.
    """
    above = Q(ended_at__isnull=True, agency__code__in=codes_above(viewer.agency_path))
    rows: QuerySet[CommandMode] = CommandMode.objects.filter(
        Q(agency__path__startswith=viewer.agency_path) | above
    )
    if q:
        rows = rows.filter(Q(reason__icontains=q) | Q(agency__name__icontains=q))
    if state:
        rows = rows.filter(ended_at__isnull=state == "open")
    return rows.select_related("agency").order_by("-started_at", "-pk")


def mode(mode_id: int, viewer: Viewer) -> CommandMode:
    """One span; raises NotFound when absent or out of scope."""
    found = modes(viewer).filter(pk=mode_id).first()
    if found is None:
        raise NotFound(_("There is no such takeover."))
    return found


def lasted_s(mode: CommandMode) -> int:
    """How long the span lasted, or has lasted until now, in seconds."""
    return int(((mode.ended_at or timezone.now()) - mode.started_at).total_seconds())
