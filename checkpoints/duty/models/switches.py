"""What one checkpoint owes of an order, what it reported, and the levels that held there."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q

from checkpoints.duty.models.orders import SwitchOrder
from checkpoints.register.models import Checkpoint, DutyLevel
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet

_PART: Final = Keep(days=None, basis="part of the order, which stays; no personal data")


def whole_seconds(since: datetime, until: datetime) -> int:
    """Elapsed whole seconds: 30:00.9 is 30:00."""
    return (until - since) // timedelta(seconds=1)


class Switch(Obligation):
    """One checkpoint's switch to another duty level (等级转换): sign for it, then report ready.

    `required` is the minimum at the level ordered as it was when the order was issued:
    `officers`, `auxiliaries`, `vehicles`, and `equipment` by code. `missing` is what the last
    report lacks of it; a waiver names what it let pass.
    """

    facts: ClassVar[str] = "checkpoints.switch"
    sweeps_itself: ClassVar[bool] = True
    retention: ClassVar[Keep] = _PART

    order = models.ForeignKey(SwitchOrder, models.PROTECT, related_name="switches")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="switches")
    from_level = models.ForeignKey(DutyLevel, models.PROTECT, related_name="+")
    to_level = models.ForeignKey(DutyLevel, models.PROTECT, related_name="+")
    is_drill = models.BooleanField(default=False)
    required = models.JSONField(default=dict)
    delivered_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20, blank=True)  # over which it was signed for
    spoken_by = models.CharField(max_length=60, blank=True)  # who said so, when signed on behalf
    sign_overdue_at = models.DateTimeField(null=True)
    resent = models.PositiveSmallIntegerField(default=0)
    resent_at = models.DateTimeField(null=True)
    officers = models.PositiveSmallIntegerField(null=True)
    auxiliaries = models.PositiveSmallIntegerField(null=True)
    vehicles = models.PositiveSmallIntegerField(null=True)
    equipment = models.JSONField(default=dict)
    eta = models.DateTimeField(null=True)  # when what is missing is expected
    note = models.CharField(max_length=200, blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.CharField(max_length=100, blank=True)
    reported_by_id = models.CharField(max_length=60, blank=True)
    missing = models.JSONField(default=list)
    short_at = models.DateTimeField(null=True)  # when a whole report first fell below the minimum
    waived_at = models.DateTimeField(null=True)
    waived_by = models.CharField(max_length=100, blank=True)
    waived_by_id = models.CharField(max_length=60, blank=True)
    waived_reason = models.CharField(max_length=200, blank=True)
    waived_missing = models.JSONField(default=list)
    superseded_by = models.ForeignKey(
        SwitchOrder, models.PROTECT, null=True, related_name="superseded"
    )

    class Meta(Obligation.Meta):
        ordering = ("checkpoint__line__rank", "checkpoint__code")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(fields=["order", "checkpoint"], name="switch_once"),
            models.UniqueConstraint(
                fields=["checkpoint"],
                condition=Q(state__in=("issued", "signed")),
                name="switch_one_open",
            ),
            models.CheckConstraint(
                condition=Q(waived_by_id="") | ~Q(waived_by_id=F("reported_by_id")),
                name="switch_waived_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=("issued", "signed")), name="switch_open"
            ),
            models.Index(fields=["issued_at", "is_drill"], name="switch_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.subject_id} {self.state}"

    @property
    def stage(self) -> str:
        """How far it is: ordered, delivered, signed, ready; or cancelled."""
        if self.state == self.State.DONE:
            return "ready"
        if self.state == self.State.ISSUED:
            return "delivered" if self.delivered_at else "ordered"
        return str(self.state)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done, as far as the row knows."""
        return self.state in (self.State.ISSUED, self.State.SIGNED)

    @property
    def ready_at(self) -> datetime | None:
        """When it was ready; a cancelled one never was."""
        return self.done_at if self.state == self.State.DONE else None

    @property
    def sign_limit_s(self) -> int:
        """Seconds it has to sign."""
        return whole_seconds(self.issued_at, self.sign_by or self.due_at)

    @property
    def ready_limit_s(self) -> int:
        """Seconds it has to be ready."""
        return whole_seconds(self.issued_at, self.due_at)

    @property
    def is_short(self) -> bool:
        """Whether a whole report is below the minimum, waived or not."""
        return self.short_at is not None and bool(self.missing)

    def sign_seconds(self) -> int | None:
        """Whole seconds from the order to the signature."""
        return whole_seconds(self.issued_at, self.signed_at) if self.signed_at else None

    def ready_seconds(self) -> int | None:
        """Whole seconds from the order to readiness."""
        return whole_seconds(self.issued_at, self.ready_at) if self.ready_at else None

    def is_sign_late(self, at: datetime) -> bool:
        """Whether it was signed later than its whole seconds allow, or is not signed by then."""
        end = self.signed_at or (self.done_at if self.state == self.State.CANCELLED else None)
        return whole_seconds(self.issued_at, end or at) > self.sign_limit_s

    def is_late(self, at: datetime) -> bool:
        """Whether it was ready later than its whole seconds allow, or is not ready by then.

        A cancelled one counts up to the moment it was cancelled.
        """
        return whole_seconds(self.issued_at, self.done_at or at) > self.ready_limit_s

    def details(self) -> dict[str, Any]:
        """The order, the checkpoint and what was reported, for alerts and screens."""
        return {
            "order": self.order.number,
            "is_drill": self.is_drill,
            "checkpoint": {"code": self.checkpoint.code, "name": self.checkpoint.name},
            "from_level": self.from_level_id,
            "to_level": self.to_level_id,
            "stage": self.stage,
            "officers": self.officers,
            "auxiliaries": self.auxiliaries,
            "vehicles": self.vehicles,
            "equipment": self.equipment,
            "missing": self.missing,
            "is_waived": self.waived_at is not None,
            "resent": self.resent,
        }


class ReadinessReport(models.Model):
    """One report of a checkpoint on its way to ready (到位上报); rows are only ever added."""

    scope_path: ClassVar[str] = "switch__owner_path"
    retention: ClassVar[Keep] = _PART

    switch = models.ForeignKey(Switch, models.CASCADE, related_name="reports")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    spoken_by = models.CharField(max_length=60, blank=True)
    officers = models.PositiveSmallIntegerField(null=True)
    auxiliaries = models.PositiveSmallIntegerField(null=True)
    vehicles = models.PositiveSmallIntegerField(null=True)
    equipment = models.JSONField(default=dict)
    eta = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    is_ready = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.switch_id} {self.at:%H:%M:%S}"


class LevelSpan(models.Model):
    """A level that held at a checkpoint from one moment until before another (等级历史).

    The newest span that covers a moment holds; where none does, the lowest level holds.
    """

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = _PART

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="level_spans")
    level = models.ForeignKey(DutyLevel, models.PROTECT, related_name="spans")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    order = models.ForeignKey(SwitchOrder, models.PROTECT, related_name="spans")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-from_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "checkpoint"], name="level_span_once"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")),
                name="level_span_forward",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["checkpoint", "-from_at"], name="level_span_when"),
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.level_id}"
