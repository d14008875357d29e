"""Disputes, from registration to archive."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.territory.models import Cell, Place
from mediation.mediators.models import MediationBody
from mediation.register.models.reference import DisputeCategory
from mediation.register.models.scope import DisputeQuerySet
from mediation.register.places import without_door

_ARCHIVE = "an archive volume (People's Mediation Law art. 27); parties are emptied by its own rule"


class Dispute(models.Model):
    """A dispute (矛盾纠纷), from registration to archive.

    `title` names place and matter, no person. `grade` and `stage` are changed by the services of
    risk and flow alone. A sensitive one (a minor, violence at home) is shown only to whoever
    works on it and to holders of `disputes.sensitive`.
    """

    class Source(models.TextChoices):
        CALL = "call", _("110 call")
        VISIT = "visit", _("Visit")
        APPLICATION = "application", _("Application of a party")
        REFERRAL = "referral", _("Referral")
        DISTRICT = "district", _("District system")
        PATROL = "patrol", _("Found on patrol")

    class Stage(models.TextChoices):
        REGISTERED = "registered", pgettext_lazy("dispute", "Registered")
        ASSESSED = "assessed", pgettext_lazy("dispute", "Assessed")
        ASSIGNED = "assigned", pgettext_lazy("dispute", "Assigned")
        MEDIATING = "mediating", _("Mediating")
        AGREED = "agreed", _("Agreed")
        FAILED = "failed", pgettext_lazy("dispute", "Failed")
        REFUSED = "refused", pgettext_lazy("dispute", "Refused")
        TRANSFERRED = "transferred", pgettext_lazy("dispute", "Transferred")
        FULFILLING = "fulfilling", _("Being fulfilled")
        REVISITED = "revisited", pgettext_lazy("dispute", "Revisited")
        CLOSED = "closed", pgettext_lazy("dispute", "Closed")
        ARCHIVED = "archived", pgettext_lazy("dispute", "Archived")

    class Grade(models.TextChoices):
        """How pressing the dispute is (风险等级); of the dispute, never of a person."""

        RED = "red", _("Red")
        ORANGE = "orange", _("Orange")
        YELLOW = "yellow", _("Yellow")
        BLUE = "blue", _("Blue")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis=_ARCHIVE)

    number = models.CharField(max_length=20, unique=True)  # JF26-0001, per year
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disputes")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="disputes")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="disputes")
    category = models.ForeignKey(DisputeCategory, models.PROTECT, related_name="disputes")
    title = models.CharField(max_length=120)
    narrative = EncryptedTextField(blank=True, default="", null=True)
    address = models.CharField(max_length=200, blank=True)
    address_key = models.CharField(max_length=200, blank=True, db_index=True)  # `places.key_of`
    point = models.PointField(srid=4326, geography=True, null=True)
    source_crs = models.CharField(max_length=8, default="wgs84")
    position_error_m = models.FloatField(null=True)
    people = models.PositiveIntegerField(null=True)  # how many are involved
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # yuan in dispute

    source = models.CharField(max_length=12, choices=Source)
    source_number = models.CharField(max_length=60, blank=True)  # incident, visit, other system
    reported_at = models.DateTimeField()
    registered_at = models.DateTimeField(default=timezone.now)
    registered_by = models.CharField(max_length=100)
    is_late = models.BooleanField(default=False)  # sent long after it was written down

    stage = models.CharField(max_length=12, choices=Stage, default=Stage.REGISTERED)
    stage_since = models.DateTimeField(default=timezone.now)
    is_suspended = models.BooleanField(default=False)
    level = models.CharField(
        max_length=10, choices=MediationBody.Level, default=MediationBody.Level.COMMUNITY
    )
    grade = models.CharField(max_length=6, choices=Grade, blank=True)
    graded_at = models.DateTimeField(null=True)
    leader = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="led_disputes")
    measures = models.CharField(max_length=300, blank=True)  # what keeps it from growing (化控措施)
    body = models.ForeignKey(MediationBody, models.PROTECT, null=True, related_name="disputes")

    is_closed_door = models.BooleanField(default=False)  # art. 23: the parties' choice
    has_minor = models.BooleanField(default=False)
    has_home_violence = models.BooleanField(default=False)
    repeats = models.PositiveSmallIntegerField(default=0)  # calls and visits after the first
    last_contact_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ("-reported_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["stage", "grade"], name="dispute_stage_grade"),
            models.Index(fields=["reported_at"], name="dispute_reported"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(stage="archived") | Q(archived_at__isnull=False),
                name="dispute_archived_is_stamped",
            ),
            models.UniqueConstraint(
                fields=["registered_by", "source_number"],
                condition=Q(source="district") & ~Q(source_number=""),
                name="dispute_of_a_district_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_sensitive(self) -> bool:
        return self.has_minor or self.has_home_violence

    @property
    def short_address(self) -> str:
        """Up to the building, for lists."""
        return without_door(self.address)
