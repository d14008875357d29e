"""Things of the video floor that belong to the south."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from grid.organisation.roles import Role
from tests.cast import Cast
from tests.contracts.things.marks import ADDRESS
from tests.video.alarms.make import make_device, make_press
from tests.video.footage.make import approve as sign_footage
from tests.video.footage.make import handed, make_request
from tests.video.footage.make import make_officer as footage_officer
from tests.video.grants.make import make_grant, train
from tests.video.make import make_camera, make_company, make_platform
from tests.video.repair.make import contractor, part, seat, ticket
from tests.video.rounds.make import make_finding, make_round, make_run, make_team
from video.footage import services as footage
from video.health import services as health
from video.intake.services import new_run
from video.rates.models import RateFormula
from video.register.models import Contract, VideoPoint


def of_camera(cast: Cast) -> dict[str, Any]:
    """A southern camera."""
    return {"camera_code": make_camera(cast, agency=cast.south_station).code}


def of_register(cast: Cast) -> dict[str, Any]:
    """A southern point, platform, company and contract."""
    firm = make_company(cast, agency=cast.south, name=ADDRESS)
    days = {"valid_from": date(2026, 1, 1), "valid_to": date(2030, 1, 1)}
    lease = Contract.objects.create(company=firm, kind="lease", number=ADDRESS[:60], **days)
    point = {"name": ADDRESS, "address": ADDRESS, "agency": cast.south}
    return {
        "video_point_code": VideoPoint.objects.create(code="PT-SOUTH", **point).code,
        "platform_code": make_platform(cast, agency=cast.south, name=ADDRESS).code,
        "company_code": firm.code,
        "video_contract_id": lease.pk,
    }


def of_intake(cast: Cast) -> dict[str, Any]:
    """A southern report of an import."""
    by = cast.sam.as_actor()
    return {"intake_run_id": new_run(cast.south, by, file_name="south.csv").pk}


def of_repair(cast: Cast) -> dict[str, Any]:
    """A southern ticket, a southern store's part, somebody of a firm in the south."""
    camera = make_camera(cast, agency=cast.south_station)
    badge = f"K{camera.pk}"
    row = ticket(cast, camera=camera, note=ADDRESS, by=cast.sam)
    worker = contractor(cast, badge, cast.south)
    return {
        "ticket_number": row.number,
        "spare_part_id": part(cast, agency=cast.south, name=ADDRESS, code=badge).pk,
        "contractor_seat_id": seat(cast, worker, undertaking=ADDRESS).pk,
    }


def of_footage(cast: Cast) -> dict[str, Any]:
    """A southern citizen's request, approved and shown, and a southern mark of a case."""
    found = make_request(cast, "citizen", by=cast.sam, purpose=ADDRESS, basis_number=ADDRESS)
    leader = footage_officer(cast.south, Role.AGENCY_LEADER)
    sign_footage(found, cast.chief, leader)
    operator = footage_officer(cast.south, Role.VIDEO_OPERATOR)
    shown = handed(mode="viewing", sha256="", copies=0, recipient_unit=ADDRESS)
    made = footage.issue(found, by=operator, **shown)
    mark = footage.mark_checked(
        by=cast.sam, case_number=f"S-{found.number}", result="no_camera", note=ADDRESS
    )
    return {
        "request_number": found.number,
        "footage_issue_id": made.pk,
        "video_check_id": mark.pk,
    }


def of_rates(cast: Cast) -> dict[str, Any]:
    """A proposed formula of the south."""
    last = RateFormula.objects.filter(agency=cast.south).count()
    row = RateFormula.objects.create(
        agency=cast.south, rate="online_rate", number=last + 1, basis=ADDRESS, proposed_by=cast.sam
    )
    return {"rate_formula_id": row.pk}


def of_alarm(cast: Cast) -> dict[str, Any]:
    """A southern alarm device that was pressed."""
    device = make_device(cast, agency=cast.south_station, address=ADDRESS)
    return {"alarm_code": device.code, "press_id": make_press(device, cast).pk}


def of_video_round(cast: Cast) -> dict[str, Any]:
    """A southern team, its round with a run that is due, and a southern finding."""
    camera = make_camera(cast, agency=cast.south_station)
    team = make_team(cast, agency=cast.south, desk=ADDRESS)
    plan = make_round(cast, camera, team=team)
    finding = make_finding(cast, agency=cast.south_station, place=ADDRESS)
    return {
        "video_team_id": team.pk,
        "video_round_id": plan.pk,
        "video_run_id": make_run(plan).pk,
        "finding_id": finding.pk,
    }


def of_health(cast: Cast) -> dict[str, Any]:
    """A southern exclusion, sample and fault of a picture."""
    camera = make_camera(cast, agency=cast.south_station)
    now = timezone.now()
    asked = health.request_exclusion(
        by=cast.sam, target=health.Target(cameras=[camera.code]), reason="power_cut",
        note=ADDRESS, span=(now, now + timedelta(hours=2)),
    )  # fmt: skip
    sample = health.draw_sample(
        by=cast.sam, agency=cast.south, size=1, purpose="both", due_on=timezone.localdate()
    )
    by = cast.sam.as_actor()
    fault = health.open_fault(camera, by=by, kind="blur", inspector="S001", note=ADDRESS)
    return {
        "exclusion_number": asked.number,
        "sample_number": sample.number,
        "picture_fault_id": fault.pk,
    }


def of_grant(cast: Cast) -> dict[str, Any]:
    """A southern camera granted to an office, and one of the city granted to the south."""
    camera = make_camera(cast, agency=cast.south_station, address=ADDRESS)
    office = {"parent": cast.south, "approver": cast.chief, "by": cast.sam}
    grant = make_grant(cast, [camera], note=ADDRESS, instrument=ADDRESS[:80], **office)
    training = train(cast, cast.sam, course=ADDRESS[:80])
    lent = make_camera(cast, agency=cast.city, address=ADDRESS)
    make_grant(cast, [lent], holder=cast.sam, by=cast.chief, approver=cast.ada)
    return {
        "grant_number": grant.number,
        "granted_code": lent.code,
        "training_id": training.pk,
    }
