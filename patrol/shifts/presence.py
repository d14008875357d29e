"""Presence checks: drawn at random by a seed that is kept, answered on the spot, published."""

import random
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput, LostRace, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.obligations import Order
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.territory import geo
from grid.territory.selectors import cell_at
from patrol.shifts.models import PresenceAnswer, PresenceCheck, PresenceMoment, PresenceRule
from patrol.shifts.selectors import entries_at
from patrol.units.models import Station, Unit
from patrol.units.selectors import unit_of

SEED_BITS: Final = 62  # fits a bigint
LATE_AT_MOST: Final = timedelta(days=1)  # after that an old question is no longer put to anybody
Method = PresenceAnswer.Method


def draw(pool: Sequence[str], count: int, seed: int) -> list[str]:
    """`count` of the pool by the seed: the same three always draw the same."""
    ordered = sorted(pool)
    # Not for secrets: the seed is published, so that everybody can draw again.
    chosen = random.Random(seed).sample(ordered, min(count, len(ordered)))  # noqa: S311
    return sorted(chosen)


def pool_of(agency: Agency, at: datetime | None = None) -> list[str]:
    """Stations and units of the agency and below with somebody rostered at a moment."""
    rows = entries_at(at).filter(shift__agency__path__startswith=agency.path)
    signs = rows.filter(unit__isnull=False).values_list("unit__call_sign", flat=True)
    codes = rows.filter(shift__station__isnull=False).values_list("shift__station__code", flat=True)
    return sorted({f"unit:{sign}" for sign in signs} | {f"station:{code}" for code in codes})


@transaction.atomic
def start(
    agency: Agency,
    *,
    by: Actor,
    count: int = 3,
    minutes: int = 5,
    radius_m: int = 300,
    seed: int | None = None,
) -> PresenceCheck:
    """Draw from those on shift now; each drawn one owes an answer within `minutes`.

    Raises IllegalStep where nobody is on shift.
    """
    pool = pool_of(agency)
    if not pool:
        raise IllegalStep(_("Nobody is on shift now."))
    check = PresenceCheck.objects.create(
        agency=agency,
        drawn_by=by.label,
        seed=secrets.randbits(SEED_BITS) if seed is None else seed,
        pool=pool,
        count=count,
        minutes=minutes,
        radius_m=radius_m,
    )
    for drawn in draw(pool, count, check.seed):
        _ask(check, drawn, by)
    record(by, _check_fact("patrol.presence_drawn", check, count=check.answers.count()))
    return check


@transaction.atomic
def answer(asked: PresenceAnswer, *, by: Officer, code: str = "", **said: Any) -> PresenceAnswer:
    """Answer with the station's QR code, or with a position (`lng`, `lat`, `crs`).

    A late answer is kept and shown as late. Raises NotAllowed for somebody who is not there,
    InvalidInput for a wrong code or a position too far away, LostRace for a second answer.
    """
    if not _is_there(asked, by):
        raise NotAllowed(_("Only who is asked can answer."))
    if asked.state == PresenceAnswer.State.DONE:
        raise LostRace(_("It was answered already by %s.") % asked.done_by)
    point, distance = (None, None) if code else _stand(asked, said)
    if code and (
        asked.station is None
        or not secrets.compare_digest(asked.station.check_code.encode(), code.encode())
    ):
        raise _fault("code", _("This is not the code of the station."))
    actor = by.as_actor(channel=said.get("channel", "screen"))
    obligations.sign(asked, actor)
    done = obligations.finish(asked, actor, outcome=Method.QR if code else Method.POSITION)
    done.method = Method.QR if code else Method.POSITION
    done.point, done.distance_m = point, distance
    done.save(update_fields=["method", "point", "distance_m"])
    return done


@transaction.atomic
def publish(check: PresenceCheck, *, by: Actor) -> PresenceCheck:
    """Show the result to everybody who reads shifts; raises LostRace where it is published."""
    current = PresenceCheck.objects.select_for_update().get(pk=check.pk)
    if current.published_at is not None:
        raise LostRace(_("The result is published already."))
    current.published_at, current.published_by = timezone.now(), by.label
    current.version += 1
    current.save(update_fields=["published_at", "published_by", "version"])
    record(by, _check_fact("patrol.presence_published", current, **counts(current)))
    return current


def counts(check: PresenceCheck) -> dict[str, int]:
    """How many were asked, present, late, missing and still waiting."""
    results = [asked.result for asked in check.answers.all()]
    words = ("present", "late", "missing", "waiting")
    return {"asked": len(results), **{word: results.count(word) for word in words}}


