"""What comes in and goes out over REST about teams, their hours, and the share of residents."""

from typing import Any

from rest_framework import serializers

from grid.service.teams.models import ResidentBase, Team, TeamHeadcount, TeamHours
from grid.service.teams.selectors.shares import Share

AGENCY = r"^\d{12}$"
DIVISION = r"^(\d{12})?$"
FLAG = ["1"]


class TeamQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(AGENCY, required=False)
    kind = serializers.ChoiceField(Team.Kind.choices, required=False)
    trade = serializers.SlugField(max_length=30, required=False)
    cell = serializers.CharField(max_length=20, required=False)
    ended = serializers.ChoiceField(FLAG, required=False, help_text="those that ended, too")


class TeamChange(serializers.Serializer[Any]):
    """Any of the fields of a team; `version` here or as If-Match."""

    name = serializers.CharField(max_length=80, required=False)
    kind = serializers.ChoiceField(Team.Kind.choices, required=False)
    agency = serializers.RegexField(AGENCY, required=False)
    division = serializers.RegexField(DIVISION, required=False, allow_blank=True)
    trade = serializers.SlugField(max_length=30, required=False, allow_blank=True)
    cells = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=200
    )
    brand = serializers.CharField(max_length=40, required=False, allow_blank=True)
    contact = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="a desk and its number"
    )
    founded_on = serializers.DateField(required=False, allow_null=True)
    ended_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False)


class TeamFields(TeamChange):
    code = serializers.SlugField(max_length=30)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(Team.Kind.choices)
    agency = serializers.RegexField(AGENCY)
    people = serializers.IntegerField(
        min_value=0, required=False, help_text="how many it is from today on"
    )
    version = None  # type: ignore[assignment]  # a new row has none


class TeamOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = serializers.CharField()
    division = serializers.CharField()
    trade = serializers.CharField()
    cells = serializers.ListField(child=serializers.CharField())
    brand = serializers.CharField()
    contact = serializers.CharField()
    people = serializers.IntegerField(help_text="how many it is today")
    founded_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    version = serializers.IntegerField()


def team_row(row: Any) -> dict[str, Any]:
    """A team as REST gives it; cells should be prefetched, `people` comes with the list."""
    plain = ("code", "name", "kind", "brand", "contact", "founded_on", "ended_on", "note")
    return {name: getattr(row, name) for name in plain} | {
        "agency": row.agency.code,
        "division": row.division_id or "",
        "trade": row.trade_id or "",
        "cells": [cell.code for cell in row.cells.all()],
        "people": getattr(row, "people", None) or 0,
        "version": row.version,
    }


class HeadcountFields(serializers.Serializer[Any]):
    people = serializers.IntegerField(min_value=0)
    counted_on = serializers.DateField(required=False, help_text="default today")
    members = serializers.DictField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        help_text="how many of each kind: " + ", ".join(TeamHeadcount.Member.values),
    )


class HeadcountOut(serializers.Serializer[Any]):
    counted_on = serializers.DateField()
    people = serializers.IntegerField()
    members = serializers.DictField(child=serializers.IntegerField())


def headcount_row(row: TeamHeadcount) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("counted_on", "people", "members")}


class TeamHoursQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(AGENCY, required=False)
    team = serializers.SlugField(max_length=30, required=False)
    activity = serializers.ChoiceField(TeamHours.Activity.choices, required=False)
    joint = serializers.ChoiceField(FLAG, required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class TeamHoursFields(serializers.Serializer[Any]):
    people = serializers.IntegerField(min_value=1, max_value=1_000_000)
    hours = serializers.DecimalField(
        max_digits=8, decimal_places=1, min_value=0, help_text="of all of them together"
    )
    worked_on = serializers.DateField(required=False)
    activity = serializers.ChoiceField(TeamHours.Activity.choices, required=False)
    cell = serializers.CharField(max_length=20, required=False, allow_blank=True)
    is_joint = serializers.BooleanField(required=False, help_text="with the police or a partner")
    partner = serializers.CharField(max_length=80, required=False, allow_blank=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class TeamHoursOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    team = serializers.CharField()
    worked_on = serializers.DateField()
    people = serializers.IntegerField()
    hours = serializers.DecimalField(max_digits=8, decimal_places=1)
    activity = serializers.CharField()
    cell = serializers.CharField()
    is_joint = serializers.BooleanField()
    partner = serializers.CharField()
    note = serializers.CharField()
    is_struck = serializers.BooleanField(help_text="counts no more")


def hours_row(row: TeamHours) -> dict[str, Any]:
    plain = ("worked_on", "people", "activity", "is_joint", "partner", "note")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "team": row.team.code,
        "hours": str(row.hours),
        "cell": row.cell.code if row.cell else "",
        "is_struck": row.struck_at is not None,
    }


class TradeOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class ResidentQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    year = serializers.IntegerField(required=False)


class ResidentFields(serializers.Serializer[Any]):
    division = serializers.RegexField(r"^\d{12}$")
    year = serializers.IntegerField(min_value=1949, max_value=2200)
    residents = serializers.IntegerField(min_value=1, max_value=2_000_000_000)
    source = serializers.CharField(max_length=120)  # type: ignore[assignment]  # a field, not DRF's own source
    version = serializers.IntegerField(
        min_value=1, required=False, help_text="to correct a year that is entered"
    )


class ResidentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    division = serializers.CharField()
    division_name = serializers.CharField()
    year = serializers.IntegerField()
    residents = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's own source
    version = serializers.IntegerField()


def resident_row(row: ResidentBase) -> dict[str, Any]:
    plain = ("year", "residents", "source", "version")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "division": row.division_id,
        "division_name": row.division.name,
    }


class VolunteerShareOut(serializers.Serializer[Any]):
    division = serializers.CharField()
    name = serializers.CharField()
    year = serializers.IntegerField()
    residents = serializers.IntegerField()
    teams = serializers.IntegerField()
    volunteers = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=7, decimal_places=1)
    target = serializers.DecimalField(max_digits=5, decimal_places=2, help_text="percent")
    missing = serializers.IntegerField(help_text="volunteers the target still asks for")


def share_row(row: Share) -> dict[str, Any]:
    return {
        "division": row.base.division_id,
        "name": row.base.division.name,
        "year": row.base.year,
        "residents": row.base.residents,
        **{name: getattr(row, name) for name in ("teams", "volunteers", "missing")},
        "percent": str(row.percent),
        "target": str(row.target),
    }
