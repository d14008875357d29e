"""What was handed out, and what is owed: a decision, and copies back or destroyed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Officer
from video.footage.models.requests import SAYS, WITH_REQUEST, FootageRequest


class FootageDecision(Obligation):
    """That two approvers decide a request, or review a break-glass one in 24 hours (调取审批)."""

    facts: ClassVar[str] = "footage.decision"
    retention: ClassVar[Keep] = WITH_REQUEST

    request = models.OneToOneField(FootageRequest, models.CASCADE, related_name="decision")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.state}"

    def details(self) -> dict[str, Any]:
        """Which request of which kind."""
        return {"number": self.subject_id, "request_kind": self.request.kind}


class FootageIssue(Obligation):
    """Footage shown or handed out (视频出具): fingerprint, recipient, copies, back by when.

    `sha256` is of the file handed out, in lower-case hexadecimal; `size_bytes` its length.
    `covers_from` and `covers_to` are what it really shows. `done` means every copy came back or
    was destroyed before a witness; what was only shown is done at once.
    """

    class Mode(models.TextChoices):
        VIEWING = "viewing", _("Shown on the spot")
        COPY = "copy", _("Copy handed out")
        PUBLICATION = "publication", _("Given for publication")

    class Settled(models.TextChoices):
        VIEWED = "viewed", _("Shown, nothing left the room")
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned")
        DESTROYED = "destroyed", _("Destroyed before a witness")
        FILED = "filed", _("Filed with the case as evidence")

    facts: ClassVar[str] = "footage.issue"
    retention: ClassVar[Keep] = WITH_REQUEST

    request = models.ForeignKey(FootageRequest, models.CASCADE, related_name="issues")
    issuer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=12, choices=Mode)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    watermark = models.CharField(max_length=60, blank=True)
    medium = models.CharField(max_length=60, blank=True)
    copies = models.PositiveSmallIntegerField(default=0)
    covers_from = models.DateTimeField()
    covers_to = models.DateTimeField()
    recipient_unit = models.CharField(max_length=80)
    recipient_badge = models.CharField(max_length=30, blank=True)
    recipient_name = EncryptedCharField(max_length=60, blank=True, null=True)
    settled_as = models.CharField(max_length=10, choices=Settled, blank=True)
    witness = models.CharField(max_length=30, blank=True)  # badge of who saw it destroyed

    class Meta(Obligation.Meta):
        ordering = ("issued_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(mode="viewing", sha256="", copies=0)
                | (~Q(mode="viewing") & Q(sha256__regex=r"^[0-9a-f]{64}$", copies__gte=1)),
                name="footage_copy_has_hash",
            ),
            models.CheckConstraint(
                condition=Q(recipient_unit__regex=SAYS), name="footage_copy_has_recipient"
            ),
            models.CheckConstraint(
                condition=Q(covers_to__gt=F("covers_from")), name="footage_issue_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(settled_as=""), name="footage_settled_is_said_how"
            ),
            models.CheckConstraint(
                condition=~Q(settled_as="destroyed") | Q(witness__regex=SAYS),
                name="footage_destroyed_is_witnessed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.mode}"

    def details(self) -> dict[str, Any]:
        """Which request, how many copies, fingerprint; nobody's name."""
        return {
            "number": self.subject_id,
            "mode": self.mode,
            "copies": self.copies,
            "sha256": self.sha256,
            "settled_as": self.settled_as,
        }
