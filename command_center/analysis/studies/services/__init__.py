"""Writing studies, rooms of joint operations and followed series."""

from command_center.analysis.studies.services.asking import ask_second, cancel_task, sign_task
from command_center.analysis.studies.services.following import (
    change_series,
    follow,
    judge_series,
    retire_model,
    save_model,
)
from command_center.analysis.studies.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from command_center.analysis.studies.services.members import remove_member
from command_center.analysis.studies.services.operations import (
    change_operation,
    close_operation,
    note,
    open_operation,
    reopen_operation,
)
from command_center.analysis.studies.services.tasks import (
    cancel_operation_task,
    finish_operation_task,
    give_task,
    sign_operation_task,
)
from command_center.analysis.studies.services.writing import (
    accept_study,
    change_study,
    open_study,
    remark,
    return_study,
    submit_study,
)

__all__ = [
    "accept_invitation",
    "accept_study",
    "ask_second",
    "cancel_operation_task",
    "cancel_task",
    "change_operation",
    "change_series",
    "change_study",
    "close_operation",
    "decline_invitation",
    "finish_operation_task",
    "follow",
    "give_task",
    "invite",
    "judge_series",
    "note",
    "open_operation",
    "open_study",
    "remark",
    "remove_member",
    "reopen_operation",
    "retire_model",
    "return_study",
    "save_model",
    "sign_operation_task",
    "sign_task",
    "submit_study",
    "withdraw_invitation",
]
