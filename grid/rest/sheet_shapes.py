"""Shapes of taking a register in from a CSV file."""

from typing import Any

from rest_framework import serializers


class SheetIn(serializers.Serializer[Any]):
    csv = serializers.CharField(max_length=900_000, trim_whitespace=False)
    dry_run = serializers.BooleanField(default=True)
    only_valid = serializers.BooleanField(default=False)


class RowFaultOut(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="Line of the file; the head is line 1.")
    field = serializers.CharField()
    message = serializers.CharField()


class SheetOut(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    faulty = serializers.IntegerField()
    is_written = serializers.BooleanField()
    faults = RowFaultOut(many=True)
