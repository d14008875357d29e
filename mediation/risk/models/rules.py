"""What a dispute is graded by, and what each grade asks for: rows with dates."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import CityRule
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute


class RiskChecklist(CityRule):
    """A checklist of what makes a dispute pressing (风险评估清单), with the scores of the grades.

    A dispute is red from `red_from` points on, orange from `orange_from`, yellow from
    `yellow_from`, blue below. A change is a new checklist: what was graded keeps its own.
    """

    name = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField(default=1)  # which version of its agency's it is
    red_from = models.PositiveSmallIntegerField(default=60)
    orange_from = models.PositiveSmallIntegerField(default=35)
    yellow_from = models.PositiveSmallIntegerField(default=15)
    written_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("agency__path", "-valid_from", "-number")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["agency", "number"], name="risk_checklist_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(red_from__gt=F("orange_from"))
                & Q(orange_from__gt=F("yellow_from"))
                & Q(yellow_from__gt=0),
                name="risk_grades_rise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class RiskItem(models.Model):
    """One question of a checklist (评估项): about the dispute, never about a person.

    `floor` is the least grade where it is so, whatever the sum; `sign` names what the register
    knows by itself, so that the answer is there before anybody asks.
    """

    class Sign(models.TextChoices):
        REPEATED = "repeated", _("Called again")
        OFTEN = "often", _("Called three times or more")
        GROUP = "group", _("Ten people or more")
        AMOUNT = "amount", _("100,000 yuan or more")
        MINOR = "minor", _("A minor is part of it")
        HOME = "home", _("Violence at home")

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows; part of a checklist")
    scope_path: ClassVar[str] = "checklist__agency__path"

    checklist = models.ForeignKey(RiskChecklist, models.CASCADE, related_name="items")
    code = models.SlugField(max_length=30)
    text = models.CharField(max_length=100)
    text_en = models.CharField(max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField()
    floor = models.CharField(max_length=6, choices=Dispute.Grade, blank=True)
    sign = models.CharField(max_length=8, choices=Sign, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("rank", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "code"], name="risk_item_once")
        ]

    def __str__(self) -> str:
        is_english = (get_language() or "").startswith("en")
        return self.text_en if is_english and self.text_en else self.text


class GradeRule(CityRule):
    """What a grade asks for (分级处置要求): hours from the grading on, None where nothing is asked.

    Who is to visit and who leads is `visit_rank`, `leader_hours`; `level` is where the dispute is
    handled at the lowest, and `escalate_hours` when it goes a level up where nothing was settled.
    """

    class Rank(models.TextChoices):
        LEADER = "leader", _("Leader of the agency")
        OFFICER = "officer", _("Officer")
        ANYBODY = "anybody", _("Anybody who works on it")

    grade = models.CharField(max_length=6, choices=Dispute.Grade)
    deadline_hours = models.PositiveSmallIntegerField(default=720)  # settled or ended by then
    assign_hours = models.PositiveSmallIntegerField(default=24)
    consent_hours = models.PositiveSmallIntegerField(default=48)
    session_hours = models.PositiveSmallIntegerField(default=168)  # the first session
    visit_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    visit_rank = models.CharField(max_length=8, choices=Rank, default=Rank.ANYBODY)
    leader_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.CharField(
        max_length=10, choices=MediationBody.Level, default=MediationBody.Level.COMMUNITY
    )
    escalate_hours = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("agency__path", "grade", "-valid_from")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["agency", "grade", "valid_from"],
                name="grade_rule_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or '*'} {self.grade} {self.valid_from}"
