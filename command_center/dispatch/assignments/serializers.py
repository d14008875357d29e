"""Shapes of the REST of assignments: what comes in is checked here, what goes out described."""

from typing import Any

from rest_framework import serializers

from command_center.dispatch.assignments.models import Stage
from command_center.dispatch.assignments.stages import FORWARD

CHANNELS = ("screen", "radio", "phone", "face", "form", "api")
STEPS = [stage.value for stage in (*FORWARD[1:], Stage.RETURNED)]


class AssignmentQuery(serializers.Serializer[Any]):
    """Filters of the list."""

    q = serializers.CharField(max_length=60, required=False)
    unit = serializers.CharField(max_length=20, required=False)
    incident = serializers.CharField(max_length=16, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    open = serializers.BooleanField(required=False)
    overdue = serializers.BooleanField(required=False)
    override = serializers.BooleanField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        """A filter somebody left empty is none."""
        given = {name: data.get(name) for name in self.fields if data.get(name) not in (None, "")}
        return super().to_internal_value(given)


class AssignIn(serializers.Serializer[Any]):
    """Which units to send, and how."""

    units = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=50
    )
    primary = serializers.BooleanField(required=False, allow_null=True, default=None)
    preempt = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    channel = serializers.ChoiceField(choices=CHANNELS, required=False, default="screen")
    version = serializers.IntegerField(required=False, min_value=1)


class AssignmentStepIn(serializers.Serializer[Any]):
    """One step: where to, when by the device's clock, what was said, over which channel."""

    to = serializers.ChoiceField(choices=STEPS)
    at = serializers.DateTimeField(required=False)
    text = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    channel = serializers.ChoiceField(
        choices=CHANNELS, required=False, default="", allow_blank=True
    )
    version = serializers.IntegerField(required=False, min_value=1)


class RecallIn(serializers.Serializer[Any]):
    """Why a unit is taken off the call."""

    reason = serializers.CharField(min_length=2, max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class ReassignIn(RecallIn):
    """Which unit goes instead, and why."""

    unit = serializers.CharField(max_length=20)
    primary = serializers.BooleanField(required=False, allow_null=True, default=None)


class AssignedAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class IncidentOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    level = serializers.IntegerField()
    category = serializers.DictField(child=serializers.CharField())
    address = serializers.CharField()
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)


class AssignedUnitOut(serializers.Serializer[Any]):
    call_sign = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()


class AssignmentOut(serializers.Serializer[Any]):
    """An assignment as lists, facts and answers show it; times UTC, position WGS-84."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    incident = IncidentOut()
    unit = AssignedUnitOut()
    agency = AssignedAgencyOut()
    stage = serializers.ChoiceField(choices=Stage.choices)
    state = serializers.CharField()
    is_primary = serializers.BooleanField()
    is_override = serializers.BooleanField()
    issued_by = serializers.CharField()
    signed_by = serializers.CharField()
    stage_by = serializers.CharField()
    issued_at = serializers.DateTimeField()
    sign_by = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    departed_at = serializers.DateTimeField(allow_null=True)
    on_scene_at = serializers.DateTimeField(allow_null=True)
    handled_at = serializers.DateTimeField(allow_null=True)
    fed_back_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    late_stages = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    resent = serializers.IntegerField()
    channel = serializers.CharField()
    reason = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    outcome = serializers.CharField()
    next_steps = serializers.ListField(child=serializers.CharField())


class CrewIncidentOut(IncidentOut):
    """A call as its crew must know it; nothing of the caller."""

    narrative = serializers.CharField(allow_blank=True)
    has_weapon = serializers.BooleanField()
    has_hazard = serializers.BooleanField()
    warnings = serializers.ListField(child=serializers.CharField())


class AlongsideOut(serializers.Serializer[Any]):
    """Another unit on the same call."""

    call_sign = serializers.CharField()
    name = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    is_primary = serializers.BooleanField()


class CrewAssignmentOut(AssignmentOut):
    """A crew's own assignment, with what it must know before it arrives."""

    incident = CrewIncidentOut()
    others = AlongsideOut(many=True)


class RecommendationQuery(serializers.Serializer[Any]):
    """How many units, and what they must be able to do besides what the call's rule asks."""

    limit = serializers.IntegerField(required=False, min_value=1, max_value=50, default=5)
    capability = serializers.ListField(
        source="capabilities",
        child=serializers.CharField(max_length=30),
        required=False,
        max_length=10,
    )


class PassedOverUnitOut(serializers.Serializer[Any]):
    """A unit that is near and was not recommended."""

    call_sign = serializers.CharField()
    distance_m = serializers.IntegerField()
    why = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()


class PassedOverOut(serializers.Serializer[Any]):
    """Units nearer than the first recommended one."""

    count = serializers.IntegerField()
    sentence = serializers.CharField(allow_blank=True)
    units = PassedOverUnitOut(many=True)


class RankedOut(serializers.Serializer[Any]):
    """A unit that can be sent; seconds, geodesic metres, WGS-84."""

    call_sign = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = AssignedAgencyOut()
    status = serializers.CharField()
    distance_m = serializers.IntegerField()
    travel_s = serializers.IntegerField()
    position_age_s = serializers.IntegerField()
    load = serializers.DictField(child=serializers.IntegerField())
    tier = serializers.CharField()
    is_armed = serializers.BooleanField()
    capabilities = serializers.ListField(child=serializers.CharField())
    score = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())
    lng = serializers.FloatField()
    lat = serializers.FloatField()


class RecommendationOut(serializers.Serializer[Any]):
    """Units in order of their score, those passed over, what was asked, and by what method."""

    as_of = serializers.DateTimeField()
    incident = serializers.CharField()
    units = RankedOut(many=True)
    passed_over = PassedOverOut()
    needs = serializers.DictField()
    method = serializers.CharField()
