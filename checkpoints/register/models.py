"""Defence lines, checkpoints, and what each must have by its grade and the duty level."""

from datetime import datetime
from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet

_REFERENCE: Final = Keep(days=None, basis="reference rows; old orders and counts name them")
_REGISTER: Final = Keep(days=None, basis="a register of checkpoints; no personal data")


class DutyLevel(models.Model):
    """A duty level of a checkpoint (勤务等级): normal 常态, reinforced 加强, wartime 战时; rows.

    A scale of its own: neither the grade of a checkpoint nor the patrol level of an area.
    """

    retention: ClassVar[Keep] = _REFERENCE

    code = models.SlugField(max_length=20, primary_key=True)
    rank = models.PositiveSmallIntegerField(unique=True)  # the higher the stricter
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40)

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class DefenceLine(models.Model):
    """One of the city's defence lines (防线): city centre, ring road, provincial links; rows."""

    retention: ClassVar[Keep] = _REFERENCE

    code = models.SlugField(max_length=20, primary_key=True)
    rank = models.PositiveSmallIntegerField(unique=True)  # 1 is the innermost
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


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

    class Grade(models.TextChoices):
        """How important the place is (检查站等级); neither duty level nor patrol level."""

        LEVEL1 = "level1", _("Grade 1")
        LEVEL2 = "level2", _("Grade 2")
        LEVEL3 = "level3", _("Grade 3")
        TEMPORARY = "temporary", _("Temporary")

    class Kind(models.TextChoices):
        FIXED = "fixed", _("Fixed")
        INNER = "inner", _("Inner")
        MOBILE = "mobile", _("Mobile")
        GANTRY = "gantry", _("Electronic gantry")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _REGISTER

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    line = models.ForeignKey(DefenceLine, models.PROTECT, related_name="checkpoints")
    grade = models.CharField(max_length=10, choices=Grade)
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
                | Q(valid_from__isnull=False, valid_to__gt=models.F("valid_from")),
                name="checkpoint_validity",
            ),
        ]

    def __str__(self) -> str:
        return self.name
