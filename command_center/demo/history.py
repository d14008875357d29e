"""Two years of past calls into the database: rows and timelines by COPY, one fact for all of them.

A call of long ago tells nobody anything new, so the ledger gets `incidents.imported` with the
counts, and `incidents.received` only for those that are still open.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

import numpy as np
from django.db import connection, transaction

from command_center.demo.calls import CallGenerator, Calls, Kind
from command_center.demo.copying import copy_rows
from command_center.demo.ground import FIXTURES
from command_center.incidents import briefs, search
from command_center.incidents.models import (
    Category,
    Disposition,
    Incident,
    NumberCounter,
    TimelineEntry,
)
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.territory.models import Cell

State = Incident.State
AUTHOR: Final = "演示数据"
_NUISANCE_SHARE: Final = 0.05
# Seconds from pick-up to each stamp: median, and spread as sigma of a lognormal.
_STEPS: Final = (
    ("answered_at", None, 4, 0.4),
    ("intake_done_at", None, 75, 0.4),
    ("dispatched_at", State.DISPATCHED, 40, 0.6),
    ("delivered_at", State.DELIVERED, 3, 0.3),
    ("accepted_at", State.ACCEPTED, 25, 0.5),
    ("departed_at", State.DEPARTED, 35, 0.5),
    ("on_scene_at", State.ON_SCENE, 130, 0.6),
    ("handled_at", State.HANDLING, 120, 0.5),
    ("fed_back_at", State.FED_BACK, 1100, 0.6),
    ("closed_at", State.CLOSED, 600, 0.7),
)
_TOLD: Final = (State.DISPATCHED, State.ON_SCENE, State.FED_BACK, State.CLOSED)
_FIXED: Final[dict[str, Any]] = {
    "link_type": "none",
    "channel": "phone",
    "source": "demo",
    "source_crs": "wgs84",
    "caller_phone_index": "",
    "has_weapon": False,
    "has_hazard": False,
    "trapped": 0,
    "injured": 0,
    "dead": 0,
    "outcome": "",
    "case_number": "",
    "is_exercise": False,
    "created_by": AUTHOR,
    "version": 1,
}


@dataclass(slots=True)
class Ids:
    """What the rows refer to, by code."""

    cells: Mapping[str, Cell]
    categories: Mapping[str, Category] = field(
        default_factory=lambda: {c.code: c for c in Category.objects.all()}
    )
    dispositions: Mapping[str, int] = field(
        default_factory=lambda: dict(Disposition.objects.values_list("code", "pk"))
    )


@transaction.atomic
def load_history(generator: CallGenerator, *, city: Agency, cells: Mapping[str, Cell]) -> int:
    """Write every call of the generator; answers how many."""
    calls = generator.draw()
    rows = list(_incident_rows(generator, calls, Ids(cells=cells)))
    _number(rows)
    copy_rows(Incident, rows, with_key=True)
    copy_rows(TimelineEntry, _timeline_rows(rows))
    still_open = Incident.objects.filter(source="demo", closed_at__isnull=True)
    states = Counter(row["state"] for row in rows)
    imported = Fact(
        kind="incidents.imported",
        subject_type="agency",
        subject_id=city.code,
        agency_path=city.path,
        payload={"source": "demo", "rows": len(rows), "states": dict(states)},
    )
    record(PLATFORM, imported, *(_received(i) for i in still_open.select_related(*_JOINS)))
    return len(rows)


_JOINS: Final = ("agency", "cell", "category", "main_incident")


def _received(incident: Incident) -> Fact:
    return Fact(
        kind="incidents.received",
        subject_type="incident",
        subject_id=incident.number,
        subject_version=incident.version,
        agency_path=incident.agency.path,
        priority=incident.level,
        payload=briefs.of(incident),
        happened_at=incident.reported_at,
    )


def _incident_rows(generator: CallGenerator, calls: Calls, ids: Ids) -> Iterator[dict[str, Any]]:
    """Column values of each call, its stamps no later than now."""
    rng, total = generator.rng, len(calls)
    medians = np.log([median for _name, _state, median, _spread in _STEPS])
    spreads = [spread for *_rest, spread in _STEPS]
    waits = np.cumsum(rng.lognormal(medians, spreads, (total, len(_STEPS))), axis=1)
    is_nuisance = rng.random(total) < _NUISANCE_SHARE
    pick = rng.integers(0, 1000, total)
    for i in range(total):
        cell_row, kind = generator.cells[calls.cell[i]], generator.kinds[calls.kind[i]]
        cell = ids.cells[cell_row.code]
        at = generator.first_midnight + timedelta(seconds=int(calls.second[i]))
        row = _FIXED | {
            "agency_id": cell.agency_id,
            "cell_id": cell.pk,
            "category_id": ids.categories[kind.category].pk,
            "level": ids.categories[kind.category].default_level,
            "source_agency": cell.agency.path.split("/", 1)[0],
            "reported_at": at,
            "created_at": at,
            "address": address_of(cell_row.name, int(calls.cell[i]), int(calls.anchor[i])),
            "narrative": kind.narratives[int(pick[i]) % len(kind.narratives)],
            "point": f"SRID=4326;POINT({calls.lng[i]:.7f} {calls.lat[i]:.7f})",
            "source_lng": round(float(calls.lng[i]), 7),
            "source_lat": round(float(calls.lat[i]), 7),
        }
        yield row | _progress(kind, at, waits[i], generator.now, bool(is_nuisance[i]), ids)


def _progress(
    kind: Kind, at: datetime, waits: Any, now: datetime, is_nuisance: bool, ids: Ids
) -> dict[str, Any]:
    """State, stamps and outcome as they stand at `now`."""
    if is_nuisance:
        ended = min(at + timedelta(seconds=90), now)
        return {
            "state": State.CLOSED.value,
            "since": ended,
            "closed_at": ended,
            "answered_at": at,
            "is_valid_call": False,
            "link_type": "nuisance",
            "disposition_id": ids.dispositions["nuisance"],
        }
    found: dict[str, Any] = {"state": State.RECEIVED.value, "since": at, "is_valid_call": True}
    for (name, state, _median, _spread), wait in zip(_STEPS, waits, strict=True):
        then = at + timedelta(seconds=float(wait))
        if then > now:
            return found
        found[name] = then
        if state:
            found |= {"state": state.value, "since": then, "version": found.get("version", 1) + 1}
    return found | {"disposition_id": ids.dispositions[kind.disposition], "outcome": "已处置。"}


def _number(rows: Sequence[dict[str, Any]]) -> None:
    """Ids from the sequence and `YY-NNNN` by local year, in order of time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('incidents_incident', 'id'))"
            " FROM generate_series(1, %s)",
            [len(rows)],
        )
        pks = [pk for (pk,) in cursor.fetchall()]
    last: Counter[int] = Counter(dict(NumberCounter.objects.values_list("year", "last")))
    for row, pk in zip(rows, pks, strict=True):
        year = row["reported_at"].year
        last[year] += 1
        row["id"], row["number"] = pk, f"{year % 100:02d}-{last[year]:04d}"
        row["search"] = search.vector(row["number"], row["address"], row["narrative"])
    for year, number in last.items():
        NumberCounter.objects.update_or_create(year=year, defaults={"last": number})


