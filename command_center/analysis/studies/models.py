"""Studies that cite studies; rooms of joint operations with members, tasks and a log."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet, Viewer

_WORK = Keep(days=None, basis="work on places and cases; cites case numbers, no person")


class StudyCounter(models.Model):
    """The last number of a study or an operation given out in a year (研判编号)."""

    retention: ClassVar[Keep] = Keep(days=None, basis="a counter, no personal data")

    prefix = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "year"], name="study_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.year} {self.last}"


class Study(models.Model):
    """A study (研判): a question, what was found, what is proposed; a second one cites its parent.

    `cites` are the runs, bulletins and cases it rests on, as `{"kind": …, "number": …}`.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("study", "Open")
        SUBMITTED = "submitted", pgettext_lazy("study", "Submitted")
        ACCEPTED = "accepted", pgettext_lazy("study", "Accepted")
        RETURNED = "returned", pgettext_lazy("study", "Returned")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _WORK

    number = models.CharField(max_length=20, unique=True)  # YP26-0001
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="studies")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    title = models.CharField(max_length=120)
    question = models.TextField(max_length=2000)
    findings = models.TextField(max_length=8000, blank=True)
    advice = models.TextField(max_length=4000, blank=True)
    cites = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    author = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    judge = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    judged_text = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(judge__isnull=True) | ~Q(judge=F("author")),
                name="study_judged_by_another",
            )
        ]

    def __str__(self) -> str:
        return self.number


class StudyTask(Obligation):
    """That an agency writes a second study of its own ground (二次研判任务), by a day."""

    facts: ClassVar[str] = "analysis.study_task"
    retention: ClassVar[Keep] = _WORK

    study = models.ForeignKey(Study, models.CASCADE, related_name="tasks")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Study, models.PROTECT, null=True, related_name="answers")

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")

    def __str__(self) -> str:
        return f"{self.study_id} {self.agency_id}"

    def details(self) -> dict[str, Any]:
        """Which study asks."""
        return {"study": self.subject_id}


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
    retention: ClassVar[Keep] = _WORK

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
        key = viewer.pk if isinstance(viewer, Officer) else None
        return self.filter(officer_id=key, left_at__isnull=True)


class OperationMember(models.Model):
    """An officer in a joint operation (成员), with what she is there for."""

    scope_path: ClassVar[str] = "operation__agency__path"
    retention: ClassVar[Keep] = _WORK

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="members")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    trade = models.CharField(max_length=40)  # video, patrol, community, information …
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


class OperationTask(Obligation):
    """A task in a joint operation (合成作战任务)."""

    facts: ClassVar[str] = "analysis.operation_task"
    retention: ClassVar[Keep] = _WORK

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
    """A line of the log of a joint operation (作战日志); append-only."""

    scope_path: ClassVar[str] = "operation__agency__path"
    retention: ClassVar[Keep] = _WORK

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.operation_id} {self.at}"
