"""Direct orders, what each receiver owes of them, and who is told beside the receivers."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import Checkpoint
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet, Viewer
from patrol.units.models import Station, Unit


class OrderQuerySet(ScopedQuerySet["DirectOrder"]):
    """Orders are seen by who issued them, who has to sign for them and who is told of them."""

    def visible_to(self, viewer: Viewer) -> "OrderQuerySet":
        """Issued by, addressed to or copied to the viewer's agency or one below it."""
        below = {"owner_path__startswith": viewer.agency_path}
        received = OrderReceipt.objects.filter(order=OuterRef("pk"), **below)
        copied = OrderCopy.objects.filter(order=OuterRef("pk"), **below)
        issued = Q(agency__path__startswith=viewer.agency_path)
        return self.filter(issued | Exists(received) | Exists(copied))


class OrderCounter(models.Model):
    """The last order number (警令编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class DirectOrder(models.Model):
    """A direct order (警令) in writing: to agencies, stations, checkpoints and units.

    It may skip levels at need (点对点指挥); those it skips get a copy.

    A warning order (预警指令) goes down level by level: what a receiver passes on is an order of
    its own that cites its `parent`. Of the person warned only a reference of the issuing system
    and a masked number are kept, and those for 90 days: whoever has to call looks the reference
    up where it came from.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct", _("Direct order")
        WARNING = "warning", _("Warning order")

    class Level(models.IntegerChoices):
        """How pressing it is (紧急程度 特提、特急、加急、平急)."""

        FLASH = 1, _("Flash")
        IMMEDIATE = 2, _("Immediate")
        EXPEDITED = 3, _("Expedited")
        ROUTINE = 4, _("Routine")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=90,
        by="issued_at",
        action="anonymise",
        blank={"subject_ref": "", "subject_phone": ""},
        basis="PIPL art. 19: no longer than warning the person takes; the order itself stays",
    )

    number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DIRECT)
    level = models.SmallIntegerField(choices=Level, default=Level.EXPEDITED)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    needs_result = models.BooleanField(default=True)
    sign_by = models.DateTimeField()
    due_at = models.DateTimeField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    incident_number = models.CharField(max_length=20, blank=True, db_index=True)
    reference = models.CharField(max_length=40, blank=True, db_index=True)  # say a proposal
    subject_ref = models.CharField(max_length=40, blank=True)
    subject_phone = models.CharField(max_length=20, blank=True)  # masked before it gets here
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    supplements_written = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="direct_order_level"
            ),
            models.UniqueConstraint(
                fields=["parent", "agency"],
                condition=Q(parent__isnull=False, withdrawn_at__isnull=True),
                name="direct_order_passed_down_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-issued_at"], name="direct_order_recent"),
            models.Index(fields=["agency", "-issued_at"], name="direct_order_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class OrderReceipt(Obligation):
    """What one receiver owes of an order (警令签收): to sign for it, then to say what came of it.

    `receiver` names the receiver as people and programs type it: `agency:<code>`,
    `station:<code>`, `checkpoint:<code>` or `unit:<call sign>`; `owner_path` is its agency's.
    """

    facts: ClassVar[str] = "dispatch.receipt"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the order, which stays")

    order = models.ForeignKey(DirectOrder, models.PROTECT, related_name="receipts")
    receiver = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20, blank=True)  # over which it was signed for
    spoken_by = models.CharField(max_length=60, blank=True)  # who said so, when signed on behalf
    seen_supplements = models.PositiveSmallIntegerField(default=0)
    resent = models.PositiveSmallIntegerField(default=0)
    resent_at = models.DateTimeField(null=True)

    class Meta(Obligation.Meta):
        ordering = ("receiver",)
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(fields=["order", "receiver"], name="order_receipt_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency"], condition=Q(state__in=("issued", "signed")), name="receipt_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.receiver} {self.state}"

    def details(self) -> dict[str, Any]:
        """The order and the receiver, for alerts and screens."""
        return {
            "order": self.subject_id,
            "level": self.order.level,
            "order_kind": self.order.kind,
            "receiver": self.receiver,
            "receiver_name": self.name,
            "needs_result": self.order.needs_result,
            "resent": self.resent,
        }


class OrderCopy(models.Model):
    """A copy to an agency between issuer and receiver (抄送): it is told, and answers for nothing.

    `seen_by` is who opened it there first.
    """

    scope_path: ClassVar[str] = "owner_path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the order, which stays")

    order = models.ForeignKey(DirectOrder, models.CASCADE, related_name="copies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    owner_path = models.CharField(max_length=120)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=100, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("owner_path",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "agency"], name="order_copy_once")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.owner_path}"


class OrderSupplement(models.Model):
    """What was added to an order after it was issued (补充指令); every receiver sees it anew."""

    scope_path: ClassVar[str] = "order__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the order, which stays")

    order = models.ForeignKey(DirectOrder, models.CASCADE, related_name="supplements")
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.order_id} {self.pk}"


Receiver = Agency | Station | Checkpoint | Unit
OPEN: Final = (OrderReceipt.State.ISSUED, OrderReceipt.State.SIGNED)
