"""A repair ticket, the clock of its stages, and what was done about it."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from video.register.models import Camera, Company, Platform

KEPT: Final = Keep(days=None, basis="what a firm is measured and paid by; no personal data")


class Fault(models.TextChoices):
    """What is wrong (故障类型): not reached, one of the eight faults of a picture, its place …"""

    OFFLINE = "offline", _("Offline")
    PLATFORM_DOWN = "platform_down", _("Platform down")
    SIGNAL_LOSS = "signal_loss", _("No picture")
    COLOR_CAST = "color_cast", _("False colours")
    BLUR = "blur", _("Blurred")
    BRIGHTNESS = "brightness", _("Too dark or too bright")
    INTERFERENCE = "interference", _("Interference")
    FREEZE = "freeze", _("Frozen")
    OCCLUSION = "occlusion", _("Covered")
    SCENE_CHANGE = "scene_change", _("Looks elsewhere")
    RECORDING = "recording", _("Recording has gaps")
    CLOCK = "clock", _("Clock is wrong")
    LOCATION = "location", _("Place is wrong")
    DAMAGE = "damage", _("Damaged or stolen")
    OTHER = "other", _("Something else")


class Source(models.TextChoices):
    """How it became known (来源)."""

    RULE = "rule", _("Rule")
    PATROL = "patrol", _("Video patrol")
    CITIZEN = "citizen", _("Citizen")
    HAND = "hand", _("Entered by hand")
    INSPECTION = "inspection", _("Sampled check")


class Priority(models.IntegerChoices):
    """How urgent; the SLA knows each by itself."""

    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    MEDIUM = 3, _("Medium")
    LOW = 4, _("Low")


class Stage(models.TextChoices):
    """How far a ticket has come (工单环节)."""

    OPENED = "opened", _("To be assigned")
    ASSIGNED = "assigned", _("Assigned")
    ACCEPTED = "accepted", pgettext_lazy("repair", "Accepted")
    ON_SITE = "on_site", _("On site")
    FIXED = "fixed", _("Fixed, to be verified")
    VERIFIED = "verified", _("Verified")
    CANCELLED = "cancelled", _("Cancelled")


class Span(models.TextChoices):
    """What is being waited for (计时段); `verify` and `assign` are the police's own."""

    ASSIGN = "assign", _("to be assigned")
    ACCEPT = "accept", _("to be accepted")
    ARRIVE = "arrive", _("to arrive")
    FIX = "fix", _("to be fixed")
    VERIFY = "verify", _("to be verified")


OPEN_STAGES: Final = (Stage.OPENED, Stage.ASSIGNED, Stage.ACCEPTED, Stage.ON_SITE, Stage.FIXED)
WITH_FIRM: Final = (Stage.ASSIGNED, Stage.ACCEPTED, Stage.ON_SITE)
REMINDED: Final = "reminded"  # an entry of the history


