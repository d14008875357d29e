"""What the REST of the rates takes and gives."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from video.rates.causes import Words
from video.rates.formulas import Figure
from video.rates.groups import Line
from video.rates.history import Ranked
from video.rates.models import By, Rate, RateFormula
from video.rates.scores import Score
from video.rates.selectors import PARTS
from video.register.models import Camera

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
INSTANT = [rate.value for rate in Rate if rate is not Rate.ONLINE_PERIOD]


class CameraRateQuery(serializers.Serializer[Any]):
    by = serializers.ChoiceField(By.choices, default=By.AGENCY)
    at = serializers.DateTimeField(required=False, help_text="A past moment; now if absent.")
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    own = serializers.RegexField(
        r"^\d{12}$", required=False, help_text="An agency without those below it."
    )
    division = serializers.CharField(max_length=12, required=False)
    cls = serializers.CharField(max_length=20, required=False)
    is_public = serializers.BooleanField(required=False, allow_null=True, default=None)
    owner = serializers.CharField(max_length=20, required=False)
    operator = serializers.CharField(max_length=20, required=False)
    contractor = serializers.CharField(max_length=20, required=False)

    def validate_at(self, at: Any) -> Any:
        """A rate of the future cannot be counted, nor one of before there were cameras."""
        if at < EARLIEST:
            raise serializers.ValidationError(_("Nothing is kept of before 2000."))
        return min(at, timezone.now())


class RateCameraQuery(CameraRateQuery):
    rate = serializers.ChoiceField(INSTANT)
    part = serializers.ChoiceField(list(PARTS), default="missing")


class SpanQuery(serializers.Serializer[Any]):
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """The last four weeks where nothing is said; at most three years."""
        last = said.get("last") or timezone.localdate() - timedelta(days=1)
        first = said.get("first") or last - timedelta(days=27)
        if not 0 <= (last - first).days <= 1100:
            raise serializers.ValidationError({"first": "From 0 to 1,100 days before last."})
        return said | {"first": first, "last": last}


class RateHistoryQuery(SpanQuery):
    rate = serializers.ChoiceField(Rate.choices)
    by = serializers.ChoiceField(By.choices, default=By.AGENCY)
    agency = serializers.RegexField(r"^\d{12}$", required=False, default="")
    key = serializers.CharField(max_length=20, required=False)


class RankingQuery(SpanQuery):
    by = serializers.ChoiceField(By.choices, default=By.AGENCY)


class RateFigureOut(serializers.Serializer[Any]):
    percent = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    excluded = serializers.IntegerField()
    sample = serializers.IntegerField()
    below = serializers.BooleanField(help_text="Below the line of the formula.")
    small = serializers.BooleanField(help_text="Too few cameras to be ranked by.")


class RateLineOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()
    rates = serializers.DictField(child=RateFigureOut())


class CameraRatesOut(serializers.Serializer[Any]):
    by = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    counted_at = serializers.DateTimeField()
    formulas = serializers.DictField(child=serializers.IntegerField())
    total = serializers.DictField(child=RateFigureOut())
    rows = RateLineOut(many=True)


class RateDayOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    figure = RateFigureOut()


class RateLackOut(serializers.Serializer[Any]):
    """A rate that counted too few cameras, in cameras times days, for a rank."""

    rate = serializers.CharField()
    counted = serializers.IntegerField()
    needed = serializers.IntegerField()
    missing = serializers.IntegerField()


class RateRankedOut(serializers.Serializer[Any]):
    place = serializers.IntegerField(allow_null=True)
    score = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    key = serializers.CharField()
    name = serializers.CharField()
    rates = serializers.DictField(child=RateFigureOut())
    lacks = RateLackOut(many=True, help_text="Why it has no place; empty where it has one.")


class ScorePartOut(serializers.Serializer[Any]):
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    weight = serializers.IntegerField()


class ContractorScoreOut(serializers.Serializer[Any]):
    place = serializers.IntegerField(allow_null=True)
    contractor = serializers.CharField()
    name = serializers.CharField()
    points = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    known = serializers.IntegerField()
    parts = serializers.DictField(child=ScorePartOut())
    tickets = serializers.IntegerField()
    penalty = serializers.IntegerField()


class RateCameraOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    gb_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    agency = serializers.CharField()
    because = serializers.CharField()


class FormulaFields(serializers.Serializer[Any]):
    rate = serializers.ChoiceField(Rate.choices)
    threshold = serializers.DecimalField(max_digits=4, decimal_places=1, min_value=0, max_value=100)
    parameters = serializers.DictField()
    valid_from = serializers.DateField()
    basis = serializers.CharField(max_length=200)


class FormulaOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    rate = serializers.ChoiceField(Rate.choices)
    number = serializers.IntegerField()
    threshold = serializers.DecimalField(max_digits=4, decimal_places=1)
    parameters = serializers.DictField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    basis = serializers.CharField()
    agency = serializers.CharField(allow_null=True)
    proposed_by = serializers.CharField(allow_null=True)
    approved_by = serializers.CharField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class StorageStateIn(serializers.Serializer[Any]):
    gb_id = serializers.RegexField(r"^\d{20}$")
    day = serializers.DateField()
    recorded_s = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    required_s = serializers.IntegerField(required=False, default=86_400, max_value=90_000)
    clock_offset_s = serializers.FloatField(required=False, allow_null=True)
    history_days = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=32_767
    )


class StorageBatch(serializers.Serializer[Any]):
    states = serializers.ListField(child=StorageStateIn(), min_length=1, max_length=5_000)


class StorageTakenOut(serializers.Serializer[Any]):
    received = serializers.IntegerField()
    taken = serializers.IntegerField()
    older = serializers.IntegerField()
    unknown = serializers.IntegerField()


def figure_row(figure: Figure) -> dict[str, Any]:
    return {
        "percent": figure.percent,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "excluded": figure.excluded,
        "sample": figure.sample,
        "below": figure.is_red,
        "small": figure.is_small,
    }


def rates_row(figures: dict[str, Figure]) -> dict[str, Any]:
    return {str(rate): figure_row(figure) for rate, figure in figures.items()}


def line_row(line: Line) -> dict[str, Any]:
    return {"key": line.key, "name": line.label, "rates": rates_row(line.figures)}


def ranked_row(row: Ranked) -> dict[str, Any]:
    lacks = [
        {
            "rate": str(one.rate),
            "counted": one.counted,
            "needed": one.needed,
            "missing": one.missing,
        }
        for one in row.lacks
    ]
    return {"place": row.place, "score": row.score, **line_row(row.line), "lacks": lacks}


def score_row(row: Score) -> dict[str, Any]:
    return {
        "place": row.place,
        "contractor": row.contractor.code,
        "name": row.contractor.name,
        "points": row.points,
        "known": row.known,
        "parts": {
            part.name: {
                "numerator": part.numerator,
                "denominator": part.denominator,
                "weight": part.weight,
            }
            for part in row.parts
        },
        "tickets": row.tickets.opened,
        "penalty": row.tickets.penalty,
    }


def camera_row(camera: Camera, why: Words) -> dict[str, Any]:
    return {
        "code": camera.code,
        "gb_id": camera.gb_id,
        "name": camera.name,
        "agency": camera.agency.code,
        "because": why[camera.pk],
    }


def formula_row(row: RateFormula) -> dict[str, Any]:
    names = ("rate", "number", "threshold", "parameters", "valid_from", "valid_to", "basis")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}} | {
        "agency": row.agency.code if row.agency else None,
        "proposed_by": row.proposed_by.badge_number if row.proposed_by else None,
        "approved_by": row.approved_by.badge_number if row.approved_by else None,
        "approved_at": row.approved_at,
        "version": row.version,
    }
