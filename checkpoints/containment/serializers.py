"""Shapes of the REST of containment."""

from typing import Any, Final

from rest_framework import serializers

from checkpoints.containment.models import Containment, PostReport, Stage, Trigger
from checkpoints.containment.models.rules import FASTEST_KMH

S = serializers.Serializer[Any]
CHANNELS: Final = ["screen", "phone", "radio", "api"]
WHY = "Why; goes to the log."


class ContainmentQuery(S):
    q = serializers.CharField(required=False, max_length=60)
    state = serializers.ChoiceField(Containment.State.choices, required=False)
    drill = serializers.ChoiceField([("yes", "yes"), ("no", "no")], required=False)


class ContainmentStart(S):
    plan = serializers.IntegerField(required=False, min_value=1, help_text="Id of a plan in force.")
    checkpoints = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=200,
        help_text="Codes, instead of a plan; neither: all that are operational in scope.",
    )  # fmt: skip
    incident_number = serializers.CharField(required=False, max_length=20)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    address = serializers.CharField(required=False, allow_blank=True, max_length=120)
    occurred_at = serializers.DateTimeField(required=False)
    seen_at = serializers.DateTimeField(
        required=False, help_text="When the vehicle was last known to be at the place."
    )
    vehicle_colour = serializers.CharField(max_length=20)
    vehicle_kind = serializers.CharField(max_length=40)
    vehicle_note = serializers.CharField(required=False, allow_blank=True, max_length=200)
    notice_number = serializers.CharField(
        required=False, allow_blank=True, max_length=30, help_text="Lookout notice with the plate."
    )
    trigger = serializers.ChoiceField(Trigger.choices, required=False)
    reason = serializers.CharField(max_length=200, help_text=WHY)
    speed_kmh = serializers.FloatField(required=False, min_value=1, max_value=FASTEST_KMH)
    detour = serializers.FloatField(required=False, min_value=1, max_value=5)
    is_drill = serializers.BooleanField(required=False, default=False)


class ContainmentVersion(S):
    version = serializers.IntegerField(min_value=1, required=False)


class ContainmentReason(ContainmentVersion):
    reason = serializers.CharField(max_length=200, help_text=WHY)


class ContainmentStage(ContainmentVersion):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class ContainmentAdjust(ContainmentReason):
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    seen_at = serializers.DateTimeField(required=False)
    speed_kmh = serializers.FloatField(required=False, min_value=1, max_value=FASTEST_KMH)
    detour = serializers.FloatField(required=False, min_value=1, max_value=5)
    notice_number = serializers.CharField(required=False, allow_blank=True, max_length=30)


class ContainmentExtend(ContainmentReason):
    valid_until = serializers.DateTimeField()


class ContainmentLift(ContainmentReason):
    outcome = serializers.ChoiceField(Containment.Outcome.choices)


class ContainmentReview(ContainmentVersion):
    text = serializers.CharField(max_length=4000)


class ContainmentPostAdd(ContainmentReason):
    crossing = serializers.IntegerField(required=False, min_value=1)
    checkpoint = serializers.CharField(required=False, max_length=20)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    name = serializers.CharField(required=False, max_length=60)
    road = serializers.CharField(required=False, allow_blank=True, max_length=60)
    ring = serializers.IntegerField(required=False, min_value=1, max_value=9)
    agency = serializers.CharField(required=False, max_length=12)
    force = serializers.CharField(required=False, allow_blank=True, max_length=60)
    officers = serializers.IntegerField(required=False, min_value=1, max_value=999)
    vehicles = serializers.IntegerField(required=False, min_value=0, max_value=999)


class StateQuery(S):
    speed_kmh = serializers.FloatField(required=False, min_value=1, max_value=FASTEST_KMH)
    detour = serializers.FloatField(required=False, min_value=1, max_value=5)


class ContainmentPostAnswer(ContainmentVersion):
    channel = serializers.ChoiceField(CHANNELS, default="api")
    spoken_by = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=60,
        help_text="Who said so, where it was told by phone or radio.",
    )  # fmt: skip


class ContainmentPostMan(ContainmentPostAnswer):
    officers = serializers.IntegerField(min_value=0, max_value=999)
    vehicles = serializers.IntegerField(min_value=0, max_value=999)


class ContainmentPostReport(S):
    kind = serializers.ChoiceField(PostReport.Kind.choices)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    hit = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=40,
        help_text="Reference of a lookout hit.",
    )  # fmt: skip
    channel = serializers.ChoiceField(CHANNELS, default="api")
    spoken_by = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)


class PlanQuery(S):
    q = serializers.CharField(required=False, max_length=60)
    usable = serializers.BooleanField(required=False, default=False)


class PlanPostIn(S):
    stage = serializers.ChoiceField(Stage.choices, required=False)
    name = serializers.CharField(required=False, allow_blank=True, max_length=60)
    road = serializers.CharField(required=False, allow_blank=True, max_length=60)
    checkpoint = serializers.CharField(required=False, allow_null=True, max_length=20)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    agency = serializers.CharField(required=False, allow_null=True, max_length=12)
    force = serializers.CharField(required=False, allow_blank=True, max_length=60)
    officers = serializers.IntegerField(required=False, min_value=1, max_value=999)
    vehicles = serializers.IntegerField(required=False, min_value=0, max_value=999)
    hour_from = serializers.IntegerField(required=False, min_value=0, max_value=23)
    hour_to = serializers.IntegerField(required=False, min_value=1, max_value=24)


class PlanRingIn(S):
    rank = serializers.IntegerField(min_value=1, max_value=9)
    name = serializers.CharField(max_length=60)
    outline = serializers.ListField(
        child=serializers.ListField(
            child=serializers.FloatField(), min_length=2, max_length=2
        ),
        min_length=4, max_length=500, help_text="Corners [lng, lat]; the last is the first.",
    )  # fmt: skip
    posts = PlanPostIn(many=True, required=False, default=list)


class ContainmentPlanChange(S):
    code = serializers.SlugField(required=False, max_length=20)
    name = serializers.CharField(required=False, max_length=80)
    agency = serializers.CharField(required=False, max_length=12)
    triggers = serializers.ListField(child=serializers.ChoiceField(Trigger.choices), required=False)
    duty_level = serializers.CharField(required=False, allow_null=True, max_length=20)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    instrument_type = serializers.CharField(required=False, max_length=40)
    instrument_number = serializers.CharField(required=False, max_length=60)
    instrument_issuer = serializers.CharField(required=False, max_length=60)
    valid_from = serializers.DateTimeField(required=False)
    valid_to = serializers.DateTimeField(required=False)
    is_active = serializers.BooleanField(required=False)
    rings = PlanRingIn(many=True, required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class ContainmentPlanNew(ContainmentPlanChange):
    code = serializers.SlugField(max_length=20)
    name = serializers.CharField(max_length=80)
    instrument_type = serializers.CharField(max_length=40)
    instrument_number = serializers.CharField(max_length=60)
    instrument_issuer = serializers.CharField(max_length=60)
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField()
