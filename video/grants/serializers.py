"""Shapes of the REST of grants."""

from typing import Any

from rest_framework import serializers

from video.grants.forms import MOST_CODES
from video.grants.models import CameraGrant
from video.health.models import CameraStatus


class GrantedQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60, required=False)
    cls = serializers.CharField(max_length=20, required=False)
    state = serializers.ChoiceField(choices=CameraStatus.State.choices, required=False)
    grant = serializers.CharField(max_length=20, required=False)
    purpose = serializers.ChoiceField(choices=CameraGrant.Purpose.choices, required=False)


class GrantedCameraOut(serializers.Serializer[Any]):
    """A camera another agency opened; degrees of WGS-84 and clockwise from north, metres."""

    code = serializers.CharField()
    name = serializers.CharField()
    class_name = serializers.CharField()
    agency = serializers.CharField()
    address = serializers.CharField()
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    bearing = serializers.FloatField(allow_null=True)
    view_angle = serializers.FloatField(allow_null=True)
    view_radius = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(choices=CameraStatus.State.choices)
    grant = serializers.CharField()
    valid_to = serializers.DateField()
    version = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"class": serializers.CharField()}


class GrantOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    version = serializers.IntegerField()
    agency = serializers.CharField(help_text="whose cameras they are")
    grantee = serializers.CharField(help_text="who may look")
    holder = serializers.CharField(help_text="badge number of who answers for it there")
    state = serializers.ChoiceField(choices=CameraGrant.State.choices)
    purpose = serializers.ChoiceField(choices=CameraGrant.Purpose.choices)
    note = serializers.CharField()
    instrument = serializers.CharField()
    covers = serializers.CharField()
    cameras = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField()
    approved_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()
    revoked_by = serializers.CharField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ending = serializers.CharField()


class GrantedCardOut(GrantedCameraOut):
    state_name = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    heard_at = serializers.DateTimeField(allow_null=True)
    grants = GrantOut(many=True)


class GrantQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60, required=False)
    state = serializers.ChoiceField(choices=CameraGrant.State.choices, required=False)
    purpose = serializers.ChoiceField(choices=CameraGrant.Purpose.choices, required=False)
    side = serializers.ChoiceField(choices=["given", "received"], required=False)


class ChoiceIn(serializers.Serializer[Any]):
    """Give `codes`, or one or more of `cls`, `cell`, `platform`, `agency` (codes)."""

    codes = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=MOST_CODES
    )
    cls = serializers.CharField(max_length=20, required=False)
    cell = serializers.CharField(max_length=20, required=False)
    platform = serializers.CharField(max_length=20, required=False)
    agency = serializers.CharField(max_length=12, required=False)


class PreviewIn(ChoiceIn):
    grantee = serializers.CharField(max_length=12, required=False)


class PreviewOut(serializers.Serializer[Any]):
    cameras = serializers.IntegerField()
    public = serializers.IntegerField()
    without_place = serializers.IntegerField()
    names = serializers.ListField(child=serializers.CharField())


class GrantIn(ChoiceIn):
    grantee = serializers.CharField(max_length=12)
    holder = serializers.CharField(max_length=20)
    purpose = serializers.ChoiceField(choices=CameraGrant.Purpose.choices)
    note = serializers.CharField(max_length=200)
    instrument = serializers.CharField(max_length=80)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()


class GrantDecisionIn(serializers.Serializer[Any]):
    decision = serializers.CharField(max_length=180, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False, min_value=1)


class GrantReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class TrainingQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60, required=False)
    officer = serializers.CharField(max_length=20, required=False)
    holds = serializers.ChoiceField(choices=["now", "soon", "over"], required=False)


class TrainingIn(serializers.Serializer[Any]):
    badge_number = serializers.CharField(max_length=20)
    course = serializers.CharField(max_length=80)
    passed_on = serializers.DateField()
    valid_to = serializers.DateField()


class TrainingOut(TrainingIn):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    recorded_by = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
