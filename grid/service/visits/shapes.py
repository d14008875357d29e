"""What comes in and goes out over REST about errands and service counters."""

from typing import Any

from rest_framework import serializers

from grid.service.visits.models import CounterKind, Errand, ServiceCount, ServiceItem
from grid.service.visits.serializers import AGENCY, BADGE, FLAG, SpanQuery
from grid.service.visits.services.revealing import client_of
from grid.service.visits.services.shared import By


class ErrandQuery(SpanQuery):
    cell = serializers.CharField(required=False, max_length=20)
    kind = serializers.ChoiceField(Errand.Kind.choices, required=False)
    state = serializers.ChoiceField(Errand.State.choices, required=False)
    open = serializers.ChoiceField(FLAG, required=False)
    overdue = serializers.ChoiceField(FLAG, required=False)
    mine = serializers.ChoiceField(FLAG, required=False)


class ErrandChange(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Errand.Kind.choices, required=False)
    text = serializers.CharField(max_length=500, required=False)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    officer = serializers.RegexField(BADGE, required=False, allow_blank=True)
    due_at = serializers.DateTimeField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class ErrandFields(ErrandChange):
    text = serializers.CharField(max_length=500)
    due_at = serializers.DateTimeField()
    cell = serializers.CharField(max_length=20, required=False, allow_blank=True)
    visit = serializers.CharField(
        max_length=20, required=False, allow_blank=True, help_text="number of the visit"
    )
    client_name = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="kept encrypted, shown masked"
    )
    client_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    version = None  # type: ignore[assignment]  # a new row has none


class ErrandEnd(serializers.Serializer[Any]):
    outcome = serializers.CharField(max_length=500, help_text="why")
    is_returned = serializers.BooleanField(
        default=False, help_text="it cannot be run; else it need not be any more"
    )
    version = serializers.IntegerField(min_value=1, required=False)


class ErrandRevealIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class ErrandLeaveOut(serializers.Serializer[Any]):
    valid_s = serializers.IntegerField(help_text="seconds in which the errand is read in clear")


class ErrandClientOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()
    is_clear = serializers.BooleanField(help_text="masked, unless you have a leave to read it")


class ErrandOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    agency = serializers.CharField()
    cell = serializers.CharField()
    visit = serializers.CharField(help_text="number of the visit")
    text = serializers.CharField()
    address = serializers.CharField()
    client = ErrandClientOut()
    officer = serializers.CharField(help_text="badge number")
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    version = serializers.IntegerField()


def errand_row(row: Errand, by: By | None = None) -> dict[str, Any]:
    """An errand as REST gives it: for whom it is stays masked, but for `by` with a leave."""
    plain = (
        *("number", "kind", "state", "text", "address", "due_at", "overdue_at", "done_at"),
        *("outcome", "version"),
    )
    client = client_of(row, by)
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "cell": row.cell.code if row.cell else "",
        "visit": row.visit.number if row.visit else "",
        "client": {name: client[name] for name in ("name", "phone", "is_clear")},
        "officer": row.officer.badge_number if row.officer else "",
    }


class ServiceItemQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(AGENCY, required=False)
    kind = serializers.ChoiceField(CounterKind.choices, required=False)
    over = serializers.ChoiceField(FLAG, required=False, help_text="those no longer offered too")


class ServiceItemChange(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80, required=False)
    kind = serializers.ChoiceField(CounterKind.choices, required=False)
    rank = serializers.IntegerField(min_value=0, max_value=999, required=False)
    valid_to = serializers.DateField(
        required=False, allow_null=True, help_text="the first day it is no longer offered"
    )
    version = serializers.IntegerField(min_value=1, required=False)


class ServiceItemFields(ServiceItemChange):
    code = serializers.SlugField(max_length=30)
    name = serializers.CharField(max_length=80)
    agency = serializers.RegexField(AGENCY)
    version = None  # type: ignore[assignment]  # a new row has none


class ServiceItemOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    rank = serializers.IntegerField()
    agency = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


def item_row(row: ServiceItem) -> dict[str, Any]:
    plain = ("code", "name", "kind", "rank", "valid_from", "valid_to", "version")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
    }


class ServiceCountQuery(serializers.Serializer[Any]):
    agency = serializers.RegexField(AGENCY, required=False)
    kind = serializers.ChoiceField(CounterKind.choices, required=False)
    item = serializers.SlugField(max_length=30, required=False)
    place = serializers.IntegerField(required=False, min_value=1)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class ServiceCountFields(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(CounterKind.choices, required=False)
    item = serializers.SlugField(
        max_length=30, required=False, allow_blank=True, help_text="says the kind"
    )
    place = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    counted_on = serializers.DateField(required=False)
    times = serializers.IntegerField(required=False, help_text="below 0 takes back")


class ServiceCountOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField()
    counted_on = serializers.DateField()
    kind = serializers.CharField()
    item = serializers.CharField()
    place = serializers.IntegerField(allow_null=True)
    times = serializers.IntegerField()


def count_row(row: ServiceCount) -> dict[str, Any]:
    """A count as REST gives it: by day, kind, item and place, not by officer."""
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "counted_on": row.counted_on,
        "kind": row.kind,
        "item": row.item.code if row.item else "",
        "place": row.place_id,
        "times": row.times,
    }


class ServiceMonthQuery(serializers.Serializer[Any]):
    month = serializers.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False, help_text="2026-03")
    agency = serializers.RegexField(AGENCY, required=False)


class ServiceMonthOut(serializers.Serializer[Any]):
    month = serializers.CharField()
    kinds = serializers.DictField(child=serializers.IntegerField())
    items = serializers.DictField(child=serializers.IntegerField())
    total = serializers.IntegerField()
