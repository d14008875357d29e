"""All rows in force that a recommendation needs, read in one statement.

They are seven small tables of rules; asked one by one through the ORM they would cost more than
finding the nearest of 18,300 units.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from command_center.dispatch.assignments.models import RecommendationRule
from patrol.positions.limits import DEFAULT_LIMITS
from patrol.units.models import Unit

# km/h and factor where a city has no rows; a video desk goes nowhere.
DEFAULT_SPEEDS: Final[dict[str, float]] = {
    Unit.Kind.FOOT: 5,
    Unit.Kind.BICYCLE: 12,
    Unit.Kind.MOTORCYCLE: 35,
    Unit.Kind.CAR: 35,
    Unit.Kind.MIXED: 25,
}
DEFAULT_DETOUR: Final = 1.4
DEFAULT_FRESH: Final = {source: limits[1] for source, limits in DEFAULT_LIMITS.items()}
WEIGHTS: Final = ("capabilities", "units", "tier", "open_task_s", "task_today_s", "other_tier_s")

_IN_FORCE: Final = (
    "JOIN above a ON a.id = r.agency_id"
    " WHERE r.valid_from <= %(on)s AND (r.valid_to IS NULL OR r.valid_to > %(on)s)"
)
_SQL: Final = f"""
WITH above AS MATERIALIZED (
    SELECT id, length(path) AS depth FROM organisation_agency WHERE code = ANY(%(codes)s::varchar[])
)
SELECT (SELECT json_agg(json_build_array(r.kind, r.speed_kmh) ORDER BY a.depth, r.hour_from)
        FROM assignments_speedrule r {_IN_FORCE}
        AND r.hour_from <= %(hour)s AND r.hour_to > %(hour)s),
       (SELECT json_agg(r.factor
                        ORDER BY coalesce((r.cell_id = %(cell)s)::int + 1, 0), a.depth)
        FROM assignments_detourfactor r {_IN_FORCE}
        AND (r.cell_id IS NULL OR r.cell_id = %(cell)s
             OR r.cell_id = (SELECT parent_id FROM territory_cell WHERE id = %(cell)s))),
       (SELECT json_agg(json_build_array(r.capabilities, r.units, r.tier, r.open_task_s,
                                         r.task_today_s, r.other_tier_s)
                        ORDER BY length(r.category_prefix), a.depth)
        FROM assignments_recommendationrule r {_IN_FORCE}
        AND %(category)s LIKE r.category_prefix || '%%'),
       (SELECT json_object_agg(r.source, r.recommend_within_s)
        FROM positions_positionlimit r {_IN_FORCE})
"""  # noqa: S608 what is put in is the constant above


@dataclass(frozen=True, slots=True)
class Rates:
    """Speeds (km/h by kind) and the detour factor that hold for one place and hour."""

    speeds: Mapping[str, float]
    detour: float

    def seconds(self, metres: float, kind: str) -> float | None:
        """Seconds a unit of that kind needs for so many straight metres; None: it cannot go."""
        speed = self.speeds.get(kind)
        return metres * self.detour / speed * 3.6 if speed else None

    def metres_in(self, seconds: float) -> float:
        """As far as the fastest kind could come in that time."""
        return seconds * max(self.speeds.values()) / self.detour / 3.6


@dataclass(frozen=True, slots=True)
class Numbers:
    """What holds for one call: rates of travel, the rule of its category, ages by source (s)."""

    rates: Rates
    rule: RecommendationRule
    fresh_s: Mapping[str, int]


def numbers_at(
    agency_path: str,
    *,
    category: str = "",
    cell_id: int | None = None,
    at: datetime | None = None,
) -> Numbers:
    """Rows of the nearest agency on the way up, of the hour, the cell and the longest prefix."""
    local = timezone.localtime(at)
    values: dict[str, Any] = {
        "codes": agency_path.strip("/").split("/"),
        "on": local.date(),
        "hour": local.hour,
        "cell": cell_id,
        "category": category,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        speeds, detours, rules, fresh = cursor.fetchone()
    known = DEFAULT_SPEEDS | dict(speeds or ())
    rule = dict(zip(WEIGHTS, rules[-1], strict=True)) if rules else {}
    return Numbers(
        Rates(known, detours[-1] if detours else DEFAULT_DETOUR),
        RecommendationRule(**rule),
        DEFAULT_FRESH | (fresh or {}),
    )
