"""Signs come in: sweeps, catalogue events, heartbeats.

Whatever comes is set-based, harmless when sent twice, and never older news over newer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from video.health.limits import nearest_rule, rules_in_force
from video.health.models import Source
from video.health.services import faults, platforms
from video.health.services.ageing import judge, lock_signs
from video.health.services.flips import facts_of, flips_of
from video.health.services.statements import NOT_NAMED, STILL_SAID, TAKE
from video.register.models import Platform

AHEAD: Final = timedelta(minutes=2)  # a platform's clock may be that much fast
MOST_SIGNS: Final = 60_000
MOST_EVENTS: Final = 1_000
MOST_NAMED: Final = 200  # unknown ids that an answer lists
SAYS: Final = {"ON": True, "OFF": False, "VLOST": True, "DEFECT": False}


@dataclass(frozen=True, slots=True)
class Event:
    """One NOTIFY event of a catalogue (目录事件): ON, OFF, VLOST or DEFECT of a device."""

    gb_id: str
    kind: str
    at: datetime


@dataclass(slots=True)
class Taken:
    """What became of signs: how many came, were taken, were older than what is known.

    `unknown` names the first 200 ids that nothing in the sender's scope has.
    """

    at: datetime
    received: int = 0
    taken: int = 0
    older: int = 0
    changed: int = 0
    unknown_count: int = 0
    unknown: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@transaction.atomic
def take_sweep(
    *,
    by: Actor,
    signs: Mapping[str, bool],
    whole: bool = True,
    at: datetime | None = None,
    platform: Platform | None = None,
    source: str = Source.SWEEP,
) -> Taken:
    """Take what a sender found, national id → online, at one moment (default: now).

    A whole sweep names every camera and may come in several parts. A changed-only one names the
    others by silence, if it says which `platform` it watches: they count as heard again.
    Raises InvalidInput for more than 60,000 signs or a moment still to come.
    """
    at = _moment(at)
    if len(signs) > MOST_SIGNS:
        raise _refusal("signs", "too_many", _("At most %(most)s at once.") % {"most": MOST_SIGNS})
    lock_signs()
    if platform is not None and not whole:
        _hear_again(platform, by=by, at=at, source=source)
    taken = _take(signs, by=by, at=at, source=source)
    record(by, *taken.facts)
    return taken


@transaction.atomic
def take_events(*, by: Actor, events: Sequence[Event], source: str = Source.NOTIFY) -> Taken:
    """Take catalogue events in the order of their moments; of cameras and of platforms.

    VLOST is a fault of the picture of a camera that answers; ON ends it. Raises InvalidInput for
    an event of another kind, for more than 1,000, or for a moment still to come.
    """
    _check_events(events)
    sums = Taken(at=timezone.now(), received=len(events))
    lock_signs()
    for at, group in groupby(sorted(events, key=lambda one: one.at), lambda one: one.at):
        kinds = {one.gb_id: one.kind for one in group}
        said = {gb_id: SAYS[kind] for gb_id, kind in kinds.items()}
        part = _take(said, by=by, at=at, source=source)
        part.facts += faults.of_events(kinds, by=by, at=at)
        _add(sums, part)
    record(by, *sums.facts)
    return sums


@transaction.atomic
def take_heartbeats(*, by: Actor, beats: Mapping[str, bool], at: datetime | None = None) -> Taken:
    """Take what platforms said of themselves: code or national id → working."""
    at = _moment(at)
    lock_signs()
    taken = _take_beats(beats, by=by, at=at)
    record(by, *taken.facts)
    return taken


def take_heartbeat(
    platform: Platform, *, by: Actor, online: bool = True, at: datetime | None = None
) -> Taken:
    """Take one platform's sign of itself."""
    return take_heartbeats(by=by, beats={platform.code: online}, at=at)


