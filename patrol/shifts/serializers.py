"""Shapes of the REST of shifts: what comes in is checked here, what goes out is built here."""

from typing import Any

from rest_framework import serializers

from patrol.shifts.models import RosterEntry, Shift
from patrol.units.serializers import CrewOut, UnitOut


class ShiftBriefOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    agency = serializers.CharField()
    station = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class MyShiftOut(ShiftBriefOut):
    entry = serializers.IntegerField()
    came_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)


class MyUnitOut(serializers.Serializer[Any]):
    unit = UnitOut(allow_null=True)
    crew = CrewOut(many=True)
    shift = MyShiftOut(allow_null=True)


def shift_brief(shift: Shift) -> dict[str, Any]:
    return {
        "id": shift.pk,
        "name": shift.name,
        "agency": shift.agency.code,
        "station": shift.station.code if shift.station else "",
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }


def my_shift(entry: RosterEntry) -> dict[str, Any]:
    return shift_brief(entry.shift) | {
        "entry": entry.pk,
        "came_at": entry.came_at.isoformat() if entry.came_at else None,
        "left_at": entry.left_at.isoformat() if entry.left_at else None,
    }
