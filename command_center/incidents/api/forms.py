"""Shapes of bodies and answers, for validation and for the OpenAPI document."""

from typing import Any

import msgspec
from rest_framework import serializers

from command_center.incidents.calls import Call, Edit


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of `Call` without references, because OpenAPI keeps those elsewhere."""
    (call,) = schema["$defs"].values()
    found: dict[str, Any] = call
    return found


CALL_SCHEMA = _inlined(msgspec.json.schema(Call))
EDIT_SCHEMA = _inlined(msgspec.json.schema(Edit))


class Named(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class CategoryBrief(Named):
    name_en = serializers.CharField()


class Brief(serializers.Serializer[Any]):
    """An incident as lists and events carry it."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    state = serializers.CharField()
    level = serializers.IntegerField()
    category = CategoryBrief()
    agency = Named()
    cell = Named(allow_null=True)
    address = serializers.CharField(allow_blank=True)
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    reported_at = serializers.DateTimeField()
    is_valid_call = serializers.BooleanField()
    link_type = serializers.CharField()
    main_incident = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField()
    is_exercise = serializers.BooleanField()


class Caller(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


class Detail(Brief):
    """An incident in full, the caller masked."""

    narrative = serializers.CharField(allow_blank=True)
    source_crs = serializers.CharField()
    source_lng = serializers.FloatField(allow_null=True)
    source_lat = serializers.FloatField(allow_null=True)
    position_error_m = serializers.FloatField(allow_null=True)
    channel = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    source_number = serializers.CharField(allow_null=True)
    caller = Caller()
    times = serializers.DictField(child=serializers.DateTimeField(allow_null=True))
    counts = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    has_weapon = serializers.BooleanField()
    has_hazard = serializers.BooleanField()
    disposition = serializers.CharField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    case_number = serializers.CharField(allow_blank=True)
    next_steps = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField(), required=False)


class Fault(serializers.Serializer[Any]):
    pointer = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Every refusal."""

    code = serializers.CharField()
    message = serializers.CharField()
    errors = Fault(many=True)  # type: ignore[assignment]


class Strict(serializers.Serializer[Any]):
    """A body in which an unknown field is a fault, not a silent loss."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {str(name)[:60]: ["There is no such field."] for name in unknown}
                )
        return super().to_internal_value(data)


class BatchRow(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    number = serializers.CharField(required=False)
    warnings = serializers.ListField(child=serializers.CharField(), required=False)
    errors = Fault(many=True, required=False)  # type: ignore[assignment]


class BatchOut(serializers.Serializer[Any]):
    """What became of each row of a batch."""

    created = serializers.IntegerField()
    results = BatchRow(many=True)


class StepIn(Strict):
    to = serializers.CharField(max_length=20)
    at = serializers.DateTimeField(required=False)
    text = serializers.CharField(max_length=4_000, required=False, allow_blank=True)
    disposition = serializers.CharField(max_length=20, required=False)
    case_number = serializers.CharField(max_length=40, required=False)
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class NoteIn(Strict):
    text = serializers.CharField(max_length=4_000)
    at = serializers.DateTimeField(required=False)


class StrikeIn(Strict):
    reason = serializers.CharField(min_length=2, max_length=200)


class MergeIn(Strict):
    into = serializers.CharField(max_length=16)


class RevealIn(Strict):
    purpose = serializers.CharField(max_length=40)
    case_number = serializers.CharField(max_length=40)
    reason = serializers.CharField(min_length=10, max_length=500)


class RevealOut(Caller):
    valid_until = serializers.DateTimeField()


class TimelineRow(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    happened_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    kind = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    details = serializers.DictField()
    actor = serializers.CharField()
    channel = serializers.CharField()
    is_late = serializers.BooleanField()
    warning = serializers.CharField(allow_blank=True)
    struck_at = serializers.DateTimeField(allow_null=True)
    struck_by = serializers.CharField(allow_blank=True)
    struck_reason = serializers.CharField(allow_blank=True)
    warnings = serializers.ListField(child=serializers.CharField(), required=False)


class DuplicatesQuery(serializers.Serializer[Any]):
    lng = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    category = serializers.CharField(max_length=12, required=False)
    at = serializers.DateTimeField(required=False)


class PointQuery(serializers.Serializer[Any]):
    lng = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    phone = serializers.CharField(max_length=40, required=False)


class Near(Brief):
    distance_m = serializers.FloatField()
    minutes_apart = serializers.IntegerField()


class PremiseNoteIn(Strict):
    lng = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    crs = serializers.ChoiceField(["wgs84", "cgcs2000", "gcj02", "bd09"], required=False)
    radius_m = serializers.IntegerField(min_value=1, max_value=500, required=False)
    address = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=2_000)
    review_on = serializers.DateField()
    expires_on = serializers.DateField()


class PremiseNoteEdit(Strict):
    text = serializers.CharField(max_length=2_000, required=False)
    review_on = serializers.DateField(required=False)
    expires_on = serializers.DateField(required=False)
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class PremiseNoteOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    agency = Named()
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    radius_m = serializers.IntegerField()
    address = serializers.CharField()
    text = serializers.CharField()
    author = serializers.CharField()
    created_at = serializers.DateTimeField()
    review_on = serializers.DateField()
    expires_on = serializers.DateField()
    is_review_due = serializers.BooleanField()


class PremiseOut(serializers.Serializer[Any]):
    incidents = Near(many=True)
    same_caller = Near(many=True, allow_null=True)
    notes = PremiseNoteOut(many=True)


class CategoryOut(CategoryBrief):
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    depth = serializers.IntegerField()
    default_level = serializers.IntegerField()


class DispositionOut(CategoryBrief):
    pass


class ExportRequestIn(Strict):
    filters = serializers.DictField(child=serializers.CharField(max_length=200))
    purpose = serializers.CharField(min_length=4, max_length=200)


class ExportRequestOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    filters = serializers.CharField(allow_blank=True)
    purpose = serializers.CharField()
    row_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)
    approved_by = serializers.CharField(allow_blank=True)
    expires_at = serializers.DateTimeField()


class ImportFault(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class ImportRunOut(serializers.Serializer[Any]):
    """How far an import came and what it found."""

    id = serializers.IntegerField()
    file_name = serializers.CharField()
    file_hash = serializers.CharField()
    state = serializers.CharField()
    is_dry_run = serializers.BooleanField()
    valid_rows_only = serializers.BooleanField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    started_by = serializers.CharField()
    refusal = serializers.CharField(allow_blank=True)
    rows_read = serializers.IntegerField()
    rows_created = serializers.IntegerField()
    rows_changed = serializers.IntegerField()
    rows_unchanged = serializers.IntegerField()
    rows_bad = serializers.IntegerField()
    errors = ImportFault(many=True, required=False)  # type: ignore[assignment]
