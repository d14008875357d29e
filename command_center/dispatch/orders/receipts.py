"""What receivers do with an order: have it on the screen, sign for it, say what came of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.orders import identity
from command_center.dispatch.orders.models import DirectOrder, OrderCopy, OrderReceipt
from command_center.dispatch.orders.selectors import is_own
from command_center.dispatch.orders.services import order_fact, receipt_fact
from command_center.incidents.drafts import Reporter
from grid.errors import FieldError, InvalidInput, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record

SPOKEN: Final = ("phone", "radio")  # how somebody may tell another to sign for them


@transaction.atomic
def sign(
    receipt: OrderReceipt,
    *,
    by: Reporter,
    channel: str = "screen",
    spoken_by: str = "",
    version: int | None = None,
) -> OrderReceipt:
    """Sign for the order as the receiver, or on its behalf for whoever said so by phone or radio.

    Of two who sign at once one wins; the other is told who (LostRace). Raises NotAllowed where
    the receiver is somebody else and nobody is named who said so. Where no result is asked,
    signing settles it.
    """
    actor = _actor(receipt, by, channel, spoken_by)
    signed = obligations.sign(
        receipt,
        actor,
        version=version,
        channel=channel,
        spoken_by=spoken_by.strip(),
        delivered_at=Coalesce(F("delivered_at"), timezone.now()),
        seen_supplements=DirectOrder.objects.get(pk=receipt.order_id).supplements_written,
    )
    if signed.order.needs_result:
        return signed
    return obligations.finish(signed, actor, outcome="")


@transaction.atomic
def report(
    receipt: OrderReceipt,
    *,
    by: Reporter,
    text: str,
    channel: str = "screen",
    spoken_by: str = "",
    version: int | None = None,
) -> OrderReceipt:
    """Say what came of it; only what was signed for has a result."""
    actor = _actor(receipt, by, channel, spoken_by)
    is_warning = receipt.order.kind == DirectOrder.Kind.WARNING
    faults = identity.text_faults("/text", text, is_warning=is_warning)
    if len(text.strip()) < 2:
        message = _("Say what came of it")
        faults.append(FieldError(pointer="/text", code="too_short", message=message))
    if faults:
        raise InvalidInput(_("The result was not kept."), errors=faults)
    return obligations.finish(receipt, actor, outcome=text.strip()[:2000], version=version)


@transaction.atomic
def see_supplements(receipt: OrderReceipt, *, by: Reporter) -> OrderReceipt:
    """The receiver has read what was added since it signed."""
    if not is_own(receipt, by):
        raise NotAllowed(_("Only the receiver says that it has read it."))
    written = DirectOrder.objects.get(pk=receipt.order_id).supplements_written
    rows = OrderReceipt.objects.filter(pk=receipt.pk, seen_supplements__lt=written)
    changed = rows.update(seen_supplements=written, version=F("version") + 1)
    receipt.refresh_from_db()
    if changed:
        record(by.as_actor(), receipt_fact("dispatch.receipt_supplement_seen", receipt))
    return receipt


@transaction.atomic
def deliver(receipts: Sequence[OrderReceipt], *, by: Reporter) -> None:
    """Note that the order stands on a screen of its receiver, once each."""
    new = [row.pk for row in receipts if row.delivered_at is None]
    rows = OrderReceipt.objects.select_for_update(skip_locked=True, of=("self",))
    fresh = list(rows.filter(pk__in=new, delivered_at__isnull=True).select_related("order"))
    if not fresh:
        return
    now = timezone.now()
    OrderReceipt.objects.filter(pk__in=[row.pk for row in fresh]).update(delivered_at=now)
    for row in receipts:
        row.delivered_at = row.delivered_at or now
    record(by.as_actor(), *(receipt_fact("dispatch.receipt_delivered", row) for row in fresh))


@transaction.atomic
def see_copy(order: DirectOrder, *, by: Reporter) -> None:
    """An agency that was passed over has opened its copy, noted once."""
    rows = OrderCopy.objects.filter(order=order, owner_path=by.agency_path, seen_at__isnull=True)
    actor = by.as_actor()
    if rows.update(seen_at=timezone.now(), seen_by=actor.label):
        record(actor, order_fact("dispatch.order_copy_seen", order, path=by.agency_path))


def _actor(receipt: OrderReceipt, by: Reporter, channel: str, spoken_by: str) -> Actor:
    """Who acts, and for whom; the receiver acts for itself over any channel."""
    actor = by.as_actor(channel=channel)
    if spoken_by.strip() and channel in SPOKEN:
        return replace(actor, on_behalf_of=f"{spoken_by.strip()} · {receipt.name}")
    if is_own(receipt, by):
        return actor
    raise NotAllowed(
        _("%s signs for it itself, or say who told you so by phone or radio.") % receipt.name
    )
