"""What comes in and goes out over REST about alarm devices."""

from typing import Any

from rest_framework import serializers

from grid.territory.geo import CRS
from video.alarms.models import AlarmDevice, DeviceKind, Press, brief

_AGENCY = r"^\d{12}$"
_CODE = r"^[A-Za-z0-9_-]{1,30}$"
_CRS = [c.value for c in CRS]
WHICH = ["calls", "tests", "unknown"]


class AlarmDeviceQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_AGENCY, required=False)
    kind = serializers.ChoiceField(DeviceKind.choices, required=False)
    state = serializers.ChoiceField(AlarmDevice.State.choices, required=False)
    untested = serializers.ChoiceField(["1"], required=False, help_text="only those flagged")


class AlarmDeviceChange(serializers.Serializer[Any]):
    """Any of the fields of a device; `version` here or as If-Match."""

    name = serializers.CharField(max_length=80, required=False)
    kind = serializers.ChoiceField(DeviceKind.choices, required=False)
    agency = serializers.RegexField(_AGENCY, required=False)
    place = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    point = serializers.CharField(required=False, allow_blank=True, max_length=30)
    address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField(_CRS, required=False)
    contact = serializers.CharField(required=False, allow_blank=True, max_length=60)
    installed_on = serializers.DateField(required=False, allow_null=True)
    state = serializers.ChoiceField(AlarmDevice.State.choices, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class AlarmDeviceFields(AlarmDeviceChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(DeviceKind.choices)
    agency = serializers.RegexField(_AGENCY)
    version = None  # type: ignore[assignment]  # a new row has none


class AlarmDeviceOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = serializers.CharField()
    place = serializers.IntegerField(allow_null=True)
    place_name = serializers.CharField()
    point = serializers.CharField()
    address = serializers.CharField()
    lng = serializers.FloatField(help_text="WGS-84")
    lat = serializers.FloatField(help_text="WGS-84")
    contact = serializers.CharField()
    installed_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    note = serializers.CharField()
    pressed_at = serializers.DateTimeField(allow_null=True)
    proved_at = serializers.DateTimeField(allow_null=True, help_text="last test that arrived")
    untested_at = serializers.DateTimeField(allow_null=True, help_text="flagged since")
    version = serializers.IntegerField()


def device_row(row: AlarmDevice) -> dict[str, Any]:
    """A device as REST gives it; agency, place and point should be joined."""
    plain = (
        *("code", "name", "kind", "address", "contact", "installed_on", "state", "note"),
        *("pressed_at", "proved_at", "untested_at", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "agency": row.agency.code,
        "place": row.place_id,
        "place_name": row.place.name if row.place else "",
        "point": row.point.code if row.point else "",
        "lng": row.location.x,
        "lat": row.location.y,
    }


class AlarmPressQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_AGENCY, required=False)
    device = serializers.RegexField(_CODE, required=False)
    kind = serializers.ChoiceField(DeviceKind.choices, required=False)
    result = serializers.ChoiceField(Press.Result.choices, required=False)
    which = serializers.ChoiceField(WHICH, required=False)


class AlarmPressIn(serializers.Serializer[Any]):
    """A press as a device's own system tells it; place and degrees only of unregistered ones."""

    device = serializers.RegexField(_CODE)
    press_ref = serializers.CharField(
        max_length=60, help_text="The sender's own number of this press; told twice it is one."
    )
    pressed_at = serializers.DateTimeField(required=False, help_text="By the device's clock.")
    is_test = serializers.BooleanField(default=False)
    kind = serializers.ChoiceField(DeviceKind.choices, required=False)
    name = serializers.CharField(max_length=80, required=False)
    place = serializers.CharField(max_length=100, required=False)
    address = serializers.CharField(max_length=200, required=False)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField(_CRS, required=False)


class AlarmAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class AlarmPressOut(serializers.Serializer[Any]):
    press = serializers.IntegerField()
    device = serializers.CharField()
    device_kind = serializers.CharField()
    name = serializers.CharField()
    place = serializers.CharField()
    address = serializers.CharField()
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    agency = AlarmAgencyOut()
    is_test = serializers.BooleanField()
    is_registered = serializers.BooleanField()
    repeat_of = serializers.IntegerField(allow_null=True)
    pressed_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    late_s = serializers.IntegerField(help_text="seconds on the way")
    level = serializers.IntegerField(allow_null=True)
    result = serializers.CharField()
    incident_number = serializers.CharField()
    note = serializers.CharField()
    version = serializers.IntegerField()


def press_row(row: Press) -> dict[str, Any]:
    """A press as REST gives it; its agency should be joined."""
    said = {name: getattr(row, name) for name in ("result", "incident_number", "note", "version")}
    return brief(row) | said


class AlarmJudgementIn(serializers.Serializer[Any]):
    result = serializers.ChoiceField(Press.Result.choices)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    number = serializers.RegexField(
        r"^[A-Za-z0-9-]{0,40}$", required=False, allow_blank=True, default=""
    )
    version = serializers.IntegerField(min_value=1, required=False)


class AlarmTestOut(serializers.Serializer[Any]):
    device = serializers.CharField()
    state = serializers.CharField()
    begun_at = serializers.DateTimeField()
    until = serializers.DateTimeField()
