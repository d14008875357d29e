"""Shapes of cases over REST: what comes in, what is answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.cases.models import Case, CaseKind
from command_center.cases.selectors import TAGS
from grid.territory import geo

MOST_WORDS = 200  # headings or words somebody gives a meaning to
_AGENCY = r"^\d{12}$"


class CaseChange(serializers.Serializer[Any]):
    """Any of the fields of a case, with the reason; `version` here or as If-Match."""

    category = serializers.CharField(max_length=12, required=False)
    occurred_from = serializers.DateTimeField(required=False)
    occurred_to = serializers.DateTimeField(required=False, allow_null=True)
    reported_at = serializers.DateTimeField(required=False)
    filed_on = serializers.DateField(required=False, allow_null=True)
    found_by = serializers.ChoiceField(Case.FoundBy.choices, required=False)
    agency = serializers.RegexField(_AGENCY, required=False)
    cell = serializers.CharField(max_length=20, required=False, allow_blank=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    lng = serializers.FloatField(required=False, allow_null=True)
    lat = serializers.FloatField(required=False, allow_null=True)
    crs = serializers.ChoiceField([c.value for c in geo.CRS], required=False)
    position_error_m = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=100_000
    )
    entry = serializers.CharField(max_length=30, required=False, allow_blank=True)
    target = serializers.CharField(max_length=30, required=False, allow_blank=True)
    premises = serializers.CharField(max_length=30, required=False, allow_blank=True)
    tool = serializers.CharField(max_length=30, required=False, allow_blank=True)
    loss_yuan = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True, min_value=0
    )
    narrative = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    incident_number = serializers.CharField(max_length=16, required=False, allow_blank=True)
    source_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=200, required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class CaseFields(CaseChange):
    """A case that is entered."""

    category = serializers.CharField(max_length=12)
    occurred_from = serializers.DateTimeField()
    source = serializers.SlugField(max_length=40, required=False)  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]  # nothing is changed
    version = None  # type: ignore[assignment]  # a new row has none


class SolvedIn(serializers.Serializer[Any]):
    solved_on = serializers.DateField()
    result = serializers.ChoiceField([c for c in Case.Result.choices if c[0]])
    version = serializers.IntegerField(min_value=1, required=False)


class CaseReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class VoidIn(CaseReasonIn):
    duplicate_of = serializers.CharField(max_length=40, required=False, allow_blank=True)


class CaseCodeOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class CaseOut(serializers.Serializer[Any]):
    """A case without its text; of a sensitive kind without its place."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(CaseKind.choices)
    category = CaseCodeOut()
    state = serializers.ChoiceField(Case.State.choices)
    found_by = serializers.ChoiceField(Case.FoundBy.choices)
    agency = CaseCodeOut()
    cell = CaseCodeOut(allow_null=True)
    occurred_from = serializers.DateTimeField()
    occurred_to = serializers.DateTimeField(allow_null=True)
    reported_at = serializers.DateTimeField()
    filed_on = serializers.DateField(allow_null=True)
    solved_on = serializers.DateField(allow_null=True)
    result = serializers.CharField()
    address = serializers.CharField()
    lng = serializers.FloatField(allow_null=True, help_text="WGS-84")
    lat = serializers.FloatField(allow_null=True, help_text="WGS-84")
    position_error_m = serializers.FloatField(allow_null=True)
    entry = CaseCodeOut(allow_null=True)
    target = CaseCodeOut(allow_null=True)
    premises = CaseCodeOut(allow_null=True)
    tool = CaseCodeOut(allow_null=True)
    loss_yuan = serializers.CharField(allow_null=True)
    incident_number = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_number = serializers.CharField(allow_null=True)
    entered_at = serializers.DateTimeField()
    recoded_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class HintOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    field = serializers.CharField()
    text = serializers.CharField()
    numbers = serializers.ListField(child=serializers.CharField())


