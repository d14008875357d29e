"""The cameras around a place at a moment: near enough, looking towards it, online then.

Distances are metres on the ellipsoid, the place is WGS-84, azimuths are degrees from the camera
to the place. High lookouts are found as far as they see, which is further than one would search.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.db.models.functions import Azimuth, Distance
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db.models import Q
from django.db.models.functions import Degrees
from django.utils import timezone

from grid.scope import Viewer
from video.board import sight
from video.health.models import CameraStatus
from video.health.selectors.states import state_at
from video.register.models import Camera, FunctionType

RADIUS_M: Final = 300.0
MOST_M: Final = 2_000.0
MOST: Final = 200  # cameras of one answer; the nearest that look there first
ORDER: Final = (sight.LOOKS, sight.TURNS, sight.UNKNOWN, sight.AWAY, sight.TOO_FAR)
ONLINE: Final = CameraStatus.State.ONLINE


def around(
    viewer: Viewer,
    *,
    lng: float,
    lat: float,
    at: datetime | None = None,
    radius: float = RADIUS_M,
    only: str = "",
) -> dict[str, Any]:
    """Cameras within `radius` metres and lookouts that reach there, those that look there first.

    `at`: the moment whose states are told (default: now). `only` narrows to `seeing` (look there
    or can turn there) or to `useful` (these and online then). At most 200, the rest counted.
    """
    place = Point(lng, lat, srid=4326)
    found = [_Found(camera, camera.sees) for camera in _near(viewer, place, radius)]
    states = _states([row.camera for row in found], at)
    rows = [row.told(states) for row in found]
    if only:
        rows = [row for row in rows if _fits(row, only)]
    rows.sort(key=lambda row: (ORDER.index(row["sight"]), row["distance_m"], row["code"]))
    return {
        "lng": lng, "lat": lat, "radius_m": radius, "at": at or timezone.now(),
        "is_now": at is None, "count": len(rows), "cameras": rows[:MOST],
        "online": sum(row["state"] == ONLINE for row in rows),
        "seeing": sum(row["sight"] in sight.SEEING for row in rows),
        "useful": sum(_fits(row, "useful") for row in rows),
    }  # fmt: skip


class _Found:
    """One camera near the place and how it stands to it."""

    def __init__(self, camera: Any, looks: sight.Sector) -> None:
        self.camera, self.sector = camera, looks

    def told(self, states: Mapping[int, str]) -> dict[str, Any]:
        """JSON-ready."""
        camera = self.camera
        distance = camera.away.m
        azimuth = round(camera.azimuth or 0.0, 1)  # none on the very spot
        return {
            "code": camera.code, "gb_id": camera.gb_id, "name": camera.name,
            "class": camera.camera_class_id, "is_public": camera.is_public,
            "agency": camera.agency.name, "lng": camera.location.x, "lat": camera.location.y,
            "distance_m": round(distance), "azimuth": azimuth,
            "sight": self.sector.sees(azimuth=azimuth, distance=distance),
            "sector": sector_told(self.sector),
            "is_lookout": FunctionType.HIGH_POINT in camera.function_types,
            "state": states.get(camera.pk, CameraStatus.State.UNKNOWN.value),
        }  # fmt: skip


def sector_told(found: sight.Sector) -> dict[str, Any]:
    """A sector for a map; `bearing` is null where nobody knows it."""
    return {
        "bearing": found.bearing, "angle": found.angle, "radius": found.radius,
        "turns": found.turns, "assumed": found.assumed,
    }  # fmt: skip


def sector_of(camera: Camera) -> sight.Sector:
    """Where this camera looks, from its file."""
    return sight.sector(
        bearing=camera.bearing,
        angle=camera.view_angle,
        radius=camera.view_radius,
        direction=camera.direction,
        camera_type=camera.camera_type,
        functions=camera.function_types,
    )


def _near(viewer: Viewer, place: Point, radius: float) -> Sequence[Any]:
    far = Q(
        function_types__contains=[FunctionType.HIGH_POINT],
        location__dwithin=(place, D(m=sight.LOOKOUT_M)),
    )
    cameras = Camera.objects.visible_to(viewer).in_use()
    rows: list[Any] = list(
        cameras.filter(Q(location__dwithin=(place, D(m=radius))) | far)
        .annotate(away=Distance("location", place), azimuth=Degrees(Azimuth("location", place)))
        .select_related("agency")
        .only(*_ONLY)
    )
    for row in rows:
        row.sees = sector_of(row)
    return [row for row in rows if row.away.m <= radius or row.away.m <= row.sees.radius]


_ONLY: Final = (
    "code", "gb_id", "name", "camera_class", "is_public", "agency__name", "location", "bearing",
    "view_angle", "view_radius", "direction", "camera_type", "function_types",
)  # fmt: skip


def _states(cameras: Sequence[Camera], at: datetime | None) -> dict[int, str]:
    ids = [camera.pk for camera in cameras]
    if at is None:
        return dict(CameraStatus.objects.filter(pk__in=ids).values_list("pk", "state"))
    return state_at(ids, at)


def _fits(row: Mapping[str, Any], only: str) -> bool:
    sees = row["sight"] in sight.SEEING
    return sees and row["state"] == ONLINE if only == "useful" else sees
