"""A grant of cameras to another agency: asked by one, approved by another, at most a year."""

from datetime import date, timedelta
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import StrIndex
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet, Viewer
from video.grants.models.trainings import TrainingRecord
from video.register.models import Camera

LONGEST: Final = timedelta(days=365)
SAYS: Final = r"\S\S"  # a text that says something
WITH_GRANT: Final = Keep(days=None, basis="part of the grant, deleted with it")


class GrantQuerySet(ScopedQuerySet["CameraGrant"]):
    """Grants as both sides see them, and those that open cameras on a day."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Grants given from the viewer's area, to it, or to an agency above the viewer's."""
        path = viewer.agency_path
        above = path.strip("/").split("/")
        return self.filter(
            Q(agency__path__startswith=path)
            | Q(grantee__path__startswith=path)
            | Q(grantee__code__in=above)
        )

    def given_by(self, viewer: Viewer) -> Self:
        """Grants of cameras of the viewer's area: those the viewer may decide on."""
        return self.filter(agency__path__startswith=viewer.agency_path)

    def given_to(self, viewer: Viewer) -> Self:
        """Grants to the viewer's agency or to one above it."""
        return self.filter(grantee__code__in=viewer.agency_path.strip("/").split("/"))

    def answered_for(self, on: date) -> Self:
        """Whose holder works at the grantee and has a training in force on that day."""
        trained = TrainingRecord.objects.in_force(on).filter(officer=OuterRef("holder"))
        rows = self.annotate(at=StrIndex("holder__agency__path", F("grantee__path")))
        return rows.filter(Exists(trained), at=1, holder__is_active=True)

    def in_force(self, on: date) -> Self:
        """Approved, begun, not over, and answered for: these alone open cameras."""
        rows = self.filter(state=CameraGrant.State.APPROVED)
        return rows.filter(valid_from__lte=on, valid_to__gte=on).answered_for(on)


class CameraGrant(models.Model):
    """Cameras opened to another agency for a time (视频资源授权), to look and nothing else.

    Days are local and both inclusive. What is approved opens nothing while its holder at the
    grantee has no training in force; the database refuses one approved by whoever asked.
    """

    class Purpose(models.TextChoices):
        POLICING = "policing", _("Policing")
        TRAFFIC = "traffic", pgettext_lazy("purpose", "Traffic")
        ENVIRONMENT = "environment", _("Environment")
        WORK_SAFETY = "work_safety", _("Work safety")
        EMERGENCY = "emergency", _("Fire and emergency")
        URBAN = "urban", _("Urban management")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        SUSPENDED = "suspended", pgettext_lazy("grant", "Suspended: nobody trained")
        EXPIRED = "expired", pgettext_lazy("grant", "Expired")
        REVOKED = "revoked", pgettext_lazy("grant", "Revoked")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="valid_to", basis="three years after its end: who could see what, and why"
    )

    number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")  # whose cameras they are
    grantee = models.ForeignKey(Agency, models.PROTECT, related_name="camera_grants")
    holder = models.ForeignKey(Officer, models.PROTECT, related_name="+")  # answers for it there
    purpose = models.CharField(max_length=12, choices=Purpose)
    note = models.CharField(max_length=200)  # what for, in words
    instrument = models.CharField(max_length=80)  # number of the document it rests on
    covers = models.CharField(max_length=120)  # in words: how the cameras were chosen
    size = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=220, blank=True)
    revoked_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=200, blank=True)  # why it was revoked
    told_on = models.DateField(null=True)  # that it ends within 30 days
    version = models.PositiveIntegerField(default=1)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("asked_by")), name="camera_grant_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "suspended", "expired", "revoked"))
                | Q(approved_by__isnull=False, decided_at__isnull=False),
                name="camera_grant_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from"))
                & Q(valid_to__lte=F("valid_from") + LONGEST),
                name="camera_grant_365_days",
            ),
            models.CheckConstraint(
                condition=~Q(grantee=F("agency")), name="camera_grant_to_another"
            ),
            models.CheckConstraint(
                condition=Q(instrument__regex=SAYS, note__regex=SAYS),
                name="camera_grant_has_basis",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | Q(revoked_by__isnull=False, ended_at__isnull=False, ending__regex=SAYS),
                name="camera_grant_revoked_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["grantee", "state", "valid_to"], name="camera_grant_opens"),
        ]

    def __str__(self) -> str:
        return self.number


class GrantedCamera(models.Model):
    """One camera of a grant (授权设备); listed when it is asked for, fixed from then on."""

    scope_path: ClassVar[str] = "grant__agency__path"
    retention: ClassVar[Keep] = WITH_GRANT

    grant = models.ForeignKey(CameraGrant, models.CASCADE, related_name="lines")
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="grant_lines")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "camera"], name="granted_camera_once")
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.camera_id}"


class GrantDay(models.Model):
    """How often cards of a grant's cameras were opened on a local day (授权使用量), by nobody."""

    scope_path: ClassVar[str] = "grant__agency__path"
    retention: ClassVar[Keep] = WITH_GRANT

    grant = models.ForeignKey(CameraGrant, models.CASCADE, related_name="days")
    day = models.DateField()
    looks = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-day",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "day"], name="grant_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.day}"
