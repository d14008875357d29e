"""Sequence order is commit order: a reader that only moves forward misses nothing."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

import pytest
from django.db import connection, transaction

from grid.ledger.actors import PLATFORM
from grid.ledger.audit import verify
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record

WRITERS = 8


def _wait(random: Random, *, up_to_ms: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [random.random() * up_to_ms / 1000])


def _write(writer: int, facts: int) -> None:
    random = Random(writer)
    try:
        for n in range(facts):
            fact = Fact(
                kind="tests.written",
                subject_type="writer",
                subject_id=f"{writer}-{n}",
                agency_path="",
            )
            with transaction.atomic():
                _wait(random, up_to_ms=4)  # a transaction that is long open before its fact
                record(PLATFORM, fact)
                _wait(random, up_to_ms=1)  # and one that commits long after it
    finally:
        connection.close()


def _read(done: Event, total: int) -> list[tuple[int, str]]:
    """Poll as the tailer does: everything above the highest number seen so far."""
    seen: list[tuple[int, str]] = []
    try:
        while len(seen) < total:
            is_last_look = done.is_set()
            last = seen[-1][0] if seen else 0
            rows = EventEntry.objects.filter(seq__gt=last).order_by("seq")
            seen.extend(rows.values_list("seq", "subject_id"))
            if is_last_look:
                break
        return seen
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "facts", [pytest.param(100, id="short"), pytest.param(200, marks=pytest.mark.fault, id="long")]
)
def test_a_reader_by_cursor_sees_every_fact_of_eight_writers_once_and_in_order(facts: int) -> None:
    done = Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(_read, done, WRITERS * facts)
        writers = [pool.submit(_write, writer, facts) for writer in range(WRITERS)]
        for writer in writers:
            writer.result()
        done.set()
        seen = reader.result()
    numbers = [seq for seq, _ in seen]
    assert numbers == sorted(set(numbers))
    assert len(seen) == WRITERS * facts
    for writer in range(WRITERS):
        mine = [subject for _, subject in seen if subject.startswith(f"{writer}-")]
        assert mine == [f"{writer}-{n}" for n in range(facts)]
    assert verify().broken is None
