"""1,000,000 points into 300 cells: the label table against shapely's STRtree.

    python -m benchmarks.cells [--points 1000000] [--cells 300] [--rounds 3]

The cells are the real outlines of Liaoyuan's four counties, cut by Voronoi lines into 300. The
limit: a naive peer that does the same work, STRtree with points as geometries; both answer the
lowest cell that covers the point, both from a cold start (building is counted). Printed is the
ratio, which must be 5 or more, with 0 mismatches.
"""

import argparse
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

import numpy as np
import shapely

from command_center.demo.ground import FIXTURES, county_outlines, read_divisions
from grid.territory.raster import OUTSIDE, CellRaster


def real_cells(count: int, rng: np.random.Generator) -> np.ndarray:
    """The counties in `count` pieces, which keep every vertex of the real outlines."""
    counties = county_outlines(
        FIXTURES / "liaoyuan_counties.geojson", read_divisions(FIXTURES / "liaoyuan_divisions.csv")
    )
    city = shapely.union_all(list(counties.values()))
    west, south, east, north = city.bounds
    seeds = rng.random((8 * count, 2)) * [east - west, north - south] + [west, south]
    shapely.prepare(city)
    seeds = seeds[shapely.intersects_xy(city, seeds)][: count - len(counties)]
    pieces = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=shapely.envelope(city))
    )
    cut = [shapely.intersection(pieces, county) for county in counties.values()]
    cells = np.concatenate([c[~shapely.is_empty(c)] for c in cut])
    cells = cells[np.argsort(-shapely.area(cells))]
    return merged_to(count, cells)


def merged_to(count: int, cells: np.ndarray) -> np.ndarray:
    """The smallest pieces, left over at county lines, joined to a neighbour."""
    kept, rest = list(cells[:count]), cells[count:]
    for piece in rest:
        shared = [shapely.length(shapely.intersection(piece, cell)) for cell in kept]
        best = int(np.argmax(shared))
        kept[best] = shapely.union(kept[best], piece)
    return np.array(kept)


def by_tree(cells: np.ndarray, lngs: np.ndarray, lats: np.ndarray) -> np.ndarray:
    tree = shapely.STRtree(cells)
    point, cell = tree.query(shapely.points(lngs, lats), predicate="intersects")
    lowest = np.full(len(lngs), len(cells))
    np.minimum.at(lowest, point, cell)
    return np.where(lowest == len(cells), OUTSIDE, lowest)


def by_raster(cells: np.ndarray, lngs: np.ndarray, lats: np.ndarray) -> np.ndarray:
    return CellRaster(cells).labels_at(lngs, lats)


def timed(work, *given) -> tuple[float, np.ndarray]:
    began = time.perf_counter()
    found = work(*given)
    return time.perf_counter() - began, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--cells", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    rng = np.random.default_rng(300)
    cells = real_cells(asked.cells, rng)
    assert len(cells) == asked.cells
    west, south, east, north = shapely.total_bounds(cells)
    ratios, raster_s, tree_s, mismatches = [], [], [], 0
    for _round in range(asked.rounds):
        # Fresh geometries each time: what one run prepares must not help the next.
        fresh = [shapely.from_wkb(shapely.to_wkb(cells)) for _ in range(2)]
        lngs = west + rng.random(asked.points) * (east - west)
        lats = south + rng.random(asked.points) * (north - south)
        ours, found = timed(by_raster, fresh[0], lngs, lats)
        theirs, truth = timed(by_tree, fresh[1], lngs, lats)
        assert len(found) == len(truth) == asked.points
        mismatches += int((found != truth).sum())
        ratios.append(theirs / ours)
        raster_s.append(ours)
        tree_s.append(theirs)
    vertices = shapely.get_num_coordinates(cells).sum()
    print(
        f"{asked.points:,} points, {asked.cells} cells, {vertices:,} vertices, {asked.rounds} runs"
    )
    print(f"placed in a cell   {int((truth != OUTSIDE).sum()):,} of the last run")
    print(f"STRtree            {statistics.median(tree_s):.3f} s with build")
    print(f"label table        {statistics.median(raster_s):.3f} s with build")
    print(f"ratio              {statistics.median(ratios):.1f} x  (limit >= 5)")
    print(f"mismatches         {mismatches}  (limit 0)")
    raise SystemExit(0 if statistics.median(ratios) >= 5 and not mismatches else 1)


if __name__ == "__main__":
    main()
