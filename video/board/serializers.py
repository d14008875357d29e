"""Shapes of the board's REST."""

from typing import Any

from rest_framework import serializers

from video.board.around import MOST_M, RADIUS_M


class AroundQuery(serializers.Serializer[Any]):
    """A place (WGS-84), how far from it in metres, and the moment whose states are asked."""

    lng = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    radius = serializers.FloatField(min_value=1, max_value=MOST_M, default=RADIUS_M)
    at = serializers.DateTimeField(required=False, help_text="default: now; not in the future")
    only = serializers.ChoiceField(choices=("seeing", "useful"), required=False, default="")


class SectorOut(serializers.Serializer[Any]):
    bearing = serializers.FloatField(allow_null=True, help_text="degrees from north; null: unknown")
    angle = serializers.FloatField(help_text="degrees")
    radius = serializers.FloatField(help_text="metres")
    turns = serializers.BooleanField()
    assumed = serializers.BooleanField(help_text="not all of it stands in the file")


class CameraAroundOut(serializers.Serializer[Any]):
    """A camera and how it stands to the place: looks, can_turn, unknown, away or too_far."""

    code = serializers.CharField()
    gb_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    is_public = serializers.BooleanField()
    agency = serializers.CharField()
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    distance_m = serializers.IntegerField()
    azimuth = serializers.FloatField(help_text="degrees, from the camera to the place")
    sight = serializers.CharField()
    sector = SectorOut()
    is_lookout = serializers.BooleanField()
    state = serializers.CharField(help_text="at the moment asked for")

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"class": serializers.CharField()}


class CamerasAroundOut(serializers.Serializer[Any]):
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    radius_m = serializers.FloatField()
    at = serializers.DateTimeField()
    is_now = serializers.BooleanField()
    count = serializers.IntegerField()
    online = serializers.IntegerField()
    seeing = serializers.IntegerField(help_text="look there or can turn there")
    useful = serializers.IntegerField(help_text="these, and online then")
    cameras = CameraAroundOut(many=True)


class CoverageQuery(serializers.Serializer[Any]):
    """Filters of the cells."""

    q = serializers.CharField(max_length=100, required=False, allow_blank=True)
    agency = serializers.CharField(max_length=12, required=False, allow_blank=True)
    kind = serializers.CharField(max_length=10, required=False, allow_blank=True)
    finding = serializers.ChoiceField(
        choices=("gap", "none", "dead", "public_none"), required=False, allow_blank=True
    )
    page = serializers.IntegerField(min_value=1, default=1)


class CellCamerasOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField()
    cameras = serializers.IntegerField()
    working = serializers.IntegerField()
    public_working = serializers.IntegerField()
    finding = serializers.CharField(allow_blank=True)


class CameraCoverageOut(serializers.Serializer[Any]):
    """200 cells a page, the worst first."""

    server_time = serializers.DateTimeField()
    totals = serializers.DictField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    cells = CellCamerasOut(many=True)


class OverlapOut(serializers.Serializer[Any]):
    """What working cameras see of a cell; shares are of its ground, 0 to 1."""

    code = serializers.CharField()
    name = serializers.CharField()
    points = serializers.IntegerField()
    cameras = serializers.IntegerField()
    blind = serializers.IntegerField(help_text="cameras whose view nobody knows")
    seen = serializers.FloatField()
    twice = serializers.FloatField()
    spare = serializers.ListField(child=serializers.CharField())
    gaps = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))


class CameraCardOut(serializers.Serializer[Any]):
    """A camera in short; `since` and `heard_at` are of its state now."""

    code = serializers.CharField()
    gb_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    class_name = serializers.CharField()
    agency = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    owner = serializers.CharField(allow_null=True)
    contractor = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    state_name = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    heard_at = serializers.DateTimeField(allow_null=True)
    faults = serializers.ListField(child=serializers.CharField())
    ticket = serializers.CharField(allow_null=True)
    grant = serializers.CharField(allow_null=True, help_text="of one granted to the viewer")
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    sector = SectorOut()
    server_time = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"class": serializers.CharField()}
