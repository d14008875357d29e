"""Cameras of one branch opened to another, and the trainings such a grant rests on."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from command_center.demo.upkeep.people import Staff, one_of
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role
from video.grants import services as grants
from video.grants.models import CameraGrant
from video.grants.services import Choice, Terms

_COURSE: Final = "视频应用与保密培训（演示）"
# Class of cameras, what for, days it holds from today, and whether it was approved.
_GRANTS: Final = (
    ("gate", CameraGrant.Purpose.POLICING, 180, True),
    ("traffic", CameraGrant.Purpose.TRAFFIC, 20, True),  # so that its end is told of
    ("lookout", CameraGrant.Purpose.EMERGENCY, 90, False),
)


def create_grants(staff: Staff) -> int:
    """Trained officers of three branches, and grants between them; how many grants."""
    branches = list(
        Agency.objects.filter(path__startswith=staff.city.path, kind="branch").order_by("path")[:3]
    )
    holders = [one_of(branch, Role.DISPATCHER) for branch in branches]
    today = timezone.localdate()
    for n, holder in enumerate(holders):
        grants.record_training(
            by=staff.chief, badge_number=holder.badge_number, course=_COURSE,
            passed_on=today - timedelta(days=40 + 60 * n), valid_to=today + timedelta(days=300),
        )  # fmt: skip
    for n, (cls, purpose, days, is_approved) in enumerate(_GRANTS):
        until = today + timedelta(days=days)
        made = _asked(staff, n, cls=cls, purpose=purpose, holder=holders[n], until=until)
        if is_approved:
            grants.approve(made, by=staff.chief, decision="同意，限查看")
    return len(_GRANTS)


def _asked(
    staff: Staff, n: int, *, cls: str, purpose: str, holder: Officer, until: date
) -> CameraGrant:
    """The cameras of a class in a county, which no branch sees by itself; the few lookouts all."""
    county = Agency.objects.filter(path__startswith=staff.city.path, kind="county").order_by("path")
    terms = Terms(
        grantee=holder.agency.code, holder=holder.badge_number, purpose=purpose,
        note="与县局结合部的联勤（演示）", instrument=f"示授字〔2026〕{n + 1}号",
        valid_from=timezone.localdate(), valid_to=until,
    )  # fmt: skip
    choice = Choice(cls=cls, agency="" if cls == "lookout" else county[0].code)
    return grants.ask(by=staff.leader, choice=choice, terms=terms)
