"""Rounds as they were walked, point by point, and the windows of key places."""

from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Place
from patrol.rounds.models.ground import PatrolPoint, Route, RouteVersion
from patrol.rounds.models.plans import Mode, PlanLeg
from patrol.units.models import Unit

_RECORD: Final = "duty records of units, three years like the audit"


class MissReason(models.TextChoices):
    """Why a point was not visited."""

    CALL = "call", _("Sent to a call")
    CLOSED = "closed", _("Road or place closed")
    WEATHER = "weather", _("Weather")
    VEHICLE = "vehicle", _("Vehicle out of order")
    TAG = "tag", _("Tag damaged or gone")
    ORDERED = "ordered", _("By order")
    TIME = "time", _("Time ran out")
    OTHER = "other", _("Another reason")


class Round(models.Model):
    """A round (巡逻班次任务): one walk by one unit, from its due start to its due end."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        READY = "ready", _("Ready")
        START_OVERDUE = "overdue", _("Start overdue")
        ACTIVE = "active", _("Under way")
        DONE = "done", _("Done")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")

    class Source(models.TextChoices):
        PLAN = "plan", _("By plan")
        OVERLAY = "overlay", _("Overlay patrol")
        HAND = "hand", _("By hand")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="due_start", basis=_RECORD)

    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rounds")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="rounds")
    route = models.ForeignKey(Route, models.PROTECT, null=True, blank=True, related_name="rounds")
    walked = models.ForeignKey(  # the version that was walked, known from the start on
        RouteVersion, models.PROTECT, null=True, blank=True, related_name="rounds"
    )
    leg = models.ForeignKey(PlanLeg, models.SET_NULL, null=True, blank=True, related_name="rounds")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.FOOT)
    tier = models.CharField(max_length=12, choices=Unit.Tier)
    source = models.CharField(max_length=8, choices=Source, default=Source.PLAN)
    source_ref = models.CharField(max_length=60, blank=True)  # in words: which order asked for it
    state = models.CharField(max_length=10, choices=State, default=State.SCHEDULED)
    due_start = models.DateTimeField()
    due_end = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)
    seed = models.BigIntegerField(default=0)  # of the order of its points; never shown
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("due_start", "pk")
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="round_by_unit"),
            models.Index(fields=["state", "due_start"], name="round_by_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["leg", "due_start"], name="round_of_leg_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="active"), name="round_one_active_of_unit"
            ),
            models.CheckConstraint(condition=Q(due_end__gt=F("due_start")), name="round_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_start:%Y-%m-%d %H:%M}"


OPEN: Final = (
    Round.State.SCHEDULED,
    Round.State.READY,
    Round.State.START_OVERDUE,
    Round.State.ACTIVE,
)
OVER: Final = (Round.State.DONE, Round.State.MISSED, Round.State.CANCELLED)


class RoundStop(models.Model):
    """A point to visit on a round (点位任务), in the order drawn by lot at the start."""

    class State(models.TextChoices):
        PENDING = "pending", _("To visit")
        VISITED = "visited", _("Visited")
        SKIPPED = "skipped", _("Skipped")
        MISSED = "missed", _("Missed")

    scope_path: ClassVar[str] = "round__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="deleted with its round")

    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    point = models.ForeignKey(PatrolPoint, models.PROTECT, related_name="stops")
    order = models.PositiveSmallIntegerField()
    not_before = models.DateTimeField(null=True, blank=True)  # keeps the gap at this point
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=8, choices=MissReason, blank=True)
    reason_text = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "order"], name="round_stop_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.order}"


class Visit(models.Model):
    """A check-in at a point (打卡): when by the device, when received, how, and what is odd."""

    class Method(models.TextChoices):
        QR = "qr", _("QR code")
        NFC = "nfc", _("NFC tag")
        GEOFENCE = "geofence", _("Geofence")
        HAND = "hand", _("By hand")

    class Flag(models.TextChoices):
        SPEED = "speed", _("Impossibly fast since the last point")
        SAME_FIX = "same_fix", _("Exactly the position of another point")
        FAR = "far", _("Code used far from the point")
        CLOCK = "clock", _("Device clock is wrong")

    scope_path: ClassVar[str] = "round__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="received_at", basis=_RECORD)

    round = models.ForeignKey(Round, models.CASCADE, related_name="visits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visits")
    stop = models.ForeignKey(
        RoundStop, models.SET_NULL, null=True, blank=True, related_name="visits"
    )
    point = models.ForeignKey(PatrolPoint, models.PROTECT, related_name="visits")
    method = models.CharField(max_length=8, choices=Method)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    fix = models.PointField(srid=4326, geography=True, null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True)
    dwell_s = models.PositiveIntegerField(null=True, blank=True)
    flags = ArrayField(models.CharField(max_length=8, choices=Flag), default=list, blank=True)
    is_late_entry = models.BooleanField(default=False)
    client_ref = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "client_ref"], name="visit_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["point", "happened_at"], name="visit_of_point"),
            models.Index(fields=["unit", "happened_at"], name="visit_of_unit"),
            models.Index(fields=["happened_at"], name="visit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.happened_at:%H:%M}"

    @property
    def is_short(self) -> bool:
        """Stayed less than the point asks for."""
        return self.dwell_s is not None and self.dwell_s < self.point.dwell_s

    @property
    def flag_labels(self) -> list[str]:
        return [str(Visit.Flag(flag).label) for flag in self.flags]


class RoundHandover(models.Model):
    """The hand-over between legs of a plan (巡段交接), from one way of patrol to another."""

    scope_path: ClassVar[str] = "of__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="happened_at", basis=_RECORD)

    of = models.ForeignKey(Round, models.CASCADE, related_name="handovers_given")
    to = models.OneToOneField(Round, models.CASCADE, related_name="handover_taken")
    from_mode = models.CharField(max_length=8, choices=Mode)
    to_mode = models.CharField(max_length=8, choices=Mode)
    happened_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    actor_label = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_at",)

    def __str__(self) -> str:
        return f"{self.of_id} → {self.to_id}"


class WindowCheck(models.Model):
    """How a time window of a key place or a post ended (时段巡逻核查)."""

    class State(models.TextChoices):
        MET = "met", _("Kept")
        UNMET = "unmet", _("Not kept")
        TOLD_LATE = "late", _("Kept, told late")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="begins_at", basis=_RECORD)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    place = models.ForeignKey(
        Place, models.CASCADE, null=True, blank=True, related_name="window_checks"
    )
    post = models.ForeignKey(
        PatrolPoint, models.CASCADE, null=True, blank=True, related_name="window_checks"
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=5, choices=State)
    met_by = models.CharField(max_length=60, blank=True)  # call sign
    met_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-begins_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "begins_at", "ends_at"], name="window_place"),
            models.UniqueConstraint(fields=["post", "begins_at", "ends_at"], name="window_post"),
            models.CheckConstraint(
                condition=Q(place__isnull=False, post__isnull=True)
                | Q(place__isnull=True, post__isnull=False),
                name="window_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id or self.post_id} {self.begins_at:%Y-%m-%d %H:%M}"
