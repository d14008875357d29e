"""Which checkpoints stand on weak ground: instrument, sign, filing."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint

SOON_DAYS: Final = 30


def faulty(
    rows: QuerySet[Checkpoint], at: datetime | None = None
) -> list[tuple[Checkpoint, list[str]]]:
    """Built checkpoints in service or lapsed with what is wrong with each, the worst first."""
    at = at or timezone.now()
    built = rows.filter(is_active=True, built_on__lte=timezone.localdate(at))
    found = [(row, faults_of(row, at)) for row in built]
    wrong = [(row, faults) for row, faults in found if faults]
    return sorted(wrong, key=lambda pair: (-len(pair[1]), pair[0].valid_to or at, pair[0].code))


def faults_of(row: Checkpoint, at: datetime) -> list[str]:
    """What is wrong with its instrument, sign and filing, in words."""
    state = row.state_at(at)
    faults = []
    if state == "expired":
        faults.append(_("The instrument has ended; it is in no list of working checkpoints."))
    elif state == "waiting":
        faults.append(_("It is not opened under any instrument."))
    elif row.valid_to is not None and row.valid_to <= at + timedelta(days=SOON_DAYS):
        faults.append(_("The instrument ends within %(days)s days.") % {"days": SOON_DAYS})
    if not row.is_signed:
        faults.append(_("The public sign does not stand."))
    if not row.filing_number:
        faults.append(_("It is not filed."))
    return faults
