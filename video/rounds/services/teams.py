"""Teams, who sits at their desks, and the word when nobody does."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import nearest
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import assign, fault, locked, own_agency, refuse
from grid.scope import Viewer
from video.rounds.hours import is_staffed
from video.rounds.models import DeskGap, DeskSitting, VideoRule, VideoTeam

_PLAIN: Final = ("name", "desk", "staff_min", "staff_from", "staff_to", "is_active")
NUMBERS: Final = {"empty_min": 120, "sitting_h": 24, "start_grace_min": 120, "around_m": 5000}


def rule_of(agency_path: str) -> VideoRule:
    """The rule in force today at an agency; the platform's own where none was set."""
    return nearest(VideoRule, agency_path) or VideoRule()


def team_fact(kind: str, team: VideoTeam, **payload: Any) -> Fact:
    """A fact about a team, `kind` without the prefix; its agency should be joined."""
    return Fact(
        kind=f"video.{kind}",
        subject_type="video_team",
        subject_id=str(team.pk),
        subject_version=team.version,
        agency_path=team.agency.path,
        payload={
            "name": team.name,
            "agency": {"code": team.agency.code, "name": team.agency.name},
            "needed": team.staff_min,
        }
        | payload,
    )


@transaction.atomic
def save_team(
    team: VideoTeam | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> VideoTeam:
    """Enter a team or correct one. Raises InvalidInput with all faults, StaleVersion."""
    row = locked(team, version) if team else VideoTeam()
    faults: list[FieldError] = []
    assign(row, said, _PLAIN)
    own_agency(row, said, viewer, faults)
    if not row.name.strip():
        faults.append(fault("name", "required", _("This must be said.")))
    if (row.staff_from is None) != (row.staff_to is None):
        faults.append(fault("staff_to", "pair", _("Say both hours, or neither: round the clock.")))
    if not 1 <= row.staff_min <= 20:
        faults.append(fault("staff_min", "out_of_range", _("From 1 to %(most)s.") % {"most": 20}))
    refuse(faults)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        message = _("The agency has a team of this name.")
        raise InvalidInput(message, errors=[fault("name", "taken", message)]) from error
    record(by, team_fact("team_added" if team is None else "team_changed", row))
    return row


@transaction.atomic
def take_desk(team: VideoTeam, *, officer: Officer) -> DeskSitting:
    """An officer sits down at a desk; at another she sat at, she does not sit any more.

    Raises IllegalStep for a team that is no longer there or a desk she sits at.
    """
    row = locked(team)
    if not row.is_active:
        raise IllegalStep(_("This team has ended."))
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    now = timezone.now()
    held = DeskSitting.objects.filter(officer=officer, left_at__isnull=True)
    before = held.select_related("team__agency").first()
    if before is not None and before.team_id == row.pk:
        raise IllegalStep(_("You sit at this desk already."))
    facts = [_leave(before, now, officer)] if before else []
    made = DeskSitting.objects.create(team=row, officer=officer, came_at=now)
    facts += _settled(row, now)
    badge = officer.badge_number
    record(officer.as_actor(), *facts, team_fact("desk_taken", row, badge=badge))
    return made


@transaction.atomic
def leave_desk(*, officer: Officer) -> DeskSitting:
    """The officer leaves the desk she sits at. Raises IllegalStep where she sits at none."""
    held = DeskSitting.objects.select_for_update(of=("self",)).filter(officer=officer)
    row = held.filter(left_at__isnull=True).select_related("team__agency").first()
    if row is None:
        raise IllegalStep(_("You sit at no desk."))
    record(officer.as_actor(), _leave(row, timezone.now(), officer))
    return row


def _leave(row: DeskSitting, now: datetime, officer: Officer, *, by_clock: bool = False) -> Fact:
    row.left_at, row.is_ended_by_clock = now, by_clock
    row.save(update_fields=["left_at", "is_ended_by_clock"])
    minutes = int((now - row.came_at).total_seconds()) // 60
    badge = officer.badge_number
    return team_fact("desk_left", row.team, badge=badge, minutes=minutes, by_clock=by_clock)


@transaction.atomic
def watch_desks(*, now: datetime) -> None:
    """End sittings nobody ended, and say once when a desk has too few for too long."""
    teams = VideoTeam.objects.select_for_update(of=("self",), skip_locked=True)
    facts: list[Fact] = []
    for team in teams.select_related("agency").order_by("pk"):
        oldest = now - timedelta(hours=rule_of(team.agency.path).sitting_h)
        open_ones = team.sittings.filter(left_at__isnull=True, came_at__lt=oldest)
        for row in open_ones.select_related("officer", "team__agency"):
            facts.append(_leave(row, now, row.officer, by_clock=True))
        facts += _settled(team, now)
    record(PLATFORM, *facts)


def _settled(team: VideoTeam, now: datetime) -> list[Fact]:
    """Keep the gap of a desk as it is now; facts where something is to be told."""
    present = team.sittings.filter(left_at__isnull=True).count()
    gap = team.gaps.filter(until__isnull=True).first()
    is_short = team.is_active and is_staffed(team, now) and present < team.staff_min
    if not is_short:
        return _closed(gap, team, now) if gap else []
    if gap is None:
        gap = DeskGap.objects.create(team=team, since=now, needed=team.staff_min, present=present)
    return _told(gap, team, now, present)


def _closed(gap: DeskGap, team: VideoTeam, now: datetime) -> list[Fact]:
    if gap.told_at is None:  # too short to be one
        gap.delete()
        return []
    gap.until = now
    gap.save(update_fields=["until"])
    return [team_fact("desk_staffed", team, minutes=int((now - gap.since).total_seconds()) // 60)]


def _told(gap: DeskGap, team: VideoTeam, now: datetime, present: int) -> list[Fact]:
    waited = now - gap.since >= timedelta(minutes=rule_of(team.agency.path).empty_min)
    if gap.told_at is not None or not waited:
        return []
    gap.told_at, gap.present = now, present
    gap.save(update_fields=["told_at", "present"])
    return [team_fact("desk_empty", team, present=present, since=gap.since.isoformat())]


@transaction.atomic
def set_rule(
    agency: Agency, *, by: Actor, valid_from: date | None = None, **said: int
) -> VideoRule:
    """How long desks may be empty and rounds be late, from a day on. Raises InvalidInput."""
    day = valid_from or timezone.localdate()
    faults = [
        fault(name, "out_of_range", _("From 1 to %(most)s.") % {"most": most})
        for name, most in NUMBERS.items()
        if not 1 <= said[name] <= most
    ]
    if day < timezone.localdate():
        faults.append(fault("valid_from", "past", _("A rule holds from today on at the earliest.")))
    refuse(faults)
    VideoRule.objects.filter(agency=agency, valid_from__lt=day, valid_to__isnull=True).update(
        valid_to=day
    )
    numbers = {name: said[name] for name in NUMBERS}
    row, _made = VideoRule.objects.update_or_create(agency=agency, valid_from=day, defaults=numbers)
    fact = Fact(
        kind="video.round_rule_changed",
        subject_type="video_rule",
        subject_id=str(row.pk),
        agency_path=agency.path,
        payload={**numbers, "valid_from": day.isoformat()},
    )
    record(by, fact)
    return row
