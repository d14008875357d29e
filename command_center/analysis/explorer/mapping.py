"""The map of cases: counts of cells frame by frame, and what is drawn over them for some days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
import shapely
from django.utils import timezone

from command_center.analysis.explorer import ground as places
from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.hotcells import ALPHA, PERMUTATIONS, SEED, STRICT
from command_center.analysis.methods import aoristic, hotspots, near_repeat
from command_center.analysis.sheets.content.inputs import DEFAULTS
from command_center.analysis.store import reading
from command_center.analysis.store.arrays import CaseArrays
from command_center.analysis.store.ground import CellGround

DAY, WEEK, HOUR = "day", "week", "hour"
MOST_FRAMES: Final = 160
MOST_POINTS: Final = 5_000
LEAST_SHOWN: Final = 5
BANDWIDTH_M: Final = 500.0
WIDTHS: Final = 40  # bandwidths across the ground at most: a narrower hill is no more seen
CELLS_A_WIDTH: Final = 5
MOST_SURFACE: Final = 250_000  # cells of the surface; wider cells beyond that
LEVELS: Final = (0.04, 0.16, 0.36, 0.64)  # of the highest density, where the shades begin


def frames_of(asked: Asked, step: str) -> list[tuple[date, date]]:
    """First and last day of each frame; by hours every frame has all the days.

    Days become weeks where there would be more than 160 of them. Weeks end on the last day.
    """
    if step == HOUR:
        return [(asked.since, asked.until)] * 24
    length = 1 if step == DAY and asked.days <= MOST_FRAMES else 7
    found = []
    last = asked.until
    while last >= asked.since:
        first = max(last - timedelta(days=length - 1), asked.since)
        found.append((first, last))
        last = first - timedelta(days=1)
    return found[::-1]


def map_data(asked: Asked, *, step: str, shows_cases: bool, at: datetime) -> dict[str, Any]:
    """Counts of cells by frame, and the cases as points for who may open them.

    `shows_cases` False: counts under 5 are not told, nor any point. Sensitive kinds have neither
    cell nor point. By hours the counts are aoristic weights.
    """
    ground = reading.cells(asked.agency.path, timezone.localdate(at))
    frames = frames_of(asked, step)
    needs_cases = shows_cases or asked.is_timed or step == HOUR
    cases = asked.cases() if needs_cases else None
    counts = _counts(asked, ground, cases, frames, step)
    told = {
        ground.code[row]: [_told(value, shows_cases=shows_cases) for value in counts[row]]
        for row in np.flatnonzero(counts.sum(axis=1) > 0)
    }
    points, left_out = _points(cases, frames, step) if shows_cases and cases else ([], 0)
    return {
        "as_of": at.isoformat(),
        "step": step,
        "frames": [[first.isoformat(), last.isoformat()] for first, last in frames],
        "cells": told,
        "names": dict(zip(ground.code, ground.name, strict=True)),
        "total": _total(asked, cases),
        "in_cells": float(np.round(counts.sum(), 1)),
        "points": points,
        "points_left_out": left_out,
        "without_point": int((~cases.has_point).sum()) if cases is not None else None,
        "has_points": shows_cases,
        "list": asked.url(),
    }


def _told(value: float, *, shows_cases: bool) -> float | str:
    rounded = round(float(value), 1)
    return f"<{LEAST_SHOWN}" if not shows_cases and 0 < rounded < LEAST_SHOWN else rounded


def _total(asked: Asked, cases: CaseArrays | None) -> int:
    if cases is not None:
        return len(cases)
    rows = reading.day_counts(
        asked.agency.path, asked.since, asked.until,
        discovered=asked.discovered, category_ids=asked.categories,
    )  # fmt: skip
    return int(rows.cases.sum())


def _counts(
    asked: Asked,
    ground: CellGround,
    cases: CaseArrays | None,
    frames: list[tuple[date, date]],
    step: str,
) -> Any:
    """float[cells, frames]."""
    if cases is not None and step == HOUR:
        at = ground.places(cases.cell)
        week = aoristic.by_cell(at, len(ground), cases.occurred_from, cases.occurred_to)
        return week.reshape(len(ground), 7, 24).sum(axis=1)
    if cases is not None:
        cell, day, weight = cases.cell, cases.day, np.ones(len(cases))
    else:
        rows = reading.day_counts(
            asked.agency.path, asked.since, asked.until,
            discovered=asked.discovered, category_ids=asked.categories,
        )  # fmt: skip
        cell, day, weight = rows.cell, rows.day, rows.cases.astype(np.float64)
    frame, at = frame_of(day, frames), ground.places(cell)
    inside = (at >= 0) & (frame >= 0)
    flat = at[inside] * len(frames) + frame[inside]
    size = len(ground) * len(frames)
    return np.bincount(flat, weights=weight[inside], minlength=size).reshape(-1, len(frames))


def frame_of(day: Any, frames: list[tuple[date, date]]) -> Any:
    """The frame of each day, -1 outside."""
    firsts = np.array([first for first, _last in frames], dtype="datetime64[D]")
    found = np.searchsorted(firsts, day.astype("datetime64[D]"), side="right") - 1
    return np.where(day > np.datetime64(frames[-1][1]), -1, found)


def _points(
    cases: CaseArrays, frames: list[tuple[date, date]], step: str
) -> tuple[list[list[Any]], int]:
    """Longitude, latitude, frame and number of the newest cases with a place."""
    order = np.flatnonzero(cases.has_point)[::-1]
    shown = order[:MOST_POINTS]
    began = cases.occurred_from[shown].astype("datetime64[h]").astype(np.int64) % 24
    frame = began if step == HOUR else frame_of(cases.day[shown], frames)
    places_of = zip(cases.lng[shown], cases.lat[shown], frame, cases.number[shown], strict=True)
    rows = [[round(float(x), 5), round(float(y), 5), int(f), str(n)] for x, y, f, n in places_of]
    return rows, len(order) - len(shown)


def layer(asked: Asked, name: str, *, since: date, until: date, shows_cases: bool) -> Any:
    """One layer over these days: the density, the hot cells, or near-repeat zones open at the end.

    Hot cells are judged over what is shown; zones are of the days before the last one.
    """
    span = replace(asked, since=max(since, asked.since), until=min(until, asked.until))
    if name == "hot":
        return hot(span)
    if name == "zones":
        return zones(span, shows_cases=shows_cases)
    return density(span)


def density(asked: Asked) -> dict[str, Any]:
    """Cases per km², smoothed over 500 m (more where the ground is wide), as bands of shade.

    From five cases on.
    """
    cases = asked.cases()
    cases = cases.where(cases.has_point)
    if len(cases) < LEAST_SHOWN:
        return {"state": "few_cases", "cases": len(cases), "bands": []}
    wide, high = (max(float(np.ptp(axis)), 1.0) for axis in (cases.x, cases.y))
    bandwidth = max(BANDWIDTH_M, round(max(wide, high) / WIDTHS, -2))
    cell_m = max(bandwidth / CELLS_A_WIDTH, float(np.sqrt(wide * high / MOST_SURFACE)))
    surface = hotspots.kernel_density(cases.x, cases.y, bandwidth_m=bandwidth, cell_m=cell_m)
    highest = float(surface.values.max())
    bands = [
        {"from": _rounded(share * highest * 1e6), "shape": _band(surface, share * highest)}
        for share in LEVELS
    ]
    about = {"state": "ok", "cases": len(cases), "bandwidth_m": round(bandwidth)}
    return about | {"highest": _rounded(highest * 1e6), "bands": bands}


def _rounded(value: float) -> float:
    """Two digits: a smoothed surface is not sure of more."""
    return float(f"{value:.2g}")


def _band(surface: hotspots.Surface, least: float) -> Any:
    row, column = np.nonzero(surface.values >= least)
    west = surface.x0 + column * surface.cell_m
    south = surface.y0 + row * surface.cell_m
    squares = shapely.box(west, south, west + surface.cell_m, south + surface.cell_m)
    return places.in_degrees(shapely.union_all(squares))


def hot(asked: Asked) -> dict[str, Any]:
    """Cells that stand out, over the days shown, at 95 or 99 per cent for the whole map."""
    ground = reading.cells(asked.agency.path, asked.until)
    if len(ground) < DEFAULTS["least_cells"]:
        return {"state": "few_cells", "cells": {}}
    counts = places.by_cell(ground, asked.cases().cell)
    found = hotspots.hot_cells(
        counts, places.weights(ground), alpha=ALPHA, permutations=PERMUTATIONS, rng=SEED
    )
    cells = {
        ground.code[at]: {
            "level": 99 if found.p[at] <= STRICT else 95,
            "p": round(float(found.p[at]), 3),
            "cases": int(counts[at]),
        }
        for at in np.flatnonzero(found.is_hot & (counts > 0))
    }
    return {"state": "ok", "cells": cells, "window": [str(asked.since), str(asked.until)]}


def zones(asked: Asked, *, shows_cases: bool) -> dict[str, Any]:
    """Near-repeat zones open on the last day: 200 m round fresh cases, for 14 days."""
    radius, days = int(DEFAULTS["near_m"]), int(DEFAULTS["near_days"])
    fresh = replace(asked, since=asked.until - timedelta(days=days + 30))
    cases = fresh.cases()
    found = near_repeat.zones(
        cases.x, cases.y, cases.occurred_from, cases.occurred_to,
        today=asked.until, radius_m=radius, days=days,
    )  # fmt: skip
    told = [
        {
            "at": places.degrees(one.x, one.y),
            "radius_m": round(one.radius_m),
            "opened": one.opened.isoformat(),
            "ends": one.ends.isoformat(),
            "cases": len(one.members),
            "numbers": [str(cases.number[m]) for m in one.members] if shows_cases else [],
        }
        for one in found
        if shows_cases or len(one.members) >= LEAST_SHOWN
    ]
    return {"state": "ok", "radius_m": radius, "days": days, "zones": told}
