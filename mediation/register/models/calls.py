"""The calls that disputes came from."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Cell
from mediation.register.models.disputes import Dispute
from mediation.register.places import without_door


class DisputeCall(models.Model):
    """A call classed as a dispute (纠纷警情): it has a dispute or a reason why it has none."""

    class Reason(models.TextChoices):
        SETTLED = "settled", _("Settled on the spot")
        NO_DISPUTE = "no_dispute", _("No dispute after all")
        ELSEWHERE = "elsewhere", _("Another body already works on it")
        WITHDRAWN = "withdrawn", _("Nobody wants it pursued")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="reported_at", basis="as long as the call's own caller may be asked for"
    )

    incident_number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="dispute_calls")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="+")
    category_name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    address_key = models.CharField(max_length=200, blank=True, db_index=True)  # `places.key_of`
    point = models.PointField(srid=4326, geography=True, null=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    reported_at = models.DateTimeField()
    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, related_name="calls")
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    reason_text = models.CharField(max_length=200, blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-reported_at", "-pk")
        indexes: ClassVar = [models.Index(fields=["reported_at"], name="dispute_call_reported")]

    def __str__(self) -> str:
        return self.incident_number

    @property
    def short_address(self) -> str:
        """Up to the building, for lists."""
        return without_door(self.address)
