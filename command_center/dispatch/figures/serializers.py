"""Shapes of the figures' REST: queries are checked here, answers documented here."""

from typing import Any

from rest_framework import serializers

from command_center.dispatch.figures.measures import REASONS
from command_center.dispatch.figures.models import TimerRule
from command_center.dispatch.figures.periods import GROUPS

PER = ("incident", "assignment")


class FigureQuery(serializers.Serializer[Any]):
    """Days (`from` and `to`, local, inclusive; the last seven by default), whose, told by what."""

    agency = serializers.RegexField(r"^\d{12}$", required=False, default="")
    group = serializers.ChoiceField(choices=GROUPS, required=False)
    per = serializers.ChoiceField(choices=PER, required=False)
    before_from = serializers.DateField(required=False)
    before_to = serializers.DateField(required=False)

    def get_fields(self) -> Any:
        """`from` is a word of the language, so it cannot be declared as the others are."""
        days = {name: serializers.DateField(required=False) for name in ("from", "to")}
        return days | super().get_fields()


class CallsQuery(FigureQuery):
    """The calls of one figure: counted ones, or those left out for a `reason`."""

    reason = serializers.ChoiceField(choices=[*REASONS], required=False)
    key = serializers.CharField(required=False, max_length=40)
    band = serializers.IntegerField(required=False, min_value=0, max_value=20)


class ReachQuery(FigureQuery):
    """1-3-5 of a period in one of its readings."""

    reading = serializers.ChoiceField(choices=TimerRule.Reading.choices, required=False)


class ReachCallsQuery(CallsQuery):
    """The calls of one timer: band 0 reached it, band 1 did not."""

    reading = serializers.ChoiceField(choices=TimerRule.Reading.choices, required=False)


class PeriodOut(serializers.Serializer[Any]):
    """Local days, the last one included."""

    def get_fields(self) -> Any:
        return {name: serializers.DateField() for name in ("from", "to")}


class TallyOut(serializers.Serializer[Any]):
    """Seconds; null where no call was counted."""

    n = serializers.IntegerField()
    median_s = serializers.FloatField(allow_null=True)
    p90_s = serializers.FloatField(allow_null=True)
    mean_s = serializers.FloatField(allow_null=True)
    is_small = serializers.BooleanField(help_text="fewer than five calls")


class BandOut(serializers.Serializer[Any]):
    """Seconds above `above_s` up to and with `up_to_s`."""

    band = serializers.IntegerField()
    above_s = serializers.IntegerField(allow_null=True)
    up_to_s = serializers.IntegerField(allow_null=True)
    n = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class ExcludedOut(serializers.Serializer[Any]):
    """Calls left out, and why."""

    reason = serializers.CharField()
    name = serializers.CharField()
    n = serializers.IntegerField()


class FigureGroupOut(TallyOut):
    """One agency, hour, level … of a figure."""

    key = serializers.CharField()
    name = serializers.CharField()


class FigureOut(TallyOut):
    """One measure with its bands, exclusions and comparisons."""

    measure = serializers.CharField()
    name = serializers.CharField()
    starts = serializers.CharField()
    ends = serializers.CharField()
    bands = BandOut(many=True)
    excluded = ExcludedOut(many=True)
    groups = FigureGroupOut(many=True)
    before = TallyOut()
    year_before = TallyOut()
    change = serializers.FloatField(allow_null=True)
    change_on_year = serializers.FloatField(allow_null=True)
    calls = serializers.CharField(help_text="address of the calls behind it")


class ShareOut(serializers.Serializer[Any]):
    """A share of assignments: numerator, denominator."""

    measure = serializers.CharField()
    name = serializers.CharField()
    n = serializers.IntegerField()
    of = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    calls = serializers.CharField()


class ReportOut(serializers.Serializer[Any]):
    """The figures of a period."""

    as_of = serializers.DateTimeField()
    agency = serializers.DictField()
    per = serializers.CharField()
    group = serializers.CharField()
    period = PeriodOut()
    before = PeriodOut()
    year_before = PeriodOut()
    formula = serializers.CharField()
    measures = FigureOut(many=True)
    shares = ShareOut(many=True)
    shares_left_out = serializers.IntegerField()


class CallOut(serializers.Serializer[Any]):
    """One call behind a figure."""

    number = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    level = serializers.IntegerField()
    group = serializers.CharField(allow_blank=True)
    began = serializers.DateTimeField(allow_null=True)
    ended = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    band = serializers.IntegerField(allow_null=True)


class GroupReachOut(serializers.Serializer[Any]):
    """One zone, hour or unit against a timer."""

    key = serializers.CharField()
    name = serializers.CharField()
    n = serializers.IntegerField()
    reached = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class TimerOut(TallyOut):
    """One timer of 1-3-5."""

    tier = serializers.IntegerField()
    name = serializers.CharField()
    starts = serializers.CharField()
    ends = serializers.CharField()
    forces = serializers.ListField(child=serializers.CharField())
    limits_s = serializers.ListField(child=serializers.IntegerField())
    reached = serializers.IntegerField()
    missed = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    excluded = ExcludedOut(many=True)
    groups = GroupReachOut(many=True)
    calls = serializers.CharField()


class ReachOut(serializers.Serializer[Any]):
    """1-3-5 of a period."""

    as_of = serializers.DateTimeField()
    agency = serializers.DictField()
    period = PeriodOut()
    group = serializers.CharField()
    reading = serializers.CharField()
    readings = serializers.ListField(child=serializers.CharField())
    timers = TimerOut(many=True)
