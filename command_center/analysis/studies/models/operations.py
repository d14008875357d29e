"""Rooms of joint operations: members of several agencies, tasks, a log, a closing report."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from command_center.analysis.studies.models.studies import WORK, Study
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet, Viewer


class OperationQuerySet(ScopedQuerySet["Operation"]):
    """Rooms are open to their own agency and to their members, of whatever agency."""

    def visible_to(self, viewer: Viewer) -> "OperationQuerySet":
        """Of the viewer's agency and below, or where the viewer is a member."""
        own = Q(agency__path__startswith=viewer.agency_path)
        member = Q(pk__in=OperationMember.objects.of(viewer).values("operation"))
        return self.filter(own | member)


class Operation(models.Model):
    """A joint operation (合成作战): one matter, members of several agencies, a closing report."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("operation", "Open")
        CLOSED = "closed", pgettext_lazy("operation", "Closed")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = WORK

    number = models.CharField(max_length=20, unique=True)  # HC26-0001
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="operations")
    title = models.CharField(max_length=120)
    aim = models.TextField(max_length=2000)
    case_numbers = models.JSONField(default=list)
    study = models.ForeignKey(Study, models.PROTECT, null=True, related_name="operations")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    report = models.TextField(max_length=8000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OperationQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closed_at__isnull=False) & ~Q(report="")),
                name="operation_closed_with_report",
            )
        ]

    def __str__(self) -> str:
        return self.number


class MemberQuerySet(ScopedQuerySet["OperationMember"]):
    """Members of rooms."""

    def of(self, viewer: Viewer) -> "MemberQuerySet":
        """The rows that make this officer a member now."""
        key = viewer.pk if isinstance(viewer, Officer) else 0
        return self.filter(officer_id=key, left_at__isnull=True)


class OperationMember(models.Model):
    """An officer in a joint operation (作战成员), with what she is there for."""

    class Trade(models.TextChoices):
        LEAD = "lead", pgettext_lazy("operation", "Lead")
        INVESTIGATION = "investigation", pgettext_lazy("operation", "Investigation")
        VIDEO = "video", pgettext_lazy("operation", "Video")
        PATROL = "patrol", pgettext_lazy("operation", "Patrol")
        COMMUNITY = "community", pgettext_lazy("operation", "Community")
        CHECKPOINT = "checkpoint", pgettext_lazy("operation", "Checkpoint")
        INFORMATION = "information", pgettext_lazy("operation", "Information")
        OTHER = "other", pgettext_lazy("operation", "Other")

    scope_path: ClassVar[str] = "operation__agency__path"
    retention: ClassVar[Keep] = WORK

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="members")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    trade = models.CharField(max_length=13, choices=Trade, default=Trade.OTHER)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("joined_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operation", "officer"],
                condition=Q(left_at__isnull=True),
                name="operation_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.operation_id} {self.officer_id}"


class OperationInvitation(Obligation):
    """That an officer says whether she comes into a joint operation (合成作战邀请), by a moment.

    Only who accepts becomes a member. Done: accepted; returned: declined, with the reason as
    outcome; cancelled: taken back, or the room was closed before she answered.
    """

    facts: ClassVar[str] = "analysis.operation_invitation"
    retention: ClassVar[Keep] = WORK

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="invitations")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    trade = models.CharField(
        max_length=13, choices=OperationMember.Trade, default=OperationMember.Trade.OTHER
    )
    text = models.CharField(max_length=300, blank=True)

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["operation", "officer"],
                condition=Q(state__in=["issued", "signed"]),
                name="operation_invitation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation_id} {self.officer_id}"

    def details(self) -> dict[str, Any]:
        """Which operation, and who is asked."""
        return {"operation": self.subject_id, "badge_number": self.officer.badge_number}


class OperationTask(Obligation):
    """A task in a joint operation (合成作战任务), owed by a member."""

    facts: ClassVar[str] = "analysis.operation_task"
    retention: ClassVar[Keep] = WORK

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="tasks")
    member = models.ForeignKey(OperationMember, models.PROTECT, related_name="tasks")
    text = models.CharField(max_length=1000, blank=True)

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")

    def __str__(self) -> str:
        return f"{self.operation_id} {self.title}"

    def details(self) -> dict[str, Any]:
        """Which operation."""
        return {"operation": self.subject_id}


class OperationEntry(models.Model):
    """A line of the log of a joint operation (作战日志); append-only.

    `at` is when it was so, `written_at` when it was written down; a late line says so.
    """

    class Act(models.TextChoices):
        NOTE = "note", pgettext_lazy("operation", "Note")
        OPENED = "opened", pgettext_lazy("operation act", "Opened")
        CHANGED = "changed", pgettext_lazy("operation", "Changed")
        INVITED = "invited", pgettext_lazy("operation", "Invited")
        JOINED = "joined", pgettext_lazy("operation", "Joined")
        DECLINED = "declined", pgettext_lazy("operation", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("operation", "Invitation taken back")
        LEFT = "left", pgettext_lazy("operation", "Left")
        TASK = "task", pgettext_lazy("operation", "Task given")
        DONE = "done", pgettext_lazy("operation", "Task done")
        CANCELLED = "cancelled", pgettext_lazy("operation", "Task taken back")
        CLOSED = "closed", pgettext_lazy("operation", "Closed")
        REOPENED = "reopened", pgettext_lazy("operation", "Opened again")

    scope_path: ClassVar[str] = "operation__agency__path"
    retention: ClassVar[Keep] = WORK

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="entries")
    act = models.CharField(max_length=10, choices=Act, default=Act.NOTE)
    at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    text = models.TextField(max_length=2000, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.operation_id} {self.at}"
