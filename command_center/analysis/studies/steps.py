"""The steps of studies and of joint operations, described once for page and address."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.analysis.studies import forms, services
from command_center.analysis.studies.models import Operation, OperationInvitation, Study
from command_center.analysis.studies.services.operations import is_member, may_lead
from grid.frame.steps import Step
from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.rights import Right

WRITE: Final = Right.STUDY_WRITE
LEAD: Final = Right.OPERATION_LEAD
WORK: Final = Right.OPERATION_WORK


def _step(route: str, label: Any, form: Any, service: Any, right: Right, **more: Any) -> Step:
    return Step(route=route, label=label, form=form, service=service, right=right, **more)


SUBMIT: Final = _step("study_submit", _("Hand it in"), forms.StepForm, services.submit_study, WRITE)
ACCEPT: Final = _step("study_accept", _("Accept it"), forms.JudgeForm, services.accept_study, WRITE)
RETURN: Final = _step(
    "study_return", _("Return it"), forms.ReturnForm, services.return_study, WRITE, danger=True
)
REMARK: Final = _step("study_remark", _("Remark"), forms.RemarkForm, services.remark, WRITE)
STUDY: Final = (SUBMIT, ACCEPT, RETURN, REMARK)

NOTE: Final = _step("operation_note", _("Write in the log"), forms.NoteForm, services.note, WORK)
GIVE: Final = _step("operation_give", _("Give a task"), forms.GiveForm, services.give_task, WORK)
LEAVE: Final = _step(
    "operation_leave", _("Let a member go"), forms.LeaveForm, services.remove_member, WORK
)
CLOSE: Final = _step(
    "operation_close", _("Close with a report"), forms.CloseForm, services.close_operation, LEAD,
    danger=True,
)  # fmt: skip
REOPEN: Final = _step(
    "operation_reopen", _("Open it again"), forms.ReasonForm, services.reopen_operation, LEAD,
    danger=True,
)  # fmt: skip
OPERATION: Final = (NOTE, GIVE, LEAVE, CLOSE, REOPEN)

COME_IN: Final = _step(
    "operation_invitation_accept",
    pgettext_lazy("invitation", "Accept"),
    forms.StepForm,
    services.accept_invitation,
    WORK,
)
STAY_OUT: Final = _step(
    "operation_invitation_decline", pgettext_lazy("invitation", "Decline"), forms.ReasonForm,
    services.decline_invitation, WORK, danger=True,
)  # fmt: skip
WITHDRAW: Final = _step(
    "operation_invitation_withdraw", pgettext_lazy("operation", "Take it back"), forms.ReasonForm,
    services.withdraw_invitation, WORK, danger=True,
)  # fmt: skip
INVITATION: Final = (COME_IN, STAY_OUT, WITHDRAW)

SIGN_TASK: Final = _step(
    "operation_task_sign", _("Sign for it"), forms.StepForm, services.sign_operation_task, WORK
)
FINISH_TASK: Final = _step(
    "operation_task_finish", _("It is done"), forms.OutcomeForm,
    services.finish_operation_task, WORK,
)  # fmt: skip
CANCEL_TASK: Final = _step(
    "operation_task_cancel", pgettext_lazy("operation", "Take it back"), forms.ReasonForm,
    services.cancel_operation_task, WORK, danger=True,
)  # fmt: skip
OPERATION_TASK: Final = (SIGN_TASK, FINISH_TASK, CANCEL_TASK)

STUDY_TASK_SIGN: Final = _step(
    "study_task_sign", _("Sign for it"), forms.StepForm, services.sign_task, WRITE
)
STUDY_TASK_CANCEL: Final = _step(
    "study_task_cancel", _("Take it back"), forms.ReasonForm, services.cancel_task, WRITE,
    danger=True,
)  # fmt: skip
STUDY_TASK: Final = (STUDY_TASK_SIGN, STUDY_TASK_CANCEL)


def of_study(row: Study, officer: Officer) -> list[Step]:
    """What this officer may do with a study as it stands."""
    found = [REMARK]
    if not row.agency.path.startswith(officer.agency_path):
        return found
    if row.state in (Study.State.OPEN, Study.State.RETURNED):
        found.insert(0, SUBMIT)
    if row.state == Study.State.SUBMITTED and row.author_id != officer.pk:
        found[:0] = [ACCEPT, RETURN]
    return found


def of_operation(row: Operation, officer: Officer) -> list[Step]:
    """What this officer may do in a room as it stands."""
    leads = may_lead(row, officer)
    if row.state == Operation.State.CLOSED:
        return [REOPEN] if leads else []
    found = [NOTE] if is_member(row, officer) else []
    return [*found, GIVE, LEAVE, CLOSE] if leads else found


def of_invitation(row: OperationInvitation, officer: Officer) -> list[Step]:
    """What this officer may do with an invitation as it stands."""
    if row.state not in OPEN:
        return []
    found = [COME_IN, STAY_OUT] if row.officer_id == officer.pk else []
    return [*found, WITHDRAW] if may_lead(row.operation, officer) else found
