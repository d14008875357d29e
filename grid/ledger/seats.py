"""One open screen as the hub knows it, and the group of screens that see the same facts."""

import uuid
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Final

from grid.ledger.outlet import Message, Outlet, text_message
from grid.ledger.tailer import Entry
from grid.ledger.visibility import Sight

PER_FRAME: Final = 250  # facts in one `evs` frame

_seq = attrgetter("seq")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who sits there: an officer in words, the session, and what may be seen."""

    officer_id: str
    badge: str
    label: str
    session_key: str
    sight: Sight


@dataclass(slots=True, eq=False)
class Seat:
    """One socket. `sent` is its own chain: the seq of the last fact it was sent or resumed from."""

    standing: Standing
    outlet: Outlet
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    sent: int = 0
    acked: int = 0
    live: bool = False
    over: str = ""  # the epoch it was told has ended, by a word that may meet a resume of its own
    catching_up: bool = False
    behind_since: datetime | None = None
    watching: frozenset[str] = frozenset()
    shown: dict[str, Hashable] = field(default_factory=dict)  # keys of the snapshots it was given

    def tell(self, text: str) -> None:
        self.outlet.push(text_message(text))

    def give(self, entries: Sequence[Entry]) -> None:
        """Send facts of this seat's sight and move its chain."""
        if entries:
            for message in messages(entries, prev=self.sent):
                self.outlet.push(message)
            self.sent = entries[-1].seq


def messages(entries: Sequence[Entry], *, prev: int) -> list[Message]:
    """The facts as one `ev` frame or as `evs` frames, chained from `prev`."""
    frames: list[str] = []
    for entry in entries:
        frames.append(entry.frame(prev))
        prev = entry.seq
    if len(frames) == 1:
        return [text_message(frames[0])]
    chunks = (frames[i : i + PER_FRAME] for i in range(0, len(frames), PER_FRAME))
    return [text_message(f'{{"t":"evs","events":[{",".join(chunk)}]}}') for chunk in chunks]


class Group:
    """The seats with one sight: filtered once, serialised once, whatever their number."""

    __slots__ = ("_replays", "entries", "seats", "sight")

    def __init__(self, sight: Sight, ring: Iterable[Entry]) -> None:
        self.sight = sight
        self.seats: set[Seat] = set()
        self.entries = self._mine(ring)
        self._replays: dict[int, list[Message]] = {}

    def refill(self, ring: Iterable[Entry]) -> None:
        """Start over with another log."""
        self.entries = self._mine(ring)
        self._replays.clear()

    def forget(self, floor: int) -> None:
        """Drop what the ring no longer holds: a seat from before it reads the table."""
        del self.entries[: bisect_right(self.entries, floor, key=_seq)]

    def dispatch(self, entries: Sequence[Entry]) -> None:
        """Give new facts to every live seat; most of them share one frame."""
        mine = self._mine(entries)
        if not mine:
            return
        self.entries.extend(mine)
        self._replays.clear()
        last = mine[-1].seq
        for seat in self.seats:
            if seat.live and seat.sent < last:
                for message in self._replay(seat.sent, mine):
                    seat.outlet.push(message)
                seat.sent = last

    def resume(self, seat: Seat) -> None:
        """Give the seat what the ring holds after its chain."""
        if self.entries and seat.sent < self.entries[-1].seq:
            for message in self._replay(seat.sent, self.entries):
                seat.outlet.push(message)
            seat.sent = self.entries[-1].seq

    def _replay(self, since: int, entries: Sequence[Entry]) -> list[Message]:
        found = self._replays.get(since)
        if found is None:
            found = messages(entries[bisect_right(entries, since, key=_seq) :], prev=since)
            self._replays[since] = found
        return found

    def _mine(self, entries: Iterable[Entry]) -> list[Entry]:
        shows = self.sight.shows
        return [e for e in entries if shows(path=e.path, kind=e.kind)]
