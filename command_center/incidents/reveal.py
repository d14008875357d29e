"""The caller in clear: against purpose, case and reason, for half an hour, on the register."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import services
from command_center.incidents.drafts import Reporter
from command_center.incidents.models import Incident, Reveal
from grid.ledger.access import note_access
from grid.ledger.facts import Fact
from grid.ledger.services import record

VALID_FOR: Final = timedelta(minutes=30)
MANY_AN_HOUR: Final = 20
SHORTEST_REASON: Final = 10
FIELDS: Final = ("caller_name", "caller_phone")


@transaction.atomic
def reveal_caller(
    incident: Incident,
    *,
    by: Reporter,
    purpose: str,
    case_number: str,
    reason: str,
    channel: str = "screen",
) -> dict[str, Any]:
    """Give name and number in clear, and write who saw them and why in the same transaction.

    Raises InvalidInput for a missing purpose or case and for a reason under ten characters.
    """
    for name, text in (("purpose", purpose), ("case_number", case_number)):
        if not text.strip():
            raise services.invalid(f"/{name}", "required", _("This field is required."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise services.invalid(
            "/reason", "too_short", _("Give a reason of ten characters or more.")
        )
    now = timezone.now()
    actor = by.as_actor(channel=channel)
    leave = Reveal.objects.create(
        incident=incident, officer_id=actor.id, revealed_at=now, valid_until=now + VALID_FOR
    )
    note_access(
        actor,
        operation="consultation",
        subject_type="incident",
        subject_id=incident.number,
        agency_path=incident.agency.path,
        fields=FIELDS,
        purpose=purpose.strip(),
        case_number=case_number.strip(),
        reason=reason.strip(),
    )
    record(actor, *_facts(incident, actor.id, actor.label, reason))
    return clear(incident) | {"valid_until": leave.valid_until}


def _facts(incident: Incident, officer_id: str, label: str, reason: str) -> list[Fact]:
    """The reveal, and once per officer and hour that there were too many."""
    now = timezone.now()
    revealed = Fact(
        kind="incidents.revealed",
        subject_type="incident",
        subject_id=incident.number,
        subject_version=incident.version,
        agency_path=incident.agency.path,
        payload={"number": incident.number, "by": label},
        reason=reason,
    )
    lately = Reveal.objects.filter(
        officer_id=officer_id, revealed_at__gt=now - timedelta(hours=1)
    ).count()
    if lately <= MANY_AN_HOUR:
        return [revealed]
    excess = Fact(
        kind="incidents.reveal_excess",
        subject_type="officer",
        subject_id=officer_id,
        agency_path=incident.agency.path,
        priority=2,
        payload={"by": label, "reveals_in_an_hour": lately},
        dedupe_key=f"reveal_excess:{officer_id}:{now:%Y%m%d%H}",
    )
    return [revealed, excess]


def may_read(incident: Incident, officer_id: str) -> bool:
    """Whether this officer's leave to read this caller is still valid."""
    return incident.reveals.filter(officer_id=officer_id, valid_until__gt=timezone.now()).exists()


def clear(incident: Incident) -> dict[str, Any]:
    """Name and number as told; only for whoever `may_read`."""
    return {"name": incident.caller_name or "", "phone": incident.caller_phone or ""}
