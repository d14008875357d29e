"""Teams, how many they are, the hours they give, and the residents they are a share of."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Cell, Division

COUNTS: Final = Keep(days=None, basis="counts of people, nobody named")


class Trade(models.Model):
    """A trade that volunteers come from (行业): taxi drivers, couriers, shopkeepers …"""

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    code = models.SlugField(max_length=30, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("rank", "code")

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class Team(models.Model):
    """A team that helps to keep order (群防群治队伍): how many, where, what trade, whom to ring.

    Members are a number. `contact` is a desk and its number, never a person. `brand` is the name
    under which the teams of a county are known, such as 袜城管家.
    """

    class Kind(models.TextChoices):
        VOLUNTEER = "volunteer", _("Volunteers")
        AUXILIARY = "auxiliary", _("Auxiliary team")
        INDUSTRY = "industry", _("Industry group")
        BRAND = "brand", _("Brand team")
        PARTNER = "partner", _("Partner unit")

    # Whose members count as volunteers: auxiliaries are paid, partners have their own duty.
    VOLUNTARY: Final = (Kind.VOLUNTEER, Kind.INDUSTRY, Kind.BRAND)

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="a register of groups, not of persons")

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="teams"
    )
    cells = models.ManyToManyField(Cell, blank=True, related_name="teams")
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, related_name="teams")
    brand = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=60, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # the first day it is no longer one
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        indexes: ClassVar = [models.Index(fields=["agency", "kind"], name="team_of_agency")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("founded_on")),
                name="team_forward",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeamHeadcount(models.Model):
    """How many a team was from one day on (队伍人数), with how many of each kind of member."""

    class Member(models.TextChoices):
        RESIDENT = "resident", _("Residents")
        TRADE = "trade", _("People of the trade")
        LAWYER = "lawyer", _("Lawyers")
        TRAFFIC = "traffic", _("Traffic helpers")
        TEACHER = "teacher", _("Teachers and doctors")
        STUDENT = "student", _("Students")
        RETIRED = "retired", _("Retired people")
        OFFICIAL = "official", _("Officials")
        OTHER = "other", _("Others")

    scope_path: ClassVar[str] = "team__agency__path"
    retention: ClassVar[Keep] = COUNTS

    team = models.ForeignKey(Team, models.CASCADE, related_name="headcounts")
    counted_on = models.DateField()
    people = models.PositiveIntegerField()
    members = models.JSONField(default=dict)  # kind of member: how many, together <= people
    counted_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-counted_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "counted_on"], name="headcount_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.counted_on}: {self.people}"


class TeamHours(models.Model):
    """What a team did on one day (队伍活动时数): how many people, hours of all of them together."""

    class Activity(models.TextChoices):
        PATROL = "patrol", _("Patrol")
        GUARD = "guard", _("Guard at a school, market or event")
        PREVENTION = "prevention", _("Advice to residents")
        MEDIATION = "mediation", _("Help with disputes")
        HAZARD = "hazard", _("Looking for hazards")
        RELIEF = "relief", _("Help in an emergency")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other activity")

    scope_path: ClassVar[str] = "team__agency__path"
    retention: ClassVar[Keep] = COUNTS

    team = models.ForeignKey(Team, models.PROTECT, related_name="hours")
    worked_on = models.DateField()
    people = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=8, decimal_places=1)
    activity = models.CharField(max_length=10, choices=Activity, default=Activity.PATROL)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="+")
    is_joint = models.BooleanField(default=False)  # together with the police or a partner
    partner = models.CharField(max_length=80, blank=True)  # with whom, in words
    note = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.CharField(max_length=100)
    struck_at = models.DateTimeField(null=True)  # entered by mistake; counts no more
    struck_by = models.CharField(max_length=100, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-worked_on", "-pk")
        indexes: ClassVar = [models.Index(fields=["-worked_on"], name="team_hours_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours__lte=F("people") * 24), name="team_hours_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.worked_on}"


class ResidentBase(models.Model):
    """How many residents a division has (常住人口) by the public register of one year: a number."""

    retention: ClassVar[Keep] = Keep(days=None, basis="published figures")

    division = models.ForeignKey(Division, models.PROTECT, related_name="resident_bases")
    year = models.PositiveSmallIntegerField()
    residents = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    entered_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("division__code", "-year")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "year"], name="resident_base_once_a_year"),
            models.CheckConstraint(condition=Q(residents__gte=1), name="resident_base_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.division_id} {self.year}"


class VolunteerTarget(Dated):
    """What share of the residents is to volunteer (群防群治目标), in percent, from a day on."""

    percent = models.DecimalField(max_digits=5, decimal_places=2, default=10)

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="volunteer_target_once"),
            models.CheckConstraint(
                condition=Q(percent__gt=0) & Q(percent__lte=100), name="volunteer_target_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.valid_from}: {self.percent} %"
