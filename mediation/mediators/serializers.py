"""Shapes of bodies, mediators and village groups in REST."""

from rest_framework import serializers as s

from mediation.mediators.models import MediationBody, Mediator, VillageGroup


class ListQuery(s.Serializer[None]):
    """What a list is narrowed by."""

    q = s.CharField(required=False, allow_blank=True, max_length=100)
    kind = s.CharField(required=False, allow_blank=True, max_length=20)
    level = s.CharField(required=False, allow_blank=True, max_length=10)
    body = s.CharField(required=False, allow_blank=True, max_length=20)
    ended = s.BooleanField(required=False, default=False)
    idle = s.BooleanField(required=False, default=False)
    month = s.DateField(required=False)


class BodyIn(s.Serializer[None]):
    """A body that mediates."""

    code = s.CharField(max_length=20)
    name = s.CharField(max_length=100)
    kind = s.ChoiceField(choices=MediationBody.Kind.choices)
    level = s.ChoiceField(choices=MediationBody.Level.choices, required=False)
    agency = s.CharField(max_length=12, required=False)
    division = s.CharField(max_length=12, required=False, allow_blank=True)
    contact = s.CharField(max_length=60, required=False, allow_blank=True)
    address = s.CharField(max_length=200, required=False, allow_blank=True)
    term_from = s.DateField(required=False, allow_null=True)
    term_to = s.DateField(required=False, allow_null=True)
    is_active = s.BooleanField(required=False, default=True)


class MediatorIn(s.Serializer[None]):
    """A mediator; `home` is not kept, only a keyed digest of it."""

    body = s.CharField(max_length=20)
    name = s.CharField(max_length=50)
    kind = s.ChoiceField(choices=Mediator.Kind.choices)
    office = s.CharField(max_length=30, required=False, allow_blank=True)
    is_woman = s.BooleanField(required=False)
    specialities = s.CharField(max_length=200, required=False, allow_blank=True)
    contact = s.CharField(max_length=60, required=False, allow_blank=True)
    home = s.CharField(max_length=200, required=False, allow_blank=True)
    badge_number = s.CharField(max_length=20, required=False, allow_blank=True)
    most_at_once = s.IntegerField(required=False, min_value=1, max_value=99)
    trained_on = s.DateField(required=False, allow_null=True)
    valid_from = s.DateField(required=False)
    valid_to = s.DateField(required=False, allow_null=True)


class GroupIn(s.Serializer[None]):
    """A village group."""

    name = s.CharField(max_length=100)
    division = s.CharField(max_length=12)
    kind = s.ChoiceField(choices=VillageGroup.Kind.choices, required=False)
    agency = s.CharField(max_length=12, required=False)
    headcount = s.IntegerField(min_value=0, max_value=999)
    contact = s.CharField(max_length=60, required=False, allow_blank=True)
    is_active = s.BooleanField(required=False, default=True)


class ActivityIn(s.Serializer[None]):
    """What a group did on a day."""

    on = s.DateField()
    people = s.IntegerField(required=False, min_value=1, max_value=999)
    visited = s.IntegerField(required=False, min_value=0, max_value=9_999)
    settled = s.IntegerField(required=False, min_value=0, max_value=999)
    note = s.CharField(required=False, allow_blank=True, max_length=200)


class BodyOut(s.Serializer[None]):
    """A body with what the law misses."""

    code = s.CharField()
    name = s.CharField()
    kind = s.CharField()
    level = s.CharField()
    agency = s.CharField()
    term_from = s.DateField(allow_null=True)
    term_to = s.DateField(allow_null=True)
    is_active = s.BooleanField()
    version = s.IntegerField()


class MediatorOut(s.Serializer[None]):
    """A mediator."""

    id = s.IntegerField()
    name = s.CharField()
    kind = s.CharField()
    body = s.CharField()
    load = s.IntegerField()
    most_at_once = s.IntegerField()
    valid_from = s.DateField()
    valid_to = s.DateField(allow_null=True)
    version = s.IntegerField()


class VillageGroupOut(s.Serializer[None]):
    """A village group."""

    id = s.IntegerField()
    name = s.CharField()
    division = s.CharField()
    kind = s.CharField()
    headcount = s.IntegerField()
    last_active_on = s.DateField(allow_null=True)
    version = s.IntegerField()
