"""Area levels, what each level adds to key places, and control points that end by themselves."""

from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Place
from patrol.rounds.models import Mode, Round
from patrol.units.models import Unit

_HISTORY: Final = Keep(days=None, basis="which level held where stays answerable; no personal data")


class PatrolLevel(models.Model):
    """A patrol level (巡防等级) of the scale; rank 1 is the highest. Rows: cities differ."""

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    rank = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=30)
    means = models.CharField(max_length=200, blank=True)
    is_base = models.BooleanField(default=False)  # what holds where nobody has set a level

    class Meta:
        ordering = ("-rank",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class AreaLevel(models.Model):
    """A level set for an area (区域性巡防等级): an agency's ground or some of its cells.

    In force from `valid_from` until before `valid_to`, or until it was ended by hand.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _HISTORY

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="area_levels")
    cell_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    level = models.ForeignKey(PatrolLevel, models.PROTECT, related_name="areas")
    reason = models.CharField(max_length=200)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField()
    set_by = models.CharField(max_length=100)
    set_by_id = models.CharField(max_length=60)  # kind and id, for the rule of four eyes
    ended_at = models.DateTimeField(null=True, blank=True)  # by hand, or by the sweep at `valid_to`
    ended_by = models.CharField(max_length=100, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="area_level_forward"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "valid_from"], name="area_level_when")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.level_id}"


class OverlayTemplate(models.Model):
    """What a level adds (叠加巡逻模板): rounds at one place, or at every key place of a kind."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="what was proposed stays explainable")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="overlay_templates")
    level = models.ForeignKey(PatrolLevel, models.PROTECT, related_name="templates")
    name = models.CharField(max_length=60)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="overlay_templates"
    )
    place_kind = models.CharField(max_length=30, choices=Place.Kind, blank=True)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.FOOT)
    starts_at = models.TimeField()  # local; an end before the start is on the next day
    ends_at = models.TimeField()
    rounds_a_day = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    dwell_s = models.PositiveIntegerField(default=600, validators=[MaxValueValidator(7200)])
    needs_armed = models.BooleanField(default=False)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("level_id", "name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, place_kind="")
                | (Q(place__isnull=True) & ~Q(place_kind="")),
                name="overlay_of_place_or_kind",
            ),
            models.CheckConstraint(
                condition=Q(rounds_a_day__gte=1, rounds_a_day__lte=24), name="overlay_rounds_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OverlayProposal(models.Model):
    """The extra rounds a raised level asks for (叠加巡逻建议), for a commander to approve."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        IN_PART = "in_part", _("Approved in part")
        REFUSED = "refused", _("Refused")
        LAPSED = "lapsed", _("Lapsed")

    scope_path: ClassVar[str] = "area_level__agency__path"
    retention: ClassVar[Keep] = _HISTORY

    area_level = models.ForeignKey(AreaLevel, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")

    def __str__(self) -> str:
        return f"{self.area_level_id} {self.state}"


class OverlayLine(models.Model):
    """One extra round of a proposal (叠加巡逻项): a place, a time, and the round once approved."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    scope_path: ClassVar[str] = "proposal__area_level__agency__path"
    retention: ClassVar[Keep] = _HISTORY

    proposal = models.ForeignKey(OverlayProposal, models.CASCADE, related_name="lines")
    template = models.ForeignKey(OverlayTemplate, models.PROTECT, related_name="lines")
    place = models.ForeignKey(Place, models.PROTECT, related_name="overlay_lines")
    due_start = models.DateTimeField()
    due_end = models.DateTimeField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    round = models.OneToOneField(
        Round, models.SET_NULL, null=True, blank=True, related_name="overlay_line"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("due_start", "place_id", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "template", "place", "due_start"], name="overlay_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.place_id}"


class ControlPoint(models.Model):
    """A temporary control point (巡逻控制点): set with a reason, and over by itself."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _HISTORY

    name = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="control_points")
    address = models.CharField(max_length=120, blank=True)
    point = models.PointField(srid=4326, geography=True)
    reason = models.CharField(max_length=200)
    task = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="control_points"
    )
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField()
    set_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="control_point_forward"
            )
        ]

    def __str__(self) -> str:
        return self.name
