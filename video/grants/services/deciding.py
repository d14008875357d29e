"""Deciding on a grant: another officer than the one who asked; ended early with a reason."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, NotAllowed, StaleVersion
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse
from video.grants.models import CameraGrant
from video.grants.services.asking import SHORTEST, untrained
from video.grants.services.telling import both_sides, fact

State = CameraGrant.State


@transaction.atomic
def approve(
    grant: CameraGrant, *, by: Officer, decision: str = "", version: int | None = None
) -> CameraGrant:
    """Open the cameras; raises NotAllowed for who asked or would hold it, InvalidInput for a
    holder without training or a time that is over, IllegalStep, StaleVersion.
    """
    _another(grant, by)
    today = timezone.localdate()
    faults = untrained(grant.holder, grant.grantee, today)
    if grant.valid_to < today:
        faults.append(fault("valid_to", "past", _("Its time is over. Ask anew.")))
    refuse(faults)
    changes = {"state": State.APPROVED, "approved_by": by, "decided_at": timezone.now()}
    changes["decision"] = decision.strip()
    _step(grant, (State.REQUESTED,), changes, version)
    record(by.as_actor(), *both_sides("grant_approved", grant))
    return grant


@transaction.atomic
def refuse_grant(
    grant: CameraGrant, *, by: Officer, decision: str, version: int | None = None
) -> CameraGrant:
    """Not open them, and say why."""
    _another(grant, by)
    _said("decision", decision)
    text = f"{by.badge_number}: {decision.strip()}"
    changes = {"state": State.REFUSED, "decided_at": timezone.now(), "decision": text}
    _step(grant, (State.REQUESTED,), changes, version)
    record(by.as_actor(), fact("grant_refused", grant, reason=decision.strip()))
    return grant


@transaction.atomic
def withdraw(grant: CameraGrant, *, by: Officer, version: int | None = None) -> CameraGrant:
    """Take it back before anybody has decided; only whoever asked may."""
    if by.pk != grant.asked_by_id:
        raise NotAllowed(_("Only whoever asked for it takes it back."))
    changes = {"state": State.WITHDRAWN, "ended_at": timezone.now()}
    _step(grant, (State.REQUESTED,), changes, version)
    record(by.as_actor(), fact("grant_withdrawn", grant))
    return grant


@transaction.atomic
def revoke(
    grant: CameraGrant, *, by: Officer, reason: str, version: int | None = None
) -> CameraGrant:
    """Close the cameras to the grantee from now on, with the reason; also a suspended grant."""
    _said("reason", reason)
    changes = {"state": State.REVOKED, "revoked_by": by, "ended_at": timezone.now()}
    changes["ending"] = reason.strip()
    _step(grant, (State.APPROVED, State.SUSPENDED), changes, version)
    record(by.as_actor(), *both_sides("grant_revoked", grant, reason=reason.strip()))
    return grant


def _another(grant: CameraGrant, by: Officer) -> None:
    if by.pk == grant.asked_by_id:
        raise NotAllowed(_("Another officer than the one who asked decides."))
    if by.pk == grant.holder_id:
        raise NotAllowed(_("Whoever is to hold a grant does not decide on it."))


def _said(name: str, text: str) -> None:
    if len(text.strip()) < SHORTEST:
        refuse([fault(name, "too_short", _("Say why in at least 4 characters."))])


def _step(
    grant: CameraGrant,
    allowed: tuple[str, ...],
    changes: dict[str, Any],
    version: int | None,
) -> None:
    """Compare and set: of two who decide at once one wins."""
    rows = CameraGrant.objects.filter(pk=grant.pk, state__in=allowed)
    rows = rows if version is None else rows.filter(version=version)
    won = rows.update(**changes, version=F("version") + 1)
    grant.refresh_from_db()
    if not won and grant.state in allowed:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, your_version=version, current_version=grant.version)
    if not won:
        raise IllegalStep(_("This step is not possible from here."), state=grant.state)
