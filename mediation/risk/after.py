"""Who does something when a dispute was graded, in the same transaction; risk knows none by name.

after.register(lambda dispute, assessment, actor: …)
"""

from collections.abc import Callable
from typing import Final

from grid.ledger.actors import Actor
from mediation.register.models import Dispute
from mediation.risk.models import Assessment

Act = Callable[[Dispute, Assessment, Actor], None]

_acts: Final[list[Act]] = []


def register(act: Act) -> Act:
    """Have `act` called with the dispute held, after a signed grading and before its fact."""
    if act not in _acts:
        _acts.append(act)
    return act


def run(dispute: Dispute, assessment: Assessment, actor: Actor) -> None:
    """Call all of them."""
    for act in _acts:
        act(dispute, assessment, actor)
