"""Offices, gaps, villages and who answered, as tables for spreadsheets; people in heads."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grid.service.offices.selectors import Answering
from grid.service.offices.staffing import Gap, Strength
from grid.service.offices.villages import Village
from grid.territory.models import CellPosting

Line = Sequence[Any]


def office_lines(rows: Iterable[Strength]) -> Iterator[Line]:
    """One line an office, with the people of the day and what is missing."""
    yield (
        _("Code"), _("Name of the office"), _("Kind"), _("Agency"), _("Community or village"),
        _("Head of the office"), _("Officers"), _("Officers, at least"), _("Officers, at most"),
        _("Auxiliaries"), _("Auxiliaries, at least"), _("Auxiliaries, at most"),
        _("The head sits on the community board"), _("Missing"),
    )  # fmt: skip
    for row in rows:
        office, norm = row.office, row.norm
        yield (
            office.code, office.name, office.get_kind_display(), office.agency.name,
            office.division.name if office.division else "", str(row.head.officer) if row.head
            else "", len(row.officers), norm.officers_least, norm.officers_most, row.auxiliaries,
            norm.auxiliaries_least, norm.auxiliaries_most, office.head_on_board,
            "; ".join(gap.words for gap in row.gaps),
        )  # fmt: skip


def gap_lines(lines: Iterable[tuple[Strength, Gap]]) -> Iterator[Line]:
    """One line a gap."""
    yield (
        _("Code"),
        _("Name of the office"),
        _("Agency"),
        pgettext("ground", "Gap"),
        pgettext("ground", "Present"),
        _("Wanted"),
    )
    for row, gap in lines:
        office = row.office
        yield (office.code, office.name, office.agency.name, gap.words, gap.present, gap.wanted)


def village_lines(rows: Iterable[Village]) -> Iterator[Line]:
    """One line a village."""
    yield (_("Code"), _("Village"), _("Town"), _("Assistants"))
    for row in rows:
        yield (row.division.code, row.division.name, row.town, row.assistants)


def answering_lines(rows: Iterable[Answering], day: date) -> Iterator[Line]:
    """One line a cell."""
    yield (
        _("On the day"), _("Code"), _("Cell name"), _("Agency"), _("Responsible officer"),
        _("Deputy"), _("Auxiliary"),
    )  # fmt: skip
    for row in rows:
        held = (row.responsible, row.deputies, row.auxiliaries)
        yield (
            day.isoformat(), row.cell.code, row.cell.name, row.cell.agency.name,
            *(_people(postings) for postings in held),
        )  # fmt: skip


def _people(postings: Iterable[CellPosting]) -> str:
    return "; ".join(str(posting.officer) for posting in postings)
