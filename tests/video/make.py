"""Cameras for the tests of the video floor."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from grid.organisation.models import Agency
from tests.cast import SOUTH, STEP, WEST, Cast
from video.health.models import CameraStatus, StatusSpan
from video.register.models import Camera, CameraClass, Company, Platform

_numbers = count(1)


def camera_class(code: str = "city", *, is_public: bool = True) -> CameraClass:
    """The class of that code, made where the migrations brought none."""
    made, _ = CameraClass.objects.get_or_create(
        code=code, defaults={"name": code.title(), "is_public": is_public}
    )
    return made


def make_platform(cast: Cast, **fields: Any) -> Platform:
    """A northern county platform, unless told otherwise."""
    number = next(_numbers)
    told: dict[str, Any] = {
        "code": f"P-{number}", "name": f"Platform {number}", "level": Platform.Level.COUNTY,
        "agency": cast.north,
    }  # fmt: skip
    return Platform.objects.create(**told | fields)


def make_company(cast: Cast, **fields: Any) -> Company:
    """A maintenance contractor of the city, unless told otherwise."""
    number = next(_numbers)
    told: dict[str, Any] = {
        "code": f"co-{number}", "name": f"Example firm {number}", "agency": cast.city,
        "is_contractor": True,
    }  # fmt: skip
    return Company.objects.create(**told | fields)


def make_camera(cast: Cast, *, state: str = "", **fields: Any) -> Camera:
    """A camera in the middle of a northern cell, in use and with a valid national id.

    `state`: a state of CameraStatus to give it too, held since a day and just heard of.
    """
    number = next(_numbers)
    agency: Agency = fields.pop("agency", cast.north_station)
    row = 0.5 if agency.path.startswith(cast.south.path) else 1.5
    told: dict[str, Any] = {
        "code": f"T-{number:05}", "gb_id": f"22040200001321{number:06}", "name": f"Camera {number}",
        "agency": agency, "camera_class": fields.pop("camera_class", None) or camera_class(),
        "location": Point(WEST + 0.5 * STEP, SOUTH + row * STEP, srid=4326),
    }  # fmt: skip
    made = Camera.objects.create(**told | fields)
    if state:
        give_state(made, state)
    return made


def give_state(camera: Camera, state: str) -> None:
    """Have the camera been in that state for a day, by a sign that has just come."""
    now = timezone.now()
    since = now - timedelta(days=1)
    CameraStatus.objects.create(
        camera=camera, state=state, since=since, said=state == "online", heard_at=now,
        source="sweep",
    )  # fmt: skip
    StatusSpan.objects.create(camera=camera, state=state, started_at=since)
