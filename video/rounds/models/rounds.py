"""Rounds over lists of cameras: as planned, as walked, camera by camera."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.retention import Keep
from grid.organisation.models import Officer
from grid.scope import ScopedQuerySet
from grid.territory.models import Place
from video.register.models import Camera
from video.rounds.models.teams import DUTY, VideoTeam


class VideoRound(models.Model):
    """A round to be looked through (视频巡逻计划): these cameras, on these days, at these hours.

    `starts_at` and `ends_at` are local wall clocks; an end before the start is on the next day.
    `every_min` empty means once a day; each run is to be done within `minutes`.
    """

    scope_path: ClassVar[str] = "team__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=None, basis="what was planned stays answerable; no personal data"
    )

    team = models.ForeignKey(VideoTeam, models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=80)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="video_rounds"
    )
    days = ArrayField(models.PositiveSmallIntegerField())  # 1 is Monday
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    every_min = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("team__agency__path", "name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="video_round_forward",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 720))
                & (Q(every_min__isnull=True) | Q(every_min__gte=15)),
                name="video_round_not_too_often",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundCamera(models.Model):
    """A camera on a round's list (巡检点位), in the order it is looked at."""

    scope_path: ClassVar[str] = "round__team__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of a plan; no personal data")

    round = models.ForeignKey(VideoRound, models.CASCADE, related_name="listed")
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="video_rounds")
    order = models.PositiveSmallIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "camera"], name="round_camera_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.order}"


class RoundRun(models.Model):
    """One time a round was due (视频巡逻任务), and who looked through it."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        ACTIVE = "active", _("Under way")
        DONE = "done", _("Done")
        MISSED = "missed", pgettext_lazy("round", "Missed")
        CANCELLED = "cancelled", _("Cancelled")

    scope_path: ClassVar[str] = "round__team__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="due_start", basis=DUTY)

    round = models.ForeignKey(VideoRound, models.PROTECT, related_name="runs")
    due_start = models.DateTimeField()
    due_end = models.DateTimeField()
    is_extra = models.BooleanField(default=False)  # started by hand, outside the plan
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    walker = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="video_runs"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("due_start", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "due_start"], name="round_run_once"),
            models.UniqueConstraint(
                fields=["walker"], condition=Q(state="active"), name="round_run_one_active"
            ),
            models.CheckConstraint(
                condition=Q(due_end__gt=F("due_start")), name="round_run_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(walker__isnull=False, started_at__isnull=False),
                name="round_run_active_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_start"], name="round_run_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.due_start:%Y-%m-%d %H:%M}"


OPEN: Final = (RoundRun.State.DUE, RoundRun.State.ACTIVE)


class UnseenReason(models.TextChoices):
    """Why a camera was not looked at."""

    TIME = "time", _("Time ran out")
    CALL = "call", _("Called away")
    ACCESS = "access", _("No access to the picture")
    SYSTEM = "system", _("Viewing client out of order")
    OTHER = "other", _("Another reason")


class RoundLook(models.Model):
    """One camera of a run (巡看记录): seen, not seen and why, or no picture. No picture is kept."""

    class Result(models.TextChoices):
        PENDING = "pending", _("To look at")
        SEEN = "seen", pgettext_lazy("camera", "Seen")
        UNSEEN = "unseen", _("Not seen")
        NO_PICTURE = "no_picture", _("No picture")

    scope_path: ClassVar[str] = "run__round__team__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="deleted with its run")

    run = models.ForeignKey(RoundRun, models.CASCADE, related_name="looks")
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="looks")
    order = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=10, choices=Result, default=Result.PENDING)
    reason = models.CharField(max_length=10, choices=UnseenReason, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=120, blank=True)
    ticket_number = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "camera"], name="round_look_once"),
            models.CheckConstraint(
                condition=~Q(result="unseen") | ~Q(reason=""), name="round_look_unseen_why"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["camera", "-at"], name="round_look_of_camera")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.order} {self.result}"
