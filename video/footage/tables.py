"""Requests as a table for spreadsheets: no purpose, no citizen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _


def request_lines(rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The list of requests, one line each."""
    yield (
        _("Number"), _("Kind"), _("State"), _("Requesting unit"), _("Requester"),
        _("Asked at"), _("Case"),
        _("Basis"), _("Number of the document"), _("Cameras"), _("First approver"),
        _("Second approver"),
        _("Decide by"), _("Copies out"),
    )  # fmt: skip
    for row in rows:
        yield (
            row.number, row.get_kind_display(), row.get_state_display(), row.agency.name,
            row.requester, row.requested_at, row.case_number, row.get_basis_type_display(),
            row.basis_number, row.windows, row.first_approver or "", row.second_approver or "",
            row.decision.due_at, row.has_copies_out,
        )  # fmt: skip
