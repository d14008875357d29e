"""Rows that cities change: categories of cases, their mapping, class sets, tags; the counter."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import CityRule

_REFERENCE = Keep(days=None, basis="reference rows, no personal data; old cases point at them")


def in_readers_language(name: str, name_en: str) -> str:
    """The English name for who reads English and where there is one."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


class CaseKind(models.TextChoices):
    CRIMINAL = "criminal", _("Criminal case")
    ADMINISTRATIVE = "administrative", _("Administrative case")


class CaseCategory(models.Model):
    """A category of cases (案件类别) in one code system (GA 240 in six or eight digits, local).

    In force from `valid_from` until before `valid_to`. What `is_sensitive` (sexual offences,
    violence at home) is never a point on a map, nor counted below a county.
    """

    class System(models.TextChoices):
        GA240_6 = "ga240_6", _("GA 240.1, six digits")
        GA240_8 = "ga240_8", _("GA 240, eight digits")
        PUBLIC_ORDER = "public_order", _("Public order law")
        LOCAL = "local", _("Local codes")

    retention: ClassVar[Keep] = _REFERENCE

    system = models.CharField(max_length=12, choices=System, default=System.GA240_6)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=14, choices=CaseKind, default=CaseKind.CRIMINAL)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    depth = models.SmallIntegerField(default=1)
    is_sensitive = models.BooleanField(default=False)
    usual_loss_yuan = models.PositiveIntegerField(null=True, blank=True)  # more is asked again
    source = models.CharField(max_length=80, blank=True)  # whose row it is
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("system", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "code", "valid_from"], name="case_category_once"
            ),
            models.CheckConstraint(
                condition=Q(depth__gte=1, depth__lte=4), name="case_category_four_levels"
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)


class CategoryMapping(models.Model):
    """That a category of one code system means a category of another (代码对照)."""

    retention: ClassVar[Keep] = _REFERENCE

    source = models.ForeignKey(CaseCategory, models.CASCADE, related_name="mapped_to")
    target = models.ForeignKey(CaseCategory, models.CASCADE, related_name="mapped_from")
    is_exact = models.BooleanField(default=True)  # False: the target is wider

    class Meta:
        ordering = ("source", "target")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="category_mapping_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="category_mapping_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.target_id}"


class ClassSet(CityRule):
    """A set of case classes that a city counts by (案件类集), say the preventable ones (可防性).

    `source` says who defines it so. A figure counted by a set names the version of its day.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("rank", "code", "-valid_from")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["agency", "code", "valid_from"], name="class_set_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)


class ClassSetMember(models.Model):
    """One category in a set, with all below it (类集成员)."""

    retention: ClassVar[Keep] = _REFERENCE

    class_set = models.ForeignKey(ClassSet, models.CASCADE, related_name="members")
    category = models.ForeignKey(CaseCategory, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("category",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["class_set", "category"], name="class_set_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.class_set_id} {self.category_id}"


class CaseTag(models.Model):
    """A word for how and against what a case was committed (作案特征); of the case, no person."""

    class Kind(models.TextChoices):
        ENTRY = "entry", _("How entry was made")
        TARGET = "target", _("What was taken or attacked")
        PREMISES = "premises", _("Kind of place")
        TOOL = "tool", _("Tool or means")

    retention: ClassVar[Keep] = _REFERENCE

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)
    suggests = models.ForeignKey(
        CaseCategory, models.PROTECT, null=True, blank=True, related_name="+"
    )  # a stolen e-bike suggests theft of an e-bike
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("kind", "rank", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="case_tag_once")
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)


class CaseCounter(models.Model):
    """The last number given out in a year (案件编号)."""

    retention: ClassVar[Keep] = Keep(days=None, basis="a counter, no personal data")

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"
