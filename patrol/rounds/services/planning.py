"""Planning rounds: plans with their legs, rounds from plans, by hand and by order of a level."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.scope import Viewer
from patrol.rounds.briefs import round_fact
from patrol.rounds.demands import check_fit
from patrol.rounds.models import Mode, PatrolPoint, PlanLeg, Round, RoundPlan, RoundStop, Route
from patrol.rounds.occurrences import starts_of
from patrol.rounds.services.shared import agency_of, check_version, invalid, pick
from patrol.rounds.services.walking import STARTABLE, close, locked
from patrol.units.models import Unit

HORIZON: Final = timedelta(hours=24)
_PLAN_FIELDS: Final = (
    "name", "days", "starts_at", "ends_at", "every_min", "valid_from", "valid_to", "is_active",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """A round to be walked: a route, or points of its own; a unit, or whoever takes it."""

    name: str
    agency: Agency
    due_start: datetime
    due_end: datetime
    route: Route | None = None
    points: Sequence[PatrolPoint] = ()
    unit: Unit | None = None
    leg: PlanLeg | None = None
    mode: str = Mode.FOOT
    tier: str = Unit.Tier.KEY_PLACES
    source: str = Round.Source.HAND
    source_ref: str = ""


@transaction.atomic
def put_plan(
    plan: RoundPlan | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> RoundPlan:
    """Make a plan or change it; rounds of it not yet begun are taken back and planned anew.

    `said`: name, agency (code), days [1..7], starts_at, ends_at (local), every_min, valid_from,
    valid_to, is_active, legs [{mode, route (code), unit (call sign), after_min, minutes}].

    Raises InvalidInput naming every fault by leg, StaleVersion.
    """
    row = RoundPlan.objects.select_for_update().get(pk=plan.pk) if plan else RoundPlan()
    if plan:
        check_version(row, version)
        row.version += 1
    if not plan or said.get("agency"):
        row.agency = agency_of(said.get("agency"), viewer)
    for name in _PLAN_FIELDS:
        setattr(row, name, said.get(name, getattr(row, name)))
    _check_plan(row)
    legs = _legs(said["legs"], viewer) if "legs" in said else None
    row.save()
    if plan:
        _take_back(row)
    if legs is not None:
        _keep_legs(row, legs)
    record(by, _plan_fact(row, is_new=plan is None))
    return row


@transaction.atomic
def schedule(new: NewRound, *, by: Actor) -> Round:
    """Put one round on the books, ready to be walked when its time comes."""
    made = _make(new)
    record(by, round_fact("round_scheduled", made))
    return made


@transaction.atomic
def plan_ahead(*, now: datetime) -> int:
    """Make the rounds of every plan due within 24 hours that are not there yet; how many."""
    facts: list[Fact] = []
    legs = PlanLeg.objects.filter(plan__is_active=True, route__is_active=True)
    rows = legs.select_related("plan__agency", "route", "unit")
    wanted = {(leg.pk, due): leg for leg in rows for due in _due(leg, now)}
    there = Round.objects.filter(leg__isnull=False, due_start__gte=now - timedelta(days=1))
    known = set(there.values_list("leg_id", "due_start"))
    for key in sorted(set(wanted) - known, key=lambda found: (found[1], found[0])):
        facts.append(round_fact("round_scheduled", _make(_round_of(wanted[key], key[1]))))
    record(PLATFORM, *facts)
    return len(facts)


@transaction.atomic
def give_to(walk: Round, unit: Unit, *, by: Actor, version: int | None = None) -> Round:
    """Give a round not yet begun to a unit that fits what it asks.

    Raises IllegalStep once it is under way or over, InvalidInput where the unit does not fit.
    """
    row = locked(walk)
    check_version(row, version)
    if row.state not in STARTABLE:
        raise IllegalStep(_("This round has begun or is over."), state=row.state)
    check_fit(row, unit)
    row.unit, row.version = unit, row.version + 1
    row.save(update_fields=["unit", "version"])
    record(by, round_fact("round_given", row))
    return row


@transaction.atomic
def cancel(walk: Round, *, by: Actor, reason: str, version: int | None = None) -> Round:
    """Call a round off; raises IllegalStep where it is over, InvalidInput without a reason."""
    row = locked(walk)
    check_version(row, version)
    if len(reason.strip()) < 2:
        raise invalid("/reason", "required", _("Say why."))
    if row.state not in (*STARTABLE, Round.State.ACTIVE):
        raise IllegalStep(_("This round is over."), state=row.state)
    close(row, Round.State.CANCELLED, by=by, note=reason)
    return row


def _due(leg: PlanLeg, now: datetime) -> list[datetime]:
    """Starts of the leg from now on within the horizon; one begun already is not made up."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=1), today, today + timedelta(days=1)]
    after, most = timedelta(minutes=leg.after_min), now + HORIZON
    length = timedelta(minutes=leg.minutes)
    starts = (start + after for day in days for start in starts_of(leg.plan, day))
    return [start for start in starts if start < most and start + length > now]


