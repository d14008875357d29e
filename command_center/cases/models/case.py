"""Cases and every correction of them."""

from collections.abc import Sequence
from typing import ClassVar, Self

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from encrypted_fields.fields import EncryptedTextField

from command_center.cases.models.reference import CaseCategory, CaseKind, CaseTag
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet, Viewer
from grid.territory.models import Cell
from mediation.register.places import without_door

_TEXT_ENDS = "the text has no purpose once the case is time-barred; what, where and when stay"


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Cases narrowed by the keys of their agencies, which are few: the planner then knows how
    many cases each has, and counts them from an index."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Cases of the viewer's agency and of every agency below it."""
        return self.of(Agency.objects.visible_to(viewer))

    def of(self, agencies: QuerySet[Agency]) -> Self:
        """Cases of these agencies; which those are is asked at once."""
        return self.filter(agency__in=list(agencies.values_list("pk", flat=True)))


class Case(models.Model):
    """A recorded case (案件): what happened between when and when, where, and how; no person.

    It occurred between `occurred_from` and `occurred_to` (空: unknown end); it counts on the local
    day of `reported_at` (受理). `filed_on` is the local day a file was opened (立案). Text about
    people belongs to the investigation's own system: `narrative` is encrypted, read by who may
    write cases in this area, never by the analysis.
    """

    class FoundBy(models.TextChoices):
        """Who brought it up; what police discovered is analysed apart."""

        REPORTED = "reported", _("Reported by the public")
        PATROL = "patrol", _("Discovered on patrol")
        INSPECTION = "inspection", _("Discovered at an inspection")
        INQUIRY = "inquiry", _("Came up in another case")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("case", "Open")
        SOLVED = "solved", _("Solved")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        VOID = "void", _("Entered in error")

    class Result(models.TextChoices):
        """What led to the result (破案来源)."""

        NONE = "", _("None yet")
        VIDEO = "video", _("Video")
        PATROL = "patrol", _("Patrol")
        CHECKPOINT = "checkpoint", _("Checkpoint")
        PUBLIC = "public", _("Information from the public")
        COMMUNITY = "community", _("Community work")
        TRACES = "traces", _("Traces")
        INFORMATION = "information", _("Information work")
        OTHER = "other", _("Other")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=3653,
        by="reported_at",
        basis=_TEXT_ENDS,
        action="anonymise",
        blank={"narrative": None},
    )

    number = models.CharField(max_length=40, unique=True)  # AJ26-000001, or the source's own
    # No index of its own: those below begin with it, and so with the category.
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", db_index=False)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="cases")
    kind = models.CharField(max_length=14, choices=CaseKind)
    category = models.ForeignKey(CaseCategory, models.PROTECT, related_name="cases", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_by = models.CharField(max_length=10, choices=FoundBy, default=FoundBy.REPORTED)

    occurred_from = models.DateTimeField()
    occurred_to = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField()
    filed_on = models.DateField(null=True, blank=True)
    solved_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result, default=Result.NONE, blank=True)

    address = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True, null=True, blank=True)
    source_crs = models.CharField(max_length=8, default="wgs84")
    source_lng = models.FloatField(null=True, blank=True)
    source_lat = models.FloatField(null=True, blank=True)
    position_error_m = models.FloatField(null=True, blank=True)

    entry = models.ForeignKey(CaseTag, models.PROTECT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(CaseTag, models.PROTECT, null=True, blank=True, related_name="+")
    premises = models.ForeignKey(CaseTag, models.PROTECT, null=True, blank=True, related_name="+")
    tool = models.ForeignKey(CaseTag, models.PROTECT, null=True, blank=True, related_name="+")
    loss_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    narrative = EncryptedTextField(null=True, blank=True, default="")

    incident_number = models.CharField(max_length=16, blank=True, db_index=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    source = models.CharField(max_length=40, default="form")
    source_number = models.CharField(max_length=60, null=True, blank=True)
    source_agency = models.CharField(max_length=12, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.CharField(max_length=100)
    recoded_at = models.DateTimeField(null=True, blank=True)  # category changed after entry
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()
    told: Sequence[str] = ()  # to whoever wrote it just now; not stored

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_agency", "source", "source_number"],
                name="case_source_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="solved") | Q(solved_on__isnull=False),
                name="case_solved_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | Q(state="void"),
                name="case_duplicate_is_void",
            ),
        ]
        indexes: ClassVar = [
            # Pages and counts of the list are read from this index alone.
            models.Index(
                fields=["-reported_at", "-id"],
                include=["agency", "category", "state", "found_by"],
                name="case_recent",
            ),
            models.Index(  # of one agency, and of its branch
                fields=["agency", "reported_at"],
                include=["category", "state"],
                name="case_agency_day",
            ),
            models.Index(fields=["category", "reported_at"], name="case_category_day"),
            models.Index(fields=["occurred_from"], name="case_occurred"),
            models.Index(fields=["entered_at"], name="case_entered"),
            models.Index(
                fields=["source_number"], opclasses=["varchar_pattern_ops"], name="case_source_like"
            ),
            models.Index(
                fields=["solved_on"], condition=Q(solved_on__isnull=False), name="case_solved_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def short_address(self) -> str:
        """Up to the building, for lists and facts; of a sensitive kind nothing."""
        return "" if self.category.is_sensitive else without_door(self.address)


class CaseRevision(models.Model):
    """What one correction of a case changed, by whom, when and why (更正记录); append-only.

    `changes` is `{field: [before, after]}`; of the text only that it changed.
    """

    scope_path: ClassVar[str] = "case__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the case; names no person")

    case = models.ForeignKey(Case, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()  # of the case after the correction
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    reason = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict)
    days = ArrayField(models.DateField(), default=list)  # local days whose counts it touched

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="case_revision_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="case_revision_at")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"
