"""What comes in over REST to video patrol."""

from typing import Any

from rest_framework import serializers

from grid.territory.geo import CRS
from video.rounds.models import Finding, FindingKind, RoundLook, RoundRun, UnseenReason
from video.rounds.services.planning import MOST

_AGENCY = r"^\d{12}$"
RUN_STATES = [*RoundRun.State.values, "late"]
LOOKED = [word for word in RoundLook.Result.values if word != RoundLook.Result.PENDING]


class VideoTeamChange(serializers.Serializer[Any]):
    """Any of the fields of a team; `version` here or as If-Match."""

    name = serializers.CharField(max_length=60, required=False)
    agency = serializers.RegexField(_AGENCY, required=False)
    desk = serializers.CharField(max_length=60, required=False, allow_blank=True)
    staff_min = serializers.IntegerField(min_value=1, max_value=20, required=False)
    staff_from = serializers.TimeField(required=False, allow_null=True)
    staff_to = serializers.TimeField(required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class VideoTeamFields(VideoTeamChange):
    name = serializers.CharField(max_length=60)
    agency = serializers.RegexField(_AGENCY)
    version = None  # type: ignore[assignment]  # a new row has none


class VideoRoundQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    team = serializers.IntegerField(required=False, min_value=1)
    camera = serializers.CharField(required=False, max_length=30)
    state = serializers.ChoiceField(["active", "ended"], required=False)


class VideoRoundChange(serializers.Serializer[Any]):
    """Any of the fields of a round; `version` here or as If-Match."""

    name = serializers.CharField(max_length=80, required=False)
    team = serializers.IntegerField(min_value=1, required=False)
    place = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    cameras = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=MOST
    )
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), required=False, max_length=7
    )
    starts_at = serializers.TimeField(required=False, help_text="local")
    ends_at = serializers.TimeField(required=False, help_text="local; before the start: next day")
    every_min = serializers.IntegerField(
        min_value=15, max_value=1440, required=False, allow_null=True
    )
    minutes = serializers.IntegerField(min_value=5, max_value=720, required=False)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class VideoRoundFields(VideoRoundChange):
    name = serializers.CharField(max_length=80)
    team = serializers.IntegerField(min_value=1)
    cameras = serializers.ListField(child=serializers.CharField(max_length=30), max_length=MOST)
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), max_length=7
    )
    starts_at = serializers.TimeField(help_text="local")
    ends_at = serializers.TimeField(help_text="local; before the start: next day")
    version = None  # type: ignore[assignment]  # a new row has none


class VideoRunQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    team = serializers.IntegerField(required=False, min_value=1)
    round = serializers.IntegerField(required=False, min_value=1)
    state = serializers.ChoiceField(RUN_STATES, required=False)
    on = serializers.DateField(required=False, help_text="local day it is due")


class VideoLookIn(serializers.Serializer[Any]):
    camera = serializers.CharField(max_length=30)
    result = serializers.ChoiceField(LOOKED)
    reason = serializers.ChoiceField(UnseenReason.choices, required=False, default="")
    note = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class VideoRunEndIn(serializers.Serializer[Any]):
    rest = serializers.ChoiceField(
        UnseenReason.choices, required=False, default="", help_text="why the others were not seen"
    )
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=1, required=False)


class VideoRunCancelIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class VideoFindingQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_AGENCY, required=False)
    kind = serializers.ChoiceField(FindingKind.choices, required=False)
    level = serializers.IntegerField(required=False, min_value=1, max_value=4)
    state = serializers.ChoiceField(Finding.State.choices, required=False)
    team = serializers.IntegerField(required=False, min_value=1)
    on = serializers.DateField(required=False, help_text="local day it was found")


class VideoFindingIn(serializers.Serializer[Any]):
    """What was seen, in words; never who, never a picture."""

    camera = serializers.CharField(max_length=30, required=False)
    kind = serializers.ChoiceField(FindingKind.choices)
    level = serializers.IntegerField(min_value=1, max_value=4, required=False)
    summary = serializers.CharField(max_length=200)
    place = serializers.CharField(max_length=120, required=False)
    address = serializers.CharField(max_length=200, required=False)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)


class VideoFindingCloseIn(serializers.Serializer[Any]):
    outcome = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)
