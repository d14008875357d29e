"""Issuing orders, adding to them, sending them again, passing them down, taking them back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NotRequired, TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.modes.services import require_authority
from command_center.dispatch.orders import identity
from command_center.dispatch.orders.models import (
    OPEN,
    DirectOrder,
    OrderCopy,
    OrderReceipt,
    OrderSupplement,
    Receiver,
)
from command_center.dispatch.orders.receivers import columns_of, path_of, skipped
from command_center.dispatch.orders.selectors import brief
from command_center.incidents.drafts import Reporter
from command_center.incidents.selectors import incidents
from grid.errors import FieldError, IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency

MOST_RECEIVERS: Final = 200
LONGEST: Final = timedelta(days=366)
SHORTEST: Final = 4  # characters of a title or a reason
SUBJECT: Final = "direct_order"
_NEXT: Final = """
    INSERT INTO orders_ordercounter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = orders_ordercounter.last + 1 RETURNING last
"""


class OrderFields(TypedDict):
    """What an order says. Without `due_at` nothing is asked but to sign for it."""

    title: str
    text: str
    sign_by: datetime
    due_at: NotRequired[datetime | None]
    kind: NotRequired[str]
    level: NotRequired[int]
    incident_number: NotRequired[str]  # of the call it is about
    reference: NotRequired[str]  # what it carries out, as `proposal:12`
    subject_ref: NotRequired[str]
    subject_phone: NotRequired[str]


@transaction.atomic
def issue(
    *,
    by: Reporter,
    receivers: Sequence[Receiver],
    channel: str = "screen",
    parent: DirectOrder | None = None,
    **fields: Unpack[OrderFields],
) -> DirectOrder:
    """Give one order to all receivers at once: one number, one receipt for each of them.

    Agencies between the issuer and a receiver get a copy. Raises InvalidInput naming every
    fault, NotAllowed for a receiver outside the scope of `by`, TakenOver where another agency
    holds dispatch over a receiver.
    """
    unique = list({columns_of(one)["receiver"]: one for one in receivers}.values())
    _check(fields, unique, by)
    for path in sorted({path_of(one) for one in unique}):
        if not path.startswith(by.agency_path):
            raise NotAllowed(_("A receiver is outside your scope."))
        require_authority(by, path)
    actor = by.as_actor(channel=channel)
    order = _written(by.agency, actor, parent, fields)
    copies = _copies(order, unique)
    obligations.issue_many(OrderReceipt, actor, ((_owed(order, r), _own(order, r)) for r in unique))
    record(
        actor,
        order_fact("dispatch.order_issued", order),
        *(order_fact("dispatch.order_copied", order, path=copy.owner_path) for copy in copies),
    )
    return order


def _check(fields: OrderFields, receivers: Sequence[Receiver], by: Reporter) -> None:
    is_warning = fields.get("kind") == DirectOrder.Kind.WARNING
    faults: list[FieldError] = []
    for name, most in (("title", 120), ("text", 4000)):
        said = str(fields[name]).strip()  # type: ignore[literal-required]
        if not SHORTEST <= len(said) <= most:
            message = _("Between %(least)s and %(most)s characters") % {"least": 4, "most": most}
            faults.append({"pointer": f"/{name}", "code": "length", "message": message})
        faults += identity.text_faults(f"/{name}", said, is_warning=is_warning)
    faults += identity.reference_faults(fields.get("subject_ref", ""))
    faults += _incident_faults(fields.get("incident_number", ""), by)
    faults += identity.cited_faults(fields.get("reference", ""))
    faults += _time_faults(fields["sign_by"], fields.get("due_at"))
    if not 1 <= len(receivers) <= MOST_RECEIVERS:
        message = _("Between 1 and %s receivers") % MOST_RECEIVERS
        faults.append({"pointer": "/receivers", "code": "count", "message": message})
    if faults:
        raise InvalidInput(_("The order was not issued."), errors=faults)


def _time_faults(sign_by: datetime, due_at: datetime | None) -> Iterable[FieldError]:
    now = timezone.now()
    if not now < sign_by < now + LONGEST:
        message = _("To be signed for within a year from now.")
        yield FieldError(pointer="/sign_by", code="out_of_range", message=message)
    if due_at is not None and not sign_by <= due_at < now + LONGEST:
        message = _("To be done after it is signed for, and within a year.")
        yield FieldError(pointer="/due_at", code="out_of_range", message=message)


def _incident_faults(number: str, by: Reporter) -> Iterable[FieldError]:
    if number and not incidents(by).filter(number=number).exists():
        message = _("There is no such incident.")
        yield FieldError(pointer="/incident_number", code="not_found", message=message)


def _written(
    agency: Agency, actor: Actor, parent: DirectOrder | None, fields: OrderFields
) -> DirectOrder:
    now = timezone.now()
    due_at = fields.get("due_at")
    return DirectOrder.objects.create(
        number=_next_number(now),
        agency=agency,
        kind=fields.get("kind", DirectOrder.Kind.DIRECT),
        level=fields.get("level", DirectOrder.Level.EXPEDITED),
        title=fields["title"].strip(),
        text=fields["text"].strip(),
        needs_result=due_at is not None,
        sign_by=fields["sign_by"],
        due_at=due_at or fields["sign_by"],
        parent=parent,
        incident_number=fields.get("incident_number", ""),
        reference=fields.get("reference", ""),
        subject_ref=fields.get("subject_ref", ""),
        subject_phone=identity.masked(fields.get("subject_phone", "")),
        issued_at=now,
        issued_by=actor.label,
    )


def _next_number(now: datetime) -> str:
    """`LYY-NNNN` (令) of the local year."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        return f"L{year % 100:02d}-{cursor.fetchone()[0]:04d}"


