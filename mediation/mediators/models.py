"""Bodies that mediate, the people who do it, and the groups of the villages."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from grid.territory.models import Division

_STANDING = Keep(days=None, basis="who may mediate stays answerable; public offices, not parties")


class MediationBody(models.Model):
    """A body that mediates (调解组织): a people's committee, a police room, a court's desk …

    A people's mediation committee has three to nine members and a term of three years
    (People's Mediation Law, art. 8 and 9).
    """

    class Kind(models.TextChoices):
        VILLAGE = "village", _("Village or community committee")
        TOWN = "town", _("Town or street committee")
        INDUSTRY = "industry", _("Trade or industry committee")
        POLICE = "police", _("Police mediation room")
        JUDICIAL = "judicial", _("Court or judicial office")
        CENTRE = "centre", _("Mediation centre")

    class Level(models.TextChoices):
        COMMUNITY = "community", _("Community or village")
        TOWN = "town", _("Town or station")
        COUNTY = "county", _("County or district")
        CITY = "city", _("City")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _STANDING

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=10, choices=Level, default=Level.COMMUNITY)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="mediation_bodies")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    term_from = models.DateField(null=True, blank=True)
    term_to = models.DateField(null=True, blank=True)  # the first day it no longer holds
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(term_to__isnull=True) | Q(term_to__gt=F("term_from")),
                name="mediation_term_forward",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mediator(models.Model):
    """A mediator (调解员): an officer, or somebody retired, learned or elected who mediates.

    `officer` is her sign-in, where she has one; what she may see are the disputes given to her.
    """

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Police officer")
        RETIRED_POLICE = "retired_police", _("Retired police officer")
        RETIRED_JUDGE = "retired_judge", _("Retired judge")
        LAWYER = "lawyer", _("Lawyer")
        MEMBER = "member", _("Committee member")
        COORDINATOR = "coordinator", _("Coordinator")
        EXPERT = "expert", _("Expert")

    scope_path: ClassVar[str] = "body__agency__path"
    retention: ClassVar[Keep] = _STANDING

    body = models.ForeignKey(MediationBody, models.PROTECT, related_name="mediators")
    officer = models.OneToOneField(
        Officer, models.PROTECT, null=True, blank=True, related_name="mediator"
    )
    name = models.CharField(max_length=50)
    kind = models.CharField(max_length=15, choices=Kind)
    office = models.CharField(max_length=30, blank=True)  # head, deputy, member
    is_woman = models.BooleanField(default=False)  # art. 8: a committee has women among it
    specialities = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=60, blank=True)
    home_index = models.CharField(max_length=64, blank=True)  # of her address, to see a conflict
    most_at_once = models.PositiveSmallIntegerField(default=10)
    trained_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="mediator_validity_forward",
            )
        ]

    def __str__(self) -> str:
        return self.name


class VillageGroup(models.Model):
    """A village's mediation group (村级调解小组): counts and a contact, never a roster of persons.

    `last_active_on` follows from its activities; a group is active in a month that has one.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("Mediation group")
        HELPERS = "helpers", _("Warm-hearted helpers")
        THIRD_PARTY = "third_party", _("Neutral third party")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _STANDING

    division = models.ForeignKey(Division, models.PROTECT, related_name="mediation_groups")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="mediation_groups")
    body = models.ForeignKey(
        MediationBody, models.PROTECT, null=True, blank=True, related_name="village_groups"
    )
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.GROUP)
    headcount = models.PositiveSmallIntegerField(default=0)
    contact = models.CharField(max_length=60, blank=True)
    last_active_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("division_id", "name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "name"], name="village_group_once")
        ]

    def __str__(self) -> str:
        return self.name


class GroupActivity(models.Model):
    """What a village group did on one day (小组活动): disputes looked for, settled on the spot."""

    scope_path: ClassVar[str] = "group__agency__path"
    retention: ClassVar[Keep] = _STANDING

    group = models.ForeignKey(VillageGroup, models.PROTECT, related_name="activities")
    on = models.DateField(default=timezone.localdate)
    people = models.PositiveSmallIntegerField(default=1)  # of the group, who took part
    visited = models.PositiveSmallIntegerField(default=0)  # households
    settled = models.PositiveSmallIntegerField(default=0)  # small matters, on the spot
    note = models.CharField(max_length=200, blank=True)
    noted_by = models.CharField(max_length=100)
    noted_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        indexes: ClassVar = [models.Index(fields=["on"], name="group_activity_on")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.on}"
