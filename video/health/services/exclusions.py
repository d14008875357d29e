"""Exclusions: asked for by one officer, approved by another, ended early if all is well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, NotAllowed, StaleVersion
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import fault, refuse
from video.health.models import Exclusion
from video.health.services.numbers import next_number
from video.health.services.owing import owe_decision, settle_decision
from video.health.services.platforms import tree_of
from video.register.models import Camera, Platform

LONGEST: Final = timedelta(days=90)
BACK: Final = timedelta(days=31)  # a month that is closed is not mended afterwards
SHORTEST_NOTE: Final = 4
State = Exclusion.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be left out: single cameras, a platform with all below, or a whole agency."""

    cameras: Sequence[str] = ()
    platform: Platform | None = None
    agency: Agency | None = None


@transaction.atomic
def request_exclusion(
    *,
    by: Officer,
    target: Target,
    reason: str,
    note: str,
    span: tuple[datetime, datetime],
    document: str = "",
) -> Exclusion:
    """Ask that cameras do not count from `span[0]` to before `span[1]`.

    The cameras are those the target has now, in scope and standing. Raises InvalidInput naming
    each fault: unknown codes, no camera at all, a wrong or too long span, no reason in words.
    """
    _check(span, note)
    rows = _cameras(by, target)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        refuse([fault("cameras", "empty", _("No camera in your scope fits."))])
    made = Exclusion.objects.create(
        number=next_number("EX", Exclusion),
        agency=_agency(by, target, ids),
        platform=target.platform,
        covers=_covers(target, len(ids)),
        size=len(ids),
        reason=reason,
        note=note.strip(),
        document=document.strip(),
        starts_at=span[0],
        ends_at=span[1],
        requested_by=by.badge_number,
    )
    _list(made, ids)
    owe_decision(made, by=by)
    record(by.as_actor(), _fact("exclusion_requested", made))
    return made


@transaction.atomic
def approve_exclusion(
    exclusion: Exclusion, *, by: Officer, decision: str = "", version: int | None = None
) -> Exclusion:
    """Let it hold; raises NotAllowed for whoever asked, IllegalStep, StaleVersion."""
    if by.badge_number == exclusion.requested_by:
        raise NotAllowed(_("Another officer than the one who asked approves it."))
    return _decide(exclusion, by, State.APPROVED, decision, version)


@transaction.atomic
def refuse_exclusion(
    exclusion: Exclusion, *, by: Officer, decision: str, version: int | None = None
) -> Exclusion:
    """Not let it hold, and say why."""
    if len(decision.strip()) < SHORTEST_NOTE:
        refuse([fault("decision", "too_short", _("Say why in at least 4 characters."))])
    return _decide(exclusion, by, State.REFUSED, decision, version)


@transaction.atomic
def cancel_exclusion(exclusion: Exclusion, *, by: Officer, version: int | None = None) -> Exclusion:
    """Take it back before anybody has decided; only whoever asked may."""
    if by.badge_number != exclusion.requested_by:
        raise NotAllowed(_("Only whoever asked for it takes it back."))
    changes = {"state": State.CANCELLED, "decided_at": timezone.now()}
    return _step(exclusion, by, (State.REQUESTED,), changes, version=version)


@transaction.atomic
def end_exclusion(exclusion: Exclusion, *, by: Officer, version: int | None = None) -> Exclusion:
    """End it now, because the work is done or the power is back; raises IllegalStep when over."""
    now = timezone.now()
    if not exclusion.starts_at < now < exclusion.ends_at:
        raise IllegalStep(_("It does not hold now."), state=exclusion.state)
    return _step(exclusion, by, (State.APPROVED,), {"ends_at": now}, version=version)


