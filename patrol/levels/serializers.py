"""Shapes of the REST of levels."""

from typing import Any

from rest_framework import serializers

from grid.territory.geo import CRS
from grid.territory.models import Place
from patrol.levels.models import OverlayProposal
from patrol.rounds.models import Mode

S = serializers.Serializer[Any]


class LevelQuery(S):
    at = serializers.DateTimeField(required=False, help_text="Only levels in force then.")


class LevelFields(S):
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    cells = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=500
    )
    level = serializers.IntegerField(min_value=1, max_value=9)
    confirm = serializers.IntegerField(min_value=1, max_value=9, help_text="The level once more.")
    reason = serializers.CharField(max_length=200)
    valid_from = serializers.DateTimeField(required=False)
    valid_to = serializers.DateTimeField()


class EndFields(S):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class TemplateChange(S):
    name = serializers.CharField(max_length=60, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    level = serializers.IntegerField(min_value=1, max_value=9, required=False)
    place = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    place_kind = serializers.ChoiceField(Place.Kind.choices, required=False, allow_blank=True)
    mode = serializers.ChoiceField(Mode.choices, required=False)
    starts_at = serializers.TimeField(required=False)
    ends_at = serializers.TimeField(required=False)
    rounds_a_day = serializers.IntegerField(min_value=1, max_value=24, required=False)
    dwell_s = serializers.IntegerField(min_value=0, max_value=7200, required=False)
    needs_armed = serializers.BooleanField(required=False)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True)
    version = serializers.IntegerField(min_value=1, required=False)


class TemplateFields(TemplateChange):
    name = serializers.CharField(max_length=60)
    level = serializers.IntegerField(min_value=1, max_value=9)
    starts_at = serializers.TimeField()
    ends_at = serializers.TimeField()


class ProposalQuery(S):
    state = serializers.ChoiceField(OverlayProposal.State.choices, required=False)


class DecideFields(S):
    lines = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        max_length=5000,
        help_text="Lines to approve; left out: all; empty: refuse the proposal.",
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class ControlPointQuery(S):
    all = serializers.BooleanField(required=False, help_text="Those that are over as well.")


class ControlPointFields(S):
    name = serializers.CharField(max_length=60)
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)
    address = serializers.CharField(required=False, allow_blank=True, max_length=120)
    reason = serializers.CharField(max_length=200)
    task = serializers.CharField(required=False, allow_blank=True, max_length=200)
    unit = serializers.CharField(required=False, allow_blank=True, max_length=20)
    valid_from = serializers.DateTimeField(required=False)
    valid_to = serializers.DateTimeField()
