"""Where and when the ground was patrolled: hours by area, tiers, and what nobody came to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

from django.db.models import Count
from django.utils import timezone

from grid.scope import Viewer
from patrol.rounds import key_places
from patrol.rounds.models import Beat, Round, RoundStop, Visit
from patrol.rounds.selectors import day_span
from patrol.units.models import Unit

HOURS: Final = range(24)
STEPS: Final = (1, 3, 6)  # check-ins an hour from which the shade of the table deepens


@dataclass(frozen=True, slots=True)
class AreaHours:
    """One row of the table: check-ins of an area by local hour; None is an hour still to come."""

    code: str
    name: str
    hours: tuple[int | None, ...]

    @property
    def gaps(self) -> int:
        """Hours gone by without a check-in."""
        return sum(1 for count in self.hours if count == 0)

    @property
    def total(self) -> int:
        return sum(count or 0 for count in self.hours)

    @property
    def cells(self) -> list[tuple[int, int | None, int]]:
        """Hour, count, shade 0 to 3."""
        return [(h, n, sum(1 for s in STEPS if (n or 0) >= s)) for h, n in enumerate(self.hours)]


def hour_table(viewer: Viewer, day: date) -> list[AreaHours]:
    """Check-ins by hour for every beat in use, and for ground that is in none; by gaps, most first.

    A point in the cell of two beats counts for both.
    """
    begin, end = day_span(day)
    rows = Visit.objects.visible_to(viewer).filter(happened_at__gte=begin, happened_at__lt=end)
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for cell, moment in rows.values_list("point__cell_code", "happened_at"):
        counts[cell][timezone.localtime(moment).hour] += 1
    beats = list(Beat.objects.visible_to(viewer).filter(is_active=True))
    hours = _hours_gone(day)
    table = [
        AreaHours(beat.code, beat.name, _row(counts, beat.cell_codes, hours)) for beat in beats
    ]
    held = {cell for beat in beats for cell in beat.cell_codes}
    loose = [cell for cell in counts if cell not in held]
    table.sort(key=lambda area: (-area.gaps, area.code))
    return [*table, AreaHours("", "", _row(counts, loose, hours))] if loose else table


def _hours_gone(day: date) -> int:
    now = timezone.localtime()
    if day == now.date():
        return now.hour + 1
    return 24 if day < now.date() else 0


def _row(
    counts: Mapping[str, Counter[int]], cells: Iterable[str], gone: int
) -> tuple[int | None, ...]:
    summed: Counter[int] = Counter()
    for cell in cells:
        summed.update(counts.get(cell, {}))
    return tuple(summed[hour] if hour < gone else None for hour in HOURS)


def by_tier(viewer: Viewer, day: date) -> list[dict[str, Any]]:
    """Rounds and points of the day by tier: planned, walked, the share as two numbers.

    Points of rounds called off are left out of both.
    """
    begin, end = day_span(day)
    span = {"due_start__gte": begin, "due_start__lt": end}
    rounds = Round.objects.visible_to(viewer).filter(**span).exclude(state=Round.State.CANCELLED)
    states = Counter({(r["tier"], r["state"]): r["n"] for r in _grouped(rounds, "tier", "state")})
    stops = RoundStop.objects.visible_to(viewer).filter(
        round__due_start__gte=begin, round__due_start__lt=end
    )
    stops = stops.exclude(round__state=Round.State.CANCELLED)
    points = Counter(
        {(r["round__tier"], r["state"]): r["n"] for r in _grouped(stops, "round__tier", "state")}
    )
    return [_tier(tier, states, points) for tier in Unit.Tier]


def _grouped(rows: Any, *names: str) -> Any:
    return rows.order_by().values(*names).annotate(n=Count("pk"))


def _tier(
    tier: Unit.Tier, rounds: Counter[tuple[str, str]], points: Counter[tuple[str, str]]
) -> dict[str, Any]:
    planned = sum(points[tier.value, state.value] for state in RoundStop.State)
    visited = points[tier.value, RoundStop.State.VISITED.value]
    return {
        "tier": tier.value,
        "name": str(tier.label),
        "rounds": sum(rounds[tier.value, state.value] for state in Round.State),
        "walked": rounds[tier.value, "done"] + rounds[tier.value, "active"],
        "points": planned,
        "visited": visited,
        "percent": round(100 * visited / planned, 1) if planned else None,
    }


def uncovered_beats(table: Iterable[AreaHours]) -> list[AreaHours]:
    """Beats nobody came to on the day."""
    return [area for area in table if area.code and area.total == 0]


def dwell(viewer: Viewer, day: date) -> dict[str, Any]:
    """How long units stayed: median seconds, and how many stayed less than the point asks."""
    begin, end = day_span(day)
    rows = Visit.objects.visible_to(viewer).filter(
        happened_at__gte=begin, happened_at__lt=end, dwell_s__isnull=False
    )
    pairs = rows.values_list("dwell_s", "point__dwell_s")
    stays = [(stay or 0, asked) for stay, asked in pairs]
    return {
        "known": len(stays),
        "median_s": median(stay for stay, _asked in stays) if stays else None,
        "short": sum(1 for stay, asked in stays if stay < asked),
    }


def of_day(viewer: Viewer, day: date) -> dict[str, Any]:
    """All of it for one local day, as REST gives it."""
    table = hour_table(viewer, day)
    left = key_places.covered(viewer, days=1, uncovered=True)
    return {
        "day": day.isoformat(),
        "as_of": timezone.now().isoformat(),
        "areas": [
            {"code": area.code, "name": area.name, "hours": area.hours, "gaps": area.gaps}
            for area in table
        ],
        "tiers": by_tier(viewer, day),
        "dwell": dwell(viewer, day),
        "uncovered_beats": [area.code for area in uncovered_beats(table)],
        "uncovered_key_places": left.count(),
    }
