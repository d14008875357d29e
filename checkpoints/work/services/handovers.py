"""One shift of a checkpoint gives to the next: both sign, and nothing is closed by it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import PostHandover, PostShift
from checkpoints.work.selectors.open_matters import open_matters
from checkpoints.work.services.shared import fault, refuse, text_faults
from grid.errors import IllegalStep, NotAllowed
from grid.ledger import obligations
from grid.ledger.obligations import OPEN, Order
from grid.organisation.models import Officer

TO_SIGN: Final = timedelta(minutes=30)
NEAR: Final = timedelta(hours=2)  # so long before and after a shift one belongs to it


@transaction.atomic
def give_post(
    checkpoint: Checkpoint,
    *,
    by: Officer,
    note: str = "",
    equipment: Sequence[Mapping[str, Any]] = (),
) -> PostHandover:
    """Sign as the one who leaves: what is open is counted now, the equipment as it is said.

    `equipment` holds {name, quantity, state}. Raises NotAllowed for who is not of the shift,
    IllegalStep while an earlier handover waits for its second signature.
    """
    Checkpoint.objects.select_for_update(no_key=True).get(pk=checkpoint.pk)
    if not _is_of_shift(checkpoint, by):
        raise NotAllowed(_("Only somebody of this shift hands it over."))
    waiting = PostHandover.objects.filter(checkpoint=checkpoint, state__in=OPEN).first()
    if waiting is not None:
        raise IllegalStep(_("A handover waits for its second signature."), id=waiting.pk)
    faults = text_faults("note", note)
    if len(equipment) > 100:
        faults.append(fault("equipment", "count", _("At most 100 lines.")))
    refuse(faults)
    order = Order(
        owner_path=checkpoint.agency.path,
        title=_("Handover of %(shift)s") % {"shift": checkpoint.name},
        subject_type="checkpoint",
        subject_id=checkpoint.code,
        due_at=timezone.now() + TO_SIGN,
    )
    made = obligations.issue(
        PostHandover,
        by.as_actor(),
        order,
        checkpoint=checkpoint,
        note=note.strip(),
        equipment=[dict(line) for line in equipment],
        open_matters=open_matters(checkpoint),
        given_by=by.badge_number,
    )
    return obligations.sign(made, by.as_actor())


@transaction.atomic
def take_post(
    handover: PostHandover, *, by: Officer, remarks: str = "", version: int | None = None
) -> PostHandover:
    """Sign as the one who takes over; raises NotAllowed for the same person or another's shift."""
    if by.badge_number == handover.given_by:
        raise NotAllowed(_("Two people sign a handover."))
    if not _is_of_shift(handover.checkpoint, by):
        raise NotAllowed(_("Only somebody of the next shift takes it over."))
    refuse(text_faults("remarks", remarks))
    outcome = remarks.strip() or _("Taken over.")
    return obligations.finish(handover, by.as_actor(), outcome=outcome, version=version)


def _is_of_shift(checkpoint: Checkpoint, officer: Officer) -> bool:
    now = timezone.now()
    return PostShift.objects.filter(
        checkpoint=checkpoint,
        officer=officer,
        struck_at__isnull=True,
        starts_at__lte=now + NEAR,
        ends_at__gt=now - NEAR,
    ).exists()
