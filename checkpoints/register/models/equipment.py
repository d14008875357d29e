"""What stands at a checkpoint: its posts, its equipment, the forces of other agencies."""

from datetime import date
from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models.checkpoints import REGISTER, Checkpoint
from checkpoints.register.models.reference import EquipmentKind, ForceKind, PostKind
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class Post(models.Model):
    """A post within a checkpoint (岗位): where somebody stands and what for."""

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = REGISTER

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="posts")
    kind = models.ForeignKey(PostKind, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=40)
    place = models.CharField(max_length=80, blank=True)  # lane or side, in words
    staff = models.PositiveSmallIntegerField(default=1)  # heads it takes
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("kind__rank", "name", "pk")

    def __str__(self) -> str:
        return self.name


class EquipmentItem(models.Model):
    """Pieces of one kind of equipment at a checkpoint (装备台账): how many, in what state.

    Only what is usable counts against the minimum. An item whose check is overdue still counts;
    it is listed until it was checked.
    """

    class State(models.TextChoices):
        USABLE = "usable", _("Usable")
        REPAIR = "repair", _("In repair")
        FAULTY = "faulty", _("Faulty")
        GONE = "gone", _("Written off")

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = REGISTER

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="equipment")
    kind = models.ForeignKey(EquipmentKind, models.PROTECT, related_name="items")
    label = models.CharField(max_length=60, blank=True)  # inventory or serial number
    quantity = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.USABLE)
    checked_on = models.DateField(null=True, blank=True)
    check_due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("checkpoint__code", "kind__rank", "pk")
        indexes: ClassVar = [
            models.Index(fields=["check_due_on"], name="equipment_check_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.label}".strip()

    def is_check_overdue(self, on: date | None = None) -> bool:
        """Whether its check is past its day."""
        due = self.check_due_on
        return due is not None and due < (on or timezone.localdate())


class JointForce(models.Model):
    """What another force agreed to keep at a checkpoint (联勤力量), and how its desk is reached.

    `phone` is the number of a duty desk, never a person's.
    """

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = REGISTER

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="joint_forces")
    kind = models.ForeignKey(ForceKind, models.PROTECT, related_name="joint_forces")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="joint_forces"
    )
    name = models.CharField(max_length=60, blank=True)  # of an organisation that is no agency here
    heads = models.PositiveSmallIntegerField(default=0)
    is_round_the_clock = models.BooleanField(default=False)
    desk = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("kind__rank", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="joint_force_forward",
            )
        ]

    def holds(self, on: date | None = None) -> bool:
        """Whether the agreement holds on a local day (default: today)."""
        day = on or timezone.localdate()
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)

    def __str__(self) -> str:
        return self.name or (self.agency.name if self.agency else str(self.kind_id))
