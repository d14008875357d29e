"""What leaves the register of disputes over REST: shapes for the schema, and the rows."""

from typing import Any

from rest_framework import serializers

from mediation.register.models import Dispute, DisputeCall, DisputeCategory
from mediation.register.twins import Twin


class DisputeAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class DisputeOut(serializers.Serializer[Any]):
    """A dispute as a list has it: never a party, the address up to the building."""

    number = serializers.CharField()
    title = serializers.CharField()
    category = serializers.CharField()
    agency = DisputeAgencyOut()
    cell = serializers.CharField(allow_null=True)
    body = serializers.CharField(allow_null=True)
    leader = serializers.CharField(allow_null=True, help_text="badge number")
    address = serializers.CharField()
    stage = serializers.CharField()
    grade = serializers.CharField(help_text="red, orange, yellow, blue; empty: not graded")
    level = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_number = serializers.CharField()
    repeats = serializers.IntegerField()
    is_suspended = serializers.BooleanField()
    is_closed_door = serializers.BooleanField()
    is_sensitive = serializers.BooleanField()
    reported_at = serializers.DateTimeField()
    registered_at = serializers.DateTimeField()
    last_contact_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class PartyOut(serializers.Serializer[Any]):
    """A party, masked; in clear for whoever was given leave in the last half hour."""

    id = serializers.IntegerField()
    side = serializers.CharField()
    is_organisation = serializers.BooleanField()
    name = serializers.CharField()
    phone = serializers.CharField()
    id_number = serializers.CharField()
    address = serializers.CharField()
    guardian = serializers.CharField()
    is_minor = serializers.BooleanField()
    needs_care = serializers.BooleanField()
    is_emptied = serializers.BooleanField()
    version = serializers.IntegerField()


class TwinOut(serializers.Serializer[Any]):
    """A dispute that may be the same."""

    number = serializers.CharField()
    title = serializers.CharField()
    stage = serializers.CharField()
    same_place = serializers.BooleanField()
    same_parties = serializers.BooleanField()
    last_contact_at = serializers.DateTimeField()


class DisputeDetailOut(DisputeOut):
    """A dispute with its parties masked; the story for whoever may read it, else null."""

    narrative = serializers.CharField(allow_null=True)
    measures = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    amount = serializers.CharField(allow_null=True, help_text="yuan")
    lng = serializers.FloatField(allow_null=True, help_text="WGS-84")
    lat = serializers.FloatField(allow_null=True, help_text="WGS-84")
    position_error_m = serializers.FloatField(allow_null=True)
    place = serializers.IntegerField(allow_null=True)
    is_late = serializers.BooleanField()
    graded_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    registered_by = serializers.CharField()
    calls = serializers.ListField(child=serializers.CharField())
    parties = PartyOut(many=True)
    twins = TwinOut(many=True)


class DisputeCallOut(serializers.Serializer[Any]):
    """A call classed as a dispute, with what came of it."""

    incident_number = serializers.CharField()
    category = serializers.CharField()
    agency = DisputeAgencyOut()
    cell = serializers.CharField(allow_null=True)
    address = serializers.CharField()
    reported_at = serializers.DateTimeField()
    dispute = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    reason_text = serializers.CharField()
    answered_by = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    is_exercise = serializers.BooleanField()
    version = serializers.IntegerField()


class DisputeCategoryOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField(help_text="in the reader's language")


class RevealedOut(serializers.Serializer[Any]):
    """Until when the parties may be read in clear at their own address."""

    valid_until = serializers.DateTimeField()


_PLAIN = (
    *("number", "title", "stage", "grade", "level", "source", "source_number", "repeats"),
    *("is_suspended", "is_closed_door", "is_sensitive", "reported_at", "registered_at"),
    *("last_contact_at", "version"),
)


def dispute_row(row: Dispute) -> dict[str, Any]:
    """A dispute of a list; `selectors.BESIDE` should be joined."""
    return {name: getattr(row, name) for name in _PLAIN} | {
        "category": row.category_id,
        "agency": {"code": row.agency.code, "name": row.agency.name},
        "cell": row.cell.code if row.cell else None,
        "body": row.body.code if row.body else None,
        "leader": row.leader.badge_number if row.leader else None,
        "address": row.short_address,
    }


def dispute_detail(
    row: Dispute, *, story: str | None, parties: list[dict[str, Any]], twins: list[Twin]
) -> dict[str, Any]:
    """The whole of a dispute as one reader may have it."""
    lng, lat = row.point.coords if row.point else (None, None)
    beside = ("measures", "people", "position_error_m", "is_late", "graded_at", "closed_at")
    told = {name: getattr(row, name) for name in (*beside, "archived_at", "registered_by")}
    return (
        dispute_row(row)
        | told
        | {
            "narrative": story,
            "amount": str(row.amount) if row.amount is not None else None,
            "lng": lng,
            "lat": lat,
            "place": row.place_id,
            "calls": [call.incident_number for call in row.calls.all()],
            "parties": parties,
            "twins": [twin_row(twin) for twin in twins],
        }
    )


def twin_row(twin: Twin) -> dict[str, Any]:
    row = twin.dispute
    return {
        "number": row.number,
        "title": row.title,
        "stage": row.stage,
        "same_place": twin.same_place,
        "same_parties": twin.same_parties,
        "last_contact_at": row.last_contact_at,
    }


def call_row(row: DisputeCall) -> dict[str, Any]:
    """A call of a list; agency, cell and dispute should be joined."""
    plain = ("incident_number", "reported_at", "reason", "reason_text", "answered_by")
    beside = ("answered_at", "is_exercise", "version")
    return {name: getattr(row, name) for name in (*plain, *beside)} | {
        "category": row.category_name,
        "agency": {"code": row.agency.code, "name": row.agency.name},
        "cell": row.cell.code if row.cell else None,
        "address": row.short_address,
        "dispute": row.dispute.number if row.dispute else None,
    }


def category_row(row: DisputeCategory) -> dict[str, Any]:
    return {"code": row.code, "name": str(row)}
