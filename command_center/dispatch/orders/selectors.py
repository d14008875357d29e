"""Reading orders and receipts, always in the viewer's scope."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from command_center.dispatch.orders.models import OPEN, DirectOrder, OrderCopy, OrderReceipt
from command_center.incidents.drafts import Reporter
from grid.organisation.models import Officer
from grid.scope import Viewer
from patrol.units.models import Unit
from patrol.units.selectors import unit_of

State = OrderReceipt.State


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def own_unit(by: Reporter) -> Unit | None:
    """The unit whose orders are also one's own; a client system is in none."""
    return unit_of(by) if isinstance(by, Officer) else None


def _own(by: Reporter) -> Q:
    """Receipts `by` signs for itself: of its agency, of the unit it is in, of that unit's base."""
    mine = Q(agency=by.agency, unit__isnull=True)
    unit = own_unit(by)
    if unit is None:
        return mine
    mine |= Q(unit=unit)
    return mine | Q(station=unit.station) if unit.station_id else mine


def is_own(receipt: OrderReceipt, by: Reporter) -> bool:
    """Whether `by` is the receiver."""
    return OrderReceipt.objects.filter(_own(by), pk=receipt.pk).exists()


def mine(by: Reporter, *, only_open: bool = False) -> QuerySet[OrderReceipt]:
    """The receipts one signs for oneself, the newest order first."""
    rows = OrderReceipt.objects.filter(_own(by)).select_related("order__agency", "agency")
    rows = rows.prefetch_related("order__supplements")
    if only_open:
        rows = rows.filter(state__in=OPEN)
    return rows.order_by("-issued_at", "-pk")


def pending(by: Reporter) -> QuerySet[OrderReceipt]:
    """What stands on top of everything: orders not signed for, additions not read."""
    unread = Q(state=State.SIGNED, seen_supplements__lt=F("order__supplements_written"))
    rows = mine(by).filter(Q(state=State.ISSUED) | unread)
    return rows.order_by("order__level", "sign_by", "pk")


def orders(viewer: Viewer) -> QuerySet[DirectOrder]:
    """Orders in scope with how many of the receipts in scope are at what."""
    rows: QuerySet[DirectOrder] = DirectOrder.objects.visible_to(viewer)
    counted = rows.select_related("agency", "parent").annotate(**_counts(viewer.agency_path))
    return counted.order_by("-issued_at", "-pk")


def _counts(path: str) -> dict[str, Count]:
    below = Q(receipts__owner_path__startswith=path)
    wanted = {
        "receivers": below,
        "signed": below & Q(receipts__signed_at__isnull=False),
        "done": below & Q(receipts__state=State.DONE),
        "waiting": below & Q(receipts__state=State.ISSUED),
        "unsettled": below & Q(receipts__state__in=OPEN),
        "late": below & Q(receipts__overdue_at__isnull=False),
    }
    return {name: Count("receipts", filter=rule) for name, rule in wanted.items()}


def order(number: str, by: Reporter) -> DirectOrder:
    """One order the viewer sees or has to sign for; raises Http404 like one that is not there."""
    seen = orders(by)
    if isinstance(by, Officer) and not seen.filter(number=number).exists():
        lent = OrderReceipt.objects.filter(_own(by), order=OuterRef("pk"))
        seen = DirectOrder.objects.filter(Exists(lent)).annotate(**_counts(by.agency_path))
    return get_object_or_404(seen, number=number)


def receipts_of(order: DirectOrder, by: Reporter) -> QuerySet[OrderReceipt]:
    """The order's receipts in scope, the late first, then the unsigned."""
    rows = OrderReceipt.objects.filter(Q(owner_path__startswith=by.agency_path) | _own(by))
    rows = rows.filter(order=order).select_related("agency", "order")
    return rows.order_by(F("overdue_at").asc(nulls_last=True), "-state", "receiver")


def receipt_of(order: DirectOrder, by: Reporter, receiver: str = "") -> list[OrderReceipt]:
    """The receipts meant: the one named, else those `by` can sign for itself and has not."""
    rows = receipts_of(order, by)
    if receiver:
        return list(rows.filter(receiver=receiver))
    return list(rows.filter(_own(by)))


def copies_of(order: DirectOrder, viewer: Viewer) -> QuerySet[OrderCopy]:
    """The copies in scope."""
    rows: QuerySet[OrderCopy] = OrderCopy.objects.visible_to(viewer)
    return rows.filter(order=order).select_related("agency")


def filtered(rows: QuerySet[DirectOrder], asked: dict[str, Any]) -> QuerySet[DirectOrder]:
    """By words, kind, level, days and what is left to do (`state`)."""
    if asked.get("q"):
        q = asked["q"]
        words = Q(title__icontains=q) | Q(text__icontains=q)
        rows = rows.filter(words | Q(number__iexact=q) | Q(incident_number=q))
    for name in ("kind", "level"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("issued_from"):
        rows = rows.filter(issued_at__date__gte=asked["issued_from"])
    if asked.get("issued_to"):
        rows = rows.filter(issued_at__date__lte=asked["issued_to"])
    return _in_state(rows, asked.get("state", ""))


def _in_state(rows: QuerySet[DirectOrder], state: str) -> QuerySet[DirectOrder]:
    if state == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False)
    rules: dict[str, Q] = {
        "open": Q(unsettled__gt=0),
        "unsigned": Q(waiting__gt=0),
        "late": Q(late__gt=0, unsettled__gt=0),
        "done": Q(unsettled=0, withdrawn_at__isnull=True),
    }
    return rows.filter(rules[state]) if state in rules else rows


