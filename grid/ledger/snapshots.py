"""Frames pushed as a whole, again and again, of which any may be lost: the next one says it all.

An app with something of that kind registers where it is read:

    @snapshot("pos", needs="patrol.")
    def fleet(paths: Collection[str]) -> Mapping[str, Frame]: ...

A screen that sent `{"t":"watch","what":["pos"]}` is given the frame of its scope, at most once in
`every_s` seconds and only when its key has changed. Facts never wait for it: a socket that is
still taking something is passed over, and shown the newest frame once it is free.
"""

import asyncio
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import structlog
from django.db import DatabaseError, InterfaceError

from grid.ledger.blocking import DatabaseThread
from grid.ledger.outlet import Message, text_message
from grid.ledger.seats import Seat

log = structlog.get_logger(__name__)

MOST_WATCHED: Final = 16


class Frame(NamedTuple):
    """What one scope is shown; it is sent where `key` differs from that of the frame before."""

    key: Hashable
    text: str


Read = Callable[[Collection[str]], Mapping[str, Frame]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One kind of frame; `needs` is the prefix of kinds of facts that its viewers may see."""

    name: str
    needs: str
    every_s: float
    read: Read


snapshots: dict[str, Snapshot] = {}


def snapshot(name: str, *, needs: str, every_s: float = 1.0) -> Callable[[Read], Read]:
    """Register how frames are read, for the agency paths somebody watches; it may block."""

    def register(read: Read) -> Read:
        snapshots[name] = Snapshot(name, needs, every_s, read)
        return read

    return register


class Pusher:
    """Gives the seats of one hub the frames they watch; everything but reading is in the loop."""

    def __init__(self, seats: Callable[[], Iterable[Seat]]) -> None:
        self._seats = seats
        self._thread = DatabaseThread("live-snapshots")

    async def run(self, shown: Snapshot) -> None:
        """Push one kind of frame for as long as the hub stands."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                await self.push(shown)
            except (DatabaseError, InterfaceError) as error:
                log.warning("snapshot_not_read", name=shown.name, error=type(error).__name__)
            await asyncio.sleep(max(0.0, shown.every_s - (loop.time() - began)))

    async def push(self, shown: Snapshot) -> None:
        """Read each watched scope once, and give its frame to those who have not seen it."""
        watchers = list(self._watchers(shown))
        if not watchers:
            return
        paths = {seat.standing.sight.path for seat in watchers}
        frames = await self._thread.run(shown.read, paths)
        messages: dict[str, Message] = {}
        for seat in watchers:
            path = seat.standing.sight.path
            frame = frames.get(path)
            if frame is None or seat.shown.get(shown.name) == frame.key:
                continue
            if shown.name not in seat.watching:  # no longer: it looked away while this was read
                continue
            if path not in messages:
                messages[path] = {**text_message(frame.text), "lossy": True}
            if seat.outlet.offer(messages[path]):
                seat.shown[shown.name] = frame.key

    async def close(self) -> None:
        """End the thread."""
        await self._thread.close()

    def _watchers(self, shown: Snapshot) -> Iterable[Seat]:
        for seat in self._seats():
            if shown.name in seat.watching and shown.needs in seat.standing.sight.prefixes:
                yield seat
