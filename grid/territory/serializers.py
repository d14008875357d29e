"""Shapes of the territory's REST: what comes in is checked here, what goes out is built here."""

from typing import Any, TypedDict

from django.utils import timezone
from rest_framework import serializers

from grid.territory.geo import CRS
from grid.territory.models import Cell, CellPosting, Division, Place


class Ground(TypedDict):
    code: str
    name: str


class DivisionQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    level = serializers.ChoiceField(Division.Level.choices, required=False)
    parent = serializers.RegexField(r"^\d{12}$", required=False)  # type: ignore[assignment]  # a field, not DRF\'s own parent


class CellQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    kind = serializers.ChoiceField(Cell.Kind.choices, required=False)
    parent = serializers.CharField(required=False, max_length=20)  # type: ignore[assignment]  # a field, not DRF\'s own parent
    on = serializers.DateField(required=False, help_text="Local date; today by default.")


class PointQuery(serializers.Serializer[Any]):
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    crs = serializers.ChoiceField([c.value for c in CRS], default="wgs84")
    on = serializers.DateField(required=False, help_text="Local date; today by default.")


class PlaceQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    kind = serializers.ChoiceField(Place.Kind.choices, required=False)
    key = serializers.ChoiceField(["0", "1"], required=False, help_text="1: key places only.")


class WindowIn(serializers.Serializer[Any]):
    days = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7))

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language, so it cannot be declared as an attribute."""
        clock = r"^([01]\d|2[0-3]):[0-5]\d$"
        more = {name: serializers.RegexField(clock) for name in ("from", "to")}
        return super().get_fields() | more


class PlaceFields(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    kind = serializers.ChoiceField(Place.Kind.choices)
    address = serializers.CharField(max_length=200, allow_blank=True, required=False)
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    crs = serializers.ChoiceField([c.value for c in CRS], default="wgs84")
    is_key = serializers.BooleanField(required=False)
    windows = WindowIn(many=True, required=False)
    contact = serializers.CharField(max_length=60, allow_blank=True, required=False)


class PlaceChange(PlaceFields):
    """Any of the fields; `version` here or as If-Match."""

    name = serializers.CharField(max_length=100, required=False)
    kind = serializers.ChoiceField(Place.Kind.choices, required=False)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class GroundOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class DivisionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]  # a field, not DRF\'s own parent


class CellOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = GroundOut()
    parent = GroundOut(allow_null=True)
    is_leaf = serializers.BooleanField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class PostingOut(serializers.Serializer[Any]):
    badge_number = serializers.CharField()
    name = serializers.CharField()
    duty = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    is_current = serializers.BooleanField()


class CellDetailOut(CellOut):
    outline = serializers.JSONField(help_text="GeoJSON MultiPolygon, WGS-84.")
    postings = PostingOut(many=True)


class CellAtOut(serializers.Serializer[Any]):
    lng = serializers.FloatField(help_text="WGS-84")
    lat = serializers.FloatField(help_text="WGS-84")
    cell = CellOut(allow_null=True)


class PlaceOut(PlaceFields):
    id = serializers.IntegerField()
    cell = GroundOut(allow_null=True)
    agency = GroundOut()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


def ground(row: Any) -> Ground | None:
    return {"code": row.code, "name": row.name} if row else None


def division_row(division: Division) -> dict[str, Any]:
    return {
        "code": division.code,
        "name": division.name,
        "level": division.level,
        "parent": division.parent_id,
    }


def cell_row(cell: Cell) -> dict[str, Any]:
    return {
        "id": cell.pk,
        "code": cell.code,
        "name": cell.name,
        "kind": cell.kind,
        "agency": ground(cell.agency),
        "parent": ground(cell.parent),
        "is_leaf": cell.is_leaf,
        "valid_from": cell.valid_from.isoformat(),
        "valid_to": cell.valid_to.isoformat() if cell.valid_to else None,
        "version": cell.version,
    }


def posting_row(posting: CellPosting) -> dict[str, Any]:
    return {
        "badge_number": posting.officer.badge_number,
        "name": posting.officer.name,
        "duty": posting.duty,
        "valid_from": posting.valid_from.isoformat(),
        "valid_to": posting.valid_to.isoformat() if posting.valid_to else None,
        "is_current": posting.valid_to is None or posting.valid_to > timezone.localdate(),
    }


def place_row(place: Place) -> dict[str, Any]:
    return {
        "id": place.pk,
        "name": place.name,
        "kind": place.kind,
        "address": place.address,
        "lng": place.point.x,
        "lat": place.point.y,
        "crs": place.source_crs,
        "cell": ground(place.cell),
        "agency": ground(place.agency),
        "is_key": place.is_key,
        "windows": place.windows,
        "contact": place.contact,
        "is_active": place.is_active,
        "version": place.version,
    }
