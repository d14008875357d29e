"""Past switches for the statistics: which count, and what each line says."""

from dataclasses import asdict
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from checkpoints.duty import selectors
from checkpoints.duty.figures import P90_METHOD, figures_of, statistics
from checkpoints.duty.models import DutyTarget, SopVersion, Switch
from grid.scope import Viewer


def past(viewer: Viewer, asked: dict[str, Any]) -> QuerySet[Switch]:
    """The switches in scope that were asked for; drills only where they are asked for."""
    rows = selectors.switches(viewer).filter(is_drill=asked.get("drills") == "only")
    wanted = {
        "line": "checkpoint__line",
        "checkpoint": "checkpoint__code",
        "level": "to_level",
        "order": "order__number",
        "issued_from": "issued_at__date__gte",
        "issued_to": "issued_at__date__lte",
    }
    rows = rows.filter(**{path: asked[name] for name, path in wanted.items() if asked.get(name)})
    if asked.get("agency"):
        rows = rows.filter(owner_path__contains=f"{asked['agency']}/")
    if q := asked.get("q"):
        found = Q(checkpoint__name__icontains=q) | Q(checkpoint__code__icontains=q)
        rows = rows.filter(found | Q(order__number__icontains=q))
    return _with(rows, asked.get("outcome") or "")


def _with(rows: QuerySet[Switch], what: str) -> QuerySet[Switch]:
    """Those behind one count of the statistics."""
    if not what:
        return rows
    if what == "cancelled":
        return rows.filter(state=Switch.State.CANCELLED)
    counted = rows.exclude(state=Switch.State.CANCELLED)
    if what in ("late", "sign_late"):
        test = Switch.is_late if what == "late" else Switch.is_sign_late
        now = timezone.now()
        return rows.filter(pk__in=[row.pk for row in counted if test(row, now)])
    rules = {
        "ready": Q(state=Switch.State.DONE),
        "unready": ~Q(state=Switch.State.DONE),
        "short": Q(short_at__isnull=False),
        "waived": Q(waived_at__isnull=False),
    }
    return counted.filter(rules[what])


def figures(viewer: Viewer, asked: dict[str, Any]) -> dict[str, Any]:
    """The statistics as the API gives them."""
    at = timezone.now()
    rows = past(viewer, asked)
    groups = statistics(rows, asked["by"], at)
    return {
        "at": at.isoformat(),
        "method": P90_METHOD,
        "total": asdict(figures_of(rows, at)),
        "groups": [
            {"key": key, "name": name, "figures": asdict(found)} for key, name, found in groups
        ],
    }


def target_row(row: DutyTarget) -> dict[str, Any]:
    """A target as the API gives it."""
    return {
        "id": row.pk,
        "agency": row.agency.code if row.agency else None,
        "sign_s": row.sign_s,
        "ready_s": row.ready_s,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def sop_row(row: SopVersion) -> dict[str, Any]:
    """A version of a procedure as the API gives it."""
    return {
        "id": row.pk,
        "level": row.level_id,
        "title": row.title,
        "number": row.number,
        "agency": {"code": row.agency.code, "name": row.agency.name},
        "checkpoint": row.checkpoint.code if row.checkpoint else None,
        "valid_from": row.valid_from.isoformat(),
        "text": row.text,
        "written_by": row.written_by,
        "written_at": row.written_at.isoformat(),
    }
