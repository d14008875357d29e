"""An order from command to switch checkpoints to another duty level."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.duty.models.rules import SopVersion
from checkpoints.register.models import DutyLevel
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet, Viewer


class SwitchOrderQuerySet(ScopedQuerySet["SwitchOrder"]):
    """Orders are seen by who issued them and by whoever has a checkpoint among those ordered."""

    def visible_to(self, viewer: Viewer) -> "SwitchOrderQuerySet":
        """Issued by the viewer's agency or below, or addressed to a checkpoint there."""
        below = SwitchOrder.objects.filter(
            pk=OuterRef("pk"), switches__owner_path__startswith=viewer.agency_path
        )
        return self.filter(Q(agency__path__startswith=viewer.agency_path) | Exists(below))


class DutyCounter(models.Model):
    """The last number of a switch order (勤务指令编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class SwitchOrder(models.Model):
    """An order to switch checkpoints to another duty level (勤务等级转换指令).

    In force until `valid_until`; at that moment the levels are what they were, whether or not
    anything has run. `scope` is what was asked for, the switches are what it came to. A drill
    never touches the level in force and stays out of every statistic.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Switching")
        IN_FORCE = "in_force", _("In force")
        REVERTED = "reverted", _("Over")
        CANCELLED = "cancelled", _("Cancelled")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=None, basis="which level held where stays answerable; no personal data"
    )

    number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="duty_orders")
    from_level = models.ForeignKey(  # empty where the checkpoints stood at several levels
        DutyLevel, models.PROTECT, null=True, related_name="+"
    )
    to_level = models.ForeignKey(DutyLevel, models.PROTECT, related_name="orders")
    scope = models.JSONField(default=dict)
    reason = models.CharField(max_length=200)
    is_drill = models.BooleanField(default=False)
    sop = models.ForeignKey(SopVersion, models.PROTECT, null=True, related_name="orders")
    sign_s = models.PositiveIntegerField()  # the targets it was issued under, in seconds
    ready_s = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=100)
    issued_by_id = models.CharField(max_length=60)  # kind and id, for the rule of four eyes
    countersigned_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.CharField(max_length=100, blank=True)
    countersigned_by_id = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    ended_at = models.DateTimeField(null=True, blank=True)  # by hand, or by the sweep
    ended_by = models.CharField(max_length=100, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SwitchOrderQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="switch_order_forward",
            ),
            models.CheckConstraint(
                condition=~Q(countersigned_by_id=F("issued_by_id")), name="switch_order_four_eyes"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-issued_at"], name="switch_order_recent"),
            models.Index(
                fields=["valid_until"],
                condition=Q(state__in=("running", "in_force")),
                name="switch_order_to_end",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def state_at(self, at: datetime | None = None) -> str:
        """The state at a moment: over at the stroke of `valid_until`, before any sweep."""
        live = self.state in (self.State.RUNNING, self.State.IN_FORCE)
        if live and self.valid_until and self.valid_until <= (at or timezone.now()):
            return self.State.REVERTED
        return self.state

    @property
    def state_now(self) -> str:
        """The state now."""
        return self.state_at()

    @property
    def is_live(self) -> bool:
        """Whether it still asks for something or holds a level."""
        return self.state_at() in (self.State.RUNNING, self.State.IN_FORCE)

    @property
    def state_word(self) -> str:
        """The state now, in the reader's language."""
        return str(self.State(self.state_at()).label)
