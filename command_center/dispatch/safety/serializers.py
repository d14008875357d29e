"""Shapes of officer safety over REST."""

from typing import Any

from rest_framework import serializers

from command_center.alerts.serializers import AlertOut, PositionIn
from command_center.dispatch.orders.serializers import OrderAgencyOut


class SafetyTimerOut(serializers.Serializer[Any]):
    """The clock of a unit: when it must be heard of next, and how many times it was not."""

    call_sign = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    agency = OrderAgencyOut()
    status = serializers.CharField()
    state = serializers.ChoiceField(choices=["green", "warning", "critical"])
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    warn_minutes = serializers.IntegerField()
    missed = serializers.IntegerField()
    missed_since = serializers.DateTimeField(allow_null=True)
    heard_at = serializers.DateTimeField(allow_null=True)
    heard_by = serializers.CharField(allow_blank=True)


class MySafetyTimerOut(serializers.Serializer[Any]):
    timer = SafetyTimerOut(allow_null=True)


class CheckInIn(serializers.Serializer[Any]):
    """One's own sign of life; a word may be added."""

    said = serializers.CharField(max_length=200, default="", allow_blank=True)


class CheckInForIn(serializers.Serializer[Any]):
    """What the unit said, and over which channel."""

    said = serializers.CharField(min_length=2, max_length=200)
    channel = serializers.ChoiceField(choices=["radio", "phone"], default="radio")


class CheckInOut(serializers.Serializer[Any]):
    call_sign = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    is_own = serializers.BooleanField()
    channel = serializers.CharField()
    said = serializers.CharField(allow_blank=True)
    missed = serializers.IntegerField()


class CheckedInOut(CheckInOut):
    timer = SafetyTimerOut(allow_null=True)


class PanicIn(PositionIn):
    """Everything may be left out; without a position the unit's newest counts."""

    note = serializers.CharField(max_length=200, default="", allow_blank=True)
    is_exercise = serializers.BooleanField(default=False)


class NearestUnitOut(serializers.Serializer[Any]):
    call_sign = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    distance_m = serializers.IntegerField()
    travel_s = serializers.IntegerField()
    position_age_s = serializers.IntegerField()


class PanicOut(serializers.Serializer[Any]):
    """A unit's call for help that command has not closed, and who is nearest."""

    alert = AlertOut()
    nearest = NearestUnitOut(many=True)


class HelpCallsOut(serializers.Serializer[Any]):
    results = AlertOut(many=True)
