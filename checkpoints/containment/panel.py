"""What the page of a checkpoint shows of containments: its orders, and plans it is a post of."""

from typing import Any

from django.utils import timezone

from checkpoints.containment.models import Containment, ContainmentPlan, PlanPost, PostOrder
from checkpoints.containment.selectors.ringstate import OPEN
from checkpoints.register.models import Checkpoint
from grid.organisation.models import Officer
from grid.rights import Right

PAST = 5
MOST = 20


def shown(checkpoint: Checkpoint, officer: Officer) -> dict[str, Any] | None:
    """Open orders, the latest past ones, plans; None without the right to read containments."""
    if Right.CONTAINMENT_READ not in officer.rights:
        return None
    orders = PostOrder.objects.visible_to(officer).filter(crossing__checkpoint=checkpoint)
    orders = orders.select_related("containment", "crossing").order_by("-issued_at", "-pk")
    running = Containment.objects.running()
    is_open = {"state__in": OPEN, "containment__in": running}
    usable = ContainmentPlan.objects.usable()
    posts = PlanPost.objects.visible_to(officer).filter(checkpoint=checkpoint, plan__in=usable)
    return {
        "open": orders.filter(**is_open)[:MOST],
        "past": orders.exclude(**is_open)[:PAST],
        "posts": posts.select_related("plan", "ring")[:MOST],
        "now": timezone.now(),
    }
