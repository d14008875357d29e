"""The hub: all live sockets of one server process, fed by one tailer.

There is no channel layer on purpose. A layer sends at most once, forgets or overflows without
a word, and costs a Redis round trip and a decode for each socket. Here the truth is the log in
PostgreSQL; Redis only says "look now"; every fact is read once, filtered once for each sight and
serialised once, and a socket that missed anything resumes from the ring or from the table.

Everything in this class runs in the event loop; blocking reads go to two threads of its own.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from grid.ledger.blocking import DatabaseThread
from grid.ledger.outlet import SLOW, Outlet, Send
from grid.ledger.seat_register import save_seats
from grid.ledger.seats import Group, Seat, Standing
from grid.ledger.snapshots import Pusher, snapshots
from grid.ledger.tailer import PAGE, RING, Bounds, Entry, Tailer, bounds, read_sight
from grid.ledger.visibility import Sight

log = structlog.get_logger(__name__)

HEARTBEAT_S: Final = 10
CHECK_EVERY: Final = 2  # heartbeats between two looks at everybody's rights: 20 s
BLIND_AFTER_S: Final = 5.0
SOON_S: Final = 0.1

SESSION_ENDED: Final = 4401
SCOPE_CHANGED: Final = 4403
TOO_MANY: Final = 4429
TRY_LATER: Final = 1013  # the database is away

Check = Callable[[Sequence[str]], Mapping[str, Standing | int]]


class TooManySockets(Exception):
    """This officer has as many screens open as one person can watch."""


class Hub:
    """Groups seats by what they see, feeds them, resumes them, and shows them out."""

    def __init__(self, check: Check) -> None:
        """`check` answers each session key with its standing, or the code to close it with.

        It runs in a thread and may block. A key it does not answer has no session any more.
        """
        self._check = check
        self._groups: dict[Sight, Group] = {}
        self._seats: set[Seat] = set()
        self._left: set[Seat] = set()
        self._per_officer: Counter[str] = Counter()
        self._ring: list[Entry] = []
        self._floor = 0
        self._head = 0
        self._epoch = ""
        self._openings = 0  # of logs, one after the other
        self._history = DatabaseThread("live-history")
        self._checks = DatabaseThread("live-checks")
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked: dict[str, asyncio.Future[Standing | int]] = {}
        self._answering = False
        self._recheck_all = False
        self._recheck_badges: set[str] = set()
        self._tailer = Tailer(asyncio.get_running_loop(), opened=self._opened, grown=self._grown)
        self._tailer.start()
        self._pusher = Pusher(lambda: self._seats)
        self._spawn(self._tick())
        for shown in snapshots.values():
            self._spawn(self._pusher.run(shown))

    @property
    def head(self) -> int:
        """The highest sequence number given out."""
        return self._head

    @property
    def seats(self) -> frozenset[Seat]:
        return frozenset(self._seats)

    async def stop(self) -> None:
        """End the threads and tasks; for a server that goes on without live sockets."""
        self._tailer.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._tailer.join)
        await self._history.close()
        await self._checks.close()
        await self._pusher.close()

    async def standing(self, session_key: str) -> Standing | int:
        """Who comes with this session, or the code to close the socket with.

        Those who ask while an answer is on its way share the next one: when a process restarts
        every screen of the city asks in the same second.
        """
        waiting = self._asked.get(session_key)
        if waiting is None:
            waiting = self._asked[session_key] = asyncio.get_running_loop().create_future()
            if len(self._asked) == 1 and not self._answering:
                self._spawn(self._answer())
        return await asyncio.shield(waiting)

    async def _answer(self) -> None:
        self._answering = True
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                try:
                    answers = await self._checks.run(self._check, list(asked))
                except (DatabaseError, InterfaceError):
                    answers = dict.fromkeys(asked, TRY_LATER)
                except Exception:  # whatever it was, nobody is left without an answer
                    log.exception("sockets_not_checked", sockets=len(asked))
                    answers = dict.fromkeys(asked, TRY_LATER)
                for key, waiting in asked.items():
                    if not waiting.done():
                        waiting.set_result(answers.get(key, SESSION_ENDED))
        finally:
            self._answering = False

    def join(self, standing: Standing, send: Send) -> Seat:
        """Seat a socket; it hears nothing but hello and heartbeats until it resumes.

        Raises TooManySockets.
        """
        if self._per_officer[standing.officer_id] >= settings.LIVE_SOCKETS_PER_OFFICER:
            raise TooManySockets
        seat = Seat(standing=standing, outlet=Outlet(send))
        self._per_officer[standing.officer_id] += 1
        self._seats.add(seat)
        group = self._groups.get(standing.sight)
        if group is None:
            group = self._groups[standing.sight] = Group(standing.sight, self._ring)
        group.seats.add(seat)
        if self._epoch:
            self._hello(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """The socket is closed or closing; safe to call twice."""
        if seat not in self._seats:
            return
        self._seats.discard(seat)
        self._left.add(seat)
        self._per_officer[seat.standing.officer_id] -= 1
        group = self._groups[seat.standing.sight]
        group.seats.discard(seat)
        if not group.seats:
            del self._groups[seat.standing.sight]
        seat.live = False

    def close(self, seat: Seat, code: int) -> None:
        """Show a seat out with a close code."""
        self.leave(seat)
        seat.outlet.close(code)

    def watch(self, seat: Seat, what: Iterable[str]) -> None:
        """Show the seat these snapshots from now on, and no others; names unknown are passed by."""
        seat.watching = frozenset(what) & snapshots.keys()
        seat.shown.clear()

    def resume(self, seat: Seat, *, epoch: str, since: int, view: str = "") -> None:
        """Bring a seat from `since` (the last seq it applied) to the head, and keep it there."""
        if seat.catching_up or (epoch == seat.over and epoch != self._epoch):
            return  # the latter was on its way when the seat was sent back to the state
        seat.live = False
        if epoch != self._epoch:
            self._reset(seat, "epoch")
        elif view and view != seat.standing.sight.token:
            self._reset(seat, "scope")
        elif since < self._oldest():
            self._reset(seat, "too_old")
        else:
            seat.sent = since
            if self._floor <= since <= self._head:
                self._go_live(seat)
            else:
                seat.catching_up = True
                self._spawn(self._catch_up(seat))

    # From the tailer

    def _opened(self, now: Bounds, recent: list[Entry]) -> None:
        """A log is open, for the first time or with another epoch than before."""
        was = self._epoch
        self._epoch, self._head = now.epoch, now.head
        self._openings += 1
        self._ring = recent
        self._floor = now.floor if len(recent) < RING else recent[0].seq - 1
        self._floor = max(self._floor, now.head - RING)
        for group in self._groups.values():
            group.refill(recent)
        for seat in self._seats:
            seat.live = seat.catching_up = False
            if was:
                seat.over = was
                self._reset(seat, "epoch")
            self._hello(seat)

    def _grown(self, entries: list[Entry]) -> None:
        self._head = entries[-1].seq
        self._ring.extend(entries)
        if len(self._ring) > RING + PAGE:
            self._floor = self._ring[-RING - 1].seq
            del self._ring[:-RING]
            for group in self._groups.values():
                group.forget(self._floor)
        for group in self._groups.values():
            group.dispatch(entries)
        for entry in entries:
            if entry.kind.startswith("organisation."):
                self._recheck_for(entry)

    # Resuming

    def _oldest(self) -> int:
        known = self._tailer.bounds
        return known.floor if known else 0

    def _go_live(self, seat: Seat) -> None:
        if seat in self._seats:
            self._groups[seat.standing.sight].resume(seat)
            seat.live = True

    async def _catch_up(self, seat: Seat) -> None:
        """Read the table page by page until the ring takes over; the socket sets the pace."""
        opening = self._openings
        try:
            if seat.sent > self._head and seat.sent > (await self._history.run(bounds)).head:
                if opening == self._openings:
                    self._reset(seat, "epoch")  # a log that ends before what the seat has seen
                return
            await self._read_on(seat, opening)
            if opening == self._openings:
                self._go_live(seat)
        except (DatabaseError, InterfaceError):
            self.close(seat, TRY_LATER)
        finally:
            if opening == self._openings:  # else the seat was sent back to the state meanwhile
                seat.catching_up = False

    async def _read_on(self, seat: Seat, opening: int) -> None:
        while seat in self._seats and seat.sent < self._floor:
            head = self._head
            page = await self._history.run(
                read_sight, seat.standing.sight, after=seat.sent, limit=PAGE
            )
            if opening != self._openings:
                return
            seat.give(page)
            await seat.outlet.flushed()
            if len(page) < PAGE and self._floor <= head:
                return

    def _hello(self, seat: Seat) -> None:
        sight = seat.standing.sight
        self._tell(
            seat,
            t="hello",
            epoch=self._epoch,
            head=self._head,
            min=self._oldest() + 1,
            server_time=timezone.now(),
            heartbeat_s=HEARTBEAT_S,
            scope=sight.agency_code,
            view=sight.token,
        )

    def _reset(self, seat: Seat, reason: str) -> None:
        seat.live = False
        self._tell(seat, t="reset", reason=reason, epoch=self._epoch)

    @staticmethod
    def _tell(seat: Seat, **frame: object) -> None:
        seat.tell(msgspec.json.encode(frame).decode())

    # Every few seconds

    async def _tick(self) -> None:
        beat = 0
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            beat += 1
            self._heartbeat()
            if beat % CHECK_EVERY == 0:
                self._recheck_all = True
                self._spawn(self._recheck())
            await self._save()

    def _heartbeat(self) -> None:
        """Silence is how a screen learns that this process is blind, so then nothing is sent."""
        now = asyncio.get_running_loop().time()
        if self._tailer.age() > BLIND_AFTER_S:
            return
        for seat in list(self._seats):
            if seat.outlet.is_closed:
                self.leave(seat)
            elif seat.outlet.is_stalled(now):
                self.close(seat, SLOW)
            else:
                seat.tell(f'{{"t":"hb","head":{self._head},"sent":{seat.sent}}}')

    async def _save(self) -> None:
        left, self._left = self._left, set()
        try:
            await self._checks.run(save_seats, list(self._seats), list(left))
        except (DatabaseError, InterfaceError):
            self._left |= left

    # Rights

    def _recheck_for(self, entry: Entry) -> None:
        """A fact about people: look at whom it concerns again, at once."""
        pending = self._recheck_all or bool(self._recheck_badges)
        if entry.subject_type == "officer":
            if not any(s.standing.badge == entry.subject_id for s in self._seats):
                return
            self._recheck_badges.add(entry.subject_id)
        else:
            self._recheck_all = True
        if not pending:
            self._spawn(self._recheck())

    async def _recheck(self) -> None:
        await asyncio.sleep(SOON_S)  # several facts of one act make one look
        everybody, badges = self._recheck_all, self._recheck_badges
        self._recheck_all, self._recheck_badges = False, set()
        seats = [s for s in self._seats if everybody or s.standing.badge in badges]
        keys = sorted({s.standing.session_key for s in seats})
        if not keys:
            return
        try:
            answers = await self._checks.run(self._check, keys)
        except (DatabaseError, InterfaceError):
            log.warning("rights_not_rechecked", seats=len(seats))
            return
        for seat in seats:
            self._judge(seat, answers.get(seat.standing.session_key, SESSION_ENDED))

    def _judge(self, seat: Seat, answer: Standing | int) -> None:
        if isinstance(answer, int):
            self.close(seat, answer)
        elif answer.sight != seat.standing.sight:
            self.close(seat, SCOPE_CHANGED)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
