"""What a round asks of the unit that walks it; what ordered the round says so, from above."""

from collections.abc import Callable
from typing import Final

from patrol.rounds.models import Round
from patrol.units.models import Unit

Demand = Callable[[Round, Unit], None]
_DEMANDS: Final[list[Demand]] = []


def register_demand(demand: Demand) -> Demand:
    """Ask `demand` before a round gets a unit; it raises a DomainError where the unit is unfit."""
    if demand not in _DEMANDS:
        _DEMANDS.append(demand)
    return demand


def check_fit(walk: Round, unit: Unit) -> None:
    """Raises what any demand raises."""
    for demand in _DEMANDS:
        demand(walk, unit)
