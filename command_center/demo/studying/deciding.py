"""What became of the demo's proposals: one measured, one ordered, one declined, others waiting."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from command_center.analysis.runs.models import JobRun
from command_center.analysis.sheets import services
from command_center.analysis.sheets.advice_words import order_text, title_of
from command_center.analysis.sheets.models import Proposal
from command_center.demo.studying.desk import Desk
from command_center.dispatch.orders import receipts
from command_center.dispatch.orders import services as orders
from command_center.dispatch.orders.models import DirectOrder

_MORNING: Final = time(9, 0)  # local, when the past order was given
_LAST: Final = timedelta(hours=12)
_MOMENTS: Final = ("issued_at", "sign_by", "due_at")
_OF_RECEIPT: Final = (*_MOMENTS, "delivered_at", "signed_at", "done_at")


def follow_one_through(desk: Desk, run: JobRun) -> None:
    """A proposal of a past sheet was ordered, done and measured; nobody decided on the others."""
    rows = run.proposals.select_related("agency").order_by("rank")
    patrols_first = sorted(rows, key=lambda row: row.kind != Proposal.Kind.PATROL)
    for row in patrols_first[:1]:
        _carried_out(desk, row)
    services.measure()
    services.lapse()


def _carried_out(desk: Desk, row: Proposal) -> None:
    began = timezone.make_aware(datetime.combine(row.first_day, _MORNING))
    order = _order(desk, row)
    said = desk.words["order"]
    for receipt in order.receipts.all():
        told = {"by": desk.chief, "channel": "phone", "spoken_by": said["spoken_by"]}
        signed = receipts.sign(receipt, **told)
        receipts.report(signed, text=said["outcome"], **told)
    _move_back(order, timezone.now() - began)
    services.note_done(order.number, at=began + _LAST)
    Proposal.objects.filter(pk=row.pk).update(decided_at=began)


def _order(desk: Desk, row: Proposal) -> DirectOrder:
    """As the proposal's button fills the form of an order in."""
    now = timezone.now()
    order = orders.issue(
        by=desk.chief, receivers=[row.agency], title=title_of(row)[:120],
        text=order_text(row)[:1000], sign_by=now + timedelta(minutes=30), due_at=now + _LAST,
        reference=f"proposal:{row.pk}",
    )  # fmt: skip
    services.note_order(
        row.pk, number=order.number, issuer_path=order.agency.path, label=order.issued_by
    )
    return order


def _move_back(order: DirectOrder, by: timedelta) -> None:
    """The order was given then, and its receipts came as soon after it as they did."""
    DirectOrder.objects.filter(pk=order.pk).update(**{name: F(name) - by for name in _MOMENTS})
    order.receipts.update(**{name: F(name) - by for name in _OF_RECEIPT})


def decide(desk: Desk, runs: Sequence[JobRun]) -> int:
    """One proposal ordered, another declined; how many are decided, that of the past with them."""
    rows = Proposal.objects.filter(run__in=runs, state=Proposal.State.OFFERED)
    waiting = list(rows.select_related("agency").order_by("-first_day", "rank", "pk")[:2])
    if waiting:
        order = _order(desk, waiting[0])
        receipt = order.receipts.get()
        spoken_by = desk.words["order"]["spoken_by"]
        receipts.sign(receipt, by=desk.chief, channel="phone", spoken_by=spoken_by)
    for row in waiting[1:]:
        reason = desk.words["declined"]["reason"]
        services.decline(row, by=desk.chief, version=row.version, reason=reason)
    return Proposal.objects.exclude(decided_by="").count()
