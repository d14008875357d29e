"""Circles and requirements kept and changed; gaps opened and closed; move-ups decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.coverage import moves
from command_center.dispatch.coverage.models import CoverageRequirement, MoveUp, ResponseCircle
from command_center.dispatch.coverage.now import picture
from command_center.dispatch.modes.services import require_authority
from command_center.dispatch.orders import services as orders
from command_center.incidents.drafts import Reporter
from grid.errors import FieldError, IllegalStep, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from patrol.units.models import Unit

FORCES: Final = ("stations", "units", "agencies")
SIGN_WITHIN: Final = timedelta(minutes=2)


@transaction.atomic
def create_circle(*, by: Actor, agency: Agency, said: Mapping[str, Any]) -> ResponseCircle:
    """Draw a circle round a place or a point; raises InvalidInput where there is neither."""
    circle = ResponseCircle(agency=agency, **_own(said))
    circle.point = _centre(said)
    circle.save()
    _set_forces(circle, said)
    _record_circle(by, "dispatch.circle_drawn", circle)
    return circle


@transaction.atomic
def change_circle(
    circle: ResponseCircle, *, by: Actor, version: int, said: Mapping[str, Any]
) -> ResponseCircle:
    """Change it from now on; raises StaleVersion where somebody did since `version`."""
    current: ResponseCircle = ResponseCircle.objects.select_for_update(of=("self",)).get(
        pk=circle.pk
    )
    _same_version(current, version)
    for name, value in _own(said).items():
        setattr(current, name, value)
    if "place" in said or "lng" in said:
        current.point = _centre(said)
    if current.valid_to is not None and current.valid_to < current.valid_from:
        raise _refusal("valid_to", _("It cannot end before it begins."))
    current.version += 1
    current.save()
    _set_forces(current, said)
    _record_circle(by, "dispatch.circle_changed", current)
    return current


@transaction.atomic
def create_requirement(
    *, by: Actor, agency: Agency, said: Mapping[str, Any]
) -> CoverageRequirement:
    """Ask a number of free units of a station; raises InvalidInput where it is asked already."""
    today = timezone.localdate()
    same: Any = CoverageRequirement.objects.filter(
        station=said["station"], kind=said.get("kind", "")
    )
    if same.not_over(said.get("valid_from", today)).exists():
        raise _refusal("station", _("This station has such a requirement already."))
    requirement = CoverageRequirement.objects.create(agency=agency, **said)
    _tell_requirement(by, "dispatch.requirement_set", requirement)
    return requirement


@transaction.atomic
def change_requirement(
    requirement: CoverageRequirement, *, by: Actor, version: int, said: Mapping[str, Any]
) -> CoverageRequirement:
    """Other numbers from now on, or an end; raises StaleVersion."""
    rows = CoverageRequirement.objects.select_for_update(of=("self",))
    current: CoverageRequirement = rows.select_related("station", "agency").get(pk=requirement.pk)
    _same_version(current, version)
    for name, value in said.items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    _tell_requirement(by, "dispatch.requirement_changed", current)
    return current


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed move: which unit to which place, because which units go."""

    unit: str
    place: str
    gone: Sequence[str]


@transaction.atomic
def decide_move_up(
    proposal: Proposal, *, by: Reporter, accept: bool, reason: str = "", channel: str = "screen"
) -> MoveUp:
    """Accept a move-up, which orders the unit there, or refuse it with a reason; both are kept.

    What it restores is counted again on what is true now. Raises InvalidInput where the unit or
    the place is not there or nothing is gained any more, TakenOver where another agency holds
    dispatch.
    """
    if not accept and not reason.strip():
        raise _refusal("reason", _("Say why it is refused."))
    unit = Unit.objects.visible_to(by).filter(call_sign=proposal.unit, is_active=True).first()
    if unit is None:
        raise _refusal("unit", _("There is no such unit in your scope."))
    require_authority(by, unit.agency.path)
    move = _weighed(proposal, by)
    row = MoveUp(
        unit=unit,
        gone=list(proposal.gone),
        place_key=proposal.place,
        place_name=move.place.name,
        travel_s=round(move.travel_s),
        circles_restored=move.circles,
        points_restored=move.points_sum,
        decision=MoveUp.Decision.ACCEPTED if accept else MoveUp.Decision.REFUSED,
        reason=reason.strip()[:200],
        decided_by=by.as_actor().label,
    )
    if accept:
        row.order_number = _ordered(unit, row, by, channel)
    row.save()
    record(by.as_actor(channel=channel), _move_fact(row))
    return row


