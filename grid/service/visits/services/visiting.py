"""Recording a visit, from a desk or from a phone that was off the network, and correcting it."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, NotAllowed
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import assign, fault, locked, nameless, refuse
from grid.rights import Right
from grid.service.visits.models import Purpose, Visit
from grid.service.visits.services.answering import answers_said
from grid.service.visits.services.asking import Asked, asked_by
from grid.service.visits.services.shared import By, cell_of, cell_said, ground_of, place_said
from grid.service.visits.services.tasks import count_off
from grid.territory.placing import point_said

LATE_AFTER: Final = timedelta(hours=1)
OLDEST: Final = timedelta(days=30)
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_WORDS: Final = ("address", "found_number", "text")
_CHOICES: Final = {
    "kind": Visit.Kind.values,
    "purpose": Purpose.values,
    "outcome": Visit.Outcome.values,
    "found": Visit.Found.values,
}
_CORRECTED: Final = (*_CHOICES, *_WORDS)


@transaction.atomic
def record_visit(*, by: By, channel: str = "form", key: str = "", **said: Any) -> Visit:
    """Record a visit; one sent before under the same `key` is answered as it stands.

    `said` may hold visited_at (default now; at most 30 days back), kind, purpose, outcome, found,
    found_number, text, address, place (id), cell (code), lng, lat, crs, position_error_m,
    campaign (id), task (id) and answers (by id of the question). The cell follows from the point,
    the place or the task. Raises InvalidInput with every fault.
    """
    label = by.as_actor().label
    known = Visit.objects.filter(recorded_by=label, client_ref=key).first() if key else None
    if known is not None:
        return known
    row, asked = _read(by, said)
    row.recorded_by, row.client_ref = label, key
    row.is_late = row.recorded_at - row.visited_at > LATE_AFTER
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # A twin of the same key, sent over another line, was first.
        return Visit.objects.get(recorded_by=label, client_ref=key)
    actor = by.as_actor(channel=channel)
    if asked.task is not None and row.outcome == Visit.Outcome.MET:
        count_off(asked.task, actor)
    record(actor, visit_fact("recorded", row))
    return row


def _read(by: By, said: dict[str, Any]) -> tuple[Visit, Asked]:
    faults: list[FieldError] = []
    row = Visit(officer=by if isinstance(by, Officer) else None)
    assign(row, said, (*_CORRECTED, "position_error_m"))
    row.visited_at = said.get("visited_at") or timezone.now()
    row.source_crs = said.get("crs") or "wgs84"
    row.point = point_said(said, faults)
    row.place = place_said(said.get("place"), by, faults)
    named = cell_said(said.get("cell", ""), by, faults)
    asked = asked_by(said, by, faults)
    task_cell = asked.task.cell if asked.task else None
    row.cell = named or cell_of(row.point, row.place) or task_cell
    row.agency = ground_of(row.cell, by)
    asked.fit(row, faults)
    row.campaign, row.task = asked.campaign, asked.task
    row.answers = answers_said(row, said.get("answers") or {}, faults)
    if asked.task and not row.place and not row.address.strip():
        row.place, row.address = asked.task.place, asked.task.address
    refuse(faults + _faults(row) + _not_then(row.visited_at, row.recorded_at))
    return row, asked


def _faults(row: Visit) -> list[FieldError]:
    faults = [
        fault(name, "unknown", _("Choose one of the list."))
        for name, known in _CHOICES.items()
        if getattr(row, name) not in known
    ]
    if row.place is None and not row.address.strip():
        faults.append(fault("address", "required", _("Say the address, or choose a place.")))
    for name in ("address", "text"):
        faults += nameless(name, getattr(row, name))
    if row.position_error_m is not None and row.position_error_m < 0:
        faults.append(fault("position_error_m", "negative", _("In metres, from 0 up.")))
    return faults


def _not_then(visited: datetime, now: datetime) -> list[FieldError]:
    if now - OLDEST <= visited <= now + _CLOCKS_DIFFER:
        return []
    return [fault("visited_at", "moment", _("At most 30 days back, and not in the future."))]


@transaction.atomic
def correct_visit(visit: Visit, *, by: By, channel: str = "screen", **said: Any) -> Visit:
    """Correct what a visit says; time, cell and sender stay.

    Raises NotAllowed for whoever neither made it nor plans visits, StaleVersion, InvalidInput.
    """
    if not may_correct(visit, by):
        raise NotAllowed(_("Only whoever made the visit or plans visits corrects it."))
    row = locked(visit, said.get("version"))
    was_met = row.outcome == Visit.Outcome.MET
    assign(row, said, _CORRECTED)
    refuse(_faults(row))
    row.save()
    actor = by.as_actor(channel=channel)
    if row.task is not None and not was_met and row.outcome == Visit.Outcome.MET:
        count_off(row.task, actor)
    record(actor, visit_fact("corrected", row))
    return row


def may_correct(visit: Visit, by: By) -> bool:
    """Whether `by` made the visit, or plans visits where it was made."""
    made = isinstance(by, Officer) and visit.officer_id == by.pk
    return made or by.has_right(Right.VISIT_PLAN)


def visit_fact(what: str, row: Visit) -> Fact:
    """A fact about a visit: what kind and in which cell, not at whose door."""
    named = ("number", "kind", "purpose", "outcome", "found", "found_number", "is_late")
    return Fact(
        kind=f"service.visit_{what}",
        subject_type="visit",
        subject_id=row.number,
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={name: getattr(row, name) for name in named}
        | {
            "cell": row.cell.code if row.cell else "",
            "place": row.place.name if row.place else "",
            "campaign": row.campaign_id,
            "task": row.task_id,
            "visited_at": row.visited_at.isoformat(),
        },
    )
