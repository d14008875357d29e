"""A switch as it runs, for the wall, the order's page and a station's own system.

Everything is computed from the rows at one moment, `at`, the server's: what is late, short or
over is so whether or not a sweep has run.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from statistics import median
from typing import Any, Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from checkpoints.duty import shortages
from checkpoints.duty.models import ReadinessReport, Switch, SwitchOrder
from checkpoints.duty.models.switches import whole_seconds
from checkpoints.duty.scopes import described
from checkpoints.register.models import DutyLevel
from checkpoints.register.selectors import brief as checkpoint_brief
from grid.scope import Viewer

HEADS: Final = ("officers", "auxiliaries", "vehicles")
FEED_ROWS: Final = 60
GROUPS: Final = ("attention", "switching", "ready", "cancelled")


def order_state(viewer: Viewer, number: str) -> dict[str, Any]:
    """The order, its totals, a row for each checkpoint in scope, and what was reported last.

    Raises Http404 where the order is absent or out of scope.
    """
    visible = SwitchOrder.objects.visible_to(viewer)
    joined = visible.select_related("agency", "from_level", "to_level", "sop")
    order = get_object_or_404(joined, number=number)
    at, words = timezone.now(), shortages.names()
    switches = list(switches_of(order, viewer))
    rows = [switch_row(row, at, words) for row in switches]
    rows.sort(key=lambda row: GROUPS.index(row["group"]))
    return {
        **_order(order, len(switches), at),
        "totals": _totals(rows),
        "rows": rows,
        "feed": _feed(switches, words),
    }


def switches_of(order: SwitchOrder, viewer: Viewer) -> QuerySet[Switch]:
    """The order's switches in scope, by line and code."""
    rows: QuerySet[Switch] = Switch.objects.visible_to(viewer).filter(order=order)
    return rows.select_related(
        "order", "checkpoint__line", "checkpoint__agency", "superseded_by", "to_level"
    )


def _order(order: SwitchOrder, count: int, at: datetime) -> dict[str, Any]:
    elapsed = whole_seconds(order.issued_at, at)
    sop = order.sop
    return {
        "at": at.isoformat(),
        "number": order.number,
        "version": order.version,
        "agency": {"code": order.agency.code, "name": order.agency.name},
        "is_drill": order.is_drill,
        "state": order.state_at(at),
        "state_word": str(SwitchOrder.State(order.state_at(at)).label),
        "reason": order.reason,
        "from_level": _level(order.from_level),
        "to_level": _level(order.to_level),
        "scope": described(order.scope, count),
        "issued_at": order.issued_at.isoformat(),
        "issued_by": order.issued_by,
        "countersigned_at": _iso(order.countersigned_at),
        "countersigned_by": order.countersigned_by,
        "valid_until": _iso(order.valid_until),
        "ended_at": _iso(order.ended_at),
        "ended_by": order.ended_by,
        "end_reason": order.end_reason,
        "sop": {"id": sop.pk, "title": sop.title, "number": sop.number} if sop else None,
        "sign_s": order.sign_s,
        "ready_s": order.ready_s,
        "elapsed_s": elapsed,
        "left_s": order.ready_s - elapsed,
    }


def _level(level: DutyLevel | None) -> dict[str, str] | None:
    return {"code": level.code, "name": str(level)} if level else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def switch_row(row: Switch, at: datetime, words: dict[str, str]) -> dict[str, Any]:
    """One checkpoint of the order at `at`: stage, times, figures of required, what is wrong.

    `flags` has `late` (not ready in time), `unsigned` (not signed for in time and still not) and
    `short` (a whole report below the minimum, waived or not); `is_red` where it has any.
    """
    is_over = row.is_open and row.order.state_at(at) not in ("running", "in_force")
    stage = "cancelled" if is_over else row.stage
    flags = [] if stage == "cancelled" else flags_of(row, at)
    moments = ("delivered_at", "signed_at", "ready_at", "eta", "reported_at", "sign_by", "due_at")
    return {
        "id": row.pk,
        "version": row.version,
        "checkpoint": checkpoint_brief(row.checkpoint),
        "is_drill": row.is_drill,
        "stage": stage,
        "group": _group(stage, flags),
        "flags": flags,
        "is_red": bool(flags),
        **{name: _iso(getattr(row, name)) for name in moments},
        "signed_by": row.signed_by,
        "spoken_by": row.spoken_by,
        "sign_s": row.sign_seconds(),
        "ready_s": row.ready_seconds(),
        "elapsed_s": whole_seconds(row.issued_at, row.done_at or at),
        "is_sign_late": row.is_sign_late(at),
        "late_s": _late_s(row, at) if flags else 0,
        **{name: _figure(row, name) for name in HEADS},
        "equipment": _equipment(row, words),
        "shortage": shortages.named(row.missing, words),
        "shortage_text": shortages.in_words(row.missing, words),
        "note": row.note,
        "reported_by": row.reported_by,
        "waiver": _waiver(row, words),
        "resent": row.resent,
        "outcome": row.outcome if stage == "cancelled" else "",
        "superseded_by": row.superseded_by.number if row.superseded_by else None,
    }


