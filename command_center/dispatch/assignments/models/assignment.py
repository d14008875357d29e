"""An assignment: one unit sent to one incident, from issue to feedback."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.incidents.models import Incident
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from patrol.units.models import Unit


class Assignment(Obligation):
    """An assignment (派警单): a unit answers for an incident; it has the unit's agency as owner.

    `state` is the obligation's (issued, signed, done, returned, cancelled), `stage` says how far
    the unit has come. A unit has one primary assignment at a time and any number of others.
    `due_at` is when the running span (signing, setting out, arriving, feeding back) is due by the
    targets of the incident's level and agency. A step that ends the span sets it anew and clears
    `overdue_at`, so a timer never outlives what it watched, and each span is late once at most.
    Stamps only ever follow each other in time; a stage nobody stamped stays empty.
    """

    class Stage(models.TextChoices):
        ISSUED = "issued", _("Issued")
        DELIVERED = "delivered", _("Delivered")
        SIGNED = "signed", _("Signed for")
        DEPARTED = "departed", _("Set out")
        ON_SCENE = "on_scene", _("On scene")
        HANDLED = "handled", _("Handled")
        FED_BACK = "fed_back", _("Fed back")
        RETURNED = "returned", _("Sent back")
        RECALLED = "recalled", _("Recalled")
        PREEMPTED = "preempted", _("Taken for a more urgent call")

    facts: ClassVar[str] = "dispatch.assignment"
    sweeps_itself: ClassVar[bool] = True  # each stage may be late, not the whole only
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the incident, which stays")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ISSUED)
    stage_by = models.CharField(max_length=100, blank=True)  # who took the latest step
    is_primary = models.BooleanField(default=True)
    delivered_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    fed_back_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20, default="screen")  # of the latest step
    reason = models.CharField(max_length=200, blank=True)  # of override, return, recall …
    rank = models.PositiveSmallIntegerField(null=True)  # in the recommendation; None: not in it
    is_override = models.BooleanField(default=False)  # another unit stood first
    late_stages = ArrayField(models.CharField(max_length=10), default=list)  # spans overdue once
    resent = models.PositiveSmallIntegerField(default=0)
    resent_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)  # told to the supervisor as unsigned

    class Meta(Obligation.Meta):
        ordering = ("-issued_at", "-pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(is_primary=True, ended_at__isnull=True),
                name="assignment_one_primary",
            ),
            models.UniqueConstraint(
                fields=["unit", "incident"],
                condition=Q(ended_at__isnull=True),
                name="assignment_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, state__in=["issued", "signed"])
                | Q(ended_at__isnull=False, state__in=["done", "returned", "cancelled"]),
                name="assignment_open_or_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["incident", "issued_at"], name="assignment_of_incident"),
            models.Index(fields=["unit", "-issued_at"], name="assignment_of_unit"),
            models.Index(
                fields=["due_at"], name="assignment_due", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.unit_id} {self.stage}"


Stage = Assignment.Stage
OPEN_ENDS: Final = Q(ended_at__isnull=True)
