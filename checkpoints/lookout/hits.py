"""What an officer makes of a hit: true or false, and what came of it."""

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.lookout.models import Hit
from checkpoints.lookout.services import By
from grid.errors import FieldError, InvalidInput, NotAllowed
from grid.ledger import obligations
from grid.organisation.models import ClientSystem

TRUE: Final = frozenset({Hit.Result.HANDED_OVER, Hit.Result.FOUND_SAFE, Hit.Result.PASSED_ON})


@transaction.atomic
def confirm(
    hit: Hit,
    *,
    by: By,
    result: str,
    note: str = "",
    incident_number: str = "",
    version: int | None = None,
    channel: str = "screen",
) -> Hit:
    """Say whether it was who or what is sought, and what came of it; said once.

    Equal numbers prove nothing: plates are cloned and documents lent, so an officer decides.
    Raises NotAllowed for a system, LostRace where another was first.
    """
    if isinstance(by, ClientSystem):
        raise NotAllowed(_("An officer decides this, not a system."))
    if result not in Hit.Result.values:
        message = _("Choose what it was.")
        fault = FieldError(pointer="/result", code="unknown", message=message)
        raise InvalidInput(message, errors=[fault])
    actor = by.as_actor(channel=channel)
    said: dict[str, Any] = {
        "is_true": result in TRUE,
        "result": result,
        "incident_number": incident_number.strip()[:20],
    }
    signed = obligations.sign(hit, actor, version=version)
    return obligations.finish(signed, actor, outcome=note.strip()[:400], **said)
