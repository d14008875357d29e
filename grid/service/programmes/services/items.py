"""Programmes and their items: given out, received, reported on, finished."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, own_agency, refuse
from grid.scope import Viewer
from grid.service.acting import By, text_faults
from grid.service.programmes.models import ItemEntry, Programme, ProgrammeItem
from grid.service.programmes.services.shared import (
    agency_said,
    check_version,
    end_faults,
    fact,
    forward_faults,
)

PLAIN: Final = ("name", "goal", "begins", "ends", "is_closed")
MOST_POINTS: Final = Decimal(1000)


@transaction.atomic
def save_programme(
    row: Programme | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Programme:
    """Enter or change a programme; closing one needs every item done, given back or taken back."""
    programme = locked(row, version) if row else Programme()
    faults: list[FieldError] = []
    assign(programme, said, PLAIN)
    own_agency(programme, said, viewer, faults)
    faults += text_faults("name", programme.name, least=2, most=80)
    faults += forward_faults("ends", programme.begins, programme.ends)
    if programme.is_closed and row and row.items.filter(state__in=obligations.OPEN).exists():
        message = _("Items are still open: finish them or take them back first.")
        faults.append(fault("is_closed", "open_items", message))
    same = Programme.objects.filter(agency=programme.agency_id, name=programme.name)
    if same.exclude(pk=programme.pk).exists():
        faults.append(fault("name", "taken", _("There is a programme of this name already.")))
    refuse(faults)
    programme.save()
    step = "programme_changed" if row else "programme_entered"
    record(by, fact(step, programme, programme.agency, name=programme.name))
    return programme


@transaction.atomic
def add_item(
    programme: Programme, *, by: By, lead: str, title: str, due_at: datetime, **said: Any
) -> ProgrammeItem:
    """Give an item to the lead agency (a code) by a deadline.

    `said` may hold standard, demand, partners, points, is_veto.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    faults: list[FieldError] = []
    agency = agency_said(by, lead, faults, name="lead")
    faults += text_faults("title", title, least=2, most=120) + end_faults("due_at", due_at)
    faults += text_faults("standard", said.get("standard", ""), least=2)
    faults += text_faults("demand", said.get("demand", ""))
    if not 0 <= said.get("points", Decimal(0)) <= MOST_POINTS:
        faults.append(fault("points", "range", _("Between 0 and 1,000 points.")))
    if programme.is_closed:
        faults.append(fault("programme", "closed", _("This programme is closed.")))
    refuse(faults)
    if agency is None:
        raise AssertionError
    order = obligations.Order(
        owner_path=agency.path,
        title=title.strip(),
        subject_type="programme",
        subject_id=str(programme.pk),
        due_at=due_at,
    )
    fields = {"programme": programme, "lead": agency} | _words(said)
    made = obligations.issue(ProgrammeItem, by.as_actor(), order, **fields)
    _write(made, by.as_actor(), "issued", made.standard)
    return made


def _words(said: Mapping[str, Any]) -> dict[str, Any]:
    names = ("standard", "demand", "partners", "points", "is_veto")
    return {name: said[name] for name in names if name in said}


@transaction.atomic
def receive(item: ProgrammeItem, *, by: By, version: int | None = None) -> ProgrammeItem:
    """The lead agency signs for it."""
    _of_lead(item, by)
    done = obligations.sign(item, by.as_actor(), version=version)
    _write(done, by.as_actor(), "received")
    return done


@transaction.atomic
def report_progress(
    item: ProgrammeItem, *, by: By, progress: int, text: str, version: int | None = None
) -> ProgrammeItem:
    """How far it is, in percent, and what was done since; what was not received is with it."""
    refuse(text_faults("text", text, least=2) + _percent_faults(progress))
    _of_lead(item, by)
    rows = ProgrammeItem.objects.select_for_update(of=("self",)).select_related("programme")
    row = rows.get(pk=item.pk)
    if row.state not in obligations.OPEN:
        raise IllegalStep(_("This step is not possible from here."), state=row.state)
    check_version(row, version)
    actor = by.as_actor()
    if row.state == ProgrammeItem.State.ISSUED:
        row = obligations.sign(row, actor)
    row.progress, row.progress_at, row.version = progress, timezone.now(), row.version + 1
    row.save(update_fields=["progress", "progress_at", "version"])
    _write(row, actor, "progress", text, progress)
    told = {"title": row.title, "progress": progress, "programme": row.programme_id}
    record(actor, fact("programme_item_progressed", row, row.lead, **told))
    return row


def _percent_faults(progress: int) -> list[FieldError]:
    if 0 <= progress <= 100:
        return []
    return [fault("progress", "range", _("Between 0 and 100 percent."))]


@transaction.atomic
def finish_item(
    item: ProgrammeItem, *, by: By, outcome: str, version: int | None = None
) -> ProgrammeItem:
    """It is done; what came of it against its standard."""
    refuse(text_faults("outcome", outcome, least=4))
    _of_lead(item, by)
    actor = by.as_actor()
    if item.state == ProgrammeItem.State.ISSUED:
        item = obligations.sign(item, actor, version=version)
        version = None
    done = obligations.finish(item, actor, outcome=outcome.strip(), version=version, progress=100)
    _write(done, actor, "finished", outcome, 100)
    return done


@transaction.atomic
def drop_item(
    item: ProgrammeItem, *, by: By, reason: str, version: int | None = None
) -> ProgrammeItem:
    """Take it back: it need not be done any more; whoever gave it out, not who is to do it."""
    refuse(text_faults("reason", reason, least=4))
    if not item.programme.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency of the programme takes it back."))
    actor = by.as_actor()
    dropped = obligations.cancel(item, actor, reason=reason.strip(), version=version)
    _write(dropped, actor, "dropped", reason)
    return dropped


def _of_lead(item: ProgrammeItem, by: By) -> None:
    """The lead agency reports, or whoever stands above it."""
    if not item.owner_path.startswith(by.agency_path):
        raise NotAllowed(_("The lead agency reports on it."))


def _write(
    item: ProgrammeItem, actor: Actor, act: str, text: str = "", progress: int | None = None
) -> None:
    ItemEntry.objects.create(
        item=item, by=actor.label, act=act, text=text.strip()[:300], progress=progress
    )
