"""Notices, hits and counts as tables for spreadsheets; none of them names whom or what."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from checkpoints.lookout.models import Hit, NoticeStatistic


def notice_lines(rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The list of notices, one line each, without identities."""
    yield (
        _("Number"), _("Kind"), _("State"), _("Agency"), _("Instrument"), _("Its number"),
        _("Issuing authority"), _("Grounds"), _("What to do on sight"), _("Valid from"),
        _("Valid until"), _("Written by"), _("Approved by"), _("Stations"), _("Acknowledged"),
    )  # fmt: skip
    for row in rows:
        yield (
            row.number, row.get_kind_display(), row.get_state_display(), row.agency.name,
            row.instrument_type, row.instrument_number, row.instrument_issuer, row.grounds,
            row.action, row.valid_from, row.valid_to, row.created_label, row.approved_label,
            row.stations, row.acknowledged,
        )  # fmt: skip


def hit_lines(rows: Iterable[Hit]) -> Iterator[Sequence[Any]]:
    """The list of hits; the number that was hit is not kept."""
    yield (
        _("Notice"), _("Kind"), _("Checkpoint"), _("Agency"), _("Seen at"), _("Times"),
        _("To be confirmed by"), _("Confirmed at"), _("Confirmed by"), _("True"), _("What it was"),
        _("Incident or case number"),
    )  # fmt: skip
    for row in rows:
        yield (
            row.notice_number, row.get_notice_kind_display(), row.checkpoint.name,
            row.agency.name, row.issued_at, row.times, row.due_at, row.done_at, row.done_by,
            row.is_true, row.get_result_display(), row.incident_number,
        )  # fmt: skip


def statistic_lines(rows: Iterable[NoticeStatistic]) -> Iterator[Sequence[Any]]:
    """What stayed of notices that are over."""
    yield (
        _("Kind"), _("Agency"), _("Ended on"), _("Revoked"), _("Days"), _("Renewals"),
        _("Stations"), _("Acknowledged"), _("True hits"), _("False hits"), _("Open hits"),
        _("Numbers checked"),
    )  # fmt: skip
    for row in rows:
        yield (
            row.get_kind_display(), row.agency.name, row.ended_on, row.was_revoked, row.days,
            row.renewals, row.stations, row.acknowledged, row.hits_true, row.hits_false,
            row.hits_open, row.checks,
        )  # fmt: skip


def tally_lines(rows: Iterable[dict[str, Any]], words: dict[str, str]) -> Iterator[Sequence[Any]]:
    """Counts per local day, checkpoint and kind of number."""
    yield (
        _("Day"), _("Checkpoint"), _("What it is"), _("Numbers checked"), _("Unreadable"), _("Hits")
    )  # fmt: skip
    for row in rows:
        name = row["checkpoint__name"]
        counts = (row["checked"], row["unreadable"], row["hits"])
        yield (row["day"], name, words.get(row["what"], row["what"]), *counts)