def warnings_of(viewer: Viewer, day: date) -> QuerySet[DirectOrder]:
    """Warnings issued or due on a local day, or still open from before it: the late first.

    What was passed down is counted with the warning it came from, unless only that is in scope.
    """
    rows: QuerySet[Any] = orders(viewer)
    rows = rows.filter(kind=DirectOrder.Kind.WARNING, withdrawn_at__isnull=True)
    above = DirectOrder.objects.visible_to(viewer).filter(pk=OuterRef("parent"))
    that_day = Q(issued_at__date=day) | Q(due_at__date=day)
    left = Q(issued_at__date__lt=day, unsettled__gt=0)
    rows = rows.filter(that_day | left).exclude(Exists(above))
    return rows.order_by("-late", "-unsettled", "due_at", "pk")


def brief(order: DirectOrder) -> dict[str, Any]:
    """An order as facts and lists tell it: its title, not its text; JSON-ready."""
    return {
        "number": order.number,
        "version": order.version,
        "kind": order.kind,
        "level": order.level,
        "title": order.title,
        "agency": {"code": order.agency.code, "name": order.agency.name},
        "parent": order.parent.number if order.parent else None,
        "incident_number": order.incident_number,
        "reference": order.reference,
        "needs_result": order.needs_result,
        "issued_at": order.issued_at.isoformat(),
        "issued_by": order.issued_by,
        "sign_by": order.sign_by.isoformat(),
        "due_at": order.due_at.isoformat(),
        "supplements": order.supplements_written,
        "withdrawn_at": _iso(order.withdrawn_at),
    }


def row(order: DirectOrder) -> dict[str, Any]:
    """An order in a list: its brief and its counts."""
    names = ("receivers", "signed", "done", "waiting", "unsettled", "late")
    return brief(order) | {"counts": {name: getattr(order, name, 0) for name in names}}


def receipt(row: OrderReceipt) -> dict[str, Any]:
    """One receiver's receipt: who signed when and how, what came of it."""
    return {
        "id": row.pk,
        "version": row.version,
        "receiver": row.receiver,
        "name": row.name,
        "agency": {"code": row.agency.code, "name": row.agency.name},
        "state": row.state,
        "is_late": row.overdue_at is not None,
        "overdue_at": _iso(row.overdue_at),
        "delivered_at": _iso(row.delivered_at),
        "signed_at": _iso(row.signed_at),
        "signed_by": row.signed_by,
        "spoken_by": row.spoken_by,
        "channel": row.channel,
        "done_at": _iso(row.done_at),
        "done_by": row.done_by,
        "result": row.outcome,
        "resent": row.resent,
        "seen_supplements": row.seen_supplements,
    }


def own_row(row: OrderReceipt) -> dict[str, Any]:
    """A receipt with all its receiver has to know of the order."""
    return {"order": detail(row.order), "receipt": receipt(row)}


def detail(order: DirectOrder) -> dict[str, Any]:
    """The order with its text, its additions and the masked subject of a warning."""
    return brief(order) | {
        "text": order.text,
        "subject_ref": order.subject_ref,
        "subject_phone": order.subject_phone,
        "withdrawn_by": order.withdrawn_by,
        "withdrawn_reason": order.withdrawn_reason,
        "additions": [
            {"text": one.text, "at": one.written_at.isoformat(), "by": one.written_by}
            for one in order.supplements.all()
        ],
    }


def full(order: DirectOrder, by: Reporter) -> dict[str, Any]:
    """Everything of an order that the viewer may see."""
    copies: Iterable[OrderCopy] = copies_of(order, by)
    return (
        row(order)
        | detail(order)
        | {
            "receipts": [receipt(one) for one in receipts_of(order, by)],
            "copies": [_copy(one) for one in copies],
            "levels": levels(order, by),
        }
    )


def _copy(copy: OrderCopy) -> dict[str, Any]:
    agency = {"code": copy.agency.code, "name": copy.agency.name}
    return {"agency": agency, "seen_at": _iso(copy.seen_at), "seen_by": copy.seen_by}


def levels(order: DirectOrder, viewer: Viewer) -> list[dict[str, int]]:
    """How far each level below the issuer is: its own receipts, then those passed down."""
    tiers = (Q(order=order), Q(order__parent=order, order__withdrawn_at__isnull=True))
    rows = OrderReceipt.objects.visible_to(viewer)
    found = [_tier(depth, rows.filter(rule)) for depth, rule in enumerate(tiers, 2)]
    return [tier for tier in found if tier["receivers"]]


def _tier(depth: int, rows: QuerySet[OrderReceipt]) -> dict[str, int]:
    counted = rows.order_by().aggregate(
        receivers=Count("pk"),
        signed=Count("pk", filter=Q(signed_at__isnull=False)),
        done=Count("pk", filter=Q(state=State.DONE)),
        late=Count("pk", filter=Q(overdue_at__isnull=False)),
        results=Count("pk", filter=Q(state=State.DONE) & ~Q(outcome="")),
    )
    return {"level": depth, **counted}
