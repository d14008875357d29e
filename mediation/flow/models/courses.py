"""One course of mediation: who mediates, and what each party answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from mediation.flow.models.volume import InVolume, emptied
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Party


class Outcome(models.TextChoices):
    """How a course of mediation ended (调解结果)."""

    AGREED = "agreed", _("Agreed")
    FAILED = "failed", _("Failed")
    REFUSED = "refused", _("A party refused")
    TERMINATED = "terminated", _("A party asked to end it")
    SETTLED = "settled", _("The parties settled it themselves")
    TRANSFERRED = "transferred", _("Transferred")


class Course(InVolume):
    """One course of mediation (一次调解程序): from the consent of the parties to its outcome.

    A dispute that is taken up again has another course with consents of its own. It ends within
    a month of its beginning unless all parties agree to more (`extended_at`).
    """

    retention: ClassVar[Keep] = emptied("reason")

    number = models.PositiveSmallIntegerField(default=1)
    body = models.ForeignKey(MediationBody, models.PROTECT, null=True, related_name="courses")
    begun_at = models.DateTimeField(null=True)  # all parties have agreed
    must_end_by = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    reason = EncryptedTextField(null=True)
    notice_at = models.DateTimeField(null=True)  # the parties know of the other ways (art. 26)
    notice_by = models.CharField(max_length=100, blank=True)
    notice_way = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("dispute_id", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dispute", "number"], name="course_number_once"),
            models.UniqueConstraint(
                fields=["dispute"], condition=Q(ended_at__isnull=True), name="course_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.number}"


class Assignment(InVolume):
    """Who mediates a dispute (调解任务), from when to when; a body alone, or one of its mediators.

    `conflicts` are the codes of what spoke against this mediator and was accepted nevertheless.
    """

    retention: ClassVar[Keep] = emptied("conflict_reason")

    body = models.ForeignKey(MediationBody, models.PROTECT, related_name="assignments")
    mediator = models.ForeignKey(Mediator, models.PROTECT, null=True, related_name="assignments")
    chosen_by_parties = models.BooleanField(default=False)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    conflicts = models.JSONField(default=list)
    conflict_reason = EncryptedTextField(null=True)

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dispute", "mediator"],
                condition=Q(ended_at__isnull=True),
                name="assignment_once",
                nulls_distinct=False,
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["mediator"], name="assignment_open", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.mediator_id or self.body_id}"


class Consent(InVolume):
    """What one party answered when asked (当事人意愿); of several answers the last one holds."""

    class Subject(models.TextChoices):
        MEDIATION = "mediation", _("To mediate (art. 17)")
        MEDIATORS = "mediators", _("These mediators (art. 19, 23)")
        HELPERS = "helpers", _("Others taking part (art. 20)")
        EXTENSION = "extension", _("More than a month")

    class Answer(models.TextChoices):
        AGREED = "agreed", pgettext_lazy("consent", "Agreed")
        REFUSED = "refused", pgettext_lazy("consent", "Refused")
        NOT_ASKED = "not_asked", _("Not yet reached")

    retention: ClassVar[Keep] = emptied("own_words")

    course = models.ForeignKey(Course, models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, models.CASCADE, related_name="consents")
    subject = models.CharField(max_length=10, choices=Subject, default=Subject.MEDIATION)
    answer = models.CharField(max_length=10, choices=Answer)
    asked_at = models.DateTimeField()
    written_at = models.DateTimeField(default=timezone.now)
    asked_by = models.CharField(max_length=100)
    own_words = EncryptedTextField(null=True)
    signature_ref = models.CharField(max_length=60, blank=True)
    is_late = models.BooleanField(default=False)  # sent long after it was asked

    class Meta:
        ordering = ("asked_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["course", "subject", "party"], name="consent_course_party")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.party_id} {self.answer}"
