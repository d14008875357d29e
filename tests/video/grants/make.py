"""Agencies that are granted cameras, their trained officers, and grants to them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import Role
from tests.cast import LONG_AGO, PASSWORD, Cast
from video.grants import services
from video.grants.models import CameraGrant, TrainingRecord
from video.register.models import Camera

_numbers = count(1)


def make_partner(cast: Cast, *, parent: Agency | None = None) -> Agency:
    """An environment bureau beside the branches, without a camera of its own."""
    number = next(_numbers)
    return Agency.objects.create(
        code=f"9909{number:08}", name=f"Environment bureau {number}", kind=Agency.Kind.PARTNER,
        parent=parent or cast.city,
    )  # fmt: skip


def make_looker(agency: Agency, *, role: Role | None = Role.COMMUNITY_OFFICER) -> Officer:
    """Somebody of that agency who may look at cameras."""
    officer = Officer.objects.create_officer(
        badge_number=f"E{next(_numbers):04}", name="Env", agency=agency, password=PASSWORD
    )
    if role:
        RoleGrant.objects.create(
            officer=officer, role=role, granted_by="seth", approved_by="sven", valid_from=LONG_AGO
        )
    return officer


def train(cast: Cast, officer: Officer, *, days: int = 300, **fields: Any) -> TrainingRecord:
    """A training passed a month ago that holds for so many more days."""
    today = timezone.localdate()
    told: dict[str, Any] = {
        "course": "Use of video", "passed_on": today - timedelta(days=30),
        "valid_to": today + timedelta(days=days), "recorded_by": cast.chief,
    }  # fmt: skip
    return TrainingRecord.objects.create(officer=officer, **told | fields)


def terms(trained: Officer, /, **said: Any) -> services.Terms:
    """The terms of a grant of 200 days to that officer's agency."""
    today = timezone.localdate()
    told: dict[str, Any] = {
        "grantee": trained.agency.code, "holder": trained.badge_number, "purpose": "environment",
        "note": "Smoke over the river", "instrument": "Example letter 7",
        "valid_from": today, "valid_to": today + timedelta(days=200),
    }  # fmt: skip
    return services.Terms(**told | said)


def make_grant(
    cast: Cast,
    cameras: list[Camera],
    *,
    holder: Officer | None = None,
    parent: Agency | None = None,
    approver: Officer | None = None,
    by: Officer | None = None,
    **said: Any,
) -> CameraGrant:
    """Those cameras asked for by Vera and approved by Lea, for a trained officer of a partner."""
    if holder is None:
        holder = make_looker(make_partner(cast, parent=parent))
        train(cast, holder)
    choice = services.Choice(codes=[camera.code for camera in cameras])
    made = services.ask(by=by or cast.vera, choice=choice, terms=terms(holder, **said))
    return services.approve(made, by=approver or cast.lea)


def later(days: int) -> date:
    """That many local days from now."""
    return timezone.localdate() + timedelta(days=days)
