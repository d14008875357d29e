"""Errands that officers run for residents."""

from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.service.visits.models.visits import Visit
from grid.territory.models import Cell


class Errand(Obligation):
    """An errand (代办) run for a resident: what, until when, by whom, and what came of it.

    For whom is encrypted, shown masked, and emptied a year after the end: there is no list of
    those whom errands were run for.
    """

    class Kind(models.TextChoices):
        PERMIT = "permit", _("Identity card or permit")
        HOUSEHOLD = "household", _("Household registration")
        VEHICLE = "vehicle", _("Vehicle or driving licence")
        LOST = "lost", _("Lost property")
        DELIVERY = "delivery", _("Bring or fetch something")
        ESCORT = "escort", _("Accompany somebody")
        REPAIR = "repair", _("Call a repair or an office")
        OTHER = "other", _("Other errand")

    PREFIX: Final = "DB-"

    facts: ClassVar[str] = "service.errand"
    retention: ClassVar[Keep] = Keep(
        days=365,
        by="done_at",
        basis="for whom it was has no purpose once questions about it are over; the errand stays",
        action="anonymise",
        blank={"client_name": None, "client_phone": None},
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="errands")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="errands")
    visit = models.ForeignKey(Visit, models.SET_NULL, null=True, related_name="errands")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    text = models.CharField(max_length=500)
    address = models.CharField(max_length=200, blank=True)
    client_name = EncryptedCharField(max_length=60, null=True, blank=True)
    client_phone = EncryptedCharField(max_length=40, null=True, blank=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="errands"
    )

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        indexes: ClassVar = [models.Index(fields=["cell", "state"], name="errand_of_cell")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What is said of it on the telephone, such as DB-000123."""
        return f"{self.PREFIX}{self.pk:06}"

    def details(self) -> dict[str, Any]:
        return {"cell": self.cell.code if self.cell else "", "errand_kind": self.kind}
