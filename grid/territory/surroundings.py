"""What lies around a place, as lines for a small drawing: divisions, cells, and others' grounds.

Apps above add grounds of their own (`register`), such as those of street stations, so that a
drawing shows them without knowing them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Intersection
from django.contrib.gis.geos import Polygon
from django.db.models import F, Func, QuerySet

from grid.scope import Viewer
from grid.territory.models import Cell, Division

DEGREE_M: Final = 111_320.0  # metres of a degree of latitude, and of longitude at the equator
MOST: Final = 40  # grounds of one kind
Rows = Callable[[Viewer], QuerySet[Any]]


def _divisions(_viewer: Viewer) -> QuerySet[Any]:
    return Division.objects.filter(level=Division.Level.TOWN)


def _cells(viewer: Viewer) -> QuerySet[Any]:
    return Cell.objects.visible_to(viewer).in_force().filter(is_leaf=True)


_KINDS: Final[dict[str, Rows]] = {"division": _divisions, "cell": _cells}


def register(kind: str, rows: Rows) -> None:
    """Let rows with `name` and `outline` (WGS-84) stand in small drawings as this kind."""
    _KINDS[kind] = rows


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle on the ground round a WGS-84 place, drawn at so many metres a unit, north up."""

    lng: float
    lat: float
    width: float  # units
    height: float
    metres: float  # of a unit

    def at(self, lng: float, lat: float) -> tuple[float, float]:
        """The place in units from the upper left corner."""
        x = (lng - self.lng) * DEGREE_M * cos(radians(self.lat)) / self.metres
        y = (lat - self.lat) * DEGREE_M / self.metres
        return self.width / 2 + x, self.height / 2 - y

    @property
    def box(self) -> Polygon:
        high = self.height / 2 * self.metres / DEGREE_M
        wide = self.width / 2 * self.metres / (DEGREE_M * max(cos(radians(self.lat)), 0.01))
        found = Polygon.from_bbox(
            (self.lng - wide, self.lat - high, self.lng + wide, self.lat + high)
        )
        found.srid = 4326
        return found


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground in the window: what of its outline is to be seen there, as an SVG path."""

    kind: str
    name: str
    path: str  # empty: the window lies inside of it


def around(viewer: Viewer, window: Window) -> list[Ground]:
    """The grounds that meet the window, the widest kind first."""
    return [
        Ground(kind, name, _path(window, line))
        for kind, rows in _KINDS.items()
        for name, line in _lines(rows(viewer), window.box)
    ]


def _lines(rows: QuerySet[Any], box: Polygon) -> Iterator[tuple[str, Any]]:
    edge = Func(F("outline"), function="ST_Boundary", output_field=GeometryField(srid=4326))
    met = rows.filter(outline__intersects=box).annotate(line=Intersection(edge, box))
    yield from met.order_by("pk").values_list("name", "line")[:MOST]


def _path(window: Window, line: Any) -> str:
    parts = getattr(line, "coords", ()) if line is not None and not line.empty else ()
    if parts and isinstance(parts[0][0], float):
        parts = (parts,)
    return "".join(
        "M" + "L".join("{:.1f} {:.1f}".format(*window.at(p[0], p[1])) for p in part)
        for part in parts
        if len(part) > 1 and not isinstance(part[0], float)
    )
