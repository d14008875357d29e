"""Taking in fixes: read, judged and written as a batch, at whatever size.

No fact is recorded: where units are is pushed as a whole once a second and kept for days, not
for years. Sending a batch again is harmless: the newest fix stays, the track has each fix once.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypedDict

import numpy as np
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.models import ClientSystem, Officer
from grid.territory.geo import to_wgs84
from patrol.positions import judging, writing
from patrol.positions.fixes import Fix, FixError, Read, fault
from patrol.positions.ground import is_outside
from patrol.positions.judging import FUTURE, GOOD, LATE, NOBODY, OUTSIDE, TELEPORT
from patrol.positions.limits import Limits, limits_of
from patrol.positions.models import TRACK_DAYS
from patrol.positions.partitions import ensure_days
from patrol.positions.register import Register, own_unit, register
from patrol.units.models import Unit

REASONS: Final = {LATE: "stale", FUTURE: "future", TELEPORT: "teleport", OUTSIDE: "outside"}
DEADLOCK: Final = "40P01"
TRIES: Final = 3


class Quarantined(TypedDict):
    """A fix that was set aside, and why; `stale` is kept in the track, marked late."""

    index: int
    reason: str


class Answer(TypedDict):
    """What became of a batch: newest + older + quarantined + errors = received."""

    received: int
    newest: int
    older: int
    quarantined: list[Quarantined]
    errors: list[FixError]


def take(read: Read, *, by: Officer | ClientSystem, now: datetime | None = None) -> Answer:
    """Take the fixes of one batch in; each that cannot be taken is named by its index.

    An officer sends for the own unit only, a client system for units in its scope.
    """
    now = now or timezone.now()
    fixes, errors = dict(read.fixes), list(read.errors)
    units = register(by, {fix.unit for fix in fixes.values()})
    own = own_unit(by) if isinstance(by, Officer) else None
    for index, fix in list(fixes.items()):
        found = _refused(fix, units, own, is_officer=isinstance(by, Officer)) or _expired(fix, now)
        if found:
            errors.append(fault(index, *found))
            del fixes[index]
    answer = Answer(
        received=read.received,
        newest=0,
        older=0,
        quarantined=[],
        errors=sorted(errors, key=lambda e: e["index"]),
    )
    if fixes:
        _take_known(answer, fixes, units, limits_of(by.agency_path), now)
    return answer


def _refused(
    fix: Fix, units: Register, own: str | None, *, is_officer: bool
) -> tuple[str, str, str] | None:
    if is_officer and fix.unit != own:
        return "unit", "not_own_unit", _("You can send positions of your own unit only.")
    if fix.unit not in units.row_of:
        return "unit", "unknown_unit", _("There is no such unit in your area.")
    return None


def _expired(fix: Fix, now: datetime) -> tuple[str, str, str] | None:
    if fix.at >= now - timedelta(days=TRACK_DAYS - 1):
        return None
    return "at", "expired", _("Older than tracks are kept.")


def _take_known(
    answer: Answer, fixes: Mapping[int, Fix], units: Register, limits: Limits, now: datetime
) -> None:
    """Judge and write; a deadlock with another batch of the same units is tried again."""
    taken = list(fixes.values())
    judged = _judgeable(taken, units, limits)
    for attempt in range(TRIES):
        known = units.known()
        fate = judging.judge(judged, known, now=now.timestamp())
        rows = _rows(taken, judged, known, fate, units)
        try:
            with transaction.atomic():
                ensure_days(_days(taken, fate))
                answer["newest"] = writing.write(rows)
            break
        except OperationalError as error:
            if not _may_repeat(error) or attempt == TRIES - 1:
                raise
            time.sleep(0.01 * 2**attempt)
    answer["older"] = int(np.count_nonzero(fate == GOOD)) - answer["newest"]
    answer["quarantined"] = [
        {"index": index, "reason": REASONS[verdict]}
        for index, verdict in zip(fixes, fate.tolist(), strict=True)
        if verdict != GOOD
    ]


def _may_repeat(error: OperationalError) -> bool:
    """Only where this batch is its own transaction: else the one around it is lost already."""
    is_deadlock = getattr(error.__cause__, "pgcode", None) == DEADLOCK
    return is_deadlock and not connection.in_atomic_block


def _judgeable(taken: Sequence[Fix], units: Register, limits: Limits) -> judging.Fixes:
    """The fixes as arrays, in WGS-84."""
    lng, lat = _converted(taken)
    kinds = [units.kinds[units.row_of[fix.unit]] for fix in taken]
    noise, latest = limits.noise_m, limits.latest_within_s
    return judging.Fixes(
        unit=np.array([units.row_of[fix.unit] for fix in taken]),
        lng=lng,
        lat=lat,
        at=np.array([fix.at.timestamp() for fix in taken]),
        slack_m=np.array([max(noise[fix.source], fix.accuracy_m or 0.0) for fix in taken]),
        latest_within_s=np.array([latest[fix.source] for fix in taken], dtype=float),
        max_ms=np.array([limits.max_kmh[kind] / 3.6 for kind in kinds]),
        is_outside=is_outside(lng, lat),
    )


def _converted(taken: Sequence[Fix]) -> tuple[judging.Floats, judging.Floats]:
    lng, lat = np.array([fix.lng for fix in taken]), np.array([fix.lat for fix in taken])
    for crs in {fix.crs for fix in taken} - {"wgs84"}:
        mine = np.array([fix.crs == crs for fix in taken])
        lng[mine], lat[mine] = to_wgs84(lng=lng[mine], lat=lat[mine], crs=crs)
    return lng, lat


def _rows(
    taken: Sequence[Fix],
    judged: judging.Fixes,
    known: judging.Known,
    fate: Any,
    units: Register,
) -> writing.Rows:
    """What the fates come to, as columns of the three tables."""
    moved = known.newest[known.newest != NOBODY]
    who = judged.unit[moved]
    still = (known.still_since[who], known.still_lng[who], known.still_lat[who])
    kept = np.flatnonzero((fate == GOOD) | (fate == LATE))
    apart = np.flatnonzero((fate != GOOD) & (fate != LATE))
    return writing.Rows(
        newest=[*_columns(moved, taken, judged, units), *(s.tolist() for s in still)],
        track=[*_columns(kept, taken, judged, units), (fate[kept] == LATE).tolist()],
        apart=[*_columns(apart, taken, judged, units), [REASONS[f] for f in fate[apart].tolist()]],
    )


def _columns(
    rows: Any, taken: Sequence[Fix], judged: judging.Fixes, units: Register
) -> list[Sequence[Any]]:
    chosen = [taken[row] for row in rows.tolist()]
    return [
        units.ids[judged.unit[rows]].tolist(),
        judged.lng[rows].tolist(),
        judged.lat[rows].tolist(),
        judged.at[rows].tolist(),
        [fix.accuracy_m for fix in chosen],
        [fix.speed_kmh for fix in chosen],
        [None if fix.heading is None else round(fix.heading) % 360 for fix in chosen],
        [fix.source for fix in chosen],
    ]


def _days(taken: Sequence[Fix], fate: Any) -> set[date]:
    """The days (UTC) whose table the kept fixes need."""
    return {
        fix.at.astimezone(UTC).date()
        for fix, verdict in zip(taken, fate.tolist(), strict=True)
        if verdict in (GOOD, LATE)
    }


def own_fix(unit: Unit, **said: Any) -> Read:
    """One fix of a unit as a batch: for whoever has no body to read, a simulation say."""
    return Read(1, {0: Fix(unit=unit.call_sign, **said)}, [])
