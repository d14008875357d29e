"""Asking officers into the room of a joint operation, and their answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from command_center.analysis.studies.models import (
    Operation,
    OperationEntry,
    OperationInvitation,
    OperationMember,
)
from command_center.analysis.studies.services.operations import enter, led
from command_center.analysis.studies.services.shared import expect, fact, wanted
from grid.errors import FieldError, NotAllowed
from grid.ledger import obligations
from grid.ledger.obligations import OPEN, Order
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, nameless, refuse
from grid.rights import Right

MOST_AT_ONCE = 50
Act = OperationEntry.Act


@transaction.atomic
def invite(
    row: Operation,
    *,
    by: Officer,
    badge_numbers: Sequence[str],
    due_at: datetime,
    version: int | None = None,
    **told: Any,
) -> list[OperationInvitation]:
    """Ask officers, of whatever agency, to answer by a moment; all of them or none.

    `told` may hold trade and text. Each must be one who may work in rooms and is neither in it nor
    asked already. Raises InvalidInput, NotAllowed, StaleVersion, IllegalStep.
    """
    current = led(row, by, version)
    badges = list(dict.fromkeys(one.strip() for one in badge_numbers if one.strip()))
    found = Officer.objects.filter(badge_number__in=badges, is_active=True)
    officers = {one.badge_number: one for one in found.select_related("agency")}
    faults = _faults(current, badges, officers) + nameless("text", told.get("text", ""))
    if due_at <= timezone.now():
        faults.append(fault("due_at", "past", _("This moment is over.")))
    refuse(faults)
    current.save(update_fields=["version"])
    trade = OperationMember.Trade(told.get("trade", OperationMember.Trade.OTHER))
    kept = {"operation": current, "trade": trade, "text": told.get("text", "").strip()}
    orders = [
        (_order(current, officers[badge], due_at), kept | {"officer": officers[badge]})
        for badge in badges
    ]
    enter(current, by, Act.INVITED, f"{', '.join(badges)} {trade.label}")
    return obligations.issue_many(OperationInvitation, by.as_actor(), orders)


def _order(row: Operation, officer: Officer, due_at: datetime) -> Order:
    told = {"number": row.number, "badge": officer.badge_number}
    return Order(
        owner_path=officer.agency_path,
        title=_("Joint operation %(number)s: answer of %(badge)s") % told,
        subject_type="operation",
        subject_id=row.number,
        due_at=due_at,
    )


def _faults(
    row: Operation, badges: Sequence[str], officers: dict[str, Officer]
) -> list[FieldError]:
    """Every fault of every officer asked, each said with her badge number."""
    if not badges:
        return [fault("badge_numbers", "required", _("Choose at least one officer."))]
    if len(badges) > MOST_AT_ONCE:
        message = _("At most %(most)s officers at once.") % {"most": MOST_AT_ONCE}
        return [fault("badge_numbers", "many", message)]
    inside = set(_badges(row.members.filter(left_at__isnull=True)))
    asked = set(_badges(row.invitations.filter(state__in=OPEN)))
    faults = []
    for badge in badges:
        code, message = _fault(badge, officers.get(badge), inside, asked)
        if code:
            faults.append(fault("badge_numbers", code, f"{badge}: {message}"))
    return faults


def _badges(rows: Any) -> Any:
    return rows.values_list("officer__badge_number", flat=True)


def _fault(
    badge: str, officer: Officer | None, inside: set[str], asked: set[str]
) -> tuple[str, str]:
    if officer is None:
        return "unknown", _("There is nobody with this badge number.")
    if not officer.has_right(Right.OPERATION_WORK):
        return "role", _("The role of this officer does not work in joint operations.")
    if badge in inside:
        return "twin", _("This officer is in the room already.")
    return ("asked", _("This officer is asked already.")) if badge in asked else ("", "")


def _mine(row: OperationInvitation, by: Officer) -> None:
    """Raise NotAllowed for who is not the officer asked, IllegalStep where the room is closed."""
    if row.officer_id != by.pk:
        raise NotAllowed(_("Only the officer who is asked answers."))
    expect(Operation.objects.select_for_update().get(pk=row.operation_id), Operation.State.OPEN)


@transaction.atomic
def accept_invitation(
    row: OperationInvitation, *, by: Officer, version: int | None = None
) -> OperationMember:
    """Come in: from now on she is a member. Raises NotAllowed, IllegalStep, StaleVersion."""
    _mine(row, by)
    actor = by.as_actor()
    signed = obligations.sign(row, actor, version=version)
    obligations.finish(signed, actor, outcome=pgettext("invitation", "Accepted"))
    room = row.operation
    made = OperationMember.objects.create(operation=room, officer=by, trade=row.trade)
    enter(room, by, Act.JOINED, f"{by.badge_number} {OperationMember.Trade(row.trade).label}")
    told = {"badge_number": by.badge_number, "trade": row.trade}
    record(actor, fact("operation_joined", room, **told))
    return made


@transaction.atomic
def decline_invitation(
    row: OperationInvitation, *, by: Officer, reason: str, version: int | None = None
) -> OperationInvitation:
    """Stay out, with the reason; the room shows her nothing. Raises also InvalidInput."""
    refuse(wanted(reason=reason))
    _mine(row, by)
    enter(row.operation, by, Act.DECLINED, f"{by.badge_number}: {reason}")
    return obligations.return_(row, by.as_actor(), reason=reason.strip(), version=version)


@transaction.atomic
def withdraw_invitation(
    row: OperationInvitation, *, by: Officer, reason: str, version: int | None = None
) -> OperationInvitation:
    """Take it back before it is answered, with the reason; who leads the room."""
    refuse(wanted(reason=reason))
    room = led(row.operation, by, None)
    enter(room, by, Act.WITHDRAWN, f"{row.officer.badge_number}: {reason}")
    return obligations.cancel(row, by.as_actor(), reason=reason.strip(), version=version)
