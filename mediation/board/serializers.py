"""Shapes of the ledger's REST."""

from typing import Any

from rest_framework import serializers

from mediation.board.figures import GROUPS


class CountQuery(serializers.Serializer[Any]):
    since = serializers.DateField(help_text="First local day.")
    until = serializers.DateField(help_text="First local day that no longer counts.")


class CellCountOut(serializers.Serializer[Any]):
    cell = serializers.CharField()
    category = serializers.CharField()
    month = serializers.DateField(help_text="Its first day.")
    count = serializers.IntegerField(allow_null=True, help_text="null: under five, hidden.")
    shown = serializers.CharField(help_text="The count, or <5.")


class FigureQuery(serializers.Serializer[Any]):
    group = serializers.ChoiceField(choices=list(GROUPS), default="category")
    since = serializers.DateField(help_text="First local day.")
    until = serializers.DateField(help_text="Last local day.")


class DisputeRateOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    percent = serializers.CharField(allow_blank=True)


class FigureLineOut(serializers.Serializer[Any]):
    name = serializers.CharField(source="label")
    key = serializers.CharField()
    rates = DisputeRateOut(many=True)


class ExplainIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=300)
    holds_until = serializers.DateField(help_text="The first day it is unexplained again.")


class ExplanationOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    given_at = serializers.DateTimeField()
    given_by = serializers.CharField()
    holds_until = serializers.DateField()
