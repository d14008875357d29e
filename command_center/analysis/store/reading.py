"""Reading cases, calls, counts and ground for the analysis, under its role.

Days are local and both ends belong to the span. An area is an agency with all below it. Sensitive
cases come without a place, and with their county or branch as agency.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

import numpy as np
from django.conf import settings
from django.db import connection
from django.utils import timezone

from command_center.analysis.store.arrays import (
    AreaCounts,
    CallArrays,
    CaseArrays,
    DayCounts,
    floats,
    ints,
    moments,
)
from command_center.analysis.store.ground import CellGround, cells
from grid.ledger.analysis_role import as_analysis

__all__ = [
    "AreaCounts",
    "CallArrays",
    "CaseArrays",
    "CellGround",
    "DayCounts",
    "area_counts",
    "areas_below",
    "calls",
    "cells",
    "day_counts",
    "load",
]

By = Literal["reported", "occurred"]
_TAGS: Final = ("entry_id", "target_id", "premises_id", "tool_id")
_CASE: Final = ("id", "number", "x", "y", "lng", "lat", "category_id", "agency_id", "cell_id",
                "is_discovered", "state", "loss_yuan")  # fmt: skip
_PLACE: Final = ("x", "y", "lng", "lat")
_CASE_TIMES: Final = ("occurred_from", "occurred_to", "reported_at", "entered_at", "recoded_at")
_CALL: Final = ("id", "number", "agency_id", "cell_id", "category", "state", "level",
                "is_valid_call", "is_linked", "dead", "injured")  # fmt: skip
_CALL_TIMES: Final = ("reported_at", "dispatched_at", "accepted_at", "on_scene_at", "fed_back_at",
                      "closed_at")  # fmt: skip


def areas_below(agency_path: str) -> list[int]:
    """Keys of the agency and of all below it."""
    with as_analysis():
        return [key for (key,) in _rows(_BELOW, [agency_path])]


def load(
    agency_path: str, since: date, until: date, *, by: By = "reported",
    discovered: bool | None = False, category_ids: Collection[int] | None = None,
    known_at: datetime | None = None, touched_on: date | None = None, has_places: bool = True,
) -> CaseArrays:  # fmt: skip
    """Cases of an area reported (or begun) from `since` to `until`, as they stand now.

    `discovered` False: what the public reported; True: what police found; None: both.
    `known_at` leaves out what was entered after that moment; `touched_on` takes only what was
    entered or coded anew on that local day. Without `has_places` coordinates are not read: for
    some hundred thousand cases they take most of the time.
    """
    moment = "reported_at" if by == "reported" else "occurred_from"
    first, after = span(since, until)
    wanted = [f"{moment} >= %s", f"{moment} < %s", "agency_id = ANY(%s)"]
    values: list[Any] = [first, after, areas_below(agency_path)]
    if touched_on is not None:
        on_day = [f"{one} >= %s AND {one} < %s" for one in ("entered_at", "recoded_at")]
        wanted.append(f"({' OR '.join(on_day)})")
        values += [*span(touched_on, touched_on)] * 2
    _narrow(wanted, values, discovered, category_ids)
    if known_at is not None:
        wanted.append("entered_at <= %s")
        values.append(known_at)
    columns = _columns(_CASE + _TAGS, _CASE_TIMES)
    if not has_places:
        columns |= dict.fromkeys(_PLACE, "NULL")
    found = _table(columns, f"analysis_cases WHERE {' AND '.join(wanted)} ORDER BY id", values)
    return _cases(found)


def _cases(found: dict[str, list[Any]]) -> CaseArrays:
    reported = moments(found["reported_at"])
    tags = [ints(found[name]) for name in _TAGS]
    return CaseArrays(
        pk=ints(found["id"]),
        number=_words(found["number"]),
        x=floats(found["x"]),
        y=floats(found["y"]),
        lng=floats(found["lng"]),
        lat=floats(found["lat"]),
        occurred_from=moments(found["occurred_from"]),
        occurred_to=moments(found["occurred_to"]),
        reported=reported,
        day=reported.astype("datetime64[D]"),
        category=ints(found["category_id"]),
        agency=ints(found["agency_id"]),
        cell=ints(found["cell_id"]),
        tags=np.stack(tags, axis=1),
        is_discovered=np.array(found["is_discovered"], dtype=np.bool_),
        is_solved=np.array([state == "solved" for state in found["state"]], dtype=np.bool_),
        entered=moments(found["entered_at"]),
        recoded=moments(found["recoded_at"]),
        loss_yuan=floats(found["loss_yuan"]),
    )


def calls(agency_path: str, since: date, until: date) -> CallArrays:
    """Calls for police of an area reported from `since` to `until`, exercises left out."""
    first, after = span(since, until)
    values = [first, after, areas_below(agency_path)]
    found = _table(
        _columns(_CALL, _CALL_TIMES),
        "analysis_calls WHERE reported_at >= %s AND reported_at < %s AND agency_id = ANY(%s)"
        " ORDER BY id",
        values,
    )
    return CallArrays(
        pk=ints(found["id"]),
        number=_words(found["number"]),
        agency=ints(found["agency_id"]),
        cell=ints(found["cell_id"]),
        category=_words(found["category"]),
        state=_words(found["state"]),
        level=ints(found["level"]),
        is_valid=np.array(found["is_valid_call"], dtype=np.bool_),
        is_linked=np.array(found["is_linked"], dtype=np.bool_),
        reported=moments(found["reported_at"]),
        dispatched=moments(found["dispatched_at"]),
        accepted=moments(found["accepted_at"]),
        on_scene=moments(found["on_scene_at"]),
        fed_back=moments(found["fed_back_at"]),
        closed=moments(found["closed_at"]),
        dead=ints(found["dead"]),
        injured=ints(found["injured"]),
    )


def day_counts(
    agency_path: str, since: date, until: date, *, discovered: bool | None = False,
    category_ids: Collection[int] | None = None,
) -> DayCounts:  # fmt: skip
    """Counts of an area by day, agency, cell and category, from the roll-up.

    For long spans of a whole city take `area_counts`: by cell there are nearly as many rows as
    cases.
    """
    wanted = ["day >= %s", "day <= %s", "agency_id = ANY(%s)"]
    values: list[Any] = [since, until, areas_below(agency_path)]
    _narrow(wanted, values, discovered, category_ids)
    names = ("agency_id", "cell_id", "category_id", "is_discovered", "cases")
    found = _table(
        {"day": _DAY} | {name: name for name in names},
        f"casestore_caseday WHERE {' AND '.join(wanted)}"
        " ORDER BY day, agency_id, cell_id, category_id, is_discovered",
        values,
    )
    return DayCounts(
        day=_days(found["day"]),
        agency=ints(found["agency_id"]),
        cell=ints(found["cell_id"]),
        category=ints(found["category_id"]),
        is_discovered=np.array(found["is_discovered"], dtype=np.bool_),
        cases=ints(found["cases"]),
    )


def area_counts(
    area_ids: Sequence[int], since: date, until: date, *, discovered: bool | None = False,
    category_ids: Collection[int] | None = None, days: Iterable[date] | None = None,
) -> AreaCounts:  # fmt: skip
    """Counts by day and category of agencies, each with all below it, from the roll-up.

    `days` asks for some days of the span only.
    """
    wanted = ["area_id = ANY(%s)", "day >= %s", "day <= %s"]
    values: list[Any] = [list(area_ids), since, until]
    if days is not None:
        wanted.append("day = ANY(%s)")
        values.append(sorted(days))
    _narrow(wanted, values, discovered, category_ids)
    names = ("area_id", "category_id", "is_discovered", "cases")
    found = _table(
        {"day": _DAY} | {name: name for name in names},
        f"casestore_areaday WHERE {' AND '.join(wanted)}"
        " ORDER BY area_id, day, category_id, is_discovered",
        values,
    )
    return AreaCounts(
        day=_days(found["day"]),
        area=ints(found["area_id"]),
        category=ints(found["category_id"]),
        is_discovered=np.array(found["is_discovered"], dtype=np.bool_),
        cases=ints(found["cases"]),
    )


_BELOW: Final = "SELECT id FROM organisation_agency WHERE starts_with(path, %s) ORDER BY id"
_DAY: Final = "day - DATE '1970-01-01'"


def span(since: date, until: date) -> tuple[datetime, datetime]:
    """The first moment of the first day, and of the day after the last."""
    zone = timezone.get_default_timezone()
    after = until + timedelta(days=1)
    return (
        datetime(since.year, since.month, since.day, tzinfo=zone),
        datetime(after.year, after.month, after.day, tzinfo=zone),
    )


def _narrow(
    wanted: list[str], values: list[Any], discovered: bool | None,
    category_ids: Collection[int] | None,
) -> None:  # fmt: skip
    if discovered is not None:
        wanted.append("is_discovered = %s")
        values.append(discovered)
    if category_ids is not None:
        wanted.append("category_id = ANY(%s)")
        values.append(sorted(category_ids))


def _columns(plain: Sequence[str], times: Sequence[str]) -> dict[str, str]:
    """Expressions by name; a time as whole seconds of the city's wall clock since 1970."""
    zone = settings.TIME_ZONE
    told = {
        name: f"floor(extract(epoch FROM {name} AT TIME ZONE '{zone}'))::bigint" for name in times
    }
    return {name: name for name in plain} | told


def _table(columns: dict[str, str], rest: str, values: Sequence[Any]) -> dict[str, list[Any]]:
    said = ", ".join(columns.values())
    with as_analysis():
        rows = _rows(f"SELECT {said} FROM {rest}", values)  # noqa: S608 names of this file
    turned = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return {name: list(column) for name, column in zip(columns, turned, strict=True)}


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _words(values: list[str]) -> Any:
    return np.array(values, dtype=np.str_)


def _days(values: list[int]) -> Any:
    return np.array(values, dtype=np.int64).astype("datetime64[D]")