@transaction.atomic
def plan_moments(rule: PresenceRule, day: date) -> list[PresenceMoment]:
    """Draw the moments of a day once; whole minutes between the rule's two times."""
    if rule.moments.filter(day=day).exists():
        return []
    seed = secrets.randbits(SEED_BITS)
    begins = timezone.make_aware(datetime.combine(day, rule.between_from))
    ends = timezone.make_aware(datetime.combine(day, rule.between_to))
    minutes = int((ends - begins) // timedelta(minutes=1))
    drawn = random.Random(seed).sample(range(minutes), min(rule.times_a_day, minutes))  # noqa: S311
    rows = [
        PresenceMoment(rule=rule, day=day, at=begins + timedelta(minutes=n), seed=seed)
        for n in sorted(drawn)
    ]
    return PresenceMoment.objects.bulk_create(rows)


def run_due(now: datetime | None = None) -> int:
    """Draw the checks whose moment has come; a moment missed by an hour is let go."""
    now = now or timezone.now()
    due = PresenceMoment.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        is_done=False, at__lte=now, rule__is_active=True
    )
    started = 0
    for moment in due.select_related("rule__agency"):
        rule = moment.rule
        moment.is_done = True
        moment.save(update_fields=["is_done"])
        if now - moment.at < timedelta(hours=1) and pool_of(rule.agency, now):
            asked = {"count": rule.draws, "minutes": rule.minutes, "radius_m": rule.radius_m}
            start(rule.agency, by=PLATFORM, seed=moment.seed + moment.pk, **asked)
            started += 1
    return started


def publish_over(now: datetime | None = None) -> None:
    """Publish each check once its time is over."""
    now = now or timezone.now()
    for check in PresenceCheck.objects.filter(published_at__isnull=True, drawn_at__lt=now):
        if now > check.drawn_at + timedelta(minutes=check.minutes):
            publish(check, by=PLATFORM)


def asked_of(officer: Officer) -> list[PresenceAnswer]:
    """Open questions of the last day to the officer's unit and to the stations of her shift."""
    unit, now = unit_of(officer), timezone.now()
    mine = entries_at(now).filter(officer=officer)
    recent = PresenceAnswer.objects.filter(due_at__gt=now - LATE_AT_MOST)
    rows = recent.filter(state=PresenceAnswer.State.ISSUED).filter(
        Q(unit=unit, unit__isnull=False)
        | Q(unit__in=mine.values("unit_id"))
        | Q(station__in=mine.values("shift__station_id"))
    )
    return list(rows.select_related("unit", "station", "check_of").order_by("due_at", "pk")[:20])


def _ask(check: PresenceCheck, drawn: str, by: Actor) -> PresenceAnswer:
    kind, _colon, code = drawn.partition(":")
    unit = Unit.objects.select_related("agency").get(call_sign=code) if kind == "unit" else None
    found = Station.objects.select_related("agency").filter(code=code)
    station = found.get() if kind == "station" else None
    agency = (unit or station).agency if (unit or station) else check.agency  # type: ignore[union-attr]
    order = Order(
        owner_path=agency.path,
        title=_("Presence check: %(who)s") % {"who": code},
        subject_type=kind,
        subject_id=code,
        due_at=check.drawn_at + timedelta(minutes=check.minutes),
    )
    return obligations.issue(PresenceAnswer, by, order, check_of=check, unit=unit, station=station)


def _is_there(asked: PresenceAnswer, officer: Officer) -> bool:
    mine = entries_at().filter(officer=officer)
    if asked.unit is not None:
        return unit_of(officer) == asked.unit or mine.filter(unit=asked.unit).exists()
    return mine.filter(shift__station=asked.station).exists()


def _stand(asked: PresenceAnswer, said: dict[str, Any]) -> tuple[Point, float | None]:
    lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or "wgs84")
    point = Point(lng, lat, srid=4326)
    if asked.station is None:
        if cell_at(lng=lng, lat=lat) is None:
            raise _fault("lng", _("This position lies outside the city."))
        return point, None
    home = asked.station.point
    metres = geo.distance_m(lng=lng, lat=lat, to_lng=home.x, to_lat=home.y)
    if metres > asked.check_of.radius_m:
        message = _("You are %(metres)s m from the station, more than %(most)s m.")
        raise _fault("lng", message % {"metres": round(metres), "most": asked.check_of.radius_m})
    return point, round(metres, 1)


def _check_fact(kind: str, check: PresenceCheck, **more: Any) -> Fact:
    return Fact(
        kind=kind,
        subject_type="presence_check",
        subject_id=str(check.pk),
        subject_version=check.version,
        agency_path=check.agency.path,
        payload={"minutes": check.minutes, "drawn_at": check.drawn_at.isoformat()} | more,
    )


def _fault(field: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{field}", code="invalid", message=message)
    return InvalidInput(message, errors=[fault])
