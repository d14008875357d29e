"""The parties of a dispute, and leave to read them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from grid.ledger.retention import Keep
from mediation.register.models.disputes import Dispute
from mediation.register.models.scope import OfDisputeQuerySet


class Party(models.Model):
    """A party (当事人) of one dispute: encrypted, shown masked, known inside this dispute alone.

    The indexes are keyed digests, to see that the same people quarrel again; they name nobody.
    What is None was emptied.
    """

    class Side(models.TextChoices):
        A = "a", _("Party A")
        B = "b", _("Party B")
        OTHER = "other", _("Other party")

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095,
        by="archived_at",
        basis="the archive volume keeps who agreed; three years on the register needs no names",
        action="anonymise",
        blank={
            **dict.fromkeys(("name", "phone", "id_number", "address", "guardian")),
            **dict.fromkeys(("name_index", "phone_index", "id_index"), ""),
        },
    )

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="parties")
    side = models.CharField(max_length=5, choices=Side)
    is_organisation = models.BooleanField(default=False)
    name = EncryptedCharField(max_length=60, null=True)
    phone = EncryptedCharField(max_length=40, blank=True, default="", null=True)
    id_number = EncryptedCharField(max_length=30, blank=True, default="", null=True)
    address = EncryptedCharField(max_length=200, blank=True, default="", null=True)
    guardian = EncryptedCharField(max_length=60, blank=True, default="", null=True)
    name_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    is_minor = models.BooleanField(default=False)
    needs_care = models.BooleanField(default=False)  # old, ill or alone: heard with care
    archived_at = models.DateTimeField(null=True)  # the dispute's, for the rule above
    version = models.PositiveIntegerField(default=1)

    objects = OfDisputeQuerySet.as_manager()

    class Meta:
        ordering = ("side", "pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.side}"


class DisputeReveal(models.Model):
    """Leave to read one dispute in clear for half an hour (查阅许可).

    `is_asked` where it was given against a purpose and a case; else it is the look of somebody
    who works on the dispute, who is on the register all the same.
    """

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="revealed_at", basis="as long as the access register"
    )

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="reveals")
    officer_id = models.CharField(max_length=40)
    is_asked = models.BooleanField(default=True)
    revealed_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()

    objects = OfDisputeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer_id", "revealed_at"], name="dispute_reveal_by")
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.officer_id}"
