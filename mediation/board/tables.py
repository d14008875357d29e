"""The ledger and its figures for spreadsheets: no party, and of sensitive disputes no place."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from grid.rest.sheets import safe_cell
from mediation.board.figures import DEFINITIONS, NAMES, Line, Rate
from mediation.register.places import without_door


def ledger_lines(rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """One dispute a line."""
    yield (
        _("Number"), _("Grade"), _("Category"), _("Title"), _("Address"), _("Cell"), _("Agency"),
        _("Body"), _("Level"), _("Stage"), _("Leader"),
        pgettext("ground", "Reported at"), _("Repeats"), _("Next deadline"),
        _("Overdue"), _("Explained"),
    )  # fmt: skip
    now = timezone.now()
    for row in rows:
        late = bool(row.next_due and row.next_due < now)
        place = () if row.is_sensitive else (row.title, without_door(row.address), _code(row.cell))
        yield (
            row.number, row.get_grade_display(), row.category.name, *(place or ("", "", "")),
            row.agency.name, row.body.name if row.body else "", row.get_level_display(),
            row.get_stage_display(), str(row.leader or ""), row.reported_at, row.repeats,
            row.next_due, _yes(late), _yes(late and row.is_explained),
        )  # fmt: skip


def _yes(value: bool) -> str:
    return _("yes") if value else ""


def _code(cell: Any) -> str:
    return cell.code if cell else ""


def figure_lines(whole: Sequence[Rate], lines: Iterable[Line]) -> Iterator[Sequence[Any]]:
    """Each group with numerator, denominator and percent, and how they are counted."""
    heads = [
        head for rate in whole for head in (f"{NAMES[rate.code]} %", _("of which"), _("counted"))
    ]
    yield (_("Group"), *heads)
    yield (_("All"), *_cells(whole))
    for line in lines:
        yield (line.label, *_cells(line.rates))
    for code, words in DEFINITIONS.items():
        yield (str(NAMES[code]), str(words))


def _cells(rates: Sequence[Rate]) -> list[Any]:
    return [cell for rate in rates for cell in (rate.percent, rate.part, rate.whole)]


def workbook(rows: Iterable[Sequence[Any]], title: str) -> bytes:
    """The same lines as a workbook; a cell that a spreadsheet would run stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([safe_cell(cell) for cell in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()
