"""A request for footage: who, for which case, on what basis, which cameras and when."""

from datetime import timedelta
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from encrypted_fields.fields import EncryptedCharField

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role
from grid.scope import ScopedQuerySet
from video.register.models import Camera

LONGEST_WINDOW: Final = timedelta(days=7)  # of one camera; longer is another request
SAYS: Final = r"\S\S"  # a text that says something
WITH_REQUEST: Final = Keep(days=None, basis="part of the request, deleted with it")


class FootageCounter(models.Model):
    """The last number of a footage request (调取编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class FootageRequest(models.Model):
    """A request for footage (视频调取): on a basis, with two approvers of two roles.

    What the law asks is in the database itself: the constraints below and the triggers of
    `0002_guards`. Footage lies elsewhere; here stands only who may have it, and why.
    """

    class Kind(models.TextChoices):
        OFFICER = "officer", _("For a case")
        CITIZEN = "citizen", _("For a citizen (art. 21)")
        PUBLICATION = "publication", _("For publication (art. 22)")
        BREAK_GLASS = "break_glass", _("Break-glass: danger to life")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for the first approval")
        SIGNED = "signed", _("Waiting for the second approval")
        APPROVED = "approved", _("Approved")
        RELEASED = "released", _("Released before approval")
        ISSUED = "issued", _("Handed out")
        CLOSED = "closed", pgettext_lazy("request", "Closed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Basis(models.TextChoices):
        EVIDENCE = "evidence", _("Evidence notice")
        FILING = "filing", _("Case filing decision")
        HANDLING = "handling", _("Acceptance of a call")
        ORGAN = "organ", _("Letter of a state organ (art. 20)")
        PROTECTION = "protection", _("Protection of a person or property (art. 21)")
        PUBLIC_NOTICE = "public_notice", _("Decision to publish (art. 22)")
        DANGER = "danger", _("Danger to life at this moment")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="ended_at", basis="Decree 799 art. 16 and PIPL art. 56: three years"
    )

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")  # the requesting unit
    requester = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=40, blank=True)  # a case or call, in words
    basis_type = models.CharField(max_length=14, choices=Basis)
    basis_number = models.CharField(max_length=60)  # of the document
    purpose = models.CharField(max_length=400)
    requested_at = models.DateTimeField()
    # Two signatures; of a break-glass request they are its review.
    first_approver = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_role = models.CharField(max_length=20, choices=Role, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    second_approver = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_role = models.CharField(max_length=20, choices=Role, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=200, blank=True)
    # Publication: what was made unrecognisable, and who looked
    masked_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    masked_at = models.DateTimeField(null=True, blank=True)
    masked = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    basis_number__regex=SAYS, purpose__regex=SAYS,
                    basis_type__in=(
                        "evidence", "filing", "handling", "organ", "protection", "public_notice",
                        "danger",
                    ),
                ),
                name="footage_has_basis",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("officer", "break_glass")) | Q(case_number__regex=SAYS),
                name="footage_names_case",
            ),
            models.CheckConstraint(
                condition=Q(first_approver__isnull=True) | ~Q(first_approver=F("requester")),
                name="footage_first_not_requester",
            ),
            models.CheckConstraint(
                condition=Q(second_approver__isnull=True) | ~Q(second_approver=F("requester")),
                name="footage_second_not_requester",
            ),
            models.CheckConstraint(
                condition=Q(second_approver__isnull=True)
                | (
                    Q(first_approver__isnull=False, second_at__isnull=False)
                    & ~Q(second_approver=F("first_approver"))
                    & ~Q(second_role=F("first_role"))
                    & ~Q(second_role="")
                ),
                name="footage_second_of_another_role",
            ),
            models.CheckConstraint(
                condition=Q(first_approver__isnull=True)
                | (Q(first_at__isnull=False) & ~Q(first_role="")),
                name="footage_first_is_stamped",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(first_approver__isnull=False),
                name="footage_signed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "issued", "closed"))
                | Q(second_approver__isnull=False)
                | Q(kind="break_glass", state="issued"),
                name="footage_two_signatures",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(kind="break_glass"),
                name="footage_released_in_danger",
            ),
            models.CheckConstraint(
                condition=~Q(kind="publication", state__in=("issued", "closed"))
                | (
                    Q(masked_at__isnull=False, masked_by__isnull=False)
                    & Q(masked__contains=["faces", "names", "plates", "licences"])
                ),
                name="footage_published_is_masked",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused")
                | (
                    Q(refused_by__isnull=False, refusal__regex=SAYS)
                    & ~Q(refused_by=F("requester"))
                ),
                name="footage_refused_is_said_why",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["case_number"], name="footage_case"),
            models.Index(fields=["-requested_at", "-id"], name="footage_recent"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Neither over, refused nor withdrawn."""
        return self.state not in (self.State.CLOSED, self.State.REFUSED, self.State.WITHDRAWN)

    @property
    def is_unreviewed(self) -> bool:
        """Released in danger and not yet looked at by two others."""
        return (
            self.kind == self.Kind.BREAK_GLASS
            and self.second_approver_id is None
            and self.state != self.State.REFUSED
        )


class FootageApplicant(models.Model):
    """The citizen a request is made for (申请人): encrypted, masked, revealed on the register.

    Art. 21: the person, a near relative or a guardian, with the consent of whoever manages the
    system, may look; nobody carries a copy away.
    """

    class Relation(models.TextChoices):
        SELF = "self", _("The person concerned")
        RELATIVE = "relative", _("Near relative")
        GUARDIAN = "guardian", _("Guardian or carer")

    scope_path: ClassVar[str] = "request__agency__path"
    retention: ClassVar[Keep] = WITH_REQUEST

    request = models.OneToOneField(
        FootageRequest, models.CASCADE, primary_key=True, related_name="applicant"
    )
    name = EncryptedCharField(max_length=60)
    document_number = EncryptedCharField(max_length=40)
    phone = EncryptedCharField(max_length=40, blank=True, null=True)
    relation = models.CharField(max_length=8, choices=Relation)
    consent_document = models.CharField(max_length=80)  # of who manages the cameras
    has_undertaken = models.BooleanField(default=False)  # not to spread what she sees

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(consent_document__regex=SAYS, has_undertaken=True),
                name="applicant_has_consent",
            )
        ]

    def __str__(self) -> str:
        return str(self.request_id)


class RequestedCamera(models.Model):
    """One camera and one window of time of a request (调取范围); fixed with the first signature."""

    scope_path: ClassVar[str] = "request__agency__path"
    retention: ClassVar[Keep] = WITH_REQUEST

    request = models.ForeignKey(FootageRequest, models.CASCADE, related_name="cameras")
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="footage_windows")
    window_from = models.DateTimeField()
    window_to = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("window_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "camera", "window_from", "window_to"], name="footage_window_once"
            ),
            models.CheckConstraint(
                condition=Q(window_to__gt=F("window_from"))
                & Q(window_to__lte=F("window_from") + LONGEST_WINDOW),
                name="footage_window_7_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {timezone.localtime(self.window_from):%Y-%m-%d %H:%M}"
