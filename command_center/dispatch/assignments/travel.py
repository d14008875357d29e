"""How long a unit takes to get somewhere: by rows, or by a routing service that may replace them.

By rows: seconds = straight metres × detour factor of the area ÷ speed of the kind at that hour.
A routing service is a class with the method of `Router`, named by its dotted path in the setting
ROUTING; it has ROUTING_TIMEOUT_S seconds to answer, and the rows answer where it does not.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Protocol

import structlog
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.module_loading import import_string

from command_center.dispatch.assignments.models import DetourFactor, SpeedRule
from patrol.units.models import Unit

log = structlog.get_logger(__name__)

# km/h and factor where a city has no rows; a video desk goes nowhere.
DEFAULT_SPEEDS: Final[dict[str, float]] = {
    Unit.Kind.FOOT: 5,
    Unit.Kind.BICYCLE: 12,
    Unit.Kind.MOTORCYCLE: 35,
    Unit.Kind.CAR: 35,
    Unit.Kind.MIXED: 25,
}
DEFAULT_DETOUR: Final = 1.4
ROWS: Final = "rows"
KMH: Final = 3.6


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a unit sets out: WGS-84 degrees, how it moves, and the geodesic metres to go."""

    lng: float
    lat: float
    kind: str
    metres: float


@dataclass(frozen=True, slots=True)
class Rates:
    """Speeds (km/h by kind) and the detour factor that hold for one place and hour."""

    speeds: Mapping[str, float]
    detour: float

    def seconds(self, metres: float, kind: str) -> float | None:
        """Seconds a unit of that kind needs for so many straight metres; None: it cannot go."""
        speed = self.speeds.get(kind)
        return metres * self.detour / speed * KMH if speed else None

    def metres_in(self, seconds: float) -> float:
        """As far as the fastest kind could come in that time."""
        return seconds * max(self.speeds.values()) / self.detour / KMH


class Router(Protocol):
    """A service that knows the roads."""

    def seconds(
        self, origins: Sequence[Origin], *, lng: float, lat: float
    ) -> Sequence[float | None]:
        """Seconds from each origin to the point, in the same order; None where it knows none."""


def rates_at(agency_path: str, *, cell_id: int | None = None, at: datetime | None = None) -> Rates:
    """What holds on the ground of an agency, in a cell of it, at a moment (now by default)."""
    local = timezone.localtime(at)
    codes, on = agency_path.strip("/").split("/"), local.date()
    rules = SpeedRule.objects.in_force(on).filter(
        agency__code__in=codes, hour_from__lte=local.hour, hour_to__gt=local.hour
    )
    narrow_last = Length("agency__path"), "hour_from"
    speeds = rules.order_by(*narrow_last).values_list("kind", "speed_kmh")
    own_cell = Q(cell__isnull=True)
    if cell_id is not None:
        own_cell |= Q(cell=cell_id) | Q(cell__children=cell_id)
    near_last = Length("agency__path"), "cell__is_leaf"
    factors = DetourFactor.objects.in_force(on).filter(own_cell, agency__code__in=codes)
    ordered = sorted(
        factors.values_list("cell__is_leaf", Length("agency__path"), "factor").order_by(*near_last),
        key=lambda row: (row[0] is not None, bool(row[0]), row[1]),
    )
    detour = ordered[-1][2] if ordered else DEFAULT_DETOUR
    return Rates(DEFAULT_SPEEDS | dict(speeds), detour)


def travel_seconds(
    origins: Sequence[Origin], *, lng: float, lat: float, rates: Rates
) -> tuple[list[float | None], str]:
    """Seconds from each origin, and by whom they were told: the routing service or the rows."""
    by_rows = [rates.seconds(origin.metres, origin.kind) for origin in origins]
    if not settings.ROUTING or not origins:
        return by_rows, ROWS
    try:
        asked = _pool().submit(_router(settings.ROUTING).seconds, origins, lng=lng, lat=lat)
        told = asked.result(timeout=settings.ROUTING_TIMEOUT_S)
    except TooSlow:
        log.warning("routing_too_slow", timeout_s=settings.ROUTING_TIMEOUT_S)
        return by_rows, ROWS
    except Exception as error:
        # Whatever a foreign service may raise, a dispatcher gets an answer: that of the rows.
        log.warning("routing_failed", error=str(error)[:200])
        return by_rows, ROWS
    known = zip(told, by_rows, strict=True)
    return [rows if route is None else route for route, rows in known], settings.ROUTING


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=4, thread_name_prefix="routing")


@cache
def _router(path: str) -> Router:
    router: Router = import_string(path)()
    return router
