"""Shapes of the work log's REST."""

from typing import Any

from rest_framework import serializers

from patrol.worklog.formulas import Rate
from patrol.worklog.models import PatrolFiling, SupervisionNote, VolunteerHours, WorkEntry


class LogQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    unit = serializers.CharField(required=False, max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    first = serializers.DateField(required=False, help_text="First local day.")
    last = serializers.DateField(required=False, help_text="Last local day.")


class EntryQuery(LogQuery):
    kind = serializers.SlugField(required=False, max_length=30)
    source = serializers.SlugField(required=False, max_length=30)  # type: ignore[assignment]  # a field, not DRF's own source
    station = serializers.SlugField(required=False, max_length=20)


class FilingQuery(LogQuery):
    state = serializers.ChoiceField(PatrolFiling.State.choices, required=False)


class SupervisionQuery(LogQuery):
    state = serializers.ChoiceField(SupervisionNote.State.choices, required=False)


class VolunteerQuery(serializers.Serializer[Any]):
    trade = serializers.SlugField(required=False, max_length=30)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class SpanQuery(serializers.Serializer[Any]):
    first = serializers.DateField(required=False, help_text="First local day; of this month.")
    last = serializers.DateField(required=False, help_text="Last local day; today.")


class EntryFields(serializers.Serializer[Any]):
    unit = serializers.CharField(required=False, max_length=20, help_text="The own unit if empty.")
    kind = serializers.SlugField(max_length=30)
    item = serializers.SlugField(max_length=30, required=False, allow_blank=True)
    result = serializers.SlugField(max_length=30, required=False, allow_blank=True)
    source = serializers.SlugField(max_length=30, required=False, allow_blank=True)  # type: ignore[assignment]  # a field, not DRF's own source
    station = serializers.SlugField(max_length=20, required=False, allow_blank=True)
    happened_at = serializers.DateTimeField(required=False)
    lng = serializers.FloatField(required=False, help_text="WGS-84")
    lat = serializers.FloatField(required=False, help_text="WGS-84")
    place = serializers.CharField(max_length=120, required=False, allow_blank=True)
    text = serializers.CharField(max_length=1000)
    case_ref = serializers.CharField(max_length=40, required=False, allow_blank=True)
    is_handled = serializers.BooleanField(required=False, default=True)
    client_ref = serializers.CharField(max_length=80, required=False, allow_blank=True)


class EntryChange(serializers.Serializer[Any]):
    """What may be corrected; `version` here or as If-Match."""

    kind = serializers.SlugField(max_length=30, required=False)
    item = serializers.SlugField(max_length=30, required=False, allow_blank=True)
    result = serializers.SlugField(max_length=30, required=False, allow_blank=True)
    source = serializers.SlugField(max_length=30, required=False, allow_blank=True)  # type: ignore[assignment]  # a field, not DRF's own source
    place = serializers.CharField(max_length=120, required=False, allow_blank=True)
    text = serializers.CharField(max_length=1000, required=False)
    case_ref = serializers.CharField(max_length=40, required=False, allow_blank=True)
    is_handled = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class FilingFields(serializers.Serializer[Any]):
    unit = serializers.CharField(required=False, max_length=20, help_text="The own unit if empty.")
    area = serializers.CharField(max_length=200)
    purpose = serializers.CharField(max_length=200)
    officers = serializers.IntegerField(min_value=0, max_value=999, required=False, default=0)
    auxiliaries = serializers.IntegerField(min_value=0, max_value=999, required=False, default=0)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class FilingEnd(serializers.Serializer[Any]):
    is_cancelled = serializers.BooleanField(required=False, default=False)
    version = serializers.IntegerField(min_value=1, required=False)


class SupervisionFields(serializers.Serializer[Any]):
    unit = serializers.CharField(max_length=20)
    text = serializers.CharField(max_length=1000)
    measures = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    seen_at = serializers.DateTimeField(required=False)
    answer_by = serializers.DateTimeField(required=False)
    scores = serializers.DictField(child=serializers.IntegerField(min_value=0), required=False)


class AnswerFields(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=1000)
    version = serializers.IntegerField(min_value=1, required=False)


class VolunteerFields(serializers.Serializer[Any]):
    worked_on = serializers.DateField()
    trade = serializers.SlugField(max_length=30)
    team = serializers.CharField(max_length=60, required=False, allow_blank=True)
    people = serializers.IntegerField(min_value=1, max_value=100_000)
    hours = serializers.DecimalField(max_digits=7, decimal_places=1, min_value=0)


class WorkEntryOut(EntryFields):
    id = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()
    entered_by = serializers.CharField()
    version = serializers.IntegerField()


class FilingOut(FilingFields):
    id = serializers.IntegerField()
    state = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)
    filed_by = serializers.CharField()
    version = serializers.IntegerField()


