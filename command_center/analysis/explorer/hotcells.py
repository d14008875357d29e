"""Hot cells through time: which cells stand out week by week, how long, and which are new."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.explorer import ground as places
from command_center.analysis.explorer.asked import Asked
from command_center.analysis.methods import evaluation, hotspots
from command_center.analysis.sheets.content.inputs import DEFAULTS
from command_center.analysis.store import reading
from command_center.analysis.store.ground import CellGround

WEEKS: Final = 12
WINDOW_DAYS: Final = int(DEFAULTS["window_days"])
PERMUTATIONS: Final = 499
ALPHA: Final = float(DEFAULTS["hot_alpha"])
STRICT: Final = 0.01
SEED: Final = 20_260_301  # the same question has the same answer


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell in one window: its cases, and 99 or 95 where it is hot, else 0."""

    cases: int
    level: int
    first: date
    last: date
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A cell that was hot at least once; `weeks` how often, `streak` how long up to the end."""

    code: str
    name: str
    marks: tuple[Mark, ...]
    weeks: int
    streak: int

    @property
    def is_new(self) -> bool:
        return self.streak == 1


@dataclass(frozen=True, slots=True)
class HotWeeks:
    """The matrix, its last days, and how the cells of a window fared in the week after."""

    ends: tuple[date, ...]
    rows: tuple[Row, ...]
    cells: int
    hits: tuple[Any, ...]  # evaluation.Comparison or None, of each window's following week


def hot_weeks(asked: Asked) -> HotWeeks:
    """Windows of 28 days that end `asked.until` and each of the weeks before."""
    ends = _ends(asked.until)
    first = ends[0] - timedelta(days=WINDOW_DAYS - 1)
    ground = reading.cells(asked.agency.path, asked.until)
    found = reading.day_counts(
        asked.agency.path, first, asked.until,
        discovered=asked.discovered, category_ids=asked.categories,
    )  # fmt: skip

    def counted(since: date, until: date) -> Any:
        inside = (found.day >= np.datetime64(since)) & (found.day <= np.datetime64(until))
        return places.by_cell(ground, found.cell[inside], found.cases[inside])

    counts = [counted(end - timedelta(days=WINDOW_DAYS - 1), end) for end in ends]
    levels = _levels(counts, ground)
    return HotWeeks(ends, _rows(asked, ground, counts, levels), len(ground),
                    tuple(_judged(counted, ends, levels, ground)))  # fmt: skip


def _levels(counts: list[Any], ground: CellGround) -> list[Any]:
    """0, 95 or 99 for each cell of each window."""
    if len(ground) < DEFAULTS["least_cells"]:
        return [np.zeros(len(ground), dtype=np.int64) for _one in counts]
    matrix = places.weights(ground)
    levels = []
    for one in counts:
        hot = hotspots.hot_cells(one, matrix, alpha=ALPHA, permutations=PERMUTATIONS, rng=SEED)
        level = np.where(hot.p <= STRICT, 99, 95)
        levels.append(np.where(hot.is_hot & (one > 0), level, 0))
    return levels


def _ends(until: date) -> tuple[date, ...]:
    return tuple(until - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1))


def _mark(asked: Asked, code: str, end: date, counted: tuple[int, int]) -> Mark:
    first = end - timedelta(days=WINDOW_DAYS - 1)
    span = {"reported_after": first, "reported_before": end + timedelta(days=1)}
    return Mark(*counted, first, end, asked.url(cell=code, **span))


def _rows(
    asked: Asked, ground: CellGround, counts: list[Any], levels: list[Any]
) -> tuple[Row, ...]:
    rows, ends = [], _ends(asked.until)
    for at in np.flatnonzero(np.any(levels, axis=0)) if levels else ():
        marks = tuple(
            _mark(asked, ground.code[at], end, (int(count[at]), int(level[at])))
            for end, count, level in zip(ends, counts, levels, strict=True)
        )
        hot = [mark.level > 0 for mark in marks]
        streak = next((n for n, one in enumerate(reversed(hot)) if not one), len(hot))
        rows.append(Row(ground.code[at], ground.name[at], marks, sum(hot), streak))
    return tuple(sorted(rows, key=lambda row: (-row.streak, -row.weeks, row.code)))


def _judged(counted: Any, ends: tuple[date, ...], levels: list[Any], ground: CellGround) -> Any:
    """Each window but the last against the week after it, beside the same cells by habit."""
    for end, level in zip(ends[:-1], levels[:-1], strict=True):
        hot = level > 0
        if not hot.any():
            yield None
            continue
        week = counted(end + timedelta(days=1), end + timedelta(days=7))
        month = counted(end - timedelta(days=WINDOW_DAYS - 1), end)
        yield evaluation.compare(hot, week, month, ground.area_km2) if week.sum() else None
    yield None
