"""Shapes of the REST of video health."""

from typing import Any, Final

from rest_framework import serializers

from video.health.models import (
    CameraStatus,
    Exclusion,
    FaultKind,
    Inspection,
    PictureFault,
    PlatformStatus,
    Sample,
)
from video.health.services.signs import MOST_EVENTS, SAYS

MOST_CAMERAS: Final = 5_000


class CameraEventIn(serializers.Serializer[Any]):
    gb_id = serializers.RegexField(r"^[0-9]{20}$")
    event = serializers.ChoiceField(choices=list(SAYS))
    at = serializers.DateTimeField(required=False)


class EventsIn(serializers.Serializer[Any]):
    """Catalogue events; one without a moment is of now."""

    events = CameraEventIn(many=True, allow_empty=False, max_length=MOST_EVENTS)  # type: ignore[call-arg]


class BeatIn(serializers.Serializer[Any]):
    """What a platform says of itself; `platform` is its code or national id."""

    platform = serializers.CharField(max_length=20)
    online = serializers.BooleanField(default=True)


class BeatsIn(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    beats = BeatIn(many=True, allow_empty=False, max_length=MOST_EVENTS)  # type: ignore[call-arg]


class SignsTakenOut(serializers.Serializer[Any]):
    """What became of signs; `unknown` names the first 200 ids nothing in your scope has."""

    at = serializers.DateTimeField()
    received = serializers.IntegerField()
    taken = serializers.IntegerField()
    older = serializers.IntegerField()
    changed = serializers.IntegerField()
    unknown_count = serializers.IntegerField()
    unknown = serializers.ListField(child=serializers.CharField())


class MomentQuery(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False)


class SpanOut(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=CameraStatus.State.choices)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class CameraStateOut(serializers.Serializer[Any]):
    """A camera's state at a moment, with the present one's ground and the last intervals."""

    camera = serializers.CharField()
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=CameraStatus.State.choices)
    is_excluded = serializers.BooleanField()
    heard_at = serializers.DateTimeField(allow_null=True)
    source_of_sign = serializers.CharField(allow_blank=True)
    spans = SpanOut(many=True)


class PlatformStateQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60, required=False)
    state = serializers.ChoiceField(choices=PlatformStatus.State.choices, required=False)


class PlatformStateOut(serializers.Serializer[Any]):
    platform = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=PlatformStatus.State.choices)
    since = serializers.DateTimeField(allow_null=True)
    heard_at = serializers.DateTimeField(allow_null=True)
    cameras = serializers.IntegerField()
    online = serializers.IntegerField()


class ExclusionQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60, required=False)
    state = serializers.ChoiceField(choices=Exclusion.State.choices, required=False)
    reason = serializers.ChoiceField(choices=Exclusion.Reason.choices, required=False)


class ExclusionIn(serializers.Serializer[Any]):
    """Give exactly one of `cameras` (codes), `platform` (code) and `agency` (code)."""

    cameras = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=MOST_CAMERAS
    )
    platform = serializers.CharField(max_length=20, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    reason = serializers.ChoiceField(choices=Exclusion.Reason.choices)
    note = serializers.CharField(max_length=200)
    document = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class DecisionIn(serializers.Serializer[Any]):
    decision = serializers.CharField(max_length=180, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False, min_value=1)


class ExclusionOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    version = serializers.IntegerField()
    agency = serializers.CharField()
    platform = serializers.CharField(allow_null=True)
    covers = serializers.CharField()
    cameras = serializers.IntegerField()
    reason = serializers.ChoiceField(choices=Exclusion.Reason.choices)
    note = serializers.CharField()
    document = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=Exclusion.State.choices)
    requested_by = serializers.CharField()
    requested_at = serializers.DateTimeField()
    approved_by = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()


class InspectionQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60, required=False)
    sample = serializers.CharField(max_length=20, required=False)
    picture = serializers.ChoiceField(choices=Inspection.Picture.choices, required=False)
    place = serializers.ChoiceField(choices=Inspection.Place.choices, required=False)
    checked_from = serializers.DateField(required=False)
    checked_to = serializers.DateField(required=False)


class InspectionIn(serializers.Serializer[Any]):
    """What was seen at a camera: `lng`/`lat` (WGS-84) is where it really stands."""

    camera = serializers.CharField(max_length=30)
    sample = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    picture = serializers.ChoiceField(
        choices=Inspection.Picture.choices, required=False, allow_blank=True, default=""
    )
    faults = serializers.ListField(
        child=serializers.ChoiceField(choices=FaultKind.choices), required=False, max_length=8
    )
    place = serializers.ChoiceField(
        choices=Inspection.Place.choices, required=False, allow_blank=True, default=""
    )
    lng = serializers.FloatField(required=False, min_value=-180, max_value=180)
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    distance_m = serializers.FloatField(required=False, min_value=0, max_value=100_000)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class InspectionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    camera = serializers.CharField()
    sample = serializers.CharField(allow_null=True)
    picture = serializers.CharField(allow_blank=True)
    faults = serializers.ListField(child=serializers.CharField())
    place = serializers.CharField(allow_blank=True)
    distance_m = serializers.FloatField(allow_null=True)
    inspector = serializers.CharField()
    checked_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class SampleQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=20, required=False)
    purpose = serializers.ChoiceField(choices=Sample.Purpose.choices, required=False)
    is_open = serializers.BooleanField(required=False, default=False)


class SampleIn(serializers.Serializer[Any]):
    """Draw `size` cameras at random; `is_public` and `camera_class` narrow what is drawn from."""

    agency = serializers.CharField(max_length=12, required=False)
    size = serializers.IntegerField(min_value=1, max_value=2_000)
    purpose = serializers.ChoiceField(choices=Sample.Purpose.choices)
    due_on = serializers.DateField()
    is_public = serializers.BooleanField(required=False)
    camera_class = serializers.CharField(max_length=20, required=False)


class SampleOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    version = serializers.IntegerField()
    agency = serializers.CharField()
    purpose = serializers.ChoiceField(choices=Sample.Purpose.choices)
    drawn_from = serializers.IntegerField()
    size = serializers.IntegerField()
    done = serializers.IntegerField()
    seed = serializers.CharField()
    drawn_by = serializers.CharField()
    drawn_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    closed_at = serializers.DateTimeField(allow_null=True)


class SampleDetailOut(SampleOut):
    cameras = serializers.ListField(child=serializers.CharField())


class FaultQuery(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=FaultKind.choices, required=False)


class FaultIn(serializers.Serializer[Any]):
    camera = serializers.CharField(max_length=30)
    kind = serializers.ChoiceField(choices=FaultKind.choices)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class FaultOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    camera = serializers.CharField()
    kind = serializers.ChoiceField(choices=FaultKind.choices)
    found_by = serializers.ChoiceField(choices=PictureFault.FoundBy.choices)
    inspector = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    cleared_at = serializers.DateTimeField(allow_null=True)
    cleared_by = serializers.CharField(allow_blank=True)


class SignRuleIn(serializers.Serializer[Any]):
    """Ages in seconds, and when a platform counts as lost, from a day on."""

    sweep_s = serializers.IntegerField(min_value=30, max_value=604_800)
    notify_s = serializers.IntegerField(min_value=30, max_value=2_592_000)
    catalog_s = serializers.IntegerField(min_value=30, max_value=2_592_000)
    heartbeat_s = serializers.IntegerField(min_value=30, max_value=86_400)
    lost_share = serializers.IntegerField(min_value=50, max_value=100)
    lost_least = serializers.IntegerField(min_value=2, max_value=1_000)
    valid_from = serializers.DateField()
    version = serializers.IntegerField(required=False, min_value=1)


class SignRuleOut(SignRuleIn):
    agency = serializers.CharField(allow_null=True)
