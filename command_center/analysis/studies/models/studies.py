"""Studies with their history, and the tasks that ask for a second one."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet, Viewer

WORK: Final = Keep(days=None, basis="work on places and cases; cites case numbers, no person")


class StudyCounter(models.Model):
    """The last number given out in a year to studies, operations or series (研判编号)."""

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


class StudyQuerySet(ScopedQuerySet["Study"]):
    """Whoever is asked for a second study reads the first, though it is of an agency above."""

    def visible_to(self, viewer: Viewer) -> "StudyQuerySet":
        """Of the viewer's agency and below, or asking an agency there for a second study."""
        own = Q(agency__path__startswith=viewer.agency_path)
        asked = StudyTask.objects.visible_to(viewer).values("study")
        return self.filter(own | Q(pk__in=asked))


class Study(models.Model):
    """A study (研判): a question, what was found, what is proposed; a second one cites its parent.

    `cites` are the cases, runs, series and studies it rests on, as `{"kind": …, "number": …}`.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("study", "Open")
        SUBMITTED = "submitted", pgettext_lazy("study", "Submitted")
        ACCEPTED = "accepted", pgettext_lazy("study", "Accepted")
        RETURNED = "returned", pgettext_lazy("study", "Returned")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = WORK

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

    objects = StudyQuerySet.as_manager()

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


class StudyEntry(models.Model):
    """One step or remark in the thread of a study (研判记录); append-only."""

    class Act(models.TextChoices):
        OPENED = "opened", pgettext_lazy("study act", "Opened")
        CHANGED = "changed", pgettext_lazy("study", "Changed")
        ASKED = "asked", pgettext_lazy("study", "Second study asked for")
        REMARK = "remark", pgettext_lazy("study", "Remark")
        SUBMITTED = "submitted", pgettext_lazy("study", "Submitted")
        RETURNED = "returned", pgettext_lazy("study", "Returned")
        ACCEPTED = "accepted", pgettext_lazy("study", "Accepted")

    scope_path: ClassVar[str] = "study__agency__path"
    retention: ClassVar[Keep] = WORK

    study = models.ForeignKey(Study, models.CASCADE, related_name="entries")
    act = models.CharField(max_length=10, choices=Act, default=Act.REMARK)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    text = models.CharField(max_length=1000, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.study_id} {self.act}"


class StudyTask(Obligation):
    """That an agency writes a second study of its own ground (二次研判任务), by a day.

    `answer` is the study it has begun for it; the task is done when that is handed in.
    """

    facts: ClassVar[str] = "analysis.study_task"
    retention: ClassVar[Keep] = WORK

    study = models.ForeignKey(Study, models.CASCADE, related_name="tasks")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Study, models.PROTECT, null=True, related_name="answers")

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["study", "agency"],
                condition=Q(state__in=["issued", "signed"]),
                name="study_task_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.agency_id}"

    def details(self) -> dict[str, Any]:
        """Which study asks."""
        return {"study": self.subject_id}
