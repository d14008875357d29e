"""What comes in and goes out over REST about invitations into joint operations."""

from typing import Any

from rest_framework import serializers

from command_center.analysis.studies.models import OperationInvitation, OperationMember
from command_center.analysis.studies.serializers import BADGE, StudyVersionIn
from command_center.analysis.studies.services.invitations import MOST_AT_ONCE


class CandidateQuery(serializers.Serializer[Any]):
    q = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=100,
        help_text="word of name or agency, or beginning of the badge number; outside the own area"
        " the whole badge number",
    )


class CandidateOut(serializers.Serializer[Any]):
    badge_number = serializers.CharField()
    name = serializers.CharField(allow_blank=True, help_text="empty outside the own area")
    agency = serializers.CharField()


class InvitationQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=100)
    mine = serializers.BooleanField(required=False, default=False)
    open = serializers.BooleanField(required=False, default=False, help_text="not answered")


class InvitationsIn(StudyVersionIn):
    badge_numbers = serializers.ListField(
        child=serializers.RegexField(BADGE), min_length=1, max_length=MOST_AT_ONCE
    )
    trade = serializers.ChoiceField(OperationMember.Trade.choices[1:], default="other")
    due_at = serializers.DateTimeField(help_text="by when they answer")
    text = serializers.CharField(max_length=300, required=False, allow_blank=True)


class InvitationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    operation = serializers.CharField(help_text="number of the room")
    badge_number = serializers.CharField()
    agency = serializers.CharField()
    trade = serializers.CharField()
    text = serializers.CharField()
    state = serializers.CharField(help_text="issued, done: accepted, returned: declined, cancelled")
    issued_by = serializers.CharField()
    issued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(help_text="the reason, where it was declined or taken back")
    overdue_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


def invitation_row(row: OperationInvitation) -> dict[str, Any]:
    plain = (
        *("trade", "text", "state", "issued_by", "issued_at", "due_at", "done_at", "outcome"),
        *("overdue_at", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "operation": row.operation.number,
        "badge_number": row.officer.badge_number,
        "agency": row.officer.agency.code,
    }
