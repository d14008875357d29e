"""Teams, rounds, runs and findings for the tests."""

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from grid.organisation.models import Agency, Officer
from grid.territory.models import Place
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.video.make import make_camera
from video.register.models import Camera
from video.rounds import services
from video.rounds.models import Finding, RoundRun, VideoRound, VideoTeam

_numbers = count(1)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def make_team(cast: Cast, **fields: Any) -> VideoTeam:
    """A northern team whose desk is staffed round the clock, unless told otherwise."""
    told: dict[str, Any] = {"name": f"Team {next(_numbers)}", "agency": cast.north}
    return VideoTeam.objects.create(**told | fields)


def make_place(cast: Cast, **fields: Any) -> Place:
    """A northern key place in the middle of a cell."""
    told: dict[str, Any] = {
        "name": f"Example square {next(_numbers)}", "kind": Place.Kind.SQUARE, "is_key": True,
        "point": Point(WEST + 0.5 * STEP, SOUTH + 1.5 * STEP, srid=4326),
        "agency": cast.north_station,
    }  # fmt: skip
    return Place.objects.create(**told | fields)


def make_round(cast: Cast, *cameras: Camera, **said: Any) -> VideoRound:
    """A round of the north over these cameras, once a day, planned by the chief."""
    team = said.pop("team", None) or make_team(cast)
    found = cameras or (make_camera(cast), make_camera(cast), make_camera(cast))
    told: dict[str, Any] = {
        "name": f"Round {next(_numbers)}", "team": team.pk, "days": EVERY_DAY,
        "starts_at": time(0), "ends_at": time(23, 59),
        "cameras": [camera.code for camera in found],
    }  # fmt: skip
    return services.save_round(None, by=cast.chief.as_actor(), viewer=cast.chief, **told | said)


def make_run(plan: VideoRound, due_start: datetime | None = None) -> RoundRun:
    """A run of the round that is due now, unless told otherwise."""
    start = due_start or timezone.now()
    due_end = start + timedelta(minutes=plan.minutes)
    return RoundRun.objects.create(round=plan, due_start=start, due_end=due_end)


def begun(cast: Cast, *cameras: Camera, officer: Officer | None = None) -> RoundRun:
    """A run that Vera, or another, is on."""
    return services.start_run(make_run(make_round(cast, *cameras)), officer=officer or cast.vera)


def make_finding(cast: Cast, *, agency: Agency | None = None, **said: Any) -> Finding:
    """A northern finding, unless told otherwise."""
    camera = make_camera(cast, agency=agency or cast.north_station, address="2 Example Street")
    told: dict[str, Any] = {"kind": "disorder", "summary": "Two groups push each other"}
    return services.report_finding(
        by=cast.vera.as_actor(), viewer=cast.vera, camera=camera, **told | said
    )
