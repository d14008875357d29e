"""The crossings of a containment: taken from its plan and the roads at the start, added by hand."""

from collections.abc import Iterable
from math import atan2
from typing import Any, Final

from django.contrib.gis.geos import Point

from checkpoints.containment.models import Containment, ContainmentPlan, Crossing, PlanPost, Stage
from checkpoints.containment.reach import Roads
from checkpoints.containment.rings import Ring
from checkpoints.register.models import Checkpoint
from grid.territory.geo import distance_m

STAGES: Final = list(Stage)


def rings_of(plan: ContainmentPlan) -> list[dict[str, Any]]:
    """The rings as the containment keeps them: rank, name, outline in degrees."""
    return [
        {"rank": ring.rank, "name": ring.name, "outline": [list(c) for c in ring.outline.coords[0]]}
        for ring in plan.rings.all()
    ]


def of_plan(
    row: Containment, plan: ContainmentPlan, roads: Roads, *, cover_m: float
) -> list[Crossing]:
    """A crossing for each post of the plan, and for each road over a ring no post is near to."""
    made = []
    for ring in plan.rings.prefetch_related("posts"):
        found = [_of_post(row, post, ring) for post in ring.posts.all()]
        outline = Ring(ring.outline.coords[0])
        for road in outline.crossings(roads.roads):
            if not any(_near(road.lng, road.lat, other, cover_m) for other in found):
                found.append(
                    Crossing(
                        containment=row, ring_rank=ring.rank, ring_name=ring.name,
                        stage=Stage.RING, name=road.road, road=road.road,
                        point=Point(road.lng, road.lat, srid=4326),
                    )
                )  # fmt: skip
        made += _in_order(found, outline)
    return Crossing.objects.bulk_create(made)


def _of_post(row: Containment, post: PlanPost, ring: Any) -> Crossing:
    return Crossing(
        containment=row,
        ring_rank=ring.rank,
        ring_name=ring.name,
        **{
            name: getattr(post, name)
            for name in (
                "stage", "name", "road", "checkpoint_id", "agency_id", "force",
                "officers", "vehicles", "point",
            )
        },
    )  # fmt: skip


def of_checkpoints(row: Containment, checkpoints: Iterable[Checkpoint]) -> list[Crossing]:
    """Without a plan: the defence lines are the rings, and each line is a stage."""
    found = [
        Crossing(
            containment=row,
            ring_rank=one.line.rank,
            ring_name=one.line.name,
            stage=STAGES[min(one.line.rank, len(STAGES)) - 1],
            name=one.name,
            road=one.road,
            point=one.point,
            checkpoint=one,
            agency=one.agency,
        )
        for one in checkpoints
    ]
    lng, lat = row.point.coords
    # Clockwise from the north as seen from where the vehicle was.
    found.sort(key=lambda one: atan2(one.point.x - lng, one.point.y - lat) % 6.283185307179586)
    for place, crossing in enumerate(found, 1):
        crossing.sequence = place
    return Crossing.objects.bulk_create(found)


def _in_order(found: list[Crossing], ring: Ring) -> list[Crossing]:
    found.sort(key=lambda one: ring.place_m(lng=one.point.x, lat=one.point.y))
    for place, crossing in enumerate(found, 1):
        crossing.sequence = place
    return found


def _near(lng: float, lat: float, crossing: Crossing, metres: float) -> bool:
    return distance_m(lng=lng, lat=lat, to_lng=crossing.point.x, to_lat=crossing.point.y) <= metres


def uncovered_near(row: Containment, *, lng: float, lat: float, cover_m: float) -> Crossing | None:
    """The nearest crossing a new post would cover; None where it stands for one of its own."""
    open_orders = row.orders.filter(state__in=("issued", "signed")).values("crossing_id")
    free = row.crossings.exclude(pk__in=open_orders)
    near = [one for one in free if _near(lng, lat, one, cover_m)]
    return min(
        near,
        key=lambda one: distance_m(lng=lng, lat=lat, to_lng=one.point.x, to_lat=one.point.y),
        default=None,
    )


def renumber(row: Containment, rank: int) -> None:
    """Put the crossings of a ring in order again after one was added."""
    outline = next((ring["outline"] for ring in row.rings if ring["rank"] == rank), None)
    found = list(row.crossings.filter(ring_rank=rank))
    if outline:
        found = _in_order(found, Ring(outline))
    else:
        for place, crossing in enumerate(found, 1):
            crossing.sequence = place
    Crossing.objects.bulk_update(found, ["sequence"])