class CaseDetailOut(CaseOut):
    source_crs = serializers.CharField()
    source_lng = serializers.FloatField(allow_null=True)
    source_lat = serializers.FloatField(allow_null=True)
    duplicate_of = serializers.CharField(allow_null=True)
    hints = HintOut(many=True)
    warnings = serializers.ListField(child=serializers.CharField(), help_text="What was masked.")


class CaseCheckOut(serializers.Serializer[Any]):
    errors = serializers.ListField(child=serializers.DictField())  # type: ignore[assignment]
    hints = HintOut(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class RevisionOut(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField()
    changes = serializers.DictField()
    days = serializers.ListField(child=serializers.DateField())


class CaseBatchOut(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    results = serializers.ListField(child=serializers.DictField())


class CaseCategoryOut(CaseCodeOut):
    name_en = serializers.CharField()
    system = serializers.CharField()
    kind = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    depth = serializers.IntegerField()
    is_sensitive = serializers.BooleanField()
    means = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class ClassSetOut(CaseCodeOut):
    name_en = serializers.CharField()
    agency = serializers.CharField(allow_null=True)
    members = serializers.ListField(child=serializers.CharField())
    defined_by = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class TagOut(CaseCodeOut):
    kind = serializers.CharField()
    name_en = serializers.CharField()
    suggests = serializers.CharField(allow_null=True)


def words_by_word(said: Any) -> None:
    """Raise ValidationError unless it is an object of short texts by short texts."""
    is_object = isinstance(said, dict) and len(said) <= MOST_WORDS
    if not is_object or not all(isinstance(v, str) and len(k + v) < 200 for k, v in said.items()):
        raise serializers.ValidationError(_("Send a JSON object with texts."))


class CaseImportIn(serializers.Serializer[Any]):
    file = serializers.FileField()
    crs = serializers.ChoiceField([c.value for c in geo.CRS], default="wgs84")
    source = serializers.SlugField(max_length=40, default="upload")  # type: ignore[assignment]
    dry_run = serializers.BooleanField(default=True)
    only_valid = serializers.BooleanField(default=False)
    joins_doubles = serializers.BooleanField(
        default=False, help_text="Rows of one number are one case; the first counts."
    )
    columns = serializers.JSONField(
        default=dict, help_text="Field by heading, as a JSON object.", validators=[words_by_word]
    )
    meanings = serializers.JSONField(
        default=dict, help_text="Code of a category by word.", validators=[words_by_word]
    )


class ImportOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.CharField()
    is_dry_run = serializers.BooleanField()
    only_valid = serializers.BooleanField()
    read = serializers.IntegerField()
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    joined = serializers.IntegerField()
    faulty = serializers.IntegerField()
    columns = serializers.DictField()
    meanings = serializers.DictField()
    joins_doubles = serializers.BooleanField()
    refusal = serializers.CharField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class CaseFaultOut(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


def code_row(row: Any) -> dict[str, str] | None:
    """A reference row or an agency by its code."""
    return {"code": row.code, "name": getattr(row, "name", "")} if row else None


def case_row(row: Case) -> dict[str, Any]:
    """A case as `CaseOut` says."""
    hides = row.category.is_sensitive
    point = None if hides else row.point
    plain = (
        *("number", "kind", "state", "found_by", "occurred_from", "occurred_to", "reported_at"),
        *("filed_on", "solved_on", "result", "incident_number", "source", "source_number"),
        *("entered_at", "recoded_at", "version"),
    )
    return {
        **{name: getattr(row, name) for name in plain},
        "category": code_row(row.category),
        "agency": code_row(row.agency),
        "cell": None if hides else code_row(row.cell),
        "address": "" if hides else row.address,
        "lng": point.x if point else None,
        "lat": point.y if point else None,
        "position_error_m": None if hides else row.position_error_m,
        **{kind: code_row(getattr(row, kind)) for kind in TAGS},
        "loss_yuan": None if row.loss_yuan is None else f"{row.loss_yuan:.2f}",
    }
