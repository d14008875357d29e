"""Rounds are planned: which cameras, on which days, at which hours; runs follow by the clock."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, refuse
from grid.scope import Viewer
from grid.territory.models import Place
from video.register.models import Camera
from video.rounds.hours import starts_of
from video.rounds.models import RoundCamera, RoundRun, VideoRound, VideoTeam

MOST: Final = 200  # cameras on one round
AHEAD: Final = timedelta(hours=24)
_PLAIN: Final = (
    *("name", "days", "starts_at", "ends_at", "every_min", "minutes", "valid_from", "valid_to"),
    "is_active",
)


def round_fact(kind: str, plan: VideoRound, **payload: Any) -> Fact:
    """A fact about a planned round, `kind` without the prefix; its team should be joined."""
    return Fact(
        kind=f"video.{kind}",
        subject_type="video_round",
        subject_id=str(plan.pk),
        subject_version=plan.version,
        agency_path=plan.team.agency.path,
        payload={
            "name": plan.name,
            "team": plan.team.name,
            "place": plan.place.name if plan.place else "",
            "is_active": plan.is_active,
        }
        | payload,
    )


@transaction.atomic
def save_round(
    plan: VideoRound | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> VideoRound:
    """Plan a round or change one; runs of it that nobody began are planned anew.

    `said` holds team (id), cameras (codes, in the order they are looked at), days (1 is Monday),
    starts_at, ends_at, and may hold place (id), every_min, minutes, valid_from, valid_to,
    is_active. Raises InvalidInput with all faults, StaleVersion.
    """
    row = locked(plan, version) if plan else VideoRound()
    faults: list[FieldError] = []
    assign(row, said, _PLAIN)
    _refer(row, said, viewer, faults)
    cameras = _listed(said["cameras"], viewer, faults) if "cameras" in said else None
    if cameras is None and plan is None:
        faults.append(fault("cameras", "required", _("Say which cameras are looked at.")))
    refuse(faults + _faults(row))
    row.save()
    if cameras is not None:
        _list(row, cameras)
    now = timezone.now()
    row.runs.filter(state=RoundRun.State.DUE, due_start__gt=now).delete()
    plan_runs([row], now=now)
    kind = "round_planned" if plan is None else "round_changed"
    record(by, round_fact(kind, row, cameras=row.listed.count()))
    return row


def _refer(row: VideoRound, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]) -> None:
    if "team" in said:
        team = VideoTeam.objects.visible_to(viewer).filter(pk=said["team"], is_active=True)
        found = team.select_related("agency").first()
        if found is None:
            faults.append(fault("team", "unknown", _("There is no such team in your area.")))
        else:
            row.team = found
    elif row.team_id is None:
        faults.append(fault("team", "required", _("Say which team looks.")))
    if "place" in said:
        places = Place.objects.visible_to(viewer).filter(is_active=True)
        row.place = places.filter(pk=said["place"]).first() if said["place"] else None
        if said["place"] and row.place is None:
            faults.append(fault("place", "unknown", _("There is no such entry in your area.")))


def _listed(codes: Sequence[str], viewer: Viewer, faults: list[FieldError]) -> list[Camera]:
    wanted = list(dict.fromkeys(codes))
    if not 1 <= len(wanted) <= MOST:
        message = _("A round has from 1 to %(most)s cameras.") % {"most": MOST}
        faults.append(fault("cameras", "count", message))
        return []
    rows = Camera.objects.visible_to(viewer).standing().filter(code__in=wanted)
    found = {row.code: row for row in rows.only("pk", "code")}
    faults += [
        fault("cameras", "unknown", _("There is no camera %(code)s in your area.") % {"code": code})
        for code in wanted
        if code not in found
    ]
    return [found[code] for code in wanted if code in found]


def _faults(row: VideoRound) -> list[FieldError]:
    faults = []
    if not row.name.strip():
        faults.append(fault("name", "required", _("This must be said.")))
    if not row.days or any(not 1 <= day <= 7 for day in row.days):
        faults.append(fault("days", "required", _("Say on which days of the week.")))
    for field in ("starts_at", "ends_at"):
        if getattr(row, field) is None:
            faults.append(fault(field, "required", _("This must be said.")))
    if row.every_min is not None and row.every_min < 15:
        faults.append(fault("every_min", "too_often", _("At most every 15 minutes.")))
    if not 5 <= row.minutes <= 720:
        faults.append(fault("minutes", "out_of_range", _("From 5 to 720 minutes.")))
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        faults.append(fault("valid_to", "order", _("It must end after it begins.")))
    return faults


def _list(row: VideoRound, cameras: Sequence[Camera]) -> None:
    row.listed.all().delete()
    RoundCamera.objects.bulk_create(
        RoundCamera(round=row, camera=camera, order=order)
        for order, camera in enumerate(cameras, start=1)
    )


@transaction.atomic
def plan_ahead(*, now: datetime) -> int:
    """The runs of the next 24 hours stand on the books; how many are new at most."""
    rows = VideoRound.objects.filter(is_active=True, team__is_active=True)
    return plan_runs(list(rows), now=now)


def plan_runs(plans: Sequence[VideoRound], *, now: datetime) -> int:
    """Runs of these rounds due from now on within a day; those there are stay as they are."""
    made = [
        RoundRun(round=plan, due_start=start, due_end=start + timedelta(minutes=plan.minutes))
        for plan in plans
        if plan.is_active
        for day in _days(now)
        for start in starts_of(plan, day)
        if start <= now + AHEAD and start + timedelta(minutes=plan.minutes) > now
    ]
    RoundRun.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _days(now: datetime) -> list[date]:
    """Yesterday too: a round may begin before midnight and be due again after it."""
    today = timezone.localdate(now)
    return [today + timedelta(days=n) for n in (-1, 0, 1)]
