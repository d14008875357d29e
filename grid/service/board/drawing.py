"""The cells of the board as one drawing: outlines in a box of 1,000 units, north up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

STEPS: Final = 4  # shades of a map, without the lightest

# Simplified by a thousandth of the extent: under a pixel at the width it is drawn. Longitudes
# are shrunk by the cosine of the latitude, so that the city keeps its shape.
_SQL: Final = """
    WITH chosen AS (
        SELECT code, outline FROM territory_cell WHERE id = ANY(%(ids)s)
    ), box AS (
        SELECT ST_XMin(extent) AS west, ST_YMax(extent) AS north,
               cos(radians(ST_YMin(extent))) AS narrow,
               1000 / greatest((ST_XMax(extent) - ST_XMin(extent)) * cos(radians(ST_YMin(extent))),
                               ST_YMax(extent) - ST_YMin(extent)) AS scale,
               (ST_XMax(extent) - ST_XMin(extent)) AS wide,
               (ST_YMax(extent) - ST_YMin(extent)) AS high
        FROM (SELECT ST_Extent(outline) AS extent FROM chosen) AS whole
    )
    SELECT code,
           ST_AsSVG(ST_Scale(ST_Translate(ST_SimplifyPreserveTopology(outline, 1 / scale),
                                          -west, -north), scale * narrow, scale), 0, 0),
           wide * scale * narrow, high * scale
    FROM chosen, box ORDER BY code
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """One cell as an SVG path."""

    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes with the width and height of their box, in its units."""

    shapes: list[Shape]
    width: int
    height: int

    @property
    def box(self) -> str:
        return f"-5 -5 {self.width + 10} {self.height + 10}"


def drawing(cell_ids: Sequence[int]) -> Drawing | None:
    """The outlines of these versions of cells; None without any."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"ids": list(cell_ids)})
        rows = cursor.fetchall()
    if not rows:
        return None
    shapes = [Shape(code, path) for code, path, _wide, _high in rows]
    return Drawing(shapes, round(rows[0][2]), round(rows[0][3]))


def bounds(counts: Sequence[int]) -> list[int]:
    """The least count of each darker shade, by quartiles of the counts above nought."""
    some = sorted(count for count in counts if count > 0)
    if not some:
        return []
    return sorted({some[len(some) * step // STEPS] for step in range(STEPS)})


def shade(count: int, limits: Sequence[int]) -> int:
    """Which shade a count has: 0 for none, up to the number of limits."""
    return sum(count >= limit for limit in limits)
