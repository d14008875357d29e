"""Rounds for a simulation that begins at any hour: plans have theirs at their own hours only."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from grid.ledger.actors import PLATFORM
from patrol.rounds import services
from patrol.rounds.models import OPEN, PlanLeg, Round

SHORTEST: Final = timedelta(minutes=2)


def send_out(call_signs: Collection[str], *, now: datetime, speed: float) -> int:
    """Put one round from now on on the books of each unit that has a leg in some plan.

    A unit with a round under way or due before the new one would end is left alone. A round is as
    long as its leg, or shorter in a faster city. Answers how many there are.
    """
    legs = PlanLeg.objects.filter(unit__call_sign__in=call_signs, plan__is_active=True)
    made = 0
    seen: set[int] = set()
    for leg in legs.select_related("plan__agency", "route", "unit").order_by("unit_id", "pk"):
        until = now + max(SHORTEST, timedelta(minutes=leg.minutes) / speed)
        if leg.unit_id in seen or _is_taken(leg.unit_id, until):
            continue
        seen.add(leg.unit_id)
        services.schedule(_round(leg, now, until), by=PLATFORM)
        made += 1
    return made


def _is_taken(unit_id: int, until: datetime) -> bool:
    rows = Round.objects.filter(unit_id=unit_id, state__in=OPEN, due_start__lt=until)
    return rows.exists()


def _round(leg: PlanLeg, now: datetime, until: datetime) -> services.NewRound:
    return services.NewRound(
        name=leg.route.name,
        agency=leg.plan.agency,
        route=leg.route,
        unit=leg.unit,
        mode=leg.mode,
        tier=leg.route.tier,
        due_start=now,
        due_end=until,
    )
