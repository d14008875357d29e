"""What command does to an order it has given: countersign, extend, end, take back, ring again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.duty.models import LevelSpan, Switch, SwitchOrder
from checkpoints.duty.services.clock import level_facts
from checkpoints.duty.services.ordering import MOST_DAYS
from checkpoints.duty.services.shared import (
    By,
    check_reason,
    fault,
    id_of,
    locked_order,
    order_fact,
    switch_fact,
)
from grid.errors import IllegalStep, InvalidInput, NotAllowed
from grid.ledger import obligations
from grid.ledger.services import record


@transaction.atomic
def countersign(order: SwitchOrder, *, by: By, version: int | None = None) -> SwitchOrder:
    """A second officer has checked the order; never the one who issued it."""
    current = locked_order(order, by, version)
    actor = by.as_actor()
    if id_of(actor) == current.issued_by_id:
        raise NotAllowed(_("Who issued an order does not countersign it."))
    if current.countersigned_at:
        raise IllegalStep(_("%s countersigned it already.") % current.countersigned_by)
    current.countersigned_at, current.countersigned_by = timezone.now(), actor.label
    current.countersigned_by_id = id_of(actor)
    current.version += 1
    current.save()
    record(actor, order_fact("countersigned", current))
    return current


@transaction.atomic
def extend(
    order: SwitchOrder, *, by: By, valid_until: datetime, reason: str, version: int | None = None
) -> SwitchOrder:
    """Move the end of an order, later or earlier, as long as it is not over."""
    said = check_reason(reason)
    current = locked_order(order, by, version)
    now = timezone.now()
    if not now < valid_until <= now + timedelta(days=MOST_DAYS):
        message = _("It ends after now and within %s days.") % MOST_DAYS
        raise InvalidInput(message, errors=[fault("/valid_until", "out_of_range", message)])
    before = current.valid_until
    current.valid_until = valid_until
    current.version += 1
    current.save()
    LevelSpan.objects.filter(order=current).update(to_at=valid_until)
    told = before.isoformat() if before else None
    record(by.as_actor(), order_fact("extended", current, reason=said, before=told))
    return current


@transaction.atomic
def revert(order: SwitchOrder, *, by: By, reason: str, version: int | None = None) -> SwitchOrder:
    """End an order now: the levels are what they were, open switches need not go on."""
    return _ended(order, SwitchOrder.State.REVERTED, by=by, reason=reason, version=version)


@transaction.atomic
def cancel(order: SwitchOrder, *, by: By, reason: str, version: int | None = None) -> SwitchOrder:
    """Take an order back while checkpoints are still switching; who was ready goes back too."""
    return _ended(order, SwitchOrder.State.CANCELLED, by=by, reason=reason, version=version)


def _ended(
    order: SwitchOrder, state: SwitchOrder.State, *, by: By, reason: str, version: int | None
) -> SwitchOrder:
    said = check_reason(reason)
    current = locked_order(order, by, version)
    if (state, current.state) == (SwitchOrder.State.CANCELLED, SwitchOrder.State.IN_FORCE):
        raise IllegalStep(_("It is in force: end it instead."), state=current.state)
    actor, now = by.as_actor(), timezone.now()
    open_ = current.switches.select_for_update(of=("self",)).filter(state__in=obligations.OPEN)
    for row in open_.select_related("checkpoint").order_by("pk"):
        row.order = current
        obligations.cancel(row, actor, reason=said)
    later = Q(to_at__isnull=True) | Q(to_at__gt=now)
    LevelSpan.objects.filter(later, order=current).update(to_at=now)
    current.state, current.ended_at = state, now
    current.ended_by, current.end_reason = actor.label, said
    current.version += 1
    current.save()
    facts = level_facts(current, now, reason=said)
    record(actor, *facts, order_fact(str(state), current, reason=said))
    return current


@transaction.atomic
def resend(order: SwitchOrder, *, by: By, checkpoint_code: str = "") -> list[Switch]:
    """Ring again at those who have not signed for it: at one, or at all of them."""
    current = locked_order(order, by, None)
    rows = current.switches.select_for_update(of=("self",)).filter(state=Switch.State.ISSUED)
    if checkpoint_code:
        rows = rows.filter(checkpoint__code=checkpoint_code)
    waiting = list(rows.select_related("checkpoint").order_by("pk"))
    if not waiting:
        raise IllegalStep(_("Everybody has signed for it."))
    now = timezone.now()
    Switch.objects.filter(pk__in=[row.pk for row in waiting]).update(
        resent=F("resent") + 1, resent_at=now, version=F("version") + 1
    )
    for row in waiting:
        row.order = current
        row.resent, row.resent_at, row.version = row.resent + 1, now, row.version + 1
    record(by.as_actor(), *(switch_fact("resent", row) for row in waiting))
    return waiting
