"""What is done from the board to several faults at once; each is the act of another app."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import InvalidInput
from grid.organisation.models import Officer
from video.health.models import Exclusion
from video.health.services.exclusions import Target, request_exclusion
from video.repair import services as repairs
from video.repair.asking import contractor_of
from video.repair.models import WITH_FIRM, Ticket
from video.repair.selectors.tickets import tickets

MOST = 200


def merge(officer: Officer, numbers: Sequence[str]) -> Ticket:
    """Put these tickets under the one that is due first; it can be undone ticket by ticket.

    Raises InvalidInput where fewer than two are there to be merged.
    """
    rows = _tickets(officer, numbers)
    whole = [row for row in rows if row.parent_id is None]
    if len(whole) < 2:
        raise InvalidInput(_("Choose at least two faults that have a ticket of their own."))
    parent, *parts = whole
    return repairs.merge(parent, by=officer, tickets=parts)


@transaction.atomic
def change_due(officer: Officer, numbers: Sequence[str], *, due_at: datetime, reason: str) -> int:
    """Give these tickets another due time, all or none; answers how many."""
    rows = _tickets(officer, numbers)
    if not rows:
        raise InvalidInput(_("None of the chosen faults has a ticket."))
    for row in rows:
        repairs.change_due(row, by=officer, due_at=due_at, reason=reason)
    return len(rows)


@transaction.atomic
def remind(officer: Officer, numbers: Sequence[str]) -> int:
    """Tell the firms of these tickets that they wait for them, all or none; answers how many."""
    rows = [row for row in _tickets(officer, numbers) if row.stage in WITH_FIRM]
    if not rows:
        raise InvalidInput(_("None of the chosen faults waits for a firm."))
    for row in rows:
        repairs.remind(row, by=officer)
    return len(rows)


@transaction.atomic
def assign(officer: Officer, numbers: Sequence[str], *, contractor: str) -> int:
    """Give these tickets to another firm, all or none; answers how many."""
    rows = _tickets(officer, numbers)
    if not rows:
        raise InvalidInput(_("None of the chosen faults has a ticket."))
    firm = contractor_of(officer, contractor)
    for row in rows:
        repairs.assign(row, by=officer, contractor=firm)
    return len(rows)


def ask_exclusion(
    officer: Officer, codes: Sequence[str], *, reason: str, note: str, until: datetime
) -> Exclusion:
    """Ask that these cameras do not count from now on; somebody else approves it."""
    target = Target(cameras=list(dict.fromkeys(codes))[:MOST])
    return request_exclusion(
        by=officer, target=target, reason=reason, note=note, span=(timezone.now(), until)
    )


def _tickets(officer: Officer, numbers: Sequence[str]) -> list[Ticket]:
    wanted = [number for number in numbers if number][:MOST]
    rows = tickets(officer).filter(number__in=wanted, state__in=("issued", "signed"))
    return list(rows.order_by("due_at", "pk"))
