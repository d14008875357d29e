"""Writing to the ledger; every domain service ends with `record`."""

from grid.ledger.actors import Actor
from grid.ledger.facts import Fact


def record(actor: Actor, *facts: Fact) -> list[int]:
    """Append the facts to the event log and one audit entry each to the chain.

    Call it inside the transaction that changed the rows, as its last statement: it takes the
    log's lock until commit, so that sequence order is commit order. Answers the sequence
    numbers; a fact dropped by its dedupe key answers 0.
    """
    raise NotImplementedError
