"""Shapes of bodies and answers of response plans."""

from typing import Any

from rest_framework import serializers

from command_center.dispatch.plans.models import PlanNeed
from command_center.incidents.api.forms import Named, Strict
from grid.organisation.roles import Role
from patrol.units.models import Unit

MOST = 2**31 - 1


class Versioned(Strict):
    version = serializers.IntegerField(required=False, min_value=1, max_value=MOST)


class NeedIn(Strict):
    step = serializers.IntegerField(min_value=1, max_value=9, default=1)
    kind = serializers.ChoiceField(PlanNeed.Kind.choices)
    count = serializers.IntegerField(min_value=1, max_value=200, default=1)
    unit_kind = serializers.ChoiceField(Unit.Kind.choices, allow_blank=True, default="")
    capability = serializers.CharField(max_length=30, allow_blank=True, default="")
    is_armed = serializers.BooleanField(default=False)
    title = serializers.CharField(max_length=120, allow_blank=True, default="")
    text = serializers.CharField(max_length=4_000, allow_blank=True, default="")
    receivers = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=200, default=list
    )
    sign_within_min = serializers.IntegerField(min_value=1, max_value=1440, default=10)
    due_within_min = serializers.IntegerField(min_value=1, max_value=10_080, default=60)
    roles = serializers.ListField(
        child=serializers.ChoiceField(Role.choices), max_length=20, default=list
    )
    people = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=50, default=list
    )


class PlanFields(Strict):
    name = serializers.CharField(max_length=80)
    category_prefix = serializers.RegexField(r"^\d{0,8}$", allow_blank=True, required=False)
    levels = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=4), max_length=4, required=False
    )
    cells = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=200, required=False
    )
    hour_from = serializers.TimeField(required=False, allow_null=True)
    hour_to = serializers.TimeField(required=False, allow_null=True)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=4_000, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)


class PlanIn(PlanFields):
    code = serializers.SlugField(max_length=30)
    agency = serializers.CharField(max_length=12)
    needs = NeedIn(many=True)


class PlanEdit(PlanFields):
    name = serializers.CharField(max_length=80, required=False)
    needs = NeedIn(many=True, required=False)
    version = serializers.IntegerField(required=False, min_value=1, max_value=MOST)


class PlanQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=50, required=False, allow_blank=True)
    category = serializers.CharField(max_length=12, required=False)
    state = serializers.ChoiceField(["current", "past"], required=False)


class PlanOut(serializers.Serializer[Any]):
    """A response plan with its needs."""

    code = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    agency = Named()
    category_prefix = serializers.CharField(allow_blank=True)
    levels = serializers.ListField(child=serializers.IntegerField())
    cells = serializers.ListField(child=serializers.CharField())
    hour_from = serializers.CharField(allow_null=True)
    hour_to = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    steps = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)
    is_active = serializers.BooleanField()
    author = serializers.CharField(allow_blank=True)
    needs = serializers.ListField(child=serializers.DictField())


class FitOut(serializers.Serializer[Any]):
    """A plan that fits an incident, why, and what it would send now."""

    code = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    steps = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)
    reasons = serializers.ListField(child=serializers.CharField())
    activation = serializers.IntegerField(allow_null=True)
    preview = serializers.DictField()


class ActivateIn(Strict):
    step = serializers.IntegerField(min_value=1, max_value=9, default=1)


class ActivationEndIn(Versioned):
    outcome = serializers.CharField(max_length=4_000)
    lessons = serializers.CharField(max_length=4_000, required=False, allow_blank=True)


class TickIn(Strict):
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CheckOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    step = serializers.IntegerField()
    text = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)


class ActivationQuery(serializers.Serializer[Any]):
    incident = serializers.CharField(max_length=16, required=False)
    plan = serializers.CharField(max_length=30, required=False)
    state = serializers.ChoiceField(["running", "ended"], required=False)


class ActivationOut(serializers.Serializer[Any]):
    """A plan at work on an incident."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    plan = serializers.DictField()
    plan_version = serializers.IntegerField()
    plan_text = serializers.DictField()
    incident = serializers.CharField()
    step = serializers.IntegerField()
    steps = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    started_by = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField(allow_blank=True)
    lessons = serializers.CharField(allow_blank=True)
    result = serializers.DictField()
    checks = CheckOut(many=True)
