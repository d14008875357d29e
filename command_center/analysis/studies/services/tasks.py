"""Tasks of a joint operation: given to a member, signed for, done or taken back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.studies.models import Operation, OperationEntry, OperationTask
from command_center.analysis.studies.services.operations import enter, inside, led
from command_center.analysis.studies.services.shared import wanted
from grid.errors import NotAllowed
from grid.ledger import obligations
from grid.ledger.obligations import Order
from grid.organisation.models import Officer
from grid.organisation.writing import fault, nameless, refuse


@transaction.atomic
def give_task(
    row: Operation,
    *,
    by: Officer,
    badge_number: str,
    title: str,
    due_at: datetime,
    text: str = "",
    version: int | None = None,
) -> OperationTask:
    """Give a member a task by a moment; it stands on the order board of her agency."""
    current = led(row, by, version)
    member = current.members.filter(officer__badge_number=badge_number, left_at__isnull=True)
    found = member.select_related("officer__agency").first()
    faults = wanted(title=title) + nameless("text", text)
    if found is None:
        faults.append(fault("badge_number", "unknown", _("No member has this badge number.")))
    if due_at <= timezone.now():
        faults.append(fault("due_at", "past", _("This moment is over.")))
    refuse(faults)
    assert found is not None
    current.save(update_fields=["version"])
    order = Order(
        owner_path=found.officer.agency_path,
        title=title.strip()[:120],
        subject_type="operation",
        subject_id=current.number,
        due_at=due_at,
    )
    fields = {"operation": current, "member": found, "text": text.strip()}
    enter(current, by, OperationEntry.Act.TASK, f"{badge_number} {title}")
    return obligations.issue(OperationTask, by.as_actor(), order, **fields)


def _owner(task: OperationTask, by: Officer) -> None:
    """Raise NotAllowed for who is neither the member nor leads the room."""
    inside(task.operation, by)
    if by.pk not in (task.member.officer_id, task.operation.leader_id):
        raise NotAllowed(_("Only the member whose task it is does this."))


@transaction.atomic
def sign_operation_task(
    task: OperationTask, *, by: Officer, version: int | None = None
) -> OperationTask:
    """Sign for it."""
    _owner(task, by)
    return obligations.sign(task, by.as_actor(), version=version)


@transaction.atomic
def finish_operation_task(
    task: OperationTask, *, by: Officer, outcome: str, version: int | None = None
) -> OperationTask:
    """Say it is done and what came of it; what was not signed for is, by that."""
    refuse(wanted(outcome=outcome))
    _owner(task, by)
    actor = by.as_actor()
    if task.state == OperationTask.State.ISSUED:
        task = obligations.sign(task, actor, version=version)
        version = None
    enter(task.operation, by, OperationEntry.Act.DONE, f"{task.title}: {outcome}")
    return obligations.finish(task, actor, outcome=outcome.strip(), version=version)


@transaction.atomic
def cancel_operation_task(
    task: OperationTask, *, by: Officer, reason: str, version: int | None = None
) -> OperationTask:
    """Take it back, with the reason; who leads the room."""
    refuse(wanted(reason=reason))
    led(task.operation, by, None)
    enter(task.operation, by, OperationEntry.Act.CANCELLED, f"{task.title}: {reason}")
    return obligations.cancel(task, by.as_actor(), reason=reason.strip(), version=version)