def flags_of(row: Switch, at: datetime) -> list[str]:
    """What is wrong with a switch at a moment."""
    found = {
        "late": row.is_late(at),
        "unsigned": row.signed_at is None and row.is_sign_late(at),
        "short": row.is_short,
    }
    return [name for name, holds in found.items() if holds]


def _group(stage: str, flags: Sequence[str]) -> str:
    if stage in ("ready", "cancelled"):
        return stage
    return "attention" if flags else "switching"


def _late_s(row: Switch, at: datetime) -> int:
    """Seconds past the limit that is missed: of being ready, else of signing."""
    elapsed = whole_seconds(row.issued_at, row.done_at or at)
    limit = row.ready_limit_s if row.is_late(at) else row.sign_limit_s
    return max(0, elapsed - limit)


def _figure(row: Switch, name: str) -> dict[str, int | None]:
    return {"present": getattr(row, name), "required": row.required[name]}


def _equipment(row: Switch, words: dict[str, str]) -> dict[str, Any]:
    """Pieces of what is required; more than the minimum of one kind makes up for no other."""
    required = row.required["equipment"]
    items = [
        {
            "code": code,
            "name": words.get(code, code),
            "required": wanted,
            "present": row.equipment.get(code),
        }
        for code, wanted in sorted(required.items())
    ]
    counted = [
        min(row.equipment[code], required[code]) for code in required if code in row.equipment
    ]
    return {
        "required": sum(required.values()),
        "present": sum(counted) if counted or not required else None,
        "items": items,
    }


def _waiver(row: Switch, words: dict[str, str]) -> dict[str, Any] | None:
    if row.waived_at is None:
        return None
    return {
        "at": row.waived_at.isoformat(),
        "by": row.waived_by,
        "reason": row.waived_reason,
        "missing": shortages.in_words(row.waived_missing, words),
    }


def _totals(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    counted = [row for row in rows if row["stage"] != "cancelled"]
    signed = [row["sign_s"] for row in counted if row["sign_s"] is not None]
    return {
        "checkpoints": len(counted),
        "cancelled": len(rows) - len(counted),
        "delivered": sum(row["stage"] != "ordered" for row in counted),
        "signed": len(signed),
        "ready": sum(row["stage"] == "ready" for row in counted),
        "late": sum("late" in row["flags"] for row in counted),
        "unsigned_late": sum("unsigned" in row["flags"] for row in counted),
        "sign_late": sum(row["is_sign_late"] for row in counted),
        "short": sum("short" in row["flags"] for row in counted),
        "waived": sum(row["waiver"] is not None for row in counted),
        "red": sum(row["is_red"] for row in counted),
        "sign_median_s": median(signed) if signed else None,
        **{name: _sum(counted, name) for name in (*HEADS, "equipment")},
    }


def _sum(rows: Iterable[dict[str, Any]], name: str) -> dict[str, int]:
    figures = [row[name] for row in rows]
    return {
        "required": sum(figure["required"] for figure in figures),
        "present": sum(figure["present"] or 0 for figure in figures),
        "unreported": sum(figure["present"] is None for figure in figures),
    }


def _feed(switches: Sequence[Switch], words: dict[str, str]) -> list[dict[str, Any]]:
    """What happened last, the newest first; only ever added to."""
    reports = ReadinessReport.objects.filter(switch__in=[row.pk for row in switches])
    by_key = {row.pk: row for row in switches}
    entries = [_reported(one, by_key[one.switch_id]) for one in reports[:FEED_ROWS]]
    for row in switches:
        entries += _stamps(row, words)
    entries.sort(key=lambda entry: str(entry["at"]), reverse=True)
    return entries[:FEED_ROWS]


def _reported(report: ReadinessReport, switch: Switch) -> dict[str, Any]:
    pieces = sum(report.equipment.values())
    figures = {name: getattr(report, name) for name in HEADS} | {"equipment": pieces}
    kind = "ready" if report.is_ready else "reported"
    return _entry(switch, kind, report.at, report.by, text=report.note, **figures)


def _stamps(row: Switch, words: dict[str, str]) -> Iterator[dict[str, Any]]:
    stamps = (
        ("delivered", row.delivered_at, "", ""),
        ("signed", row.signed_at, row.signed_by, row.spoken_by),
        ("unsigned", row.sign_overdue_at, "", ""),
        ("late", row.overdue_at, "", ""),
        ("resent", row.resent_at, "", ""),
        ("waived", row.waived_at, row.waived_by, shortages.in_words(row.waived_missing, words)),
    )
    for kind, at, by, text in stamps:
        if at:
            yield _entry(row, kind, at, by, text=text)
    if row.state == Switch.State.CANCELLED and row.done_at:
        yield _entry(row, "cancelled", row.done_at, row.done_by, text=row.outcome)


def _entry(row: Switch, kind: str, at: datetime, by: str, **more: Any) -> dict[str, Any]:
    where = {"code": row.checkpoint.code, "name": row.checkpoint.name}
    return {"at": at.isoformat(), "kind": kind, "checkpoint": where, "by": by, **more}
