"""A containment from the moment it is started: what it knows, its crossings, its log."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.containment.models.plans import ContainmentPlan, Stage, Trigger
from checkpoints.register.models import Checkpoint
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet, Viewer

KEPT = Keep(days=None, basis="a command decision and its times; names no person and no plate")


class ContainmentCounter(models.Model):
    """The last containment number (封控编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class ContainmentQuerySet(ScopedQuerySet["Containment"]):
    """Containments are seen by who commands them and by who has a post in them."""

    def visible_to(self, viewer: Viewer) -> "ContainmentQuerySet":
        """Of the viewer's agency or one below it, or with a post ordered from there."""
        path = viewer.agency_path
        posts = self.model._meta.get_field("orders").related_model
        ordered = posts._default_manager.filter(
            containment=OuterRef("pk"), owner_path__startswith=path
        )
        return self.filter(Q(agency__path__startswith=path) | Exists(ordered))

    def running(self, at: datetime | None = None) -> "ContainmentQuerySet":
        """Active and not over at `at`; after `valid_until` it is in no operational view."""
        at = at or timezone.now()
        return self.filter(state=Containment.State.ACTIVE, valid_until__gt=at)


class Containment(models.Model):
    """A containment (快速封控): posts on rings round a place close before a vehicle can pass.

    `occurred_at` is when the incident happened; `point` and `seen_at` are where and when the
    vehicle was last known to be, from which arrivals are computed. A vehicle is described by
    colour and kind; a plate is in no field: `notice_number` names the lookout notice that has it.
    Outside major mode one officer starts it and another approves it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Waiting for approval")
        ACTIVE = "active", _("In force now")
        LIFTED = "lifted", _("Lifted")
        REVIEWED = "reviewed", _("Reviewed")
        REFUSED = "refused", _("Refused")

    class Outcome(models.TextChoices):
        STOPPED = "stopped", _("Vehicle stopped")
        NOT_FOUND = "not_found", _("Vehicle not found")
        FALSE_ALARM = "false_alarm", _("False alarm")
        EXPIRED = "expired", _("Ended by time")
        OTHER = "other", _("Other")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = KEPT

    number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        ContainmentPlan, models.PROTECT, null=True, blank=True, related_name="containments"
    )
    plan_version = models.PositiveIntegerField(null=True, blank=True)
    trigger = models.CharField(max_length=20, choices=Trigger, default=Trigger.OTHER)
    incident_number = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField()
    point = models.PointField(srid=4326, geography=True)
    seen_at = models.DateTimeField()
    vehicle_colour = models.CharField(max_length=20)
    vehicle_kind = models.CharField(max_length=40)
    vehicle_note = models.CharField(max_length=200, blank=True)
    notice_number = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=200)
    speed_kmh = models.FloatField()
    detour = models.FloatField()
    speeds = models.JSONField(default=dict)  # km/h by class of road, as the rows stood
    rings = models.JSONField(default=list)  # [{rank, name, outline: [[lng, lat], …]}] of the plan
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.POINTS)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    is_drill = models.BooleanField(default=False)
    is_major = models.BooleanField(default=False)  # major mode: one approval was enough
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=100)
    started_by_key = models.CharField(max_length=60)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=100, blank=True)
    approved_by_key = models.CharField(max_length=60, blank=True)
    valid_until = models.DateTimeField()
    duty_order = models.CharField(max_length=30, blank=True)  # number of the order that it gave
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=100, blank=True)
    lift_reason = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=100, blank=True)
    review = models.TextField(max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContainmentQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by_key="") | ~Q(approved_by_key=F("started_by_key")),
                name="containment_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "refused"))
                | Q(is_major=True)
                | ~Q(approved_by_key=""),
                name="containment_approved",
            ),
            models.CheckConstraint(
                condition=Q(speed_kmh__gt=0, detour__gte=1), name="containment_moves"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("lifted", "reviewed")) | Q(lifted_at__isnull=False),
                name="containment_lifted_is_stamped",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_running(self) -> bool:
        """Whether posts may be ordered in it now."""
        return self.state == self.State.ACTIVE and self.valid_until > timezone.now()


class Crossing(models.Model):
    """Where a road crosses a ring (封控口), as the plan and the roads stood at the start.

    `sequence` runs clockwise along the ring from its northernmost point. Without an agency
    nobody can be ordered to it: a gap.
    """

    scope_path: ClassVar[str] = "containment__agency__path"
    retention: ClassVar[Keep] = KEPT

    containment = models.ForeignKey(Containment, models.CASCADE, related_name="crossings")
    ring_rank = models.PositiveSmallIntegerField(default=1)
    ring_name = models.CharField(max_length=60, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.POINTS)
    name = models.CharField(max_length=60)
    road = models.CharField(max_length=60, blank=True)
    point = models.PointField(srid=4326, geography=True)
    checkpoint = models.ForeignKey(
        Checkpoint, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    force = models.CharField(max_length=60, blank=True)
    officers = models.PositiveSmallIntegerField(default=2)
    vehicles = models.PositiveSmallIntegerField(default=1)
    is_dropped = models.BooleanField(default=False)  # its post was taken out by an adjustment

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("ring_rank", "sequence", "pk")

    def __str__(self) -> str:
        return self.name


class Adjustment(models.Model):
    """One entry of a containment's log (封控日志): who changed what, when and why; only added."""

    class Kind(models.TextChoices):
        STARTED = "started", _("Containment started")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        STAGED = "staged", _("Stage raised")
        ADJUSTED = "adjusted", _("Adjusted")
        ADDED = "added", _("Post added")
        DROPPED = "dropped", _("Post dropped")
        EXTENDED = "extended", _("Extended")
        LIFTED = "lifted", _("Lifted")
        REVIEWED = "reviewed", _("Reviewed")

    scope_path: ClassVar[str] = "containment__agency__path"
    retention: ClassVar[Keep] = KEPT

    containment = models.ForeignKey(Containment, models.CASCADE, related_name="adjustments")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.containment_id} {self.kind}"
