"""What comes in and goes out over REST about visits, campaigns and tasks."""

from typing import Any

from rest_framework import serializers

from grid.service.visits.models import Campaign, CampaignQuestion, Purpose, Visit, VisitTask
from grid.territory.geo import CRS

AGENCY = r"^\d{12}$"
BADGE = r"^[A-Za-z0-9]{1,20}$"
_CRS = [c.value for c in CRS]
FLAG = ["1"]


class SpanQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(AGENCY, required=False)
    first = serializers.DateField(required=False, help_text="local day")
    last = serializers.DateField(required=False, help_text="local day, included")


class VisitQuery(SpanQuery):
    cell = serializers.CharField(required=False, max_length=20)
    place = serializers.IntegerField(required=False, min_value=1)
    kind = serializers.ChoiceField(Visit.Kind.choices, required=False)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    outcome = serializers.ChoiceField(Visit.Outcome.choices, required=False)
    found = serializers.ChoiceField(Visit.Found.choices, required=False)
    campaign = serializers.IntegerField(required=False, min_value=1)
    task = serializers.IntegerField(required=False, min_value=1)
    mine = serializers.ChoiceField(FLAG, required=False)


class VisitChange(serializers.Serializer[Any]):
    """What may be corrected; `version` here or as If-Match."""

    kind = serializers.ChoiceField(Visit.Kind.choices, required=False)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    outcome = serializers.ChoiceField(Visit.Outcome.choices, required=False)
    found = serializers.ChoiceField(Visit.Found.choices, required=False)
    found_number = serializers.CharField(required=False, allow_blank=True, max_length=30)
    address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    text = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    version = serializers.IntegerField(min_value=1, required=False)


class ServiceVisitFields(VisitChange):
    """A visit; the Idempotency-Key is also its own name for good, however late it comes again."""

    visited_at = serializers.DateTimeField(required=False, help_text="default now")
    cell = serializers.CharField(required=False, allow_blank=True, max_length=20)
    place = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    lng = serializers.FloatField(required=False, allow_null=True)
    lat = serializers.FloatField(required=False, allow_null=True)
    crs = serializers.ChoiceField(_CRS, required=False)
    position_error_m = serializers.FloatField(required=False, allow_null=True, min_value=0)
    campaign = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    task = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    answers = serializers.DictField(required=False, help_text="by id of the question")
    version = None  # type: ignore[assignment]  # a new row has none


class VisitOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    agency = serializers.CharField()
    cell = serializers.CharField()
    place = serializers.IntegerField(allow_null=True)
    place_name = serializers.CharField()
    address = serializers.CharField()
    lng = serializers.FloatField(allow_null=True, help_text="WGS-84")
    lat = serializers.FloatField(allow_null=True, help_text="WGS-84")
    position_error_m = serializers.FloatField(allow_null=True)
    kind = serializers.CharField()
    purpose = serializers.CharField()
    outcome = serializers.CharField()
    found = serializers.CharField()
    found_number = serializers.CharField()
    text = serializers.CharField()
    campaign = serializers.IntegerField(allow_null=True)
    task = serializers.IntegerField(allow_null=True)
    answers = serializers.DictField()
    visited_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    recorded_by = serializers.CharField()
    is_late = serializers.BooleanField()
    version = serializers.IntegerField()


def visit_row(row: Visit) -> dict[str, Any]:
    """A visit as REST gives it; agency, cell and place should be joined."""
    plain = (
        *("number", "address", "position_error_m", "kind", "purpose", "outcome", "found"),
        *("found_number", "text", "answers", "recorded_by", "is_late", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "cell": row.cell.code if row.cell else "",
        "place": row.place_id,
        "place_name": row.place.name if row.place else "",
        "lng": row.point.x if row.point else None,
        "lat": row.point.y if row.point else None,
        "campaign": row.campaign_id,
        "task": row.task_id,
        "visited_at": row.visited_at.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
    }


class VisitPhotoOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    digest = serializers.CharField(help_text="SHA-256 of what is kept")
    added_at = serializers.DateTimeField()
    added_by = serializers.CharField()


class VisitCampaignQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(AGENCY, required=False)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    state = serializers.ChoiceField(["planned", "running", "over", "closed"], required=False)


class VisitQuestionFields(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(CampaignQuestion.Kind.choices, required=False)
    choices = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=20
    )
    is_required = serializers.BooleanField(required=False)


class VisitCampaignChange(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80, required=False)
    text = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    ends_on = serializers.DateField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class VisitCampaignFields(VisitCampaignChange):
    name = serializers.CharField(max_length=80)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    agency = serializers.RegexField(AGENCY, required=False)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    target = serializers.IntegerField(min_value=1, help_text="addresses in each cell")
    targets = serializers.DictField(
        child=serializers.IntegerField(min_value=1), required=False, help_text="by cell code"
    )
    cells = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=500
    )
    questions = VisitQuestionFields(many=True, required=False)
    version = None  # type: ignore[assignment]  # a new row has none


