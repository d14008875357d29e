"""Adjusting a running containment, extending it, lifting it, and looking back at it."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment.models import Containment
from checkpoints.containment.numbers import numbers_at
from checkpoints.containment.services.posting import OPEN, release
from checkpoints.containment.services.shared import (
    By,
    Kind,
    check_texts,
    commanded,
    fact,
    invalid,
    reason_of,
    running,
    save,
    write_down,
)
from checkpoints.containment.services.starting import OLDEST, pace_faults
from grid.errors import IllegalStep, InvalidInput
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.services import record
from grid.territory.geo import check_point

State = Containment.State
ADJUSTABLE: Final = ("lng", "lat", "seen_at", "speed_kmh", "detour", "notice_number")


@transaction.atomic
def adjust(
    containment: Containment, *, by: By, reason: str, version: int | None = None, **said: Any
) -> Containment:
    """Set anew where and when the vehicle was last known, its speed, or the detour.

    `said`: lng and lat, seen_at, speed_kmh, detour, notice_number; what is left out stays. The
    order of the posts follows at once. Raises InvalidInput, NotRunning, StaleVersion.
    """
    row = running(containment, by, version=version)
    reason = reason_of(reason)
    given = {name: value for name, value in said.items() if value is not None}
    faults = pace_faults(given.get("speed_kmh"), given.get("detour"))
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)
    if not given:
        raise invalid("/reason", "nothing", _("Nothing was changed."))
    before = _values(row)
    _take(row, given)
    changed = {name: value for name, value in _values(row).items() if before[name] != value}
    save(row, "point", "seen_at", "speed_kmh", "detour", "notice_number")
    write_down(
        row, by.as_actor(), Kind.ADJUSTED, reason,
        before={name: before[name] for name in changed}, after=changed,
    )  # fmt: skip
    record(by.as_actor(), fact("containment.adjusted", row, reason, changed=sorted(changed)))
    return row


def _values(row: Containment) -> dict[str, Any]:
    lng, lat = row.point.coords
    rest = {name: getattr(row, name) for name in ADJUSTABLE[3:]}
    return {"lng": lng, "lat": lat, "seen_at": row.seen_at.isoformat(), **rest}


def _take(row: Containment, given: dict[str, Any]) -> None:
    if "lng" in given or "lat" in given:
        lng, lat = check_point(lng=given.get("lng"), lat=given.get("lat"))
        row.point = Point(lng, lat, srid=4326)
    now = timezone.now()
    seen_at: datetime = given.get("seen_at", row.seen_at)
    if not now - OLDEST <= seen_at <= now + timedelta(minutes=1):
        words = _("A time within the last two days, and not to come.")
        raise invalid("/seen_at", "out_of_range", words)
    row.seen_at = seen_at
    for name in ("speed_kmh", "detour", "notice_number"):
        setattr(row, name, given.get(name, getattr(row, name)))
    check_texts(notice_number=row.notice_number)


@transaction.atomic
def extend(
    containment: Containment,
    *,
    by: By,
    valid_until: datetime,
    reason: str,
    version: int | None = None,
) -> Containment:
    """Let it hold longer, up to the longest its rows allow counted from the start."""
    row = running(containment, by, version=version)
    reason = reason_of(reason)
    longest = numbers_at(row.agency.path, timezone.now()).target.longest_s
    limit = (row.approved_at or row.started_at) + timedelta(seconds=longest)
    if not row.valid_until < valid_until <= limit:
        words = _("Later than now set, and within %s hours of the start.") % (longest // 3600)
        raise invalid("/valid_until", "out_of_range", words)
    before = row.valid_until
    row.valid_until = valid_until
    save(row, "valid_until")
    actor = by.as_actor()
    write_down(
        row, actor, Kind.EXTENDED, reason,
        before={"valid_until": before.isoformat()},
        after={"valid_until": valid_until.isoformat()},
    )  # fmt: skip
    record(actor, fact("containment.extended", row, reason))
    return row


@transaction.atomic
def lift(
    containment: Containment, *, by: By, reason: str, outcome: str, version: int | None = None
) -> Containment:
    """End it: every post is released. Raises IllegalStep where it is not active."""
    row = commanded(containment, by, version=version)
    if row.state != State.ACTIVE:
        raise IllegalStep(_("Only a containment in force can be lifted."), state=row.state)
    if outcome not in Containment.Outcome.values:
        raise invalid("/outcome", "invalid_choice", _("Say what came of it."))
    return _lift(row, by.as_actor(), reason_of(reason), outcome)


def _lift(row: Containment, actor: Actor, reason: str, outcome: str) -> Containment:
    for order in row.orders.filter(state__in=OPEN).select_related("crossing", "containment"):
        release(order, actor=actor, reason=reason)
    row.state, row.outcome, row.lift_reason = State.LIFTED, outcome, reason
    row.lifted_at, row.lifted_by = timezone.now(), actor.label
    save(row, "state", "outcome", "lift_reason", "lifted_at", "lifted_by")
    write_down(row, actor, Kind.LIFTED, reason, after={"outcome": outcome})
    record(actor, fact("containment.lifted", row, reason, outcome=outcome))
    return row


def end_expired(now: datetime) -> None:
    """What is over by its validity is lifted by the platform, once."""
    over = Containment.objects.select_for_update(skip_locked=True, of=("self",))
    for row in over.filter(state=State.ACTIVE, valid_until__lte=now).select_related("agency")[:20]:
        _lift(row, PLATFORM, _("Its time is over."), Containment.Outcome.EXPIRED)


@transaction.atomic
def review(
    containment: Containment, *, by: By, text: str, version: int | None = None
) -> Containment:
    """Write down what it taught; only once it is lifted."""
    row = commanded(containment, by, version=version)
    if row.state not in (State.LIFTED, State.REVIEWED):
        raise IllegalStep(_("Lift it first."), state=row.state)
    text = text.strip()
    check_texts(text=text)
    if len(text) < 4:
        raise invalid("/text", "required", _("Write four characters or more."))
    row.review, row.reviewed_at, row.reviewed_by = text, timezone.now(), by.as_actor().label
    row.state = State.REVIEWED
    save(row, "review", "reviewed_at", "reviewed_by", "state")
    write_down(row, by.as_actor(), Kind.REVIEWED)
    record(by.as_actor(), fact("containment.reviewed", row))
    return row
