"""What apps above must do, within the same transaction, when a call is over or back in the queue.

Incidents know nothing of the units on them; whoever sends units registers here and ends what is
still open, so that no unit stays on a call nobody works any more.
"""

from collections.abc import Callable
from typing import Final

from command_center.incidents.models import Incident
from grid.ledger.actors import Actor

S = Incident.State
Leave = Callable[[Incident, Actor], None]

LEFT: Final = frozenset({S.CLOSED, S.CANCELLED, S.MERGED, S.TRANSFERRED, S.RETURNED, S.RECEIVED})
_leavers: Final[list[Leave]] = []


def on_leaving(leave: Leave) -> Leave:
    """Have `leave(incident, actor)` called; the incident is locked, no fact recorded yet."""
    if leave not in _leavers:
        _leavers.append(leave)
    return leave


def left(incident: Incident, actor: Actor) -> None:
    """Tell everybody who registered, where the incident's state is one in which nobody is on it."""
    if incident.state in LEFT:
        for leave in _leavers:
            leave(incident, actor)
