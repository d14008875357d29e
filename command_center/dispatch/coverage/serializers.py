"""Shapes of the coverage's REST: what comes in is checked here, what goes out documented here."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.dispatch.coverage.models import MoveUp
from patrol.units.models import Unit

TIER_CHOICES = ((1, "1"), (3, "3"), (5, "5"))


class CoverageQuery(serializers.Serializer[Any]):
    """`grid=0` leaves the points of the map out."""

    grid = serializers.BooleanField(required=False, default=True)


class AfterQuery(serializers.Serializer[Any]):
    """Call signs of the units that would go, with commas between."""

    units = serializers.CharField(max_length=400)

    def validate_units(self, text: str) -> list[str]:
        """One to twenty call signs."""
        signs = list(dict.fromkeys(sign.strip() for sign in text.split(",") if sign.strip()))
        if not 1 <= len(signs) <= 20:
            raise serializers.ValidationError(_("Name 1 to 20 units."))
        return signs


class ForceFields(serializers.Serializer[Any]):
    """Forces of a circle, by code or call sign; none named: every unit of its agency."""

    stations = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=100
    )
    units = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=100
    )
    agencies = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=100
    )


class CircleChange(ForceFields):
    """What may be changed of a circle."""

    name = serializers.CharField(max_length=100, required=False)
    tier = serializers.ChoiceField(choices=TIER_CHOICES, required=False)
    place = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**31 - 1
    )
    lng = serializers.FloatField(required=False, min_value=-180, max_value=180)
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    radius_m = serializers.IntegerField(
        required=False, allow_null=True, min_value=50, max_value=50_000
    )
    valid_to = serializers.DateField(required=False, allow_null=True)
    version = serializers.IntegerField(required=False)


class CircleFields(CircleChange):
    """A new circle: a place, or a point."""

    name = serializers.CharField(max_length=100)
    tier = serializers.ChoiceField(choices=TIER_CHOICES)
    agency = serializers.CharField(max_length=12, required=False)
    valid_from = serializers.DateField(required=False)


class RequirementChange(serializers.Serializer[Any]):
    """What may be changed of a requirement."""

    min_available = serializers.IntegerField(required=False, min_value=1, max_value=100)
    radius_m = serializers.IntegerField(
        required=False, allow_null=True, min_value=50, max_value=50_000
    )
    valid_to = serializers.DateField(required=False, allow_null=True)
    version = serializers.IntegerField(required=False)


class RequirementFields(RequirementChange):
    """A new requirement."""

    station = serializers.CharField(max_length=20)
    kind = serializers.ChoiceField(
        choices=Unit.Kind.choices, required=False, allow_blank=True, default=""
    )
    min_available = serializers.IntegerField(min_value=1, max_value=100)


class MoveUpFields(serializers.Serializer[Any]):
    """The decision on one proposal; a refusal says why."""

    unit = serializers.CharField(max_length=20)
    place = serializers.RegexField(r"^(station|circle|cell):.{1,40}$")
    gone = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=20
    )
    decision = serializers.ChoiceField(choices=MoveUp.Decision.choices)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class CircleOut(serializers.Serializer[Any]):
    """A circle."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    tier = serializers.IntegerField()
    agency = serializers.DictField()
    place = serializers.DictField(allow_null=True)
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    radius_m = serializers.IntegerField(allow_null=True)
    stations = serializers.ListField(child=serializers.CharField())
    units = serializers.ListField(child=serializers.CharField())
    agencies = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class CircleStateOut(CircleOut):
    """A circle as it stands."""

    is_met = serializers.BooleanField()
    seconds = serializers.IntegerField(allow_null=True)
    unit = serializers.DictField(allow_null=True)
    ring_m = serializers.IntegerField()


class CoverageOut(serializers.Serializer[Any]):
    """Coverage as it stands."""

    as_of = serializers.DateTimeField()
    method = serializers.CharField()
    units = serializers.DictField()
    ground = serializers.DictField()
    circles = CircleStateOut(many=True)
    cells = serializers.ListField(child=serializers.DictField())
    grid = serializers.DictField(required=False)


class AfterOut(serializers.Serializer[Any]):
    """What a dispatch leaves uncovered, and who could move up."""

    as_of = serializers.DateTimeField()
    method = serializers.CharField()
    gone = serializers.ListField(child=serializers.CharField())
    not_counted = serializers.ListField(child=serializers.CharField())
    lost = serializers.DictField()
    holes = serializers.ListField(child=serializers.DictField())
    move_ups = serializers.ListField(child=serializers.DictField())


class RequirementOut(serializers.Serializer[Any]):
    """A requirement as it stands."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    station = serializers.DictField()
    agency = serializers.DictField()
    kind = serializers.CharField(allow_blank=True)
    min_available = serializers.IntegerField()
    radius_m = serializers.IntegerField(allow_null=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    available = serializers.IntegerField()
    is_short = serializers.BooleanField()
    since = serializers.DateTimeField(allow_null=True)


class MoveUpOut(serializers.Serializer[Any]):
    """A decided move-up."""

    id = serializers.IntegerField()
    unit = serializers.CharField()
    gone = serializers.ListField(child=serializers.CharField())
    place = serializers.DictField()
    travel_s = serializers.IntegerField()
    circles_restored = serializers.IntegerField()
    points_restored = serializers.IntegerField()
    decision = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    order = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField()
    decided_by = serializers.CharField()
