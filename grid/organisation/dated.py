"""Rules with dates: what a city counts by may change, and what was counted before does not."""

from datetime import date
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class DatedQuerySet(ScopedQuerySet[Any]):
    """Rows in force from one day until before another."""

    def in_force(self, on: date) -> "DatedQuerySet":
        """Rows that hold on a local calendar day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)

    def not_over(self, on: date) -> "DatedQuerySet":
        """Rows that hold on that day or will hold later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def above(self, agency_path: str) -> "DatedQuerySet":
        """Rows of the agency and of those above it, the farthest first."""
        codes = agency_path.strip("/").split("/")
        return self.filter(agency__code__in=codes).order_by("agency__path", "pk")


class Dated(models.Model):
    """A rule of one agency and all below it, until an agency nearer to the matter has its own."""

    retention: ClassVar[Keep] = Keep(
        days=None, basis="reference rows; what is over is measured by the rules of its day"
    )
    scope_path: ClassVar[str] = "agency__path"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class CityRule(Dated):
    """A rule of one agency and all below it; without an agency a default of the platform."""

    agency: Any = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def nearness(self) -> tuple[int, date]:
        """The row of the nearest agency wins, among its own the latest."""
        return (len(self.agency.path) if self.agency else 0, self.valid_from)


Rule = TypeVar("Rule", bound=Dated)
OfCity = TypeVar("OfCity", bound=CityRule)


def nearest(
    model: type[Rule], agency_path: str, *, on: date | None = None, **key: Any
) -> Rule | None:
    """The row in force on a local day (default: today) of the agency itself or the next above."""
    rows = DatedQuerySet(model).in_force(on or timezone.localdate()).above(agency_path)
    found: Rule | None = rows.filter(**key).last()
    return found


def holding(
    model: type[OfCity], agency_path: str, *, on: date | None = None, **key: Any
) -> OfCity | None:
    """The row in force of the agency itself, of the next above, or the platform's default."""
    codes = agency_path.strip("/").split("/")
    of_ours = Q(agency__isnull=True) | Q(agency__code__in=codes)
    rows = DatedQuerySet(model).in_force(on or timezone.localdate()).filter(of_ours, **key)
    found: list[OfCity] = list(rows.select_related("agency"))
    return max(found, key=lambda row: row.nearness, default=None)
