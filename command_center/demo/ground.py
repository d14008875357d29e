"""The demo city's ground: real county outlines, cut into invented towns and cells without a gap.

Pure shapely and numpy; all degrees are WGS-84 (the source does not state its datum, which is why
the outlines are display-grade). The same seed gives the same ground.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.conf import settings
from numpy.typing import NDArray

FIXTURES: Final[Path] = settings.BASE_DIR / "fixtures"
COUNTY_SEATS: Final[dict[str, tuple[float, float]]] = {  # lng, lat; from the outlines' file
    "220402": (125.1366, 42.9016),
    "220403": (125.1493, 42.9273),
    "220421": (125.5310, 42.6774),
    "220422": (124.9914, 42.9263),
}
_TOWN_LEVELS: Final = {"subdistrict", "town", "township"}
_STREET_SPREAD_DEG: Final = 0.012
_RELAXATIONS: Final = 6
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One row of the public register; `level` in our five levels, `is_urban` for a community."""

    code: str
    name: str
    level: str
    parent: str | None
    is_street: bool
    is_urban: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """Outlines by 12-digit division code."""

    divisions: list[DivisionRow]
    outlines: dict[str, shapely.Geometry]


def read_divisions(path: Path) -> list[DivisionRow]:
    """The rows in file order, parents before children."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_division(row) for row in csv.DictReader(lines)]


def lay_out(*, seed: int = 2204) -> Ground:
    """Outlines for every division: the city, its counties, towns, communities and villages."""
    rng = np.random.default_rng(seed)
    divisions = read_divisions(FIXTURES / "liaoyuan_divisions.csv")
    by_parent: dict[str | None, list[DivisionRow]] = defaultdict(list)
    for row in divisions:
        by_parent[row.parent].append(row)
    outlines = county_outlines(FIXTURES / "liaoyuan_counties.geojson", divisions)
    for code in list(outlines):
        towns = [t for t in by_parent[code] if by_parent[t.code]]
        seeds = _town_seeds(rng, outlines[code], code[:6], towns)
        _cut(outlines, outlines[code], towns, seeds)
        for town in towns:
            leaves = by_parent[town.code]
            _cut(outlines, outlines[town.code], leaves, _even(rng, outlines[town.code], leaves))
    city = next(d for d in divisions if d.level == "city")
    outlines[city.code] = shapely.union_all([outlines[c.code] for c in by_parent[city.code]])
    return Ground(divisions=divisions, outlines=outlines)


def county_outlines(path: Path, divisions: Sequence[DivisionRow]) -> dict[str, shapely.Geometry]:
    """The real outlines by code, made valid and fitted to each other.

    All their lines together are cut into faces; a face belongs to the county that holds it, and a
    sliver between two counties to the one with which it shares the longest border.
    """
    codes = {d.name: d.code for d in divisions if d.level == "county"}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rough = {codes[f["properties"]["name"]]: _clean(f["geometry"]) for f in features}
    lines = shapely.union_all([g.boundary for g in rough.values()])
    faces: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))):
        faces[_owner(face, rough)].append(face)
    return {code: shapely.union_all(parts) for code, parts in faces.items()}


def _owner(face: shapely.Geometry, rough: Mapping[str, shapely.Geometry]) -> str:
    middle = face.representative_point()
    for code, outline in rough.items():
        if outline.covers(middle):
            return code
    return max(rough, key=lambda code: face.boundary.intersection(rough[code].boundary).length)


def _clean(geometry: Mapping[str, Any]) -> shapely.Geometry:
    valid = shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
    return shapely.union_all(
        [g for g in shapely.get_parts(valid) if g.geom_type.endswith("Polygon")]
    )


def _division(row: Mapping[str, str]) -> DivisionRow:
    level, code = row["level"], row["code12"]
    ours = {"community": "village"} | dict.fromkeys(_TOWN_LEVELS, "town")
    return DivisionRow(
        code=code,
        name=row["name"],
        level=ours.get(level, level),
        parent=row["parent_code12"] or None,
        is_street=level == "subdistrict",
        is_urban=level == "community",
    )


def _town_seeds(
    rng: np.random.Generator, outline: shapely.Geometry, county: str, towns: Sequence[DivisionRow]
) -> Points:
    """Streets close together round the county's seat, towns spread over the rest."""
    streets = sum(t.is_street for t in towns)
    seat = np.array(COUNTY_SEATS[county])
    near = seat + rng.normal(0, _STREET_SPREAD_DEG, (50 * max(streets, 1), 2))
    near = _apart(near[shapely.intersects_xy(outline, near)], streets)
    far = _even(rng, outline.difference(shapely.Point(seat).buffer(0.04)), towns[streets:])
    return np.concatenate([near, far])


def _apart(points: Points, count: int) -> Points:
    """`count` of the points, each taken as far as possible from those before it."""
    chosen = list(points[:1])
    while len(chosen) < count:
        gaps = np.min([np.hypot(*(points - c).T) for c in chosen], axis=0)
        # The very farthest would all lie on the rim; the upper middle keeps them inside.
        chosen.append(points[np.argsort(gaps)[int(len(gaps) * 0.8)]])
    return np.array(chosen[:count]).reshape(-1, 2)


def _even(
    rng: np.random.Generator, outline: shapely.Geometry, rows: Sequence[DivisionRow]
) -> Points:
    """One point for each row, evenly spread: random points, relaxed after Lloyd (1982)."""
    points = _random_inside(rng, outline, len(rows))
    for _ in range(_RELAXATIONS if len(rows) > 1 else 0):
        pieces = shapely.intersection(_voronoi(points, outline), outline)
        points = shapely.get_coordinates(shapely.point_on_surface(pieces))
    return points


def _random_inside(rng: np.random.Generator, outline: shapely.Geometry, count: int) -> Points:
    west, south, east, north = outline.bounds
    tries = rng.random((100 * count + 1000, 2)) * [east - west, north - south] + [west, south]
    inside: Points = tries[shapely.intersects_xy(outline, tries)][:count]
    return inside


def anywhere(rng: np.random.Generator, outlines: NDArray[np.object_]) -> Points:
    """A random point inside each of these outlines, x and y in two columns."""
    west, south, east, north = shapely.bounds(outlines).T
    x, y = np.empty(len(outlines)), np.empty(len(outlines))
    missing = np.arange(len(outlines))
    while len(missing):
        across, up = rng.random((2, len(missing)))
        x[missing] = west[missing] + across * (east - west)[missing]
        y[missing] = south[missing] + up * (north - south)[missing]
        inside = shapely.intersects_xy(outlines[missing], x[missing], y[missing])
        missing = missing[~inside]
    return np.column_stack([x, y])


def _voronoi(points: Points, outline: shapely.Geometry) -> NDArray[np.object_]:
    if len(points) == 1:
        return np.array([shapely.envelope(outline)])
    cells = shapely.voronoi_polygons(
        shapely.multipoints(points), extend_to=shapely.envelope(outline), ordered=True
    )
    pieces: NDArray[np.object_] = shapely.get_parts(cells)
    return pieces


def _cut(
    outlines: dict[str, shapely.Geometry],
    whole: shapely.Geometry,
    rows: Sequence[DivisionRow],
    seeds: Points,
) -> None:
    pieces = shapely.intersection(_voronoi(seeds, whole), whole)
    outlines.update({row.code: piece for row, piece in zip(rows, pieces, strict=True)})
