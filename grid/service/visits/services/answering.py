"""The answers to a campaign's questions: yes, no, a number or one of a list, never words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.organisation.writing import fault
from grid.service.visits.models import CampaignQuestion, Visit

MOST: Final = 100_000
Kind = CampaignQuestion.Kind


def answers_said(
    row: Visit, said: Mapping[str, Any], faults: list[FieldError]
) -> dict[str, bool | int | str]:
    """What is kept, by id of the question; where nobody was met nothing has to be answered."""
    if row.campaign is None:
        if said:
            message = _("Only a campaign asks questions.")
            faults.append(fault("answers", "not_asked", message))
        return {}
    questions = {str(q.pk): q for q in row.campaign.questions.all()}
    for key in sorted(set(map(str, said)) - set(questions)):
        message = _("The campaign has no such question.")
        faults.append(fault(f"answers/{key}", "unknown", message))
    kept: dict[str, bool | int | str] = {}
    for key, question in questions.items():
        given = said.get(key)
        if given in (None, ""):
            if question.is_required and row.outcome == Visit.Outcome.MET:
                faults.append(fault(f"answers/{key}", "required", _("This must be answered.")))
            continue
        value = _read(question, given)
        if value is None:
            faults.append(fault(f"answers/{key}", "invalid", _wanted(question)))
        else:
            kept[key] = value
    return kept


def _read(question: CampaignQuestion, given: Any) -> bool | int | str | None:
    if question.kind == Kind.YES_NO:
        return {"true": True, "yes": True, "false": False, "no": False}.get(str(given).lower())
    if question.kind == Kind.CHOICE:
        return str(given) if given in question.choices else None
    text = str(given)
    is_number = not isinstance(given, bool) and text.isascii() and text.isdigit()
    return int(text) if is_number and len(text) <= 6 and int(text) <= MOST else None


def _wanted(question: CampaignQuestion) -> str:
    if question.kind == Kind.YES_NO:
        return _("Answer yes or no.")
    if question.kind == Kind.CHOICE:
        return _("Choose one of the list.")
    return _("A whole number from 0 to %(most)s.") % {"most": MOST}
