"""Shapes of importing cameras over REST."""

from typing import Any

from rest_framework import serializers

from video.intake.models import IntakeRun

CRS = ("wgs84", "cgcs2000", "gcj02", "bd09")


class ImportIn(serializers.Serializer[Any]):
    """A sheet as text (CSV) or in base64 (XLSX); one of the two."""

    csv = serializers.CharField(required=False, trim_whitespace=False)
    xlsx = serializers.CharField(required=False, help_text="the workbook in base64")
    file_name = serializers.CharField(default="upload", max_length=200)
    dry_run = serializers.BooleanField(default=False, help_text="read and report, write nothing")
    accept_valid = serializers.BooleanField(default=False, help_text="import around bad rows")
    crs = serializers.ChoiceField(CRS, default="wgs84", help_text="system of the coordinates")
    camera_class = serializers.CharField(
        required=False, help_text="code of the class of new cameras whose row names none"
    )


class CameraImportDecisionIn(serializers.Serializer[Any]):
    accept_valid = serializers.BooleanField(default=False, help_text="import around bad rows")


class CatalogIn(serializers.Serializer[Any]):
    """A catalogue message as text; the bytes themselves may come as application/xml instead."""

    xml = serializers.CharField(trim_whitespace=False)
    platform = serializers.CharField(
        default="", allow_blank=True, max_length=20,
        help_text="code or national id; default: the DeviceID of the message",
    )  # fmt: skip
    crs = serializers.ChoiceField(CRS, default="wgs84", help_text="system of the coordinates")


class CatalogQuery(serializers.Serializer[Any]):
    """What goes with a body of application/xml."""

    platform = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    crs = serializers.ChoiceField(CRS, required=False, default="wgs84")


class RunQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=60)
    kind = serializers.ChoiceField(IntakeRun.Kind.choices, required=False)
    state = serializers.ChoiceField(IntakeRun.State.choices, required=False)


class FindingOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    message = serializers.CharField()
    count = serializers.IntegerField(help_text="rows it was found in")
    lines = serializers.ListField(child=serializers.IntegerField(), help_text="the first twenty")


class CameraImportFaultOut(serializers.Serializer[Any]):
    line = serializers.IntegerField(help_text="line of the file, the head being 1")
    column = serializers.CharField()
    reason = serializers.CharField()


class RunOut(serializers.Serializer[Any]):
    """How far an import came and what it found."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    agency = serializers.CharField(source="agency.code")
    platform = serializers.CharField(source="platform.code", default=None, allow_null=True)
    file_name = serializers.CharField()
    file_hash = serializers.CharField()
    crs = serializers.CharField()
    camera_class = serializers.CharField(source="camera_class_id", allow_null=True)
    state = serializers.CharField()
    is_dry_run = serializers.BooleanField()
    valid_rows_only = serializers.BooleanField()
    is_written = serializers.BooleanField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    started_by = serializers.CharField()
    rows_expected = serializers.IntegerField(allow_null=True)
    rows_read = serializers.IntegerField()
    rows_created = serializers.IntegerField()
    rows_changed = serializers.IntegerField()
    rows_unchanged = serializers.IntegerField()
    rows_bad = serializers.IntegerField()
    nodes = serializers.IntegerField(help_text="nodes of a catalogue's tree")
    refusal = serializers.CharField()


class RunDetailOut(RunOut):
    findings = FindingOut(many=True)
    faults = CameraImportFaultOut(
        many=True, help_text="the first hundred; the others in errors.csv"
    )


class CatalogOut(serializers.Serializer[Any]):
    """What became of a body of catalogue messages."""

    runs = RunOut(many=True)
    events = serializers.IntegerField(help_text="status events passed on")
    unknown = serializers.ListField(child=serializers.CharField())
