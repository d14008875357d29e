"""Checkpoints, how they were opened and closed, where mobile ones stood, the rings they keep."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models.reference import DefenceLine
from checkpoints.register.models.reference import Grade as _Grade
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet

STATES: Final[dict[str, Any]] = {
    "operational": _("In service"),
    "expired": _("Instrument ended"),
    "waiting": _("Not opened yet"),
    "planned": _("Planned, not built"),
    "closed": _("Taken out of service"),
}
REGISTER: Final = Keep(days=None, basis="a register of checkpoints; no personal data")


class CheckpointQuerySet(ScopedQuerySet["Checkpoint"]):
    """Checkpoints, and those of them that may work at a moment."""

    def operational(self, at: datetime | None = None) -> "CheckpointQuerySet":
        """Built, not taken out of service, and under a legal instrument valid at `at`."""
        at = at or timezone.now()
        ended = Q(valid_to__isnull=False, valid_to__lte=at)
        return self.filter(built_on__lte=timezone.localdate(at), valid_from__lte=at).exclude(
            ended | Q(is_active=False)
        )


class Checkpoint(models.Model):
    """A checkpoint (卡口·检查站): where a defence line meets a road.

    What is planned and what is built are two dates; the build rate is computed from them. It
    works under a legal instrument for a time; after `valid_to` it is in no operational view.
    """

    Grade = _Grade

    class Kind(models.TextChoices):
        FIXED = "fixed", _("Fixed")
        INNER = "inner", _("Inner")
        MOBILE = "mobile", _("Mobile")
        GANTRY = "gantry", _("Electronic gantry")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = REGISTER

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    line = models.ForeignKey(DefenceLine, models.PROTECT, related_name="checkpoints")
    grade = models.CharField(max_length=10, choices=_Grade)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FIXED)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="checkpoints")
    parent = models.ForeignKey(  # an electronic gantry belongs to the checkpoint it serves
        "self", models.PROTECT, null=True, blank=True, related_name="gantries"
    )
    point = models.PointField(srid=4326, geography=True)
    address = models.CharField(max_length=120, blank=True)
    road = models.CharField(max_length=60, blank=True)  # number or name: G303, 人民大街
    direction = models.CharField(max_length=40, blank=True)
    lanes_in = models.PositiveSmallIntegerField(default=1)
    lanes_out = models.PositiveSmallIntegerField(default=1)
    mission = models.CharField(max_length=120, blank=True)  # what a mobile one does where it is
    planned_on = models.DateField(null=True, blank=True)
    built_on = models.DateField(null=True, blank=True)
    instrument_type = models.CharField(max_length=40, blank=True)
    instrument_number = models.CharField(max_length=60, blank=True)
    instrument_issuer = models.CharField(max_length=60, blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)
    is_signed = models.BooleanField(default=False)  # the sign that tells drivers stands (公示标志)
    filing_number = models.CharField(max_length=40, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        ordering = ("line__rank", "code")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=False, valid_to__gt=F("valid_from")),
                name="checkpoint_validity",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def state_at(self, at: datetime | None = None) -> str:
        """One word of `STATES`: whether it works at `at` (default: now), or why it does not."""
        at = at or timezone.now()
        if self.built_on is None or self.built_on > timezone.localdate(at):
            return "planned"
        if not self.is_active:
            return "closed"
        if self.valid_from is None or self.valid_from > at:
            return "waiting"
        return "expired" if self.valid_to is not None and self.valid_to <= at else "operational"


class Opening(models.Model):
    """One time a checkpoint was opened (设站记录): under what, from when, until when, and why not.

    The checkpoint carries the instrument that holds; what held before stays here.
    """

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = REGISTER

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="openings")
    instrument_type = models.CharField(max_length=40)
    instrument_number = models.CharField(max_length=60)
    instrument_issuer = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    is_signed = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    closing_reason = models.CharField(max_length=200, blank=True)
    is_sign_removed = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint"], condition=Q(closed_at__isnull=True), name="opening_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.instrument_number}"


class CheckpointMove(models.Model):
    """Where a mobile checkpoint (移动卡口) stood from one moment on, and for what."""

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="moved_at", basis="where a checkpoint stood, three years like the audit"
    )

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="moves")
    point = models.PointField(srid=4326, geography=True)
    address = models.CharField(max_length=120, blank=True)
    mission = models.CharField(max_length=120)
    moved_at = models.DateTimeField(default=timezone.now)
    actor_label = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-moved_at", "-pk")

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.moved_at:%Y-%m-%d %H:%M}"


class DefenceRing(models.Model):
    """The ground within a defence line of one agency (治安防控圈), drawn on the map."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = REGISTER

    line = models.ForeignKey(DefenceLine, models.PROTECT, related_name="rings")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rings")
    name = models.CharField(max_length=60)
    outline = models.MultiPolygonField(srid=4326)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("line__rank", "name", "pk")

    def __str__(self) -> str:
        return self.name
