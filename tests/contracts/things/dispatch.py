"""Things of dispatch in the south."""

from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.dispatch.assignments.models import SpeedRule
from command_center.dispatch.assignments.services import assign
from command_center.dispatch.coverage.models import CoverageRequirement, ResponseCircle
from command_center.dispatch.figures.models import BandSet, TimerRule
from command_center.dispatch.figures.rulebook import (
    ensure_default_rules as ensure_default_figure_rules,
)
from command_center.dispatch.modes.models import CommandMode
from command_center.dispatch.modes.services import start_major
from command_center.dispatch.orders.services import issue as issue_order
from command_center.dispatch.plans.activating import activate
from command_center.dispatch.plans.editing import create_plan
from command_center.dispatch.plans.models import EventPlan, PostDuty
from command_center.dispatch.safety.models import SafetyRule
from command_center.dispatch.safety.rules import ensure_default_rules as ensure_default_safety_rules
from command_center.incidents.models import (
    Incident,
)
from tests.cast import Cast
from tests.contracts.things.command_center import of_incident
from tests.contracts.things.marks import ADDRESS, SOUTH
from tests.patrol.make import make_station, make_unit


def of_mode(cast: Cast) -> dict[str, Any]:
    CommandMode.objects.filter(agency=cast.south).delete()
    return {"mode_id": start_major(cast.south, by=cast.chief, reason=ADDRESS).pk}


def of_plan(cast: Cast) -> dict[str, Any]:
    number = of_incident(cast)["number"]
    said = {"code": "south-only", "name": ADDRESS, "agency": cast.south}
    check = {"step": 1, "kind": "check", "title": ADDRESS}
    plan = create_plan(said, [check], by=cast.chief)
    incident = Incident.objects.get(number=number)
    activation = activate(plan, incident, by=cast.sam)
    check_id = activation.checks.get().pk
    return {
        "number": number,
        "plan": plan.code,
        "activation_id": activation.pk,
        "check_id": check_id,
    }


def of_event(cast: Cast) -> dict[str, Any]:
    """A running event of the south with one part of each kind, all of one number."""
    now = timezone.now()
    here = Point(SOUTH["lng"], SOUTH["lat"], srid=4326)
    span = {"starts_at": now, "ends_at": now + timedelta(hours=2)}
    event = EventPlan.objects.create(
        name=ADDRESS,
        kind=EventPlan.Kind.SPORTS,
        agency=cast.south,
        place=ADDRESS,
        point=here,
        commander=cast.sam,
        drafted_by="S",
        state=EventPlan.State.RUNNING,
        **span,
    )
    post = event.posts.create(
        name=ADDRESS, point=here, manned_from=now, manned_to=now + timedelta(hours=1)
    )
    one = {"pk": post.pk}
    event.crews.create(
        **one, name=ADDRESS, people=1, there_from=now, there_to=now + timedelta(hours=1)
    )
    event.resources.create(**one, name=ADDRESS, required=1)
    event.milestones.create(**one, text=ADDRESS, due_at=now)
    unit = make_unit(cast, agency=cast.south_station)
    due = {"owner_path": unit.agency.path, "title": ADDRESS, "issued_at": now, "due_at": now}
    duty = PostDuty.objects.create(post=post, unit=unit, issued_by="S", **due)
    ids = {"event_id": event.pk, "part_id": post.pk, "duty_id": duty.pk}
    return {**ids, "kind": "posts", "to": "closed"}


def of_order(cast: Cast) -> dict[str, Any]:
    said = {"title": ADDRESS, "text": ADDRESS, "sign_by": timezone.now() + timedelta(hours=1)}
    order = issue_order(by=cast.sam, receivers=[cast.south_station], **said)
    return {"order_number": order.number}


def of_safety_rule(cast: Cast) -> dict[str, Any]:
    ensure_default_safety_rules(cast.south)
    return {"safety_rule_id": SafetyRule.objects.filter(agency=cast.south).first().pk}


def of_circle(cast: Cast) -> dict[str, Any]:
    point = Point(SOUTH["lng"], SOUTH["lat"], srid=4326)
    circle = ResponseCircle.objects.create(agency=cast.south, name=ADDRESS, tier=3, point=point)
    return {"circle_id": circle.pk}


def of_requirement(cast: Cast) -> dict[str, Any]:
    station = make_station(cast, agency=cast.south_station, name=ADDRESS)
    row = CoverageRequirement.objects.create(agency=cast.south_station, station=station)
    return {"requirement_id": row.pk}


def of_figure_rule(cast: Cast) -> dict[str, Any]:
    ensure_default_figure_rules(cast.south)
    bands, timers = (model.objects.filter(agency=cast.south) for model in (BandSet, TimerRule))
    return {"bands_id": bands.first().pk, "timer_id": timers.first().pk}


def of_assignment(cast: Cast) -> dict[str, Any]:
    incident = Incident.objects.get(number=of_incident(cast)["number"])
    unit = make_unit(cast, agency=cast.south_station)
    return {"assignment_id": assign(incident, [unit], by=cast.sam)[0].pk}


def of_speed(cast: Cast) -> dict[str, Any]:
    rule = SpeedRule.objects.create(agency=cast.south, kind="foot", speed_kmh=5)
    return {"rule_kind": "speed", "row_id": rule.pk}
