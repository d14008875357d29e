"""A plan on the hand-worked square of roads, and a containment started by it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from checkpoints.containment.models import Containment, ContainmentPlan, PostOrder, RoadLink
from checkpoints.containment.services import answering, starting
from checkpoints.containment.services.plans import put_plan
from grid.organisation.models import Agency, Officer
from tests.cast import Cast
from tests.checkpoints.containment.test_reach import NETWORK as WORKED
from tests.checkpoints.containment.test_reach import PLACES, RING, at


def lay_roads(cast: Cast) -> None:
    """The roads of the hand-worked case, as rows: spokes trunk (80 km/h), the ring primary (60)."""
    for road in WORKED.roads:
        RoadLink.objects.create(
            agency=cast.city,
            code=road.name,
            name=road.name,
            road_class="primary" if road.speed_kmh == RING else "trunk",
            start=Point(*road.start),
            end=Point(*road.end),
            length_m=road.length_m,
        )


def square(half_km: float) -> list[list[float]]:
    h = half_km
    return [list(at(*corner)) for corner in ((-h, -h), (h, -h), (h, h), (-h, h), (-h, -h))]


def post(name: str, agency: Agency | None, **said: Any) -> dict[str, Any]:
    lng, lat = at(*PLACES[name])
    code = agency.code if agency else None
    return {"name": name, "lng": lng, "lat": lat, "agency": code, "road": name} | said


def rings(station: Agency) -> list[dict[str, Any]]:
    """Ring 1 through N1 E1 S1 W1 (points: N, E; line: S; nobody: W), ring 2 outside it (city)."""
    return [
        {
            "rank": 1, "name": "内圈", "outline": square(3),
            "posts": [
                post("N1", station), post("E1", station),
                post("S1", station, stage="line"), post("W1", None, stage="ring"),
            ],
        },
        {
            "rank": 2, "name": "外圈", "outline": square(5),
            "posts": [post("N2", station, stage="ring"), post("E2", station, stage="city")],
        },
    ]  # fmt: skip


def make_plan(cast: Cast, *, by: Officer | None = None, **said: Any) -> ContainmentPlan:
    by = by or cast.nora
    station = cast.south_station if by.agency_path.startswith(cast.south.path) else None
    now = timezone.now()
    made: dict[str, Any] = {
        "code": f"FKYA{ContainmentPlan.objects.count() + 1}",
        "name": "环城快速封控预案",
        "triggers": ["violent_crime"],
        "instrument_type": "预案批复",
        "instrument_number": "示公预〔2026〕1号",
        "instrument_issuer": "示例市局",
        "valid_from": now - timedelta(days=30),
        "valid_to": now + timedelta(days=300),
        "rings": rings(station or cast.north_station),
    }
    return put_plan(None, by=by, **(made | said))


def start(cast: Cast, *, by: Officer | None = None, **said: Any) -> Containment:
    """Started by Nora at the middle of the roads, a minute ago, under her plan."""
    by = by or cast.nora
    lng, lat = at(0, 0)
    told: dict[str, Any] = {
        "lng": lng,
        "lat": lat,
        "occurred_at": timezone.now() - timedelta(minutes=1),
        "vehicle_colour": "白色",
        "vehicle_kind": "小型轿车",
        "reason": "持械抢劫后驾车逃逸",
    }
    if "plan" not in said and "checkpoints" not in said:
        told["plan"] = make_plan(cast, by=by)
    return starting.start(by=by, said=told | said)


def running(cast: Cast, **said: Any) -> Containment:
    """The same, approved by the chief where it has to be: its first posts are ordered."""
    row = start(cast, **said)
    return row if row.is_major else starting.approve(row, by=cast.chief)


def order_at(row: Containment, name: str) -> PostOrder:
    return row.orders.select_related("containment__agency", "crossing", "agency").get(
        crossing__name=name
    )


def hold(row: Containment, name: str, *, by: Officer) -> PostOrder:
    """The post says it is in place, with two officers and a car."""
    return answering.man(order_at(row, name), by=by, officers=2, vehicles=1)


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)
