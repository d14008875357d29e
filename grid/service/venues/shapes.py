"""What the REST of venues answers, and how a row becomes it."""

from typing import Any

from rest_framework import serializers

from grid.service.venues.figures import NUMBERS
from grid.service.venues.models import (
    Checklist,
    Hazard,
    Inspection,
    Venue,
    VenueAlarm,
    VenuePhoto,
)


class VenueOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = serializers.CharField()
    cell = serializers.CharField(allow_null=True)
    place = serializers.IntegerField(allow_null=True)
    address = serializers.CharField()
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    operator = serializers.CharField()
    licence = serializers.CharField()
    licence_to = serializers.DateField(allow_null=True)
    is_active = serializers.BooleanField()
    last_inspected_at = serializers.DateTimeField(allow_null=True)
    open_hazards = serializers.IntegerField(allow_null=True)
    heard_at = serializers.DateTimeField(allow_null=True)
    silent_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


def venue_row(row: Venue) -> dict[str, Any]:
    feed = getattr(row, "feed", None)
    names = ("code", "name", "address", "operator", "licence", "licence_to", "is_active")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "kind": row.kind_id,
        "agency": row.agency.code,
        "cell": row.cell.code if row.cell else None,
        "place": row.place_id,
        "lng": row.point.x if row.point else None,
        "lat": row.point.y if row.point else None,
        "last_inspected_at": row.last_inspected_at,
        "open_hazards": getattr(row, "open_hazards", None),
        "heard_at": feed.heard_at if feed else None,
        "silent_at": feed.silent_at if feed else None,
        "version": row.version,
    }


class VenueLineOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    rank = serializers.IntegerField()
    text = serializers.CharField()
    hint = serializers.CharField()
    answered_by = serializers.CharField()
    level = serializers.CharField()


class VenueChecklistOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    agency = serializers.CharField()
    name = serializers.CharField()
    valid_from = serializers.DateField()
    version = serializers.IntegerField()
    items = VenueLineOut(many=True)


def checklist_row(row: Checklist) -> dict[str, Any]:
    names = ("rank", "text", "answered_by", "level")
    return {
        "id": row.pk,
        "kind": row.kind_id,
        "agency": row.agency.code,
        "name": row.name,
        "valid_from": row.valid_from,
        "version": row.version,
        "items": [
            {"id": item.pk, "hint": item.help_text, **{n: getattr(item, n) for n in names}}
            for item in row.items.all()
        ],
    }


class VenueInspectionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    venue = serializers.IntegerField()
    venue_code = serializers.CharField()
    kind = serializers.CharField()
    checklist = serializers.IntegerField()
    at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField()
    inspector = serializers.CharField()
    met = serializers.IntegerField()
    missed = serializers.IntegerField()
    cases = serializers.IntegerField()
    people = serializers.IntegerField()
    note = serializers.CharField()


def inspection_row(row: Inspection) -> dict[str, Any]:
    names = ("kind", "at", "sent_at", "met", "missed", "cases", "people", "note")
    return {
        "id": row.pk,
        "venue": row.venue_id,
        "venue_code": row.venue.code,
        "checklist": row.checklist_id,
        "inspector": row.inspector.badge_number,
        **{name: getattr(row, name) for name in names},
    }


class InspectionAnswerOut(serializers.Serializer[Any]):
    item = serializers.IntegerField()
    text = serializers.CharField()
    verdict = serializers.CharField()
    done = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class VenueInspectionDetailOut(VenueInspectionOut):
    answers = InspectionAnswerOut(many=True)
    hazards = serializers.ListField(child=serializers.CharField())
    photos = serializers.ListField(child=serializers.IntegerField())


def inspection_detail(row: Inspection) -> dict[str, Any]:
    answers = row.answers.select_related("item")
    names = ("verdict", "done", "of", "note")
    return inspection_row(row) | {
        "answers": [
            {"item": one.item_id, "text": one.item.text}
            | {name: getattr(one, name) for name in names}
            for one in answers
        ],
        "hazards": list(row.hazards.values_list("number", flat=True)),
        "photos": list(row.photos.values_list("pk", flat=True)),
    }


class HazardOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    venue = serializers.IntegerField(allow_null=True)
    venue_code = serializers.CharField(allow_null=True)
    cell = serializers.CharField(allow_null=True)
    address = serializers.CharField()
    text = serializers.CharField()
    level = serializers.CharField()
    stage = serializers.CharField()
    round = serializers.IntegerField()
    found_in = serializers.CharField()
    found_at = serializers.DateTimeField()
    found_by = serializers.CharField()
    rectify_by = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    rectified_at = serializers.DateTimeField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)
    verified_by = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    notice_number = serializers.CharField()
    penalty_number = serializers.CharField()
    repeat_of = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()


_HAZARD = (
    *("number", "address", "text", "level", "stage", "round", "found_in", "found_at", "found_by"),
    *("rectify_by", "due_at", "overdue_at", "rectified_at", "verified_at", "verified_by"),
    *("done_at", "notice_number", "penalty_number", "version"),
)


def hazard_row(row: Hazard) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _HAZARD} | {
        "venue": row.venue_id,
        "venue_code": row.venue.code if row.venue else None,
        "cell": row.cell.code if row.cell else None,
        "repeat_of": row.repeat_of.number if row.repeat_of else None,
    }


class VenuePhotoOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes of the cleaned picture.")
    sha256 = serializers.CharField()
    taken_at = serializers.DateTimeField()


def photo_row(row: VenuePhoto) -> dict[str, Any]:
    names = ("size", "sha256", "taken_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


class FeedsHeardOut(serializers.Serializer[Any]):
    taken = serializers.IntegerField()
    unknown = serializers.ListField(child=serializers.CharField())


class VenueAlarmOut(serializers.Serializer[Any]):
    ref = serializers.CharField()
    venue = serializers.CharField()
    at = serializers.DateTimeField()
    hazard = serializers.CharField(help_text="Number of the hazard it became or joined.")


def alarm_row(row: VenueAlarm) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "venue": row.venue.code,
        "at": row.at,
        "hazard": row.hazard.number,
    }


class HazardFigureOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """The numbers as well, by their names."""
        return super().get_fields() | {name: serializers.IntegerField() for name in NUMBERS}


class HazardFiguresOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    by = serializers.CharField()
    rows = HazardFigureOut(many=True)
    total = HazardFigureOut()
