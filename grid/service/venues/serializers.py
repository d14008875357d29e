"""What the REST of venues takes in."""

from typing import Any

from rest_framework import serializers

from grid.service.venues.figures import BY
from grid.service.venues.models import (
    FoundIn,
    Inspection,
    InspectionAnswer,
    Level,
    Stage,
)
from grid.territory.geo import CRS

MOST_SIGNS = 2_000
MOST_ROWS = 1_000_000_000
STATES = ("silent", "due", "hazards", "licence")
CODE = r"^[A-Za-z0-9][A-Za-z0-9-]{0,19}$"


class Where(serializers.Serializer[Any]):
    """A point in degrees; `crs` is wgs84 unless said."""

    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField(choices=[c.value for c in CRS], required=False)


class VenueQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=100)
    kind = serializers.SlugField(required=False, max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    cell = serializers.CharField(required=False, max_length=20)
    state = serializers.ChoiceField(choices=STATES, required=False)
    closed = serializers.BooleanField(required=False)


class VenueFields(Where):
    name = serializers.CharField(max_length=100)
    kind = serializers.SlugField(max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    place = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    operator = serializers.CharField(max_length=100, required=False, allow_blank=True)
    licence = serializers.CharField(max_length=60, required=False, allow_blank=True)
    licence_to = serializers.DateField(required=False, allow_null=True)
    sends_feed = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class VenueNew(VenueFields):
    code = serializers.RegexField(CODE)


class VenueChange(VenueFields):
    name = serializers.CharField(max_length=100, required=False)
    kind = serializers.SlugField(max_length=20, required=False)
    version = serializers.IntegerField(required=False)


class VenueInspectionQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=100)
    kind = serializers.SlugField(required=False, max_length=20)
    type = serializers.ChoiceField(choices=Inspection.Kind.choices, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    cell = serializers.CharField(required=False, max_length=20)
    venue = serializers.IntegerField(required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    missed = serializers.BooleanField(required=False)


class InspectionAnswerFields(serializers.Serializer[Any]):
    item = serializers.IntegerField()
    verdict = serializers.ChoiceField(
        choices=InspectionAnswer.Verdict.choices, required=False, allow_blank=True
    )
    done = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    of = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)
    hazard = serializers.CharField(required=False, allow_blank=True, max_length=300)
    rectify_by = serializers.DateTimeField(required=False)
    reports = serializers.BooleanField(default=True)


class VenueInspectionFields(Where):
    venue = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    kind = serializers.ChoiceField(choices=Inspection.Kind.choices, required=False)
    at = serializers.DateTimeField(help_text="When it was done; at most 30 days ago.")
    error_m = serializers.IntegerField(required=False, min_value=0, max_value=100_000)
    answers = InspectionAnswerFields(many=True, max_length=100)  # type: ignore[call-arg]
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    notice_number = serializers.CharField(required=False, allow_blank=True, max_length=60)
    cases = serializers.IntegerField(required=False, min_value=0, max_value=9_999)
    people = serializers.IntegerField(required=False, min_value=0, max_value=9_999)


class HazardQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=100)
    stage = serializers.ChoiceField(choices=["open", "late", *Stage.values], required=False)
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    kind = serializers.SlugField(required=False, max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    cell = serializers.CharField(required=False, max_length=20)
    found_in = serializers.ChoiceField(choices=FoundIn.choices, required=False)
    venue = serializers.IntegerField(required=False)
    repeat = serializers.BooleanField(required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    gone_first = serializers.DateField(required=False)
    gone_last = serializers.DateField(required=False)


class HazardFields(Where):
    venue = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    cell = serializers.CharField(required=False, max_length=20)
    address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    text = serializers.CharField(max_length=300)
    level = serializers.ChoiceField(choices=Level.choices, default=Level.GENERAL)
    found_in = serializers.ChoiceField(
        choices=[("visit", "visit"), ("patrol", "patrol"), ("report", "report")], required=False
    )
    found_at = serializers.DateTimeField(required=False)
    rectify_by = serializers.DateTimeField(required=False)
    notice_number = serializers.CharField(required=False, allow_blank=True, max_length=60)


class HazardStep(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)


class HazardNotifyFields(HazardStep):
    notice_number = serializers.CharField(max_length=60)
    rectify_by = serializers.DateTimeField(required=False)


class HazardRectifyFields(HazardStep):
    done = serializers.CharField(max_length=300)


class HazardVerifyFields(HazardStep):
    seen = serializers.CharField(max_length=300, required=False, allow_blank=True)
    closes = serializers.BooleanField(default=True)


class HazardSendBackFields(HazardStep):
    reason = serializers.CharField(max_length=300)
    rectify_by = serializers.DateTimeField(required=False)


class HazardCloseFields(HazardStep):
    outcome = serializers.CharField(max_length=300, required=False, allow_blank=True)


class HazardStrikeFields(HazardStep):
    reason = serializers.CharField(max_length=300)


class HazardPenaltyFields(HazardStep):
    penalty_number = serializers.CharField(max_length=60)


class FeedSignFields(serializers.Serializer[Any]):
    venue = serializers.CharField(max_length=20, help_text="Code of the venue.")
    at = serializers.DateTimeField()
    rows = serializers.IntegerField(default=0, min_value=0, max_value=MOST_ROWS)


class FeedBatch(serializers.Serializer[Any]):
    signs = FeedSignFields(many=True, min_length=1, max_length=MOST_SIGNS)  # type: ignore[call-arg]


class VenueAlarmFields(serializers.Serializer[Any]):
    venue = serializers.CharField(max_length=20, help_text="Code of the venue.")
    ref = serializers.CharField(max_length=60, help_text="The sender's own number of the alarm.")
    at = serializers.DateTimeField()
    text = serializers.CharField(min_length=4, max_length=200)
    level = serializers.ChoiceField(choices=Level.choices, default=Level.MAJOR)


class VenuePhotoQuery(serializers.Serializer[Any]):
    taken_at = serializers.DateTimeField(help_text="By the phone's own clock.")
    item = serializers.IntegerField(required=False, help_text="Line of the checklist.")


class HazardFigureQuery(serializers.Serializer[Any]):
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    by = serializers.ChoiceField(choices=list(BY), default="kind")
