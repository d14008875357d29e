"""How long a unit takes to get somewhere: by rows, or by a routing service that may replace them.

By rows: seconds = straight metres × detour factor of the area ÷ speed of the kind at that hour.
A routing service is a class with the method of `Router`, named by its dotted path in the setting
ROUTING; it has ROUTING_TIMEOUT_S seconds to answer, and the rows answer where it does not.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Protocol

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from command_center.dispatch.assignments.numbers import Rates, numbers_at

log = structlog.get_logger(__name__)

ROWS: Final = "rows"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a unit sets out: WGS-84 degrees, how it moves, and the geodesic metres to go."""

    lng: float
    lat: float
    kind: str
    metres: float


class Router(Protocol):
    """A service that knows the roads."""

    def seconds(
        self, origins: Sequence[Origin], *, lng: float, lat: float
    ) -> Sequence[float | None]:
        """Seconds from each origin to the point, in the same order; None where it knows none."""


def rates_at(agency_path: str, *, cell_id: int | None = None, at: datetime | None = None) -> Rates:
    """What holds on the ground of an agency, in a cell of it, at a moment (now by default)."""
    return numbers_at(agency_path, cell_id=cell_id, at=at).rates


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
