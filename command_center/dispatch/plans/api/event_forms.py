"""Shapes of bodies and answers of event plans."""

from typing import Any

from rest_framework import serializers

from command_center.dispatch.plans.api.forms import Versioned
from command_center.dispatch.plans.models import EventPlan
from command_center.incidents.api.forms import Strict

CRS = ["wgs84", "cgcs2000", "gcj02", "bd09"]
SMALL = 32_767


def lng(*, required: bool = True) -> serializers.FloatField:
    return serializers.FloatField(min_value=-180, max_value=180, required=required)


def lat(*, required: bool = True) -> serializers.FloatField:
    return serializers.FloatField(min_value=-90, max_value=90, required=required)


class EventQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=50, required=False, allow_blank=True)
    kind = serializers.ChoiceField(EventPlan.Kind.choices, required=False)
    state = serializers.ChoiceField(EventPlan.State.choices, required=False)
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)


class EventIn(Strict):
    name = serializers.CharField(max_length=100)
    kind = serializers.ChoiceField(EventPlan.Kind.choices)
    agency = serializers.CharField(max_length=12)
    place = serializers.CharField(max_length=120)
    lng = lng()
    lat = lat()
    crs = serializers.ChoiceField(CRS, required=False)
    radius_m = serializers.IntegerField(min_value=10, max_value=20_000, default=500)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    level = serializers.ChoiceField(EventPlan.Level.choices, default=3)
    expected_people = serializers.IntegerField(min_value=0, max_value=10_000_000, default=0)
    commander = serializers.CharField(max_length=20)
    note = serializers.CharField(max_length=4_000, allow_blank=True, default="")


class EventEdit(Versioned):
    name = serializers.CharField(max_length=100, required=False)
    kind = serializers.ChoiceField(EventPlan.Kind.choices, required=False)
    place = serializers.CharField(max_length=120, required=False)
    lng = lng(required=False)
    lat = lat(required=False)
    crs = serializers.ChoiceField(CRS, required=False)
    radius_m = serializers.IntegerField(min_value=10, max_value=20_000, required=False)
    starts_at = serializers.DateTimeField(required=False)
    ends_at = serializers.DateTimeField(required=False)
    level = serializers.ChoiceField(EventPlan.Level.choices, required=False)
    expected_people = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False)
    commander = serializers.CharField(max_length=20, required=False)
    note = serializers.CharField(max_length=4_000, allow_blank=True, required=False)


class EventOut(serializers.Serializer[Any]):
    """An event plan."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    agency = serializers.DictField()
    place = serializers.CharField()
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    radius_m = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    level = serializers.IntegerField()
    expected_people = serializers.IntegerField()
    commander = serializers.DictField()
    note = serializers.CharField(allow_blank=True)
    copied_from = serializers.IntegerField(allow_null=True)
    drafted_by = serializers.CharField()
    approved_by = serializers.CharField(allow_blank=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    report = serializers.CharField(allow_blank=True)
    result = serializers.DictField()


class EventStepIn(Versioned):
    to = serializers.ChoiceField(["approved", "running", "closed", "cancelled"])
    text = serializers.CharField(max_length=4_000, required=False, allow_blank=True, default="")


class CopyIn(Strict):
    name = serializers.CharField(max_length=100)
    starts_at = serializers.DateTimeField()


class PostIn(Versioned):
    name = serializers.CharField(max_length=60)
    duty = serializers.CharField(max_length=200, allow_blank=True, default="")
    lng = lng()
    lat = lat()
    required_people = serializers.IntegerField(min_value=1, max_value=1_000, default=2)
    units = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=50, default=list
    )
    manned_from = serializers.DateTimeField()
    manned_to = serializers.DateTimeField()
    equipment = serializers.CharField(max_length=200, allow_blank=True, default="")


class CrewIn(Versioned):
    name = serializers.CharField(max_length=80)
    duty = serializers.CharField(max_length=120, allow_blank=True, default="")
    people = serializers.IntegerField(min_value=1, max_value=10_000)
    there_from = serializers.DateTimeField()
    there_to = serializers.DateTimeField()


class ResourceIn(Versioned):
    name = serializers.CharField(max_length=80)
    required = serializers.IntegerField(min_value=1, max_value=SMALL)  # type: ignore[assignment]
    ready = serializers.IntegerField(min_value=0, max_value=SMALL, default=0)
    holder = serializers.CharField(max_length=80, allow_blank=True, default="")


class MilestoneIn(Versioned):
    due_at = serializers.DateTimeField()
    text = serializers.CharField(max_length=200)
    owner = serializers.CharField(max_length=80, allow_blank=True, default="")


class PartOut(serializers.Serializer[Any]):
    """A post, crew, resource or milestone: its own fields, as they were sent."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()


class SettleIn(Strict):
    state = serializers.ChoiceField(["done", "skipped"])
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class MoveIn(Versioned):
    lng = lng()
    lat = lat()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class PostMoveOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    post = serializers.IntegerField()
    moved_at = serializers.DateTimeField()
    moved_by = serializers.CharField()
    to = serializers.ListField(child=serializers.FloatField())
    reason = serializers.CharField(allow_blank=True)
    order = serializers.CharField(allow_blank=True)


class OrderIn(Strict):
    title = serializers.CharField(min_length=4, max_length=120)
    text = serializers.CharField(min_length=4, max_length=4_000)


class OrderOut(serializers.Serializer[Any]):
    number = serializers.CharField()


class MannedIn(Strict):
    people = serializers.IntegerField(min_value=1, max_value=1_000)


class DutyOut(serializers.Serializer[Any]):
    """A unit's duty at a post."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    state = serializers.CharField()
    due_at = serializers.DateTimeField()


class BoardOut(serializers.Serializer[Any]):
    """The board of the day."""

    as_of = serializers.DateTimeField()
    posts = serializers.ListField(child=serializers.DictField())
    milestones = serializers.ListField(child=serializers.DictField())
    incidents = serializers.ListField(child=serializers.DictField())
    orders = serializers.ListField(child=serializers.DictField())
    gaps = serializers.ListField(child=serializers.DictField())
    peak = serializers.DictField(allow_null=True)
