"""Roles with four eyes: one security administrator asks, another approves, either revokes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, LostRace, NotAllowed
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import NEEDS_TOTP, Role, compatible
from grid.organisation.services.sessions import end_all_sessions
from grid.organisation.services.sign_in import officer_fact
from grid.rights import Right


@transaction.atomic
def grant_role(
    officer: Officer, *, role: Role, by: Officer, valid_to: datetime | None = None
) -> RoleGrant:
    """Ask for a role; it gives nothing until another security administrator approves it.

    Raises NotAllowed without the right or for oneself, IllegalStep where the officer's roles,
    asked for or in force, exclude it or the end lies in the past.
    """
    _may(by, officer)
    officer = _locked(officer)
    now = timezone.now()
    if valid_to is not None and valid_to <= now:
        raise IllegalStep(_("The end lies in the past."))
    _check_compatible(officer, role, now=now)
    grant = RoleGrant.objects.create(
        officer=officer, role=role, valid_to=valid_to, granted_by=by.badge_number
    )
    record(by.as_actor(), officer_fact("organisation.role_granted", officer, role=role.value))
    return grant


@transaction.atomic
def approve_role(grant: RoleGrant, *, by: Officer) -> RoleGrant:
    """Put a role in force; sessions end where it asks for a second factor from now on.

    Raises NotAllowed for whoever asked for it, LostRace where it was approved or ended already.
    """
    _may(by, grant.officer)
    officer = _locked(grant.officer)
    now = timezone.now()
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.approved_by or (grant.valid_to and grant.valid_to <= now):
        raise LostRace(
            _("This role was decided already."), by=grant.approved_by or grant.revoked_by
        )
    if grant.granted_by == by.badge_number:
        raise NotAllowed(_("Whoever asks for a role cannot approve it."))
    _check_compatible(officer, Role(grant.role), now=now, leaving_out=grant)
    grant.approved_by = by.badge_number
    grant.valid_from = now
    grant.save(update_fields=["approved_by", "valid_from"])
    _after_change(officer, Role(grant.role))
    record(by.as_actor(), officer_fact("organisation.role_approved", officer, role=grant.role))
    return grant


@transaction.atomic
def revoke_role(grant: RoleGrant, *, by: Officer, reason: str) -> RoleGrant:
    """End a role at once, or refuse one that was asked for. Raises LostRace where it has ended."""
    _may(by, grant.officer)
    officer = _locked(grant.officer)
    now = timezone.now()
    ended = RoleGrant.objects.not_ended(now).filter(pk=grant.pk)
    if not ended.update(valid_to=now, revoked_by=by.badge_number):
        raise LostRace(_("This role has ended already."))
    grant.refresh_from_db()
    fact = officer_fact("organisation.role_revoked", officer, reason=reason, role=grant.role)
    record(by.as_actor(), fact)
    return grant


@transaction.atomic
def grant_at_the_console(officer: Officer, *, role: Role, by: Actor) -> RoleGrant:
    """Give a role from the server's console, for the first administrators of a deployment."""
    officer = _locked(officer)
    _check_compatible(officer, role, now=timezone.now())
    grant = RoleGrant.objects.create(
        officer=officer, role=role, granted_by="console", approved_by="installation"
    )
    record(by, officer_fact("organisation.role_approved", officer, role=role.value))
    return grant


def _may(by: Officer, officer: Officer) -> None:
    if not by.has_right(Right.ROLE_GRANT):
        raise NotAllowed(_("Your role does not allow this."))
    if by.pk == officer.pk:
        raise NotAllowed(_("Nobody decides on their own roles."))


def _locked(officer: Officer) -> Officer:
    """The officer, locked: two grants at once could each be compatible and both not."""
    return (
        Officer.objects.select_for_update(of=("self",)).select_related("agency").get(pk=officer.pk)
    )


def _check_compatible(
    officer: Officer, role: Role, *, now: datetime, leaving_out: RoleGrant | None = None
) -> None:
    others = RoleGrant.objects.not_ended(now).filter(officer=officer)
    if leaving_out is not None:
        others = others.exclude(pk=leaving_out.pk)
    roles = frozenset(Role(grant.role) for grant in others)
    if role in roles:
        raise IllegalStep(_("This role is held or asked for already."))
    if not compatible(roles | {role}):
        raise IllegalStep(_("Administration and oversight cannot be held with any other role."))


def _after_change(officer: Officer, role: Role) -> None:
    """A session opened before the role has no second factor and the longer idle limit."""
    if role in NEEDS_TOTP:
        end_all_sessions(officer)