def _owed(order: DirectOrder, receiver: Receiver) -> obligations.Order:
    return obligations.Order(
        owner_path=path_of(receiver),
        title=order.title,
        subject_type=SUBJECT,
        subject_id=order.number,
        due_at=order.due_at,
        sign_by=order.sign_by,
    )


def _own(order: DirectOrder, receiver: Receiver) -> dict[str, Any]:
    return {"order": order, **columns_of(receiver)}


def _copies(order: DirectOrder, receivers: Sequence[Receiver]) -> list[OrderCopy]:
    agencies = Agency.objects.filter(path__in=skipped(order.agency, receivers))
    rows = [OrderCopy(order=order, agency=one, owner_path=one.path) for one in agencies]
    return OrderCopy.objects.bulk_create(rows)


@transaction.atomic
def withdraw(
    order: DirectOrder, *, by: Reporter, reason: str, version: int | None = None
) -> DirectOrder:
    """Take the order back, with everything passed down from it; what is done stays done."""
    current = _locked(order, by, version)
    _check_words(reason, "/reason")
    actor = by.as_actor()
    _cancel(current, actor, reason.strip())
    for child in DirectOrder.objects.select_for_update().filter(
        parent=current, withdrawn_at__isnull=True
    ):
        _cancel(child, actor, reason.strip())
    return current


def _cancel(order: DirectOrder, actor: Actor, reason: str) -> None:
    order.withdrawn_at, order.withdrawn_by = timezone.now(), actor.label
    order.withdrawn_reason = reason[:200]
    order.version += 1
    order.save()
    for receipt in order.receipts.select_for_update().filter(state__in=OPEN):
        obligations.cancel(receipt, actor, reason=reason)
    record(actor, order_fact("dispatch.order_withdrawn", order, reason=reason))


@transaction.atomic
def supplement(
    order: DirectOrder, *, by: Reporter, text: str, version: int | None = None
) -> DirectOrder:
    """Add to an order: whoever still owes it, signed for or not, is shown it anew."""
    current = _locked(order, by, version)
    _check_words(text, "/text")
    is_warning = current.kind == DirectOrder.Kind.WARNING
    if faults := identity.text_faults("/text", text, is_warning=is_warning):
        raise InvalidInput(_("Nothing was added."), errors=faults)
    actor = by.as_actor()
    OrderSupplement.objects.create(
        order=current, text=text.strip(), written_at=timezone.now(), written_by=actor.label
    )
    current.supplements_written += 1
    current.version += 1
    current.save()
    paths = set(current.receipts.filter(state__in=OPEN).values_list("owner_path", flat=True))
    paths.add(current.agency.path)
    record(
        actor,
        *(order_fact("dispatch.order_supplemented", current, path=path) for path in sorted(paths)),
    )
    return current


