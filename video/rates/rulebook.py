"""Which formula holds on a day: the city's, where it agreed on one, else the platform's.

A formula belongs to the top of an agency's tree, so that the figures of all branches of a city
are counted alike and can be ranked.
"""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from grid.scope import Viewer
from video.rates.formulas import Formula, default, read
from video.rates.models import Rate, RateFormula

CODE_LENGTH: Final = 12


def city_code(agency_path: str) -> str:
    """The code of the agency at the top of a path."""
    return agency_path[:CODE_LENGTH]


def formulas_seen(viewer: Viewer) -> QuerySet[RateFormula]:
    """Every version above and below a viewer and of the platform, proposals among them."""
    codes = viewer.agency_path.strip("/").split("/")
    own = Q(agency__code__in=codes) | Q(agency__path__startswith=viewer.agency_path)
    rows = RateFormula.objects.filter(own | Q(agency__isnull=True))
    return rows.select_related("agency", "proposed_by", "approved_by")


def formula_rows(agency_path: str, on: date | None = None) -> dict[str, RateFormula]:
    """The stored formula of each rate in force on a local day (default: today)."""
    rows = RateFormula.objects.in_force(on or timezone.localdate())
    rows = rows.filter(approved_at__isnull=False)
    defaults = rows.filter(agency__isnull=True).order_by("number")
    own = rows.filter(agency__code=city_code(agency_path)).order_by("number")
    return {row.rate: row for row in (*defaults, *own)}


def formulas_of(agency_path: str, on: date | None = None) -> dict[str, Formula]:
    """The formula of every rate, as the counting takes it."""
    rows = formula_rows(agency_path, on)
    return {rate: formula_of(rows[rate]) if rate in rows else default(rate) for rate in Rate.values}


def formula_of(row: RateFormula) -> Formula:
    """A stored formula as the counting takes it."""
    known = {"pk": row.pk, "number": row.number, "threshold": row.threshold}
    return read(row.rate, row.parameters, **known)
