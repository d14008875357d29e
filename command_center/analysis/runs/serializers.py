"""Shapes of the REST of runs."""

from typing import Any

from rest_framework import serializers

from command_center.analysis.runs.models import JobResult, JobRun


class RunQuery(serializers.Serializer[Any]):
    """Filters of the list of runs."""

    q = serializers.CharField(max_length=100, required=False)
    job = serializers.CharField(max_length=20, required=False)
    state = serializers.ChoiceField(
        choices=[*JobRun.State.values, "late"], required=False, help_text="late: due for an hour"
    )
    agency = serializers.CharField(max_length=12, required=False)


class ResultQuery(serializers.Serializer[Any]):
    """Filters of the list of results."""

    job = serializers.CharField(max_length=20, required=False)
    period = serializers.CharField(max_length=12, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    current = serializers.BooleanField(required=False, help_text="without superseded ones")


class JobRunAgainIn(serializers.Serializer[Any]):
    """Why a period is run again."""

    reason = serializers.CharField(max_length=200)


class JobRunOut(serializers.ModelSerializer[JobRun]):
    """One run, with what it was made with."""

    agency = serializers.CharField(source="agency.code")

    class Meta:
        model = JobRun
        fields = (
            "id", "job", "period", "agency", "revision", "state", "due_at", "attempt", "failures",
            "progress", "step", "started_at", "finished_at", "asked_by", "reason", "code_version",
            "input_digest", "parameters", "seed", "error",
        )  # fmt: skip


class ResultRow(serializers.ModelSerializer[JobResult]):
    """One result without its content; `id` is that of its run."""

    id = serializers.IntegerField(source="run_id")
    job = serializers.CharField(source="run.job")
    period = serializers.CharField(source="run.period")
    agency = serializers.CharField(source="run.agency.code")
    revision = serializers.IntegerField(source="run.revision")

    class Meta:
        model = JobResult
        fields = ("id", "job", "period", "agency", "revision", "snapshot_at", "made_at",
                  "superseded_at")  # fmt: skip


class ResultOut(ResultRow):
    """One result with its content and corrections."""

    content = serializers.JSONField()
    corrections = serializers.JSONField()

    class Meta(ResultRow.Meta):
        fields = (*ResultRow.Meta.fields, "content", "corrections")  # type: ignore[assignment]
