"""Things of patrol in the south."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from grid.territory.models import Place
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
from tests.contracts.things.ground import of_place
from tests.contracts.things.marks import ADDRESS, KEYS, SOUTH
from tests.patrol.make import make_crew, make_station, make_unit


def of_unit(cast: Cast) -> dict[str, Any]:
    return {"call_sign": make_unit(cast, agency=cast.south_station, name=ADDRESS).call_sign}


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