def _round_of(leg: PlanLeg, due: datetime) -> NewRound:
    return NewRound(
        name=leg.route.name,
        agency=leg.plan.agency,
        due_start=due,
        due_end=due + timedelta(minutes=leg.minutes),
        route=leg.route,
        unit=leg.unit,
        leg=leg,
        mode=leg.mode,
        tier=leg.route.tier,
        source=Round.Source.PLAN,
        source_ref=leg.plan.name,
    )


def _make(new: NewRound) -> Round:
    made = Round.objects.create(
        name=new.name[:80],
        agency=new.agency,
        unit=new.unit,
        route=new.route,
        leg=new.leg,
        mode=new.mode,
        tier=new.tier,
        source=new.source,
        source_ref=new.source_ref[:60],
        due_start=new.due_start,
        due_end=new.due_end,
        seed=secrets.randbits(62),
    )
    RoundStop.objects.bulk_create(
        RoundStop(round=made, point=point, order=order)
        for order, point in enumerate(new.points, start=1)
    )
    return made


def _take_back(plan: RoundPlan) -> None:
    """Rounds of the plan still to come go: the sweep makes them anew as the plan is now."""
    due = Round.objects.filter(leg__plan=plan, state__in=STARTABLE, due_start__gt=timezone.now())
    due.delete()


def _keep_legs(plan: RoundPlan, legs: Sequence[PlanLeg]) -> None:
    """Legs keep their rows by order, so that a round under way is not planned a second time."""
    known = {leg.order: leg.pk for leg in plan.legs.all()}
    for order, leg in enumerate(legs, start=1):
        leg.plan, leg.order, leg.pk = plan, order, known.pop(order, None)
        leg.save()
    plan.legs.filter(pk__in=known.values()).delete()


def _check_plan(plan: RoundPlan) -> None:
    if not plan.days or any(day not in range(1, 8) for day in plan.days):
        raise invalid("/days", "invalid", _("Days are numbers from 1 (Monday) to 7."))
    if plan.every_min is not None and plan.every_min < 15:
        raise invalid("/every_min", "out_of_range", _("Not more often than every 15 minutes."))
    if plan.valid_to is not None and plan.valid_to < plan.valid_from:
        raise invalid("/valid_to", "backwards", _("The plan ends before it begins."))


def _legs(rows: Sequence[dict[str, Any]], viewer: Viewer) -> list[PlanLeg]:
    """The legs with their routes and units; every fault is named by leg."""
    legs, faults = [], []
    for place, row in enumerate(rows):
        try:
            legs.append(_leg(row, viewer, f"/legs/{place}"))
        except InvalidInput as fault:
            faults += [FieldError(**error) for error in fault.errors]
    if not rows:
        raise invalid("/legs", "required", _("A plan needs at least one leg."))
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)
    return legs


def _leg(row: dict[str, Any], viewer: Viewer, pointer: str) -> PlanLeg:
    leg = PlanLeg(
        route=pick(Route, viewer, f"{pointer}/route", code=row["route"], is_active=True),
        unit=pick(Unit, viewer, f"{pointer}/unit", call_sign=row["unit"], is_active=True),
        mode=row.get("mode") or Mode.FOOT,
        after_min=row.get("after_min") or 0,
        minutes=row.get("minutes") or 120,
    )
    if (leg.mode == Mode.VIDEO) != (leg.unit.kind == Unit.Kind.VIDEO):
        words = _("A video leg belongs to a video desk, and no other leg does.")
        raise invalid(f"{pointer}/unit", "unfit", words)
    return leg


def _plan_fact(plan: RoundPlan, *, is_new: bool) -> Fact:
    return Fact(
        kind="patrol.round_plan_created" if is_new else "patrol.round_plan_changed",
        subject_type="round_plan",
        subject_id=str(plan.pk),
        subject_version=plan.version,
        agency_path=plan.agency.path,
        payload={"name": plan.name, "legs": plan.legs.count(), "is_active": plan.is_active},
    )
