"""Points, routes and rounds for the tests of patrols, made as a planner makes them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from grid.organisation.models import Agency, Officer
from grid.territory.models import Place
from patrol.rounds import services
from patrol.rounds.models import PatrolPoint, Round, Route
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import make_crew, make_unit

NUMBERS = count(1)
NORTH = {"lng": 125.110, "lat": 42.910}  # inside cell N-1 of the cast
SOUTH = {"lng": 125.110, "lat": 42.890}  # inside cell S-1
STEP = 0.002  # degrees of longitude between two points: 163 m


def in_english(client: Client, officer: Officer) -> None:
    """Sign the officer in, reading English, so that the tests' words do not hang on a catalogue."""
    Officer.objects.filter(pk=officer.pk).update(language="en")
    officer.language = "en"
    client.force_login(officer)


class Phone:
    """REST as one officer: every write under a key of its own."""

    def __init__(self, officer: Officer) -> None:
        self.client = Client()
        in_english(self.client, officer)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", path, body, headers)

    def _send(self, verb: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        keyed = {"Idempotency-Key": f"patrol-{next(NUMBERS):06}"} | headers
        send = getattr(self.client, verb)
        where = f"/api/v1/{path}"
        return send(where, body or {}, content_type="application/json", headers=keyed)


def planner(cast: Cast) -> dict[str, Any]:
    return {"by": cast.chief.as_actor(), "viewer": cast.chief}


def make_point(cast: Cast, *, step: int = 0, where: Any = None, **said: Any) -> PatrolPoint:
    """A check-in point in the first northern cell, `step` times 163 m further east."""
    number, base = next(NUMBERS), dict(where or NORTH)
    base["lng"] += step * STEP
    given = {"code": f"PT{number:03}", "name": f"{number} 号点", **base} | said
    return services.put_point(None, **planner(cast), **given)


def make_route(
    cast: Cast, *, points: Any = None, agency: Agency | None = None, **said: Any
) -> Route:
    """A route of three points of the northern station."""
    points = points or [make_point(cast, step=step) for step in range(3)]
    number = next(NUMBERS)
    given = {
        "code": f"RT{number:03}",
        "name": f"{number} 号线",
        "agency": (agency or cast.north_station).code,
        "points": [point.pk for point in points],
    }
    return services.create_route(**planner(cast), **given | said)


def make_round(
    cast: Cast, *, unit: Unit | None = None, route: Route | None = None, **said: Any
) -> Round:
    """A round of that route, due now for two hours."""
    route = route or make_route(cast)
    now = timezone.now()
    given: dict[str, Any] = {"due_start": now, "due_end": now + timedelta(hours=2)}
    new = services.NewRound(
        name=route.name,
        agency=route.agency,
        route=route,
        unit=unit,
        tier=route.tier,
        **given | said,
    )
    return services.schedule(new, by=cast.chief.as_actor())


def pats_unit(cast: Cast, **said: Any) -> Unit:
    """Pat's own unit, on foot."""
    unit = make_unit(cast, kind=Unit.Kind.FOOT, **said)
    make_crew(unit, cast.pat)
    return unit


def make_key_place(cast: Cast, *, windows: Any = (), **said: Any) -> Place:
    """A school of the north with time windows."""
    given = {
        "name": "示例小学",
        "kind": "school",
        "point": Point(NORTH["lng"], NORTH["lat"], srid=4326),
        "agency": cast.north_station,
        "cell": cast.north_cell,
        "is_key": True,
        "windows": list(windows),
    }
    return Place.objects.create(**given | said)


def at(text: str) -> datetime:
    """A local moment, `2026-11-23 07:30` being a Monday."""
    return timezone.make_aware(datetime.fromisoformat(text))
