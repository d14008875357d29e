"""Shapes of the REST of shifts: what comes in is checked here, what goes out is built here."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from grid.ledger import obligations
from grid.territory.geo import CRS
from patrol.shifts import presence, selectors
from patrol.shifts.models import (
    Certificate,
    Handover,
    PresenceAnswer,
    PresenceCheck,
    RosterEntry,
    Shift,
    ShiftNeed,
    ShiftTemplate,
)
from patrol.shifts.models.force import TOTALS
from patrol.units.models import CrewPosting, Unit
from patrol.units.serializers import CrewOut, UnitOut

_AGENCY = r"^\d{12}$"


class SpanQuery(serializers.Serializer[Any]):
    day = serializers.DateField(required=False, help_text="First local day; today by default.")
    days = serializers.IntegerField(min_value=1, max_value=31, default=1)
    agency = serializers.RegexField(_AGENCY, required=False)
    station = serializers.CharField(max_length=20, required=False)


class DayQuery(serializers.Serializer[Any]):
    day = serializers.DateField(required=False, help_text="Local day; today by default.")


class ShiftNeedIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(ShiftNeed.Kind.choices)
    count = serializers.IntegerField(min_value=1, max_value=999)
    certificate = serializers.CharField(max_length=30, required=False, default="")
    tier = serializers.ChoiceField(Unit.Tier.choices, required=False, default="")


class ShiftTemplateFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(_AGENCY)
    station = serializers.CharField(max_length=20, required=False, allow_blank=True)
    name = serializers.CharField(max_length=40)
    starts = serializers.TimeField()
    minutes = serializers.IntegerField(min_value=30, max_value=2880)
    handover_minutes = serializers.IntegerField(min_value=1, max_value=240, required=False)
    days = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7))
    valid_from = serializers.DateField(required=False)
    needs = ShiftNeedIn(many=True, required=False)


class WeekIn(serializers.Serializer[Any]):
    monday = serializers.DateField()


class RosterIn(serializers.Serializer[Any]):
    badge = serializers.CharField(max_length=20, required=False)
    name = serializers.CharField(max_length=50, required=False)
    unit = serializers.CharField(max_length=20, required=False)
    kind = serializers.ChoiceField(CrewPosting.Kind.choices, default="officer")
    carries_weapon = serializers.BooleanField(default=False)
    certificates = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=20
    )
    waiver = serializers.CharField(max_length=200, required=False)
    rest_override = serializers.CharField(max_length=200, required=False)


class DutyIn(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False)
    waiver = serializers.CharField(max_length=200, required=False)


class CertificateFields(serializers.Serializer[Any]):
    badge = serializers.CharField(max_length=20)
    kind = serializers.CharField(max_length=30)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()


class GiveIn(serializers.Serializer[Any]):
    levels = serializers.CharField(max_length=300, required=False, allow_blank=True)
    equipment = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False)


class TakeIn(serializers.Serializer[Any]):
    remarks = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False)


class CheckIn(serializers.Serializer[Any]):
    agency = serializers.RegexField(_AGENCY)
    count = serializers.IntegerField(min_value=1, max_value=100, default=3)
    minutes = serializers.IntegerField(min_value=1, max_value=120, default=5)
    radius_m = serializers.IntegerField(min_value=20, max_value=5000, default=300)


class AnswerIn(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=40, required=False)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)


class CountIn(serializers.Serializer[Any]):
    agency = serializers.RegexField(_AGENCY)
    day = serializers.DateField()
    level = serializers.CharField(max_length=20, required=False)


class ShiftBriefOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    agency = serializers.CharField()
    station = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class MyShiftOut(ShiftBriefOut):
    entry = serializers.IntegerField()
    came_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)


class MyUnitOut(serializers.Serializer[Any]):
    unit = UnitOut(allow_null=True)
    crew = CrewOut(many=True)
    shift = MyShiftOut(allow_null=True)


class NeedOut(ShiftNeedIn):
    def get_fields(self) -> dict[str, Any]:
        """`label` is an attribute of every field, so it cannot be declared as one."""
        more = {n: serializers.IntegerField() for n in ("rostered", "present", "missing")}
        return super().get_fields() | more | {"label": serializers.CharField()}


class EntryOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    badge = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    kind = serializers.CharField()
    carries_weapon = serializers.BooleanField()
    certificates = serializers.ListField(child=serializers.CharField())
    waiver = serializers.CharField()
    waived_by = serializers.CharField()
    rest_override = serializers.CharField()
    overridden_by = serializers.CharField()
    came_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)
    overtime_min = serializers.IntegerField()
    version = serializers.IntegerField()


class ShiftOut(ShiftBriefOut):
    needs = NeedOut(many=True)
    entries = EntryOut(many=True)
    version = serializers.IntegerField()


class MadeOut(serializers.Serializer[Any]):
    made = ShiftBriefOut(many=True)


class TemplateOut(ShiftTemplateFields):
    id = serializers.IntegerField()
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class CertificateOut(CertificateFields):
    id = serializers.IntegerField()
    is_in_force = serializers.BooleanField()


class AnswerOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    check_id = serializers.IntegerField()
    who = serializers.CharField()
    due_at = serializers.DateTimeField()
    result = serializers.CharField()
    method = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField()
    distance_m = serializers.FloatField(allow_null=True)


class PresenceCheckOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField()
    drawn_at = serializers.DateTimeField()
    drawn_by = serializers.CharField()
    minutes = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    version = serializers.IntegerField()


class CheckDetailOut(PresenceCheckOut):
    seed = serializers.IntegerField(allow_null=True, help_text="Once published, or to checkers.")
    pool = serializers.ListField(child=serializers.CharField())
    answers = AnswerOut(many=True)


class ForceRowOut(serializers.Serializer[Any]):
    agency = serializers.DictField(child=serializers.CharField())
    level = serializers.CharField()
    is_sum = serializers.BooleanField()
    planned = serializers.DictField(child=serializers.IntegerField())
    actual = serializers.DictField(child=serializers.IntegerField())
    missing = serializers.DictField(child=serializers.IntegerField())
    computed_at = serializers.DateTimeField()


class ForceCountOut(serializers.Serializer[Any]):
    agency = serializers.CharField()
    day = serializers.DateField()
    level = serializers.CharField()
    planned = serializers.DictField(child=serializers.IntegerField())
    actual = serializers.DictField(child=serializers.IntegerField())
    version = serializers.IntegerField()


class ForceOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    totals = serializers.ListField(child=serializers.ChoiceField(TOTALS))
    rows = ForceRowOut(many=True)


class HoursOut(serializers.Serializer[Any]):
    station = serializers.CharField()
    name = serializers.CharField()
    uncovered = serializers.ListField(child=serializers.IntegerField())
    gaps = serializers.ListField(child=serializers.CharField())


class HandoverOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    shift = ShiftBriefOut()
    state = serializers.CharField()
    due_at = serializers.DateTimeField()
    given_by = serializers.CharField()
    levels = serializers.CharField()
    equipment = serializers.CharField()
    notes = serializers.CharField()
    remarks = serializers.CharField()
    snapshot = serializers.JSONField()
    version = serializers.IntegerField()


def shift_brief(shift: Shift) -> dict[str, Any]:
    return {
        "id": shift.pk,
        "name": shift.name,
        "agency": shift.agency.code,
        "station": shift.station.code if shift.station else "",
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }


def my_shift(entry: RosterEntry) -> dict[str, Any]:
    return shift_brief(entry.shift) | {
        "entry": entry.pk,
        "came_at": entry.came_at.isoformat() if entry.came_at else None,
        "left_at": entry.left_at.isoformat() if entry.left_at else None,
    }


def entry_row(entry: RosterEntry) -> dict[str, Any]:
    plain = ("badge", "kind", "carries_weapon", "certificates", "waiver", "waived_by")
    more = ("rest_override", "overridden_by", "version")
    return {
        "id": entry.pk,
        "name": entry.who,
        "unit": entry.unit.call_sign if entry.unit else "",
        **{name: getattr(entry, name) for name in plain + more},
        "came_at": entry.came_at.isoformat() if entry.came_at else None,
        "left_at": entry.left_at.isoformat() if entry.left_at else None,
        "overtime_min": int(entry.overtime.total_seconds() // 60),
    }


def shift_row(shift: Shift) -> dict[str, Any]:
    return shift_brief(shift) | {
        "needs": selectors.needs_of(shift),
        "entries": [entry_row(entry) for entry in shift.entries.all()],
        "version": shift.version,
    }


def template_row(row: ShiftTemplate) -> dict[str, Any]:
    needs = row.needs.values("kind", "count", "certificate", "tier")
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "station": row.station.code if row.station else "",
        "name": row.name,
        "starts": row.starts.isoformat(),
        "minutes": row.minutes,
        "handover_minutes": row.handover_minutes,
        "days": row.days,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "needs": list(needs),
        "version": row.version,
    }


def certificate_row(row: Certificate) -> dict[str, Any]:
    return {
        "id": row.pk,
        "badge": row.officer.badge_number,
        "kind": row.kind_id,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "is_in_force": row.holds_on(timezone.localdate()),
    }


def handover_row(row: Handover) -> dict[str, Any]:
    plain = ("given_by", "levels", "equipment", "notes", "remarks", "snapshot")
    return obligations.brief(row) | {
        "shift": shift_brief(row.shift),
        **{name: getattr(row, name) for name in plain},
    }


def check_row(row: PresenceCheck) -> dict[str, Any]:
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "drawn_at": row.drawn_at.isoformat(),
        "drawn_by": row.drawn_by,
        "minutes": row.minutes,
        "published_at": row.published_at.isoformat() if row.published_at else None,
        "counts": presence.counts(row),
        "version": row.version,
    }


def check_detail(row: PresenceCheck, *, is_open: bool) -> dict[str, Any]:
    """`is_open`: published, or asked by somebody who checks; else who was drawn stays hidden."""
    shown = row.answers.select_related("unit", "station") if is_open else []
    return check_row(row) | {
        "seed": row.seed if is_open else None,
        "pool": row.pool if is_open else [],
        "answers": [answer_row(asked) for asked in shown],
    }


def answer_row(row: PresenceAnswer) -> dict[str, Any]:
    return {
        "id": row.pk,
        "check_id": row.check_of_id,
        "who": row.subject_id,
        "due_at": row.due_at.isoformat(),
        "result": row.result,
        "method": row.method,
        "answered_at": row.done_at.isoformat() if row.done_at else None,
        "answered_by": row.done_by,
        "distance_m": row.distance_m,
    }
