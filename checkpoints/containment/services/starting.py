"""Starting a containment, and the second approval it needs outside major mode."""

from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment.models import Containment, ContainmentPlan, Stage, Trigger
from checkpoints.containment.models.rules import FASTEST_KMH
from checkpoints.containment.numbers import Numbers, numbers_at, roads_of
from checkpoints.containment.services import crossings, posting
from checkpoints.containment.services.shared import (
    By,
    Kind,
    commanded,
    fact,
    fault,
    invalid,
    key_of,
    reason_of,
    save,
    text_faults,
    write_down,
)
from checkpoints.register import above
from checkpoints.register.models import Checkpoint
from grid.errors import FieldError, InvalidInput, LostRace, NotAllowed
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.rights import Right
from grid.territory.geo import point_errors

State = Containment.State
_NEXT: Final = """
    INSERT INTO containment_containmentcounter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = containment_containmentcounter.last + 1 RETURNING last
"""
OLDEST: Final = timedelta(days=2)  # an older trace is no flight


class Start(TypedDict, total=False):
    """What a containment is started with; what is left out comes from the incident or the rows."""

    plan: ContainmentPlan | None
    checkpoints: list[Checkpoint]  # instead of a plan
    incident_number: str
    lng: float | None
    lat: float | None
    address: str
    occurred_at: datetime | None
    seen_at: datetime | None
    vehicle_colour: str
    vehicle_kind: str
    vehicle_note: str
    notice_number: str
    trigger: str
    reason: str
    speed_kmh: float | None
    detour: float | None
    is_drill: bool


@transaction.atomic
def start(*, by: By, channel: str = "screen", said: Start) -> Containment:
    """Start a containment: in force at once in major mode, else waiting for another's approval.

    The crossings are taken from the plan and the roads as they are now, or from the checkpoints
    given. Raises InvalidInput naming every fault, and what the floor above says where somebody
    else holds command.
    """
    above.require_authority(by, by.agency_path)
    told = _with_incident(by, dict(said))
    numbers = numbers_at(by.agency_path, timezone.now())
    faults = _faults(told)
    if faults:
        raise InvalidInput(_("The containment was not started."), errors=faults)
    actor = by.as_actor(channel=channel)
    row = _row(by, actor, told, numbers)
    row.save()
    _lay(row, told, numbers)
    write_down(row, actor, Kind.STARTED, row.reason)
    if row.is_major:
        posting.order_stage(row, by=by, actor=actor)
    record(actor, fact("containment.started", row, row.reason))
    return row


@transaction.atomic
def approve(
    containment: Containment, *, by: By, version: int | None = None, channel: str = "screen"
) -> Containment:
    """Give the second approval; it is in force from then on, and the first posts are ordered.

    Raises NotAllowed for whoever started it and for a system, LostRace where it was decided.
    """
    row = _to_decide(containment, by, version)
    actor = by.as_actor(channel=channel)
    if key_of(actor) == row.started_by_key or not isinstance(by, Officer):
        raise NotAllowed(_("Another officer than the one who started it approves it."))
    now = timezone.now()
    target = numbers_at(row.agency.path, now).target
    row.state, row.approved_at, row.approved_by = State.ACTIVE, now, actor.label
    row.approved_by_key = key_of(actor)
    row.valid_until = now + timedelta(seconds=target.valid_s)
    save(row, "state", "approved_at", "approved_by", "approved_by_key", "valid_until")
    write_down(row, actor, Kind.APPROVED)
    posting.order_stage(row, by=by, actor=actor)
    record(actor, fact("containment.approved", row))
    return row


@transaction.atomic
def refuse(
    containment: Containment, *, by: By, reason: str, version: int | None = None
) -> Containment:
    """Do not let it begin; raises LostRace where it was decided already."""
    row = _to_decide(containment, by, version)
    actor = by.as_actor()
    row.state, row.lift_reason = State.REFUSED, reason_of(reason)
    save(row, "state", "lift_reason")
    write_down(row, actor, Kind.REFUSED, row.lift_reason)
    record(actor, fact("containment.refused", row, row.lift_reason))
    return row


def _to_decide(containment: Containment, by: By, version: int | None) -> Containment:
    if Right.CONTAINMENT_APPROVE not in by.rights:
        raise NotAllowed(_("You may not approve a containment."))
    row = commanded(containment, by)
    if row.state != State.DRAFT:
        last = row.adjustments.exclude(kind=Kind.STARTED).first()
        who, when = (last.by, last.at) if last else (row.started_by, row.started_at)
        raise LostRace(_("%s was first.") % who, winner=who, at=when, state=row.state)
    if version is not None:
        commanded(row, by, version=version)
    return row


