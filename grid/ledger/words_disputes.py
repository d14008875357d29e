"""What the facts of disputes say, in the reader's language."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

DISPUTE_ACTS: Final[dict[str, Any]] = {
    "disputes.registered": _("Dispute entered"),
    "disputes.changed": _("Dispute corrected"),
    "disputes.repeated": _("Dispute came up again"),
    "disputes.party_added": _("Party of a dispute added"),
    "disputes.party_changed": _("Party of a dispute corrected"),
    "disputes.party_removed": _("Party of a dispute taken out"),
    "disputes.call_noted": _("Call classed as a dispute"),
    "disputes.call_answered": _("Call classed as a dispute answered"),
    "disputes.revealed": _("Dispute shown in clear"),
    "disputes.reveal_excess": _("Disputes shown in clear unusually often"),
    "disputes.repeat_rule_set": _("Rule of repeated disputes set"),
    "disputes.graded": _("Dispute graded"),
    "disputes.lead_taken": _("Leader in charge of a dispute"),
    "disputes.visited": _("Visit for a dispute made"),
    "disputes.leaderless": _("Red dispute without a leader"),
    "disputes.duty_issued": _("Duty of a grade issued"),
    "disputes.duty_signed": _("Duty of a grade signed for"),
    "disputes.duty_done": _("Duty of a grade done"),
    "disputes.duty_returned": _("Duty of a grade given back"),
    "disputes.duty_cancelled": _("Duty of a grade taken back"),
    "disputes.duty_overdue": _("Duty of a grade overdue"),
    "disputes.grade_rule_set": _("Rule of a grade set"),
    "disputes.checklist_written": _("Risk checklist written"),
}
DISPUTE_SUBJECTS: Final[dict[str, Any]] = {
    "dispute": _("Dispute"),
    "dispute_call": _("Call classed as a dispute"),
    "repeat_rule": _("Rule of repeated disputes"),
    "gradeduty": _("Duty of a grade"),
    "grade_rule": _("Rule of a grade"),
    "risk_checklist": _("Risk checklist"),
}