class VisitQuestionOut(VisitQuestionFields):
    id = serializers.IntegerField()


class VisitCampaignOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    agency = serializers.CharField()
    text = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.CharField()
    questions = VisitQuestionOut(many=True)
    started_by = serializers.CharField()
    version = serializers.IntegerField()


def campaign_row(row: Campaign) -> dict[str, Any]:
    """A campaign with its questions, as a phone needs them; questions should be prefetched."""
    plain = ("name", "purpose", "text", "starts_on", "ends_on", "started_by", "version")
    asked = ("text", "kind", "choices", "is_required")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "state": row.state(),
        "questions": [
            {"id": q.pk} | {name: getattr(q, name) for name in asked} for q in row.questions.all()
        ],
    }


class VisitProgressOut(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="cell")
    name = serializers.CharField()
    agency = serializers.CharField()
    target = serializers.IntegerField()
    made = serializers.IntegerField(help_text="addresses visited")
    tried = serializers.IntegerField(help_text="visits in all")
    percent = serializers.FloatField(allow_null=True)
    disputes = serializers.IntegerField()
    hazards = serializers.IntegerField()
    errands = serializers.IntegerField()
    last_at = serializers.DateTimeField(allow_null=True)


class CellWorkOut(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="cell")
    name = serializers.CharField()
    agency = serializers.CharField()
    due = serializers.IntegerField(help_text="tasks due in the span")
    done = serializers.IntegerField()
    errands = serializers.IntegerField(help_text="errands due in the span")
    errands_done = serializers.IntegerField()
    overdue = serializers.IntegerField()
    visits = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True, help_text="done of due")


def figures_row(row: Any, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The figures of a cell as REST gives them."""
    return {name: getattr(row, name) for name in shape().get_fields()}


class VisitTaskQuery(SpanQuery):
    cell = serializers.CharField(required=False, max_length=20)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    campaign = serializers.IntegerField(required=False, min_value=1)
    state = serializers.ChoiceField(VisitTask.State.choices, required=False)
    open = serializers.ChoiceField(FLAG, required=False)
    overdue = serializers.ChoiceField(FLAG, required=False)
    mine = serializers.ChoiceField(FLAG, required=False)


class VisitTaskFields(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    cell = serializers.CharField(max_length=20, required=False, allow_blank=True)
    place = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    text = serializers.CharField(max_length=500, required=False, allow_blank=True)
    officer = serializers.RegexField(BADGE, required=False, allow_blank=True)
    target = serializers.IntegerField(min_value=1, required=False)
    due_at = serializers.DateTimeField()


class OutcomeIn(serializers.Serializer[Any]):
    """What came of it, or why; `version` here or as If-Match."""

    outcome = serializers.CharField(max_length=500)
    version = serializers.IntegerField(min_value=1, required=False)


class VisitTaskOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.CharField()
    agency = serializers.CharField()
    cell = serializers.CharField()
    place = serializers.IntegerField(allow_null=True)
    place_name = serializers.CharField()
    address = serializers.CharField()
    purpose = serializers.CharField()
    text = serializers.CharField()
    officer = serializers.CharField(help_text="badge number")
    campaign = serializers.IntegerField(allow_null=True)
    target = serializers.IntegerField()
    made = serializers.IntegerField(help_text="addresses visited so far")
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    version = serializers.IntegerField()


def task_row(row: Any) -> dict[str, Any]:
    """A task as REST gives it; `made` comes with the list, agency, cell and place joined."""
    plain = (
        *("title", "state", "address", "purpose", "text", "target", "due_at", "overdue_at"),
        *("done_at", "outcome", "version"),
    )
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "agency": row.agency.code,
        "cell": row.cell.code if row.cell else "",
        "place": row.place_id,
        "place_name": row.place.name if row.place else "",
        "officer": row.officer.badge_number if row.officer else "",
        "campaign": row.campaign_id,
        "made": getattr(row, "made", 0),
    }
