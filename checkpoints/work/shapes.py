"""What the REST of the work at checkpoints answers: rows as JSON-ready values, and their schema."""

from typing import Any

from rest_framework import serializers

from checkpoints.work import serializers as given
from checkpoints.work.models import (
    CheckOutcome,
    CustodyStep,
    HourlyCount,
    LaneReport,
    PostHandover,
    PostShift,
    Suspension,
)
from checkpoints.work.rulebook import Rulebook
from checkpoints.work.selectors.overdue import Overdue
from checkpoints.work.selectors.roster import Hole, Staffing, presence
from checkpoints.work.selectors.sums import Figures, Year
from checkpoints.work.services import Saved


class CountOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    checkpoint = serializers.CharField()
    hour = serializers.DateTimeField()
    kind = serializers.CharField()
    measure = serializers.CharField()
    reason = serializers.CharField()
    direction = serializers.CharField()
    number = serializers.IntegerField()
    is_late = serializers.BooleanField()
    recorded_at = serializers.DateTimeField()
    entered_by = serializers.CharField()
    client_ref = serializers.CharField()
    version = serializers.IntegerField()


class CorrectionOut(serializers.Serializer[Any]):
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    reason = serializers.CharField()
    corrected_at = serializers.DateTimeField()
    corrected_by = serializers.CharField()


class CountDetailOut(CountOut):
    corrections = CorrectionOut(many=True)


class SavedOut(serializers.Serializer[Any]):
    client_ref = serializers.CharField()
    new = serializers.IntegerField()
    repeated = serializers.IntegerField()
    corrected = serializers.IntegerField()
    late = serializers.IntegerField()
    counts = CountOut(many=True)


class CheckOutcomeOut(given.OutcomeFields):
    id = serializers.IntegerField()
    is_result = serializers.BooleanField()
    is_late = serializers.BooleanField()
    entered_by = serializers.CharField()
    struck_at = serializers.DateTimeField(allow_null=True)
    struck_by = serializers.CharField()
    struck_reason = serializers.CharField()
    version = serializers.IntegerField()


class LaneReportOut(given.LaneFields):
    id = serializers.IntegerField()
    entered_by = serializers.CharField()


class SuspensionOut(given.SuspensionFields):
    id = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    started_by = serializers.CharField()
    over_at = serializers.DateTimeField()
    ended_by = serializers.CharField()
    is_running = serializers.BooleanField()
    version = serializers.IntegerField()


class CustodyStepOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    receipt = serializers.CharField()
    act = serializers.CharField()
    state = serializers.CharField()
    from_badge = serializers.CharField()
    from_name = serializers.CharField()
    to_badge = serializers.CharField()
    to_name = serializers.CharField()
    where = serializers.CharField()
    reason = serializers.CharField()
    disposal = serializers.CharField()
    seal_number = serializers.CharField()
    is_seal_intact = serializers.BooleanField()
    given_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField()
    paper_receipt = serializers.CharField()
    answer_note = serializers.CharField()


class SeizureOut(given.SeizureFields):
    number = serializers.CharField()
    entered_by = serializers.CharField()
    holder = serializers.CharField()
    holder_badge = serializers.CharField()
    waits_for = serializers.CharField()
    is_disposed = serializers.BooleanField()


class SeizureDetailOut(SeizureOut):
    steps = CustodyStepOut(many=True)


class PostShiftOut(given.PostShiftFields):
    id = serializers.IntegerField()
    came_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)
    presence = serializers.CharField()
    overtime_s = serializers.IntegerField(help_text="Seconds.")
    struck_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PostHandoverOut(given.HandoverFields):
    id = serializers.IntegerField()
    state = serializers.CharField()
    given_by = serializers.CharField()
    taken_by = serializers.CharField()
    issued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    open_matters = serializers.DictField()
    version = serializers.IntegerField()


class CheckRateOut(serializers.Serializer[Any]):
    checked = serializers.IntegerField()
    passing = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True, help_text="null: no flow was counted")


class CheckSumOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's own label
    people = serializers.IntegerField()
    vehicles = serializers.IntegerField()
    goods = serializers.IntegerField()
    results = serializers.IntegerField()
    outcomes = serializers.IntegerField()
    late = serializers.IntegerField()
    rates = serializers.DictField(child=CheckRateOut())
    where = serializers.DictField(help_text="Filters that list the rows behind the figures.")


class ComparedOut(serializers.Serializer[Any]):
    now = serializers.IntegerField()
    before = serializers.IntegerField()
    change = serializers.FloatField(allow_null=True, help_text="null: nothing a year before")
    is_small = serializers.BooleanField()


class CheckYearOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's own label
    figures = serializers.DictField(child=ComparedOut())
    where = serializers.DictField()
    earlier = serializers.DictField()


class CheckSumsOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    by = serializers.CharField()
    total = CheckSumOut()
    rows = CheckSumOut(many=True)


class CheckYearsOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    by = serializers.CharField()
    small_below = serializers.IntegerField()
    rows = CheckYearOut(many=True)


class CheckCodeOut(serializers.Serializer[Any]):
    group = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    is_result = serializers.BooleanField()


class OverdueCountOut(serializers.Serializer[Any]):
    checkpoint = serializers.CharField()
    name = serializers.CharField()
    hour = serializers.DateTimeField()
    since = serializers.DateTimeField()


class PostHoleOut(serializers.Serializer[Any]):
    checkpoint = serializers.CharField()
    agency = serializers.CharField()
    agency_name = serializers.CharField()
    hours = serializers.ListField(child=serializers.IntegerField())


