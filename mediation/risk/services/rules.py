"""Writing the rules: a checklist's next version, what a grade asks for from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.risk.models import GradeRule, RiskChecklist, RiskItem

HOURS: Final = ("deadline_hours", "assign_hours", "consent_hours", "session_hours")
MAYBE: Final = ("visit_hours", "leader_hours", "escalate_hours")
SAID: Final = (*HOURS, *MAYBE, "visit_rank", "level")
LONGEST_H: Final = 24 * 366
MOST_ITEMS: Final = 60


@transaction.atomic
def set_grade_rule(*, by: By, grade: str, valid_from: date, **said: Any) -> GradeRule:
    """Give the own agency and all below it what a grade asks for, from a day on.

    `said`: the hours, visit_rank and level of `GradeRule`. What held before stays readable.
    Raises InvalidInput for hours out of range or a day that is past.
    """
    faults = _of_day(valid_from)
    if grade not in Dispute.Grade.values:
        faults.append(fault("grade", "unknown", _("There is no such grade.")))
    faults += [f for name in (*HOURS, *MAYBE) for f in _of_hours(name, said.get(name))]
    refuse(faults)
    Agency.objects.select_for_update(no_key=True).get(pk=by.agency.pk)
    mine = GradeRule.objects.filter(agency=by.agency, grade=grade)
    mine.filter(valid_from__gte=valid_from).delete()
    mine.in_force(valid_from).update(valid_to=valid_from)
    kept: dict[str, Any] = {name: said[name] for name in SAID if name in said}
    row = GradeRule.objects.create(agency=by.agency, grade=grade, valid_from=valid_from, **kept)
    told = {"grade": grade, "valid_from": valid_from.isoformat(), **kept}
    record(by.as_actor(), _fact("grade_rule_set", "grade_rule", row.pk, by, told))
    return row


@transaction.atomic
def write_checklist(
    *,
    by: By,
    name: str,
    valid_from: date,
    scores: Mapping[str, int],
    items: Sequence[Mapping[str, Any]],
) -> RiskChecklist:
    """The own agency's next checklist, from a day on; what was graded keeps the one of its day.

    `scores`: red_from, orange_from, yellow_from; `items`: code, text, text_en, weight, floor, sign.
    Raises InvalidInput with all faults.
    """
    refuse(_of_day(valid_from) + _of_scores(scores) + _of_items(items))
    Agency.objects.select_for_update(no_key=True).get(pk=by.agency.pk)
    mine = RiskChecklist.objects.filter(agency=by.agency)
    number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    mine.filter(valid_from__gte=valid_from, assessments__isnull=True).delete()
    mine.in_force(valid_from).update(valid_to=valid_from)
    actor = by.as_actor()
    row = RiskChecklist.objects.create(
        agency=by.agency,
        name=name.strip(),
        number=number,
        valid_from=valid_from,
        written_by=actor.label,
        **scores,
    )
    RiskItem.objects.bulk_create(
        RiskItem(checklist=row, rank=rank, **item) for rank, item in enumerate(items, start=1)
    )
    told = {"number": number, "valid_from": valid_from.isoformat(), "items": len(items), **scores}
    record(actor, _fact("checklist_written", "risk_checklist", row.pk, by, told))
    return row


def _of_day(day: date) -> list[FieldError]:
    if day >= timezone.localdate():
        return []
    return [fault("valid_from", "past", _("From today on or later."))]


def _of_hours(name: str, hours: int | None) -> list[FieldError]:
    if hours is None or 1 <= hours <= LONGEST_H:
        return []
    return [fault(name, "out_of_range", _("From one hour to a year."))]


def _of_scores(scores: Mapping[str, int]) -> list[FieldError]:
    if scores["red_from"] > scores["orange_from"] > scores["yellow_from"] > 0:
        return []
    message = _("Red asks for more points than orange, orange for more than yellow.")
    return [fault("red_from", "order", message)]


def _of_items(items: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    codes = [item.get("code") for item in items]
    faults = []
    if not 1 <= len(items) <= MOST_ITEMS:
        faults.append(fault("items", "count", _("From 1 to 60 items.")))
    if len(set(codes)) != len(codes):
        faults.append(fault("items", "twice", _("Two items have the same code.")))
    return faults


def _fact(kind: str, subject: str, key: int, by: By, told: Mapping[str, Any]) -> Fact:
    return Fact(
        kind=f"disputes.{kind}",
        subject_type=subject,
        subject_id=str(key),
        agency_path=by.agency_path,
        payload=dict(told),
    )
