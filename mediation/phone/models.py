"""What an officer brings home from a doorway beside words: a signature for consent, pictures."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from mediation.flow.models.volume import InVolume, emptied
from mediation.register.models import Party


class ConsentSignature(InVolume):
    """A party's signature under its consent to mediation (自愿调解签名), given on the phone.

    `strokes` is the JSON of lines drawn in a field of 400 x 150 points. It was put under the
    sentences of `words_hash`, which the officer read out to the party.
    """

    class Way(models.TextChoices):
        SCREEN = "screen", _("Signed on the screen")
        INK = "ink", _("Signed on paper")

    retention: ClassVar[Keep] = emptied("strokes")

    party = models.OneToOneField(Party, models.CASCADE, related_name="consent_signature")
    way = models.CharField(max_length=6, choices=Way)
    strokes = EncryptedTextField(null=True)
    words_hash = models.CharField(max_length=64)  # SHA-256 of the sentences read out
    signed_at = models.DateTimeField()
    kept_at = models.DateTimeField(default=timezone.now)
    taken_by = models.CharField(max_length=100)

    class Meta:
        ordering = ("signed_at", "pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.way}"


class DisputePhoto(InVolume):
    """A picture of what is quarrelled about (纠纷现场照片): encrypted, without metadata.

    `picture` is a JPEG in base64; the same picture sent again is kept once.
    """

    retention: ClassVar[Keep] = emptied("picture")

    picture = EncryptedTextField(null=True)
    size = models.PositiveIntegerField()  # bytes of the JPEG
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(default=timezone.now)
    taken_by = models.CharField(max_length=100)

    class Meta:
        ordering = ("kept_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dispute", "sha256"], name="dispute_photo_once")
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.pk}"