class CheckTodayOut(serializers.Serializer[Any]):
    people = serializers.IntegerField()
    vehicles = serializers.IntegerField()
    goods = serializers.IntegerField()
    results = serializers.IntegerField()
    outcomes = serializers.IntegerField()
    late = serializers.IntegerField()
    last_hour = serializers.DateTimeField(allow_null=True)
    last_hour_sum = serializers.IntegerField()
    last_count_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.ListField(child=serializers.DateTimeField())
    lanes = serializers.DictField(allow_null=True)
    suspended = serializers.DictField(allow_null=True)
    staffing = serializers.DictField()


def plain(row: Any, *names: str) -> dict[str, Any]:
    """Attributes of a row as they are."""
    return {name: getattr(row, name) for name in names}


def count_row(row: HourlyCount) -> dict[str, Any]:
    names = ("hour", "kind", "measure", "reason", "direction", "number", "is_late", "recorded_at")
    more = plain(row, *names, "entered_by", "client_ref", "version")
    return {"id": row.pk, "checkpoint": row.checkpoint.code, **more}


def count_detail(row: HourlyCount) -> dict[str, Any]:
    names = ("before", "after", "reason", "corrected_at", "corrected_by")
    return count_row(row) | {"corrections": [plain(c, *names) for c in row.corrections.all()]}


def saved_row(saved: Saved, client_ref: str) -> dict[str, Any]:
    numbers = plain(saved, "new", "repeated", "corrected", "late")
    return {"client_ref": client_ref, **numbers, "counts": [count_row(r) for r in saved.rows]}


def outcome_row(row: CheckOutcome) -> dict[str, Any]:
    names = ("outcome", "happened_at", "number", "kind", "reference", "client_ref", "is_result")
    more = ("is_late", "entered_by", "struck_at", "struck_by", "struck_reason", "version")
    return {"id": row.pk, "checkpoint": row.checkpoint.code, **plain(row, *names, *more)}


def lane_row(row: LaneReport) -> dict[str, Any]:
    names = ("open_in", "open_out", "queue_in_m", "queue_out_m", "reported_at", "client_ref")
    return {"id": row.pk, "checkpoint": row.checkpoint.code, **plain(row, *names, "entered_by")}


def suspension_row(row: Suspension) -> dict[str, Any]:
    names = ("reason", "note", "until", "starts_at", "started_by", "over_at", "ended_by", "version")
    more = plain(row, *names) | {"is_running": row.holds()}
    return {"id": row.pk, "checkpoint": row.checkpoint.code, **more}


def step_row(step: CustodyStep) -> dict[str, Any]:
    names = ("receipt", "act", "state", "from_badge", "from_name", "to_badge", "to_name", "where")
    more = ("reason", "disposal", "seal_number", "is_seal_intact", "given_at", "answered_at")
    rest = ("answered_by", "paper_receipt", "answer_note")
    return {"id": step.pk, **plain(step, *names, *more, *rest)}


def seizure_row(row: Any) -> dict[str, Any]:
    """A seizure as `selectors.seizures` gives it."""
    first = row.steps.all()[0]
    names = ("number", "item", "unit", "seal_number", "reference", "seized_at", "client_ref")
    return {
        **plain(row, *names, "entered_by"),
        "checkpoint": row.checkpoint.code,
        "quantity": str(row.quantity),
        "where": first.where,
        "holder": row.holder or "",
        "holder_badge": row.holder_badge or "",
        "waits_for": row.waits_for or "",
        "is_disposed": row.last_act == CustodyStep.Act.DISPOSED,
    }


def seizure_detail(row: Any) -> dict[str, Any]:
    return seizure_row(row) | {"steps": [step_row(step) for step in row.steps.all()]}


def shift_row(row: PostShift, book: Rulebook, at: Any) -> dict[str, Any]:
    names = ("badge", "name", "role", "starts_at", "ends_at", "rest_override", "came_at", "left_at")
    return {
        "id": row.pk,
        "checkpoint": row.checkpoint.code,
        "post": row.post_id,
        "agency": row.agency.code,
        **plain(row, *names, "struck_at", "version"),
        "presence": presence(row, book, row.checkpoint.agency.path, at),
        "overtime_s": int(row.overtime.total_seconds()),
    }


def handover_row(row: PostHandover) -> dict[str, Any]:
    names = ("note", "equipment", "state", "given_by", "issued_at", "due_at", "open_matters")
    more = plain(row, *names, "version") | {"taken_by": row.done_by}
    return {"id": row.pk, "checkpoint": row.checkpoint.code, **more}


def sum_row(line: Figures) -> dict[str, Any]:
    names = ("people", "vehicles", "goods", "results", "outcomes", "late")
    rates = {k: plain(rate, "checked", "passing", "share") for k, rate in line.rates.items()}
    return {
        "key": line.key,
        "label": line.label,
        **{name: line.of(name) for name in names},
        "rates": rates,
        "where": line.where,
    }


def year_row(line: Year) -> dict[str, Any]:
    names = ("now", "before", "change", "is_small")
    figures = {name: plain(found, *names) for name, found in line.figures.items()}
    return {**plain(line, "key", "label", "where", "earlier"), "figures": figures}


def hole_row(hole: Hole) -> dict[str, Any]:
    return {
        "checkpoint": hole.checkpoint.code,
        "agency": hole.agency.code,
        "agency_name": hole.agency.name,
        "hours": hole.hours,
    }


def staffing_row(staffing: Staffing) -> dict[str, Any]:
    names = ("level", "rostered", "present", "officers", "auxiliaries", "absent", "late")
    return plain(staffing, *names, "posts", "missing") | {"required": staffing.wanted}


def today_row(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"staffing": staffing_row(found["staffing"])}


def overdue_row(row: Overdue) -> dict[str, Any]:
    place = row["checkpoint"]
    return {
        "checkpoint": place.code,
        "name": place.name,
        "hour": row["hour"],
        "since": row["since"],
    }
