"""What an officer brings home from a doorway beside words: a signature for consent, pictures."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from mediation.register.models import Dispute, Party

_BASIS = "as the parties: three years after the archive, when claims are time-barred"


class ConsentSignature(models.Model):
    """A party's signature under its consent to mediation (自愿调解签名), given on the phone.

    `strokes` is the JSON of lines drawn in a field of 400 x 150 points. It was put under the
    sentences of `words_hash`, which the officer read out to the party.
    """

    class Way(models.TextChoices):
        SCREEN = "screen", _("Signed on the screen")
        INK = "ink", _("Signed on paper")

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="archived_at", basis=_BASIS, action="anonymise", blank={"strokes": None}
    )

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="consent_signatures")
    party = models.OneToOneField(Party, models.PROTECT, related_name="consent_signature")
    way = models.CharField(max_length=6, choices=Way)
    strokes = EncryptedTextField(null=True)
    words_hash = models.CharField(max_length=64)  # SHA-256 of the sentences read out
    signed_at = models.DateTimeField()
    kept_at = models.DateTimeField(default=timezone.now)
    taken_by = models.CharField(max_length=100)
    archived_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("signed_at", "pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.way}"


class DisputePhoto(models.Model):
    """A picture taken of what is quarrelled about (纠纷现场照片), without metadata, encrypted.

    `picture` is a JPEG in base64.
    """

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="archived_at", basis=_BASIS)

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="photos")
    picture = EncryptedTextField()
    bytes_kept = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(default=timezone.now)
    taken_by = models.CharField(max_length=100)
    archived_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("kept_at", "pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.pk}"
