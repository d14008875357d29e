"""What everything on the demo city's ground is made of: cells with points, who works where."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any, Final, TypeVar

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.demo.ground import FIXTURES, anywhere
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role
from grid.territory.models import Cell, CellPosting

_SPOTS: Final = 4  # points for each cell
T = TypeVar("T")


@dataclass(slots=True)
class Town:
    """The city with its leaf cells, responsible officers, mediators and the words of fixtures."""

    city: Agency
    chief: Officer
    leader: Officer
    words: dict[str, Any]
    cells: list[Cell]
    officers: dict[int, Officer]  # who answers for a cell, by its key
    of_agency: dict[int, list[Officer]]  # community officers
    mediators: dict[int, Officer]  # of a station
    spots: dict[int, list[Point]]
    now: datetime = field(default_factory=timezone.now)
    rng: Random = field(default_factory=lambda: Random(2605))  # noqa: S311 an invented past
    _turn: Any = field(default_factory=count)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def urban(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == Cell.Kind.URBAN]

    @property
    def rural(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == Cell.Kind.RURAL]

    def one(self, rows: Iterable[T]) -> T:
        """One of them by chance."""
        return self.rng.choice(list(rows))

    def spot(self, cell: Cell) -> Point:
        return self.one(self.spots[cell.pk])

    def address(self, cell: Cell, *, street: str = "") -> str:
        """An address that names a street and a house of the cell, and no door."""
        name = street or self.one(self.words["streets"])
        return f"{cell.name}{name}{self.rng.randrange(1, 60) * 2}号"

    def name(self) -> str:
        """The next invented name; its surname is no surname."""
        nth = next(self._turn)
        surnames, given = self.words["surnames"], self.words["given"]
        return f"{surnames[nth % len(surnames)]}{given[nth // len(surnames) % len(given)]}"

    def at(self, days_ago: float, *, first: int = 8, last: int = 18) -> datetime:
        """A moment of the local day so many days ago within working hours, never to come."""
        day = self.today - timedelta(days=int(days_ago))
        minutes = self.rng.randrange(first * 60, last * 60)
        moment = timezone.make_aware(datetime.combine(day, time(minutes // 60, minutes % 60)))
        return min(moment, self.now - timedelta(minutes=5))

    def recently(self, days: int) -> datetime:
        """A moment of one of the last days."""
        return self.at(self.rng.randrange(days))


def town_of(city: Agency, chief: Officer) -> Town:
    """Raises Officer.DoesNotExist where the city has no leader."""
    rows = Cell.objects.filter(is_leaf=True, agency__path__startswith=city.path)
    cells = list(rows.select_related("agency", "division").defer("division__outline"))
    posted = CellPosting.objects.filter(valid_to=None, cell__in=cells).select_related("officer")
    community = _holders(city, Role.COMMUNITY_OFFICER)
    of_agency: dict[int, list[Officer]] = {}
    for officer in community:
        of_agency.setdefault(officer.agency_id, []).append(officer)
    return Town(
        city=city,
        chief=chief,
        leader=Officer.objects.filter(agency=city, grants__role=Role.AGENCY_LEADER)[:1].get(),
        words=tomllib.loads((FIXTURES / "demo_ground.toml").read_text(encoding="utf-8")),
        cells=cells,
        officers={row.cell_id: row.officer for row in posted},
        of_agency=of_agency,
        mediators={row.agency_id: row for row in _holders(city, Role.MEDIATOR)},
        spots=_spots(cells),
    )


def _holders(city: Agency, role: Role) -> list[Officer]:
    rows = Officer.objects.filter(agency__path__startswith=city.path, grants__role=role)
    return list(rows.select_related("agency").order_by("pk"))


def _spots(cells: list[Cell]) -> dict[int, list[Point]]:
    outlines = np.repeat(shapely.from_wkb([bytes(cell.outline.wkb) for cell in cells]), _SPOTS)
    shapely.prepare(outlines)
    points = anywhere(np.random.default_rng(2605), outlines).round(7)
    made = [Point(float(x), float(y), srid=4326) for x, y in points]
    return {cell.pk: made[i * _SPOTS : (i + 1) * _SPOTS] for i, cell in enumerate(cells)}


def label(officer: Officer) -> str:
    """As the ledger names her."""
    return officer.as_actor().label
