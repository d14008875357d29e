"""What comes in over REST to the register, checked here."""

from typing import Any

from rest_framework import serializers

from checkpoints.register.models import (
    STATES,
    AssessmentLine,
    Checkpoint,
    EquipmentItem,
    Grade,
    Minimum,
)
from grid.territory.geo import CRS

_AGENCY = r"^\d{12}$"
_CODE = r"^[A-Za-z0-9_-]{1,20}$"
GAPS = ["gantry", "sign", "filing"]


class CheckpointQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_AGENCY, required=False)
    line = serializers.SlugField(required=False, max_length=30)
    grade = serializers.ChoiceField(Grade.choices, required=False)
    kind = serializers.ChoiceField(Checkpoint.Kind.choices, required=False)
    road = serializers.CharField(required=False, max_length=60)
    state = serializers.ChoiceField(list(STATES), required=False)
    gap = serializers.ChoiceField(GAPS, required=False)


class MapQuery(CheckpointQuery):
    bbox = serializers.CharField(
        required=False, max_length=100, help_text="west,south,east,north in degrees, WGS-84"
    )

    def validate_bbox(self, text: str) -> tuple[float, float, float, float]:
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as error:
            raise serializers.ValidationError("west,south,east,north") from error
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise serializers.ValidationError("west < east, south < north")
        return west, south, east, north


class CheckpointChange(serializers.Serializer[Any]):
    """Any of the fields of a checkpoint; `version` here or as If-Match."""

    name = serializers.CharField(max_length=60, required=False)
    line = serializers.SlugField(max_length=30, required=False)
    grade = serializers.ChoiceField(Grade.choices, required=False)
    kind = serializers.ChoiceField(Checkpoint.Kind.choices, required=False)
    agency = serializers.RegexField(_AGENCY, required=False)
    parent = serializers.CharField(max_length=20, required=False, allow_blank=True)  # type: ignore[assignment]
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)
    address = serializers.CharField(max_length=120, required=False, allow_blank=True)
    road = serializers.CharField(max_length=60, required=False, allow_blank=True)
    direction = serializers.CharField(max_length=40, required=False, allow_blank=True)
    lanes_in = serializers.IntegerField(min_value=0, max_value=99, required=False)
    lanes_out = serializers.IntegerField(min_value=0, max_value=99, required=False)
    planned_on = serializers.DateField(required=False, allow_null=True)
    built_on = serializers.DateField(required=False, allow_null=True)
    is_signed = serializers.BooleanField(required=False)
    filing_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    filed_on = serializers.DateField(required=False, allow_null=True)
    version = serializers.IntegerField(min_value=1, required=False)


class CheckpointFields(CheckpointChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=60)
    line = serializers.SlugField(max_length=30)
    grade = serializers.ChoiceField(Grade.choices)
    agency = serializers.RegexField(_AGENCY)
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    version = None  # type: ignore[assignment]  # a new row has none


class CheckpointSheetFields(CheckpointFields):
    """A line of a file: what it works under may stand in it too."""

    instrument_type = serializers.CharField(max_length=40, required=False)
    instrument_number = serializers.CharField(max_length=60, required=False)
    instrument_issuer = serializers.CharField(max_length=60, required=False)
    valid_from = serializers.DateTimeField(required=False)
    valid_to = serializers.DateTimeField(required=False)


class OpeningIn(serializers.Serializer[Any]):
    instrument_type = serializers.CharField(max_length=40)
    instrument_number = serializers.CharField(max_length=60)
    instrument_issuer = serializers.CharField(max_length=60)
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField(required=False, allow_null=True, default=None)
    built_on = serializers.DateField(required=False)
    is_signed = serializers.BooleanField(required=False)
    filing_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    filed_on = serializers.DateField(required=False, allow_null=True)
    version = serializers.IntegerField(min_value=1, required=False)


class ClosingIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    is_sign_removed = serializers.BooleanField(default=False)
    version = serializers.IntegerField(min_value=1, required=False)


class CheckpointMoveIn(serializers.Serializer[Any]):
    mission = serializers.CharField(max_length=120)
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)
    address = serializers.CharField(max_length=120, required=False, allow_blank=True)
    road = serializers.CharField(max_length=60, required=False, allow_blank=True)
    direction = serializers.CharField(max_length=40, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False)


class EquipmentQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_AGENCY, required=False)
    checkpoint = serializers.CharField(required=False, max_length=20)
    kind = serializers.SlugField(required=False, max_length=30)
    state = serializers.ChoiceField(EquipmentItem.State.choices, required=False)
    due = serializers.ChoiceField(["1"], required=False, help_text="only overdue checks")


class EquipmentChange(serializers.Serializer[Any]):
    kind = serializers.SlugField(max_length=30, required=False)
    label = serializers.CharField(max_length=60, required=False, allow_blank=True)  # type: ignore[assignment]
    quantity = serializers.IntegerField(min_value=1, max_value=9999, required=False)
    state = serializers.ChoiceField(EquipmentItem.State.choices, required=False)
    checked_on = serializers.DateField(required=False, allow_null=True)
    check_due_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False)


class EquipmentFields(EquipmentChange):
    kind = serializers.SlugField(max_length=30)
    version = None  # type: ignore[assignment]  # a new row has none


class LevelQuery(serializers.Serializer[Any]):
    level = serializers.SlugField(max_length=30, default="normal")


class LineIn(serializers.Serializer[Any]):
    item = serializers.SlugField(max_length=30)
    answer = serializers.ChoiceField(AssessmentLine.Answer.choices)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class AssessmentIn(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    lines = LineIn(many=True, max_length=200)  # type: ignore[call-arg]


class MinimumQuery(serializers.Serializer[Any]):
    grade = serializers.ChoiceField(Grade.choices, required=False)


class MinimumIn(serializers.Serializer[Any]):
    agency = serializers.RegexField(_AGENCY)
    grade = serializers.ChoiceField(Grade.choices)
    level = serializers.SlugField(max_length=30)
    need = serializers.ChoiceField(Minimum.Need.choices)
    code = serializers.SlugField(max_length=30, required=False, allow_blank=True, default="")
    quantity = serializers.IntegerField(min_value=0, max_value=999)
    valid_from = serializers.DateField(required=False)


class CheckpointPostIn(serializers.Serializer[Any]):
    kind = serializers.SlugField(max_length=30)
    name = serializers.CharField(max_length=40)
    place = serializers.CharField(max_length=80, required=False, allow_blank=True)
    staff = serializers.IntegerField(min_value=1, max_value=99, required=False)
    is_active = serializers.BooleanField(required=False)


class JointForceIn(serializers.Serializer[Any]):
    kind = serializers.SlugField(max_length=30)
    agency = serializers.RegexField(_AGENCY, required=False)
    name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    heads = serializers.IntegerField(min_value=0, max_value=999, required=False)
    is_round_the_clock = serializers.BooleanField(required=False)
    desk = serializers.CharField(max_length=60, required=False, allow_blank=True)
    phone = serializers.RegexField(r"^[0-9 +()-]{3,30}$", required=False)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True)
