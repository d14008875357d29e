"""The same figures for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from video.rates.causes import causes
from video.rates.formulas import FOUR, Figure, Formula
from video.rates.history import Ranked
from video.rates.models import Rate
from video.rates.scores import PARTS, Score
from video.rates.selectors import Table
from video.register.models import Camera

BATCH: Final = 500
Row = Sequence[Any]


def _head(rates: Iterable[str]) -> Iterator[str]:
    parts = (_("numerator"), _("denominator"), _("excluded"), _("sample"))
    for rate in rates:
        label = str(Rate(rate).label)
        yield f"{label} %"
        yield from (f"{label} {part}" for part in parts)


def _cells(figure: Figure) -> tuple[Any, ...]:
    percent = "—" if figure.percent is None else str(figure.percent)
    return percent, figure.numerator, figure.denominator, figure.excluded, figure.sample


def table_lines(table: Table, rates: Sequence[str]) -> Iterator[Row]:
    """Lines of a table of rates, the sum at the end."""
    yield (_("Key"), _("Name"), *_head(rates))
    for line in table.lines:
        yield (line.key, line.label, *(c for rate in rates for c in _cells(line.figures[rate])))
    yield ("", _("Altogether"), *(c for rate in rates for c in _cells(table.total[rate])))


def camera_lines(
    rows: QuerySet[Camera], formula: Formula, part: str, *, at: datetime | None = None
) -> Iterator[Row]:
    """Cameras with why they are in this part of a rate."""
    yield (
        *(_("Code"), _("National id"), _("Name"), _("Agency"), _("Class"), _("Contractor")),
        _("Because"),
    )
    for some in _batches(rows.iterator(chunk_size=BATCH)):
        why = causes(some, formula, part, at=at)
        for row in some:
            yield (
                *(row.code, row.gb_id or "", row.name, row.agency.name, str(row.camera_class)),
                row.contractor.name if row.contractor else "",
                why[row.pk],
            )


def _batches(rows: Iterable[Camera]) -> Iterator[list[Camera]]:
    some: list[Camera] = []
    for row in rows:
        some.append(row)
        if len(some) == BATCH:
            yield some
            some = []
    yield some


def history_lines(days: dict[date, Figure]) -> Iterator[Row]:
    """One rate day by day."""
    yield (_("Day"), "%", _("numerator"), _("denominator"), _("excluded"), _("sample"))
    for day, figure in days.items():
        yield (day.isoformat(), *_cells(figure))


def lack_words(row: Ranked) -> list[str]:
    """Why a group has no rank: each rate that lacks cameras, with how many."""
    return [
        _("%(rate)s: %(counted)s of %(needed)s cameras × days, %(missing)s missing")
        % {
            "rate": str(Rate(lack.rate).label),
            "counted": f"{lack.counted:,}",
            "needed": f"{lack.needed:,}",
            "missing": f"{lack.missing:,}",
        }
        for lack in row.lacks
    ]


def ranking_lines(rows: Iterable[Ranked]) -> Iterator[Row]:
    """A ranking as the page shows it."""
    yield (_("Rank"), _("Key"), _("Name"), _("Score"), *_head(FOUR), _("Why not ranked"))
    for row in rows:
        figures = (c for rate in FOUR for c in _cells(row.line.figures[rate]))
        score = "—" if row.score is None else str(row.score)
        why = "; ".join(lack_words(row))
        yield (row.place or "—", row.line.key, row.line.label, score, *figures, why)


def score_lines(rows: Iterable[Score], names: dict[str, Any]) -> Iterator[Row]:
    """Scores of contractors with everything they were counted from."""
    heads = [
        f"{names[part]} {word}"
        for part in PARTS
        for word in (_("numerator"), _("denominator"), _("weight"))
    ]
    yield (
        *(_("Rank"), _("Code"), _("Contractor"), _("Total score"), _("Points known"), *heads),
        *(_("Tickets"), _("Still open"), _("Penalty, yuan")),
    )
    for row in rows:
        points = "—" if row.points is None else str(row.points)
        parts = [c for p in row.parts for c in (p.numerator, p.denominator, p.weight)]
        firm = row.contractor
        yield (
            *(row.place or "—", firm.code, firm.name, points, row.known, *parts),
            *(row.tickets.opened, row.tickets.open, row.tickets.penalty),
        )
