"""Shapes of the API of modes."""

from typing import Any

from rest_framework import serializers

from command_center.incidents.api.forms import Named, Strict


class ModeQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=50, required=False, allow_blank=True)
    state = serializers.ChoiceField(["open", "ended"], required=False)


class StartIn(Strict):
    agency = serializers.CharField(max_length=12)
    reason = serializers.CharField(max_length=200)


class EndIn(Strict):
    report = serializers.CharField(max_length=4_000)
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class ModeOut(serializers.Serializer[Any]):
    """A span of major mode."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    agency = Named()
    reason = serializers.CharField()
    started_at = serializers.DateTimeField()
    started_by = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(allow_blank=True)
    report = serializers.CharField(allow_blank=True)
    result = serializers.DictField()
