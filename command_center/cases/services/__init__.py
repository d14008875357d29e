"""Every write of the register of cases."""

from command_center.cases.services.correcting import correct_case
from command_center.cases.services.entering import enter_case, enter_drafts
from command_center.cases.services.settling import (
    reopen_case,
    solve_case,
    void_case,
    withdraw_case,
)

__all__ = [
    "correct_case",
    "enter_case",
    "enter_drafts",
    "reopen_case",
    "solve_case",
    "void_case",
    "withdraw_case",
]
