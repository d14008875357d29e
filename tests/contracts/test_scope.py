"""Out of scope is absent: for every route that names a thing, an officer of the other branch.

For each such route two officers get the same role, one in the north and one in the south; the
thing is the south's. The north hears exactly what it would hear of a thing that does not exist.
"""

import re
from collections.abc import Callable
from datetime import time, timedelta
from itertools import count
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.alerts.models import AlertRule
from command_center.alerts.services import ensure_default_rules, hear
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
from command_center.incidents import premise
from command_center.incidents import services as incidents
from command_center.incidents.models import (
    DuplicateRule,
    ExportRequest,
    ImportRun,
    Incident,
    ResponseTarget,
)
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import Webhook
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer, OfficerSession, RoleGrant
from grid.organisation.roles import RIGHTS_OF, Role
from grid.organisation.services import create_client
from grid.rights import Right
from grid.territory.models import Place
from grid.territory.services import create_place
from patrol.levels import services as levels
from patrol.positions.limits import ensure_default_limits
from patrol.positions.models import PositionLimit, SpeedLimit
from patrol.rounds import services as rounds
from patrol.rounds.models import RouteProposal
from patrol.shifts import registers as shifts
from patrol.shifts.handover import issue_due
from patrol.shifts.models import Shift
from patrol.shifts.presence import start
from patrol.shifts.services import roster
from patrol.units.models import Unit
from patrol.worklog import services as worklog
from tests.cast import Cast
from tests.contracts.matrix import ROUTES
from tests.contracts.test_matrix import NOWHERE, OURS
from tests.patrol.make import make_crew, make_station, make_unit

KEYS = count(1)
SOUTH = {"lng": 125.11, "lat": 42.89}
ADDRESS = "南街 7 号 only the south knows"


def of_incident(cast: Cast) -> dict[str, Any]:
    load()
    incident = incidents.receive(by=cast.sam, category="010101", address=ADDRESS, **SOUTH)
    entry = incidents.note(incident, by=cast.sam, text="first")
    return {"number": incident.number, "entry_id": entry.pk}


def of_alert(cast: Cast) -> dict[str, Any]:
    ensure_default_rules(cast.city)
    fact = Fact(
        kind="incidents.received",
        subject_type="incident",
        subject_id="26-0001",
        agency_path=cast.south_station.path,
        payload={"level": 1, "is_valid_call": True, "address": ADDRESS},
    )
    with transaction.atomic():
        [seq] = record(PLATFORM, fact)
        [alert] = hear([(fact, seq)])
    return {"alert_id": alert.pk}


def of_rule(cast: Cast) -> dict[str, Any]:
    ensure_default_rules(cast.south)
    return {"rule_id": AlertRule.objects.filter(agency=cast.south).first().pk}


def of_target(cast: Cast) -> dict[str, Any]:
    ensure_default_targets(cast.south)
    return {"target_id": ResponseTarget.objects.filter(agency=cast.south).first().pk}


def of_width(cast: Cast) -> dict[str, Any]:
    ensure_default_targets(cast.south)
    return {"width_id": DuplicateRule.objects.filter(agency=cast.south).first().pk}


def of_session(cast: Cast) -> dict[str, Any]:
    Client().force_login(cast.sam)
    handle = OfficerSession.objects.get(officer=cast.sam).handle
    return {"badge_number": "S001", "handle": handle}


def of_client(cast: Cast) -> dict[str, Any]:
    given = {"name": ADDRESS, "scopes": ["events.read"], "owner": "x"}
    client, _token = create_client(**given, agency=cast.south, by=PLATFORM)
    return {"client_id": client.pk}


def of_place(cast: Cast) -> dict[str, Any]:
    kind = Place._meta.get_field("kind").choices[0][0]
    said = {"name": ADDRESS, "kind": kind, "agency": cast.south, **SOUTH}
    place = create_place(by=cast.sam.as_actor(), viewer=cast.sam, **said)
    return {"place_id": place.pk}


def of_note(cast: Cast) -> dict[str, Any]:
    today = timezone.localdate()
    said = {"text": ADDRESS, "address": ADDRESS, "review_on": today, "expires_on": today}
    said["review_on"] += timedelta(days=10)
    said["expires_on"] += timedelta(days=20)
    return {"note_id": premise.write_note(by=cast.sam, **said, **SOUTH).pk}


def of_import(cast: Cast) -> dict[str, Any]:
    who = {"started_by": "S", "actor_kind": "officer", "actor_id": str(cast.sam.pk)}
    file = {"file_name": ADDRESS, "file_hash": "0", "mapping": "", "state": "done"}
    return {"run_id": ImportRun.objects.create(agency=cast.south, **file, **who).pk}


