"""Which speeds, detour and deadlines hold for an agency at a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from checkpoints.containment.models import (
    EscapeDetour,
    EscapeSpeed,
    PostTarget,
    RoadClass,
    RoadLink,
)
from checkpoints.containment.reach import Road, Roads
from grid.organisation.dated import DatedQuerySet, nearest

# km/h and factor where a city has no rows of its own.
DEFAULT_SPEEDS: Final[dict[str, float]] = {
    RoadClass.ANY: 60,
    RoadClass.MOTORWAY: 120,
    RoadClass.TRUNK: 80,
    RoadClass.PRIMARY: 60,
    RoadClass.STREET: 40,
}
DEFAULT_DETOUR: Final = 1.3


@dataclass(frozen=True, slots=True)
class Numbers:
    """Speeds (km/h by class of road), detour factor and deadlines of one place and hour."""

    speeds: dict[str, float]
    detour: float
    target: PostTarget


def numbers_at(agency_path: str, at: datetime) -> Numbers:
    """Rows of the nearest agency on the way up, of the local hour of `at`."""
    local = timezone.localtime(at)
    rows = DatedQuerySet(EscapeSpeed).in_force(local.date()).above(agency_path)
    rows = rows.filter(hour_from__lte=local.hour, hour_to__gt=local.hour)
    known = dict(rows.values_list("road_class", "speed_kmh"))  # the nearest comes last and wins
    detour = nearest(EscapeDetour, agency_path, on=local.date())
    return Numbers(
        speeds={str(name): float(known.get(name, DEFAULT_SPEEDS[name])) for name in RoadClass},
        detour=detour.factor if detour else DEFAULT_DETOUR,
        target=nearest(PostTarget, agency_path, on=local.date()) or PostTarget(),
    )


def roads_of(agency_path: str, speeds: dict[str, float], *, speed_kmh: float) -> Roads:
    """The roads of an agency's city; the vehicle is faster or slower on all of them alike.

    `speed_kmh` is what the commander set for open ground: the speed of each class is multiplied
    by its ratio to the row's.
    """
    ratio = speed_kmh / (speeds.get(RoadClass.ANY) or DEFAULT_SPEEDS[RoadClass.ANY])
    city = agency_path.split("/", 1)[0] + "/"
    rows = RoadLink.objects.filter(agency__path__startswith=city)
    return Roads(
        [
            Road(
                start=(row.start.x, row.start.y),
                end=(row.end.x, row.end.y),
                length_m=row.length_m,
                speed_kmh=speeds.get(row.road_class, DEFAULT_SPEEDS[row.road_class]) * ratio,
                name=row.name,
            )
            for row in rows
        ]
    )
