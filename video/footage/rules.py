"""How long approvers and copies have: the row of the nearest agency, or what holds without one."""

from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import nearest
from grid.organisation.models import Agency, Officer
from grid.scope import Viewer
from video.footage.models import FootageRule


class Times(NamedTuple):
    """Hours to decide and to review, days a copy may stay out and a case may wait."""

    decide_hours: int
    review_hours: int
    keep_days: int
    check_days: int


DEFAULT: Final = Times(decide_hours=8, review_hours=24, keep_days=30, check_days=3)


def times_of(agency_path: str) -> Times:
    """The times that hold for an agency today."""
    row = nearest(FootageRule, agency_path)
    if row is None:
        return DEFAULT
    return Times(row.decide_hours, row.review_hours, row.keep_days, row.check_days)


@transaction.atomic
def set_times(agency: Agency, *, by: Officer, times: Times) -> FootageRule:
    """From today on; what is already asked for or handed out keeps the deadline it was given."""
    today = timezone.localdate()
    earlier = FootageRule.objects.filter(agency=agency, valid_from__lt=today)
    earlier.in_force(today).update(valid_to=today)
    row, _is_new = FootageRule.objects.update_or_create(
        agency=agency,
        valid_from=today,
        defaults=times._asdict(),
        create_defaults=times._asdict() | {"valid_to": None},
    )
    fact = Fact(
        kind="footage.rule_changed",
        subject_type="footage_rule",
        subject_id=str(row.pk),
        agency_path=agency.path,
        payload=times._asdict(),
    )
    record(by.as_actor(), fact)
    return row


def in_force(viewer: Viewer) -> QuerySet[FootageRule]:
    """The rows in scope that hold today."""
    rows = FootageRule.objects.visible_to(viewer).in_force(timezone.localdate())
    return rows.select_related("agency")
