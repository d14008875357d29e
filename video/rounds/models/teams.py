"""Video patrol teams, who sits at their desks, and the hours nobody did."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet

DUTY: Final = "duty records of officers, three years like the audit"


class VideoTeam(models.Model):
    """A video patrol team (视频巡逻队) with a desk to be staffed, all day or between two hours.

    `staff_from` and `staff_to` are local wall clocks; both empty means round the clock, an end
    before the start is on the next day.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="an arrangement, no personal data")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="video_teams")
    name = models.CharField(max_length=60)
    desk = models.CharField(max_length=60, blank=True)  # where it is and its number
    staff_min = models.PositiveSmallIntegerField(default=1)
    staff_from = models.TimeField(null=True, blank=True)
    staff_to = models.TimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="video_team_once"),
            models.CheckConstraint(
                condition=Q(staff_from__isnull=True, staff_to__isnull=True)
                | Q(staff_from__isnull=False, staff_to__isnull=False),
                name="video_team_hours_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeskSitting(models.Model):
    """Somebody at a team's desk (视频值守), from coming to leaving."""

    scope_path: ClassVar[str] = "team__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="came_at", basis=DUTY)

    team = models.ForeignKey(VideoTeam, models.PROTECT, related_name="sittings")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="sittings")
    came_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    is_ended_by_clock = models.BooleanField(default=False)  # nobody said that she left

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-came_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(left_at__isnull=True), name="sitting_one_open"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="sitting_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.officer_id}"


class DeskGap(models.Model):
    """A time when a desk had fewer than it must have (值守空缺), told once."""

    scope_path: ClassVar[str] = "team__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="since", basis=DUTY)

    team = models.ForeignKey(VideoTeam, models.CASCADE, related_name="gaps")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    needed = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()  # when it was told
    told_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(until__isnull=True), name="desk_gap_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.since:%Y-%m-%d %H:%M}"


class VideoRule(Dated):
    """How long a desk may be empty and a round be late (视频巡逻规则), from day to day."""

    empty_min = models.PositiveSmallIntegerField(default=5)  # minutes before it is told
    sitting_h = models.PositiveSmallIntegerField(default=12)  # hours after which nobody sits
    start_grace_min = models.PositiveSmallIntegerField(default=10)
    around_m = models.PositiveSmallIntegerField(default=300)  # cameras around a key place

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="video_rule_once"),
            models.CheckConstraint(
                condition=Q(empty_min__range=(1, 120)) & Q(sitting_h__range=(1, 24)),
                name="video_rule_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.valid_from}"
