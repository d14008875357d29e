"""Writing the rules: targets that hold from a day on, the next version of a procedure."""

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.duty.models import DutyTarget, SopVersion
from checkpoints.duty.services.shared import By, fault
from checkpoints.register.models import Checkpoint, DutyLevel
from grid.errors import InvalidInput, NotAllowed
from grid.ledger.facts import Fact
from grid.ledger.services import record

LONGEST_S: Final = 24 * 3600


@transaction.atomic
def set_target(*, by: By, sign_s: int, ready_s: int, valid_from: date) -> DutyTarget:
    """Give the own agency its targets from a day on, today or later; what held before stays.

    Raises InvalidInput for seconds out of range or a day that is past.
    """
    faults = []
    if not 1 <= sign_s <= ready_s <= LONGEST_S:
        message = _("To sign comes before to be ready, and both within a day.")
        faults.append(fault("/ready_s", "out_of_range", message))
    if valid_from < timezone.localdate():
        message = _("From today on or later.")
        faults.append(fault("/valid_from", "past", message))
    if faults:
        raise InvalidInput(_("Nothing was changed."), errors=faults)
    mine = DutyTarget.objects.select_for_update().filter(agency=by.agency)
    mine.filter(valid_from__gte=valid_from).delete()
    mine.in_force(valid_from).update(valid_to=valid_from)
    row = DutyTarget.objects.create(
        agency=by.agency, sign_s=sign_s, ready_s=ready_s, valid_from=valid_from
    )
    payload = {"sign_s": sign_s, "ready_s": ready_s, "valid_from": valid_from.isoformat()}
    record(
        by.as_actor(),
        Fact(
            kind="checkpoints.duty_target_set",
            subject_type="duty_target",
            subject_id=str(row.pk),
            agency_path=by.agency_path,
            payload=payload,
        ),
    )
    return row


@transaction.atomic
def write_sop(
    *,
    by: By,
    level: DutyLevel,
    title: str,
    text: str,
    valid_from: date,
    checkpoint: Checkpoint | None = None,
) -> SopVersion:
    """The next version of the own agency's procedure of a level, or of a station's supplement.

    What stood before stays readable, and orders keep the version they were given by.
    """
    if checkpoint and not checkpoint.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("A checkpoint is outside your scope."))
    if valid_from < timezone.localdate():
        message = _("From today on or later.")
        raise InvalidInput(message, errors=[fault("/valid_from", "past", message)])
    DutyLevel.objects.select_for_update().get(pk=level.pk)  # numbers are given one at a time
    mine = SopVersion.objects.filter(agency=by.agency, level=level, checkpoint=checkpoint)
    number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    row = SopVersion.objects.create(
        agency=by.agency,
        level=level,
        checkpoint=checkpoint,
        number=number,
        title=title.strip(),
        text=text.strip(),
        valid_from=valid_from,
        written_by=by.as_actor().label,
    )
    payload = {
        "level": level.code,
        "number": number,
        "title": row.title,
        "checkpoint": checkpoint.code if checkpoint else None,
        "valid_from": valid_from.isoformat(),
    }
    record(
        by.as_actor(),
        Fact(
            kind="checkpoints.sop_written",
            subject_type="sop_version",
            subject_id=str(row.pk),
            agency_path=by.agency_path,
            payload=payload,
        ),
    )
    return row
