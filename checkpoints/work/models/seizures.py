"""Things seized, and the unbroken line of hands they went through."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import Checkpoint
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet

_EVIDENCE: Final = Keep(days=None, basis="evidence register; kept as long as the case file")


class SeizureCounter(models.Model):
    """The last seizure number (扣押编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Seizure(models.Model):
    """Something seized at a checkpoint (扣押物品), under its seal; whose it was is in the case.

    Who holds it is not written here: it follows from its custody steps.
    """

    class Unit(models.TextChoices):
        PIECE = "piece", _("pieces")
        KILOGRAM = "kg", _("kg")
        GRAM = "g", _("g")
        LITRE = "l", _("litres")
        BOX = "box", _("boxes")

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = _EVIDENCE

    number = models.CharField(max_length=20, unique=True)
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="seizures")
    item = models.CharField(max_length=30)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.CharField(max_length=6, choices=Unit)
    seal_number = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    seized_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    entered_by = models.CharField(max_length=100)
    client_ref = models.CharField(max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-seized_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal_number"], name="seizure_seal_once"),
            models.UniqueConstraint(
                fields=["checkpoint", "client_ref"],
                condition=~Q(client_ref=""),
                name="seizure_sent_once",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="seizure_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.item}"

    @property
    def amount(self) -> str:
        """The quantity without idle zeros and never as a power of ten."""
        return f"{self.quantity.normalize():f}"


class CustodyStep(models.Model):
    """One step of the custody chain (保管链): from whom to whom, where, why, signed by both.

    Who gives signs by writing it, who takes by receiving it; until then the thing is with who
    gives. The database refuses to change a step that was received or refused, and to remove one.
    """

    class Act(models.TextChoices):
        SEIZED = "seized", _("Seized")
        HANDED = "handed", _("Passed into other custody")
        DISPOSED = "disposed", _("Disposed of")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a signature")
        RECEIVED = "received", _("Signed by both")
        REFUSED = "refused", _("Not taken")

    scope_path: ClassVar[str] = "seizure__checkpoint__agency__path"
    retention: ClassVar[Keep] = _EVIDENCE

    seizure = models.ForeignKey(Seizure, models.PROTECT, related_name="steps")
    place_in_chain = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=8, choices=Act)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    from_badge = models.CharField(max_length=20, blank=True)
    from_name = models.CharField(max_length=60, blank=True)
    to_badge = models.CharField(max_length=20, blank=True)
    to_name = models.CharField(max_length=60)  # an officer, or a room or body without an account
    where = models.CharField(max_length=100)
    reason = models.CharField(max_length=200, blank=True)
    disposal = models.CharField(max_length=30, blank=True)
    seal_number = models.CharField(max_length=40)
    is_seal_intact = models.BooleanField(default=True)
    given_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    paper_receipt = models.CharField(max_length=40, blank=True)
    answer_note = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("seizure", "place_in_chain")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seizure", "place_in_chain"], name="custody_step_in_order"
            ),
            models.UniqueConstraint(
                fields=["seizure"], condition=Q(state="waiting"), name="custody_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("given_at")),
                name="custody_answered_after",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        """The number on the receipt of this step."""
        return f"{self.seizure.number}/{self.place_in_chain}"
