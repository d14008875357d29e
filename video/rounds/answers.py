"""What leaves video patrol over REST: the shapes for the schema, and the rows themselves."""

from typing import Any

from rest_framework import serializers

from video.rounds.models import RoundLook, VideoRound


class VideoTeamOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    agency = serializers.CharField()
    desk = serializers.CharField()
    staff_min = serializers.IntegerField()
    staff_from = serializers.TimeField(allow_null=True)
    staff_to = serializers.TimeField(allow_null=True)
    is_active = serializers.BooleanField()
    present = serializers.ListField(child=serializers.CharField(), help_text="badges at the desk")
    short_since = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


def team_row(row: Any) -> dict[str, Any]:
    """A team of `selectors.teams` as REST gives it."""
    plain = ("name", "desk", "staff_min", "staff_from", "staff_to", "is_active", "version")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "present": [sitting.officer.badge_number for sitting in row.sitting],
        "short_since": row.short[0].since if row.short else None,
    }


class VideoRoundOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.IntegerField()
    team_name = serializers.CharField()
    place = serializers.IntegerField(allow_null=True)
    place_name = serializers.CharField()
    days = serializers.ListField(child=serializers.IntegerField())
    starts_at = serializers.TimeField()
    ends_at = serializers.TimeField()
    every_min = serializers.IntegerField(allow_null=True)
    minutes = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class VideoRoundDetailOut(VideoRoundOut):
    cameras = serializers.ListField(child=serializers.CharField())


def round_row(row: VideoRound) -> dict[str, Any]:
    """A round as REST gives it; team and place should be joined."""
    plain = (
        *("name", "days", "starts_at", "ends_at", "every_min", "minutes", "valid_from"),
        *("valid_to", "is_active", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "team": row.team_id,
        "team_name": row.team.name,
        "place": row.place_id,
        "place_name": row.place.name if row.place else "",
    }


def round_detail(row: VideoRound) -> dict[str, Any]:
    """A round with the codes of its cameras, in their order."""
    codes = row.listed.order_by("order").values_list("camera__code", flat=True)
    return round_row(row) | {"cameras": list(codes)}


class VideoRunOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    round = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.IntegerField()
    state = serializers.CharField()
    is_extra = serializers.BooleanField()
    due_start = serializers.DateTimeField()
    due_end = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    overdue_at = serializers.DateTimeField(allow_null=True)
    badge = serializers.CharField()
    note = serializers.CharField()
    seen = serializers.IntegerField()
    unseen = serializers.IntegerField()
    no_picture = serializers.IntegerField()
    pending = serializers.IntegerField()
    version = serializers.IntegerField()


class VideoLookOut(serializers.Serializer[Any]):
    camera = serializers.CharField()
    name = serializers.CharField()
    order = serializers.IntegerField()
    result = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    ticket_number = serializers.CharField()
    version = serializers.IntegerField()


class VideoRunDetailOut(VideoRunOut):
    looks = VideoLookOut(many=True)


def run_row(row: Any) -> dict[str, Any]:
    """A run of `selectors.runs` as REST gives it."""
    plain = (
        *("state", "is_extra", "due_start", "due_end", "started_at", "ended_at", "overdue_at"),
        *("note", "version"),
    )
    counted = {word: getattr(row, f"n_{word}") for word in RoundLook.Result.values}
    return (
        {name: getattr(row, name) for name in plain}
        | counted
        | {
            "id": row.pk,
            "round": row.round_id,
            "name": row.round.name,
            "team": row.round.team_id,
            "badge": row.walker.badge_number if row.walker else "",
        }
    )


def look_row(row: RoundLook) -> dict[str, Any]:
    """One camera of a run; its camera should be joined."""
    plain = ("order", "result", "reason", "at", "note", "ticket_number", "version")
    said = {"camera": row.camera.code, "name": row.camera.name}
    return said | {name: getattr(row, name) for name in plain}


class FindingAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class VideoFindingOut(serializers.Serializer[Any]):
    finding = serializers.IntegerField()
    kind = serializers.CharField()
    level = serializers.IntegerField()
    summary = serializers.CharField()
    place = serializers.CharField()
    address = serializers.CharField()
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    camera = serializers.CharField()
    camera_name = serializers.CharField()
    agency = FindingAgencyOut()
    found_at = serializers.DateTimeField()
    run = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()
    incident_number = serializers.CharField()
    unit = serializers.CharField()
    outcome = serializers.CharField()
    version = serializers.IntegerField()


class TeamFiguresOut(serializers.Serializer[Any]):
    team = serializers.CharField()
    agency = serializers.CharField()
    due = serializers.IntegerField()
    done = serializers.IntegerField()
    missed = serializers.IntegerField()
    late = serializers.IntegerField()
    seen = serializers.IntegerField()
    unseen = serializers.IntegerField()
    no_picture = serializers.IntegerField()
