"""What the REST of programmes answers, and how a row becomes it."""

from typing import Any

from rest_framework import serializers

from grid.service.programmes.models import (
    ContactArea,
    JointMeeting,
    LeadingGroup,
    MeetingTask,
    Programme,
    ProgrammeItem,
    ScoreSheet,
    Supervision,
)


def _picked(row: Any, *names: str) -> dict[str, Any]:
    return {"id": row.pk} | {name: getattr(row, name) for name in names}


class ProgrammeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField()
    name = serializers.CharField()
    goal = serializers.CharField()
    begins = serializers.DateField()
    ends = serializers.DateField()
    is_closed = serializers.BooleanField()
    version = serializers.IntegerField()


def programme_row(row: Programme) -> dict[str, Any]:
    names = ("name", "goal", "begins", "ends", "is_closed", "version")
    return _picked(row, *names) | {"agency": row.agency.code}


class OwedOut(serializers.Serializer[Any]):
    """What every obligation has."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.CharField()
    issued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    signed_by = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField()
    outcome = serializers.CharField()
    version = serializers.IntegerField()


OWED = (
    *("title", "state", "issued_at", "due_at", "overdue_at", "signed_by", "done_at", "done_by"),
    *("outcome", "version"),
)


class ProgrammeItemOut(OwedOut):
    programme = serializers.IntegerField()
    lead = serializers.CharField()
    partners = serializers.CharField()
    standard = serializers.CharField()
    demand = serializers.CharField()
    points = serializers.DecimalField(max_digits=5, decimal_places=1)
    is_veto = serializers.BooleanField()
    progress = serializers.IntegerField()
    progress_at = serializers.DateTimeField(allow_null=True)


def item_row(row: ProgrammeItem) -> dict[str, Any]:
    names = ("partners", "standard", "demand", "points", "is_veto", "progress", "progress_at")
    more = {"programme": row.programme_id, "lead": row.lead.code}
    return _picked(row, *OWED, *names) | more


class ScoreSheetOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    programme = serializers.IntegerField()
    agency = serializers.CharField()
    points = serializers.DecimalField(max_digits=6, decimal_places=1)
    most = serializers.DecimalField(max_digits=6, decimal_places=1)
    is_vetoed = serializers.BooleanField()
    veto_reason = serializers.CharField()
    result = serializers.DecimalField(
        max_digits=6, decimal_places=1, help_text="0 where it was vetoed, whatever the sum."
    )
    made_at = serializers.DateTimeField()
    signed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


def sheet_row(row: ScoreSheet) -> dict[str, Any]:
    names = ("points", "most", "is_vetoed", "veto_reason", "result", "made_at", "signed_at")
    more = {"programme": row.programme_id, "agency": row.agency.code}
    return _picked(row, *names, "version") | more


class AgencySupervisionOut(OwedOut):
    number = serializers.CharField()
    agency = serializers.CharField()
    stage = serializers.CharField()
    round = serializers.IntegerField()
    inspector = serializers.CharField()
    inspected_on = serializers.DateField()
    place = serializers.CharField()
    found = serializers.CharField()
    demand = serializers.CharField()
    answer = serializers.CharField()


def supervision_row(row: Supervision) -> dict[str, Any]:
    names = ("number", "stage", "round", "inspected_on", "place", "found", "demand", "answer")
    more = {"agency": row.agency.code, "inspector": row.inspector.badge_number}
    return _picked(row, *OWED, *names) | more


class LeadingGroupOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    head = serializers.CharField()
    members = serializers.CharField()
    duties = serializers.CharField()
    version = serializers.IntegerField()


def group_row(row: LeadingGroup) -> dict[str, Any]:
    names = ("kind", "name", "head", "members", "duties", "version")
    return _picked(row, *names) | {"agency": row.agency.code}


class ContactAreaOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    leader = serializers.CharField(help_text="Badge number.")
    leader_name = serializers.CharField()
    division = serializers.CharField(allow_null=True)
    cell = serializers.CharField(allow_null=True)
    duties = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


def area_row(row: ContactArea) -> dict[str, Any]:
    return _picked(row, "duties", "valid_from", "valid_to", "version") | {
        "leader": row.leader.badge_number,
        "leader_name": row.leader.name,
        "division": row.division_id,
        "cell": row.cell.code if row.cell else None,
    }


class JointMeetingOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    at = serializers.DateTimeField()
    place = serializers.CharField()
    chair = serializers.CharField()
    bodies = serializers.CharField()
    minutes = serializers.CharField()
    is_over = serializers.BooleanField()
    version = serializers.IntegerField()


def meeting_row(row: JointMeeting) -> dict[str, Any]:
    names = ("kind", "name", "at", "place", "chair", "bodies", "minutes", "is_over", "version")
    return _picked(row, *names) | {"agency": row.agency.code}


class MeetingTaskOut(OwedOut):
    meeting = serializers.IntegerField()
    agency = serializers.CharField()
    body = serializers.CharField()


def task_row(row: MeetingTask) -> dict[str, Any]:
    more = {"meeting": row.meeting_id, "agency": row.agency.code}
    return _picked(row, *OWED, "body") | more
