"""A city with categories, units on patrol, a call, and a plan for it."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient

from command_center.dispatch.plans import editing
from command_center.dispatch.plans.models import ResponsePlan
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.organisation.models import Officer
from patrol.positions.models import UnitPosition
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import make_unit

NORTH = {"lng": 125.11, "lat": 42.91}
SOUTH = {"lng": 125.11, "lat": 42.89}
ROBBERY = "010101"
KEYS = count(1)

NEED: dict[str, Any] = {
    "step": 1,
    "kind": "units",
    "count": 1,
    "unit_kind": "",
    "capability": "",
    "is_armed": False,
    "title": "",
    "text": "",
    "receivers": [],
    "sign_within_min": 10,
    "due_within_min": 60,
    "roles": [],
    "people": [],
}


def need(kind: str, **said: Any) -> dict[str, Any]:
    """One need of a plan, as the services take it."""
    return NEED | {"kind": kind} | said


@pytest.fixture
def city(cast: Cast) -> Cast:
    load()
    ensure_default_targets(cast.city)
    return cast


@pytest.fixture
def call(city: Cast) -> Callable[..., Incident]:
    def take(**more: Any) -> Incident:
        said = {"category": ROBBERY, **NORTH, "address": "中央路1号"} | more
        return incidents.receive(by=said.pop("by", city.nora), **said)

    return take


@pytest.fixture
def cars(city: Cast) -> list[Unit]:
    """Three cars of the northern station beside the call, the first of them armed."""
    return [stand(make_unit(city, is_armed=not place)) for place in range(3)]


def stand(unit: Unit) -> Unit:
    """Say that the unit is beside the northern call, just now."""
    here, now = Point(NORTH["lng"], NORTH["lat"], srid=4326), timezone.now()
    stamps = {"device_time": now, "still_since": now, "point": here, "still_at": here}
    UnitPosition.objects.create(unit=unit, **stamps)
    return unit


@pytest.fixture
def plan(city: Cast) -> ResponsePlan:
    """Two cars and an order at once, three cars and the leaders at the second step."""
    values = {"code": "robbery", "name": "抢劫警情预案", "agency": city.city}
    needs = [
        need("units", count=1, is_armed=True),
        need("units", count=1, unit_kind="car"),
        need(
            "order",
            title="封控出口",
            text="到达路口后报告情况",
            receivers=[f"agency:{city.north_station.code}"],
        ),
        need("notify", title="通知值班领导", roles=["duty_commander"], people=["N001"]),
        need("check", title="核实嫌疑车辆去向"),
        need("units", step=2, count=2, unit_kind="car"),
        need("check", step=2, title="通知相邻分局"),
    ]
    return editing.create_plan(values | {"category_prefix": "01"}, needs, by=city.chief)


class Desk:
    """An officer at the API; every write carries a fresh key."""

    def __init__(self, officer: Officer) -> None:
        self.client = APIClient()
        self.client.force_authenticate(officer)

    def get(self, path: str, **query: Any) -> Response:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any = None) -> Response:
        return self._send("post", path, body)

    def patch(self, path: str, body: Any) -> Response:
        return self._send("patch", path, body)

    def _send(self, verb: str, path: str, body: Any) -> Response:
        key = f"plans-key-{next(KEYS):06d}"
        send = getattr(self.client, verb)
        return send(f"/api/v1/{path}", body or {}, format="json", HTTP_IDEMPOTENCY_KEY=key)


def seat(officer: Officer) -> Client:
    """A browser at which the officer is signed in."""
    client = Client()
    client.force_login(officer)
    return client