def _take(signs: Mapping[str, bool], *, by: Actor, at: datetime, source: str) -> Taken:
    rule = nearest_rule(rules_in_force(), by.agency_path)
    values: dict[str, Any] = {
        "online": ",".join([gb_id for gb_id, said in signs.items() if said]),
        "offline": ",".join([gb_id for gb_id, said in signs.items() if not said]),
        "at": at,
        "source": source,
        "scope": f"{by.agency_path}%",
        "least": rule.lost_least,
        "share": rule.lost_share,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        named, taken, lost, risen, rows = cursor.fetchone()
    flips = flips_of(json.loads(rows))
    told = Taken(at=at, received=len(signs), taken=taken, older=named - taken, changed=len(flips))
    if named < len(signs):
        _take_the_rest(told, signs, by=by)
    told.facts += _platforms_moved(lost, risen, at=at) + facts_of(flips, at=at)
    return told


def _take_the_rest(told: Taken, signs: Mapping[str, bool], *, by: Actor) -> None:
    """Ids that no camera has may be those of platforms and recorders."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"gb_ids": list(signs), "scope": f"{by.agency_path}%"}
        cursor.execute(NOT_NAMED, values)
        beats = {row[0]: signs[row[0]] for row in cursor.fetchall()}
    part = _take_beats(beats, by=by, at=told.at)
    part.received = 0
    _add(told, part)


def _platforms_moved(lost: Sequence[int], risen: Sequence[int], *, at: datetime) -> list[Fact]:
    """Platforms that lost all their cameras, or have them again: one fact each."""
    back = platforms.found_again(risen) if risen else []
    if not lost and not back:
        return []
    platforms.mark_lost(lost, at=at)
    platforms.mark_lost(back, at=None)
    return judge(at=at, also=[*lost, *back])[1]


def _take_beats(beats: Mapping[str, bool], *, by: Actor, at: datetime) -> Taken:
    rows = Platform.objects.filter(agency__path__startswith=by.agency_path)
    keys: dict[Any, int] = dict(rows.filter(code__in=list(beats)).values_list("code", "pk"))
    keys |= dict(rows.filter(gb_id__in=list(beats)).values_list("gb_id", "pk"))
    missing = [name for name in beats if name not in keys]
    told = Taken(at=at, received=len(beats), taken=len(beats) - len(missing))
    told.unknown, told.unknown_count = missing[:MOST_NAMED], len(missing)
    if platforms.take_beats({keys[n]: said for n, said in beats.items() if n in keys}, at=at):
        told.changed, told.facts = judge(at=at)
    return told


def _hear_again(platform: Platform, *, by: Actor, at: datetime, source: str) -> None:
    values: dict[str, Any] = {
        "at": at,
        "platforms": platforms.tree_of(platform),
        "scope": f"{by.agency_path}%",
        "source": source,
    }
    with connection.cursor() as cursor:
        cursor.execute(STILL_SAID, values)


def _moment(at: datetime | None) -> datetime:
    now = timezone.now()
    if at is not None and at > now + AHEAD:
        raise _refusal("at", "future", _("This moment is still to come."))
    return at or now


def _check_events(events: Sequence[Event]) -> None:
    if len(events) > MOST_EVENTS:
        raise _refusal("events", "too_many", _("At most %(most)s at once.") % {"most": MOST_EVENTS})
    late = timezone.now() + AHEAD
    found = [
        FieldError(pointer=f"/events/{place}/{name}", code=code, message=message)
        for place, one in enumerate(events)
        for name, code, message, is_wrong in (
            ("event", "unknown", _("Give ON, OFF, VLOST or DEFECT."), one.kind not in SAYS),
            ("at", "future", _("This moment is still to come."), one.at > late),
        )
        if is_wrong
    ]
    if found:
        raise InvalidInput(found[0]["message"], errors=found[:MOST_NAMED])


def _refusal(name: str, code: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{name}", code=code, message=message)
    return InvalidInput(message, errors=[fault])


def _add(sums: Taken, part: Taken) -> None:
    sums.taken += part.taken
    sums.older += part.older
    sums.changed += part.changed
    sums.unknown_count += part.unknown_count
    sums.unknown = [*sums.unknown, *part.unknown][:MOST_NAMED]
    sums.facts += part.facts
