"""What comes in and goes out over REST about studies, joint operations and series."""

from typing import Any

from rest_framework import serializers

from command_center.analysis.studies import cites
from command_center.analysis.studies.models import (
    CaseSeries,
    Operation,
    OperationEntry,
    OperationMember,
    OperationTask,
    Study,
    StudyEntry,
    StudyTask,
)

AGENCY = r"^\d{12}$"
BADGE = r"^[A-Za-z0-9]{1,20}$"


class _Query(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=100)
    agency = serializers.RegexField(AGENCY, required=False, help_text="with all below")


class StudyQuery(_Query):
    state = serializers.ChoiceField(Study.State.choices, required=False)
    second = serializers.BooleanField(required=False, default=False)


class StudyTaskQuery(_Query):
    open = serializers.BooleanField(required=False, default=False)
    overdue = serializers.BooleanField(required=False, default=False)


class OperationQuery(_Query):
    state = serializers.ChoiceField(Operation.State.choices, required=False)


class CaseSeriesQuery(_Query):
    state = serializers.ChoiceField(CaseSeries.State.choices, required=False)
    case = serializers.CharField(required=False, max_length=40, help_text="number of a case in it")


class CiteIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(list(cites.WORDS))
    number = serializers.CharField(max_length=40)


class StudyVersionIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, required=False)


class StudyChange(StudyVersionIn):
    title = serializers.CharField(max_length=120, required=False)
    question = serializers.CharField(max_length=2000, required=False)
    findings = serializers.CharField(max_length=8000, required=False, allow_blank=True)
    advice = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    cites = CiteIn(many=True, required=False)


class StudyFields(StudyChange):
    title = serializers.CharField(max_length=120)
    question = serializers.CharField(max_length=2000)
    agency = serializers.RegexField(AGENCY, required=False)
    parent = serializers.IntegerField(required=False, min_value=1)  # type: ignore[assignment]  # the metaclass takes it
    series = serializers.CharField(max_length=20, required=False, allow_blank=True)
    version = None  # type: ignore[assignment]  # a new row has none


class StudyJudgement(StudyVersionIn):
    text = serializers.CharField(max_length=300, required=False, allow_blank=True)


class StudyReturn(StudyVersionIn):
    text = serializers.CharField(max_length=300)
    due_at = serializers.DateTimeField(help_text="by when it is handed in again")


class StudyRemarkIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=1000)


class StudyAsk(StudyVersionIn):
    agencies = serializers.ListField(child=serializers.RegexField(AGENCY), max_length=200)
    due_at = serializers.DateTimeField()


class StudyEntryOut(serializers.Serializer[Any]):
    act = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    text = serializers.CharField()


class StudyOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    agency = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]  # the metaclass takes it
    title = serializers.CharField()
    question = serializers.CharField()
    findings = serializers.CharField()
    advice = serializers.CharField()
    cites = CiteIn(many=True)
    state = serializers.CharField()
    author = serializers.CharField(help_text="badge number")
    opened_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    judged_at = serializers.DateTimeField(allow_null=True)
    judged_text = serializers.CharField()
    version = serializers.IntegerField()


def study_row(row: Study) -> dict[str, Any]:
    plain = (
        *("number", "title", "question", "findings", "advice", "cites", "state", "opened_at"),
        *("submitted_at", "judged_at", "judged_text", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "parent": row.parent.number if row.parent else None,
        "author": row.author.badge_number,
    }


def entry_row(row: StudyEntry) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("act", "at", "by", "text")}


class OwedOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    state = serializers.CharField()
    title = serializers.CharField()
    issued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    signed_by = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class StudyTaskOut(OwedOut):
    study = serializers.CharField(help_text="number of the study that asks")
    agency = serializers.CharField()
    answer = serializers.CharField(allow_null=True, help_text="number of the second study")