class TicketCounter(models.Model):
    """The last number of a repair ticket (工单编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Ticket(Obligation):
    """A repair ticket (运维工单) about one camera or one platform; its agency is the owner.

    A ticket with a `parent` is part of a greater fault: it takes no steps of its own and ends
    with the parent. `accept_min` … `most_fee` are the SLA it was assigned under. `due_at` is when
    the running span ends; `fix_due_at` when the contractor has to have fixed it, moved on by the
    time the police took to verify in vain. `penalty` is in yuan.
    """

    facts: ClassVar[str] = "video.ticket"
    sweeps_itself: ClassVar[bool] = True  # each span may be late, not the whole only
    retention: ClassVar[Keep] = KEPT

    number = models.CharField(max_length=20, unique=True)
    camera = models.ForeignKey(Camera, models.PROTECT, null=True, related_name="tickets")
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="tickets")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    fault = models.CharField(max_length=15, choices=Fault)
    source = models.CharField(max_length=10, choices=Source)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.MEDIUM)
    note = models.CharField(max_length=200, blank=True)
    times_reported = models.PositiveSmallIntegerField(default=1)
    in_warranty = models.BooleanField(default=False)  # on the day it was opened
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.OPENED)
    round = models.PositiveSmallIntegerField(default=1)  # one more each time it is reopened
    contractor = models.ForeignKey(Company, models.PROTECT, null=True, related_name="tickets")
    assigned_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    fixed_at = models.DateTimeField(null=True)
    fixed_by = models.CharField(max_length=100, blank=True)
    fixed_by_id = models.CharField(max_length=60, blank=True)  # kind and id, for four eyes
    is_remote = models.BooleanField(default=False)  # fixed without going there
    verified_by_id = models.CharField(max_length=60, blank=True)
    accept_min = models.PositiveIntegerField(null=True)
    arrive_min = models.PositiveIntegerField(null=True)
    fix_min = models.PositiveIntegerField(null=True)
    late_fee = models.PositiveIntegerField(default=0)
    hour_fee = models.PositiveIntegerField(default=0)
    most_fee = models.PositiveIntegerField(default=0)
    fix_due_at = models.DateTimeField(null=True)
    penalty = models.PositiveIntegerField(default=0)

    class Meta(Obligation.Meta):
        ordering = ("-issued_at", "-pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(camera__isnull=False, platform__isnull=True)
                | Q(camera__isnull=True, platform__isnull=False),
                name="ticket_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(verified_by_id="") | ~Q(verified_by_id=F("fixed_by_id")),
                name="ticket_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(stage="verified") | (~Q(fixed_by_id="") & ~Q(verified_by_id="")),
                name="ticket_verified_was_fixed",
            ),
            models.CheckConstraint(
                condition=Q(contractor__isnull=False)
                | Q(stage__in=("opened", "cancelled"))
                | Q(parent__isnull=False),
                name="ticket_work_has_a_firm",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="ticket_not_own_parent"
            ),
            models.UniqueConstraint(
                fields=["camera", "fault"],
                condition=Q(state__in=("issued", "signed")),
                name="ticket_camera_fault_once",
            ),
            models.UniqueConstraint(
                fields=["platform", "fault"],
                condition=Q(state__in=("issued", "signed")),
                name="ticket_platform_fault_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contractor", "stage"], name="ticket_of_firm"),
            models.Index(fields=["-issued_at"], name="ticket_recent"),
            models.Index(
                fields=["due_at"], name="ticket_due", condition=Q(state__in=("issued", "signed"))
            ),
            models.Index(
                fields=["owner_path"], name="ticket_of_agency", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.stage in OPEN_STAGES

    @property
    def thing(self) -> Camera | Platform:
        """What is broken."""
        found = self.camera or self.platform
        if found is None:
            raise ValueError("A ticket is about a camera or a platform.")
        return found

    def details(self) -> dict[str, Any]:
        """The device, the fault and the firm, for alerts and screens."""
        return {
            "number": self.number,
            "camera": self.camera.code if self.camera else None,
            "platform": self.platform.code if self.platform else None,
            "name": self.thing.name,
            "fault": self.fault,
            "source": self.source,
            "priority": self.priority,
            "stage": self.stage,
            "round": self.round,
            "contractor": self.contractor.code if self.contractor else None,
            "parent": self.parent.number if self.parent else None,
        }


class TicketSpan(models.Model):
    """One span of a ticket's clock (工单计时): what was waited for, until when, how long it took.

    A reopened ticket begins another round; the spans of the rounds before stay.
    """

    scope_path: ClassVar[str] = "ticket__owner_path"
    retention: ClassVar[Keep] = KEPT

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="spans")
    round = models.PositiveSmallIntegerField(default=1)
    span = models.CharField(max_length=7, choices=Span)
    from_at = models.DateTimeField()
    due_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("from_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(to_at__isnull=True), name="ticket_span_one_runs"
            ),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")),
                name="ticket_span_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.span} {self.round}"


class TicketEntry(models.Model):
    """One line of a ticket's history (维修记录): who did what, and what was said; only added."""

    scope_path: ClassVar[str] = "ticket__owner_path"
    retention: ClassVar[Keep] = KEPT

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    act = models.CharField(max_length=20)
    text = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.act}"
