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
APART: Final = frozenset({FUTURE, TELEPORT, OUTSIDE})
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
    own = own_unit(by) if isinstance(by, Officer) else None  # "" for an officer in none
    oldest = now - timedelta(days=TRACK_DAYS - 1)
    for index, fix in read.fixes.items():
        if fix.unit in units.row_of and fix.at >= oldest and own in (None, fix.unit):
            continue
        errors.append(fault(index, *_refused(fix, units, own)))
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


def _refused(fix: Fix, units: Register, own: str | None) -> tuple[str, str, str]:
    """Which member is at fault, its code and the sentence."""
    if own not in (None, fix.unit):
        return "unit", "not_own_unit", _("You can send positions of your own unit only.")
    if fix.unit not in units.row_of:
        return "unit", "unknown_unit", _("There is no such unit in your area.")
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
        columns = _columns(taken, judged, known, fate, units)
        try:
            with transaction.atomic():
                ensure_days(_days(judged.at[(fate == GOOD) | (fate == LATE)]))
                answer["newest"] = writing.write(columns)
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


def _columns(
    taken: Sequence[Fix],
    judged: judging.Fixes,
    known: judging.Known,
    fate: Any,
    units: Register,
) -> list[list[Any]]:
    """What the fates come to, as the columns of the statement."""
    is_newest = np.zeros(len(taken), dtype=bool)
    is_newest[known.newest[known.newest != NOBODY]] = True
    who = judged.unit
    reasons = [REASONS[verdict] if verdict in APART else None for verdict in fate.tolist()]
    return [
        units.ids[who].tolist(),
        judged.lng.tolist(),
        judged.lat.tolist(),
        judged.at.tolist(),
        [fix.accuracy_m for fix in taken],
        [fix.speed_kmh for fix in taken],
        [None if fix.heading is None else round(fix.heading) % 360 for fix in taken],
        [fix.source for fix in taken],
        (fate == LATE).tolist(),
        is_newest.tolist(),
        known.is_first[who].tolist(),
        known.still_since[who].tolist(),
        known.still_lng[who].tolist(),
        known.still_lat[who].tolist(),
        reasons,
    ]


def _days(at: Any) -> set[date]:
    """The days (UTC) whose table these moments need."""
    days = np.unique(at // 86_400).tolist()
    return {datetime.fromtimestamp(day * 86_400, UTC).date() for day in days}


def own_fix(unit: Unit, **said: Any) -> Read:
    """One fix of a unit as a batch: for whoever has no body to read, a simulation say."""
    return Read(1, {0: Fix(unit=unit.call_sign, **said)}, [])