class SupervisionOut(SupervisionFields):
    id = serializers.IntegerField()
    state = serializers.CharField()
    inspector = serializers.CharField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField()
    version = serializers.IntegerField()


class VolunteerOut(VolunteerFields):
    id = serializers.IntegerField()
    agency = serializers.CharField()


class CodeOut(serializers.Serializer[Any]):
    group = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    parent = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's own parent
    points = serializers.IntegerField()


class WorkRateOut(serializers.Serializer[Any]):
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    formula = serializers.DictField(allow_null=True)


class FiguresOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    visibility = WorkRateOut()
    handling = WorkRateOut()
    arrest_sources = serializers.ListField(child=serializers.DictField())


def entry_row(entry: WorkEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "unit": entry.unit.call_sign,
        "station": entry.station.code if entry.station else "",
        "kind": entry.kind,
        "item": entry.item,
        "result": entry.result,
        "source": entry.source,
        "happened_at": entry.happened_at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "lng": entry.point.x if entry.point else None,
        "lat": entry.point.y if entry.point else None,
        "place": entry.place,
        "text": entry.text,
        "case_ref": entry.case_ref,
        "is_handled": entry.is_handled,
        "entered_by": entry.entered_by,
        "client_ref": entry.client_ref,
        "version": entry.version,
    }


def filing_row(filing: PatrolFiling) -> dict[str, Any]:
    return {
        "id": filing.pk,
        "unit": filing.unit.call_sign,
        "area": filing.area,
        "purpose": filing.purpose,
        "officers": filing.officers,
        "auxiliaries": filing.auxiliaries,
        "starts_at": filing.starts_at.isoformat(),
        "ends_at": filing.ends_at.isoformat(),
        "ended_at": filing.ended_at.isoformat() if filing.ended_at else None,
        "state": filing.state,
        "filed_by": filing.filed_by,
        "version": filing.version,
    }


def supervision_row(note: SupervisionNote) -> dict[str, Any]:
    return {
        "id": note.pk,
        "unit": note.unit.call_sign,
        "text": note.text,
        "measures": note.measures,
        "seen_at": note.seen_at.isoformat(),
        "answer_by": note.answer_by.isoformat() if note.answer_by else None,
        "scores": {score.item: score.points for score in note.scores.all()},
        "inspector": note.inspector,
        "state": note.state,
        "answer": note.answer,
        "answered_at": note.answered_at.isoformat() if note.answered_at else None,
        "answered_by": note.answered_by,
        "version": note.version,
    }


def volunteer_row(row: VolunteerHours) -> dict[str, Any]:
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "worked_on": row.worked_on.isoformat(),
        "trade": row.trade,
        "team": row.team,
        "people": row.people,
        "hours": str(row.hours),
    }


def rate_row(rate: Rate) -> dict[str, Any]:
    formula = rate.formula
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "share": rate.share,
        "formula": formula
        and {
            "numerator": formula.numerator,
            "denominator": formula.denominator,
            "parameters": formula.parameters,
            "valid_from": formula.valid_from.isoformat(),
        },
    }