def _timeline_rows(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    stamp_of = {state: name for name, state, _median, _spread in _STEPS if state}
    for row in rows:
        yield _entry(row, row["reported_at"], "received", {})
        came_from = State.RECEIVED
        for state in _TOLD:
            at = row.get(stamp_of[state])
            if at:
                step = {"from": came_from.value, "to": state.value, "step": state.value}
                yield _entry(row, at, "moved", step)
                came_from = state


def _entry(
    row: Mapping[str, Any], at: datetime, kind: str, details: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "incident_id": row["id"],
        "happened_at": at,
        "recorded_at": at,
        "kind": kind,
        "text": "",
        "details": json.dumps(details),
        "actor_kind": "system",
        "actor_id": "0",
        "actor_label": AUTHOR,
        "channel": "import",
        "is_late": False,
        "warning": "",
        "struck_by": "",
        "struck_reason": "",
    }


@cache
def _streets() -> list[str]:
    return (FIXTURES / "streets.txt").read_text(encoding="utf-8").split()


def address_of(cell: str, number: int, anchor: int) -> str:
    """The invented address of a corner of the cell that stands at `number`."""
    street = _streets()[(number * 7 + anchor) % len(_streets())]
    return (
        f"{cell.removesuffix('居民委员会').removesuffix('村民委员会')}{street}{anchor * 36 + 8}号"
    )
