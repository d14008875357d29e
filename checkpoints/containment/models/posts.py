"""What a post owes of a containment, and what it reports."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkpoints.containment.models.containment import KEPT, Containment, Crossing
from checkpoints.containment.models.plans import Stage
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class PostOrder(Obligation):
    """A post's order in a containment (封控点指令): acknowledge, be in place, report, be released.

    `sign_by` is when it must have acknowledged and `man_by` when it must be in place; `due_at` is
    whatever is owed next, after that the next report.
    """

    class Step(models.TextChoices):
        """Where the post stands, in the words of the order."""

        ISSUED = "issued", _("Not acknowledged")
        ACKNOWLEDGED = "acknowledged", _("On the way")
        MANNED = "manned", _("In place")
        REPORTING = "reporting", _("Reporting")
        RELEASED = "released", _("Released")
        LEFT = "left", _("Left")

    facts: ClassVar[str] = "containment.post"
    sweeps_itself: ClassVar[bool] = True
    retention: ClassVar[Keep] = KEPT

    containment = models.ForeignKey(Containment, models.PROTECT, related_name="orders")
    crossing = models.ForeignKey(Crossing, models.PROTECT, related_name="orders")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=6, choices=Stage)
    officers = models.PositiveSmallIntegerField(default=2)  # asked for
    vehicles = models.PositiveSmallIntegerField(default=1)
    man_by = models.DateTimeField()
    manned_at = models.DateTimeField(null=True)
    manned_by = models.CharField(max_length=100, blank=True)
    officers_present = models.PositiveSmallIntegerField(null=True)
    vehicles_present = models.PositiveSmallIntegerField(null=True)
    reported_at = models.DateTimeField(null=True)  # the last report
    reports_made = models.PositiveIntegerField(default=0)
    sighted_at = models.DateTimeField(null=True)  # the last report that it was seen
    sign_overdue_at = models.DateTimeField(null=True)
    man_overdue_at = models.DateTimeField(null=True)
    spoken_by = models.CharField(max_length=60, blank=True)  # who said so, when told by phone

    class Meta(Obligation.Meta):
        ordering = ("crossing__ring_rank", "crossing__sequence", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["crossing"],
                condition=Q(state__in=("issued", "signed")),
                name="post_order_open_once",
            ),
            models.CheckConstraint(
                condition=Q(manned_at__isnull=True) | Q(signed_at__isnull=False),
                name="post_order_manned_after_signed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=("issued", "signed")), name="post_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.title}"

    @property
    def step(self) -> "PostOrder.Step":
        if self.state in (self.State.ISSUED, self.State.SIGNED):
            return self._open_step()
        return self.Step.LEFT if self.state == self.State.RETURNED else self.Step.RELEASED

    def _open_step(self) -> "PostOrder.Step":
        if self.reported_at:
            return self.Step.REPORTING
        if self.manned_at:
            return self.Step.MANNED
        return self.Step.ACKNOWLEDGED if self.signed_at else self.Step.ISSUED

    def details(self) -> dict[str, Any]:
        """Which containment and which post, for alerts and screens."""
        return {
            "containment": self.containment.number,
            "is_drill": self.containment.is_drill,
            "post": self.crossing.name,
            "ring": self.crossing.ring_rank,
            "step": self.step,
            "officers": self.officers_present,
            "vehicles": self.vehicles_present,
        }


class PostReport(models.Model):
    """One report of a post (封控点报告): nothing seen, seen, or a note.

    Names nobody: a hit is cited by the reference it has in the lookout notices.
    """

    class Kind(models.TextChoices):
        NOTHING = "nothing", _("Nothing seen")
        SEEN = "seen", _("Seen")
        NOTE = "note", _("Note")

    scope_path: ClassVar[str] = "order__owner_path"
    retention: ClassVar[Keep] = KEPT

    order = models.ForeignKey(PostOrder, models.CASCADE, related_name="reports")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(max_length=500, blank=True)
    hit = models.CharField(max_length=40, blank=True)  # reference of a lookout hit

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}"
