"""Lookout notices, their terms, and who has to know them."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet, Viewer

LONGEST_TERM: Final = timedelta(days=30)
LONGEST_WHOLE: Final = timedelta(days=365)


class Kind(models.TextChoices):
    """What one notice may name: one of these, once."""

    VEHICLE = "vehicle", _("One vehicle")
    MISSING_PERSON = "missing_person", _("Missing person")
    WANTED_PERSON = "wanted_person", _("Wanted person")


def paths_above(path: str) -> list[str]:
    """The path itself and those of all agencies above it, the city first."""
    codes = path.strip("/").split("/")
    return ["".join(f"{code}/" for code in codes[: depth + 1]) for depth in range(len(codes))]


class NoticeCounter(models.Model):
    """The last notice number (通报编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """Notices; one whose time is over is in no answer, whether or not any job has run."""

    def visible_to(self, viewer: Viewer) -> "NoticeQuerySet":
        """Of the own ground, and from above once approved: whoever works there looks out for it."""
        own = Q(agency__path__startswith=viewer.agency_path)
        from_above = Q(agency__path__in=paths_above(viewer.agency_path)) & ~Q(
            state=Notice.State.DRAFT
        )
        return self.filter(own | from_above, valid_to__gt=timezone.now())

    def active(self, at: datetime | None = None) -> "NoticeQuerySet":
        """Approved, not revoked, and within their time at `at`: from the first moment, up to and
        without the last."""
        at = at or timezone.now()
        return self.filter(state=Notice.State.APPROVED, valid_from__lte=at, valid_to__gt=at)

    def covering(self, agency_path: str) -> "NoticeQuerySet":
        """Notices that hold on the ground of this agency."""
        return self.filter(agency__path__in=paths_above(agency_path))


class Notice(models.Model):
    """A lookout notice (协查通报): one vehicle, one missing person or one person wanted.

    It stands on a named legal instrument and ends by itself after at most 30 days; another
    officer than its writer approves it, and renews it. What is sought is kept as a keyed hash to
    be compared and encrypted to be read; a revoked notice loses both at once. `created_by`,
    `approved_by` and `renewed_by` are kind and id of the actor (`officer:12`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Waiting for approval")
        APPROVED = "approved", _("In force")
        REVOKED = "revoked", _("Revoked")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=0,
        by="valid_to",
        basis="PIPL art. 19 and 47: gone when its time is over; a row of counts stays",
    )

    number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")  # on whose ground
    kind = models.CharField(max_length=14, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    sought = EncryptedCharField(max_length=40, null=True, blank=True)  # plate or document number
    sought_index = models.CharField(max_length=64, blank=True)
    sought_name = EncryptedCharField(max_length=60, null=True, blank=True)
    description = EncryptedCharField(max_length=400, null=True, blank=True)
    instrument_type = models.CharField(max_length=40)
    instrument_number = models.CharField(max_length=60)
    instrument_issuer = models.CharField(max_length=60)
    grounds = models.CharField(max_length=400)
    action = models.CharField(max_length=400)
    contact = models.CharField(max_length=60, blank=True)  # the duty desk to be told of a hit
    first_from = models.DateTimeField()  # where the first of its terms began
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    created_label = models.CharField(max_length=100)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=60, blank=True)
    approved_label = models.CharField(max_length=100, blank=True)
    renewed_by = models.CharField(max_length=60, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_label = models.CharField(max_length=100, blank=True)
    revoked_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from"))
                & Q(valid_to__lte=F("valid_from") + LONGEST_TERM),
                name="notice_term_30_days",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__lte=F("first_from") + LONGEST_WHOLE),
                name="notice_whole_365_days",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("created_by")), name="notice_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(renewed_by=F("created_by")), name="notice_renewed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (~Q(approved_by="") & Q(approved_at__isnull=False)),
                name="notice_approved_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(instrument_type="")
                & ~Q(instrument_number="")
                & ~Q(instrument_issuer="")
                & ~Q(grounds="")
                & ~Q(action=""),
                name="notice_names_instrument",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked") | Q(kind="missing_person") | ~Q(sought_index=""),
                name="notice_names_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | Q(
                    sought_index="",
                    sought__isnull=True,
                    sought_name__isnull=True,
                    description__isnull=True,
                ),
                name="notice_revoked_names_nobody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["sought_index"], name="notice_sought", condition=Q(state="approved")
            ),
            models.Index(fields=["valid_to"], name="notice_ends"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_active(self) -> bool:
        """Approved, not revoked and within its time, now."""
        is_within = self.valid_from <= timezone.now() < self.valid_to
        return self.state == self.State.APPROVED and is_within


class NoticeRenewal(models.Model):
    """One further term of a notice (续期): by another officer, with an instrument or a reason."""

    scope_path: ClassVar[str] = "notice__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the notice, deleted with it")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="renewals")
    instrument_type = models.CharField(max_length=40)
    instrument_number = models.CharField(max_length=60)
    instrument_issuer = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    previous_by = models.CharField(max_length=60)  # who wrote the notice or renewed it before
    renewed_by = models.CharField(max_length=60)
    renewed_label = models.CharField(max_length=100)
    renewed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(renewed_by=F("previous_by")), name="renewal_by_another"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from"))
                & Q(valid_to__lte=F("valid_from") + LONGEST_TERM),
                name="renewal_term_30_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.valid_to:%Y-%m-%d}"


class AcknowledgementQuerySet(ScopedQuerySet["Acknowledgement"]):
    """Acknowledgements; those of a notice whose time is over are in no answer."""

    def visible_to(self, viewer: Viewer) -> "AcknowledgementQuerySet":
        return super().visible_to(viewer).filter(notice__valid_to__gt=timezone.now())


class Acknowledgement(Obligation):
    """That a station knows a notice (通报签收): when it reached a screen there, who signed."""

    facts: ClassVar[str] = "lookout.acknowledgement"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the notice, deleted with it")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="acknowledgements")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20, blank=True)
    spoken_by = models.CharField(max_length=60, blank=True)  # who said so by phone or radio

    objects: ClassVar[Any] = AcknowledgementQuerySet.as_manager()

    class Meta(Obligation.Meta):
        ordering = ("owner_path",)
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(fields=["notice", "agency"], name="acknowledgement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.owner_path} {self.state}"

    def details(self) -> dict[str, Any]:
        """The notice and the station; nothing of whom or what is sought."""
        delivered = self.delivered_at.isoformat() if self.delivered_at else None
        return {"notice": self.subject_id, "agency": self.owner_path, "delivered_at": delivered}
