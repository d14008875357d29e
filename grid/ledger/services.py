"""Writing to the ledger; every domain service ends with `record`."""

from collections.abc import Iterable
from typing import Final

import msgspec
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from grid.ledger import hints
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact

PAYLOAD_BYTES: Final = 4096
FIELD, RECORD = "\x1f", "\x1e"
SEPARATORS: Final = {ord(FIELD): " ", ord(RECORD): " "}


def record(actor: Actor, *facts: Fact) -> list[int]:
    """Append the facts to the event log and one audit entry each to the chain, in one round trip.

    Call it inside the transaction that changed the rows, as its last statement: it takes the
    log's lock until commit, so that sequence order is commit order. Answers the sequence
    numbers in the order of the facts; one dropped by its dedupe key leaves no trace and
    answers 0.

    Raises TransactionManagementError outside a transaction, ValueError for a payload over 4 kB.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A fact is recorded in the transaction of its change.")
    if not facts:
        return []
    twins = _repeated_keys(facts)
    rows = RECORD.join(line(fact) for place, fact in enumerate(facts) if place not in twins)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_append(%s, %s)", [signature(actor), rows])
        seqs = iter(cursor.fetchone()[0])
    hint_after_commit()
    return [0 if place in twins else next(seqs) for place in range(len(facts))]


def _repeated_keys(facts: Iterable[Fact]) -> set[int]:
    """Places of facts whose dedupe key an earlier fact of the same call has."""
    seen: set[str] = set()
    twins: set[int] = set()
    for place, fact in enumerate(facts):
        if fact.dedupe_key is not None:
            if fact.dedupe_key in seen:
                twins.add(place)
            seen.add(fact.dedupe_key)
    return twins


def signature(actor: Actor) -> str:
    """The actor as `ledger_append` takes it."""
    return _joined(actor.kind, actor.id, actor.label, actor.channel, actor.on_behalf_of)


def line(fact: Fact) -> str:
    """The fact as `ledger_append` takes it; raises ValueError for a payload over 4 kB."""
    payload = msgspec.json.encode(fact.payload)
    if len(payload) > PAYLOAD_BYTES:
        raise ValueError(
            f"The payload of {fact.kind} has {len(payload)} bytes, over {PAYLOAD_BYTES}."
        )
    return _joined(
        fact.kind,
        fact.subject_type,
        fact.subject_id,
        fact.agency_path,
        payload.decode(),
        str(fact.subject_version),
        "" if fact.priority is None else str(fact.priority),
        fact.dedupe_key or "",
        fact.happened_at.isoformat() if fact.happened_at else "",
        fact.reason,
    )


def _joined(*fields: str) -> str:
    """Fields of one record; a separator inside one of them could forge another field."""
    if any(FIELD in field or RECORD in field for field in fields):
        fields = tuple(field.translate(SEPARATORS) for field in fields)
    return FIELD.join(fields)


def hint_after_commit() -> None:
    """One hint a transaction: a frozen Redis may cost 200 ms, not 200 ms for each fact."""
    waiting = [entry[1] for entry in connection.run_on_commit]
    if hints.send not in waiting:
        transaction.on_commit(hints.send, robust=True)
