"""When tickets are opened, and how soon a contractor answers: rules with dates."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from grid.organisation.dated import Dated
from video.register.models import CameraClass
from video.repair.models.tickets import Priority


class SlaRule(Dated):
    """How soon a contractor accepts, arrives and fixes (运维时限), in minutes from the assignment.

    Of one class of cameras, or of all where it names none; of one priority. Fees are yuan:
    `late_fee` for a late acceptance or arrival, `hour_fee` for each hour begun after the fix was
    due, together at most `most_fee` a ticket.
    """

    camera_class = models.ForeignKey(
        CameraClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    priority = models.PositiveSmallIntegerField(choices=Priority)
    accept_min = models.PositiveIntegerField()
    arrive_min = models.PositiveIntegerField()
    fix_min = models.PositiveIntegerField()
    late_fee = models.PositiveIntegerField(default=0)
    hour_fee = models.PositiveIntegerField(default=0)
    most_fee = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("agency__path", "camera_class__rank", "priority", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "camera_class", "priority", "valid_from"],
                name="sla_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(
                    accept_min__gte=1,
                    accept_min__lte=F("arrive_min"),
                    arrive_min__lte=F("fix_min"),
                ),
                name="sla_rule_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_class_id or '*'} {self.priority} {self.fix_min}"


class TicketRule(Dated):
    """When a ticket is opened by itself, and what counts as a repeat (自动派单规则).

    Minutes are those a camera or platform was not reached; `repeat_times` tickets within
    `repeat_days` make a repeat failure.
    """

    offline_min = models.PositiveIntegerField(default=24 * 60)
    key_offline_min = models.PositiveIntegerField(default=4 * 60)  # of key targets
    platform_min = models.PositiveIntegerField(default=15)
    recovered_min = models.PositiveIntegerField(default=30)  # back that long: nobody need come
    assign_min = models.PositiveIntegerField(default=60)
    verify_min = models.PositiveIntegerField(default=24 * 60)
    repeat_days = models.PositiveSmallIntegerField(default=30)
    repeat_times = models.PositiveSmallIntegerField(default=3)
    opens_itself = models.BooleanField(default=True)

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="ticket_rule_once"),
            models.CheckConstraint(
                condition=Q(repeat_times__gte=2, repeat_days__gte=1), name="ticket_rule_repeats"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.valid_from}"
