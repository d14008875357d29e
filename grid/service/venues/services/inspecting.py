"""Inspecting a venue: every line of its checklist answered, a hazard for each that is not met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse
from grid.service.acting import moment_faults, text_faults
from grid.service.venues.models import (
    Checklist,
    ChecklistItem,
    FoundIn,
    Inspection,
    InspectionAnswer,
    Venue,
)
from grid.service.venues.rulebook import checklist_of
from grid.service.venues.services.hazards import report_hazard
from grid.service.venues.services.shared import venue_fact
from grid.territory.placing import point_said

Verdict = InspectionAnswer.Verdict
MOST_PEOPLE: Final = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one line was answered with; `done` of `of` where it asks for a share.

    `hazard` is what is wrong in words (default: the line itself), `rectify_by` its deadline,
    `reports` whether a hazard is made of a line that is not met.
    """

    item: int
    verdict: str = ""
    done: int | None = None
    of: int | None = None
    note: str = ""
    hazard: str = ""
    rectify_by: datetime | None = None
    reports: bool = True


@transaction.atomic
def inspect(
    venue: Venue, *, by: Officer, answers: Sequence[Answer], at: datetime, **said: Any
) -> Inspection:
    """Keep an inspection and report a hazard for each line that is not met.

    `said` may hold kind, note, cases, people, lng, lat, crs, error_m, notice_number. Raises
    InvalidInput naming every line that was not answered or cannot be so.
    """
    faults = moment_faults("at", at) + text_faults("note", said.get("note", ""))
    checklist = checklist_of(venue.agency.path, venue.kind_id, timezone.localdate(at))
    if checklist is None:
        message = _("There is no checklist for this kind of venue on that day.")
        refuse([fault("venue", "no_checklist", message)])
        raise AssertionError
    items = {item.pk: item for item in checklist.items.all()}
    rows = _answered(items, answers, faults)
    position = point_said(said, faults)
    refuse(faults)
    met, missed = _counted(rows, Verdict.MET), _counted(rows, Verdict.MISSED)
    made = Inspection.objects.create(
        venue=venue,
        checklist=checklist,
        kind=said.get("kind") or Inspection.Kind.ROUTINE,
        at=at,
        inspector=by,
        position=position,
        error_m=said.get("error_m"),
        met=met,
        missed=missed,
        cases=said.get("cases") or 0,
        people=said.get("people") or 0,
        note=said.get("note", "").strip(),
    )
    _keep_answers(made, rows)
    _seen(venue, at)
    hazards = _hazards(made, rows, items, by, said)
    record(by.as_actor(), _fact(made, checklist, hazards))
    return made


def _counted(rows: Sequence[Answer], verdict: str) -> int:
    return sum(row.verdict == verdict for row in rows)


def _answered(
    items: Mapping[int, ChecklistItem], answers: Sequence[Answer], faults: list[FieldError]
) -> list[Answer]:
    """Every line once, a share with the verdict its counts give."""
    given = {answer.item: answer for answer in answers}
    if len(given) != len(answers) or set(given) - set(items):
        message = _("An answer is given twice, or to a line that is not on this checklist.")
        faults.append(fault("answers", "unknown_line", message))
    rows = []
    for key, item in items.items():
        answer = given.get(key)
        if answer is None:
            message = _("Not answered: %s") % item.text
            faults.append(fault(f"answers/{key}", "required", message))
            continue
        faults += text_faults(f"answers/{key}", answer.note, most=200)
        rows.append(_judged(item, answer, faults))
    return rows


def _judged(item: ChecklistItem, answer: Answer, faults: list[FieldError]) -> Answer:
    if item.answered_by == ChecklistItem.Answer.YES_NO or answer.verdict == Verdict.NONE:
        if answer.verdict not in Verdict.values:
            message = _("Not answered: %s") % item.text
            faults.append(fault(f"answers/{item.pk}", "required", message))
        return Answer(**_said(answer) | {"done": None, "of": None})
    if answer.done is None or not answer.of or not 0 <= answer.done <= answer.of:
        message = _("Say how many of how many: %s") % item.text
        faults.append(fault(f"answers/{item.pk}", "share", message))
        return answer
    verdict = Verdict.MET if answer.done == answer.of else Verdict.MISSED
    return Answer(**_said(answer) | {"verdict": verdict})


def _said(answer: Answer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in Answer.__slots__}


def _keep_answers(made: Inspection, rows: Sequence[Answer]) -> None:
    InspectionAnswer.objects.bulk_create(
        InspectionAnswer(
            inspection=made,
            item_id=row.item,
            verdict=row.verdict,
            done=row.done,
            of=row.of,
            note=row.note.strip(),
        )
        for row in rows
    )


def _seen(venue: Venue, at: datetime) -> None:
    """The newest inspection counts, in whatever order they are sent."""
    last = Greatest(Coalesce(F("last_inspected_at"), Value(at)), Value(at))
    Venue.objects.filter(pk=venue.pk).update(last_inspected_at=last)


def _hazards(
    made: Inspection,
    rows: Sequence[Answer],
    items: Mapping[int, ChecklistItem],
    by: Officer,
    said: Mapping[str, Any],
) -> list[str]:
    """Numbers of the hazards reported for lines that are not met."""
    wrong = [row for row in rows if row.verdict == Verdict.MISSED and row.reports]
    return [
        report_hazard(
            by=by,
            venue=made.venue,
            item=items[row.item],
            inspection=made,
            text=row.hazard.strip() or row.note.strip() or items[row.item].text,
            level=items[row.item].level,
            found_in=FoundIn.INSPECTION,
            found_at=made.at,
            rectify_by=row.rectify_by,
            notice_number=said.get("notice_number", ""),
        ).number
        for row in wrong
    ]


def _fact(made: Inspection, checklist: Checklist, hazards: list[str]) -> Any:
    return venue_fact(
        "venue_inspected",
        made.venue,
        inspection=made.pk,
        checklist=checklist.pk,
        inspector=made.inspector.badge_number,
        at=made.at.isoformat(),
        met=made.met,
        missed=made.missed,
        hazards=hazards[:50],
    )
