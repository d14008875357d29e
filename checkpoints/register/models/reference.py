"""Rows a city starts with and keeps as its own: levels, lines, kinds, standards, minimums."""

from datetime import date
from typing import Any, ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency

REFERENCE: Final = Keep(days=None, basis="reference rows; old orders and counts name them")


class Grade(models.TextChoices):
    """How important the place is (检查站等级); neither duty level nor patrol level."""

    LEVEL1 = "level1", _("Grade 1")
    LEVEL2 = "level2", _("Grade 2")
    LEVEL3 = "level3", _("Grade 3")
    TEMPORARY = "temporary", _("Temporary")


class Named(models.Model):
    """A reference row with its order and its name in both languages."""

    retention: ClassVar[Keep] = REFERENCE

    code = models.SlugField(max_length=30, primary_key=True)
    rank = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        abstract = True
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class DutyLevel(Named):
    """A duty level of a checkpoint (勤务等级): normal 常态, reinforced 加强, wartime 战时; rows.

    A scale of its own: neither the grade of a checkpoint nor the patrol level of an area. The
    higher the rank, the stricter.
    """


class DefenceLine(Named):
    """A defence line of the city (防线): city centre, ring road, provincial links; rows.

    Rank 1 is the innermost.
    """


class PostKind(Named):
    """What a post within a checkpoint does (岗位): observe and guide, check, cover; rows."""


class ForceKind(Named):
    """A force that keeps its own people at a checkpoint (联勤力量): traffic police …; rows."""


class EquipmentKind(Named):
    """A kind of equipment of checkpoints (装备种类): inspection devices, shields …; rows.

    `check_every_days` is how often an item of it is checked; empty where nothing is due.
    """

    class Group(models.TextChoices):
        SYSTEM = "system", _("Video, conferencing, communication")
        INSPECTION = "inspection", _("Inspection devices")
        PROTECTION = "protection", _("Protection and barriers")
        PERSONAL = "personal", _("Personal gear")

    group = models.CharField(max_length=12, choices=Group)
    check_every_days = models.PositiveSmallIntegerField(null=True, blank=True)


class StandardPillar(Named):
    """One of the headings a station is brought up to standard under (四化): rows."""


class StandardItem(Named):
    """One line of the station standard checklist (站点标准): rows with a weight and dates.

    `answered_by` names what the register itself knows about it (`gantry`, `equipment`, …); such a
    line is computed and never ticked by hand. `days_to_mend` is how long a task for it may take.
    """

    class AnsweredBy(models.TextChoices):
        PERSON = "", _("Looked at on the spot")
        GANTRY = "gantry", _("Computed: an electronic gantry is linked")
        EQUIPMENT = "equipment", _("Computed: equipment of the normal level is complete")
        POSTS = "posts", _("Computed: posts of the normal level are laid out")
        FORCES = "forces", _("Computed: no gap in the joint forces")
        SIGN = "sign", _("Computed: the sign stands")
        FILING = "filing", _("Computed: filed with a number")
        CHECKS = "checks", _("Computed: no equipment check is overdue")

    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    pillar = models.ForeignKey(StandardPillar, models.PROTECT, related_name="items")
    weight = models.PositiveSmallIntegerField(default=1)
    answered_by = models.CharField(
        max_length=12, choices=AnsweredBy, default=AnsweredBy.PERSON, blank=True
    )
    days_to_mend = models.PositiveSmallIntegerField(default=30)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)


class MinimumQuerySet(models.QuerySet["Minimum"]):
    """Minimums in force on a day, and those of an agency's ground."""

    def in_force(self, on: date) -> "MinimumQuerySet":
        """Rows that hold on a local calendar day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)

    def above(self, agency_path: str) -> "MinimumQuerySet":
        """Rows that may hold at an agency: its own, those of the agencies above, the defaults."""
        codes = agency_path.strip("/").split("/")
        return self.filter(Q(agency__isnull=True) | Q(agency__code__in=codes))


class Minimum(models.Model):
    """What a checkpoint of a grade must at least have at a duty level (最低配置): dated rows.

    A row without an agency is a default of the platform, to be set by the city: no source gives
    the quantities. The row of the agency nearest above the checkpoint goes before it.
    """

    class Need(models.TextChoices):
        OFFICERS = "officers", _("Officers")
        AUXILIARIES = "auxiliaries", _("Auxiliaries")
        VEHICLES = "vehicles", _("Vehicles")
        POST = "post", _("Post")
        EQUIPMENT = "equipment", _("Equipment")
        FORCE = "force", _("Joint force")

    retention: ClassVar[Keep] = Keep(
        days=None, basis="reference rows; old switches are measured by the minimums of their day"
    )

    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="minimums"
    )
    grade = models.CharField(max_length=10, choices=Grade)
    level = models.ForeignKey(DutyLevel, models.PROTECT, related_name="minimums")
    need = models.CharField(max_length=12, choices=Need)
    code = models.SlugField(max_length=30, blank=True)  # of the post, equipment or force kind
    quantity = models.PositiveSmallIntegerField()  # heads, vehicles, posts or pieces
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = MinimumQuerySet.as_manager()

    class Meta:
        ordering = ("grade", "level__rank", "need", "code", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "grade", "level", "need", "code", "valid_from"],
                name="minimum_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="minimum_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.level_id} {self.need} {self.code} {self.quantity}"
