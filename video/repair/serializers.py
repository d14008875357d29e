"""Shapes of the REST of repair: what is sent in."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from video.repair.models import Fault, Priority, Source, Stage

STAGES: Final = [("open", _("All that is open")), *Stage.choices]
MOST_MIN: Final = 60 * 24 * 92
MOST_YUAN: Final = 1_000_000


class TicketQuery(serializers.Serializer[Any]):
    """Filters of the list of tickets; days are local."""

    q = serializers.CharField(max_length=100, required=False)
    stage = serializers.ChoiceField(choices=STAGES, required=False)
    fault = serializers.ChoiceField(choices=Fault.choices, required=False)
    source = serializers.ChoiceField(choices=Source.choices, required=False)  # type: ignore[assignment]
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    contractor = serializers.CharField(max_length=20, required=False)
    camera = serializers.CharField(max_length=30, required=False)
    platform = serializers.CharField(max_length=20, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    camera_class = serializers.CharField(max_length=20, required=False)
    parent = serializers.CharField(max_length=20, required=False)  # type: ignore[assignment]
    opened_from = serializers.DateField(required=False)
    opened_to = serializers.DateField(required=False)
    late = serializers.BooleanField(required=False, default=False)
    warranty = serializers.BooleanField(required=False, default=False)
    reopened = serializers.BooleanField(required=False, default=False)
    fined = serializers.BooleanField(required=False, default=False)
    parts = serializers.BooleanField(required=False, default=False)


class TicketIn(serializers.Serializer[Any]):
    """A fault of one camera or one platform, by code."""

    camera = serializers.CharField(max_length=30, required=False)
    platform = serializers.CharField(max_length=20, required=False)
    fault = serializers.ChoiceField(choices=Fault.choices)
    source = serializers.ChoiceField(choices=Source.choices, default=Source.HAND)  # type: ignore[assignment]
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)


class _Versioned(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, min_value=1, max_value=999_999_999)


class RepairStepIn(_Versioned):
    """A step without words."""


class RepairReasonIn(_Versioned):
    reason = serializers.CharField(max_length=200)


class RepairRemindIn(_Versioned):
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class RepairAssignIn(_Versioned):
    contractor = serializers.CharField(max_length=20)


class RepairFixIn(_Versioned):
    done = serializers.CharField(max_length=200)
    is_remote = serializers.BooleanField(default=False)


class RepairVerifyIn(_Versioned):
    outcome = serializers.CharField(max_length=200)


class RepairDueIn(RepairReasonIn):
    due_at = serializers.DateTimeField()


class RepairMergeIn(_Versioned):
    tickets = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=1000
    )


class PartUseIn(_Versioned):
    part = serializers.CharField(max_length=30)
    quantity = serializers.IntegerField(min_value=1, max_value=9_999)


class PartQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=100, required=False, default="")
    short = serializers.BooleanField(required=False, default=False)


class SparePartIn(serializers.Serializer[Any]):
    """A new kind of part; yuan a piece."""

    code = serializers.SlugField(max_length=30)
    name = serializers.CharField(max_length=80)
    unit = serializers.CharField(max_length=10)
    price = serializers.DecimalField(
        max_digits=9, decimal_places=2, min_value=0, default=Decimal(0)
    )
    in_stock = serializers.IntegerField(min_value=0, max_value=100_000, default=0)
    reorder_at = serializers.IntegerField(min_value=0, max_value=100_000, default=0)
    warranty_months = serializers.IntegerField(min_value=0, max_value=120, default=12)


class PartStockIn(RepairReasonIn):
    change = serializers.IntegerField(min_value=-100_000, max_value=100_000)


class SeatQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=100, required=False, default="")
    holding = serializers.BooleanField(required=False, default=False)


class SeatIn(serializers.Serializer[Any]):
    """Who works for which firm, on which undertaking, until before which day."""

    badge_number = serializers.CharField(max_length=20)
    company = serializers.CharField(max_length=20)
    undertaking = serializers.CharField(max_length=60)
    undertaken_on = serializers.DateField()
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    valid_to = serializers.DateField()


class SlaRuleIn(_Versioned):
    """Minutes from the assignment, yuan; of one class or, without one, of all."""

    camera_class = serializers.CharField(max_length=20, required=False, allow_null=True)
    priority = serializers.ChoiceField(choices=Priority.choices)
    accept_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN)
    arrive_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN)
    fix_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN)
    late_fee = serializers.IntegerField(min_value=0, max_value=MOST_YUAN, default=0)
    hour_fee = serializers.IntegerField(min_value=0, max_value=MOST_YUAN, default=0)
    most_fee = serializers.IntegerField(min_value=0, max_value=MOST_YUAN, default=0)
    valid_from = serializers.DateField()


class TicketRuleIn(_Versioned):
    """Minutes a device was not reached, days, times; what is left out stays as it is."""

    offline_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN, required=False)
    key_offline_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN, required=False)
    platform_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN, required=False)
    recovered_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN, required=False)
    assign_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN, required=False)
    verify_min = serializers.IntegerField(min_value=1, max_value=MOST_MIN, required=False)
    repeat_days = serializers.IntegerField(min_value=1, max_value=366, required=False)
    repeat_times = serializers.IntegerField(min_value=2, max_value=100, required=False)
    opens_itself = serializers.BooleanField(required=False, allow_null=True, default=None)
    valid_from = serializers.DateField()


class RepairDaysQuery(serializers.Serializer[Any]):
    """Local days, both counted; the last 30 where none are given."""

    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class RepeatQuery(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=366, required=False)
    times = serializers.IntegerField(min_value=2, max_value=100, required=False)
    q = serializers.CharField(max_length=100, required=False, default="")


class WarrantyQuery(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=3_660, default=90)
    q = serializers.CharField(max_length=100, required=False, default="")
