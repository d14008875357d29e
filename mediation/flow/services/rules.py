"""The hours of the steps: a new row from a day on, the old one kept."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from mediation.flow.models import StepRule
from mediation.register.acting import By


@transaction.atomic
def set_step_rule(*, by: By, kind: str, hours: int, valid_from: date, grade: str = "") -> StepRule:
    """The hours of one step in the writer's area from a day on; never for days that are over."""
    if valid_from < timezone.localdate():
        refuse([fault("valid_from", "past", _("This lies in the past."))])
    key: dict[str, Any] = {
        "agency": by.agency,
        "kind": kind,
        "grade": grade,
        "valid_from": valid_from,
    }
    row, _made = StepRule.objects.update_or_create(**key, defaults={"hours": hours})
    fact = Fact(
        kind="disputes.step_rule_set",
        subject_type="step_rule",
        subject_id=str(row.pk),
        agency_path=by.agency_path,
        payload={"kind": kind, "grade": grade, "hours": hours, "valid_from": str(valid_from)},
    )
    record(by.as_actor(), fact)
    return row