def of_export(cast: Cast) -> dict[str, Any]:
    asked = ExportRequest.objects.create(
        agency=cast.south,
        purpose=ADDRESS,
        row_count=2000,
        created_by="S",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"request_id": asked.pk}


def of_webhook(cast: Cast) -> dict[str, Any]:
    said = {"name": ADDRESS, "url": "https://south.example/", "kinds": ["*"], "secret": "x"}
    webhook = Webhook.objects.create(agency_path=cast.south.path, **said)
    delivery = webhook.deliveries.create(event_seq=1)
    return {"webhook_id": webhook.pk, "delivery_id": delivery.pk}


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


def of_unit(cast: Cast) -> dict[str, Any]:
    return {"call_sign": make_unit(cast, agency=cast.south_station, name=ADDRESS).call_sign}


def of_safety_rule(cast: Cast) -> dict[str, Any]:
    ensure_default_safety_rules(cast.south)
    return {"safety_rule_id": SafetyRule.objects.filter(agency=cast.south).first().pk}


def of_position_limit(cast: Cast) -> dict[str, Any]:
    ensure_default_limits(cast.south)
    limits = PositionLimit.objects.filter(agency=cast.south), SpeedLimit.objects.all()
    return {"limit_id": limits[0].first().pk, "speed_id": limits[1].first().pk}


def of_work(cast: Cast) -> dict[str, Any]:
    """A unit of the south with an entry, a filing and a supervision note."""
    unit = make_unit(cast, agency=cast.south_station, name=ADDRESS)
    by, now = cast.sam.as_actor(), timezone.now()
    entry = worklog.log_work(unit, by=by, kind="find", text=ADDRESS)
    hours = {"starts_at": now, "ends_at": now + timedelta(hours=1)}
    filing = worklog.file_patrol(unit, by=by, area=ADDRESS, purpose="x", **hours)
    note = worklog.supervise(unit, by=by, text=ADDRESS)
    return {"work_id": entry.pk, "filing_id": filing.pk, "supervision_id": note.pk}


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


def of_shift(cast: Cast) -> dict[str, Any]:
    """A station with a unit, a template with its shift, a handover, a check and its answer."""
    by, now = cast.chief.as_actor(), timezone.now()
    station = make_station(cast, agency=cast.south_station, name=ADDRESS)
    posting = make_crew(make_unit(cast, agency=cast.south_station), name=ADDRESS)
    said: dict[str, Any] = {"name": ADDRESS, "starts": now.time(), "minutes": 60, "days": [1]}
    template = shifts.save_template(None, by=by, agency=cast.south_station, **said)
    shift = Shift.objects.create(
        agency=cast.south_station,
        station=station,
        name=ADDRESS,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(minutes=5),
    )
    entry = roster(shift, by=by, name=ADDRESS, kind="auxiliary")
    [handover] = issue_due()
    check = start(cast.south_station, by=by)
    return {
        "station_code": station.code,
        "posting_id": posting.pk,
        "shift_template_id": template.pk,
        "shift_id": shift.pk,
        "entry_id": entry.pk,
        "handover_id": handover.pk,
        "presence_id": check.pk,
        "answer_id": check.answers.first().pk,
    }


def of_assignment(cast: Cast) -> dict[str, Any]:
    incident = Incident.objects.get(number=of_incident(cast)["number"])
    unit = make_unit(cast, agency=cast.south_station)
    return {"assignment_id": assign(incident, [unit], by=cast.sam)[0].pk}


def of_speed(cast: Cast) -> dict[str, Any]:
    rule = SpeedRule.objects.create(agency=cast.south, kind="foot", speed_kmh=5)
    return {"rule_kind": "speed", "row_id": rule.pk}


def of_patrol(cast: Cast) -> dict[str, Any]:
    who = {"by": cast.chief.as_actor(), "viewer": cast.chief}
    number, agency = next(KEYS), {"agency": cast.south_station.code}
    named = {"name": ADDRESS, **agency}
    beat = rounds.put_beat(None, **who, code=f"B{number}", cells=["S-1"], **named)
    point = rounds.put_point(None, **who, code=f"P{number}", **named, **SOUTH)
    route = rounds.create_route(**who, code=f"R{number}", points=[point.pk], **named)
    hours = {"starts_at": time(8), "ends_at": time(10), "days": [1]}
    unit = Unit.objects.create(call_sign=f"S{number}", kind="foot", agency=cast.south_station)
    legs = [{"route": route.code, "unit": unit.call_sign}]
    plan = rounds.put_plan(None, **who, **named, **hours, legs=legs)
    said = {"name": ADDRESS, "agency": cast.south_station, "route": route}
    due = {"due_start": timezone.now(), "due_end": timezone.now() + timedelta(hours=1)}
    walk = rounds.schedule(rounds.NewRound(**said, **due), by=who["by"])
    asked = {"days": 7, "of_version": 1, "proposed_by": ADDRESS}
    return {
        "beat_id": beat.pk,
        "point_id": point.pk,
        "route_id": route.pk,
        "round_plan_id": plan.pk,
        "round_id": walk.pk,
        "route_proposal_id": RouteProposal.objects.create(route=route, **asked).pk,
    }


