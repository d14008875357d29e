"""Incidents, their timeline, and leave to read their callers."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from command_center.incidents.models.reference import Category, Disposition
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Cell


class Incident(models.Model):
    """An incident (警情): one call for police, from pick-up to disposition."""

    retention: ClassVar[Keep] = Keep(
        days=1095,
        by="reported_at",
        basis="the caller has no purpose once complaints are time-barred; the call itself stays",
        action="anonymise",
        blank={"caller_name": None, "caller_phone": None, "caller_phone_index": ""},
    )

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        DISPATCHED = "dispatched", _("Dispatched")
        DELIVERED = "delivered", _("Delivered")
        ACCEPTED = "accepted", _("Signed for")
        DEPARTED = "departed", _("Departed")
        ON_SCENE = "on_scene", _("On scene")
        HANDLING = "handling", _("Handling")
        ON_HOLD = "on_hold", _("On hold")
        FED_BACK = "fed_back", _("Fed back")
        REVISITED = "revisited", _("Revisited")
        CLOSED = "closed", _("Closed")
        RETURNED = "returned", _("Returned")
        CANCELLED = "cancelled", _("Cancelled")
        MERGED = "merged", _("Merged")
        TRANSFERRED = "transferred", _("Transferred")

    class Level(models.IntegerChoices):
        """Urgency (警情等级), 1 the highest."""

        P1 = 1, _("Urgent")
        P2 = 2, _("High")
        P3 = 3, _("Medium")
        P4 = 4, _("Low")

    class Link(models.TextChoices):
        """How a call relates to its main call (关联类型)."""

        NONE = "none", _("First call")
        REPEAT = "repeat", _("Repeat call")
        CHASE = "chase", _("Chasing call")
        FEEDBACK = "feedback", _("Officer feedback")
        NUISANCE = "nuisance", _("Nuisance call")

    class Channel(models.TextChoices):
        PHONE = "phone", _("110 phone")
        SMS = "sms", _("SMS")
        FORM = "form", _("Officer's form")
        API = "api", _("District system")
        IMPORT = "import", _("Import")
        BUTTON = "button", _("Help button")

    scope_path: ClassVar[str] = "agency__path"
    warnings: Sequence[str] = ()  # said to the writer once, not stored

    number = models.CharField(max_length=16, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="incidents")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="incidents")
    category = models.ForeignKey(Category, models.PROTECT, related_name="incidents")
    level = models.SmallIntegerField(choices=Level)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    is_valid_call = models.BooleanField(default=True)
    link_type = models.CharField(max_length=10, choices=Link, default=Link.NONE)
    main_incident = models.ForeignKey("self", models.PROTECT, null=True, related_name="linked")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PHONE)
    source = models.CharField(max_length=40)
    source_number = models.CharField(max_length=60, null=True)
    # Source numbers are unique within the agency that sent them, so that a clash tells nobody
    # anything about another agency's rows.
    source_agency = models.CharField(max_length=12)

    since = models.DateTimeField(default=timezone.now)  # when the current state began
    reported_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    intake_done_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    fed_back_at = models.DateTimeField(null=True)
    revisited_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    address = models.CharField(max_length=200, blank=True)
    narrative = models.TextField(blank=True)
    point = models.PointField(srid=4326, geography=True, null=True)
    source_crs = models.CharField(max_length=8, default="wgs84")
    source_lng = models.FloatField(null=True)
    source_lat = models.FloatField(null=True)
    position_error_m = models.FloatField(null=True)

    caller_name = EncryptedCharField(max_length=60, null=True)
    caller_phone = EncryptedCharField(max_length=40, null=True)
    caller_phone_index = models.CharField(max_length=64, blank=True)
    has_weapon = models.BooleanField(default=False)
    has_hazard = models.BooleanField(default=False)
    offenders = models.PositiveSmallIntegerField(null=True)
    trapped = models.PositiveSmallIntegerField(default=0)
    injured = models.PositiveSmallIntegerField(default=0)
    dead = models.PositiveSmallIntegerField(default=0)

    disposition = models.ForeignKey(Disposition, models.PROTECT, null=True)
    outcome = models.TextField(blank=True)
    case_number = models.CharField(max_length=40, blank=True)
    is_exercise = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    search = SearchVectorField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_agency", "source", "source_number"],
                name="incident_source_number_once",
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="incident_level"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(disposition__isnull=False),
                name="incident_closed_with_disposition",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-reported_at", "-id"], name="incident_recent"),
            models.Index(
                fields=["level", "reported_at"],
                name="incident_open",
                condition=~Q(state__in=["closed", "cancelled", "merged", "transferred"]),
            ),
            models.Index(fields=["caller_phone_index"], name="incident_caller"),
            GinIndex(fields=["search"], name="incident_search"),
        ]

    def __str__(self) -> str:
        return self.number


class Reveal(models.Model):
    """Leave to read one incident's caller in clear (查阅许可), for half an hour."""

    retention: ClassVar[Keep] = Keep(
        days=1095, by="revealed_at", basis="as long as the access register"
    )

    scope_path: ClassVar[str] = "incident__agency__path"

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="reveals")
    officer_id = models.CharField(max_length=40)
    revealed_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer_id", "revealed_at"], name="reveal_by_officer")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.incident_id}"


class TimelineEntry(models.Model):
    """One line of an incident's timeline (处警记录): written once, struck but never deleted."""

    retention: ClassVar[Keep] = Keep(days=None, basis="part of the incident, which stays")

    scope_path: ClassVar[str] = "incident__agency__path"
    warnings: Sequence[str] = ()  # said to the writer once, not stored

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="timeline")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=100)
    channel = models.CharField(max_length=20)
    is_late = models.BooleanField(default=False)
    warning = models.CharField(max_length=200, blank=True)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=100, blank=True)
    struck_reason = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("happened_at", "pk")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"
