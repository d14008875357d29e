"""Reading what stands at checkpoints, always within a viewer's scope."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from checkpoints.register.models import EquipmentItem, Minimum, StandardTask
from checkpoints.register.standard import OPEN
from grid.scope import Viewer


def equipment(viewer: Viewer, **wanted: Any) -> QuerySet[EquipmentItem]:
    """Equipment in scope with its checkpoint and kind, narrowed by what is `wanted`.

    `wanted` may hold q (label or note), agency (with all below it), checkpoint (a code), kind,
    state, due ("1": the check is overdue). What was written off shows only when asked for.
    """
    rows = EquipmentItem.objects.visible_to(viewer)
    rows = rows.select_related("checkpoint__agency", "checkpoint__line", "kind")
    for name, value in wanted.items():
        if value:
            rows = rows.filter(_condition(name, str(value)))
    return rows if wanted.get("state") else rows.exclude(state=EquipmentItem.State.GONE)


def _condition(name: str, value: str) -> Q:
    conditions = {
        "q": Q(label__icontains=value) | Q(note__icontains=value),
        "agency": Q(checkpoint__agency__path__contains=f"{value}/"),
        "checkpoint": Q(checkpoint__code=value),
        "due": Q(check_due_on__lt=timezone.localdate()),
    }
    return conditions.get(name) or Q(**{name: value})


def minimums(viewer: Viewer, *, grade: str = "") -> QuerySet[Minimum]:
    """The rows in force that may hold at the viewer's agency: its own, those above, defaults."""
    rows = Minimum.objects.in_force(timezone.localdate()).above(viewer.agency_path)
    rows = rows.filter(grade=grade) if grade else rows
    found: QuerySet[Minimum] = rows.select_related("agency", "level")
    return found


def open_tasks(viewer: Viewer) -> QuerySet[StandardTask]:
    """What is owed by the standard in scope, the next due first."""
    rows = StandardTask.objects.visible_to(viewer).filter(state__in=OPEN)
    return rows.select_related("checkpoint", "item").order_by("due_at", "pk")
