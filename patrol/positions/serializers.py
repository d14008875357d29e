"""Shapes of the positions' REST."""

from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from patrol.positions.models import PositionLimit, QuarantinedFix, TrackFix

FIXES_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["fixes"],
    "properties": {
        "fixes": {
            "type": "array",
            "minItems": 1,
            "maxItems": 20_000,
            "items": {
                "type": "object",
                "required": ["unit", "lng", "lat", "at"],
                "properties": {
                    "unit": {"type": "string", "minLength": 1, "maxLength": 20},
                    "lng": {"type": "number", "minimum": -180, "maximum": 180},
                    "lat": {"type": "number", "minimum": -90, "maximum": 90},
                    "crs": {"enum": ["wgs84", "cgcs2000", "gcj02", "bd09"], "default": "wgs84"},
                    "at": {"type": "string", "format": "date-time"},
                    "accuracy_m": {"type": ["number", "null"], "minimum": 0},
                    "speed_kmh": {"type": ["number", "null"], "minimum": 0},
                    "heading": {"type": ["number", "null"], "minimum": 0, "maximum": 360},
                    "source": {"enum": PositionLimit.Source.values, "default": "phone"},
                },
            },
        }
    },
}


@extend_schema_field(OpenApiTypes.STR)
class BoxField(serializers.Field):  # type: ignore[type-arg]
    """`west,south,east,north` in WGS-84 degrees."""

    def to_internal_value(self, given: Any) -> tuple[float, ...]:
        try:
            box = tuple(float(part) for part in str(given).split(","))
        except ValueError:
            box = ()
        if len(box) != 4 or not self._is_on_earth(*box):
            raise serializers.ValidationError(_("Give west,south,east,north in degrees."))
        return box

    def to_representation(self, value: Any) -> str:
        return ",".join(str(part) for part in value)

    @staticmethod
    def _is_on_earth(west: float, south: float, east: float, north: float) -> bool:
        return -180 <= west < east <= 180 and -90 <= south < north <= 90


class FleetQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    source = serializers.ChoiceField(PositionLimit.Source.choices, required=False)  # type: ignore[assignment]  # a field, not DRF's own source
    bbox = BoxField(required=False, help_text="west,south,east,north in WGS-84 degrees")


class TrackQuery(serializers.Serializer[Any]):
    purpose = serializers.CharField(required=False, max_length=60, default="")
    case_number = serializers.CharField(required=False, max_length=40, default="")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language, so it cannot be declared as an attribute."""
        said = "Aware; the last hour by default, at most 24 hours."
        more = {
            name: serializers.DateTimeField(required=False, help_text=said)
            for name in ("from", "to")
        }
        return super().get_fields() | more


class FixErrorOut(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    pointer = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class QuarantinedOut(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    reason = serializers.ChoiceField(["stale", *QuarantinedFix.Reason.values])


class TakenOut(serializers.Serializer[Any]):
    received = serializers.IntegerField()
    newest = serializers.IntegerField()
    older = serializers.IntegerField()
    quarantined = QuarantinedOut(many=True)
    errors = FixErrorOut(many=True)  # type: ignore[assignment]  # a field, not DRF's own errors


class FleetOut(serializers.Serializer[Any]):
    call_sign = serializers.CharField()
    lng = serializers.FloatField(help_text="WGS-84")
    lat = serializers.FloatField(help_text="WGS-84")
    at = serializers.DateTimeField()
    age_s = serializers.IntegerField()
    still_s = serializers.IntegerField()
    accuracy_m = serializers.FloatField(allow_null=True)
    speed_kmh = serializers.FloatField(allow_null=True)
    heading = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's own source
    is_stale = serializers.BooleanField()
    is_recommendable = serializers.BooleanField()


class TrackFixOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    lng = serializers.FloatField(help_text="WGS-84")
    lat = serializers.FloatField(help_text="WGS-84")
    accuracy_m = serializers.FloatField(allow_null=True)
    speed_kmh = serializers.FloatField(allow_null=True)
    heading = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's own source
    is_late = serializers.BooleanField()


class TrackOut(serializers.Serializer[Any]):
    call_sign = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    is_cut_short = serializers.BooleanField()
    fixes = TrackFixOut(many=True)


def track_row(fix: TrackFix) -> dict[str, Any]:
    return {
        "at": fix.device_time.isoformat(),
        "lng": fix.lng,
        "lat": fix.lat,
        "accuracy_m": fix.accuracy_m,
        "speed_kmh": fix.speed_kmh,
        "heading": fix.heading,
        "source": fix.source,
        "is_late": fix.is_late,
    }
