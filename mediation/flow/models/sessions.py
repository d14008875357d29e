"""Sessions of mediation."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from mediation.flow.models.courses import Course
from mediation.flow.models.volume import InVolume, emptied
from mediation.mediators.models import Mediator
from mediation.register.models import Party


class Session(InVolume):
    """A session of mediation (调解): when, where, who mediated, who was there, what was said.

    The database refuses one that no party, or not every party, consented to (art. 17).
    """

    class Outcome(models.TextChoices):
        GOES_ON = "goes_on", _("To be continued")
        AGREED = "agreed", _("Agreed")
        FAILED = "failed", pgettext_lazy("ground", "No agreement")
        BROKEN_OFF = "broken_off", _("Broken off")

    retention: ClassVar[Keep] = emptied("record", "others")

    course = models.ForeignKey(Course, models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    place = models.CharField(max_length=120)
    mediators = models.ManyToManyField(Mediator, related_name="sessions")
    present = models.ManyToManyField(Party, related_name="+")
    others = EncryptedTextField(null=True)  # who else was there, with the parties' consent
    record = EncryptedTextField(null=True)
    is_closed_door = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.GOES_ON)
    held_by = models.CharField(max_length=100)
    written_at = models.DateTimeField(default=timezone.now)
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("at")),
                name="session_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.number}"
