"""Reading the rates: tiles, tables by group, the cameras behind a figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from grid.organisation.models import Agency
from grid.scope import Viewer
from video.rates.computing import Figures, compute, together
from video.rates.formulas import FOUR, Figure, Formula
from video.rates.groups import Line, cameras_of, lines_of
from video.rates.history import Trend, trends
from video.rates.marks import COUNTED, EXCLUDED, MISSING, OUTSIDE, SHIFT, marks, rows_of
from video.rates.models import By, Rate
from video.rates.rulebook import formulas_of
from video.register.models import Camera

PARTS: Final = {
    "missing": MISSING,
    "counted": COUNTED,
    "excluded": EXCLUDED,
    "outside": OUTSIDE,
}

_BEHIND: Final = "SELECT c_id FROM ({marks}) AS marked WHERE marks >> %s & 3 = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One rate of everything in view, with its formula, its last four weeks and its change."""

    rate: str
    label: str
    figure: Figure
    formula: Formula
    trend: Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rates by group and altogether, counted at one moment by one set of formulas."""

    lines: list[Line]
    total: Figures
    formulas: Mapping[str, Formula]


def table(
    viewer: Viewer, *, by: str = By.AGENCY, at: datetime | None = None, **filters: Any
) -> Table:
    """The rates of a moment (None: now) by group, of what the filters leave."""
    formulas = formulas_of(viewer.agency_path)
    found = compute(cameras_of(viewer, **filters), formulas, by=by, at=at)
    lines = lines_of(found, formulas, by=by, path=path_of(viewer, filters.get("agency")))
    total = together((line.figures for line in lines), formulas)
    return Table(lines=lines, total=total, formulas=formulas)


def path_of(viewer: Viewer, agency: str | None) -> str:
    """The path of a named agency in the viewer's scope, else the viewer's own."""
    rows = Agency.objects.visible_to(viewer).filter(code=agency or "")
    found: str | None = rows.values_list("path", flat=True).first()
    return found or viewer.agency_path


def tiles(
    viewer: Viewer, *, rates: tuple[str, ...] = FOUR, counted: Table | None = None, **filters: Any
) -> list[Tile]:
    """The four rates of what a viewer sees now; `counted` is a table of the same `filters`."""
    shown = counted or table(viewer, **filters)
    told = trends(viewer, shown.total, **filters)
    return [
        Tile(
            rate=rate,
            label=str(Rate(rate).label),
            figure=shown.total[rate],
            formula=shown.formulas[rate],
            trend=told[rate],
        )
        for rate in rates
        if rate in SHIFT
    ]


def by_agency(viewer: Viewer, **filters: Any) -> list[Line]:
    """The rates now of each agency one step below the viewer's, and of its own cameras."""
    return table(viewer, by=By.AGENCY, **filters).lines


def cameras_behind(
    viewer: Viewer, rate: str, part: str, *, at: datetime | None = None, **filters: Any
) -> QuerySet[Camera]:
    """The cameras of one part of a rate: missing, counted, excluded or outside it."""
    asked = marks(cameras_of(viewer, **filters), formulas_of(viewer.agency_path), at=at)
    which = _BEHIND.format(marks=asked.sql)
    found = rows_of(which, [*asked.params, SHIFT[rate], PARTS[part]])
    ids = RawSQL("SELECT unnest(%s::bigint[])", [[row[0] for row in found]])
    return Camera.objects.visible_to(viewer).filter(pk__in=ids)
