"""Response plans: when they fit, what they need at each alarm step, and what was made of them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.incidents.models import Incident
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.organisation.roles import Role
from grid.scope import ScopedQuerySet
from patrol.units.models import Unit

_RULE = Keep(days=None, basis="reference rows; activations are judged by the plan of their day")
_RECORD = Keep(days=None, basis="part of the incident, which stays")


class ResponsePlan(models.Model):
    """A response plan (预案) of an agency for calls of its ground: when it fits, what it needs.

    `category_prefix` is the code of a branch of the category tree, empty for every call; `levels`
    and `cells` (codes) are empty for all; the hours are local and may cross midnight.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _RULE

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="response_plans")
    category_prefix = models.CharField(max_length=12, blank=True)
    levels = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    cells = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    hour_from = models.TimeField(null=True, blank=True)
    hour_to = models.TimeField(null=True, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    steps = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    author = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(steps__gte=1, steps__lte=9), name="plan_steps"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="plan_validity_forward",
            ),
            models.CheckConstraint(
                condition=Q(hour_from__isnull=True, hour_to__isnull=True)
                | Q(hour_from__isnull=False, hour_to__isnull=False),
                name="plan_hours_both",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResponsePlanVersion(models.Model):
    """What a response plan said before it was changed (预案历史版本)."""

    scope_path: ClassVar[str] = "plan__agency__path"
    retention: ClassVar[Keep] = _RULE

    plan = models.ForeignKey(ResponsePlan, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.JSONField()
    author = models.CharField(max_length=100)
    replaced_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.version}"


class PlanNeed(models.Model):
    """One thing a plan needs at an alarm step (预案要求): units, an order, people told, a check.

    Of units, `count` is the total wanted at this step, not what comes on top of the step before.
    `receivers` of an order are words such as `agency:990100000000`, `station:ST01`, `unit:P12`.
    """

    class Kind(models.TextChoices):
        UNITS = "units", _("Units")
        ORDER = "order", _("Order")
        NOTIFY = "notify", _("People to notify")
        CHECK = "check", _("Checklist item")

    scope_path: ClassVar[str] = "plan__agency__path"
    retention: ClassVar[Keep] = _RULE

    plan = models.ForeignKey(ResponsePlan, models.CASCADE, related_name="needs")
    step = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=Kind)
    count = models.PositiveSmallIntegerField(default=1)
    unit_kind = models.CharField(max_length=12, choices=Unit.Kind, blank=True)
    capability = models.CharField(max_length=30, blank=True)
    is_armed = models.BooleanField(default=False)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    receivers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    sign_within_min = models.PositiveSmallIntegerField(default=10)
    due_within_min = models.PositiveSmallIntegerField(default=60)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    people = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("step", "pk")

    def __str__(self) -> str:
        return f"{self.step} {self.kind} {self.title}"


class PlanActivation(models.Model):
    """A plan put to work on an incident (预案启动), with the text it had and what was sent.

    `result` is `{"steps": [...]}`, one entry an alarm step: units, orders, people told, shortfalls.
    """

    scope_path: ClassVar[str] = "incident__agency__path"
    retention: ClassVar[Keep] = _RECORD

    plan = models.ForeignKey(ResponsePlan, models.PROTECT, related_name="activations")
    plan_version = models.PositiveIntegerField()
    plan_text = models.JSONField()
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="plan_activations")
    step = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.CharField(max_length=100)
    result = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    outcome = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "incident"],
                condition=Q(ended_at__isnull=True),
                name="plan_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.incident_id}"


class PlanCheck(models.Model):
    """One item of an activation's checklist (预案检查项): ticked by whom, and when."""

    scope_path: ClassVar[str] = "activation__incident__agency__path"
    retention: ClassVar[Keep] = _RECORD

    activation = models.ForeignKey(PlanActivation, models.CASCADE, related_name="checks")
    step = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("step", "pk")

    def __str__(self) -> str:
        return self.text
