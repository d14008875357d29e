"""Who is in the room of a joint operation."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.studies.models import Operation, OperationEntry, OperationMember
from command_center.analysis.studies.services.operations import enter, led
from command_center.analysis.studies.services.shared import fact
from grid.errors import FieldError
from grid.ledger.obligations import OPEN
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse
from grid.rights import Right


@transaction.atomic
def add_member(
    row: Operation, *, by: Officer, badge_number: str, trade: str, version: int | None = None
) -> OperationMember:
    """Bring an officer in, of whatever agency; she must be one who may work in rooms.

    Raises InvalidInput, NotAllowed, StaleVersion, IllegalStep.
    """
    current = led(row, by, version)
    officer = Officer.objects.filter(badge_number=badge_number.strip(), is_active=True).first()
    refuse(_faults(current, officer))
    assert officer is not None
    current.save(update_fields=["version"])
    made = OperationMember.objects.create(operation=current, officer=officer, trade=trade)
    text = f"{officer.badge_number} {OperationMember.Trade(trade).label}"
    enter(current, by, OperationEntry.Act.JOINED, text)
    told = {"badge_number": officer.badge_number, "trade": trade}
    record(by.as_actor(), fact("operation_joined", current, **told))
    return made


def _faults(row: Operation, officer: Officer | None) -> list[FieldError]:
    if officer is None:
        return [fault("badge_number", "unknown", _("There is nobody with this badge number."))]
    if not officer.has_right(Right.OPERATION_WORK):
        message = _("The role of this officer does not work in joint operations.")
        return [fault("badge_number", "role", message)]
    if row.members.filter(officer=officer, left_at__isnull=True).exists():
        return [fault("badge_number", "twin", _("This officer is in the room already."))]
    return []


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
