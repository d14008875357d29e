"""Files and catalogues of cameras that came in, and everything that was wrong with them."""

from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.geo import CRS
from video.register.models import CameraClass, Platform

REPORT: Final = "report of a reading, for questions about it"


class IntakeRun(models.Model):
    """One reading of a sheet or catalogue of cameras (视频导入记录) and its report."""

    class Kind(models.TextChoices):
        SHEET = "sheet", _("Sheet")
        CATALOG = "catalog", _("GB/T 28181 catalogue")

    class State(models.TextChoices):
        COLLECTING = "collecting", _("Waiting for further messages")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=365, by="started_at", basis=REPORT)

    kind = models.CharField(max_length=7, choices=Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64, blank=True)
    crs = models.CharField(max_length=8, default=CRS.WGS84)  # declared system of the coordinates
    camera_class = models.ForeignKey(  # of new cameras whose row names none
        CameraClass, models.PROTECT, null=True, related_name="+"
    )
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+")
    is_dry_run = models.BooleanField(default=False)
    valid_rows_only = models.BooleanField(default=False)
    is_written = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=100)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    rows_expected = models.PositiveIntegerField(null=True)  # lines of the file, or SumNum
    rows_read = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    serial = models.CharField(max_length=20, blank=True)  # SN of the catalogue's messages
    nodes = models.PositiveIntegerField(default=0)  # of the catalogue's tree, no devices
    findings = models.JSONField(default=list)  # of {kind, count, lines, message}
    refusal = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["platform", "serial"],
                condition=models.Q(state="collecting"),
                name="catalog_collected_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether its figures may still move by themselves."""
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def rows_good(self) -> int:
        return self.rows_read - self.rows_bad


class RowFault(models.Model):
    """One thing wrong with one row of a file (错误行); a row may have several."""

    scope_path: ClassVar[str] = "run__agency__path"
    retention: ClassVar[Keep] = Keep(days=365, by="found_at", basis=REPORT)

    run = models.ForeignKey(IntakeRun, models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField()  # of the file, the head being 1; of a catalogue, the item
    column = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)
    found_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("line", "pk")

    def __str__(self) -> str:
        return f"{self.line} {self.column}"


class CatalogMessage(models.Model):
    """One message of a catalogue that came in several (目录分包), until all of them are here."""

    scope_path: ClassVar[str] = "run__agency__path"
    retention: ClassVar[Keep] = Keep(days=30, by="received_at", basis=REPORT)

    run = models.ForeignKey(IntakeRun, models.CASCADE, related_name="messages")
    digest = models.CharField(max_length=64)  # of the items: a message sent again counts once
    items = models.JSONField(default=list)  # without passwords; emptied when they were taken
    received_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "digest"], name="catalog_message_once")
        ]

    def __str__(self) -> str:
        return self.digest[:12]
