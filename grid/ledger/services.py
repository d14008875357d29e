"""Writing to the ledger; every domain service ends with `record`."""

from dataclasses import asdict
from typing import Any, Final

import msgspec
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from grid.ledger import hints
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact

PAYLOAD_BYTES: Final = 4096


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
    rows = msgspec.json.encode([_row(fact) for fact in facts]).decode()
    who = msgspec.json.encode(asdict(actor)).decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_append(%s::jsonb, %s)", [who, rows])
        seqs: list[int] = cursor.fetchone()[0]
    _hint_after_commit()
    return seqs


def _row(fact: Fact) -> dict[str, Any]:
    payload = msgspec.json.encode(fact.payload)
    if len(payload) > PAYLOAD_BYTES:
        raise ValueError(
            f"The payload of {fact.kind} has {len(payload)} bytes, over {PAYLOAD_BYTES}."
        )
    return {
        "kind": fact.kind,
        "type": fact.subject_type,
        "id": fact.subject_id,
        "path": fact.agency_path,
        "payload": msgspec.Raw(payload),
        "version": fact.subject_version,
        "priority": fact.priority,
        "key": fact.dedupe_key,
        "at": fact.happened_at,
        "reason": fact.reason,
    }


def _hint_after_commit() -> None:
    """One hint a transaction: a frozen Redis may cost 200 ms, not 200 ms for each fact."""
    waiting = [entry[1] for entry in connection.run_on_commit]
    if hints.send not in waiting:
        transaction.on_commit(hints.send, robust=True)
