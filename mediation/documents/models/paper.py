"""Papers as they were signed: the words are frozen, files are made of them when asked for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from mediation.mediators.models import Mediator
from mediation.register.models import Dispute, Party

_BASIS = "as the parties: three years after the archive, when claims are time-barred"


class Paper(models.Model):
    """A paper of a dispute (调解文书): what it says, frozen, with the hash that is signed.

    `content` is the JSON of `content.Content`; PDF and DOCX are drawn of it alone. A new version
    replaces an older one of the same kind and matter; what was signed is never changed.
    """

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("Registration form")
        SESSION = "session", _("Session record")
        AGREEMENT = "agreement", _("Mediation agreement")
        NOTICE = "notice", _("Notice of the end and of other ways")
        CONFIRMATION = "confirmation", _("Application for judicial confirmation")
        CLOSING = "closing", _("Closing summary")

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="archived_at", basis=_BASIS, action="anonymise", blank={"content": None}
    )

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="papers")
    number = models.CharField(max_length=40, unique=True)  # JF26-0001-X1
    kind = models.CharField(max_length=12, choices=Kind)
    about = models.CharField(max_length=30, blank=True)  # the session it records, by its number
    content = EncryptedTextField(null=True)
    text_hash = models.CharField(max_length=64)  # SHA-256 of the content, without signatures
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=100)
    replaced_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField(null=True)  # signed by all whom the law asks for
    archived_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dispute", "kind", "about"],
                condition=Q(replaced_at__isnull=True),
                name="paper_one_stands",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Signature(models.Model):
    """A signature, fingerprint or seal (签名、捺印、盖章) under the words of one paper.

    `strokes` is the JSON of lines drawn on the screen, in hundredths of a 400 x 150 field.
    """

    class Way(models.TextChoices):
        SCREEN = "screen", _("Signed on the screen")
        INK = "ink", _("Signed on paper")
        PRINT = "print", _("Fingerprint on paper")
        SEAL = "seal", _("Sealed on paper")

    class Capacity(models.TextChoices):
        PARTY = "party", _("Party")
        MEDIATOR = "mediator", _("Mediator")
        BODY = "body", _("Mediation body")

    scope_path: ClassVar[str] = "paper__dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="archived_at", basis=_BASIS, action="anonymise", blank={"strokes": None}
    )

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="signatures")
    capacity = models.CharField(max_length=8, choices=Capacity)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    mediator = models.ForeignKey(Mediator, models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=6, choices=Way)
    strokes = EncryptedTextField(null=True)
    text_hash = models.CharField(max_length=64)  # of the words that were shown to the signer
    signed_at = models.DateTimeField()
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.CharField(max_length=100)
    archived_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("signed_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "party"], name="signature_party_once"),
            models.UniqueConstraint(fields=["paper", "mediator"], name="signature_mediator_once"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(capacity="body"), name="signature_seal_once"
            ),
            models.CheckConstraint(
                condition=Q(capacity="party", party__isnull=False, mediator__isnull=True)
                | Q(capacity="mediator", party__isnull=True, mediator__isnull=False)
                | Q(capacity="body", party__isnull=True, mediator__isnull=True),
                name="signature_of_its_capacity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.capacity}"

    @property
    def place(self) -> str:
        """The place of the paper it fills: `party:7`, `mediator:3` or `body`."""
        number = self.party_id or self.mediator_id
        return f"{self.capacity}:{number}" if number else self.capacity


class Delivery(models.Model):
    """That a party was given her copy of a paper (送达): when, how, by whom."""

    class Way(models.TextChoices):
        HAND = "hand", _("By hand")
        POST = "post", _("By post")
        REFUSED = "refused", _("Offered and not taken")

    scope_path: ClassVar[str] = "paper__dispute__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the dispute; names nobody")

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="deliveries")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("given_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "party"], name="paper_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.way}"
