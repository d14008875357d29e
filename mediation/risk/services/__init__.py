"""Every write of the grading of disputes."""

from mediation.risk.services.assessing import assess, regrade
from mediation.risk.services.duties import duties_over, end_needless, mark_overdue
from mediation.risk.services.escalating import tell_escalations
from mediation.risk.services.leading import may_lead, note_visit, take_lead, unfit_words
from mediation.risk.services.rules import set_grade_rule, write_checklist

__all__ = [
    "assess",
    "duties_over",
    "end_needless",
    "mark_overdue",
    "may_lead",
    "note_visit",
    "regrade",
    "set_grade_rule",
    "take_lead",
    "tell_escalations",
    "unfit_words",
    "write_checklist",
]