def of_level(cast: Cast) -> dict[str, Any]:
    who = {"by": cast.chief.as_actor(), "viewer": cast.chief}
    agency, end = cast.south_station.code, timezone.now() + timedelta(days=2)
    hours = {"starts_at": time(0), "ends_at": time(12), "place_kind": "school"}
    template = levels.put_template(None, **who, name=ADDRESS, agency=agency, level=2, **hours)
    Place.objects.filter(pk=of_place(cast)["place_id"]).update(is_key=True, kind="school")
    set_to = {"level": 2, "confirm": 2, "reason": ADDRESS, "agency": agency}
    level, proposal = levels.set_level(**who, **set_to, valid_to=end)
    standing = {"name": ADDRESS, "reason": ADDRESS, "valid_to": end}
    point = levels.set_control_point(**who, **standing, **SOUTH)
    assert proposal is not None
    return {
        "area_level_id": level.pk,
        "overlay_id": proposal.pk,
        "overlay_template_id": template.pk,
        "control_point_id": point.pk,
    }


# What the arguments of a route name, and how the south comes to have one.
THINGS: dict[frozenset[str], Callable[[Cast], dict[str, Any]]] = {
    frozenset({"number"}): of_incident,
    frozenset({"number", "entry_id"}): of_incident,
    frozenset({"alert_id"}): of_alert,
    frozenset({"rule_id"}): of_rule,
    frozenset({"target_id"}): of_target,
    frozenset({"width_id"}): of_width,
    frozenset({"badge_number"}): lambda cast: {"badge_number": "S001"},
    frozenset({"badge_number", "handle"}): of_session,
    frozenset({"grant_id"}): lambda cast: {"grant_id": cast.sam.grants.get().pk},
    frozenset({"client_id"}): of_client,
    frozenset({"place_id"}): of_place,
    frozenset({"limit_id"}): of_position_limit,
    frozenset({"speed_id"}): of_position_limit,
    frozenset({"work_id"}): of_work,
    frozenset({"filing_id"}): of_work,
    frozenset({"supervision_id"}): of_work,
    frozenset({"note_id"}): of_note,
    frozenset({"run_id"}): of_import,
    frozenset({"request_id"}): of_export,
    frozenset({"mode_id"}): of_mode,
    frozenset({"plan"}): of_plan,
    frozenset({"event_id"}): of_event,
    frozenset({"event_id", "part_id"}): of_event,
    frozenset({"duty_id"}): of_event,
    frozenset({"event_id", "to"}): of_event,
    frozenset({"event_id", "kind"}): of_event,
    frozenset({"event_id", "kind", "part_id"}): of_event,
    frozenset({"number", "plan"}): of_plan,
    frozenset({"activation_id"}): of_plan,
    frozenset({"check_id"}): of_plan,
    frozenset({"order_number"}): of_order,
    frozenset({"call_sign"}): of_unit,
    frozenset({"safety_rule_id"}): of_safety_rule,
    frozenset({"circle_id"}): of_circle,
    frozenset({"requirement_id"}): of_requirement,
    frozenset({"bands_id"}): of_figure_rule,
    frozenset({"timer_id"}): of_figure_rule,
    frozenset({"measure"}): lambda cast: {"measure": "arrival"},
    frozenset({"tier"}): lambda cast: {"tier": 3},
    frozenset({"station_code"}): of_shift,
    frozenset({"posting_id"}): of_shift,
    frozenset({"shift_template_id"}): of_shift,
    frozenset({"shift_id"}): of_shift,
    frozenset({"entry_id"}): of_shift,
    frozenset({"handover_id"}): of_shift,
    frozenset({"presence_id"}): of_shift,
    frozenset({"answer_id"}): of_shift,
    frozenset({"assignment_id"}): of_assignment,
    frozenset({"rule_kind", "row_id"}): of_speed,
    frozenset({"webhook_id"}): of_webhook,
    frozenset({"beat_id"}): of_patrol,
    frozenset({"point_id"}): of_patrol,
    frozenset({"route_id"}): of_patrol,
    frozenset({"round_plan_id"}): of_patrol,
    frozenset({"round_id"}): of_patrol,
    frozenset({"route_proposal_id"}): of_patrol,
    frozenset({"area_level_id"}): of_level,
    frozenset({"overlay_id"}): of_level,
    frozenset({"overlay_template_id"}): of_level,
    frozenset({"control_point_id"}): of_level,
    frozenset({"webhook_id", "delivery_id"}): of_webhook,
}
BY_CODE = {"api_cell": "S-1", "cell_detail": "S-1", "agency": "990200000000"}
# A session of one's own, and figures, which count what is in scope whatever they are called.
OWN = {"my_session_end", "figure_calls", "one_three_five_calls"}
OWN |= {"api_figure_calls", "api_one_three_five_calls"}
OWN |= {"dispatch_rule_new"}  # a kind of rule, the same for all

