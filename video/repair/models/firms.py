"""People of a contractor, and the parts that are built in."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from video.register.models import Company
from video.repair.models.tickets import KEPT, Ticket

SEATS: Final = Keep(days=1096, by="ended_on", basis="who had access for whom: three years after")


class ContractorSeat(models.Model):
    """Which contractor somebody works for, from day to day (运维人员授权).

    Never without a confidentiality undertaking (保密承诺书). `valid_to` is the first day it no
    longer holds; `ended_on` is set where it was ended before.
    """

    scope_path: ClassVar[str] = "officer__agency__path"
    retention: ClassVar[Keep] = SEATS

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="contractor_seats")
    company = models.ForeignKey(Company, models.PROTECT, related_name="seats")
    undertaking = models.CharField(max_length=60)  # number of the document
    undertaken_on = models.DateField()
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField()
    given_by = models.CharField(max_length=100)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(undertaking=""), name="contractor_seat_has_undertaking"
            ),
            models.CheckConstraint(
                condition=Q(undertaken_on__lte=F("valid_from"), valid_to__gt=F("valid_from")),
                name="contractor_seat_forward",
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_on__isnull=True), name="contractor_seat_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.company_id}"

    @property
    def holds(self) -> bool:
        """Whether it opens the firm's tickets today."""
        today = timezone.localdate()
        return self.ended_on is None and self.valid_from <= today < self.valid_to


class SparePart(models.Model):
    """A kind of spare part in an agency's store (备件); prices are yuan a piece."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = KEPT

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="spare_parts")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=10)
    price = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    in_stock = models.PositiveIntegerField(default=0)
    reorder_at = models.PositiveIntegerField(default=0)  # at or below it more is to be bought
    warranty_months = models.PositiveSmallIntegerField(default=12)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "code"], name="spare_part_once")
        ]

    def __str__(self) -> str:
        return self.name


class PartUse(models.Model):
    """Spare parts built in for a ticket (备件使用); the price is that of the day, yuan a piece."""

    scope_path: ClassVar[str] = "ticket__owner_path"
    retention: ClassVar[Keep] = KEPT

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="parts")
    part = models.ForeignKey(SparePart, models.PROTECT, related_name="uses")
    quantity = models.PositiveSmallIntegerField()
    price = models.DecimalField(max_digits=9, decimal_places=2)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    warranty_to = models.DateField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="part_use_some")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.part_id} {self.quantity}"
