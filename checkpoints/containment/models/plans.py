"""Plans of containment: rings from the inside out, and the posts of each stage on them."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import Checkpoint, DutyLevel
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet

PLANS = Keep(days=None, basis="plans; a containment names the one it followed; no personal data")


class Stage(models.TextChoices):
    """How far a containment has closed (控点 封线 成圈 锁城); each takes in those before it."""

    POINTS = "points", _("Points held")
    LINE = "line", _("Line closed")
    RING = "ring", _("Ring closed round")
    CITY = "city", _("City locked")

    @property
    def rank(self) -> int:
        return list(Stage).index(self)


class Trigger(models.TextChoices):
    """What a plan is for (启动情形)."""

    VIOLENT_CRIME = "violent_crime", _("Grave violent crime")
    TERROR = "terror", _("Terror attack")
    ABDUCTION = "abduction", _("Abduction")
    HIT_AND_RUN = "hit_and_run", _("Hit and run")
    ESCAPE = "escape", _("Escape from custody")
    OTHER = "other", _("Other")


class PlanQuerySet(ScopedQuerySet["ContainmentPlan"]):
    """Plans, and those of them that may be started at a moment."""

    def usable(self, at: datetime | None = None) -> "PlanQuerySet":
        """In use and under an instrument valid at `at`; the others are in no operational view."""
        at = at or timezone.now()
        return self.filter(is_active=True, valid_from__lte=at, valid_to__gt=at)


class ContainmentPlan(models.Model):
    """A containment plan (封控预案, 关城门方案): rings, posts, stages, forces, duty level.

    Approved by a document with a validity; without a valid one it cannot be started.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = PLANS

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    triggers = ArrayField(models.CharField(max_length=20, choices=Trigger), default=list)
    duty_level = models.ForeignKey(
        DutyLevel, models.PROTECT, null=True, blank=True, related_name="+"
    )  # its checkpoints are raised to; none: they stay as they are
    notes = models.TextField(max_length=2000, blank=True)
    instrument_type = models.CharField(max_length=40)
    instrument_number = models.CharField(max_length=60)
    instrument_issuer = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "code")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="containment_plan_validity"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanRing(models.Model):
    """One ring of a plan (封控圈): rank 1 is the innermost, each next lies outside it."""

    scope_path: ClassVar[str] = "plan__agency__path"
    retention: ClassVar[Keep] = PLANS

    plan = models.ForeignKey(ContainmentPlan, models.CASCADE, related_name="rings")
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(9)])
    name = models.CharField(max_length=60)
    outline = models.PolygonField(srid=4326, geography=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "rank"], name="plan_ring_once")
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.name}"


class PlanPost(models.Model):
    """A post of a plan (封控点): a checkpoint, or a free point where a road crosses the ring.

    Where `agency` is empty nobody has been named for the crossing: it is a gap from the start.
    `hour_from` to `hour_to` are the local hours in which the agency can man it.
    """

    scope_path: ClassVar[str] = "plan__agency__path"
    retention: ClassVar[Keep] = PLANS

    plan = models.ForeignKey(ContainmentPlan, models.CASCADE, related_name="posts")
    ring = models.ForeignKey(PlanRing, models.CASCADE, related_name="posts")
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.POINTS)
    name = models.CharField(max_length=60)
    road = models.CharField(max_length=60, blank=True)
    checkpoint = models.ForeignKey(
        Checkpoint, models.PROTECT, null=True, blank=True, related_name="+"
    )
    point = models.PointField(srid=4326, geography=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    force = models.CharField(max_length=60, blank=True)  # who comes, in words
    officers = models.PositiveSmallIntegerField(default=2)
    vehicles = models.PositiveSmallIntegerField(default=1)
    hour_from = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(23)])
    hour_to = models.PositiveSmallIntegerField(default=24, validators=[MaxValueValidator(24)])

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("ring__rank", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hour_from__lt=F("hour_to"), hour_to__lte=24), name="plan_post_hours"
            )
        ]

    def __str__(self) -> str:
        return self.name
