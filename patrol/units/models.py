"""Street stations, units, who is in them, and what each is doing."""

import secrets
from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet


def new_check_code() -> str:
    """What the QR plate of a station says; unguessable, so that answering means standing there."""
    return secrets.token_urlsafe(12)


_REGISTER: Final = Keep(days=None, basis="a register of forces; no personal data beyond the crew")


class Capability(models.Model):
    """What a unit can do (能力): first aid, boat, dog, negotiation …; rows."""

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    code = models.SlugField(max_length=30, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class EquipmentType(models.Model):
    """What a unit carries or drives with (装备类型): bicycle, flashing lights, shield …; rows."""

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    code = models.SlugField(max_length=30, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class PostType(models.Model):
    """What somebody in a crew is (岗位类型): police, auxiliary, guard, volunteer …; dated rows.

    `counts_as` says in which of the three columns of the force return the post is counted.
    """

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows; old rosters name them")

    code = models.SlugField(max_length=30, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    counts_as = models.CharField(max_length=10)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class Station(models.Model):
    """A street station or control centre (警务站): a hub with ground; a mobile one moves."""

    class Kind(models.TextChoices):
        CONTROL_CENTRE = "control_centre", _("Control centre")
        STREET = "street", _("Street station")
        MOBILE = "mobile", _("Mobile station")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _REGISTER

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.STREET)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="street_stations")
    partners = models.ManyToManyField(Agency, blank=True, related_name="joint_stations")
    address = models.CharField(max_length=120, blank=True)
    point = models.PointField(srid=4326, geography=True)
    outline = models.MultiPolygonField(srid=4326, null=True, blank=True)
    cell_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    check_code = models.CharField(max_length=24, default=new_check_code, editable=False)
    roads = models.PositiveSmallIntegerField(default=0)
    junctions = models.PositiveSmallIntegerField(default=0)
    is_round_the_clock = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class StationMove(models.Model):
    """Where a mobile station (移动警务站) stood from one moment to the next."""

    scope_path: ClassVar[str] = "station__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="moved_at", basis="where a station stood, three years like the audit"
    )

    station = models.ForeignKey(Station, models.CASCADE, related_name="moves")
    point = models.PointField(srid=4326, geography=True)
    address = models.CharField(max_length=120, blank=True)
    moved_at = models.DateTimeField(default=timezone.now)
    actor_label = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-moved_at", "-pk")

    def __str__(self) -> str:
        return f"{self.station_id} {self.moved_at:%Y-%m-%d %H:%M}"


class Unit(models.Model):
    """A unit (警力单元): a crew that is sent as one, by call sign (呼号)."""

    class Kind(models.TextChoices):
        FOOT = "foot", _("On foot")
        BICYCLE = "bicycle", _("By bicycle")
        MOTORCYCLE = "motorcycle", _("By motorcycle")
        CAR = "car", _("By car")
        MIXED = "mixed", _("Mixed team")
        VIDEO = "video", _("Video desk")

    class Tier(models.TextChoices):
        ROADS = "roads", _("Roads")
        LANES = "lanes", _("Lanes")
        KEY_PLACES = "key_places", _("Key places")

    class Status(models.TextChoices):
        OFF = "off", _("Off duty")
        PATROL = "patrol", _("On patrol")
        STANDBY = "standby", _("Standing by")
        ASSIGNED = "assigned", _("Assigned")
        EN_ROUTE = "en_route", _("On the way")
        ON_SCENE = "on_scene", _("On scene")
        BUSY = "busy", _("Busy")
        OUT = "out", _("Out of service")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _REGISTER

    call_sign = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    tier = models.CharField(max_length=12, choices=Tier, default=Tier.ROADS)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="units"
    )
    parents = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="joint_teams"
    )
    vehicle = models.CharField(max_length=20, blank=True)
    is_armed = models.BooleanField(default=False)
    capabilities = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    equipment = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OFF)
    status_since = models.DateTimeField(default=timezone.now)
    status_note = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("call_sign",)
        indexes: ClassVar = [models.Index(fields=["agency", "status"], name="unit_by_status")]

    def __str__(self) -> str:
        return self.call_sign


AVAILABLE: Final = (Unit.Status.PATROL, Unit.Status.STANDBY)
ENGAGED: Final = (Unit.Status.ASSIGNED, Unit.Status.EN_ROUTE, Unit.Status.ON_SCENE)


class CrewPosting(models.Model):
    """Who belongs to a unit (警组成员), from moment to moment: officer, auxiliary or partner.

    Temporary support (临时支援) ends on its date and goes before the officer's own unit meanwhile.
    """

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Officer")
        AUXILIARY = "auxiliary", _("Auxiliary")
        PARTNER = "partner", _("Partner force")

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="valid_to", basis="who was in a unit stays answerable for three years"
    )

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="crew")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="crew_postings"
    )
    name = models.CharField(max_length=50, blank=True)  # of an auxiliary or partner: no account
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OFFICER)
    post = models.ForeignKey(PostType, models.PROTECT, null=True, blank=True, related_name="+")
    is_leader = models.BooleanField(default=False)
    is_support = models.BooleanField(default=False)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-is_leader", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="crew_posting_forward",
            ),
            models.CheckConstraint(
                condition=Q(is_support=False) | Q(valid_to__isnull=False),
                name="crew_support_ends",
            ),
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(valid_to__isnull=True, officer__isnull=False),
                name="crew_one_unit_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.officer_id or self.name}"


class StatusEntry(models.Model):
    """One change of what a unit is doing (状态记录): when, told by whom, over which channel."""

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="recorded_at", basis="duty records, three years like the audit"
    )

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="status_entries")
    status = models.CharField(max_length=10, choices=Unit.Status)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=120, blank=True)
    actor_label = models.CharField(max_length=100)
    channel = models.CharField(max_length=20)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_at", "-pk")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.status}"
