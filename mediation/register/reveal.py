"""A dispute in clear: its parties against purpose, case and reason; its story for those at work.

Both leave a line in the access register, in the transaction that gives the words out.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import NotAllowed
from grid.ledger.access import note_access
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse
from grid.rights import Right
from grid.scope import Viewer
from mediation.register import may_see, private
from mediation.register.models import Dispute, DisputeReveal

VALID_FOR: Final = timedelta(minutes=30)
MANY_AN_HOUR: Final = 20
SHORTEST_REASON: Final = 10
_REQUIRED: Final = (("purpose", 1), ("case_number", 1), ("reason", SHORTEST_REASON))


def works_on(viewer: Viewer, dispute: Dispute) -> bool:
    """Whether the viewer registered it, leads it, or was given it to mediate."""
    return Dispute.objects.filter(may_see.worked_on(viewer), pk=dispute.pk).exists()


def may_ask(viewer: Viewer, dispute: Dispute) -> bool:
    """Whether the viewer may ask to see the parties of this dispute."""
    if works_on(viewer, dispute):
        return True
    if Right.DISPUTE_REVEAL not in viewer.rights:
        return False
    return not dispute.is_closed_door or Right.DISPUTE_SENSITIVE in viewer.rights


@transaction.atomic
def reveal_parties(
    dispute: Dispute, *, by: Officer, purpose: str, case_number: str, reason: str
) -> dict[str, Any]:
    """Give parties and story in clear for half an hour, and write who saw them and why.

    Raises NotAllowed for whoever may not ask, InvalidInput for a missing purpose or case and for
    a reason under ten characters.
    """
    if not may_ask(by, dispute):
        raise NotAllowed(_("This dispute is for those who work on it and their leaders."))
    said = {
        "purpose": purpose.strip(),
        "case_number": case_number.strip(),
        "reason": reason.strip(),
    }
    refuse(
        [
            fault(name, "too_short", _("At least %(least)s characters.") % {"least": least})
            for name, least in _REQUIRED
            if len(said[name]) < least
        ]
    )
    actor = by.as_actor()
    known = list(dispute.parties.all())
    said = {name: private.veil(text, known) for name, text in said.items()}
    leave = _leave(dispute, actor, is_asked=True)
    fields = [*private.FIELDS, "narrative"]
    _note(dispute, actor, fields=fields, **said)
    record(actor, *_facts(dispute, actor, said["reason"]))
    return {
        "parties": [private.clear(party) for party in known],
        "narrative": dispute.narrative,
        "valid_until": leave.valid_until,
    }


def leave_until(dispute: Dispute, officer: Officer) -> datetime | None:
    """Until when this officer may read the parties in clear; None where she may not."""
    return _last(dispute, officer, is_asked=True)


@transaction.atomic
def look(dispute: Dispute, officer: Officer) -> bool:
    """Whether the officer may read what is written about the dispute: at work on it, or with leave.

    A look of somebody at work is a line of the access register, one in half an hour.
    """
    if leave_until(dispute, officer):
        return True
    if not works_on(officer, dispute):
        return False
    if _last(dispute, officer, is_asked=False) is None:
        actor = officer.as_actor()
        _leave(dispute, actor, is_asked=False)
        said = {"purpose": "mediation", "reason": "works on this dispute"}
        _note(dispute, actor, fields=["narrative"], case_number=dispute.number, **said)
    return True


def story_for(dispute: Dispute, officer: Officer) -> str | None:
    """The narrative for whoever works on the dispute or has leave; None for everybody else."""
    if not dispute.narrative and not leave_until(dispute, officer):
        return None
    return dispute.narrative if look(dispute, officer) else None


def _last(dispute: Dispute, officer: Officer, *, is_asked: bool) -> datetime | None:
    rows = dispute.reveals.filter(
        officer_id=str(officer.pk), is_asked=is_asked, valid_until__gt=timezone.now()
    )
    found: datetime | None = (
        rows.order_by("-valid_until").values_list("valid_until", flat=True).first()
    )
    return found


def _leave(dispute: Dispute, actor: Actor, *, is_asked: bool) -> DisputeReveal:
    now = timezone.now()
    return DisputeReveal.objects.create(
        dispute=dispute,
        officer_id=actor.id,
        is_asked=is_asked,
        revealed_at=now,
        valid_until=now + VALID_FOR,
    )


def _note(dispute: Dispute, actor: Actor, *, fields: list[str], **said: str) -> None:
    note_access(
        actor,
        operation="consultation",
        subject_type="dispute",
        subject_id=dispute.number,
        agency_path=dispute.agency.path,
        fields=fields,
        **said,
    )


def _facts(dispute: Dispute, actor: Actor, reason: str) -> list[Fact]:
    """The reveal, and once per officer and hour that there were too many."""
    now = timezone.now()
    revealed = Fact(
        kind="disputes.revealed",
        subject_type="dispute",
        subject_id=dispute.number,
        subject_version=dispute.version,
        agency_path=dispute.agency.path,
        payload={"number": dispute.number, "by": actor.label},
        reason=reason,
    )
    lately = DisputeReveal.objects.filter(
        officer_id=actor.id, is_asked=True, revealed_at__gt=now - timedelta(hours=1)
    ).count()
    if lately <= MANY_AN_HOUR:
        return [revealed]
    excess = Fact(
        kind="disputes.reveal_excess",
        subject_type="officer",
        subject_id=actor.id,
        agency_path=dispute.agency.path,
        priority=2,
        payload={"by": actor.label, "reveals_in_an_hour": lately},
        dedupe_key=f"dispute_reveal_excess:{actor.id}:{now:%Y%m%d%H}",
    )
    return [revealed, excess]
