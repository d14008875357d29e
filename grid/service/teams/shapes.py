"""What comes in and goes out over REST about funds, commendations and education bases."""

from typing import Any

from rest_framework import serializers

from grid.service.teams.models import (
    Commendation,
    FundEntry,
    OfficeCount,
    OutreachBase,
    OutreachDay,
)
from grid.service.teams.serializers import AGENCY


class FundQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(AGENCY, required=False)


class FundFields(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    agency = serializers.RegexField(AGENCY)
    keeper = serializers.CharField(max_length=80, required=False, allow_blank=True)
    founded_on = serializers.DateField(required=False, allow_null=True)


class FundOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    agency = serializers.CharField()
    keeper = serializers.CharField()
    balance = serializers.DecimalField(max_digits=14, decimal_places=2, help_text="yuan")
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


def fund_row(row: Any) -> dict[str, Any]:
    """A fund as REST gives it; `balance` comes with the list."""
    plain = ("name", "keeper", "is_active", "version")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "balance": str(getattr(row, "balance", "0.00")),
    }


class FundEntryFields(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(FundEntry.Kind.choices)
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, help_text="yuan above 0; the kind says which way"
    )
    booked_on = serializers.DateField()
    note = serializers.CharField(max_length=120, required=False, allow_blank=True)


class FundEntryOut(FundEntryFields):
    id = serializers.IntegerField()


def entry_row(row: FundEntry) -> dict[str, Any]:
    plain = ("kind", "booked_on", "note")
    return {name: getattr(row, name) for name in plain} | {"id": row.pk, "amount": str(row.amount)}


class CommendationQuery(FundQuery):
    level = serializers.ChoiceField(Commendation.Level.choices, required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class CommendationFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(AGENCY)
    given_on = serializers.DateField()
    level = serializers.ChoiceField(Commendation.Level.choices)
    people = serializers.IntegerField(min_value=1, max_value=1000)
    deed = serializers.CharField(max_length=200, help_text="no names")
    document = serializers.CharField(max_length=60, required=False, allow_blank=True)
    fund = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, required=False, allow_null=True, help_text="yuan"
    )


class CommendationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField()
    given_on = serializers.DateField()
    level = serializers.CharField()
    people = serializers.IntegerField()
    deed = serializers.CharField()
    document = serializers.CharField()
    paid = serializers.DecimalField(
        max_digits=14, decimal_places=2, allow_null=True, help_text="yuan"
    )
    version = serializers.IntegerField()


def commendation_row(row: Commendation) -> dict[str, Any]:
    plain = ("given_on", "level", "people", "deed", "document", "version")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "paid": str(-row.entry.amount) if row.entry else None,
    }


class OfficeCountFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(AGENCY)
    offices = serializers.IntegerField(min_value=0, max_value=10_000)
    counted_on = serializers.DateField(required=False)


class OfficeCountOut(OfficeCountFields):
    counted_on = serializers.DateField()


def offices_row(row: OfficeCount) -> dict[str, Any]:
    return {"agency": row.agency.code, "offices": row.offices, "counted_on": row.counted_on}


class OutreachQuery(FundQuery):
    theme = serializers.ChoiceField(OutreachBase.Theme.choices, required=False)
    month = serializers.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False, help_text="2026-03")


class OutreachFields(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    theme = serializers.ChoiceField(OutreachBase.Theme.choices)
    agency = serializers.RegexField(AGENCY)
    place = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    rating = serializers.CharField(max_length=10, required=False, allow_blank=True)
    contact = serializers.CharField(max_length=60, required=False, allow_blank=True)
    opened_on = serializers.DateField(required=False, allow_null=True)


class OutreachOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    theme = serializers.CharField()
    agency = serializers.CharField()
    address = serializers.CharField()
    rating = serializers.CharField()
    visitors = serializers.IntegerField(help_text="of the month")
    groups = serializers.IntegerField(help_text="of the month")
    messages = serializers.IntegerField(help_text="of the month")
    version = serializers.IntegerField()


def outreach_row(row: Any) -> dict[str, Any]:
    """A base as REST gives it; the sums of the month come with the list."""
    plain = ("name", "theme", "address", "rating", "version")
    sums = {name: getattr(row, name, 0) for name in ("visitors", "groups", "messages")}
    said = {name: getattr(row, name) for name in plain}
    return said | sums | {"id": row.pk, "agency": row.agency.code}


class OutreachDayFields(serializers.Serializer[Any]):
    counted_on = serializers.DateField(required=False)
    visitors = serializers.IntegerField(min_value=0, default=0)
    groups = serializers.IntegerField(min_value=0, default=0)
    messages = serializers.IntegerField(min_value=0, default=0)


class OutreachDayOut(OutreachDayFields):
    counted_on = serializers.DateField()


def day_row(row: OutreachDay) -> dict[str, Any]:
    names = ("counted_on", "visitors", "groups", "messages")
    return {name: getattr(row, name) for name in names}
