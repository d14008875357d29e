"""Supervision of agencies, and meetings of several with the tasks they give out."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from grid.service.programmes.models.groups import LeadingGroup
from grid.service.programmes.models.programmes import ProgrammeItem


class SupervisionCounter(models.Model):
    """The last number of a supervision (督导编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Supervision(Obligation):
    """A supervision (督导): what an inspector found, the notice, and what was put right.

    The owner is the agency that was inspected. Whoever inspected, and nobody else, closes it:
    `closed_by` is the `inspector`. `due_at` is the end of what is being waited for; `round`
    counts how often it was to be put right.
    """

    class Stage(models.TextChoices):
        FOUND = "found", pgettext_lazy("supervision", "Inspected")
        NOTICED = "noticed", pgettext_lazy("supervision", "Notice sent")
        RECTIFIED = "rectified", pgettext_lazy("supervision", "Put right, to be seen again")
        CLOSED = "closed", pgettext_lazy("supervision", "Closed")
        DROPPED = "dropped", pgettext_lazy("supervision", "Dropped")

    facts: ClassVar[str] = "service.supervision"
    sweeps_itself: ClassVar[bool] = True  # putting right may be late, and then the second look
    retention: ClassVar[Keep] = Keep(days=None, basis="what agencies were told to put right")

    number = models.CharField(max_length=20, unique=True)  # DD26-0001, per year
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="supervisions")
    group = models.ForeignKey(
        LeadingGroup, models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    item = models.ForeignKey(
        ProgrammeItem, models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    inspector = models.ForeignKey(Officer, models.PROTECT, related_name="supervisions_made")
    inspected_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    found = models.CharField(max_length=500)
    demand = models.CharField(max_length=500, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.FOUND)
    round = models.PositiveSmallIntegerField(default=1)
    rectified_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="supervisions_answered"
    )
    answer = models.CharField(max_length=500, blank=True)
    closed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")

    class Meta(Obligation.Meta):
        ordering = ("-issued_at", "-pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(closed_by=F("inspector")),
                name="supervision_closed_by_inspector",
            ),
            models.CheckConstraint(
                condition=~Q(stage="closed") | Q(closed_by__isnull=False),
                name="supervision_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(rectified_by__isnull=True) | ~Q(rectified_by=F("inspector")),
                name="supervision_answered_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner_path"],
                name="supervision_of_agency",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(
                fields=["due_at"],
                name="supervision_due",
                condition=Q(state__in=("issued", "signed")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def details(self) -> dict[str, Any]:
        """The stage and who inspected, by badge number."""
        return {
            "number": self.number,
            "stage": self.stage,
            "round": self.round,
            "inspector": self.inspector.badge_number,
        }


class SupervisionEntry(models.Model):
    """One line of a supervision's history (督导记录): who did what; only added."""

    scope_path: ClassVar[str] = "supervision__owner_path"
    retention: ClassVar[Keep] = Keep(days=None, basis="what agencies were told to put right")

    supervision = models.ForeignKey(Supervision, models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    act = models.CharField(max_length=20)
    text = models.CharField(max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.supervision_id} {self.act}"


class JointMeeting(models.Model):
    """A meeting of several bodies (联席会议): when, about what, which offices, what was agreed.

    Those present are offices and bodies in words, no list of persons. `at` in UTC.
    """

    class Kind(models.TextChoices):
        ARMS = "arms", _("Firearms and explosives")
        SAFETY = "safety", _("Public safety")
        DISPUTES = "disputes", _("Disputes")
        OPINION = "opinion", _("Public opinion")
        CAMPUS = "campus", _("Schools")
        OTHER = "other", _("Other matter")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="what bodies agreed on, no personal data")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="joint_meetings")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAFETY)
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    chair = models.CharField(max_length=60)
    bodies = models.CharField(max_length=300)
    minutes = models.TextField(max_length=4000, blank=True)
    is_over = models.BooleanField(default=False)
    made_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name


class MeetingTask(Obligation):
    """A task a meeting gave to an agency (会议任务): the owner, and the body that does it."""

    facts: ClassVar[str] = "service.meeting_task"
    retention: ClassVar[Keep] = Keep(days=None, basis="what bodies agreed on, no personal data")

    meeting = models.ForeignKey(JointMeeting, models.PROTECT, related_name="tasks")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="meeting_tasks")
    body = models.CharField(max_length=80, blank=True)

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [*Obligation.Meta.constraints]
        indexes: ClassVar = [
            models.Index(
                fields=["owner_path"],
                name="meeting_task_of_agency",
                opclasses=["varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.title

    def details(self) -> dict[str, Any]:
        """The meeting it comes from."""
        return {"meeting": self.meeting_id, "body": self.body}
