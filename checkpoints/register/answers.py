"""What leaves the register over REST: the shapes for the schema, and the rows themselves."""

import json
from typing import Any

from rest_framework import serializers

from checkpoints.register.figures import BuildRate
from checkpoints.register.models import (
    Assessment,
    Checkpoint,
    CheckpointMove,
    DefenceRing,
    EquipmentItem,
    JointForce,
    Minimum,
    Opening,
    Post,
)
from checkpoints.register.selectors import brief


class AgencyNameOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class CheckpointOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    line = serializers.CharField()
    grade = serializers.CharField()
    kind = serializers.CharField()
    agency = AgencyNameOut()
    parent = serializers.CharField()  # type: ignore[assignment]
    lng = serializers.FloatField(help_text="WGS-84")
    lat = serializers.FloatField(help_text="WGS-84")
    address = serializers.CharField()
    road = serializers.CharField()
    direction = serializers.CharField()
    lanes_in = serializers.IntegerField()
    lanes_out = serializers.IntegerField()
    mission = serializers.CharField()
    planned_on = serializers.DateField(allow_null=True)
    built_on = serializers.DateField(allow_null=True)
    instrument_type = serializers.CharField()
    instrument_number = serializers.CharField()
    instrument_issuer = serializers.CharField()
    valid_from = serializers.DateTimeField(allow_null=True)
    valid_to = serializers.DateTimeField(allow_null=True)
    is_signed = serializers.BooleanField()
    filing_number = serializers.CharField()
    filed_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    version = serializers.IntegerField()


class PostOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()
    place = serializers.CharField()
    staff = serializers.IntegerField()
    version = serializers.IntegerField()


class JointForceOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()
    heads = serializers.IntegerField()
    is_round_the_clock = serializers.BooleanField()
    desk = serializers.CharField()
    phone = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class CheckpointDetailOut(CheckpointOut):
    gantries = serializers.ListField(child=serializers.CharField())
    posts = PostOut(many=True)
    joint_forces = JointForceOut(many=True)


class OpeningOut(serializers.Serializer[Any]):
    instrument_type = serializers.CharField()
    instrument_number = serializers.CharField()
    instrument_issuer = serializers.CharField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField()
    opened_by = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.CharField()
    closing_reason = serializers.CharField()


class CheckpointMoveOut(serializers.Serializer[Any]):
    moved_at = serializers.DateTimeField()
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    address = serializers.CharField()
    mission = serializers.CharField()
    by = serializers.CharField()


class EquipmentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    checkpoint = serializers.CharField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    quantity = serializers.IntegerField()
    state = serializers.CharField()
    checked_on = serializers.DateField(allow_null=True)
    check_due_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    version = serializers.IntegerField()


class ShortageOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    required = serializers.IntegerField()  # type: ignore[assignment]
    present = serializers.IntegerField()
    missing = serializers.IntegerField()


class NeedsOut(serializers.Serializer[Any]):
    level = serializers.CharField()
    officers = serializers.IntegerField()
    auxiliaries = serializers.IntegerField()
    vehicles = serializers.IntegerField()
    posts = serializers.DictField(child=serializers.IntegerField())
    equipment = serializers.DictField(child=serializers.IntegerField())
    forces = serializers.DictField(child=serializers.IntegerField())
    present = serializers.DictField(child=serializers.IntegerField())
    shortages = ShortageOut(many=True)


class LineOut(serializers.Serializer[Any]):
    item = serializers.CharField()
    answer = serializers.CharField()
    weight = serializers.IntegerField()
    note = serializers.CharField()


class AssessmentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    assessed_at = serializers.DateTimeField()
    assessed_by = serializers.CharField()
    met_weight = serializers.IntegerField()
    applicable_weight = serializers.IntegerField()
    remark = serializers.CharField()
    lines = LineOut(many=True)


