"""For whom an errand is run, in clear: against a purpose, for half an hour, on the register."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger.access import note_access
from grid.ledger.facts import Fact
from grid.ledger.models import AccessEntry
from grid.ledger.services import record
from grid.organisation.masking import mask_name, mask_phone
from grid.organisation.writing import fault, refuse
from grid.service.visits.models import Errand
from grid.service.visits.services.shared import By

VALID_FOR: Final = timedelta(minutes=30)
MANY_AN_HOUR: Final = 20
SHORTEST_REASON: Final = 4
PURPOSE: Final = "errand"
FIELDS: Final = ("client_name", "client_phone")


@transaction.atomic
def reveal_client(errand: Errand, *, by: By, reason: str) -> dict[str, Any]:
    """Give name and number in clear, and write who saw them and why in the same transaction.

    Raises InvalidInput for a reason under four characters.
    """
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        message = _("Give a reason of %(least)s characters or more.") % {"least": SHORTEST_REASON}
        refuse([fault("reason", "too_short", message)])
    actor = by.as_actor()
    note_access(
        actor,
        operation="consultation",
        subject_type="errand",
        subject_id=str(errand.pk),
        agency_path=errand.owner_path,
        fields=FIELDS,
        purpose=PURPOSE,
        case_number=errand.number,
        reason=said,
    )
    record(actor, *_excess(errand, actor.id, actor.label))
    return clear(errand)


def _excess(errand: Errand, actor_id: str, label: str) -> list[Fact]:
    """Once per officer and hour, that there were too many."""
    now = timezone.now()
    looks = AccessEntry.objects.filter(actor_id=actor_id, subject_type="errand", purpose=PURPOSE)
    lately = looks.filter(at__gt=now - timedelta(hours=1)).count()
    if lately <= MANY_AN_HOUR:
        return []
    return [
        Fact(
            kind="service.errand_reveal_excess",
            subject_type="officer",
            subject_id=actor_id,
            agency_path=errand.owner_path,
            priority=2,
            payload={"by": label, "reveals_in_an_hour": lately},
            dedupe_key=f"errand_reveal_excess:{actor_id}:{now:%Y%m%d%H}",
        )
    ]


def may_read(errand: Errand, by: By) -> bool:
    """Whether this reader's leave to see for whom it is run is still valid."""
    looks = AccessEntry.objects.filter(
        actor_id=by.as_actor().id, subject_type="errand", subject_id=str(errand.pk)
    )
    return looks.filter(purpose=PURPOSE, at__gt=timezone.now() - VALID_FOR).exists()


def clear(errand: Errand) -> dict[str, Any]:
    """Name and number as told; only for whoever `may_read`."""
    return {"name": errand.client_name or "", "phone": errand.client_phone or ""}


def client_of(errand: Errand, by: By | None = None) -> dict[str, Any]:
    """For whom it is run, masked unless `by` has a leave; `is_clear` says which."""
    if by is not None and may_read(errand, by):
        return clear(errand) | {"is_clear": True}
    name, phone = errand.client_name or "", errand.client_phone or ""
    return {"name": mask_name(name), "phone": mask_phone(phone), "is_clear": False}
