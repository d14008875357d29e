"""The patrol work log: filing, work, supervision, volunteers' hours, and the formulas shown."""

from typing import ClassVar, Final
from urllib.parse import urlencode

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from patrol.positions.models import Dated
from patrol.units.models import Station, Unit

_DUTY: Final = "duty records, three years like the audit"
_YEARS: Final = 1095


class WorkCode(models.Model):
    """A word of the work log (巡防代码) as a row: kinds, counter items, results, sources, trades.

    `parent` is the kind an item or a result belongs to; `points` is the most a score item gives.
    """

    class Group(models.TextChoices):
        KIND = "kind", _("Kind of work")
        ITEM = "item", _("Counter service")
        RESULT = "result", _("Result")
        SOURCE = "source", _("Source of a result")
        TRADE = "trade", _("Trade of volunteers")
        SCORE = "score", _("Score item")

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    group = models.CharField(max_length=8, choices=Group)
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    parent = models.CharField(max_length=30, blank=True)
    points = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveSmallIntegerField(default=0)  # order within its group
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("group", "place", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "code"], name="work_code_once")
        ]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class PatrolFiling(models.Model):
    """What a unit files before it goes out (报备): where, who, what for, from when to when."""

    class State(models.TextChoices):
        FILED = "filed", _("Filed, under way")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=_YEARS, by="starts_at", basis=_DUTY)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="filings")
    area = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    officers = models.PositiveSmallIntegerField(default=0)
    auxiliaries = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.FILED)
    filed_at = models.DateTimeField(default=timezone.now)
    filed_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="filing_forward")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_at:%Y-%m-%d %H:%M}"


class WorkEntry(models.Model):
    """One thing a unit did (管事记录): a stop, a find, an arrest, a service at the counter.

    Nobody met is named: `case_ref` is the number of an incident or a case, in words.
    """

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=_YEARS, by="happened_at", basis=_DUTY)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="work_entries")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="work_entries"
    )
    kind = models.CharField(max_length=30)
    item = models.CharField(max_length=30, blank=True)
    result = models.CharField(max_length=30, blank=True)
    source = models.CharField(max_length=30, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    point = models.PointField(srid=4326, geography=True, null=True, spatial_index=False)
    place = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=1000)
    case_ref = models.CharField(max_length=40, blank=True)
    is_handled = models.BooleanField(default=True)
    entered_by = models.CharField(max_length=100)
    client_ref = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_at", "-pk")
        indexes: ClassVar = [models.Index(fields=["happened_at"], name="work_by_time")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "client_ref"],
                condition=~Q(client_ref=""),
                name="work_entry_sent_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"

    @property
    def prefill(self) -> str:
        """What the form that reports an incident can take over, as a query string."""
        said = {"narrative": self.text, "address": self.place}
        if self.point:
            said |= {"lng": f"{self.point.x:.6f}", "lat": f"{self.point.y:.6f}"}
        return urlencode({name: value for name, value in said.items() if value})


class SupervisionNote(models.Model):
    """What an inspector saw at a unit or station (督导): scores, measures, and the answer."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=_YEARS, by="seen_at", basis=_DUTY)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supervision_notes")
    seen_at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    measures = models.CharField(max_length=1000, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    inspector = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-seen_at", "-pk")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.seen_at:%Y-%m-%d %H:%M}"


class SupervisionScore(models.Model):
    """Points of one score item in one supervision note (督导评分): of a unit, never of a person."""

    scope_path: ClassVar[str] = "note__unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=_YEARS, by="given_at", basis=_DUTY)

    note = models.ForeignKey(SupervisionNote, models.CASCADE, related_name="scores")
    item = models.CharField(max_length=30)
    points = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "item"], name="score_once"),
            models.CheckConstraint(condition=Q(points__lte=F("most")), name="score_within_most"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.points}/{self.most}"


class VolunteerHours(models.Model):
    """Armband volunteers on one day (红袖标时数): a trade, how many people, how many hours."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="counts without names")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="volunteer_hours")
    worked_on = models.DateField()
    trade = models.CharField(max_length=30)
    team = models.CharField(max_length=60, blank=True)
    people = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=7, decimal_places=1)  # of all of them together
    entered_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-worked_on", "trade", "pk")

    def __str__(self) -> str:
        return f"{self.trade} {self.worked_on}"


class RateFormula(Dated):
    """How a rate is counted (指标口径): in words, with its parameters, from a day on.

    `parameters` of visibility: slot_min, from_hour, to_hour (local), least_fixes; of handling:
    kinds (codes that count).
    """

    class Measure(models.TextChoices):
        VISIBILITY = "visibility", _("Visibility rate")
        HANDLING = "handling", _("Handling rate")

    measure = models.CharField(max_length=10, choices=Measure)
    numerator = models.CharField(max_length=200)
    denominator = models.CharField(max_length=200)
    parameters = models.JSONField()

    class Meta:
        ordering = ("measure", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "measure", "valid_from"], name="rate_formula_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.valid_from}"


class VisibilityDay(models.Model):
    """In how many time slots of one day a unit was in one cell (见警统计): kept past the track."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="counts of places and hours")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="visibility_days")
    cell_code = models.CharField(max_length=20)
    counted_on = models.DateField()
    slots = models.PositiveSmallIntegerField()
    seen = models.PositiveSmallIntegerField()
    formula = models.ForeignKey(RateFormula, models.PROTECT, null=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-counted_on", "cell_code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cell_code", "counted_on"], name="visibility_cell_once_a_day"
            ),
            models.CheckConstraint(condition=Q(seen__lte=F("slots")), name="visibility_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.cell_code} {self.counted_on}"
