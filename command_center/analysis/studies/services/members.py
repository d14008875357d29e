"""Who is in the room of a joint operation."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.studies.models import Operation, OperationEntry, OperationMember
from command_center.analysis.studies.services.operations import enter, led
from command_center.analysis.studies.services.shared import fact
from grid.ledger.obligations import OPEN
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse


@transaction.atomic
def remove_member(
    row: Operation, *, by: Officer, badge_number: str, version: int | None = None
) -> None:
    """Let a member go; not the leader, nor who still owes a task."""
    current = led(row, by, version)
    found = current.members.filter(officer__badge_number=badge_number, left_at__isnull=True)
    member = found.select_related("officer").first()
    faults = []
    if member is None:
        message = _("No member has this badge number.")
        faults = [fault("badge_number", "unknown", message)]
    elif member.officer_id == current.leader_id:
        faults = [fault("badge_number", "leader", _("The leader stays."))]
    elif member.tasks.filter(state__in=OPEN).exists():
        faults = [fault("badge_number", "owes", _("This member still owes a task."))]
    refuse(faults)
    assert member is not None
    current.save(update_fields=["version"])
    OperationMember.objects.filter(pk=member.pk).update(left_at=timezone.now())
    enter(current, by, OperationEntry.Act.LEFT, badge_number)
    record(by.as_actor(), fact("operation_left", current, badge_number=badge_number))