def _owed(row: StudyTask | OperationTask) -> dict[str, Any]:
    plain = (
        *("state", "title", "issued_at", "due_at", "signed_by", "done_at", "outcome"),
        *("overdue_at", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {"id": row.pk}


def study_task_row(row: StudyTask) -> dict[str, Any]:
    return _owed(row) | {
        "study": row.study.number,
        "agency": row.agency.code,
        "answer": row.answer.number if row.answer else None,
    }


class OperationChange(StudyVersionIn):
    title = serializers.CharField(max_length=120, required=False)
    aim = serializers.CharField(max_length=2000, required=False)
    case_numbers = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=cites.MOST
    )


class OperationFields(OperationChange):
    title = serializers.CharField(max_length=120)
    aim = serializers.CharField(max_length=2000)
    agency = serializers.RegexField(AGENCY, required=False)
    study = serializers.CharField(max_length=20, required=False, allow_blank=True)
    series = serializers.CharField(max_length=20, required=False, allow_blank=True)
    version = None  # type: ignore[assignment]  # a new row has none


class OperationNoteIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=2000)
    at = serializers.DateTimeField(required=False, help_text="when it was so; default now")


class OperationTaskIn(StudyVersionIn):
    badge_number = serializers.RegexField(BADGE, help_text="of a member")
    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    due_at = serializers.DateTimeField()


class OperationReport(StudyVersionIn):
    report = serializers.CharField(max_length=8000)


class StudyReasonIn(StudyVersionIn):
    reason = serializers.CharField(max_length=300)


class OperationOutcomeIn(StudyVersionIn):
    outcome = serializers.CharField(max_length=1000)


class OperationMemberOut(serializers.Serializer[Any]):
    badge_number = serializers.CharField()
    agency = serializers.CharField()
    trade = serializers.CharField()
    joined_at = serializers.DateTimeField()


class OperationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    agency = serializers.CharField()
    title = serializers.CharField()
    aim = serializers.CharField()
    case_numbers = serializers.ListField(child=serializers.CharField())
    study = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    leader = serializers.CharField(help_text="badge number")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    report = serializers.CharField()
    version = serializers.IntegerField()


def operation_row(row: Operation) -> dict[str, Any]:
    plain = (
        *("number", "title", "aim", "case_numbers", "state", "opened_at", "closed_at"),
        *("report", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "study": row.study.number if row.study else None,
        "leader": row.leader.badge_number,
    }


def member_row(row: OperationMember) -> dict[str, Any]:
    return {
        "badge_number": row.officer.badge_number,
        "agency": row.officer.agency.code,
        "trade": row.trade,
        "joined_at": row.joined_at,
    }


class OperationTaskOut(OwedOut):
    operation = serializers.CharField()
    member = serializers.CharField(help_text="badge number")
    text = serializers.CharField()


def operation_task_row(row: OperationTask) -> dict[str, Any]:
    return _owed(row) | {
        "operation": row.operation.number,
        "member": row.member.officer.badge_number,
        "text": row.text,
    }


class OperationEntryOut(StudyEntryOut):
    written_at = serializers.DateTimeField()


def log_row(row: OperationEntry) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("act", "at", "by", "text", "written_at")}


class CaseSeriesChange(StudyVersionIn):
    title = serializers.CharField(max_length=120, required=False)
    case_numbers = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=cites.MOST
    )


class CaseSeriesFields(CaseSeriesChange):
    title = serializers.CharField(max_length=120)
    case_numbers = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=cites.MOST
    )
    agency = serializers.RegexField(AGENCY, required=False)
    version = None  # type: ignore[assignment]  # a new row has none


class CaseSeriesJudgement(StudyVersionIn):
    state = serializers.ChoiceField(CaseSeries.State.choices)
    text = serializers.CharField(max_length=300)


class CaseSeriesOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    agency = serializers.CharField()
    title = serializers.CharField()
    case_numbers = serializers.ListField(child=serializers.CharField())
    score = serializers.FloatField(allow_null=True)
    state = serializers.CharField()
    study = serializers.CharField(allow_null=True)
    operation = serializers.CharField(allow_null=True)
    followed_at = serializers.DateTimeField()
    judged_at = serializers.DateTimeField(allow_null=True)
    judged_text = serializers.CharField()
    version = serializers.IntegerField()


def series_row(row: CaseSeries) -> dict[str, Any]:
    plain = (
        *("number", "title", "case_numbers", "score", "state", "followed_at", "judged_at"),
        *("judged_text", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "study": row.study.number if row.study else None,
        "operation": row.operation.number if row.operation else None,
    }
