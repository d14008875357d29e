"""What comes in over REST to the offices, checked here."""

from typing import Any

from rest_framework import serializers

from grid.service.offices.models import OfficeStaff, UnitKind
from grid.territory.geo import CRS

_DIVISION = r"^\d{12}$"
_CODE = r"^[A-Za-z0-9_-]{1,20}$"
_PHONE = r"^[0-9 +()-]{3,30}$"


class OfficeQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_DIVISION, required=False)
    kind = serializers.ChoiceField(UnitKind.choices, required=False)
    closed = serializers.ChoiceField(["1"], required=False)


class OfficeChange(serializers.Serializer[Any]):
    """Any of the fields of an office; `version` here or as If-Match."""

    name = serializers.CharField(max_length=100, required=False)
    kind = serializers.ChoiceField(UnitKind.choices, required=False)
    agency = serializers.RegexField(_DIVISION, required=False)
    division = serializers.RegexField(_DIVISION, required=False, allow_blank=True)
    cells = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=200, required=False
    )
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    phone = serializers.RegexField(_PHONE, required=False, allow_blank=True)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)
    head_on_board = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class OfficeFields(OfficeChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=100)
    agency = serializers.RegexField(_DIVISION)
    template = serializers.SlugField(max_length=30, required=False)
    version = None  # type: ignore[assignment]  # a new row has none


class StaffIn(serializers.Serializer[Any]):
    duty = serializers.ChoiceField(OfficeStaff.Duty.choices)
    officer = serializers.CharField(max_length=20, required=False, help_text="Badge number.")
    heads = serializers.IntegerField(min_value=1, max_value=999, required=False)
    from_day = serializers.DateField()


class DayQuery(serializers.Serializer[Any]):
    on = serializers.DateField(required=False, help_text="Local date; today where left out.")
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_DIVISION, required=False)


class AssistantQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(_DIVISION, required=False)
    ended = serializers.ChoiceField(["1"], required=False)


class AssistantChange(serializers.Serializer[Any]):
    """Any of the fields of an assistant; `version` here or as If-Match."""

    name = serializers.CharField(max_length=50, required=False)
    division = serializers.RegexField(_DIVISION, required=False)
    agency = serializers.RegexField(_DIVISION, required=False)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True)
    version = serializers.IntegerField(min_value=1, required=False)


class AssistantFields(AssistantChange):
    badge = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=50)
    division = serializers.RegexField(_DIVISION)
    agency = serializers.RegexField(_DIVISION)
    version = None  # type: ignore[assignment]  # a new row has none
