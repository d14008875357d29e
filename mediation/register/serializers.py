"""What comes in over REST about disputes, checked for form; meaning is for the services."""

from typing import Any, Final

from rest_framework import serializers

from grid.territory.geo import CRS
from mediation.mediators.models import MediationBody
from mediation.register import intake
from mediation.register.models import Dispute, DisputeCall, Party

SYSTEMS: Final = [c.value for c in CRS]
_PEOPLE: Final = {"min_value": 1, "max_value": 100_000, "allow_null": True, "required": False}


class PartyIn(serializers.Serializer[Any]):
    """A party; encrypted at rest, answered masked."""

    side = serializers.ChoiceField(Party.Side.choices)
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    id_number = serializers.CharField(max_length=30, required=False, allow_blank=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    guardian = serializers.CharField(max_length=60, required=False, allow_blank=True)
    is_minor = serializers.BooleanField(required=False)
    needs_care = serializers.BooleanField(required=False)
    is_organisation = serializers.BooleanField(required=False)


class PartyChange(PartyIn):
    """What of a party is corrected."""

    side = serializers.ChoiceField(Party.Side.choices, required=False)
    name = serializers.CharField(max_length=60, required=False)


class DisputeFields(serializers.Serializer[Any]):
    """What may be said of a dispute, and corrected."""

    category = serializers.CharField(max_length=30, required=False)
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    narrative = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    cell = serializers.CharField(max_length=20, required=False, allow_blank=True)
    place = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    lng = serializers.FloatField(required=False, allow_null=True)
    lat = serializers.FloatField(required=False, allow_null=True)
    crs = serializers.ChoiceField(SYSTEMS, required=False)
    position_error_m = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=100_000, help_text="metres"
    )
    people = serializers.IntegerField(**_PEOPLE)  # type: ignore[arg-type]
    amount = serializers.DecimalField(
        14, 2, required=False, allow_null=True, min_value=0, help_text="yuan"
    )
    measures = serializers.CharField(max_length=300, required=False, allow_blank=True)
    is_closed_door = serializers.BooleanField(required=False)
    has_minor = serializers.BooleanField(required=False)
    has_home_violence = serializers.BooleanField(required=False)


class DisputeChange(DisputeFields):
    """A correction, with the version that was read."""

    version = serializers.IntegerField(required=False, min_value=1)


class DisputeIn(DisputeFields):
    """A new dispute with its parties, and whatever a doorstep form holds besides.

    `written_at` is when a phone wrote it down; the parts besides are kept with it or not at all.
    """

    agency = serializers.CharField(max_length=12, required=False)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        Dispute.Source.choices, default=Dispute.Source.VISIT
    )
    source_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    reported_at = serializers.DateTimeField(required=False)
    written_at = serializers.DateTimeField(required=False)
    parties = PartyIn(many=True, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields.update(intake.fields())
        return fields


class SheetRowIn(serializers.Serializer[Any]):
    """A line of a sheet of disputes."""

    source_number = serializers.CharField(max_length=60)
    category = serializers.CharField(max_length=30)
    title = serializers.CharField(max_length=120, required=False)
    address = serializers.CharField(max_length=200, required=False)
    cell = serializers.CharField(max_length=20, required=False)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    people = serializers.IntegerField(**_PEOPLE)  # type: ignore[arg-type]
    amount = serializers.DecimalField(14, 2, required=False, min_value=0)
    reported_at = serializers.DateTimeField(required=False)
    narrative = serializers.CharField(max_length=4000, required=False)


class DisputeQuery(serializers.Serializer[Any]):
    """Filters of the list of disputes."""

    q = serializers.CharField(max_length=60, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    category = serializers.CharField(max_length=30, required=False)
    grade = serializers.ChoiceField(
        [*Dispute.Grade.choices, ("none", "not graded")], required=False
    )
    stage = serializers.ChoiceField(Dispute.Stage.choices, required=False)
    source = serializers.ChoiceField(Dispute.Source.choices, required=False)  # type: ignore[assignment]
    level = serializers.ChoiceField(MediationBody.Level.choices, required=False)
    body = serializers.CharField(max_length=20, required=False)
    cell = serializers.CharField(max_length=20, required=False)
    leader = serializers.CharField(max_length=20, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    open = serializers.BooleanField(required=False, default=False)


class CallQuery(serializers.Serializer[Any]):
    """Filters of the calls classed as disputes."""

    q = serializers.CharField(max_length=60, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    cell = serializers.CharField(max_length=20, required=False)
    answer = serializers.ChoiceField(
        [("none", "none"), ("dispute", "dispute"), *DisputeCall.Reason.choices], required=False
    )
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    exercise = serializers.BooleanField(required=False, default=False)


class CallAnswerIn(serializers.Serializer[Any]):
    """Why a call has no dispute."""

    reason = serializers.ChoiceField(DisputeCall.Reason.choices)
    text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class CallDisputeIn(serializers.Serializer[Any]):
    """The dispute a call is about; empty: a new one is made of the call."""

    dispute = serializers.CharField(max_length=20, required=False, allow_blank=True)


class AgainIn(serializers.Serializer[Any]):
    """A dispute came up again."""

    source = serializers.ChoiceField(Dispute.Source.choices)  # type: ignore[assignment]
    source_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    at = serializers.DateTimeField(required=False)


class DisputeRevealIn(serializers.Serializer[Any]):
    """Why a dispute is to be read in clear."""

    purpose = serializers.CharField(max_length=60)
    case_number = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=200)


class PartyRemovalIn(serializers.Serializer[Any]):
    """Why a party is taken out."""

    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class TwinQuery(serializers.Serializer[Any]):
    """The place a new dispute is at; parties are never asked for in an address."""

    address = serializers.CharField(max_length=200, required=False, default="")
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField(SYSTEMS, required=False)
