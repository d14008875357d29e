"""What the phone sends along with a dispute, checked here."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mediation.phone.models import ConsentSignature

WIDTH: Final = 400
HEIGHT: Final = 150
MOST_LINES: Final = 60
MOST_POINTS: Final = 4_000


@extend_schema_field({"type": "array", "items": {"type": "number"}})
class PointField(serializers.Field[Any, Any, Any, Any]):
    """One point of a line: `[x, y]` in a field of 400 x 150."""

    def to_internal_value(self, data: Any) -> list[float]:
        is_pair = isinstance(data, list) and len(data) == 2
        if not is_pair or not all(isinstance(one, int | float) for one in data):
            raise serializers.ValidationError("[x, y]")
        x, y = data
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            raise serializers.ValidationError(f"0-{WIDTH}, 0-{HEIGHT}")
        return [round(x, 1), round(y, 1)]

    def to_representation(self, value: Any) -> Any:
        return value


class CallNumberField(serializers.CharField):
    """The number of the call the dispute was registered of."""

    def __init__(self, **how: Any) -> None:
        super().__init__(max_length=20, **how)


class SignatureIn(serializers.Serializer[Any]):
    """A party's signature under its consent; `party` counts the parties of the body from 0."""

    party = serializers.IntegerField(min_value=0, max_value=50)
    way = serializers.ChoiceField(ConsentSignature.Way.choices)
    strokes = serializers.ListField(
        child=serializers.ListField(child=PointField(), min_length=1),
        max_length=MOST_LINES,
        default=list,
        help_text="lines of [x, y] in a field of 400 x 150; empty where signed on paper",
    )
    signed_at = serializers.DateTimeField()
    words_hash = serializers.RegexField(r"^[0-9a-f]{64}$")

    def validate_strokes(self, lines: list[list[list[float]]]) -> list[list[list[float]]]:
        if sum(len(line) for line in lines) > MOST_POINTS:
            raise serializers.ValidationError(f"≤ {MOST_POINTS}")
        return lines


class DisputePhotoOut(serializers.Serializer[Any]):
    """A picture of a dispute: that it is there, never itself."""

    id = serializers.IntegerField()
    size = serializers.IntegerField(help_text="bytes")
    sha256 = serializers.CharField()
    kept_at = serializers.DateTimeField()
    taken_by = serializers.CharField()
