"""Bulletins from draft to issue, and who has read them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from command_center.analysis.runs.models import JobRun
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet, Viewer


class BulletinCounter(models.Model):
    """The last document number (发文字号) an agency gave out in a year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="a counter, no personal data")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year"], name="bulletin_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year} {self.last}"


class BulletinQuerySet(ScopedQuerySet["Bulletin"]):
    """Bulletins are read in their own area, and by whom they were sent to."""

    def visible_to(self, viewer: Viewer) -> "BulletinQuerySet":
        """Of the viewer's agency and below; issued ones that an agency there has a copy of."""
        own = Q(agency__path__startswith=viewer.agency_path)
        copies = BulletinCopy.objects.visible_to(viewer).values("bulletin")
        return self.filter(own | Q(pk__in=copies))


class Bulletin(models.Model):
    """A bulletin (通报) of one period and agency: drafted, reviewed, issued by different people.

    `content` is the frozen data object; page, PDF and DOCX are made of it alone. `remarks` are
    what the writers added, section by section. Issued, it changes no more; a correction is a
    bulletin of its own that `replaces` it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("bulletin", "Draft")
        REVIEWED = "reviewed", pgettext_lazy("bulletin", "Reviewed")
        ISSUED = "issued", pgettext_lazy("bulletin", "Issued")
        REPLACED = "replaced", pgettext_lazy("bulletin", "Replaced")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="an official document without persons")

    run = models.OneToOneField(JobRun, models.PROTECT, related_name="bulletin")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="bulletins")
    job = models.CharField(max_length=20)  # weekly, monthly, quarterly, yearly
    period = models.CharField(max_length=12)
    revision = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    number = models.CharField(max_length=40, blank=True)  # 辽公通〔2026〕1号
    title = models.CharField(max_length=120)
    content = models.JSONField()
    remarks = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)  # sha256 over content and remarks
    drafted_by = models.CharField(max_length=100)
    drafted_at = models.DateTimeField(default=timezone.now)
    drafter = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    issuer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issue_by = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    version = models.PositiveIntegerField(default=1)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ("-drafted_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "job", "period", "revision"], name="bulletin_once"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True)
                | Q(drafter__isnull=True)
                | ~Q(reviewer=F("drafter")),
                name="bulletin_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(issuer__isnull=False, reviewer__isnull=False, issued_at__isnull=False),
                name="bulletin_issued_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(issuer__isnull=True)
                | (~Q(issuer=F("reviewer")) & (Q(drafter__isnull=True) | ~Q(issuer=F("drafter")))),
                name="bulletin_issued_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.job} {self.period}"


class BulletinStep(models.Model):
    """One step of a bulletin's way (会签记录): who did what when, and what was changed."""

    scope_path: ClassVar[str] = "bulletin__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the document")

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12)  # drafted, edited, reviewed, returned, issued, replaced
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.step}"


class BulletinCopy(Obligation):
    """That an agency on the distribution list reads an issued bulletin (分发与签收)."""

    facts: ClassVar[str] = "analysis.copy"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the document")

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="copies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta(Obligation.Meta):
        ordering = ("owner_path", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(fields=["bulletin", "agency"], name="bulletin_copy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.agency_id}"

    def details(self) -> dict[str, Any]:
        """Which bulletin."""
        return {"bulletin": str(self.bulletin)}


class BulletinReceiver(models.Model):
    """An agency on the standing distribution list of another (分发名单)."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="a list of agencies")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")  # whose bulletins
    receiver = models.ForeignKey(Agency, models.CASCADE, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("receiver__path",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "receiver"], name="bulletin_receiver_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.receiver_id}"


class BulletinMeeting(models.Model):
    """What a meeting on a bulletin agreed (会商纪要): offices and matters, no person of a case."""

    scope_path: ClassVar[str] = "bulletin__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the document")

    bulletin = models.OneToOneField(Bulletin, models.CASCADE, related_name="meeting")
    held_at = models.DateTimeField()
    chair = models.CharField(max_length=60)
    bodies = models.CharField(max_length=300, blank=True)
    minutes = models.TextField(max_length=4000)
    written_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-held_at", "-pk")

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.held_at:%Y-%m-%d}"


class BulletinTask(Obligation):
    """A task that a meeting on a bulletin gave to an agency (会商任务)."""

    facts: ClassVar[str] = "analysis.bulletin_task"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the document")

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="tasks")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.title}"

    def details(self) -> dict[str, Any]:
        """Which bulletin."""
        return {"bulletin": str(self.bulletin)}