class MinimumOut(serializers.Serializer[Any]):
    grade = serializers.CharField()
    level = serializers.CharField()
    need = serializers.CharField()
    code = serializers.CharField()
    quantity = serializers.IntegerField()
    agency = serializers.CharField(help_text="Empty: a default, to be set by the city.")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class BuildRateOut(serializers.Serializer[Any]):
    by = serializers.CharField()
    code = serializers.CharField()
    planned = serializers.IntegerField()
    built = serializers.IntegerField()
    rate = serializers.DecimalField(
        5, 1, allow_null=True, help_text="Percent, one decimal, half up; null of nothing planned."
    )


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def checkpoint_row(row: Checkpoint) -> dict[str, Any]:
    """A checkpoint; line, agency and parent should be joined."""
    return (
        brief(row)
        | _plain(row, "address", "lanes_in", "lanes_out", "mission", "planned_on", "built_on")
        | _plain(row, "instrument_type", "instrument_number", "instrument_issuer")
        | _plain(row, "valid_from", "valid_to", "is_signed", "filing_number", "filed_on", "version")
        | {"parent": row.parent.code if row.parent else "", "state": row.state_at()}
    )


def checkpoint_detail(row: Checkpoint) -> dict[str, Any]:
    """A checkpoint with its gantries, posts and joint forces."""
    return checkpoint_row(row) | {
        "gantries": list(row.gantries.values_list("code", flat=True)),
        "posts": [post_row(post) for post in row.posts.filter(is_active=True)],
        "joint_forces": [
            joint_force_row(force) for force in row.joint_forces.select_related("kind", "agency")
        ],
    }


def post_row(row: Post) -> dict[str, Any]:
    return _plain(row, "id", "name", "place", "staff", "version") | {"kind": row.kind_id}


def joint_force_row(row: JointForce) -> dict[str, Any]:
    plain = ("id", "heads", "is_round_the_clock", "desk", "phone", "valid_from", "valid_to")
    return _plain(row, *plain, "version") | {"kind": row.kind_id, "name": str(row)}


def opening_row(row: Opening) -> dict[str, Any]:
    return _plain(row, *OpeningOut().fields)


def move_row(row: CheckpointMove) -> dict[str, Any]:
    lng, lat = row.point.coords
    plain = _plain(row, "moved_at", "address", "mission")
    return plain | {"lng": lng, "lat": lat, "by": row.actor_label}


def equipment_row(row: EquipmentItem) -> dict[str, Any]:
    plain = ("id", "label", "quantity", "state", "checked_on", "check_due_on", "note", "version")
    return _plain(row, *plain) | {"checkpoint": row.checkpoint.code, "kind": row.kind_id}


def assessment_row(row: Assessment) -> dict[str, Any]:
    plain = ("id", "assessed_at", "assessed_by", "met_weight", "applicable_weight", "remark")
    lines = [
        {"item": line.item_id, **_plain(line, "answer", "weight", "note")}
        for line in row.lines.all()
    ]
    return _plain(row, *plain) | {"lines": lines}


def minimum_row(row: Minimum) -> dict[str, Any]:
    plain = _plain(row, "grade", "need", "code", "quantity", "valid_from", "valid_to")
    return plain | {"level": row.level_id, "agency": row.agency.code if row.agency else ""}


def build_rate_row(row: BuildRate) -> dict[str, Any]:
    rate = None if row.rate is None else str(row.rate)
    return _plain(row, "by", "code", "planned", "built") | {"rate": rate}


def feature(row: Checkpoint) -> dict[str, Any]:
    """A checkpoint on the map."""
    told = brief(row)
    point = [round(told.pop("lng"), 6), round(told.pop("lat"), 6)]
    geometry = {"type": "Point", "coordinates": point}
    return {"type": "Feature", "id": row.code, "properties": told, "geometry": geometry}


def ring_feature(ring: DefenceRing, inside: list[Checkpoint]) -> dict[str, Any]:
    """A ring on the map with the codes of the checkpoints inside it."""
    told = {
        "name": ring.name,
        "line": ring.line_id,
        "agency": ring.agency.code,
        "checkpoints": [row.code for row in inside],
    }
    geometry = json.loads(ring.outline.geojson)
    return {"type": "Feature", "id": ring.pk, "properties": told, "geometry": geometry}
