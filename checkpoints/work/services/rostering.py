"""Who stands where: rostered, come, gone, struck; one day copied to another; shifts handed over."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint, PostKind
from checkpoints.work.models import PostShift
from checkpoints.work.rulebook import rule_of
from checkpoints.work.services.shared import SHORTEST_REASON, fact, fault, refuse, text_faults
from grid.errors import DomainError, IllegalStep, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer

LONGEST: Final = timedelta(hours=24)
EARLIEST: Final = timedelta(hours=2)  # one may come so long before the shift begins


class RestTooShort(DomainError):
    """Too few hours since or until her other shift; a named override is possible."""

    code = "rest_too_short"
    status = 409


@transaction.atomic
def roster(
    checkpoint: Checkpoint,
    *,
    by: Actor,
    post: str,
    starts_at: datetime,
    ends_at: datetime,
    **said: Any,
) -> PostShift:
    """Put somebody on a post for a time.

    `said` holds officer or name, and may hold agency (who sends her; that of the officer or the
    checkpoint), role and rest_override (why she serves unrested). Raises InvalidInput,
    RestTooShort (409).
    """
    officer: Officer | None = said.get("officer")
    name = str(said.get("name", "")).strip()
    agency: Agency = said.get("agency") or (officer.agency if officer else checkpoint.agency)
    faults = _span_faults(starts_at, ends_at) + text_faults("name", name)
    if not PostKind.objects.filter(code=post).exists():
        faults.append(fault("post", "unknown", _("There is no such post.")))
    if (officer is None) == (not name):
        message = _("Give the badge of an officer or the name of somebody without account.")
        faults.append(fault("badge", "either", message))
    refuse(faults)
    override = str(said.get("rest_override", "")).strip()
    if officer is not None:
        Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
        _check_rest(officer, checkpoint, (starts_at, ends_at), override)
    row = PostShift.objects.create(
        checkpoint=checkpoint,
        post_id=post,
        agency=agency,
        role=said.get("role") or PostShift.Role.OFFICER,
        officer=officer,
        name=name,
        starts_at=starts_at,
        ends_at=ends_at,
        rest_override=override,
        recorded_by=by.label,
    )
    record(by, _fact("post_rostered", row, reason=override))
    return row


def _span_faults(starts_at: datetime, ends_at: datetime) -> list[Any]:
    if ends_at <= starts_at:
        return [fault("ends_at", "order", _("It must end after it begins."))]
    if ends_at - starts_at > LONGEST:
        return [fault("ends_at", "too_long", _("A shift lasts at most 24 hours."))]
    return []


def _check_rest(
    officer: Officer, checkpoint: Checkpoint, span: tuple[datetime, datetime], override: str
) -> None:
    """Two shifts at once are never possible, two too near only by a named override."""
    own = PostShift.objects.filter(officer=officer, struck_at__isnull=True)
    if own.filter(starts_at__lt=span[1], ends_at__gt=span[0]).exists():
        refuse([fault("badge", "twice", _("She is rostered at that time already."))])
    rest = timedelta(hours=rule_of(checkpoint.agency.path).rest_hours)
    near = own.filter(starts_at__lt=span[1] + rest, ends_at__gt=span[0] - rest)
    if near.exists() and len(override) < SHORTEST_REASON:
        message = _("Less than %(hours)s hours of rest; say why she serves all the same.")
        raise RestTooShort(
            message % {"hours": rest // timedelta(hours=1)},
            errors=[fault("rest_override", "required", message % {"hours": rest.seconds // 3600})],
        )


@transaction.atomic
def copy_day(checkpoint: Checkpoint, *, by: Actor, source: date, target: date) -> list[PostShift]:
    """Roster everybody of one local day at the same times of another; those there are stay.

    Whoever would be unrested or is elsewhere then is left out. Raises InvalidInput for a day
    without a roster.
    """
    begins = timezone.make_aware(datetime.combine(source, datetime.min.time()))
    rows = PostShift.objects.filter(
        checkpoint=checkpoint,
        struck_at__isnull=True,
        starts_at__gte=begins,
        starts_at__lt=begins + timedelta(days=1),
    ).select_related("officer__agency", "agency", "checkpoint__agency")
    found = list(rows)
    if not found or source == target:
        refuse([fault("source", "empty", _("There is no roster to copy."))])
    made = [_copied(row, by, target - source) for row in found]
    return [row for row in made if row is not None]


def _copied(row: PostShift, by: Actor, later: timedelta) -> PostShift | None:
    same = {
        "checkpoint": row.checkpoint,
        "post_id": row.post_id,
        "officer": row.officer,
        "name": row.name,
    }
    starts = row.starts_at + later
    if PostShift.objects.filter(**same, starts_at=starts, struck_at__isnull=True).exists():
        return None
    try:
        with transaction.atomic():
            return roster(
                row.checkpoint,
                by=by,
                post=row.post_id,
                starts_at=starts,
                ends_at=row.ends_at + later,
                officer=row.officer,
                name=row.name,
                agency=row.agency,
                role=row.role,
            )
    except DomainError:
        return None


@transaction.atomic
def strike_shift(row: PostShift, *, by: Actor, version: int, reason: str) -> PostShift:
    """Take somebody off the roster; she stays readable there. Raises IllegalStep once she came."""
    current = _locked(row, version)
    if current.came_at is not None:
        raise IllegalStep(_("She came already; let her leave instead."))
    refuse(text_faults("reason", reason, least=SHORTEST_REASON))
    current.struck_at, current.struck_reason = timezone.now(), reason.strip()
    return _saved(current, by, "post_struck", reason=reason)


@transaction.atomic
def come(row: PostShift, *, by: Actor, version: int | None = None) -> PostShift:
    """Somebody comes on duty, now. Raises IllegalStep too early, after the end, or twice."""
    current, now = _locked(row, version), timezone.now()
    if current.came_at is not None:
        raise IllegalStep(_("She came already."), at=current.came_at)
    if not current.starts_at - EARLIEST <= now < current.ends_at:
        raise IllegalStep(_("From two hours before the shift until its end."))
    current.came_at = now
    return _saved(current, by, "post_came_on")


@transaction.atomic
def leave(row: PostShift, *, by: Actor, version: int | None = None) -> PostShift:
    """Somebody goes off duty, now. Raises IllegalStep for who has not come or has left."""
    current = _locked(row, version)
    if current.came_at is None or current.left_at is not None:
        raise IllegalStep(_("She is not on duty."))
    current.left_at = timezone.now()
    return _saved(current, by, "post_went_off")


def _locked(row: PostShift, version: int | None) -> PostShift:
    rows = PostShift.objects.select_for_update(of=("self",))
    current = rows.select_related("checkpoint__agency", "officer", "agency").get(pk=row.pk)
    if version is not None and current.version != version:
        raise StaleVersion(
            _("Somebody changed this since you read it."),
            your_version=version,
            current_version=current.version,
        )
    if current.struck_at is not None:
        raise IllegalStep(_("She was taken off this shift."))
    return current


def _saved(row: PostShift, by: Actor, kind: str, *, reason: str = "") -> PostShift:
    row.version += 1
    row.recorded_by = by.label
    row.save()
    record(by, _fact(kind, row, reason=reason))
    return row


def _fact(kind: str, row: PostShift, *, reason: str = "") -> Any:
    return fact(
        kind,
        row.checkpoint,
        ("post_shift", str(row.pk)),
        post=row.post_id,
        badge=row.badge,
        agency=row.agency.code,
        starts_at=row.starts_at.isoformat(),
        ends_at=row.ends_at.isoformat(),
        reason=reason,
    )
