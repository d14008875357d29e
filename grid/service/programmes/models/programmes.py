"""Programmes item by item, and the sheets they are scored by."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class Programme(models.Model):
    """A programme of work (条目化管理、项目化落实): items, each with who does what by when."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="what agencies were told to do")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="programmes")
    name = models.CharField(max_length=80)
    goal = models.CharField(max_length=300, blank=True)
    begins = models.DateField()
    ends = models.DateField()
    is_closed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-begins", "name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="programme_once"),
            models.CheckConstraint(
                condition=Q(ends__gte=models.F("begins")), name="programme_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeItem(Obligation):
    """One item of a programme (条目): standard, lead agency (its owner), demand, deadline.

    `points` are what it weighs on a score sheet; an item with `is_veto` that was not met
    overrides the whole sheet (一票否决). `progress` is in percent.
    """

    facts: ClassVar[str] = "service.programme_item"
    retention: ClassVar[Keep] = Keep(days=None, basis="what agencies were told to do")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="items")
    lead = models.ForeignKey(Agency, models.PROTECT, related_name="programme_items")
    partners = models.CharField(max_length=200, blank=True)
    standard = models.CharField(max_length=300)
    demand = models.CharField(max_length=300, blank=True)
    points = models.DecimalField(max_digits=5, decimal_places=1, default=Decimal(0))
    is_veto = models.BooleanField(default=False)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_at = models.DateTimeField(null=True)

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.CheckConstraint(condition=Q(progress__lte=100), name="programme_item_percent"),
            models.CheckConstraint(condition=Q(points__gte=0), name="programme_item_points"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner_path"],
                name="programme_item_of_agency",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(fields=["programme", "due_at"], name="programme_item_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def details(self) -> dict[str, Any]:
        """The programme and how far it is."""
        return {
            "programme": self.programme_id,
            "progress": self.progress,
            "is_veto": self.is_veto,
        }


class ItemEntry(models.Model):
    """One line of an item's history (条目进展): who reported what; only added."""

    scope_path: ClassVar[str] = "item__owner_path"
    retention: ClassVar[Keep] = Keep(days=None, basis="what agencies said they did")

    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    act = models.CharField(max_length=20)
    progress = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.item_id} {self.act}"


class ScoreSheet(models.Model):
    """How one agency did in one programme (考核): points by item; an agency, never a person.

    `points` is the sum of its lines and `most` the sum they could have; `is_vetoed` overrides
    both. Once signed (`signed_at`) it stays as it is.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="what agencies are measured by")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sheets")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="score_sheets")
    points = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(0))
    most = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(0))
    is_vetoed = models.BooleanField(default=False)
    veto_reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=100)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("programme", "agency__path")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "agency"], name="score_sheet_once"),
            models.CheckConstraint(
                condition=Q(is_vetoed=False) | ~Q(veto_reason=""), name="score_sheet_veto_says_why"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=models.F("most")), name="score_sheet_sum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.agency_id} {self.result}"

    @property
    def result(self) -> Decimal:
        """Points in the end: none where it was vetoed, whatever the sum."""
        return Decimal(0) if self.is_vetoed else self.points


class ScoreLine(models.Model):
    """What one item of a programme gave an agency (考核项), with the reason for points lost."""

    scope_path: ClassVar[str] = "sheet__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="what agencies are measured by")

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="lines")
    item = models.ForeignKey(ProgrammeItem, models.PROTECT, related_name="scores")
    points = models.DecimalField(max_digits=5, decimal_places=1)
    is_met = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("item__due_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "item"], name="score_line_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_line_points"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.item_id} {self.points}"
