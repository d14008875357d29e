"""A video team for each branch and county: a desk that is staffed, a round, a run of this day."""

from datetime import time, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from command_center.demo.upkeep.people import Staff, one_of
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role
from video.health.models import CameraStatus
from video.register.models import Camera
from video.rounds import services as rounds
from video.rounds.models import Finding, RoundLook, RoundRun, VideoRound, VideoTeam

_LISTED: Final = 12  # cameras of a round
_AGO: Final = timedelta(hours=3)
_LASTED: Final = timedelta(minutes=34)
_STAFFED: Final = ("branch", "county")
_SEEN: Final = (
    ("congestion", "货车抛锚占道，通行缓慢", "巡逻车到场引导，已恢复通行"),
    ("crowd", "广场聚集约三十人，未见冲突", "到场查看，系促销活动，已疏导"),
    ("object", "候车亭遗留行李箱一只", "失主返回领取，已核实"),
    ("damage", "护栏被撞变形", "已转市政处置"),
)


def create_desks(staff: Staff) -> int:
    """How many desks; whoever sits there stays until she leaves, a whole day at most."""
    rounds.set_rule(
        staff.city, by=staff.chief.as_actor(), empty_min=10, sitting_h=24, start_grace_min=15,
        around_m=300,
    )  # fmt: skip
    below = Agency.objects.filter(path__startswith=staff.city.path, kind__in=_STAFFED)
    houses = list(below.order_by("path"))
    for agency in houses:
        officer = one_of(agency, Role.VIDEO_OPERATOR)
        team = rounds.save_team(
            None, by=staff.chief.as_actor(), viewer=staff.chief, agency=agency.code,
            name="视频巡逻队", desk="指挥室视频席", staff_min=1,
        )  # fmt: skip
        rounds.take_desk(team, officer=officer)
        _walk(_round(staff, team), officer)
    return len(houses)


def _round(staff: Staff, team: VideoTeam) -> VideoRound:
    found = Camera.objects.filter(
        agency__path__startswith=team.agency.path, is_public=True,
        status__state=CameraStatus.State.ONLINE,
    )  # fmt: skip
    codes = list(found.order_by("-is_key_target", "pk").values_list("code", flat=True)[:_LISTED])
    return rounds.save_round(
        None, by=staff.chief.as_actor(), viewer=staff.chief, team=team.pk, cameras=codes,
        name="重点部位轮巡", days=[1, 2, 3, 4, 5, 6, 7], starts_at=time(8), ends_at=time(22),
        every_min=420, minutes=60, place=None,
    )  # fmt: skip


def _walk(plan: VideoRound, officer: Officer) -> None:
    """One finished run: most seen, one without a picture, the last not for want of time."""
    run = rounds.start_extra(plan, officer=officer)
    *seen, dark, left = run.looks.select_related("camera", "run")
    RoundLook.objects.filter(pk__in=[one.pk for one in seen]).update(
        result=RoundLook.Result.SEEN, at=timezone.now()
    )
    rounds.look(dark, officer=officer, result=RoundLook.Result.NO_PICTURE)
    rounds.look(left, officer=officer, result=RoundLook.Result.UNSEEN, reason="time")
    rounds.end_run(run, officer=officer)
    moved = {name: F(name) - _AGO for name in ("due_start", "due_end", "started_at")}
    RoundRun.objects.filter(pk=run.pk).update(**moved, ended_at=F("ended_at") - _AGO + _LASTED)
    run.looks.update(at=F("at") - _AGO + _LASTED)
    _find(run, seen[0].camera, officer)


def _find(run: RoundRun, camera: Camera, officer: Officer) -> None:
    """What was seen on that run and is over since, as a call or without one."""
    if camera.location is None:
        return
    kind, summary, outcome = _SEEN[run.pk % len(_SEEN)]
    at = timezone.now() - _AGO + _LASTED / 2
    Finding.objects.create(
        agency=camera.agency, team=run.round.team, run=run, camera=camera, kind=kind,
        summary=summary, place=camera.name, address=camera.address, location=camera.location,
        found_at=at, reported_by=officer.as_actor().label, state=Finding.State.CLOSED,
        taken_at=at + timedelta(minutes=1), closed_at=at + _LASTED, outcome=outcome,
    )  # fmt: skip
