"""Shapes of the REST of repair: what is answered."""

from typing import Any

from rest_framework import serializers


class TicketRowOut(serializers.Serializer[Any]):
    """A ticket in a list; `parts` is how many tickets are part of it, `penalty` yuan."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    state = serializers.CharField()
    stage = serializers.CharField()
    round = serializers.IntegerField()
    camera = serializers.CharField(allow_null=True)
    platform = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    fault = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    priority = serializers.IntegerField()
    contractor = serializers.CharField(allow_null=True)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    note = serializers.CharField(allow_blank=True)
    times_reported = serializers.IntegerField()
    in_warranty = serializers.BooleanField()
    parts = serializers.IntegerField()
    issued_at = serializers.DateTimeField()
    assigned_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField()
    fixed_at = serializers.DateTimeField(allow_null=True)
    fix_due_at = serializers.DateTimeField(allow_null=True)
    reminded_at = serializers.DateTimeField(allow_null=True)
    overdue_at = serializers.DateTimeField(allow_null=True)
    penalty = serializers.IntegerField()
    version = serializers.IntegerField()


class TicketOut(TicketRowOut):
    """A ticket with where it is, its SLA, clock, history and parts."""

    where = serializers.DictField()
    sla = serializers.DictField()
    fixed_by = serializers.CharField(allow_blank=True)
    is_remote = serializers.BooleanField()
    outcome = serializers.CharField(allow_blank=True)
    spans = serializers.ListField(child=serializers.DictField())
    history = serializers.ListField(child=serializers.DictField())
    used_parts = serializers.ListField(child=serializers.DictField())


class SparePartOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    price = serializers.CharField()
    in_stock = serializers.IntegerField()
    reorder_at = serializers.IntegerField()
    warranty_months = serializers.IntegerField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class SeatOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    badge_number = serializers.CharField()
    company = serializers.CharField()
    undertaking = serializers.CharField()
    undertaken_on = serializers.DateField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    holds = serializers.BooleanField()
    version = serializers.IntegerField()


class SlaRuleOut(serializers.Serializer[Any]):
    """Minutes from the assignment; yuan."""

    id = serializers.IntegerField()
    agency = serializers.CharField()
    camera_class = serializers.CharField(allow_null=True)
    priority = serializers.IntegerField()
    accept_min = serializers.IntegerField()
    arrive_min = serializers.IntegerField()
    fix_min = serializers.IntegerField()
    late_fee = serializers.IntegerField()
    hour_fee = serializers.IntegerField()
    most_fee = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class TicketRuleOut(serializers.Serializer[Any]):
    """The rule that holds for the sender; without an agency the platform's defaults."""

    agency = serializers.CharField(allow_null=True)
    offline_min = serializers.IntegerField()
    key_offline_min = serializers.IntegerField()
    platform_min = serializers.IntegerField()
    recovered_min = serializers.IntegerField()
    assign_min = serializers.IntegerField()
    verify_min = serializers.IntegerField()
    repeat_days = serializers.IntegerField()
    repeat_times = serializers.IntegerField()
    opens_itself = serializers.BooleanField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class RepairFiguresOut(serializers.Serializer[Any]):
    """Of tickets opened in those days, parts of greater ones not counted."""

    contractor = serializers.CharField()
    name = serializers.CharField()
    opened = serializers.IntegerField()
    open = serializers.IntegerField()
    verified = serializers.IntegerField()
    accept_late = serializers.IntegerField()
    arrive_late = serializers.IntegerField()
    fix_late = serializers.IntegerField()
    reopened = serializers.IntegerField()
    in_time = serializers.IntegerField()
    penalty = serializers.IntegerField()
    fix_hours = serializers.FloatField(allow_null=True)
    in_time_rate = serializers.FloatField(allow_null=True)
    reopened_rate = serializers.FloatField(allow_null=True)


class RepairFiguresAnswer(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    contractors = RepairFiguresOut(many=True)


class RepeatFailureOut(serializers.Serializer[Any]):
    camera = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField()
    contractor = serializers.CharField(allow_null=True)
    failures = serializers.IntegerField()
    reopened = serializers.IntegerField()
    last_failure = serializers.DateTimeField()


class WarrantyOut(serializers.Serializer[Any]):
    camera = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField()
    builder = serializers.CharField(allow_null=True)
    warranty_to = serializers.DateField()
    failures = serializers.IntegerField()
    open_tickets = serializers.IntegerField()
