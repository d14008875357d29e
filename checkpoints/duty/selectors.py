"""Reading orders and switches, always in the viewer's scope."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from checkpoints.duty.levels import base_level, level_of, levels_of, spans_of
from checkpoints.duty.models import Switch, SwitchOrder
from checkpoints.duty.services.shared import By, order_brief
from checkpoints.duty.state import order_state
from checkpoints.register import selectors as register
from grid.ledger import obligations
from grid.scope import Viewer

State = Switch.State
OrderState = SwitchOrder.State


def orders(viewer: Viewer) -> QuerySet[SwitchOrder]:
    """Orders in scope with how many of the switches in scope are at what; late by the clock."""
    rows = SwitchOrder.objects.visible_to(viewer)
    below = Q(switches__owner_path__startswith=viewer.agency_path)
    wanted = {
        "checkpoints": below,
        "signed": below & Q(switches__signed_at__isnull=False),
        "ready": below & Q(switches__state=State.DONE),
        "open_count": below & Q(switches__state__in=obligations.OPEN),
        "late": below & Q(switches__overdue_at__isnull=False),
        "short": below & Q(switches__short_at__isnull=False),
    }
    counts = {name: Count("switches", filter=rule) for name, rule in wanted.items()}
    joined = rows.select_related("agency", "from_level", "to_level", "sop")
    return joined.annotate(**counts).order_by("-issued_at", "-pk")


def find_order(viewer: Viewer, number: str) -> SwitchOrder:
    """One order; raises Http404 where it is absent or out of scope."""
    return get_object_or_404(orders(viewer), number=number)


def filtered(rows: QuerySet[SwitchOrder], asked: dict[str, Any]) -> QuerySet[SwitchOrder]:
    """By words, level, drill or not, days and state; over means by the clock, not by a sweep."""
    if q := asked.get("q"):
        rows = rows.filter(Q(number__icontains=q) | Q(reason__icontains=q))
    if asked.get("level"):
        rows = rows.filter(to_level_id=asked["level"])
    if asked.get("drill") in ("yes", "no"):
        rows = rows.filter(is_drill=asked["drill"] == "yes")
    if asked.get("issued_from"):
        rows = rows.filter(issued_at__date__gte=asked["issued_from"])
    if asked.get("issued_to"):
        rows = rows.filter(issued_at__date__lte=asked["issued_to"])
    return _in_state(rows, asked.get("state") or "")


def _in_state(rows: QuerySet[SwitchOrder], state: str) -> QuerySet[SwitchOrder]:
    over = Q(valid_until__lte=timezone.now())
    live = (OrderState.RUNNING, OrderState.IN_FORCE)
    if state in live:
        return rows.filter(state=state).exclude(over)
    if state == OrderState.REVERTED:
        return rows.filter(Q(state=state) | (Q(state__in=live) & over))
    return rows.filter(state=state) if state else rows


def switches(viewer: Viewer) -> QuerySet[Switch]:
    """Every switch in scope, the newest order first."""
    rows: QuerySet[Switch] = Switch.objects.visible_to(viewer)
    joined = rows.select_related(
        "order__agency", "checkpoint__line", "checkpoint__agency", "from_level", "to_level"
    )
    return joined.order_by("-issued_at", "checkpoint__line__rank", "checkpoint__code")


def find_switch(viewer: Viewer, switch_id: int) -> Switch:
    """One switch; raises Http404 where it is absent or out of scope."""
    return get_object_or_404(switches(viewer), pk=switch_id)


def my_switches(by: By, *, only_open: bool = True) -> QuerySet[Switch]:
    """What the sender's own agency has to sign for and report, of orders that are not over."""
    rows = switches(by).filter(owner_path=by.agency_path)
    if not only_open:
        return rows
    over = Q(order__valid_until__isnull=False, order__valid_until__lte=timezone.now())
    return rows.filter(state__in=obligations.OPEN).exclude(over).order_by("due_at", "pk")


def open_switch_of(viewer: Viewer, code: str) -> Switch | None:
    """The switch a checkpoint is in the middle of, drill or not."""
    rows = switches(viewer).filter(checkpoint__code=code, state__in=obligations.OPEN)
    return next((row for row in rows if row.order.is_live), None)


def level_at(viewer: Viewer, code: str, at: datetime | None = None) -> dict[str, Any]:
    """The level of one checkpoint at a moment, and what it is switching to now."""
    checkpoint = register.find_checkpoint(viewer, code)
    moment = at or timezone.now()
    switching = open_switch_of(viewer, code) if at is None else None
    return {
        "checkpoint": checkpoint.code,
        "at": moment.isoformat(),
        "level": level_of(checkpoint, moment),
        "switching": _switching(switching) if switching else None,
    }


def _switching(row: Switch) -> dict[str, Any]:
    return {
        "id": row.pk,
        "order": row.order.number,
        "to_level": row.to_level_id,
        "is_drill": row.is_drill,
        "stage": row.stage,
        "due_at": row.due_at.isoformat(),
    }


def order_row(order: SwitchOrder) -> dict[str, Any]:
    """An order in a list: its brief and the counts of the switches in scope."""
    names = ("checkpoints", "signed", "ready", "late", "short")
    counts: Any = order  # annotated by `orders`
    return order_brief(order) | {"counts": {name: getattr(counts, name, 0) for name in names}}


def order_full(order: SwitchOrder) -> dict[str, Any]:
    """An order with the scope asked for, its procedure and who checked it."""
    sop, at = order.sop, order.countersigned_at
    return order_row(order) | {
        "scope": {name: value for name, value in order.scope.items() if name != "codes"},
        "sop": {"id": sop.pk, "title": sop.title, "number": sop.number} if sop else None,
        "sign_s": order.sign_s,
        "ready_s": order.ready_s,
        "countersigned_by": order.countersigned_by,
        "countersigned_at": at.isoformat() if at else None,
        "ended_by": order.ended_by,
        "end_reason": order.end_reason,
    }


__all__ = [
    "base_level",
    "filtered",
    "find_order",
    "find_switch",
    "level_at",
    "level_of",
    "levels_of",
    "my_switches",
    "open_switch_of",
    "order_full",
    "order_row",
    "order_state",
    "orders",
    "spans_of",
    "switches",
]