DETAILS = sorted(
    entry.name for _route, entry in OURS if entry.pattern.converters and entry.name not in OWN
)


def arguments(name: str) -> frozenset[str]:
    entry = next(entry for _route, entry in OURS if entry.name == name)
    return frozenset(entry.pattern.converters)


def thing_of_the_south(name: str, cast: Cast) -> dict[str, Any]:
    wanted = arguments(name)
    if wanted == {"code"}:
        return {"code": BY_CODE.get(name) or BY_CODE[name.split("_")[0]]}
    made = THINGS[wanted](cast)
    return {key: made[key] for key in wanted}


def officer_with(right: Right, agency: Agency) -> Officer:
    """An officer of the agency whose first role that allows it gives the right."""
    role = next(role for role in Role if right in RIGHTS_OF[role])
    officer = Officer.objects.create_officer(
        badge_number=f"X{next(KEYS)}", name="同岗", agency=agency, password="x"
    )
    RoleGrant.objects.create(officer=officer, role=role, granted_by="a", approved_by="b")
    return officer


def heard(answer: HttpResponse) -> tuple[int, str]:
    """Status and body without what differs each time: the CSRF token, the time, what was asked."""
    body = answer.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body)
    body = re.sub(r"<time.*?</time>", "", body)
    return answer.status_code, body.replace(answer.wsgi_request.path, "·")


# What a route refuses to be asked without.
ASKED_WITH = {"api_unit_track": "?purpose=supervision"}


def ask(officer: Officer, verb: str, name: str, given: dict[str, Any]) -> HttpResponse:
    client = Client()
    client.force_login(officer)
    headers = {"Idempotency-Key": f"scope-{next(KEYS):06d}", "If-Match": '"1"'}
    where = reverse(name, kwargs=given) + ASKED_WITH.get(name, "")
    return client.generic(verb, where, "{}", content_type="application/json", headers=headers)


@pytest.mark.parametrize("name", DETAILS)
def test_a_thing_of_the_south_is_absent_in_the_north(name: str, cast: Cast) -> None:
    there = thing_of_the_south(name, cast)
    nowhere = {key: NOWHERE.get(key, 2**31 - 1) for key in there}
    for verb, right in zip(("GET", "POST", "PATCH"), (*ROUTES[name], ROUTES[name][1]), strict=True):
        if right is None:
            continue
        north = officer_with(right, cast.north)
        secret = ask(north, verb, name, there)
        assert heard(secret) == heard(ask(north, verb, name, nowhere))
        assert ADDRESS not in secret.content.decode()
        if verb == "GET":
            assert secret.status_code in (404, 405)
        assert secret.status_code >= 400


@pytest.mark.parametrize("name", DETAILS)
def test_the_same_role_in_the_south_finds_it(name: str, cast: Cast) -> None:
    there = thing_of_the_south(name, cast)
    right = ROUTES[name][0]
    assert right is not None
    answer = ask(officer_with(right, cast.south), "GET", name, there)
    assert answer.status_code in (200, 302, 405), answer.content.decode()[:500]


LISTS = sorted(
    entry.name
    for route, entry in OURS
    if not entry.pattern.converters
    and ROUTES.get(entry.name, (None,))[0] not in (None, Right.PUBLIC)
)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_page_export_or_count_of_the_north_tells_of_the_south(
    name: str, cast: Cast
) -> None:
    right = ROUTES[name][0]
    assert right is not None
    north = officer_with(right, cast.north) if right is not Right.SIGNED_IN else cast.nora
    for make in (
        of_incident,
        of_alert,
        of_client,
        of_note,
        of_import,
        of_export,
        of_place,
        of_webhook,
        of_order,
        of_shift,
        of_patrol,
        of_level,
    ):
        make(cast)
    answer = ask(north, "GET", name, {})
    assert ADDRESS not in (b"".join(answer) if answer.streaming else answer.content).decode()
