"""Facts go in once, in order, together with their audit entry, or not at all."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.db.utils import ProgrammingError

from grid.ledger import hints
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.models import AuditEntry, EventEntry
from grid.ledger.services import record
from tests.cast import Cast

MakeFact = Callable[..., Fact]


def test_a_fact_and_its_audit_entry_are_written_together(cast: Cast, fact: MakeFact) -> None:
    (seq,) = record(cast.nora.as_actor(), fact(reason="called twice", priority=2))
    event = EventEntry.objects.get(seq=seq)
    audit = AuditEntry.objects.get()
    assert (event.kind, event.priority, event.payload["number"]) == ("incidents.received", 2, "J1")
    assert event.happened_at == event.recorded_at == audit.at
    assert (audit.actor_label, audit.action) == ("诺拉 N001", "incidents.received")
    assert audit.details == {"number": "J1", "address": "人民大街1号"}
    assert audit.reason == "called twice"


def test_the_reason_never_reaches_the_event_log(cast: Cast, fact: MakeFact) -> None:
    record(cast.nora.as_actor(), fact(reason="secret words"))
    assert "secret words" not in str(EventEntry.objects.values().get())


def test_sequence_numbers_come_back_in_the_order_of_the_facts(cast: Cast, fact: MakeFact) -> None:
    seqs = record(PLATFORM, *(fact(subject_id=f"J{n}") for n in range(50)))
    assert seqs == sorted(seqs)
    assert len(set(seqs)) == 50
    subjects = EventEntry.objects.order_by("seq").values_list("subject_id", flat=True)
    assert list(subjects) == [f"J{n}" for n in range(50)]


def test_a_fact_with_a_known_dedupe_key_is_dropped_and_answers_0(
    cast: Cast, fact: MakeFact
) -> None:
    (first,) = record(PLATFORM, fact(dedupe_key="once"))
    seqs = record(
        PLATFORM, fact(dedupe_key="once"), fact(), fact(dedupe_key="twin"), fact(dedupe_key="twin")
    )
    assert first > 0
    assert [bool(seq) for seq in seqs] == [False, True, True, False]
    assert EventEntry.objects.count() == AuditEntry.objects.count() == 3


def test_when_every_fact_is_dropped_nothing_is_written(cast: Cast, fact: MakeFact) -> None:
    record(PLATFORM, fact(dedupe_key="once"))
    assert record(PLATFORM, fact(dedupe_key="once")) == [0]
    assert EventEntry.objects.count() == AuditEntry.objects.count() == 1


def test_each_audit_entry_is_linked_to_the_one_before(cast: Cast, fact: MakeFact) -> None:
    record(PLATFORM, fact(), fact())
    record(PLATFORM, fact())
    first, second, third = AuditEntry.objects.all()
    assert first.prev_hash == "0" * 64
    assert (second.prev_hash, third.prev_hash) == (first.hash, second.hash)
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]


def test_a_payload_over_four_kilobytes_is_refused(cast: Cast, fact: MakeFact) -> None:
    with pytest.raises(ValueError, match="4096"):
        record(PLATFORM, fact(payload={"text": "字" * 1400}))
    assert not EventEntry.objects.exists()


def test_a_separator_in_a_text_cannot_forge_another_field(cast: Cast, fact: MakeFact) -> None:
    actor = Actor(kind="officer", id="1", label="a\x1fb", agency_path="", channel="screen")
    record(actor, fact(reason="x\x1ey\x1fz"))
    audit = AuditEntry.objects.get()
    assert (audit.actor_label, audit.channel, audit.reason) == ("a b", "screen", "x y z")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(fact: MakeFact) -> None:
    with pytest.raises(TransactionManagementError):
        record(PLATFORM, fact())


@pytest.mark.django_db(transaction=True)
def test_readers_are_woken_once_after_the_commit(fact: MakeFact) -> None:
    with patch.object(hints, "_client") as client:
        with transaction.atomic():
            record(PLATFORM, fact())
            record(PLATFORM, fact())
            assert not client.mock_calls
        assert client.return_value.publish.call_count == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_fact(fact: MakeFact) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(PLATFORM, fact())
        raise RuntimeError
    assert not EventEntry.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("table", ["ledger_evententry", "ledger_auditentry", "ledger_accessentry"])
@pytest.mark.parametrize("act", ["TRUNCATE {}", "DELETE FROM {}", "UPDATE {} SET agency_path = ''"])
def test_nobody_rewrites_the_ledger(cast: Cast, fact: MakeFact, table: str, act: str) -> None:
    from grid.ledger.access import note_access

    note_access(
        cast.nora.as_actor(),
        operation="consultation",
        subject_type="incident",
        subject_id="J1",
        agency_path=cast.north.path,
        purpose="call_back",
        reason="the line broke",
    )
    refused = pytest.raises(ProgrammingError, match="is refused")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(act.format(table))
    assert EventEntry.objects.exists()
