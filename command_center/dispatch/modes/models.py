"""Who holds the say over dispatch: each span in which a command centre has taken it over."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class CommandMode(models.Model):
    """A span of major mode (战时模式) of an agency and all below it; without one it is normal.

    `result` is what the event log and the rows of the span amount to, computed when it ended
    (`command_center.dispatch.modes.report`) and kept as it was.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="who had the say over dispatch, and when")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="command_modes")
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    report = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(ended_at__isnull=True), name="mode_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="mode_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.started_at:%Y-%m-%d %H:%M}"
