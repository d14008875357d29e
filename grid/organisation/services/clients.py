"""Client systems: created with a token shown once, revoked at once."""

from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_network
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, LostRace
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.tokens import digest, new_token
from grid.rights import Right

LONGEST_DAYS: Final = 365
# What a system may be given; persons are never revealed to one, nor does it administer.
SCOPES: Final = frozenset(
    {
        Right.INCIDENT_READ,
        Right.INCIDENT_REPORT,
        Right.INCIDENT_WORK,
        Right.INCIDENT_IMPORT,
        Right.ALERT_READ,
        Right.ALERT_HANDLE,
        Right.HELP_CALL,
        Right.EVENTS_READ,
        Right.OBLIGATION_READ,
        Right.TERRITORY_READ,
        Right.ORGANISATION_READ,
        Right.WEBHOOK_MANAGE,
        Right.UNIT_READ,
        Right.UNIT_STATUS,
        Right.POSITION_SEND,
        Right.SHIFT_READ,
        Right.PATROL_READ,
        Right.PATROL_WALK,
        Right.DISPATCH_READ,
        Right.DISPATCH_ASSIGN,
        Right.ORDER_READ,
        Right.ORDER_ISSUE,
        Right.ORDER_SIGN,
        Right.FIGURES_READ,
        Right.CHECKPOINT_READ,
        Right.DUTY_REPORT,
        Right.CHECK_COUNT,
        Right.NOTICE_READ,
        Right.NOTICE_CHECK,
        Right.HIT_CONFIRM,  # to acknowledge notices; a hit is confirmed by officers alone
        Right.CONTAINMENT_READ,
        Right.CONTAINMENT_WORK,
        Right.CAMERA_READ,
        Right.CAMERA_MANAGE,
        Right.CAMERA_SIGN,
        Right.ALARM_PRESS,
        Right.REPAIR_REPORT,
        Right.SERVICE_READ,
        Right.VISIT_WRITE,
        Right.INSPECTION_WORK,
        Right.FEED_SEND,
        Right.DISPUTE_READ,
        Right.DISPUTE_REPORT,
        Right.DISPUTE_COUNT,
        Right.CASE_READ,
        Right.CASE_WRITE,
        Right.CASE_IMPORT,
        Right.ANALYSIS_READ,
    }
)


@transaction.atomic
def create_client(
    *,
    name: str,
    agency: Agency,
    scopes: Sequence[str],
    owner: str,
    by: Actor,
    networks: Sequence[str] = (),
    days: int = LONGEST_DAYS,
) -> tuple[ClientSystem, str]:
    """Create a client system of an agency; answers it and its token, shown once.

    `networks` are CIDR blocks it may call from, none meaning any; `days` is at most 365.
    Raises InvalidInput naming each field at fault.
    """
    _check(scopes=scopes, networks=networks, days=days)
    token = new_token()
    client = ClientSystem.objects.create(
        name=name.strip(),
        agency=agency,
        scopes=sorted(set(scopes)),
        allowed_networks=[str(ip_network(n, strict=False)) for n in networks],
        owner=owner.strip(),
        token_digest=digest(token),
        token_hint=token[-4:],
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(by, _fact("organisation.client_created", client))
    return client, token


@transaction.atomic
def revoke_client(client: ClientSystem, *, by: Actor, reason: str) -> ClientSystem:
    """End a client's token at once. Raises LostRace where it was revoked already."""
    now = timezone.now()
    if not ClientSystem.objects.filter(pk=client.pk, revoked_at=None).update(revoked_at=now):
        raise LostRace(_("This token is revoked already."))
    client.refresh_from_db()
    record(by, _fact("organisation.client_revoked", client, reason=reason))
    return client


def _check(*, scopes: Sequence[str], networks: Sequence[str], days: int) -> None:
    errors: list[FieldError] = []
    unknown = sorted(set(scopes) - SCOPES)
    if unknown or not scopes:
        allowed = ", ".join(sorted(SCOPES))
        errors.append(_error("scopes", _("Choose from: %(allowed)s") % {"allowed": allowed}))
    if not 1 <= days <= LONGEST_DAYS:
        errors.append(_error("days", _("A token is valid for 1 to 365 days.")))
    for network in networks:
        if not _is_network(network):
            message = _("%(network)s is not a network.") % {"network": network}
            errors.append(_error("networks", message))
    if errors:
        raise InvalidInput(errors[0]["message"], errors=errors)


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _error(field: str, message: str) -> FieldError:
    return {"pointer": f"/{field}", "code": "invalid", "message": message}


def _fact(kind: str, client: ClientSystem, *, reason: str = "") -> Fact:
    return Fact(
        kind=kind,
        subject_type="client",
        subject_id=str(client.pk),
        agency_path=client.agency_path,
        subject_version=client.version,
        payload={"name": client.name, "scopes": list(client.scopes)},
        reason=reason,
    )
