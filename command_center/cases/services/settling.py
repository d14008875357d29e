"""How a case ends, and how that is taken back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.drafting import Reporter
from command_center.cases.models import Case
from command_center.cases.services.correcting import reason_faults
from command_center.cases.services.telling import held, keep_change, state_of
from grid.errors import FieldError, IllegalStep
from grid.organisation.writing import fault, refuse


@transaction.atomic
def solve_case(
    case: Case,
    *,
    by: Reporter,
    version: int | None,
    solved_on: date,
    result: str,
    channel: str = "screen",
) -> Case:
    """Say that it was solved, on which local day and by what it was (破案来源).

    Raises IllegalStep unless it is open, InvalidInput for a day before it happened or ahead.
    """
    row = _open(case, version)
    faults: list[FieldError] = []
    if solved_on > timezone.localdate():
        faults.append(fault("solved_on", "future", _("This day lies in the future.")))
    elif solved_on < timezone.localdate(row.occurred_from):
        message = _("It cannot be solved before it happened.")
        faults.append(fault("solved_on", "order", message))
    if not result or result not in Case.Result.values:
        faults.append(fault("result", "required", _("Say what led to the result.")))
    refuse(faults)
    changes = {"state": Case.State.SOLVED, "solved_on": solved_on, "result": result}
    return _settled(row, changes, by, what="solved", channel=channel)


@transaction.atomic
def withdraw_case(
    case: Case, *, by: Reporter, version: int | None, reason: str, channel: str = "screen"
) -> Case:
    """Say that it was no case after all (撤销案件); it stays in the counts of its day.

    Raises IllegalStep unless it is open, InvalidInput without a reason.
    """
    row = _open(case, version)
    refuse(reason_faults(reason))
    changes = {"state": Case.State.WITHDRAWN}
    return _settled(row, changes, by, what="withdrawn", reason=reason, channel=channel)


@transaction.atomic
def void_case(
    case: Case,
    *,
    by: Reporter,
    version: int | None,
    reason: str,
    duplicate_of: Case | None = None,
    channel: str = "screen",
) -> Case:
    """Take out of every count what was entered in error, say a second time.

    Raises IllegalStep where it is void already, InvalidInput without a reason or where the
    double is itself or void.
    """
    row = held(case, version)
    if row.state == Case.State.VOID:
        raise IllegalStep(_("This case was entered in error already."))
    faults = reason_faults(reason)
    if duplicate_of and (duplicate_of.pk == row.pk or duplicate_of.state == Case.State.VOID):
        faults.append(fault("duplicate_of", "invalid", _("Name the other case, one that holds.")))
    refuse(faults)
    changes = {"state": Case.State.VOID, "duplicate_of": duplicate_of}
    return _settled(row, changes, by, what="voided", reason=reason, channel=channel)


@transaction.atomic
def reopen_case(
    case: Case, *, by: Reporter, version: int | None, reason: str, channel: str = "screen"
) -> Case:
    """Take back that it was solved, withdrawn or entered in error.

    Raises IllegalStep where it is open, InvalidInput without a reason.
    """
    row = held(case, version)
    if row.state == Case.State.OPEN:
        raise IllegalStep(_("This case is open."))
    refuse(reason_faults(reason))
    changes = {"state": Case.State.OPEN, "solved_on": None, "result": "", "duplicate_of": None}
    return _settled(row, changes, by, what="reopened", reason=reason, channel=channel)


def _open(case: Case, version: int | None) -> Case:
    row = held(case, version)
    if row.state != Case.State.OPEN:
        message = _("This case is not open: %(state)s.")
        raise IllegalStep(message % {"state": row.get_state_display()})
    return row


def _settled(
    row: Case,
    changes: dict[str, Any],
    by: Reporter,
    *,
    what: str,
    reason: str = "",
    channel: str = "screen",
) -> Case:
    before = state_of(row)
    for name, value in changes.items():
        setattr(row, name, value)
    keep_change(row, before, actor=by.as_actor(channel=channel), what=what, reason=reason.strip())
    return row
