"""The handover from one shift to the next, signed by both."""

from typing import ClassVar

from django.db import models

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from patrol.shifts.models.roster import Shift


class Handover(Obligation):
    """A handover (交接班): issued when a shift ends, signed by who leaves, done by who takes over.

    `snapshot` holds what each source of the platform counted when the first of them signed:
    {name: {label, count, lines}}. Nothing is closed by it.
    """

    facts: ClassVar[str] = "patrol.handover"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="issued_at", basis="duty records, three years like the audit"
    )

    shift = models.OneToOneField(Shift, models.CASCADE, related_name="handover")
    next_shift = models.ForeignKey(
        Shift, models.SET_NULL, null=True, blank=True, related_name="taken_over"
    )
    snapshot = models.JSONField(default=dict)
    levels = models.CharField(max_length=300, blank=True)
    equipment = models.TextField(max_length=2000, blank=True)
    notes = models.TextField(max_length=2000, blank=True)
    remarks = models.TextField(max_length=2000, blank=True)  # of who takes over
    given_by = models.CharField(max_length=20, blank=True)  # badge of who leaves

    class Meta(Obligation.Meta):
        abstract = False
        ordering = ("-due_at", "-pk")

    def __str__(self) -> str:
        return f"{self.shift_id} {self.state}"
