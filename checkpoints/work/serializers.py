"""Shapes of the REST of the work at checkpoints."""

from typing import Any

from rest_framework import serializers

from checkpoints.work.models import CheckCode, HourlyCount, PostShift, Seizure
from checkpoints.work.models.rules import Kind
from checkpoints.work.selectors.sums import BY

REF = "What the sender calls it; sent again under it, nothing is changed."


class PlaceQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    checkpoint = serializers.SlugField(required=False, max_length=20)
    line = serializers.SlugField(required=False, max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    first = serializers.DateField(required=False, help_text="First local day.")
    last = serializers.DateField(required=False, help_text="Last local day.")


class CountQuery(PlaceQuery):
    kind = serializers.ChoiceField(Kind.choices, required=False)
    measure = serializers.ChoiceField(HourlyCount.Measure.choices, required=False)
    reason = serializers.SlugField(required=False, max_length=30)
    direction = serializers.ChoiceField(HourlyCount.Direction.choices, required=False)
    hour = serializers.IntegerField(required=False, min_value=0, max_value=23)
    late = serializers.BooleanField(required=False)


class OutcomeQuery(PlaceQuery):
    outcome = serializers.SlugField(required=False, max_length=30)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    reference = serializers.CharField(required=False, max_length=40)
    hour = serializers.IntegerField(required=False, min_value=0, max_value=23)
    results = serializers.BooleanField(required=False)


class SuspensionQuery(PlaceQuery):
    reason = serializers.SlugField(required=False, max_length=30)
    running = serializers.BooleanField(required=False)


class SeizureQuery(PlaceQuery):
    item = serializers.SlugField(required=False, max_length=30)
    state = serializers.ChoiceField(("kept", "waiting", "disposed"), required=False)


class PostShiftQuery(PlaceQuery):
    post = serializers.SlugField(required=False, max_length=30)
    badge = serializers.CharField(required=False, max_length=20)
    struck = serializers.BooleanField(required=False)


class SumQuery(serializers.Serializer[Any]):
    by = serializers.ChoiceField(BY, default="day")
    first = serializers.DateField(required=False, help_text="First local day; of this month.")
    last = serializers.DateField(required=False, help_text="Last local day; today.")
    kind = serializers.ChoiceField(Kind.choices, required=False)
    checkpoint = serializers.SlugField(required=False, max_length=20)
    line = serializers.SlugField(required=False, max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)


class OverdueQuery(serializers.Serializer[Any]):
    hours = serializers.IntegerField(required=False, min_value=1, max_value=168, default=24)


class DayQuery(serializers.Serializer[Any]):
    day = serializers.DateField(required=False, help_text="A local day; today.")
    checkpoint = serializers.SlugField(required=False, max_length=20)


class CodeQuery(serializers.Serializer[Any]):
    group = serializers.ChoiceField(CheckCode.Group.choices, required=False)


class CountFields(serializers.Serializer[Any]):
    """One number: `checked` (with a reason, if any) or `passing`, exactly one of them.

    To correct the number that is there, send its `version` and a `correction_reason`.
    """

    checkpoint = serializers.CharField(max_length=20)
    hour = serializers.DateTimeField(help_text="The moment the hour began.")
    kind = serializers.CharField(max_length=8, help_text="people, vehicles or goods")
    reason = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    direction = serializers.ChoiceField(HourlyCount.Direction.choices, default="both")
    checked = serializers.IntegerField(required=False)
    passing = serializers.IntegerField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)
    correction_reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=""
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("checked" in attrs) == ("passing" in attrs):
            raise serializers.ValidationError({"checked": "Give checked or passing."})
        return attrs


class CountBatch(serializers.Serializer[Any]):
    client_ref = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text=REF
    )
    counts = CountFields(many=True, allow_empty=False)


class CountChange(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    correction_reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class OutcomeFields(serializers.Serializer[Any]):
    checkpoint = serializers.CharField(max_length=20)
    outcome = serializers.SlugField(max_length=30)
    happened_at = serializers.DateTimeField()
    number = serializers.IntegerField(required=False, default=1)
    kind = serializers.ChoiceField(Kind.choices, default=Kind.PEOPLE)
    reference = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="Incident or case number."
    )
    client_ref = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text=REF
    )


class ReasonFields(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class LaneFields(serializers.Serializer[Any]):
    checkpoint = serializers.CharField(max_length=20)
    open_in = serializers.IntegerField()
    open_out = serializers.IntegerField()
    queue_in_m = serializers.IntegerField(required=False, default=0, help_text="Metres.")
    queue_out_m = serializers.IntegerField(required=False, default=0, help_text="Metres.")
    reported_at = serializers.DateTimeField(required=False)
    client_ref = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text=REF
    )


class SuspensionFields(serializers.Serializer[Any]):
    checkpoint = serializers.CharField(max_length=20)
    reason = serializers.SlugField(max_length=30)
    until = serializers.DateTimeField()
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class CheckworkVersionFields(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, required=False)


class SeizureFields(serializers.Serializer[Any]):
    checkpoint = serializers.CharField(max_length=20)
    item = serializers.SlugField(max_length=30)
    quantity = serializers.DecimalField(max_digits=12, decimal_places=3)
    unit = serializers.ChoiceField(Seizure.Unit.choices)
    seal_number = serializers.CharField(max_length=40)
    reference = serializers.CharField(max_length=40, help_text="Incident or case number.")
    seized_at = serializers.DateTimeField()
    where = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    client_ref = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text=REF
    )


class HandOverFields(serializers.Serializer[Any]):
    to_badge = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    room = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    paper_receipt = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default=""
    )
    where = serializers.CharField(max_length=100)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    is_seal_intact = serializers.BooleanField(required=False, default=True)
    new_seal = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class DisposeFields(serializers.Serializer[Any]):
    disposal = serializers.SlugField(max_length=30)
    witness = serializers.CharField(max_length=20, help_text="Badge number of who signs too.")
    where = serializers.CharField(max_length=100)
    reason = serializers.CharField(max_length=200)


class PostShiftFields(serializers.Serializer[Any]):
    checkpoint = serializers.CharField(max_length=20)
    post = serializers.SlugField(max_length=30)
    badge = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    name = serializers.CharField(max_length=50, required=False, allow_blank=True, default="")
    role = serializers.ChoiceField(PostShift.Role.choices, default=PostShift.Role.OFFICER)
    agency = serializers.RegexField(r"^\d{12}$", required=False, help_text="Who sends her.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    rest_override = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=""
    )


class HandoverLine(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)
    quantity = serializers.IntegerField(min_value=0, max_value=9999)
    state = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class HandoverFields(serializers.Serializer[Any]):
    checkpoint = serializers.CharField(max_length=20)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    equipment = HandoverLine(many=True, required=False)


class TakeFields(serializers.Serializer[Any]):
    remarks = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=1, required=False)
