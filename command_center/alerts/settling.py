"""What ends alerts: apps say of a fact that its matter is over, and the log's order decides.

Rules and endings have one cursor. With two, a call that was closed at once could be read as over
before the alert of its arrival was raised, and that alert would have stood for ever.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from django.db import transaction

from command_center.alerts.services import Matter, hold, raised, settled
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record

Over = Callable[[EventEntry], Matter | None]

_endings: Final[list[Over]] = []


def ending(told: Over) -> Over:
    """Have `told` asked of each fact what of an alert's matter is over with it, if anything."""
    _endings.append(told)
    return told


@transaction.atomic
def follow(events: Sequence[EventEntry]) -> None:
    """Raise and resolve as the facts say, one after another.

    Facts of the alerts themselves raised theirs when they happened. What came of all of them is
    recorded last: nothing waits for an alert while it keeps the log from others.
    """
    told = [(event, _over(event)) for event in events]
    hold({(each.subject_type, each.subject_id) for _, matters in told for each in matters})
    facts: list[Fact] = []
    for is_over, part in groupby(told, key=lambda pair: bool(pair[1])):
        run = list(part)
        heard = [(event, event.seq) for event, _ in run if not event.kind.startswith("alerts.")]
        facts += [fact for _, fact in raised(heard)]
        if is_over:
            matters = [matter for _, matters in run for matter in matters]
            facts += [fact for _, fact in settled(matters)]
    record(PLATFORM, *facts)


def _over(event: EventEntry) -> list[Matter]:
    return [matter for told in _endings if (matter := told(event))]
