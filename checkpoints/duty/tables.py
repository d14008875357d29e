"""Orders, switches and their figures as tables for spreadsheets; times in seconds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from checkpoints.duty import shortages
from checkpoints.duty.figures import Figures
from checkpoints.duty.models import Switch, SwitchOrder

Line = Sequence[Any]


def order_lines(rows: Iterable[SwitchOrder]) -> Iterator[Line]:
    """One line an order."""
    yield (
        _("Number"), _("Issued by"), _("From level"), _("To level"), _("Drill"), _("State"),
        _("Reason"), _("Issued at"), _("In force until"), _("Checkpoints"), _("Signed"),
        _("Ready"), _("Overdue"), _("Short"),
    )  # fmt: skip
    for row in rows:
        counts: Any = row  # annotated by selectors.orders
        yield (
            row.number, row.agency.name, str(row.from_level or "—"), str(row.to_level),
            row.is_drill, row.state_word, row.reason, row.issued_at, row.valid_until,
            counts.checkpoints, counts.signed, counts.ready, counts.late, counts.short,
        )  # fmt: skip


def switch_lines(rows: Iterable[Switch], at: datetime) -> Iterator[Line]:
    """One line a switch."""
    words = shortages.names()
    yield (
        _("Order"), _("Checkpoint"), _("Name"), _("Defence line"), _("Agency"), _("To level"),
        _("Drill"), _("Stage"), _("Ordered at"), _("Signed at"), _("Signed by"),
        _("Seconds to sign"), _("Signed late"), _("Ready at"), _("Seconds to ready"), _("Overdue"),
        _("Officers"), _("Auxiliaries"), _("Vehicles"), _("Short of"), _("Waived by"),
        _("Reason of the waiver"), _("Note"),
    )  # fmt: skip
    for row in rows:
        yield (
            row.order.number, row.checkpoint.code, row.checkpoint.name, str(row.checkpoint.line),
            row.checkpoint.agency.name, str(row.to_level), row.is_drill, row.stage, row.issued_at,
            row.signed_at, row.signed_by, row.sign_seconds(), row.is_sign_late(at), row.ready_at,
            row.ready_seconds(), row.is_late(at), row.officers, row.auxiliaries, row.vehicles,
            shortages.in_words(row.missing, words), row.waived_by, row.waived_reason, row.note,
        )  # fmt: skip


def figure_lines(groups: Iterable[tuple[str, str, Figures]]) -> Iterator[Line]:
    """One line a group, with every figure under its name in the API."""
    names = [field.name for field in fields(Figures)]
    yield (_("Key"), _("Name"), *names)
    for key, name, found in groups:
        yield (key, name, *(getattr(found, field) for field in names))
