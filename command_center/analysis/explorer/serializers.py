"""What comes in and goes out over REST about hours, pivots, hot cells and series candidates."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from command_center.analysis.explorer.asked import FOUND, LONGEST_DAYS
from command_center.analysis.explorer.candidates import WEAK, Candidate
from command_center.analysis.explorer.dimensions import WORDS
from command_center.analysis.explorer.hotcells import HotWeeks
from command_center.analysis.explorer.hours import HourTable
from command_center.analysis.explorer.pivot import MEASURES, SORT, Pivot
from command_center.analysis.explorer.zerodays import LEVELS, ORDERS, Quiet
from command_center.analysis.store.sums import Source
from grid.territory.models import Cell

AGENCY = r"^\d{12}$"


class CaseQuestion(serializers.Serializer[Any]):
    """Which cases are counted; local days, both included."""

    agency = serializers.RegexField(AGENCY, required=False, help_text="default: the own one")
    counted = serializers.CharField(
        required=False, max_length=50, help_text="all, set:<code> or category:<code>"
    )
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False, help_text="default: yesterday")
    found = serializers.ChoiceField(FOUND, required=False)


class TimedQuestion(CaseQuestion):
    weekday = serializers.IntegerField(required=False, min_value=1, max_value=7)
    hour = serializers.IntegerField(required=False, min_value=0, max_value=23)


class PivotQuestion(TimedQuestion):
    rows = serializers.ChoiceField(WORDS, required=False)
    columns = serializers.ChoiceField(WORDS, required=False)
    measure = serializers.ChoiceField(MEASURES, required=False)
    sort = serializers.RegexField(
        SORT, required=False, help_text="name, all, or a column from 0; - before it: largest first"
    )


class ZeroQuestion(CaseQuestion):
    level = serializers.ChoiceField(LEVELS, required=False)
    kind = serializers.ChoiceField(Cell.Kind.choices, required=False)
    least = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_DAYS)
    sort = serializers.ChoiceField(list(ORDERS), required=False)


class SeriesQuestion(CaseQuestion):
    strength = serializers.ChoiceField([WEAK], required=False, help_text="weaker ones too")


def as_form(query: Mapping[str, Any]) -> dict[str, str]:
    """The question as the pages' forms read it."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else str(value)
        for name, value in query.items()
    }


class HourTableOut(serializers.Serializer[Any]):
    cases = serializers.IntegerField()
    long = serializers.IntegerField(help_text="known only to within more than 12 hours")
    without_end = serializers.IntegerField()
    weights = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()),
        help_text="7 days from Monday, 24 hours each; they add up to the cases",
    )


def hours_row(table: HourTable) -> dict[str, Any]:
    weights = [[hour.weight for hour in day.hours] for day in table.days]
    plain = {name: getattr(table, name) for name in ("cases", "long", "without_end")}
    return plain | {"weights": weights}


class PivotLineOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    values = serializers.ListField(child=serializers.FloatField(allow_null=True))
    total = serializers.FloatField(allow_null=True)
    counts = serializers.ListField(child=serializers.IntegerField())
    bases = serializers.ListField(
        child=serializers.IntegerField(allow_null=True),
        help_text="counts of the period compared with; a change is a percentage of these",
    )


class PivotOut(serializers.Serializer[Any]):
    cases = serializers.IntegerField()
    read_from = serializers.ChoiceField([one.value for one in Source])
    columns = serializers.ListField(child=serializers.CharField())
    lines = PivotLineOut(many=True)
    overlaps = serializers.BooleanField(help_text="rows or columns share cases")


def pivot_row(table: Pivot) -> dict[str, Any]:
    lines = [
        {
            "name": str(line.label),
            "values": [one.value for one in line.figures],
            "total": line.total.value,
            "counts": [one.count for one in line.figures],
            "bases": [one.base for one in line.figures],
        }
        for line in (*table.lines, table.totals)
    ]
    columns = [str(label) for label in table.columns]
    plain = {"cases": table.cases, "read_from": table.source.value, "overlaps": table.overlaps}
    return plain | {"columns": columns, "lines": lines}


class ZeroDaysOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField(allow_blank=True)
    kind = serializers.CharField(allow_blank=True)
    class_set = serializers.CharField(allow_blank=True)
    running = serializers.IntegerField(help_text="days without a case up to the last day")
    since = serializers.DateField(allow_null=True, help_text="first day of that run")
    is_whole = serializers.BooleanField(help_text="no case in all the days: it may be longer")
    longest = serializers.IntegerField()
    longest_from = serializers.DateField(allow_null=True)
    longest_to = serializers.DateField(allow_null=True)
    zero = serializers.IntegerField(help_text="days without a case in all")
    cases = serializers.IntegerField()


def zero_row(row: Quiet) -> dict[str, Any]:
    place = {
        name: getattr(row.place, name) for name in ("code", "name", "agency", "kind", "class_set")
    }
    names = (
        "running",
        "since",
        "is_whole",
        "longest",
        "longest_from",
        "longest_to",
        "zero",
        "cases",
    )
    return place | {name: getattr(row, name) for name in names}


class HotCellOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    levels = serializers.ListField(child=serializers.IntegerField(), help_text="0, 95 or 99")
    cases = serializers.ListField(child=serializers.IntegerField())
    weeks = serializers.IntegerField(help_text="in how many of the windows it was hot")
    streak = serializers.IntegerField(help_text="for how many up to the last")


class HotWeeksOut(serializers.Serializer[Any]):
    ends = serializers.ListField(child=serializers.DateField(), help_text="last day of each window")
    cells = serializers.IntegerField()
    rows = HotCellOut(many=True)


def hot_row(table: HotWeeks) -> dict[str, Any]:
    rows = [
        {
            "code": row.code,
            "name": row.name,
            "levels": [mark.level for mark in row.marks],
            "cases": [mark.cases for mark in row.marks],
            "weeks": row.weeks,
            "streak": row.streak,
        }
        for row in table.rows
    ]
    return {"ends": list(table.ends), "cells": table.cells, "rows": rows}


class SeriesCandidateOut(serializers.Serializer[Any]):
    case_numbers = serializers.ListField(child=serializers.CharField())
    score = serializers.FloatField(help_text="mean natural log of the Bayes factor of its pairs")
    false_alarm_rate = serializers.FloatField()
    spread_m = serializers.FloatField(allow_null=True)
    first = serializers.DateField()
    last = serializers.DateField()


def candidate_row(row: Candidate) -> dict[str, Any]:
    return {
        "case_numbers": list(row.numbers),
        "score": row.score,
        "false_alarm_rate": row.alarm,
        "spread_m": round(row.spread_m, 1) if row.spread_m == row.spread_m else None,
        "first": row.first,
        "last": row.last,
    }
