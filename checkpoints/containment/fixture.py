"""Roads, rules and a plan from a file: how a demo city, or a real one, is given its rings."""

import tomllib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from checkpoints.containment.models import (
    ContainmentPlan,
    EscapeDetour,
    EscapeSpeed,
    PostTarget,
    RoadLink,
)
from checkpoints.containment.services.plans import put_plan
from checkpoints.containment.services.shared import By
from grid.organisation.models import Agency
from grid.territory.geo import distance_m

YEARS = timedelta(days=3 * 365)


@transaction.atomic
def load(path: Path, *, by: By, city: Agency) -> ContainmentPlan:
    """Write what the file says for a city, once: what is there already stays as it is.

    `by` writes the plan and must have every agency it names in scope. Answers the plan.
    """
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    nodes: dict[str, list[float]] = said["node"]
    _rules(said, city)
    for road in said["road"]:
        _road(road, nodes, city)
    known = ContainmentPlan.objects.filter(code=said["plan"]["code"]).first()
    return known or _plan(said["plan"], nodes, by)


def _rules(said: dict[str, Any], city: Agency) -> None:
    for row in said["speed"]:
        EscapeSpeed.objects.get_or_create(
            agency=city, road_class=row["road_class"], hour_from=row.get("hour_from", 0),
            defaults={"speed_kmh": row["speed_kmh"], "hour_to": row.get("hour_to", 24)},
        )  # fmt: skip
    EscapeDetour.objects.get_or_create(agency=city, defaults=said["detour"])
    PostTarget.objects.get_or_create(agency=city, defaults=said["target"])


def _road(road: dict[str, Any], nodes: dict[str, list[float]], city: Agency) -> None:
    """One link from node to node; 5 % longer than straight where no length is given."""
    for start, end in pairwise(road["nodes"]):
        (lng, lat), (to_lng, to_lat) = nodes[start], nodes[end]
        straight = distance_m(lng=lng, lat=lat, to_lng=to_lng, to_lat=to_lat)
        RoadLink.objects.get_or_create(
            code=f"{start}-{end}",
            defaults={
                "agency": city, "name": road["name"], "road_class": road["road_class"],
                "start": Point(lng, lat), "end": Point(to_lng, to_lat),
                "length_m": straight * 1.05,
            },
        )  # fmt: skip


def _plan(said: dict[str, Any], nodes: dict[str, list[float]], by: By) -> ContainmentPlan:
    now = timezone.now()
    plain = ("code", "name", "triggers", "instrument_type", "instrument_number")
    return put_plan(
        None,
        by=by,
        **{name: said[name] for name in plain},
        instrument_issuer=said["instrument_issuer"],
        duty_level_id=said.get("duty_level"),
        valid_from=now - timedelta(days=30),
        valid_to=now + YEARS,
        rings=[_ring(ring, nodes) for ring in said["ring"]],
    )


def _ring(ring: dict[str, Any], nodes: dict[str, list[float]]) -> dict[str, Any]:
    corners = [nodes[name] for name in ring["outline"]]
    posts = []
    for post in ring["post"]:
        lng, lat = nodes[post["node"]]
        rest = {name: value for name, value in post.items() if name != "node"}
        posts.append(rest | {"lng": lng, "lat": lat, "agency": post.get("agency")})
    return {
        "rank": ring["rank"], "name": ring["name"], "outline": [*corners, corners[0]],
        "posts": posts,
    }  # fmt: skip
