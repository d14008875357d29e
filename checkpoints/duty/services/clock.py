"""What the clock does: late switches are marked once, orders whose time is over are closed.

Nothing waits for it: levels, states and red rows are computed from the times in the query. The
sweeps write down what was already so, each with its own fact.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.duty.levels import levels_of
from checkpoints.duty.models import LevelSpan, Switch, SwitchOrder
from checkpoints.duty.services.shared import LIVE, level_fact, order_fact, switch_fact
from grid.ledger import obligations
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record

AT_ONCE: Final = 500
SECOND: Final = timedelta(seconds=1)  # 30:00 and its fractions are on time, 30:01 is late


@transaction.atomic
def mark_late(*, now: datetime | None = None) -> int:
    """Mark what is not signed for or not ready after its whole seconds; answers how many."""
    at = now or timezone.now()
    unsigned = Q(state=Switch.State.ISSUED, sign_overdue_at__isnull=True, sign_by__lte=at - SECOND)
    unready = Q(overdue_at__isnull=True, due_at__lte=at - SECOND)
    live = Q(order__valid_until__isnull=True) | Q(order__valid_until__gt=at)
    rows = Switch.objects.select_for_update(skip_locked=True, of=("self",))
    found = rows.filter(unsigned | unready, live, state__in=obligations.OPEN)
    late = list(found.select_related("order", "checkpoint").order_by("due_at", "pk")[:AT_ONCE])
    record(PLATFORM, *note_late(late, at))
    return len(late)


def note_late(switches: Iterable[Switch], at: datetime) -> list[Fact]:
    """Mark these late where they are by `at`, once each; answers the facts to record."""
    facts: list[Fact] = []
    for row in switches:
        steps = []
        if row.sign_overdue_at is None and row.is_sign_late(at):
            row.sign_overdue_at = at
            steps.append("sign_overdue")
        if row.overdue_at is None and row.is_late(at):
            row.overdue_at = at
            steps.append("overdue")
        if steps:
            row.version += 1
            row.save(update_fields=["sign_overdue_at", "overdue_at", "version"])
        facts += [switch_fact(step, row, once=True) for step in steps]
    return facts


@transaction.atomic
def end_what_is_over(*, now: datetime | None = None) -> int:
    """Close every order whose time is over; answers how many."""
    at = now or timezone.now()
    rows = SwitchOrder.objects.select_for_update(skip_locked=True, of=("self",))
    over = list(
        rows.filter(state__in=LIVE, valid_until__lte=at)
        .select_related("agency")
        .order_by("pk")[:AT_ONCE]
    )
    for order in over:
        _end(order, at)
    return len(over)


def _end(order: SwitchOrder, at: datetime) -> None:
    open_ = order.switches.select_for_update(of=("self",)).filter(state__in=obligations.OPEN)
    for row in open_.select_related("checkpoint").order_by("pk"):
        row.order = order
        obligations.cancel(row, PLATFORM, reason=_("The order is over."))
    order.state = SwitchOrder.State.REVERTED
    order.ended_at = order.valid_until
    order.version += 1
    order.save()
    record(PLATFORM, *level_facts(order, at), order_fact("reverted", order))


def level_facts(order: SwitchOrder, at: datetime, *, reason: str = "") -> list[Fact]:
    """Which level holds again at each checkpoint where the order held one; none for a drill."""
    held = LevelSpan.objects.filter(order=order).values("checkpoint_id")
    rows = list(order.switches.filter(checkpoint__in=held).select_related("checkpoint", "order"))
    now_held = levels_of([row.checkpoint for row in rows], at)
    return [level_fact(row, now_held[row.checkpoint_id], reason=reason) for row in rows]
