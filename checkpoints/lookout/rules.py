"""How long stations have: the row of the nearest agency, or what holds where none has one."""

from datetime import timedelta
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from checkpoints.lookout.models import LookoutRule
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import nearest
from grid.organisation.models import Agency, Officer


class Times(NamedTuple):
    """What a station has for each."""

    acknowledge: timedelta
    confirm: timedelta


DEFAULT: Final = Times(acknowledge=timedelta(minutes=30), confirm=timedelta(minutes=10))


def times_of(agency_path: str) -> Times:
    """The times that hold for an agency today."""
    row = nearest(LookoutRule, agency_path)
    if row is None:
        return DEFAULT
    return Times(timedelta(minutes=row.acknowledge_min), timedelta(minutes=row.confirm_min))


@transaction.atomic
def set_times(
    agency: Agency, *, by: Officer, acknowledge_min: int, confirm_min: int
) -> LookoutRule:
    """From today on; what is already issued keeps the deadline it was given."""
    today = timezone.localdate()
    rows = LookoutRule.objects.filter(agency=agency, valid_from__lt=today)
    rows.in_force(today).update(valid_to=today)
    row, _is_new = LookoutRule.objects.update_or_create(
        agency=agency,
        valid_from=today,
        defaults={"acknowledge_min": acknowledge_min, "confirm_min": confirm_min},
        create_defaults={
            "acknowledge_min": acknowledge_min,
            "confirm_min": confirm_min,
            "valid_to": None,
        },
    )
    payload = {"acknowledge_min": acknowledge_min, "confirm_min": confirm_min}
    record(
        by.as_actor(),
        Fact(
            kind="lookout.rule_changed",
            subject_type="lookout_rule",
            subject_id=str(row.pk),
            agency_path=agency.path,
            payload=payload,
        ),
    )
    return row
