"""Shapes of the grading over REST."""

from typing import Any

from rest_framework import serializers

from mediation.register.models import Dispute
from mediation.risk.models import Assessment, GradeDuty, GradeRule, RiskChecklist
from mediation.risk.services.rules import SAID


class RiskAssessmentIn(serializers.Serializer[Any]):
    """What is so of a dispute: codes of the checklist in force."""

    answers = serializers.ListField(
        child=serializers.CharField(max_length=30), max_length=60, default=list
    )
    override = serializers.ChoiceField(Dispute.Grade.choices, required=False, allow_null=True)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class AssessmentWrite(RiskAssessmentIn):
    """A grading, with the version of the dispute that was read."""

    version = serializers.IntegerField(required=False, min_value=1)


class RiskAssessmentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    checklist = serializers.IntegerField()
    answers = serializers.ListField(child=serializers.CharField())
    score = serializers.IntegerField()
    proposed = serializers.CharField()
    grade = serializers.CharField()
    before = serializers.CharField(help_text="empty: not graded before")
    reason = serializers.CharField()
    is_provisional = serializers.BooleanField(
        help_text="raised by the platform, until somebody signs for a grade"
    )
    signed_by = serializers.CharField()
    signed_at = serializers.DateTimeField()


class LeaderIn(serializers.Serializer[Any]):
    """Who is in charge, by badge number."""

    leader = serializers.CharField(max_length=20)
    measures = serializers.CharField(max_length=300, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class GradeVisitIn(serializers.Serializer[Any]):
    """The visit that the grade asks for."""

    note = serializers.CharField(max_length=200)
    at = serializers.DateTimeField(required=False)
    visit_number = serializers.CharField(max_length=40, required=False, allow_blank=True)


class GradeDutyOut(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="lead, visit, settle, regrade")
    grade = serializers.CharField()
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField(allow_null=True)


class GradeStandingOut(serializers.Serializer[Any]):
    """How a dispute is graded and led, and what is owed."""

    number = serializers.CharField()
    grade = serializers.CharField()
    graded_at = serializers.DateTimeField(allow_null=True)
    leader = serializers.CharField(allow_null=True, help_text="badge number")
    measures = serializers.CharField()
    duties = GradeDutyOut(many=True)
    version = serializers.IntegerField()


class RiskItemOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField(help_text="in the reader's language")
    weight = serializers.IntegerField(help_text="points")
    floor = serializers.CharField(help_text="least grade; empty: none")
    sign = serializers.CharField(help_text="what the register knows by itself; empty: nothing")


class GradeRuleOut(serializers.Serializer[Any]):
    """Hours count from the grading; null: not asked."""

    grade = serializers.CharField()
    deadline_hours = serializers.IntegerField()
    assign_hours = serializers.IntegerField()
    consent_hours = serializers.IntegerField()
    session_hours = serializers.IntegerField()
    visit_hours = serializers.IntegerField(allow_null=True)
    visit_rank = serializers.CharField()
    leader_hours = serializers.IntegerField(allow_null=True)
    level = serializers.CharField()
    escalate_hours = serializers.IntegerField(allow_null=True)


class RiskRulesOut(serializers.Serializer[Any]):
    """The checklist and the rules in force for the asker's agency today."""

    checklist = serializers.IntegerField()
    name = serializers.CharField()
    number = serializers.IntegerField()
    valid_from = serializers.DateField()
    red_from = serializers.IntegerField()
    orange_from = serializers.IntegerField()
    yellow_from = serializers.IntegerField()
    items = RiskItemOut(many=True)
    rules = GradeRuleOut(many=True)


def assessment_row(row: Assessment) -> dict[str, Any]:
    plain = ("answers", "score", "proposed", "grade", "before", "reason", "is_provisional")
    told = {name: getattr(row, name) for name in (*plain, "signed_by", "signed_at")}
    return told | {"id": row.pk, "checklist": row.checklist_id}


def standing_row(dispute: Dispute, duties: list[GradeDuty]) -> dict[str, Any]:
    names = ("kind", "grade", "due_at", "overdue_at")
    plain = ("number", "grade", "graded_at", "measures", "version")
    return {name: getattr(dispute, name) for name in plain} | {
        "leader": dispute.leader.badge_number if dispute.leader else None,
        "duties": [{name: getattr(duty, name) for name in names} for duty in duties],
    }


def rules_row(checklist: RiskChecklist, items: list[Any], rules: list[GradeRule]) -> dict[str, Any]:
    of_item = ("code", "weight", "floor", "sign")
    scores = ("name", "number", "valid_from", "red_from", "orange_from", "yellow_from")
    of_rule = ("grade", *SAID)
    return {name: getattr(checklist, name) for name in scores} | {
        "checklist": checklist.pk,
        "items": [{"text": str(i)} | {name: getattr(i, name) for name in of_item} for i in items],
        "rules": [{name: getattr(r, name) for name in of_rule} for r in rules],
    }
