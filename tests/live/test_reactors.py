"""Reactors see every fact once, in order; sweeps run when due; neither stops the worker."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from grid.ledger import reactors as reactors_module
from grid.ledger.management.commands import run_live
from grid.ledger.models import Cursor, EventEntry, ParkedFact
from grid.ledger.reactors import PARK_AFTER, Reactor, Sweep
from tests.cast import Cast
from tests.live.conftest import happen
from tests.waiting import LONG_S, ended


class Notes:
    """A reactor that writes what it saw as cursors, so that a rollback takes its notes along."""

    def __init__(self, *, fails_at: int = 0) -> None:
        self.fails_at = fails_at
        self.calls: list[int] = []

    def __call__(self, events: Sequence[EventEntry]) -> None:
        self.calls.append(len(events))
        for event in events:
            Cursor.objects.create(name=f"note:{event.seq}", seq=event.seq)
            if event.seq == self.fails_at:
                raise ValueError("this fact makes no sense")


def noted() -> list[int]:
    notes = Cursor.objects.filter(name__startswith="note:")
    return list(notes.order_by("seq").values_list("seq", flat=True))


@pytest.fixture
def opened(cast: Cast) -> Reactor:
    reactor = Reactor(name="notes", react=Notes())
    reactor.open()
    return reactor


def test_every_fact_is_shown_once_and_in_order(cast: Cast, opened: Reactor) -> None:
    seqs = happen(cast.north, times=3) + happen(cast.south, times=2)
    assert opened.advance() == 5
    assert opened.advance() == 0
    assert noted() == seqs


def test_a_new_reactor_starts_with_the_next_fact(cast: Cast) -> None:
    happen(cast.north)
    reactor = Reactor(name="new", react=Notes())
    reactor.open()
    assert reactor.advance() == 0
    seqs = happen(cast.north)
    reactor.advance()
    assert noted() == seqs


def test_a_new_reactor_may_ask_for_the_whole_history(cast: Cast) -> None:
    seqs = happen(cast.north, times=3)
    reactor = Reactor(name="historian", react=Notes(), from_start=True)
    reactor.open()
    reactor.advance()
    assert noted()[-3:] == seqs


def test_opening_again_does_not_move_the_cursor(cast: Cast, opened: Reactor) -> None:
    happen(cast.north)
    opened.open()
    assert opened.advance() == 1


def test_a_failing_reactor_writes_nothing_and_keeps_its_place(cast: Cast, opened: Reactor) -> None:
    seqs = happen(cast.north, times=3)
    opened.react = Notes(fails_at=seqs[2])
    with pytest.raises(ValueError, match="no sense"):
        opened.advance()
    assert noted() == []
    assert Cursor.objects.get(name="notes").seq < seqs[0]


def test_one_bad_fact_is_found_parked_and_passed_by(cast: Cast, opened: Reactor) -> None:
    seqs = happen(cast.north, times=5)
    opened.react = Notes(fails_at=seqs[2])
    failures = 0
    while Cursor.objects.get(name="notes").seq < seqs[-1]:
        try:
            opened.advance()
        except ValueError:
            failures += 1
    assert noted() == seqs[:2] + seqs[3:]
    assert failures == 1 + PARK_AFTER  # the batch, then the fact alone
    parked = ParkedFact.objects.get()
    assert (parked.reactor, parked.seq, parked.kind) == ("notes", seqs[2], "incidents.received")
    assert parked.parked_at is not None
    assert "no sense" in parked.error


def test_a_fact_that_succeeds_after_all_leaves_no_mark(cast: Cast, opened: Reactor) -> None:
    seqs = happen(cast.north)
    opened.react = Notes(fails_at=seqs[0])
    with pytest.raises(ValueError, match="no sense"):
        opened.advance()
    assert ParkedFact.objects.get().attempts == 1
    opened.react = Notes()
    opened.advance()
    assert not ParkedFact.objects.exists()


def test_after_a_bad_fact_batches_are_whole_again(cast: Cast, opened: Reactor) -> None:
    seqs = happen(cast.north, times=3)
    notes = Notes(fails_at=seqs[1])
    opened.react = notes
    while Cursor.objects.get(name="notes").seq < seqs[-1]:
        try:
            opened.advance()
        except ValueError:
            notes.calls.clear()
    notes.calls.clear()
    happen(cast.north, times=4)
    opened.advance()
    assert notes.calls == [4]


def test_a_broken_database_is_not_held_against_the_fact(
    cast: Cast, opened: Reactor, monkeypatch
) -> None:
    happen(cast.north)

    def lose_connection(events: Sequence[EventEntry]) -> None:
        raise OperationalError("server closed the connection")

    opened.react = lose_connection
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(OperationalError):
        opened.advance()
    assert not ParkedFact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_reacts(people: Cast) -> None:
    Reactor(name="notes", react=Notes()).open()
    seqs = happen(people.north, times=50)

    def work() -> None:
        mine = Reactor(name="notes", react=Notes())
        while Cursor.objects.get(name="notes").seq < seqs[-1]:
            mine.advance()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    ended(workers)
    assert noted() == seqs


def make_due(sweep: Sweep) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Cursor.objects.filter(name=sweep.cursor_name).update(moved_at=long_ago)


def test_a_new_sweep_runs_at_once_and_then_when_due(db: None) -> None:
    runs: list[int] = []
    sweep = Sweep(name="tidy", run=lambda: runs.append(1), every_s=60)
    sweep.open()
    assert sweep.advance() == 1
    assert sweep.advance() == 0
    make_due(sweep)
    assert sweep.advance() == 1
    assert sweep.advance() == 0
    assert runs == [1, 1]


def test_a_failing_sweep_is_due_again_and_leaves_nothing(db: None) -> None:
    def fail() -> None:
        Cursor.objects.create(name="note:1", seq=1)
        raise ValueError("broom broken")

    sweep = Sweep(name="tidy", run=fail, every_s=60)
    sweep.open()
    make_due(sweep)
    for _ in range(2):
        with pytest.raises(ValueError, match="broom"):
            sweep.advance()
    assert noted() == []


def test_a_sweep_of_the_network_runs_outside_the_claim(db: None) -> None:
    depth: list[int] = []
    sweep = Sweep(
        name="post",
        run=lambda: depth.append(len(connection.savepoint_ids)),
        every_s=60,
        atomic=False,
    )
    sweep.open()
    make_due(sweep)
    before = len(connection.savepoint_ids)
    sweep.advance()
    assert depth == [before]


def test_names_are_registered_by_decorators(monkeypatch) -> None:
    monkeypatch.setattr(reactors_module, "reactors", {})
    monkeypatch.setattr(reactors_module, "sweeps", {})

    @reactors_module.reactor("alerts.rules")
    def react(events: Sequence[EventEntry]) -> None: ...

    @reactors_module.sweep("alerts.escalation", every_s=5)
    def run() -> None: ...

    assert reactors_module.reactors["alerts.rules"].react is react
    assert reactors_module.sweeps["alerts.escalation"].every_s == 5


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_past_a_failing_job_and_stops_when_told(
    people: Cast, monkeypatch
) -> None:
    monkeypatch.setattr(run_live, "BACKOFF_S", (0.01,))
    stopped, reacted = threading.Event(), threading.Event()

    def fail(events: Sequence[EventEntry]) -> None:
        raise ValueError("never works")

    def react(events: Sequence[EventEntry]) -> None:
        reacted.set()

    threads = [
        run_live.JobThread(
            Reactor(name=n, react=f, from_start=True), stopped=stopped, poll_s=0.05, hinted=True
        )
        for n, f in (("bad", fail), ("good", react))
    ]
    with transaction.atomic():
        happen(people.north)
    for thread in threads:
        thread.start()
    assert reacted.wait(LONG_S)
    while not ParkedFact.objects.filter(reactor="bad", parked_at__isnull=False).exists():
        assert threads[0].is_alive()
    stopped.set()
    ended(threads)


@pytest.mark.parametrize(("every_s", "looks"), [(0.2, 0.1), (1, 0.5), (5, 1), (60, 5), (3600, 300)])
def test_a_rare_sweep_is_asked_after_rarely_and_runs_at_most_a_twelfth_late(
    every_s: float, looks: float
) -> None:
    assert run_live.look_every(every_s) == pytest.approx(looks)
