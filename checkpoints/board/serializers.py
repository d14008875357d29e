"""Shapes of the board's REST."""

from typing import Any

from rest_framework import serializers


class BoardQuery(serializers.Serializer[Any]):
    """Filters of the board; they narrow the totals as well."""

    q = serializers.CharField(max_length=100, required=False, allow_blank=True)
    line = serializers.CharField(max_length=20, required=False, allow_blank=True)
    level = serializers.CharField(max_length=20, required=False, allow_blank=True)
    wrong = serializers.BooleanField(required=False, default=False)


class BoardAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class BoardSwitchOut(serializers.Serializer[Any]):
    order = serializers.CharField()
    to_level = serializers.CharField()
    stage = serializers.CharField()
    is_drill = serializers.BooleanField()
    due_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()


class BoardLanesOut(serializers.Serializer[Any]):
    open_in = serializers.IntegerField(allow_null=True)
    open_out = serializers.IntegerField(allow_null=True)
    queue_in_m = serializers.IntegerField(allow_null=True)
    queue_out_m = serializers.IntegerField(allow_null=True)
    out = serializers.IntegerField(help_text="lanes out of the city")
    reported_at = serializers.DateTimeField(allow_null=True)


class BoardAnomalyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()


class BoardRowOut(serializers.Serializer[Any]):
    """A working checkpoint; counts are of the local day, people and vehicles checked."""

    code = serializers.CharField()
    name = serializers.CharField()
    line = serializers.CharField()
    grade = serializers.CharField()
    kind = serializers.CharField()
    agency = BoardAgencyOut()
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    road = serializers.CharField(allow_blank=True)
    direction = serializers.CharField(allow_blank=True)
    level = serializers.CharField()
    switch = BoardSwitchOut(allow_null=True)
    staffed = serializers.IntegerField()
    required = serializers.IntegerField()  # type: ignore[assignment]
    rostered = serializers.IntegerField()
    shift = serializers.DictField(allow_null=True)
    people = serializers.IntegerField()
    vehicles = serializers.IntegerField()
    goods = serializers.IntegerField()
    results = serializers.IntegerField()
    last_hour_sum = serializers.IntegerField(help_text="checked in the last hour counted")
    last_count_at = serializers.DateTimeField(allow_null=True)
    last_hour = serializers.DateTimeField(allow_null=True)
    overdue_hours = serializers.IntegerField()
    lanes = BoardLanesOut()
    suspended = serializers.DictField(allow_null=True)
    anomalies = BoardAnomalyOut(many=True)


class CheckpointBoardOut(serializers.Serializer[Any]):
    server_time = serializers.DateTimeField()
    totals = serializers.DictField()
    rows = BoardRowOut(many=True)


class CursorOut(serializers.Serializer[Any]):
    epoch = serializers.CharField()
    head = serializers.IntegerField()
    server_time = serializers.DateTimeField()
