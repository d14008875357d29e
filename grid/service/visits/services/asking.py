"""Which campaign or task a visit answers, and whether it may."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.organisation.writing import fault
from grid.service.visits.models import Campaign, Visit, VisitTask
from grid.service.visits.services.shared import By


@dataclass(slots=True)
class Asked:
    """Who asked for a visit: a campaign, a task, both or nobody."""

    campaign: Campaign | None = None
    task: VisitTask | None = None

    def fit(self, row: Visit, faults: list[FieldError]) -> None:
        """Whether the visit was made in time and where it was asked for; finds its task.

        A visit made before the campaign was closed counts, whenever it arrives.
        """
        campaign = self.campaign
        if campaign is None:
            return
        day = timezone.localdate(row.visited_at)
        is_closed = campaign.closed_at is not None and row.visited_at > campaign.closed_at
        if is_closed or not campaign.starts_on <= day <= campaign.ends_on:
            message = _("The campaign did not run at that time.")
            faults.append(fault("campaign", "not_running", message))
        if self.task is None and row.cell is not None:
            rows = VisitTask.objects.filter(campaign=campaign, cell__code=row.cell.code)
            self.task = rows.select_related("cell__agency", "place").first()
        if self.task is None and not _has_cell(campaign, row):
            faults.append(fault("cell", "not_asked", _("The campaign asks nothing of this cell.")))


def _has_cell(campaign: Campaign, row: Visit) -> bool:
    if row.cell is None:
        return False
    return campaign.cells.filter(cell__code=row.cell.code).exists()


def asked_by(said: dict[str, Any], by: By, faults: list[FieldError]) -> Asked:
    """The campaign and the task that were named, in the area of `by`."""
    asked = Asked()
    if said.get("task"):
        tasks = VisitTask.objects.visible_to(by).select_related("cell__agency", "campaign", "place")
        asked.task = tasks.filter(pk=said["task"]).first()
        asked.campaign = asked.task.campaign if asked.task else None
        if asked.task is None:
            faults.append(fault("task", "unknown", _("There is no such task in your area.")))
    elif said.get("campaign"):
        asked.campaign = Campaign.objects.visible_to(by).filter(pk=said["campaign"]).first()
        if asked.campaign is None:
            message = _("There is no such campaign in your area.")
            faults.append(fault("campaign", "unknown", message))
    return asked
