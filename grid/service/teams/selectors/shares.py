"""Volunteers as a share of the residents, by area."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from grid.organisation.dated import nearest
from grid.scope import Viewer
from grid.service.teams.models import ResidentBase, Team, VolunteerTarget
from grid.service.teams.selectors.teams import teams

TARGET: Final = Decimal(10)  # percent, where a city has no row of its own
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One area: its volunteers, its residents by the public register, the share in percent."""

    base: ResidentBase
    volunteers: int
    teams: int
    target: Decimal

    @property
    def percent(self) -> Decimal:
        """Volunteers ÷ residents x 100, one decimal, half up."""
        share = Decimal(100 * self.volunteers) / self.base.residents
        return share.quantize(_TENTH, ROUND_HALF_UP)

    @property
    def is_reached(self) -> bool:
        return Decimal(100 * self.volunteers) >= self.target * self.base.residents

    @property
    def missing(self) -> int:
        """How many volunteers the target still asks for, rounded up."""
        wanted = -(-self.target * self.base.residents // 100)
        return max(0, int(wanted) - self.volunteers)


def prefix_of(code: str) -> str:
    """The digits all codes within a division begin with: pairs of zeros at the end say nothing."""
    for length in (2, 4, 6, 9):
        if set(code[length:]) <= {"0"}:
            return code[:length]
    return code


def target_of(agency_path: str, on: date | None = None) -> Decimal:
    """What share of the residents is to volunteer, in percent."""
    found = nearest(VolunteerTarget, agency_path, on=on)
    return found.percent if found else TARGET


def bases(**wanted: Any) -> QuerySet[ResidentBase]:
    """How many residents divisions have, the newest year of each first; q (name, code), year."""
    rows = ResidentBase.objects.select_related("division").defer("division__outline")
    if wanted.get("q"):
        text = wanted["q"]
        rows = rows.filter(Q(division__name__icontains=text) | Q(division__code__startswith=text))
    return rows.filter(year=wanted["year"]) if wanted.get("year") else rows


def base_of(division: str, year: str) -> ResidentBase | None:
    """The number of one division and year, where it was entered."""
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    return bases().filter(division_id=division, year=int(year)).first()


def shares(viewer: Viewer, *, on: date | None = None, q: str = "") -> list[Share]:
    """Each division with residents entered, by its newest year up to the day, with its share.

    Volunteers are the members of teams whose division lies within it. Auxiliaries, who are paid,
    and partner units are not counted.
    """
    day = on or timezone.localdate()
    past = ResidentBase.objects.filter(year__lte=day.year).order_by()
    years = dict(past.values_list("division").annotate(newest=Max("year")))
    rows = [base for base in bases(q=q) if years.get(base.division_id) == base.year]
    counted = teams(viewer, on=day).filter(kind__in=Team.VOLUNTARY, division__isnull=False)
    found = list(counted.order_by().values_list("division_id", "people"))
    target = target_of(viewer.agency_path, day)
    return [_share(base, found, target) for base in rows]


def _share(base: ResidentBase, found: Iterable[tuple[str, int]], target: Decimal) -> Share:
    prefix = prefix_of(base.division_id)
    within = [people for code, people in found if code.startswith(prefix)]
    return Share(base=base, volunteers=sum(within), teams=len(within), target=target)
