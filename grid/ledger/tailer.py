"""The tailer: one thread per server process that reads the log as it grows.

It has a database connection of its own, so it neither waits behind requests nor delays them,
and hands what it finds to the event loop in one call. While the loop is still busy giving out
the last batch the tailer does not look again: in a burst the next look finds many facts, and
that is all the batching there is.
"""

import asyncio
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import structlog
from django.db import DatabaseError, InterfaceError, connection

from grid.ledger.hints import Subscription
from grid.ledger.models import Epoch, EventEntry
from grid.ledger.visibility import Sight

log = structlog.get_logger(__name__)

PAGE: Final = 1000
RING: Final = 5000
POLL_S: Final = 1.0
RECHECK_EVERY: Final = 10  # polls between two looks at the epoch

COLUMNS: Final = (
    "seq",
    "kind",
    "priority",
    "agency_path",
    "subject_type",
    "subject_id",
    "subject_version",
    "happened_at",
    "recorded_at",
    "payload",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact, serialised once for everybody: `body` lacks only the opening with `prev`."""

    seq: int
    kind: str
    path: str
    subject_type: str
    subject_id: str
    body: str

    def frame(self, prev: int) -> str:
        """The `ev` frame for a socket whose last fact was `prev`."""
        return f'{{"t":"ev","prev":{prev},{self.body}'


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which log this is and how far it reaches; `floor` is the highest seq already deleted."""

    epoch: str
    floor: int
    head: int


class _Body(msgspec.Struct):
    seq: int
    kind: str
    priority: int | None
    agency_path: str
    subject_type: str
    subject_id: str
    subject_version: int
    happened_at: datetime
    recorded_at: datetime
    payload: msgspec.Raw


def bounds() -> Bounds:
    """Read from the database; makes the epoch on the first start of a new log."""
    epoch = Epoch.objects.order_by("-pk").first()
    if epoch is None:
        epoch, _ = Epoch.objects.get_or_create(pk=1, defaults={"value": uuid.uuid4().hex})
    first, last = (
        EventEntry.objects.order_by(order).values_list("seq", flat=True).first()
        for order in ("seq", "-seq")
    )
    return Bounds(epoch=epoch.value, floor=(first or 1) - 1, head=last or 0)


def read(*, after: int, limit: int = PAGE) -> list[Entry]:
    """The next facts of all agencies."""
    return _entries(
        f"SELECT {', '.join(COLUMNS)} FROM ledger_evententry"  # noqa: S608 constants only
        " WHERE seq > %s ORDER BY seq LIMIT %s",
        [after, limit],
    )


def read_sight(sight: Sight, *, after: int, limit: int = PAGE) -> list[Entry]:
    """The next facts that one viewer may see."""
    rows = sight.narrow(EventEntry.objects.filter(seq__gt=after)).order_by("seq").values(*COLUMNS)
    sql, params = rows[:limit].query.sql_with_params()
    return _entries(sql, params)


def _entries(sql: str, params: Sequence[Any]) -> list[Entry]:
    """Run the query below the ORM, which would parse every payload only to print it again."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [_entry(*row) for row in cursor.fetchall()]


def _entry(seq: int, kind: str, priority: int | None, path: str, *rest: object) -> Entry:
    subject_type, subject_id, version, happened_at, recorded_at, payload = rest
    body = _Body(
        seq=seq,
        kind=kind,
        priority=priority,
        agency_path=path,
        subject_type=str(subject_type),
        subject_id=str(subject_id),
        subject_version=version,  # type: ignore[arg-type]
        happened_at=happened_at,  # type: ignore[arg-type]
        recorded_at=recorded_at,  # type: ignore[arg-type]
        payload=msgspec.Raw(str(payload).encode()),
    )
    text = msgspec.json.encode(body).decode()[1:]
    return Entry(seq, kind, path, body.subject_type, body.subject_id, text)


class Tailer:
    """Calls `opened(bounds, recent facts)` once per epoch, then `grown(facts)`, in the loop."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        opened: Callable[[Bounds, list[Entry]], None],
        grown: Callable[[list[Entry]], None],
    ) -> None:
        self._loop = loop
        self._opened = opened
        self._grown = grown
        self._stopped = threading.Event()
        self._hints = Subscription(self._stopped)
        self.bounds: Bounds | None = None
        self._head = 0
        self._polls = 0
        self._looked_at = 0.0
        self._thread = threading.Thread(target=self._run, name="tailer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the thread end; it does within one poll."""
        self._stopped.set()

    def join(self) -> None:
        """Wait for the thread to end."""
        self._thread.join(timeout=5)

    def age(self) -> float:
        """Seconds since the log was last looked at with success."""
        return time.monotonic() - self._looked_at

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                busy = self._look()
            except (DatabaseError, InterfaceError) as error:
                log.warning("tailer_waits_for_database", error=type(error).__name__)
                self._polls = 0
                connection.close()
                self._stopped.wait(POLL_S / 2)
                continue
            if not busy:
                self._hints.wait(POLL_S)
        self._hints.close()
        connection.close()

    def _look(self) -> bool:
        """Hand over what is new; whether there may be more."""
        if self._polls % RECHECK_EVERY == 0:
            self._check_epoch()
        self._polls += 1
        self._looked_at = time.monotonic()
        entries = read(after=self._head)
        if entries:
            self._head = entries[-1].seq
            self._polls = 1
            self._hand(lambda: self._grown(entries))
        return len(entries) == PAGE

    def _check_epoch(self) -> None:
        now = bounds()
        if self.bounds is None or now.epoch != self.bounds.epoch or now.head < self._head:
            after = max(now.head - RING, now.floor)
            recent = read(after=after, limit=RING + PAGE)
            self._head = recent[-1].seq if recent else now.head
            now = Bounds(epoch=now.epoch, floor=now.floor, head=self._head)
            self._hand(lambda: self._open(now, recent))
        else:
            self.bounds = now

    def _open(self, now: Bounds, recent: list[Entry]) -> None:
        """In the loop and in one step: nobody is judged by one log's epoch and another's floor."""
        self.bounds = now
        self._opened(now, recent)

    def _hand(self, call: Callable[[], None]) -> None:
        """Run it in the loop and wait until it is done."""
        done = threading.Event()

        def run() -> None:
            try:
                call()
            finally:
                done.set()

        try:
            self._loop.call_soon_threadsafe(run)
        except RuntimeError:  # the loop is closed: the server is going down
            self._stopped.set()
            return
        while not done.wait(0.2) and not self._stopped.is_set():
            pass