def _weighed(proposal: Proposal, by: Reporter) -> moves.Move:
    shown = picture(by)
    free = {unit.call_sign: at for at, unit in enumerate(shown.fleet.units)}
    if proposal.unit not in free or proposal.unit in proposal.gone:
        raise IllegalStep(_("The unit is not free, or its position is too old."))
    move = moves.weigh(by, shown, proposal.gone, free[proposal.unit], proposal.place)
    if move is None:
        raise _refusal("place", _("Moving this unit there gains nothing now; ask again."))
    return move


def _ordered(unit: Unit, row: MoveUp, by: Reporter, channel: str) -> str:
    """The order that sends the unit; its number."""
    said = {"unit": unit.call_sign, "place": row.place_name}
    order = orders.issue(
        by=by,
        receivers=[unit],
        channel=channel,
        title=_("Move up to %(place)s") % said,
        text=_("%(unit)s: stand by at %(place)s until further orders.") % said,
        sign_by=timezone.now() + SIGN_WITHIN,
    )
    return str(order.number)


def _own(said: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in said.items() if k not in (*FORCES, "lng", "lat", "point")}


def _centre(said: Mapping[str, Any]) -> Point:
    place = said.get("place")
    if place is not None:
        point: Point = place.point
        return point
    if said.get("lng") is None or said.get("lat") is None:
        raise _refusal("lng", _("Choose a place or give a point."))
    return Point(said["lng"], said["lat"], srid=4326)


def _set_forces(circle: ResponseCircle, said: Mapping[str, Any]) -> None:
    for name in FORCES:
        if name in said:
            getattr(circle, name).set(said[name])


def _same_version(current: ResponseCircle | CoverageRequirement, version: int) -> None:
    if current.version != version:
        raise StaleVersion(
            _("It was changed since you read it."), yours=version, current=current.version
        )


def _refusal(name: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{name}", code="invalid", message=message)
    return InvalidInput(message, errors=[fault])


def _record_circle(by: Actor, kind: str, circle: ResponseCircle) -> None:
    payload = {"name": circle.name, "tier": circle.tier, "radius_m": circle.radius_m}
    fact = Fact(
        kind=kind,
        subject_type="response_circle",
        subject_id=str(circle.pk),
        subject_version=circle.version,
        agency_path=circle.agency.path,
        payload=payload | {"valid_to": circle.valid_to and circle.valid_to.isoformat()},
    )
    record(by, fact)


def _tell_requirement(by: Actor, kind: str, requirement: CoverageRequirement) -> None:
    fact = Fact(
        kind=kind,
        subject_type="coverage_requirement",
        subject_id=str(requirement.pk),
        subject_version=requirement.version,
        agency_path=requirement.agency.path,
        payload={
            "station": {"code": requirement.station.code, "name": requirement.station.name},
            "kind": requirement.kind,
            "min_available": requirement.min_available,
            "radius_m": requirement.radius_m,
        },
    )
    record(by, fact)


def _move_fact(row: MoveUp) -> Fact:
    return Fact(
        kind=f"dispatch.move_up_{row.decision}",
        subject_type="unit",
        subject_id=row.unit.call_sign,
        agency_path=row.unit.agency.path,
        reason=row.reason,
        payload={
            "unit": row.unit.call_sign,
            "place": {"key": row.place_key, "name": row.place_name},
            "gone": row.gone,
            "travel_s": row.travel_s,
            "circles_restored": row.circles_restored,
            "points_restored": row.points_restored,
            "order": row.order_number,
        },
    )
