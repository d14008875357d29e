"""Starting a campaign with a task in each cell, changing its days, closing it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, NotAllowed
from grid.ledger import obligations
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse
from grid.service.days import end_of
from grid.service.visits.models import (
    Campaign,
    CampaignCell,
    CampaignQuestion,
    Purpose,
    VisitTask,
)
from grid.service.visits.services.shared import By
from grid.service.visits.services.tasks import MOST_VISITS, move_deadline
from grid.territory.models import Cell, CellPosting

LONGEST: Final = timedelta(days=366)
MOST_QUESTIONS: Final = 30
Kind = CampaignQuestion.Kind


@transaction.atomic
def start_campaign(*, by: By, channel: str = "screen", **said: Any) -> Campaign:
    """Start a campaign: a task for each of its cells, for whoever answers for the cell today.

    `said` holds name, starts_on, ends_on and target (addresses in each cell), and may hold
    purpose, text, agency (code), cells (codes; default every leaf cell of the agency), targets
    (by cell code) and questions (text, kind, choices, is_required). Raises InvalidInput.
    """
    faults: list[FieldError] = []
    row = Campaign(agency=by.agency, started_by=by.as_actor().label)
    assign(row, said, ("name", "purpose", "text", "starts_on", "ends_on"))
    own_agency(row, said, by, faults)
    faults += _faults(row)
    cells = _cells(row.agency, said.get("cells") or [], by, faults)
    targets = _targets(cells, said, faults)
    questions = _questions(said.get("questions") or [], faults)
    refuse(faults)
    row.save()
    for question in questions:
        question.campaign = row
    CampaignQuestion.objects.bulk_create(questions)
    CampaignCell.objects.bulk_create(
        CampaignCell(campaign=row, cell=cell, target=targets[cell.code]) for cell in cells
    )
    actor = by.as_actor(channel=channel)
    obligations.issue_many(VisitTask, actor, _orders(row, cells, targets))
    record(actor, campaign_fact("started", row, cells=len(cells), target=sum(targets.values())))
    return row


def _faults(row: Campaign) -> list[FieldError]:
    faults = nameless("name", row.name) + nameless("text", row.text)
    if not row.name.strip():
        faults.append(fault("name", "required", _("This must be said.")))
    if row.purpose not in Purpose.values:
        faults.append(fault("purpose", "unknown", _("Choose one of the list.")))
    if row.ends_on < row.starts_on:
        faults.append(fault("ends_on", "order", _("It must end after it begins.")))
    elif row.ends_on - row.starts_on > LONGEST:
        faults.append(fault("ends_on", "too_long", _("A campaign lasts a year at most.")))
    if row.ends_on < timezone.localdate():
        faults.append(fault("ends_on", "past", _("This day is over.")))
    return faults


def _cells(agency: Agency, codes: Sequence[str], by: By, faults: list[FieldError]) -> list[Cell]:
    rows = Cell.objects.visible_to(by).in_force().filter(is_leaf=True)
    rows = rows.filter(agency__path__startswith=agency.path)
    if codes:
        rows = rows.filter(code__in=codes)
    found = list(rows.select_related("agency").defer("outline"))
    missing = sorted(set(codes) - {cell.code for cell in found})
    if missing:
        message = _("There are no such cells in the area of the campaign: %(codes)s.")
        faults.append(fault("cells", "unknown", message % {"codes": ", ".join(missing[:10])}))
    elif not found:
        faults.append(fault("cells", "required", _("This area has no cells.")))
    return found


def _targets(
    cells: Sequence[Cell], said: Mapping[str, Any], faults: list[FieldError]
) -> dict[str, int]:
    own = said.get("targets") or {}
    targets = {cell.code: own.get(cell.code, said.get("target", 1)) for cell in cells}
    if any(not 1 <= target <= MOST_VISITS for target in targets.values()):
        message = _("A whole number from 1 to %(most)s.") % {"most": MOST_VISITS}
        faults.append(fault("target", "out_of_range", message))
    return targets


def _questions(
    said: Sequence[Mapping[str, Any]], faults: list[FieldError]
) -> list[CampaignQuestion]:
    if len(said) > MOST_QUESTIONS:
        message = _("At most %(most)s questions.") % {"most": MOST_QUESTIONS}
        faults.append(fault("questions", "too_many", message))
    made = []
    for rank, given in enumerate(said[:MOST_QUESTIONS]):
        words = [word.strip() for word in given.get("choices", []) if word.strip()]
        row = CampaignQuestion(rank=rank, text=given["text"].strip(), choices=words)
        row.kind = given.get("kind", Kind.YES_NO)
        row.is_required = given.get("is_required", False)
        faults += nameless("questions", row.text)
        if row.kind == Kind.CHOICE and len(words) < 2:
            message = _("A choice needs two words or more: %(question)s") % {"question": row.text}
            faults.append(fault("questions", "choices", message))
        made.append(row)
    return made


def _orders(
    row: Campaign, cells: Sequence[Cell], targets: Mapping[str, int]
) -> list[tuple[obligations.Order, dict[str, Any]]]:
    """What each cell owes, and who answers for it today."""
    posted = CellPosting.objects.filter(
        cell__code__in=[cell.code for cell in cells], duty="responsible", valid_to__isnull=True
    )
    responsible = {p.cell.code: p.officer for p in posted.select_related("cell", "officer")}
    return [
        (
            obligations.Order(
                owner_path=cell.agency.path,
                title=f"{row.name} · {cell.name}"[:120],
                subject_type="cell",
                subject_id=cell.code,
                due_at=end_of(row.ends_on),
            ),
            {
                "campaign": row,
                "cell": cell,
                "agency": cell.agency,
                "purpose": row.purpose,
                "officer": responsible.get(cell.code),
                "target": targets[cell.code],
            },
        )
        for cell in cells
    ]


@transaction.atomic
def change_campaign(
    campaign: Campaign, *, by: By, version: int | None = None, **said: Any
) -> Campaign:
    """Change name, text or last day; the tasks still open follow the last day.

    Raises NotAllowed for a campaign from above, IllegalStep once closed, StaleVersion.
    """
    row = _held(campaign, by, version)
    assign(row, said, ("name", "text", "ends_on"))
    refuse(_faults(row))
    row.save()
    move_deadline(row.tasks, end_of(row.ends_on))
    record(by.as_actor(), campaign_fact("changed", row))
    return row


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: By, version: int | None = None) -> Campaign:
    """End a campaign; its open tasks are taken back, its visits stay.

    Raises NotAllowed for a campaign from above, IllegalStep once closed, StaleVersion.
    """
    row = _held(campaign, by, version)
    actor = by.as_actor()
    for task in row.tasks.filter(state__in=obligations.OPEN).select_related("cell"):
        obligations.cancel(task, actor, reason=_("The campaign was closed."))
    row.closed_at, row.closed_by = timezone.now(), actor.label
    row.save()
    record(actor, campaign_fact("closed", row))
    return row


def may_manage(campaign: Campaign, by: By) -> bool:
    """Whether the campaign is of the area of `by`, not one from above."""
    return campaign.agency.path.startswith(by.agency_path)


def _held(campaign: Campaign, by: By, version: int | None) -> Campaign:
    if not may_manage(campaign, by):
        raise NotAllowed(_("Only the agency that started the campaign changes it."))
    row = locked(campaign, version)
    if row.closed_at is not None:
        raise IllegalStep(_("This campaign is closed."), at=row.closed_at)
    return row


def campaign_fact(what: str, row: Campaign, **more: int) -> Fact:
    days: dict[str, date] = {"starts_on": row.starts_on, "ends_on": row.ends_on}
    return Fact(
        kind=f"service.campaign_{what}",
        subject_type="campaign",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={"name": row.name, "purpose": row.purpose, **more}
        | {name: day.isoformat() for name, day in days.items()},
    )
