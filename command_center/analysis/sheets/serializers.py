"""Shapes of the REST of sheets and proposals."""

from typing import Any

from rest_framework import serializers

from command_center.analysis.runs.models import JobResult
from command_center.analysis.sheets.advice_words import basis_of, title_of
from command_center.analysis.sheets.models import Proposal
from grid.organisation.models import Agency


class SheetQuery(serializers.Serializer[Any]):
    """Filters of the list of sheets."""

    q = serializers.CharField(max_length=60, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    level = serializers.ChoiceField(choices=Agency.Kind.choices, required=False)


class ProposalQuery(serializers.Serializer[Any]):
    """Filters of the list of proposals; the days are any that theirs overlap."""

    q = serializers.CharField(max_length=60, required=False)
    state = serializers.ChoiceField(choices=Proposal.State.choices, required=False)
    kind = serializers.ChoiceField(choices=Proposal.Kind.choices, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class DeclineIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class DailySheetRow(serializers.Serializer[Any]):
    run = serializers.IntegerField()
    day = serializers.DateField()
    agency = serializers.CharField(help_text="12-digit code")
    revision = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    headline = serializers.JSONField()


class DailySheetOut(DailySheetRow):
    snapshot_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)
    content = serializers.JSONField(help_text="every section, codes and numbers")


class ProposalOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    run = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Proposal.Kind.choices)
    state = serializers.ChoiceField(choices=Proposal.State.choices)
    reason = serializers.CharField()
    title = serializers.CharField()
    basis = serializers.CharField()
    agency = serializers.CharField()
    class_code = serializers.CharField()
    cells = serializers.ListField(child=serializers.CharField())
    hour_from = serializers.IntegerField(allow_null=True)
    hour_to = serializers.IntegerField(allow_null=True)
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    order_number = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(allow_blank=True)
    decline_reason = serializers.CharField(allow_blank=True)
    done_at = serializers.DateTimeField(allow_null=True)
    effect = serializers.JSONField()


def sheet_row(row: Any) -> dict[str, Any]:
    """One line of the list; the row carries its `headline`."""
    return {
        "run": row.run_id,
        "day": row.run.period,
        "agency": row.run.agency.code,
        "revision": row.run.revision,
        "made_at": row.made_at.isoformat(),
        "headline": row.headline,
    }


def sheet_full(row: JobResult) -> dict[str, Any]:
    """The whole sheet."""
    replaced = row.superseded_at
    return {
        "run": row.run_id,
        "day": row.run.period,
        "agency": row.run.agency.code,
        "revision": row.run.revision,
        "made_at": row.made_at.isoformat(),
        "snapshot_at": row.snapshot_at.isoformat(),
        "superseded_at": replaced.isoformat() if replaced else None,
        "headline": row.content["headline"],
        "content": row.content,
    }


def proposal_row(row: Proposal) -> dict[str, Any]:
    """One proposal, its words in the asker's language."""
    told = {
        "id": row.pk,
        "run": row.run_id,
        "agency": row.agency.code,
        "title": title_of(row),
        "basis": basis_of(row),
        "cells": row.cell_codes,
    }
    names = (
        "version", "kind", "state", "reason", "class_code", "hour_from", "hour_to", "first_day",
        "last_day", "order_number", "decided_at", "decided_by", "decline_reason", "done_at",
        "effect",
    )  # fmt: skip
    said = told | {name: getattr(row, name) for name in names}
    return dict(ProposalOut(said).data)