def _with_incident(by: By, told: dict[str, Any]) -> dict[str, Any]:
    """Place and time of the incident, where the sender has not given others."""
    number = str(told.get("incident_number") or "").strip()
    if not number:
        return told
    incident = above.incident(by, number)
    if incident is None:
        raise invalid("/incident_number", "unknown", _("There is no such incident."))
    if told.get("lng") is None and told.get("lat") is None and incident.point is not None:
        told["lng"], told["lat"] = incident.point.coords
    told["occurred_at"] = told.get("occurred_at") or incident.occurred_at
    told["address"] = told.get("address") or incident.address[:120]
    return told


def _faults(told: dict[str, Any]) -> list[FieldError]:
    now = timezone.now()
    texts = {
        name: str(told.get(name) or "").strip()
        for name in ("vehicle_colour", "vehicle_kind", "vehicle_note", "reason", "address")
    }
    faults = point_errors(lng=told.get("lng"), lat=told.get("lat")) + text_faults(**texts)
    for name in ("vehicle_colour", "vehicle_kind"):
        if not texts[name]:
            faults.append(fault(f"/{name}", "required", _("Say what the vehicle looks like.")))
    if len(texts["reason"]) < 4:
        words = _("Give the reason in four characters or more.")
        faults.append(fault("/reason", "required", words))
    faults += _time_faults(told, now)
    faults += pace_faults(told.get("speed_kmh"), told.get("detour"))
    if not told.get("plan") and not told.get("checkpoints"):
        faults.append(fault("/plan", "required", _("Choose a plan or checkpoints.")))
    elif told.get("plan") and not ContainmentPlan.objects.usable().filter(pk=told["plan"].pk):
        words = _("This plan is out of use or its instrument has expired.")
        faults.append(fault("/plan", "expired", words))
    return faults


def _time_faults(told: dict[str, Any], now: datetime) -> list[FieldError]:
    occurred = told.get("occurred_at")
    if occurred is None:
        return [fault("/occurred_at", "required", _("Say when it happened."))]
    faults = []
    for name, at in (("occurred_at", occurred), ("seen_at", told.get("seen_at") or occurred)):
        if not now - OLDEST <= at <= now + timedelta(minutes=1):
            words = _("A time within the last two days, and not to come.")
            faults.append(fault(f"/{name}", "out_of_range", words))
    return faults


def pace_faults(speed_kmh: float | None, detour: float | None) -> list[FieldError]:
    """Speeds from 1 to 250 km/h, detours from 1 to 5."""
    faults = []
    if speed_kmh is not None and not 1 <= speed_kmh <= FASTEST_KMH:
        words = _("Between %(least)s and %(most)s km/h") % {"least": 1, "most": FASTEST_KMH}
        faults.append(fault("/speed_kmh", "out_of_range", words))
    if detour is not None and not 1 <= detour <= 5:
        words = _("Between %(least)s and %(most)s") % {"least": 1, "most": 5}
        faults.append(fault("/detour", "out_of_range", words))
    return faults


def _row(by: By, actor: Actor, told: dict[str, Any], numbers: Numbers) -> Containment:
    now = timezone.now()
    plan = told.get("plan")
    agency = plan.agency if plan and plan.agency.path.startswith(by.agency_path) else by.agency
    is_major = above.is_major(agency.path)
    texts = ("incident_number", "address", "vehicle_colour", "vehicle_kind", "vehicle_note")
    more = ("notice_number", "reason")
    return Containment(
        number=_number(now),
        agency=agency,
        plan=plan,
        plan_version=plan.version if plan else None,
        trigger=told.get("trigger") or Trigger.OTHER,
        occurred_at=told["occurred_at"],
        seen_at=told.get("seen_at") or told["occurred_at"],
        point=Point(told["lng"], told["lat"], srid=4326),
        speed_kmh=told.get("speed_kmh") or numbers.speeds["any"],
        detour=told.get("detour") or numbers.detour,
        speeds=numbers.speeds,
        stage=Stage.POINTS,
        state=State.ACTIVE if is_major else State.DRAFT,
        is_drill=bool(told.get("is_drill")),
        is_major=is_major,
        started_at=now,
        started_by=actor.label,
        started_by_key=key_of(actor),
        approved_at=now if is_major else None,
        valid_until=now + timedelta(seconds=numbers.target.valid_s),
        **{name: str(told.get(name) or "").strip() for name in (*texts, *more)},
    )


def _lay(row: Containment, told: dict[str, Any], numbers: Numbers) -> None:
    """Keep the rings and their crossings as they are now."""
    plan = told.get("plan")
    if plan is None:
        crossings.of_checkpoints(row, told["checkpoints"])
        return
    row.rings = crossings.rings_of(plan)
    row.save(update_fields=["rings"])
    roads = roads_of(row.agency.path, row.speeds, speed_kmh=row.speed_kmh)
    crossings.of_plan(row, plan, roads, cover_m=numbers.target.cover_m)


def _number(now: datetime) -> str:
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        last = cursor.fetchone()[0]
    return f"FK{year}-{last:04}"
