"""What a mediation comes to: the agreement, its performance, the visits afterwards."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from mediation.flow.models.courses import Course
from mediation.flow.models.volume import InVolume, emptied
from mediation.register.models import Party


class Agreement(InVolume):
    """The agreement of one course (调解协议): facts, issues, responsibilities, content (art. 29).

    A written one is effective once all parties and a mediator have signed and it is sealed, an
    oral one with the agreement itself (art. 29, 30): `effective_at`.
    """

    retention: ClassVar[Keep] = emptied("facts", "issues", "responsibilities", "terms", "way")

    course = models.OneToOneField(Course, models.CASCADE, related_name="agreement")
    facts = EncryptedTextField(null=True)
    issues = EncryptedTextField(null=True)
    responsibilities = EncryptedTextField(null=True)
    terms = EncryptedTextField(null=True)
    way = EncryptedTextField(null=True)  # how it is performed
    perform_by = models.DateField(null=True)  # the last day; empty: at once
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # yuan
    is_oral = models.BooleanField(default=False)
    agreed_at = models.DateTimeField(default=timezone.now)
    written_by = models.CharField(max_length=100)
    effective_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_oral=False) | Q(effective_at__isnull=False),
                name="agreement_oral_is_effective",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id}"


class Performance(InVolume):
    """One thing an agreement obliges to (履行事项): by which day, and whether it was done."""

    retention: ClassVar[Keep] = emptied("text", "note")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="performances")
    party = models.ForeignKey(Party, models.CASCADE, null=True, related_name="+")  # who owes it
    text = EncryptedTextField(null=True)
    due_on = models.DateField()  # the last day
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=100, blank=True)  # who saw that it was done
    breached_at = models.DateTimeField(null=True)
    note = EncryptedTextField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(breached_at__isnull=True),
                name="performance_done_or_breached",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.due_on}"


class Revisit(InVolume):
    """A visit after a mediation (回访), 7 and 30 days on: is it quiet, performed, what is said.

    Its feedback is what a dispute needs before it may be archived.
    """

    class Kind(models.TextChoices):
        DAY_7 = "day_7", _("After 7 days")
        DAY_30 = "day_30", _("After 30 days")
        OTHER = "other", _("Another visit")

    class Way(models.TextChoices):
        VISIT = "visit", _("Visit")
        PHONE = "phone", _("By telephone")
        OFFICE = "office", _("At the office")

    class Satisfied(models.TextChoices):
        YES = "yes", _("Satisfied")
        PARTLY = "partly", _("Partly satisfied")
        NO = "no", _("Not satisfied")
        UNSAID = "unsaid", _("Did not say")

    retention: ClassVar[Keep] = emptied("feedback")

    course = models.ForeignKey(Course, models.CASCADE, related_name="revisits")
    kind = models.CharField(max_length=6, choices=Kind)
    way = models.CharField(max_length=6, choices=Way)
    at = models.DateTimeField()
    written_at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    is_quiet = models.BooleanField(default=True)  # no new quarrel
    is_performed = models.BooleanField(null=True)  # empty: nothing to perform
    satisfied = models.CharField(max_length=6, choices=Satisfied, default=Satisfied.UNSAID)
    feedback = EncryptedTextField(null=True)
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.course_id} {self.kind}"
