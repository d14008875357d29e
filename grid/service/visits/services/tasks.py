"""Tasks by hand and by campaign: given, signed for, done by visits or by a word, taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.organisation.writing import fault, nameless, refuse
from grid.service.visits.models import Purpose, Visit, VisitTask
from grid.service.visits.services.shared import (
    By,
    cell_of,
    cell_said,
    ground_of,
    officer_said,
    place_said,
)

MOST_VISITS = 10_000


@transaction.atomic
def create_task(*, by: By, channel: str = "screen", due_at: datetime, **said: Any) -> VisitTask:
    """Ask for a visit, or for `target` of them, by a moment.

    `said` may hold title, cell (code), place (id), address, purpose, text, officer (badge),
    target. The cell or place says whose task it is. Raises InvalidInput with every fault.
    """
    faults: list[FieldError] = []
    place = place_said(said.get("place"), by, faults)
    cell = cell_said(said.get("cell", ""), by, faults) or cell_of(None, place)
    officer = officer_said(said.get("officer", ""), by, faults)
    agency = ground_of(cell, by)
    target, purpose = said.get("target", 1), said.get("purpose", Purpose.ROUTINE)
    address = said.get("address", "").strip()
    title = said.get("title", "").strip() or " ".join(
        [str(Purpose(purpose).label), place.name if place else cell.name if cell else ""]
    )
    if cell is None and place is None and not address:
        faults.append(fault("cell", "required", _("Say which cell, place or address to visit.")))
    if due_at <= timezone.now():
        faults.append(fault("due_at", "past", _("This moment is over.")))
    if not 1 <= target <= MOST_VISITS:
        message = _("A whole number from 1 to %(most)s.") % {"most": MOST_VISITS}
        faults.append(fault("target", "out_of_range", message))
    for name, text in (("title", title), ("text", said.get("text", "")), ("address", address)):
        faults += nameless(name, text)
    refuse(faults)
    order = obligations.Order(
        owner_path=agency.path,
        title=title.strip()[:120],
        subject_type="cell",
        subject_id=cell.code if cell else "",
        due_at=due_at,
    )
    fields = {"cell": cell, "place": place, "officer": officer, "agency": agency}
    fields |= {"purpose": purpose, "address": address, "text": said.get("text", "").strip()}
    return obligations.issue(
        VisitTask, by.as_actor(channel=channel), order, **fields, target=target
    )


def sign_task(task: VisitTask, *, by: By, version: int | None = None) -> VisitTask:
    """Sign for a task: whoever does answers for it. Raises LostRace, StaleVersion."""
    return obligations.sign(task, by.as_actor(), version=version)


@transaction.atomic
def finish_task(task: VisitTask, *, by: By, outcome: str, version: int | None = None) -> VisitTask:
    """Say that a task is done and what came of it; who has not signed for it signs now.

    Raises InvalidInput without words, IllegalStep, StaleVersion.
    """
    said = outcome.strip()
    required = [] if said else [fault("outcome", "required", _("Say what came of it."))]
    refuse(required + nameless("outcome", said))
    return _done(task, by.as_actor(), said, version)


def cancel_task(task: VisitTask, *, by: By, reason: str, version: int | None = None) -> VisitTask:
    """Take a task back. Raises InvalidInput without a reason, IllegalStep, StaleVersion."""
    said = reason.strip()
    required = [] if said else [fault("outcome", "required", _("Say why it is taken back."))]
    refuse(required + nameless("outcome", said))
    return obligations.cancel(task, by.as_actor(), reason=said, version=version)


def count_off(task: VisitTask, actor: Actor) -> None:
    """Finish the task when as many addresses as it asks for were visited."""
    row = VisitTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.state not in obligations.OPEN:
        return
    made = Visit.objects.filter(task=row, outcome=Visit.Outcome.MET).count()
    if made >= row.target:
        _done(row, actor, _("%(made)s of %(target)s visited") % _of(made, row.target))


def _of(made: int, target: int) -> dict[str, int]:
    return {"made": made, "target": target}


def _done(task: VisitTask, actor: Actor, outcome: str, version: int | None = None) -> VisitTask:
    if task.state == VisitTask.State.ISSUED:
        task = obligations.sign(task, actor, version=version)
        version = None
    return obligations.finish(task, actor, outcome=outcome, version=version)


def move_deadline(rows: Any, due_at: datetime) -> None:
    """Another deadline for what is still open; what was overdue by the old one is so no more."""
    still = rows.filter(state__in=obligations.OPEN)
    still.filter(due_at__lt=due_at, overdue_at__isnull=False).update(overdue_at=None)
    still.update(due_at=due_at, version=F("version") + 1)
