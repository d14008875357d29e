"""Proposals of the daily sheet and of the bulletin, and what came of them."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.analysis.runs.models import JobRun
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class Proposal(models.Model):
    """What to do about a place and hours (防范建议): advice, decided by people, then measured.

    Hours are local, `hour_to` may lie past midnight. `zone` is WGS-84. `basis` holds the figures
    it rests on; `effect` the counts before and after, here and in the comparison area.
    """

    class Kind(models.TextChoices):
        PATROL = "patrol", _("Overlay patrol")
        WINDOW = "window", _("Hours of a key place")
        CAMERAS = "cameras", _("Check of cameras")
        VISITS = "visits", _("Visits")

    class State(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("analysis", "Proposed")
        ORDERED = "ordered", _("Ordered")
        DECLINED = "declined", pgettext_lazy("analysis", "Declined")
        LAPSED = "lapsed", _("Lapsed")
        MEASURED = "measured", _("Effect measured")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="places and hours, no personal data")

    run = models.ForeignKey(JobRun, models.PROTECT, related_name="proposals")
    rank = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    reason = models.CharField(max_length=20)  # surge, near_repeat, hot_cell, hours
    class_code = models.CharField(max_length=40, blank=True)
    cell_codes = models.JSONField(default=list)
    zone = models.MultiPolygonField(srid=4326, null=True)
    hour_from = models.SmallIntegerField(null=True)
    hour_to = models.SmallIntegerField(null=True)
    first_day = models.DateField()
    last_day = models.DateField()
    basis = models.JSONField(default=dict)
    comparison = models.JSONField(default=dict)  # cells that serve as the comparison area
    order_number = models.CharField(max_length=20, blank=True, db_index=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    decline_reason = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)  # when the order was reported done
    effect = models.JSONField(default=dict)
    measured_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "rank", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "rank"], name="proposal_rank_once"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                name="proposal_declined_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "last_day"], name="proposal_open")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.rank}"
