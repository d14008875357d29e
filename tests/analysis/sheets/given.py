"""Small cities of arrays, and the sheets that are made of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from command_center.analysis.sheets.content.inputs import (
    DEFAULTS,
    Area,
    CaseClass,
    Counts,
    SheetInput,
    recent_days,
)
from command_center.analysis.sheets.content.whole import sheet
from command_center.analysis.store.arrays import CallArrays, CaseArrays
from command_center.analysis.store.ground import CellGround

DAY = date(2026, 3, 1)  # a Sunday
BURGLARY, EBIKE, BRAWL = 1, 2, 3
ALL = CaseClass("all", "all", "全部案件", "All cases", None)
PREVENTABLE = CaseClass(
    "set", "preventable_hz", "可防性案件", "Preventable", frozenset({BURGLARY, EBIKE})
)
NORTH, SOUTH = Area("agency", "990100000000", "North"), Area("agency", "990200000000", "South")
SIDE = 5  # cells of the ground, a square of 500 m each


def counts(*rows: tuple[int, int, int, int]) -> Counts:
    """Rows of (days before the day, line, category, cases); line 0 is the whole."""
    back, line, category, cases = (
        np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)
    )
    return Counts(np.datetime64(DAY, "D") - back, line, category, cases)


def steady(*, days: int = 400, each: int = 4, spike: int = 0, seed: int = 1) -> Counts:
    """Poisson counts of burglaries in both areas, with a spike of the north on the day."""
    chance = np.random.default_rng(seed)
    rows = []
    for back in range(days, -1, -1):
        north, south = chance.poisson(each, 2)
        north += 0 if back else spike
        rows += [(back, 0, BURGLARY, north + south), (back, 1, BURGLARY, north)]
        rows.append((back, 2, BURGLARY, south))
    return counts(*rows)


def cases(*rows: dict[str, Any]) -> CaseArrays:
    """Cases told by `back` (days before the day), `x`, `y`, `hour`, `hours`, `cell`, `category`.

    Unsaid: reported at noon and entered an hour later; a burglary that began at 22:00 the evening
    before and took two hours, in the middle of the first cell. `x=None` for no point.
    """
    told = [{"back": 0, "hour": -2, "hours": 2, "x": 250.0, "y": 250.0} | row for row in rows]
    day = np.array([np.datetime64(DAY, "D") - one["back"] for one in told], dtype="datetime64[D]")
    begun = day.astype("datetime64[s]") + _hours([one["hour"] for one in told])
    ended = begun + _hours([one["hours"] if one["hours"] is not None else 0 for one in told])
    unknown = np.array([one["hours"] is None for one in told], dtype=bool)
    ended[unknown] = np.datetime64("NaT")
    reported = day.astype("datetime64[s]") + np.timedelta64(12, "h")
    size = len(told)

    def column(name: str, unsaid: Any, kind: Any) -> Any:
        return np.array([one.get(name, unsaid) for one in told], dtype=kind)

    x = np.array([np.nan if one["x"] is None else one["x"] for one in told], dtype=np.float64)
    y = np.where(np.isnan(x), np.nan, column("y", 250.0, np.float64))
    recoded = np.full(size, np.datetime64("NaT"), dtype="datetime64[s]")
    for at, one in enumerate(told):
        if one.get("recoded"):
            recoded[at] = np.datetime64(DAY, "s") + np.timedelta64(9, "h")
    return CaseArrays(
        pk=np.arange(1, size + 1), number=np.array([f"A{at}" for at in range(size)], dtype=np.str_),
        x=x, y=y, lng=x * 0 + 125.1, lat=y * 0 + 42.9, occurred_from=begun, occurred_to=ended,
        reported=reported, day=day, category=column("category", BURGLARY, np.int64),
        agency=np.ones(size, dtype=np.int64), cell=column("cell", 1, np.int64),
        tags=np.zeros((size, 4), dtype=np.int64), is_discovered=np.zeros(size, dtype=bool),
        is_solved=np.zeros(size, dtype=bool),
        entered=reported + _hours([one.get("late", 1) for one in told]), recoded=recoded,
        loss_yuan=np.zeros(size),
    )  # fmt: skip


def _hours(values: Any) -> Any:
    seconds = [round(float(value) * 3600) for value in values]
    return np.array(seconds, dtype=np.int64).astype("timedelta64[s]")


def calls(*, valid: int = 3, others: int = 1, fed_back: int = 2) -> CallArrays:
    """Calls of the day: so many valid ones, of them so many fed back, and others."""
    size = valid + others
    times = np.full(size, np.datetime64("NaT"), dtype="datetime64[s]")
    done = times.copy()
    done[:fed_back] = np.datetime64(DAY, "s")
    zeros, words = np.zeros(size, dtype=np.int64), np.array([""] * size, dtype=np.str_)
    return CallArrays(
        pk=np.arange(size), number=words, agency=zeros, cell=zeros, category=words, state=words,
        level=zeros, is_valid=np.arange(size) < valid, is_linked=zeros.astype(bool),
        reported=times, dispatched=times, accepted=times, on_scene=times, fed_back=done,
        closed=times, dead=zeros, injured=zeros,
    )  # fmt: skip


def ground(side: int = SIDE) -> CellGround:
    """A square of cells, keys from 1, codes C-1 …, each bordering on those beside it."""
    size = side * side
    near = []
    for at in range(size):
        row, column = divmod(at, side)
        around = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
        near.append(tuple(r * side + c for r, c in around if 0 <= r < side and 0 <= c < side))
    keys = np.arange(1, size + 1)
    middle = (np.arange(size) % side) * 500.0 + 250, (np.arange(size) // side) * 500.0 + 250
    return CellGround(
        pk=keys, code=tuple(f"C-{key}" for key in keys), name=tuple(f"Cell {key}" for key in keys),
        agency=keys * 0 + 1, outline=np.array([None] * size, dtype=object), x=middle[0],
        y=middle[1], area_km2=np.full(size, 0.25), neighbours=tuple(near),
    )  # fmt: skip


def given(**said: Any) -> SheetInput:
    """The input of a sheet of a quiet city; any field in other words, `settings` added to."""
    settings = DEFAULTS | {"near_permutations": 199, "hot_permutations": 199}
    settings |= said.pop("settings", {})
    history = said.pop("history_days", 400)
    said |= of_recent(said.pop("recent", cases()), said.get("ground") or ground(), settings)
    quiet = SheetInput(
        day=DAY,
        agency={"code": "990000000000", "name": "City", "kind": "city"},
        classes=[ALL, PREVENTABLE],
        areas=[NORTH, SOUTH],
        counts=counts((0, 0, BURGLARY, 0)),
        discovered=0,
        today=cases(),
        touched=cases(),
        window=cases(),
        by_cell=np.zeros((0, 0), dtype=np.int64),
        near=cases(),
        near_since=DAY - timedelta(days=365),
        ground=ground(),
        calls=calls(),
        rng=np.random.default_rng(5),
        settings=settings | {"history_days": history},
    )
    return replace(quiet, **said)


def of_recent(found: CaseArrays, where: CellGround, settings: dict[str, Any]) -> dict[str, Any]:
    """What a sheet is handed of the recent cases, as it is read from the database."""
    last, days = np.datetime64(DAY, "D"), recent_days(settings)
    head = np.isin(found.category, list(PREVENTABLE.members or ()))
    at, back = where.places(found.cell), (last - found.day).astype(np.int64)
    known = head & (at >= 0) & (back < days)
    by_cell = np.zeros((len(where), days), dtype=np.int64)
    np.add.at(by_cell, (at[known], days - 1 - back[known]), 1)
    is_touched = (found.entered.astype("datetime64[D]") == last) | (
        found.recoded.astype("datetime64[D]") == last
    )
    return {
        "today": found.where(back <= 1),
        "touched": found.where(is_touched),
        "window": found.where(head & (back < settings["window_days"])),
        "by_cell": by_cell,
    }


def content(**said: Any) -> dict[str, Any]:
    """The sheet of such a city."""
    return sheet(given(**said))


def days_before(number: int) -> str:
    return (DAY - timedelta(days=number)).isoformat()
