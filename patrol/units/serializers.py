"""Shapes of the REST of units: what comes in is checked here, what goes out is built here."""

import json
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from grid.territory.geo import CRS
from patrol.units import selectors
from patrol.units.models import CrewPosting, Station, StationMove, StatusEntry, Unit
from patrol.units.services import CHANNELS

FLAG = ["0", "1"]
_CODE = r"^[A-Za-z0-9_-]{1,20}$"


class StationQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    kind = serializers.ChoiceField(Station.Kind.choices, required=False)


class UnitQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    station = serializers.CharField(required=False, max_length=20)
    kind = serializers.ChoiceField(Unit.Kind.choices, required=False)
    tier = serializers.ChoiceField(Unit.Tier.choices, required=False)
    status = serializers.ChoiceField(Unit.Status.choices, required=False)
    available = serializers.ChoiceField(FLAG, required=False)
    armed = serializers.ChoiceField(FLAG, required=False)
    partner = serializers.ChoiceField(FLAG, required=False)
    capability = serializers.CharField(required=False, max_length=30)
    equipment = serializers.CharField(required=False, max_length=30)


class StationChange(serializers.Serializer[Any]):
    """Any of the fields of a station; `version` here or as If-Match."""

    name = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(Station.Kind.choices, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    partners = serializers.ListField(
        child=serializers.RegexField(r"^\d{12}$"), required=False, max_length=50
    )
    address = serializers.CharField(max_length=120, required=False, allow_blank=True)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)
    outline = serializers.CharField(required=False, allow_blank=True, help_text="WKT or GeoJSON")
    cells = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=500
    )
    roads = serializers.IntegerField(min_value=0, max_value=9999, required=False)
    junctions = serializers.IntegerField(min_value=0, max_value=9999, required=False)
    is_round_the_clock = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class StationFields(StationChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=60)
    agency = serializers.RegexField(r"^\d{12}$")
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    version = None  # type: ignore[assignment]  # a new row has none


class UnitChange(serializers.Serializer[Any]):
    """Any of the fields of a unit; `version` here or as If-Match."""

    name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    kind = serializers.ChoiceField(Unit.Kind.choices, required=False)
    tier = serializers.ChoiceField(Unit.Tier.choices, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    station = serializers.CharField(max_length=20, required=False, allow_blank=True)
    parents = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=20
    )
    vehicle = serializers.CharField(max_length=20, required=False, allow_blank=True)
    is_armed = serializers.BooleanField(required=False)
    capabilities = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=50
    )
    equipment = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=50
    )
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class UnitFields(UnitChange):
    call_sign = serializers.RegexField(r"^[\w-]{1,20}$")
    kind = serializers.ChoiceField(Unit.Kind.choices)
    agency = serializers.RegexField(r"^\d{12}$")
    version = None  # type: ignore[assignment]  # a new row has none


class StatusIn(serializers.Serializer[Any]):
    status = serializers.ChoiceField(Unit.Status.choices)
    note = serializers.CharField(max_length=120, required=False, allow_blank=True)
    at = serializers.DateTimeField(required=False, help_text="When it was so; now by default.")
    channel = serializers.ChoiceField(CHANNELS, required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class CrewIn(serializers.Serializer[Any]):
    badge = serializers.CharField(max_length=20, required=False)
    name = serializers.CharField(max_length=50, required=False)
    kind = serializers.ChoiceField(CrewPosting.Kind.choices, default="officer")
    is_leader = serializers.BooleanField(default=False)
    is_support = serializers.BooleanField(default=False)
    valid_from = serializers.DateTimeField(required=False)
    valid_to = serializers.DateTimeField(required=False)


class NamedOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class UnitOut(serializers.Serializer[Any]):
    call_sign = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    tier = serializers.CharField()
    agency = NamedOut()
    station = NamedOut(allow_null=True)
    is_armed = serializers.BooleanField()
    vehicle = serializers.CharField()
    capabilities = serializers.ListField(child=serializers.CharField())
    equipment = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    status_since = serializers.DateTimeField()
    status_note = serializers.CharField()
    is_available = serializers.BooleanField()
    version = serializers.IntegerField()


class CrewOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    badge = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    is_leader = serializers.BooleanField()
    is_support = serializers.BooleanField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField(allow_null=True)


class UnitDetailOut(UnitOut):
    parents = serializers.ListField(child=serializers.CharField())
    crew = CrewOut(many=True)
    is_active = serializers.BooleanField()


class StatusOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    happened_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    note = serializers.CharField()
    by = serializers.CharField()
    channel = serializers.CharField()


class StationOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = NamedOut()
    address = serializers.CharField()
    lng = serializers.FloatField(help_text="WGS-84")
    lat = serializers.FloatField(help_text="WGS-84")
    roads = serializers.IntegerField()
    junctions = serializers.IntegerField()
    is_round_the_clock = serializers.BooleanField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class MoveOut(serializers.Serializer[Any]):
    moved_at = serializers.DateTimeField()
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    address = serializers.CharField()
    by = serializers.CharField()


class StationDetailOut(StationOut):
    outline = serializers.JSONField(allow_null=True, help_text="GeoJSON MultiPolygon, WGS-84.")
    cells = serializers.ListField(child=serializers.CharField())
    partners = NamedOut(many=True)
    units = serializers.ListField(child=serializers.CharField())
    moves = MoveOut(many=True)


class CapabilityOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


def unit_row(unit: Unit) -> dict[str, Any]:
    return selectors.brief(unit)


def unit_detail(unit: Unit) -> dict[str, Any]:
    return selectors.brief(unit) | {
        "parents": [parent.call_sign for parent in unit.parents.all()],
        "crew": [crew_row(posting) for posting in selectors.crew_of(unit)],
        "is_active": unit.is_active,
    }


def crew_row(posting: CrewPosting) -> dict[str, Any]:
    officer = posting.officer
    return {
        "id": posting.pk,
        "badge": officer.badge_number if officer else "",
        "name": officer.name if officer else posting.name,
        "kind": posting.kind,
        "is_leader": posting.is_leader,
        "is_support": posting.is_support,
        "valid_from": posting.valid_from.isoformat(),
        "valid_to": posting.valid_to.isoformat() if posting.valid_to else None,
    }


def status_row(entry: StatusEntry) -> dict[str, Any]:
    return {
        "status": entry.status,
        "happened_at": entry.happened_at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "note": entry.note,
        "by": entry.actor_label,
        "channel": entry.channel,
    }


def station_row(station: Station) -> dict[str, Any]:
    plain = ("code", "name", "kind", "address", "roads", "junctions", "version")
    return {
        **{name: getattr(station, name) for name in plain},
        "agency": {"code": station.agency.code, "name": station.agency.name},
        "lng": station.point.x,
        "lat": station.point.y,
        "is_round_the_clock": station.is_round_the_clock,
        "is_active": station.is_active,
    }


def station_detail(station: Station) -> dict[str, Any]:
    in_service = station.units.filter(is_active=True)
    return station_row(station) | {
        "outline": json.loads(station.outline.geojson) if station.outline else None,
        "cells": station.cell_codes,
        "partners": [{"code": p.code, "name": p.name} for p in station.partners.all()],
        "units": list(in_service.values_list("call_sign", flat=True)),
        "moves": [move_row(move) for move in station.moves.all()[:100]],
    }


def move_row(move: StationMove) -> dict[str, Any]:
    return {
        "moved_at": timezone.localtime(move.moved_at).isoformat(),
        "lng": move.point.x,
        "lat": move.point.y,
        "address": move.address,
        "by": move.actor_label,
    }


def capability_row(row: Any) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "name_en": row.name_en}
