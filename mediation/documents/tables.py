"""Volumes as a table for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mediation.documents.models import Volume


def volume_lines(rows: Iterable[Volume]) -> Iterator[Sequence[Any]]:
    """One volume a line."""
    yield (
        _("Volume"), _("Dispute"), _("Category"), _("Agency"), _("Number of pages"),
        _("Archived at"),
        _("Bound by"), _("SHA-256"),
    )  # fmt: skip
    for row in rows:
        yield (
            row.number, row.dispute.number, row.dispute.category.name, row.dispute.agency.name,
            row.pages, row.made_at, row.made_by, row.sha256,
        )  # fmt: skip
