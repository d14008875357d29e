"""Campaigns of visits, the cells and questions of each, and what is to be visited by when."""

from datetime import date
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet, Viewer
from grid.territory.models import Cell, Place

_PLANS: Final = Keep(days=None, basis="plans and questions about places; no personal data")


class Purpose(models.TextChoices):
    """What a visit is for (走访类型); counted by kind, never by who was met."""

    ROUTINE = "routine", _("Routine visit")
    HAZARD = "hazard", _("Check for hazards")
    PREVENTION = "prevention", _("Advice against fraud and theft")
    TRADE = "trade", _("Visit to a trade or shop")
    POPULATION = "population", _("Count of newcomers (numbers only)")
    CARE = "care", _("Care for the old and alone")
    DISPUTE = "dispute", _("About a dispute")
    SERVICE = "service", _("Service at the door")
    OTHER = "other", _("Other visit")


class CampaignQuerySet(ScopedQuerySet["Campaign"]):
    """Campaigns of the viewer's agencies, and those from above that ask visits of them."""

    def visible_to(self, viewer: Viewer) -> Self:
        asked = CampaignCell.objects.visible_to(viewer).values("campaign_id")
        return self.filter(Q(agency__path__startswith=viewer.agency_path) | Q(pk__in=asked))


class Campaign(models.Model):
    """A campaign of visits (走访活动): so many addresses in each cell, from day to day.

    `ends_on` is the last day. Each of its cells has one task, due at the end of that day.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _PLANS

    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ROUTINE)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="visit_campaigns")
    text = models.CharField(max_length=1000, blank=True)  # what to look at and to say
    starts_on = models.DateField()
    ends_on = models.DateField()
    started_by = models.CharField(max_length=100)
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="visit_campaign_forward"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def state(self, today: date | None = None) -> str:
        """`planned`, `running`, `over` or `closed` on a local day."""
        today = today or timezone.localdate()
        if self.closed_at is not None:
            return "closed"
        if today < self.starts_on:
            return "planned"
        return "running" if today <= self.ends_on else "over"


class CampaignCell(models.Model):
    """How many addresses of one cell a campaign asks to visit (走访目标)."""

    scope_path: ClassVar[str] = "cell__agency__path"
    retention: ClassVar[Keep] = _PLANS

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="cells")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    target = models.PositiveIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("cell__code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "cell"], name="campaign_cell_once"),
            models.CheckConstraint(condition=Q(target__gte=1), name="campaign_target_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.cell_id}"


class CampaignQuestion(models.Model):
    """A question a campaign asks at each address (走访问题): yes or no, a number, or a choice.

    There is no answer in free words: the answers are added up, and name nobody.
    """

    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("Yes or no")
        NUMBER = "number", _("A number")
        CHOICE = "choice", _("One of a list")

    scope_path: ClassVar[str] = "campaign__agency__path"
    retention: ClassVar[Keep] = _PLANS

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="questions")
    rank = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.YES_NO)
    choices = models.JSONField(default=list, blank=True)  # words, of a choice
    is_required = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return self.text


class VisitTask(Obligation):
    """A visit or several to be made by a day (走访任务): by a campaign in a cell, or by hand.

    It is done when `target` addresses were visited, or when somebody says why it is done.
    """

    facts: ClassVar[str] = "service.task"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="issued_at", basis="duty records, three years like the audit"
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="visit_tasks")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="visit_tasks")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ROUTINE)
    address = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=500, blank=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="visit_tasks"
    )
    target = models.PositiveIntegerField(default=1)

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["campaign", "cell"],
                condition=Q(campaign__isnull=False),
                name="campaign_task_once_a_cell",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cell", "state"], name="visit_task_of_cell"),
            models.Index(fields=["officer", "state"], name="visit_task_of_officer"),
        ]

    def __str__(self) -> str:
        return self.title

    def details(self) -> dict[str, Any]:
        return {
            "cell": self.cell.code if self.cell else "",
            "purpose": self.purpose,
            "campaign": self.campaign_id,
            "target": self.target,
        }
