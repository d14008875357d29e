"""Orders and receipts as tables for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from command_center.dispatch.orders.models import DirectOrder, OrderReceipt
from grid.scope import Viewer


def order_lines(rows: Iterable[DirectOrder]) -> Iterator[Sequence[Any]]:
    """The list: one line an order."""
    yield (
        _("Number"),
        _("Kind"),
        _("Level"),
        _("Title"),
        _("Issued by"),
        _("Issued at"),
        _("To be signed for by"),
        _("To be done by"),
        _("Receivers"),
        _("Signed"),
        _("Done"),
        _("Overdue"),
        _("Withdrawn at"),
    )
    for row in rows:
        counts: Any = row  # annotated by selectors.orders
        yield (
            row.number,
            row.get_kind_display(),
            row.get_level_display(),
            row.title,
            row.agency.name,
            row.issued_at,
            row.sign_by,
            row.due_at if row.needs_result else None,
            counts.receivers,
            counts.signed,
            counts.done,
            counts.late,
            row.withdrawn_at,
        )


def receipt_lines(order: DirectOrder, viewer: Viewer) -> Iterator[Sequence[Any]]:
    """One order: one line a receipt, those passed down after those of the order itself."""
    yield (
        _("Order"),
        _("Receiver"),
        _("Agency"),
        _("State"),
        _("Overdue"),
        _("Signed at"),
        _("Signed by"),
        _("Who said so"),
        _("Channel"),
        _("Done at"),
        _("Result"),
    )
    mine = Q(order=order) | Q(order__parent=order)
    rows = OrderReceipt.objects.visible_to(viewer).filter(mine)
    for row in rows.select_related("agency").order_by("order_id", "receiver"):
        yield (
            row.subject_id,
            row.name,
            row.agency.name,
            row.get_state_display(),
            row.overdue_at is not None,
            row.signed_at,
            row.signed_by,
            row.spoken_by,
            row.channel,
            row.done_at,
            row.outcome,
        )
