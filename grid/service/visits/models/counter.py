"""What is asked at the service counters, as numbers a day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from grid.territory.models import Place


class CounterKind(models.TextChoices):
    """What the counter did (服务类型)."""

    ADVICE = "advice", _("Advice")
    HELP = "help", _("Help")
    DISPUTE = "dispute", _("Dispute settled at the counter")
    ERRAND = "errand", _("Errand taken")
    SERVICE = "service", _("Service item")


class ServiceItem(Dated):
    """Something a service counter offers (服务事项): of an agency and all below it, from a day."""

    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=CounterKind, default=CounterKind.SERVICE)
    rank = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("rank", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "code"],
                condition=Q(valid_to__isnull=True),
                name="service_item_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ServiceCount(models.Model):
    """How often a counter did something on one day (服务台计数): a number, nobody's name."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="counts without names")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="service_counts")
    counted_on = models.DateField(default=timezone.localdate)
    kind = models.CharField(max_length=8, choices=CounterKind)
    item = models.ForeignKey(ServiceItem, models.PROTECT, null=True, related_name="counts")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    times = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(default=timezone.now)  # the last time it was changed
    counted_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-counted_on", "kind", "pk")
        indexes: ClassVar = [models.Index(fields=["agency", "counted_on"], name="counter_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "counted_on", "kind", "item", "place", "officer"],
                nulls_distinct=False,
                name="service_count_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.counted_on}"
