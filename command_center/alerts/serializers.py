"""Shapes of the alerts' REST: what comes in is checked here, what goes out is described here."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.alerts.models import Alert, Priority


class AlertQuery(serializers.Serializer[Any]):
    """Filters of the list."""

    state = serializers.ChoiceField(choices=Alert.State.choices, required=False)
    unresolved = serializers.BooleanField(required=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    kind = serializers.CharField(max_length=60, required=False)
    raised_after = serializers.DateTimeField(required=False)
    raised_before = serializers.DateTimeField(required=False)


class AcknowledgeGroupIn(serializers.Serializer[Any]):
    """Which alerts to take together."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        min_length=1,
        max_length=200,
    )


class ShelveIn(serializers.Serializer[Any]):
    """For how long, and why."""

    minutes = serializers.IntegerField(min_value=1, max_value=30)
    reason = serializers.CharField(min_length=4, max_length=200)


class ResolveIn(serializers.Serializer[Any]):
    """What came of it."""

    outcome = serializers.CharField(min_length=2, max_length=200)


class PositionIn(serializers.Serializer[Any]):
    """A WGS-84 position in degrees; both or neither."""

    lng = serializers.FloatField(min_value=-180, max_value=180, required=False)
    lat = serializers.FloatField(min_value=-90, max_value=90, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("lng" in attrs) != ("lat" in attrs):
            missing = "lat" if "lng" in attrs else "lng"
            raise serializers.ValidationError({missing: _("A position needs both lng and lat")})
        return attrs


class HelpIn(PositionIn):
    """An officer's call for help: everything may be left out."""

    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    is_exercise = serializers.BooleanField(required=False, default=False)


class ButtonIn(PositionIn):
    """The press of an alarm button, as its platform tells it."""

    device = serializers.CharField(max_length=40)
    device_name = serializers.CharField(max_length=100)
    pressed_at = serializers.DateTimeField(required=False)
    is_exercise = serializers.BooleanField(required=False, default=False)

    def validate_pressed_at(self, value: Any) -> Any:
        if value > timezone.now() + timedelta(minutes=2):
            raise serializers.ValidationError(_("This time is in the future"))
        return value


class AlertAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class SubjectOut(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.CharField()


class AlertOut(serializers.Serializer[Any]):
    """An alert as lists, facts and answers show it; times with offset, position WGS-84."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    kind = serializers.CharField()
    rule = serializers.CharField()
    priority = serializers.IntegerField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    state = serializers.ChoiceField(choices=Alert.State.choices)
    raised_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    occurrences = serializers.IntegerField()
    agency = AlertAgencyOut()
    audience_path = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    sound = serializers.CharField()
    subject = SubjectOut()
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    acknowledged_by = serializers.CharField(allow_blank=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    shelved_by = serializers.CharField(allow_blank=True)
    shelved_until = serializers.DateTimeField(allow_null=True)
    shelved_reason = serializers.CharField(allow_blank=True)
    resolved_by = serializers.CharField(allow_blank=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    escalation_step = serializers.IntegerField()
    is_exercise = serializers.BooleanField()


class GroupOut(serializers.Serializer[Any]):
    """Alerts of one kind in one agency."""

    kind = serializers.CharField()
    agency__code = serializers.CharField()
    agency__name = serializers.CharField()
    alerts = serializers.IntegerField()
    unacknowledged = serializers.IntegerField()
    priority = serializers.IntegerField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()


class RateOut(serializers.Serializer[Any]):
    """The alarm rate."""

    raised = serializers.IntegerField()
    limit = serializers.IntegerField()
    window_s = serializers.IntegerField()
    is_flood = serializers.BooleanField()
