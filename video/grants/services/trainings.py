"""Trainings in the use of video: recorded by another officer, withdrawn with a reason."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, NotAllowed
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, locked, nameless, refuse
from video.grants.models import TrainingRecord
from video.grants.services.asking import SHORTEST

LONGEST: Final = timedelta(days=3 * 366)  # a training is repeated at least every three years


@transaction.atomic
def record_training(
    *, by: Officer, badge_number: str, course: str, passed_on: date, valid_to: date
) -> TrainingRecord:
    """Record that an officer of the recorder's area passed a training; no score is kept.

    Raises InvalidInput with every fault; nobody records her own.
    """
    rows = Officer.objects.visible_to(by).filter(badge_number=badge_number.strip(), is_active=True)
    officer = rows.select_related("agency").first()
    faults = [*nameless("course", course)]
    if officer is None:
        message = _("There is no such officer in your area.")
        faults.append(fault("badge_number", "unknown", message))
    elif officer.pk == by.pk:
        faults.append(fault("badge_number", "own", _("Another officer records your training.")))
    if len(course.strip()) < SHORTEST:
        faults.append(fault("course", "too_short", _("At least 4 characters.")))
    if passed_on > timezone.localdate():
        faults.append(fault("passed_on", "future", _("This day has not come yet.")))
    if valid_to < passed_on:
        faults.append(fault("valid_to", "order", _("It ends after it begins.")))
    elif valid_to - passed_on > LONGEST:
        faults.append(fault("valid_to", "too_long", _("At most three years.")))
    refuse(faults)
    assert officer is not None
    made = TrainingRecord.objects.create(
        officer=officer, course=course.strip(), passed_on=passed_on, valid_to=valid_to,
        recorded_by=by,
    )  # fmt: skip
    record(by.as_actor(), _fact("training_recorded", made))
    return made


@transaction.atomic
def withdraw_training(
    training: TrainingRecord, *, by: Officer, reason: str, version: int | None = None
) -> TrainingRecord:
    """Say that it does not hold any more; grants that rest on it open nothing from now on."""
    row = locked(training, version)
    if row.withdrawn_at is not None:
        raise IllegalStep(_("This step is not possible from here."))
    if row.officer_id == by.pk:
        raise NotAllowed(_("Another officer records your training."))
    if len(reason.strip()) < SHORTEST:
        refuse([fault("reason", "too_short", _("Say why in at least 4 characters."))])
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by.badge_number
    row.withdrawal = reason.strip()
    row.save()
    record(by.as_actor(), _fact("training_withdrawn", row, reason=row.withdrawal))
    return row


def _fact(kind: str, row: TrainingRecord, *, reason: str = "") -> Fact:
    return Fact(
        kind=f"video.{kind}",
        subject_type="video_training",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.officer.agency.path,
        payload={
            "officer": row.officer.badge_number,
            "course": row.course,
            "passed_on": str(row.passed_on),
            "valid_to": str(row.valid_to),
        },
        reason=reason,
    )
