"""Calls of the period: by type, how fast each step was, which were important."""

from typing import Any, Final

import numpy as np

from command_center.analysis.bulletins.content.inputs import BulletinInput
from command_center.analysis.bulletins.content.shape import Named, Speed
from command_center.analysis.methods.inputs import Moments
from command_center.analysis.sheets.content.inputs import rounded
from command_center.analysis.store.arrays import CallArrays

# Upper edges of the bands in seconds; the last band is open (安康市公安局 周通报).
BANDS: Final = {
    "sign": (30, 60, 120, 180),
    "arrival": (300, 600, 900, 1800),
    "feedback": (1800, 3600, 7200, 14400),
}
GROUPS: Final = ("01", "02", "03", "04", "05", "06", "07", "08")  # first level of the calls
OTHER: Final = "99"
INVALID: Final = "00"


def calls(given: BulletinInput) -> list[Named]:
    """Valid calls by the first level of their category, then those that were none."""
    three = (given.calls, given.calls_before, given.calls_last_year)
    spans = (given.now, given.now.previous(), given.now.last_year())
    grouped = [_grouped(one) for one in three]
    rows = []
    for code in (*GROUPS, OTHER, INVALID):
        now, before, last_year = (one.get(code, 0) for one in grouped)
        if not (now or before or last_year):
            continue
        row = Named(code=code, name="", now=now, previous=before, last_year=last_year, mean3=None)
        if (said := _filters(code)) is not None:
            opens = [given.opens_calls(span, **said) for span in spans]
            row["open"], row["open_previous"], row["open_last_year"] = opens
        rows.append(row)
    return rows


def _filters(code: str) -> dict[str, str] | None:
    """What narrows the list of calls to a group; None for all that is in no group."""
    if code == OTHER:
        return None
    if code == INVALID:
        return {"is_valid_call": "false"}
    return {"is_valid_call": "true", "category": code}


def _grouped(found: CallArrays) -> dict[str, int]:
    codes = [
        INVALID if not valid else code[:2] if code[:2] in GROUPS else OTHER
        for code, valid in zip(found.category.tolist(), found.is_valid.tolist(), strict=True)
    ]
    names, counts = np.unique(np.array(codes, dtype=np.str_), return_counts=True)
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def key_calls(given: BulletinInput) -> dict[str, Any]:
    """All calls, the valid ones, and those of the period before."""
    return {
        "all": len(given.calls),
        "valid": int(given.calls.is_valid.sum()),
        "previous": int(given.calls_before.is_valid.sum()),
        "open": given.opens_calls(given.now, is_valid_call="true"),
    }


def speed(given: BulletinInput) -> list[Speed]:
    """Signing from the order on, arrival from the call on, feedback from the arrival on."""
    found = given.calls.where(given.calls.is_valid)
    steps = {
        "sign": (found.dispatched, found.accepted),
        "arrival": (found.reported, found.on_scene),
        "feedback": (found.on_scene, found.fed_back),
    }
    return [_speed(step, *times) | _opens(given, step) for step, times in steps.items()]


def _opens(given: BulletinInput, step: str) -> Any:
    """The calls of each band, and all whose time is known."""
    edges = (0, *BANDS[step])
    bands = [f"{step}:{low}-{high}" for low, high in zip(edges, (*BANDS[step], ""), strict=True)]
    opened = [given.opens_calls(given.now, is_valid_call="true", took=band) for band in bands]
    known = given.opens_calls(given.now, is_valid_call="true", took=f"{step}:0-")
    return {"open": opened, "open_known": known}


def _speed(step: str, since: Moments, until: Moments) -> Speed:
    """Bands hold their lower edge: exactly 30 seconds is in 30-60. Times that run back are not."""
    taken = (until - since).astype("timedelta64[s]")
    known = taken[~np.isnat(taken)].astype(np.int64)
    known = known[known >= 0]
    bands = np.bincount(np.searchsorted(BANDS[step], known, side="right"), minlength=5)
    return Speed(
        step=step,
        bands=[int(one) for one in bands],
        median_s=rounded(np.median(known), 0) if len(known) else None,
        known=len(known),
        of=len(taken),
    )


def important(given: BulletinInput) -> list[dict[str, Any]]:
    """Valid calls of level 1, or with dead or injured: the gravest first."""
    found = given.calls
    grave = found.is_valid & ((found.level == 1) | (found.dead > 0) | (found.injured > 0))
    mine = found.where(grave)
    order = np.lexsort((mine.reported.astype(np.int64), mine.level, -mine.injured, -mine.dead))
    return [
        {
            "number": str(mine.number[at]),
            "at": str(mine.reported[at]),
            "agency": int(mine.agency[at]),
            "category": str(mine.category[at])[:2],
            "level": int(mine.level[at]),
            "dead": int(mine.dead[at]),
            "injured": int(mine.injured[at]),
        }
        for at in order[: int(given.settings["most_important"])]
    ]