def _check(span: tuple[datetime, datetime], note: str) -> None:
    starts_at, ends_at = span
    found = []
    if ends_at <= starts_at:
        found.append(fault("ends_at", "order", _("It ends after it begins.")))
    elif ends_at - starts_at > LONGEST:
        found.append(fault("ends_at", "too_long", _("At most 90 days; ask again for more.")))
    if starts_at < timezone.now() - BACK:
        found.append(fault("starts_at", "too_late", _("At most 31 days back.")))
    if len(note.strip()) < SHORTEST_NOTE:
        found.append(fault("note", "too_short", _("Say why in at least 4 characters.")))
    refuse(found)


def _cameras(by: Officer, target: Target) -> QuerySet[Camera]:
    rows = Camera.objects.visible_to(by).standing()
    if target.platform is not None:
        return rows.filter(platform__in=tree_of(target.platform))
    if target.agency is not None:
        return rows.filter(agency__path__startswith=target.agency.path)
    found = rows.filter(code__in=target.cameras)
    missing = sorted(set(target.cameras) - set(found.values_list("code", flat=True)))
    refuse(
        [
            fault("cameras", "unknown", _("There is no camera %s in your scope.") % code)
            for code in missing[:200]
        ]
    )
    return found


def _agency(by: Officer, target: Target, ids: Sequence[int]) -> Agency:
    """Whose exclusion it is: of the target, or of the one agency all its cameras are of."""
    if target.agency is not None:
        return target.agency
    if target.platform is not None:
        return target.platform.agency
    agencies = Agency.objects.filter(cameras__in=ids).distinct()[:2]
    return agencies[0] if len(agencies) == 1 else by.agency


def _covers(target: Target, size: int) -> str:
    if target.platform is not None:
        return target.platform.name
    if target.agency is not None:
        return target.agency.name
    return ", ".join(target.cameras[:3]) + (" …" if size > 3 else "")


def _list(exclusion: Exclusion, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO videohealth_excludedcamera (exclusion_id, camera_id)"
            " SELECT %s, unnest(%s::bigint[])",
            [exclusion.pk, ids],
        )


def _decide(
    exclusion: Exclusion, by: Officer, state: str, decision: str, version: int | None
) -> Exclusion:
    changes = {
        "state": state,
        "approved_by": by.badge_number if state == State.APPROVED else "",
        "decided_at": timezone.now(),
        "decision": decision.strip()
        if state == State.APPROVED
        else f"{by.badge_number}: {decision.strip()}"[:200],
    }
    return _step(exclusion, by, (State.REQUESTED,), changes, version=version)


def _step(
    exclusion: Exclusion,
    by: Officer,
    allowed: tuple[str, ...],
    changes: dict[str, object],
    *,
    version: int | None,
) -> Exclusion:
    rows = Exclusion.objects.filter(pk=exclusion.pk, state__in=allowed)
    rows = rows if version is None else rows.filter(version=version)
    won = rows.update(**changes, version=F("version") + 1)
    exclusion.refresh_from_db()
    if not won and exclusion.state in allowed:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, yours=version, current=exclusion.version)
    if not won:
        raise IllegalStep(_("This step is not possible from here."), state=exclusion.state)
    settle_decision(exclusion, by=by)
    word = "ended" if "ends_at" in changes else exclusion.state
    record(by.as_actor(), _fact(f"exclusion_{word}", exclusion))
    return exclusion


def _fact(kind: str, exclusion: Exclusion) -> Fact:
    return Fact(
        kind=f"video.{kind}",
        subject_type="exclusion",
        subject_id=exclusion.number,
        subject_version=exclusion.version,
        agency_path=exclusion.agency.path,
        payload={
            "number": exclusion.number,
            "covers": exclusion.covers,
            "cameras": exclusion.size,
            "reason": exclusion.reason,
            "starts_at": exclusion.starts_at.isoformat(),
            "ends_at": exclusion.ends_at.isoformat(),
            "is_afterwards": exclusion.requested_at > exclusion.starts_at,
            "requested_by": exclusion.requested_by,
            "approved_by": exclusion.approved_by,
        },
    )
