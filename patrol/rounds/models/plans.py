"""What is to be walked: plans with their legs, proposals to change a route, the city's rules."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from patrol.rounds.models.ground import Route
from patrol.units.models import Unit

_PLANS: Final = Keep(days=None, basis="what was planned stays answerable; no personal data")


class Mode(models.TextChoices):
    """How a round is walked."""

    FOOT = "foot", _("On foot")
    VEHICLE = "vehicle", _("By vehicle")
    VIDEO = "video", _("By video")


class PatrolRule(models.Model):
    """The limits rounds are judged by (巡逻判定规则): of an agency and all below it, with dates."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="rounds are judged by the rule of their day")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    ready_min = models.PositiveSmallIntegerField(default=30)
    start_grace_min = models.PositiveSmallIntegerField(default=10)
    window_grace_min = models.PositiveSmallIntegerField(default=2)
    foot_kmh = models.PositiveSmallIntegerField(default=25)
    vehicle_kmh = models.PositiveSmallIntegerField(default=130)
    far_m = models.PositiveSmallIntegerField(default=200)
    clock_s = models.PositiveSmallIntegerField(default=120)
    late_entry_s = models.PositiveIntegerField(default=300)
    control_point_days = models.PositiveSmallIntegerField(default=7)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="patrol_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.valid_from}"


class RoundPlan(models.Model):
    """A plan of rounds (巡逻排班计划): on these weekdays, in these hours, again every so often."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _PLANS

    name = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="round_plans")
    days = ArrayField(models.PositiveSmallIntegerField())  # 1 is Monday
    starts_at = models.TimeField()  # local; an end before the start is on the next day
    ends_at = models.TimeField()
    every_min = models.PositiveSmallIntegerField(null=True, blank=True)  # null: once a day
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="round_plan_forward",
            ),
            models.CheckConstraint(
                condition=Q(every_min__isnull=True) | Q(every_min__gte=15),
                name="round_plan_not_too_often",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanLeg(models.Model):
    """A leg of a plan (巡逻段): which unit walks which route how, and so many minutes in."""

    scope_path: ClassVar[str] = "plan__agency__path"
    retention: ClassVar[Keep] = _PLANS

    plan = models.ForeignKey(RoundPlan, models.CASCADE, related_name="legs")
    order = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.FOOT)
    route = models.ForeignKey(Route, models.PROTECT, related_name="legs")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="legs")
    after_min = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_leg_once"),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="plan_leg_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.order}"


class RouteProposal(models.Model):
    """A proposed change of a route (巡线调整建议) with the counts it rests on; a person decides."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    scope_path: ClassVar[str] = "route__agency__path"
    retention: ClassVar[Keep] = _PLANS

    route = models.ForeignKey(Route, models.PROTECT, related_name="proposals")
    days = models.PositiveSmallIntegerField()
    counts = models.JSONField(default=dict)  # cell code: incidents of those days
    adds = ArrayField(models.PositiveIntegerField(), default=list)  # ids of points
    drops = ArrayField(models.PositiveIntegerField(), default=list)
    of_version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")

    def __str__(self) -> str:
        return f"{self.route_id} {self.state}"
