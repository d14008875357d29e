"""Whatever reacts to facts: each reactor reads the log by its own cursor, exactly once.

An app with something to react puts it into its `reactors.py`:

    @reactor("alerts.rules")
    def raise_alerts(events: Sequence[EventEntry]) -> None: ...

    @sweep("alerts.escalation", every_s=5)
    def escalate() -> None: ...

`manage.py run_live` finds and runs them. Several workers may run: the cursor row is claimed
with `SKIP LOCKED`, and a batch, all that the reactor writes for it and the cursor's move are
one transaction, so a fact is reacted to once or, after a crash, again from nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from grid.ledger.models import Cursor, EventEntry, ParkedFact

log = structlog.get_logger(__name__)

React = Callable[[Sequence[EventEntry]], None]
Run = Callable[[], None]

BATCH = 500
PARK_AFTER = 5  # failures of one fact in one reactor


@dataclass(slots=True)
class Reactor:
    """A function that is shown every fact, in order and once."""

    name: str
    react: React
    from_start: bool = False
    _single_until: int = field(default=0, init=False)

    def open(self) -> None:
        """Make the cursor of a new reactor: at the head, or at 0 when it asks for history."""
        if not Cursor.objects.filter(name=self.name).exists():
            head = EventEntry.objects.aggregate(head=Max("seq"))["head"] or 0
            Cursor.objects.get_or_create(
                name=self.name, defaults={"seq": 0 if self.from_start else head}
            )

    def advance(self) -> int:
        """React to the next batch; the number of facts done, 0 when none or another has it.

        An exception of the reactor rises with nothing written. The batch that failed is then
        gone through one fact at a time, so that one bad fact is found and holds up no other;
        a fact that has failed `PARK_AFTER` times is parked and passed by.
        """
        events: list[EventEntry] = []
        try:
            with transaction.atomic():
                events = self._claim()
                if events:
                    self.react(events)
                    self._move(events[-1].seq)
        except Exception as error:
            if events and connection.is_usable():  # else it is the database's fault, not theirs
                self._failed(events, error)
            raise
        return len(events)

    def _claim(self) -> list[EventEntry]:
        rows = Cursor.objects.select_for_update(skip_locked=True).filter(name=self.name)
        cursor = rows.first()
        if cursor is None:
            return []
        size = 1 if cursor.seq < self._single_until else BATCH
        return list(EventEntry.objects.filter(seq__gt=cursor.seq).order_by("seq")[:size])

    def _move(self, seq: int) -> None:
        Cursor.objects.filter(name=self.name).update(seq=seq, moved_at=Now())
        ParkedFact.objects.filter(reactor=self.name, seq=seq, parked_at=None).delete()

    def _failed(self, events: Sequence[EventEntry], error: Exception) -> None:
        if len(events) > 1:
            self._single_until = events[-1].seq
            return
        with transaction.atomic():
            cursor = Cursor.objects.select_for_update().get(name=self.name)
            if cursor.seq < events[0].seq:
                self._count(events[0], error)

    def _count(self, event: EventEntry, error: Exception) -> None:
        parked, _ = ParkedFact.objects.get_or_create(
            reactor=self.name, seq=event.seq, defaults={"kind": event.kind}
        )
        parked.attempts += 1
        parked.error = f"{type(error).__name__}: {error}"[:500]
        if parked.attempts >= PARK_AFTER:
            parked.parked_at = Now()
            self._move(event.seq)
            log.error("fact_parked", reactor=self.name, seq=event.seq, kind=event.kind)
        parked.save()


@dataclass(slots=True)
class Sweep:
    """A function run about every `every_s` seconds, by one worker at a time."""

    name: str
    run: Run
    every_s: float
    atomic: bool = True

    @property
    def cursor_name(self) -> str:
        return f"sweep:{self.name}"

    def open(self) -> None:
        """Make the row by which workers agree on who sweeps; a new sweep is due at once."""
        due = Now() - timedelta(seconds=self.every_s)
        Cursor.objects.get_or_create(name=self.cursor_name, defaults={"moved_at": due})

    def advance(self) -> int:
        """Run it if it is due and nobody else does; 1 when it ran.

        An atomic sweep runs inside the transaction of its claim: what it wrote and that it ran
        stand or fall together. One that waits for the network is not atomic: its claim is
        committed first, and it guards its own rows.
        """
        with transaction.atomic():
            if not self._claim():
                return 0
            if self.atomic:
                self.run()
        if not self.atomic:
            self.run()
        return 1

    def _claim(self) -> bool:
        """Whether the row is free and due by the clock of the database; marks it as run."""
        rows = Cursor.objects.select_for_update(skip_locked=True).filter(name=self.cursor_name)
        due = rows.filter(moved_at__lte=Now() - timedelta(seconds=self.every_s)).first()
        if due is None:
            return False
        Cursor.objects.filter(name=self.cursor_name).update(seq=F("seq") + 1, moved_at=Now())
        return True


reactors: dict[str, Reactor] = {}
sweeps: dict[str, Sweep] = {}


def reactor(name: str, *, from_start: bool = False) -> Callable[[React], React]:
    """Register a function to be shown every fact; `name` is its cursor and must never change.

    It runs in a transaction it must not leave. A new reactor starts with the next fact, or with
    the first one ever when `from_start` is set.
    """

    def register(react: React) -> React:
        reactors[name] = Reactor(name=name, react=react, from_start=from_start)
        return react

    return register


def sweep(name: str, *, every_s: float, atomic: bool = True) -> Callable[[Run], Run]:
    """Register a function to be run every `every_s` seconds."""

    def register(run: Run) -> Run:
        sweeps[name] = Sweep(name=name, run=run, every_s=every_s, atomic=atomic)
        return run

    return register