@transaction.atomic
def resend(order: DirectOrder, *, by: Reporter, receiver: str = "") -> list[OrderReceipt]:
    """Ring again at those who have not signed for it: at one, or at all of them."""
    current = _locked(order, by, None)
    rows = current.receipts.select_for_update().filter(state=OrderReceipt.State.ISSUED)
    waiting = list(rows.filter(receiver=receiver) if receiver else rows)
    if not waiting:
        raise IllegalStep(_("Everybody has signed for it."))
    now = timezone.now()
    OrderReceipt.objects.filter(pk__in=[row.pk for row in waiting]).update(
        resent=F("resent") + 1, resent_at=now, version=F("version") + 1
    )
    for row in waiting:
        row.refresh_from_db()
    record(by.as_actor(), *(receipt_fact("dispatch.receipt_resent", row) for row in waiting))
    return waiting


@transaction.atomic
def pass_down(
    receipt: OrderReceipt,
    *,
    by: Reporter,
    sign_by: datetime,
    due_at: datetime,
    text: str = "",
    receivers: Sequence[Agency] | None = None,
) -> DirectOrder:
    """Give a warning signed for here to the agencies below; its number cites the parent's.

    Without `receivers` it goes to every agency directly below. Raises IllegalStep for an order
    that is no warning, that is not signed for or that was passed down already, and on the third
    level; InvalidInput for a date after the one it is due here.
    """
    row = OrderReceipt.objects.select_for_update(of=("self",)).select_related("order", "agency")
    current = row.get(pk=receipt.pk)
    _check_passing(current, by)
    if due_at > current.due_at:
        message = _("Below it is due before it is due here.")
        fault: FieldError = {"pointer": "/due_at", "code": "too_late", "message": message}
        raise InvalidInput(message, errors=[fault])
    parent = current.order
    below = current.agency.children.filter(is_active=True)
    return issue(
        by=by,
        receivers=list(below if receivers is None else receivers),
        parent=parent,
        title=parent.title,
        text="\n\n".join(filter(None, (parent.text, text.strip()))),
        sign_by=sign_by,
        due_at=due_at,
        kind=parent.kind,
        level=parent.level,
        subject_ref=parent.subject_ref,
        subject_phone=parent.subject_phone,
    )


def _check_passing(receipt: OrderReceipt, by: Reporter) -> None:
    order = receipt.order
    if by.agency_path != receipt.owner_path or receipt.unit_id or receipt.station_id:
        raise NotAllowed(_("Only the agency that received it passes it down."))
    if order.kind != DirectOrder.Kind.WARNING or order.parent_id:
        raise IllegalStep(_("Only a warning is passed down, and at most to the third level."))
    if receipt.state != OrderReceipt.State.SIGNED:
        raise IllegalStep(_("Sign for it first; what is settled is not passed down."))
    live = DirectOrder.objects.filter(parent=order, withdrawn_at__isnull=True)
    if live.filter(agency=receipt.agency).exists():
        raise IllegalStep(_("It was passed down already."))


def _locked(order: DirectOrder, by: Reporter, version: int | None) -> DirectOrder:
    """The order's row until commit: only its issuer, or an agency above, changes it."""
    rows = DirectOrder.objects.select_for_update(of=("self",)).select_related("agency")
    current = rows.get(pk=order.pk)
    if not current.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency that issued it, or one above it, changes it."))
    require_authority(by, current.agency.path)
    if version is not None and version != current.version:
        raise StaleVersion(
            _("It was changed since you read it."), yours=version, current=current.version
        )
    if current.withdrawn_at:
        at = timezone.localtime(current.withdrawn_at).strftime("%H:%M:%S")
        told = {"who": current.withdrawn_by, "at": at}
        raise IllegalStep(_("%(who)s withdrew it at %(at)s.") % told)
    return current


def _check_words(text: str, pointer: str) -> None:
    if len(text.strip()) < SHORTEST:
        message = _("At least 4 characters")
        fault: FieldError = {"pointer": pointer, "code": "too_short", "message": message}
        raise InvalidInput(message, errors=[fault])


def order_fact(kind: str, order: DirectOrder, *, path: str = "", reason: str = "") -> Fact:
    """A fact about an order for its issuer, or for the agency at `path`."""
    return Fact(
        kind=kind,
        subject_type=SUBJECT,
        subject_id=order.number,
        subject_version=order.version,
        agency_path=path or order.agency.path,
        priority=order.level,
        payload=brief(order),
        reason=reason,
    )


def receipt_fact(kind: str, receipt: OrderReceipt) -> Fact:
    """A fact about one receiver's receipt, for its agency."""
    return Fact(
        kind=kind,
        subject_type="orderreceipt",
        subject_id=str(receipt.pk),
        subject_version=receipt.version,
        agency_path=receipt.owner_path,
        payload=obligations.brief(receipt) | receipt.details(),
    )
