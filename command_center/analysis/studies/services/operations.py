"""The room of a joint operation: opened, kept, closed with a report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.studies import cites, numbers
from command_center.analysis.studies.models import (
    CaseSeries,
    Operation,
    OperationEntry,
    OperationMember,
    Study,
)
from command_center.analysis.studies.services.shared import expect, fact, wanted
from grid.errors import FieldError, IllegalStep, NotAllowed
from grid.ledger import obligations
from grid.ledger.obligations import OPEN
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse

State = Operation.State
Act = OperationEntry.Act


def enter(
    row: Operation, by: Officer, act: str, text: str = "", at: datetime | None = None
) -> OperationEntry:
    """A line in the log; `at` where it was so before now."""
    now = timezone.now()
    return OperationEntry.objects.create(
        operation=row,
        act=act,
        at=at or now,
        written_at=now,
        by=by.as_actor().label,
        text=text.strip()[:2000],
    )


def is_member(row: Operation, officer: Officer) -> bool:
    """Whether the officer is in the room now."""
    return row.members.filter(officer=officer, left_at__isnull=True).exists()


def may_lead(row: Operation, officer: Officer) -> bool:
    """Whether the officer leads the room: by name, or of its agency or one above."""
    return row.leader_id == officer.pk or row.agency.path.startswith(officer.agency_path)


def led(row: Operation, by: Officer, version: int | None, *states: str) -> Operation:
    """The open room, held by who leads it; raises NotAllowed, StaleVersion, IllegalStep."""
    if not may_lead(row, by):
        raise NotAllowed(_("Only the leader of the operation or her agency does this."))
    current = locked(row, version)
    expect(current, *(states or (State.OPEN,)))
    return current


@transaction.atomic
def open_operation(*, by: Officer, **said: Any) -> Operation:
    """Open a room; who opens it leads it and is its first member.

    `said` holds title and aim, and may hold agency (code), case_numbers, study and series
    (numbers). Raises InvalidInput.
    """
    row = Operation(agency=by.agency, leader=by, opened_by=by.as_actor().label)
    faults: list[FieldError] = []
    own_agency(row, said, by, faults)
    series = _linked(CaseSeries, "series", said, by, faults)
    row.study = _linked(Study, "study", said, by, faults)
    if series is not None and not said.get("case_numbers"):
        said["case_numbers"] = list(series.case_numbers)
    faults += _written(row, said, by)
    refuse(faults)
    row.number = numbers.next_number(numbers.OPERATION)
    row.save()
    if series is not None:
        CaseSeries.objects.filter(pk=series.pk).update(operation=row)
    lead = OperationMember.Trade.LEAD
    OperationMember.objects.create(operation=row, officer=by, trade=lead)
    enter(row, by, Act.OPENED)
    record(by.as_actor(), fact("operation_opened", row, cases=len(row.case_numbers)))
    return row


def _linked(
    kind: Any, field: str, said: Mapping[str, Any], by: Officer, faults: list[FieldError]
) -> Any:
    number = said.get(field)
    if not number:
        return None
    found = kind.objects.visible_to(by).filter(number=number).first()
    if found is None:
        message = _("Nothing in your area has these numbers: %(numbers)s.")
        faults.append(fault(field, "unknown", message % {"numbers": number}))
    return found


def _written(row: Operation, said: Mapping[str, Any], by: Officer) -> list[FieldError]:
    known = list(row.case_numbers)
    assign(row, said, ("title", "aim", "case_numbers"))
    row.case_numbers = list(dict.fromkeys(row.case_numbers))
    faults = wanted(title=row.title, aim=row.aim)
    return faults + cites.case_faults("case_numbers", row.case_numbers, by, known=known)


@transaction.atomic
def change_operation(
    row: Operation, *, by: Officer, version: int | None = None, **said: Any
) -> Operation:
    """Change title, aim or cases of an open room."""
    current = led(row, by, version)
    names = ("title", "aim", "case_numbers")
    before = {name: getattr(current, name) for name in names}
    refuse(_written(current, said, by))
    current.save()
    changed = [name for name in names if getattr(current, name) != before[name]]
    enter(current, by, Act.CHANGED, ", ".join(changed))
    record(by.as_actor(), fact("operation_changed", current, fields=changed))
    return current


@transaction.atomic
def note(
    row: Operation, *, by: Officer, text: str, at: datetime | None = None, version: int = 0
) -> OperationEntry:
    """Write in the log; a member of the room, while it is open, never of times to come.

    `version` is taken and not used: lines of several writers do not clash.
    """
    faults = wanted(text=text)
    if at is not None and at > timezone.now():
        faults.append(fault("at", "future", _("This lies in the future.")))
    refuse(faults)
    inside(row, by)
    made = enter(row, by, Act.NOTE, text, at)
    record(by.as_actor(), fact("operation_noted", row))
    return made


def inside(row: Operation, by: Officer) -> None:
    """Raise NotAllowed for who is no member, IllegalStep for a closed room."""
    if not is_member(row, by):
        raise NotAllowed(_("Only members write in the room."))
    if Operation.objects.filter(pk=row.pk, state=State.CLOSED).exists():
        raise IllegalStep(_("The operation is closed."), state=State.CLOSED)


@transaction.atomic
def close_operation(
    row: Operation, *, by: Officer, report: str, version: int | None = None
) -> Operation:
    """Close the room with its report; no task may be open. Raises also InvalidInput.

    Invitations that nobody has answered are taken back.
    """
    current = led(row, by, version)
    faults = wanted(report=report)
    open_ = current.tasks.filter(state__in=OPEN).count()
    if open_:
        message = _("Tasks are still open: %(count)s. Finish them or take them back.")
        faults.append(fault("report", "open_tasks", message % {"count": open_}))
    refuse(faults)
    current.state, current.report = State.CLOSED, report.strip()
    current.closed_at, current.closed_by = timezone.now(), by.as_actor().label
    current.save()
    for invitation in current.invitations.filter(state__in=OPEN):
        obligations.cancel(invitation, by.as_actor(), reason=_("The operation is closed."))
    enter(current, by, Act.CLOSED)
    record(by.as_actor(), fact("operation_closed", current, cases=len(current.case_numbers)))
    return current


@transaction.atomic
def reopen_operation(
    row: Operation, *, by: Officer, reason: str, version: int | None = None
) -> Operation:
    """Open a closed room again, with the reason; its report stays until it is closed anew."""
    refuse(wanted(reason=reason) + nameless("reason", reason))
    current = led(row, by, version, State.CLOSED)
    current.state, current.closed_at, current.closed_by = State.OPEN, None, ""
    current.save()
    enter(current, by, Act.REOPENED, reason)
    record(by.as_actor(), fact("operation_reopened", current, reason=reason))
    return current
