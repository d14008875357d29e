"""Random facts, random disconnects, random resumes: every screen's chain stays whole."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from grid.ledger import seats as seats_module
from grid.ledger.outlet import Outlet
from grid.ledger.seats import Group, Seat, Standing
from grid.ledger.tailer import Entry
from grid.ledger.visibility import Sight

CITY, NORTH, SOUTH = "99/", "99/01/", "99/02/"
SIGHTS = [
    Sight(CITY, ("alerts.", "incidents.")),
    Sight(NORTH, ("alerts.", "incidents.")),
    Sight(SOUTH, ("incidents.",)),
]
KINDS = ["incidents.received", "alerts.raised", "organisation.role_granted", "incidents.revealed"]
START = 100


def entry(seq: int, path: str, kind: str) -> Entry:
    body = f'"seq":{seq},"kind":"{kind}","at":"{datetime.now(UTC).isoformat()}"}}'
    return Entry(seq, kind, path, "incident", "1", body)


class Watcher:
    """A screen that applies the rules of the link and remembers what it has applied."""

    def __init__(self, sight: Sight, last: int) -> None:
        self.sight = sight
        self.last = last
        self.started = last
        self.got: list[int] = []
        self.seat: Seat | None = None

    async def take(self, message: Any) -> None:
        frame = json.loads(message["text"])
        for fact in frame["events"] if frame["t"] == "evs" else [frame]:
            assert fact["prev"] == self.last, "the chain has a gap"
            assert fact["seq"] > self.last, "a fact came twice"
            self.last = fact["seq"]
            self.got.append(fact["seq"])


class Link(RuleBasedStateMachine):
    """One group per sight as the hub keeps them, with screens that come and go."""

    @initialize(frame=st.integers(1, 4))
    def begin(self, frame: int) -> None:
        self.was = seats_module.PER_FRAME
        seats_module.PER_FRAME = frame  # type: ignore[misc]
        self.log: list[Entry] = []
        self.seq = START
        self.groups = {sight: Group(sight, []) for sight in SIGHTS}
        self.watchers = [Watcher(sight, START) for sight in SIGHTS for _ in range(2)]

    @rule(
        facts=st.lists(
            st.tuples(
                st.sampled_from([CITY, NORTH, SOUTH]), st.sampled_from(KINDS), st.integers(1, 3)
            ),
            min_size=1,
            max_size=8,
        )
    )
    def grow(self, facts: list[tuple[str, str, int]]) -> None:
        """Sequence numbers have holes, as rolled back transactions leave them."""
        batch = []
        for path, kind, step in facts:
            self.seq += step
            batch.append(entry(self.seq, path, kind))
        self.log += batch
        for group in self.groups.values():
            group.dispatch(batch)

    @rule(number=st.integers(0, 5))
    def connect(self, number: int) -> None:
        watcher = self.watchers[number]
        if watcher.seat is None:
            standing = Standing(
                officer_id="1", badge="1", label="1", session_key="1", sight=watcher.sight
            )
            watcher.seat = Seat(standing=standing, outlet=Outlet(watcher.take), sent=watcher.last)
            group = self.groups[watcher.sight]
            group.seats.add(watcher.seat)
            group.resume(watcher.seat)
            watcher.seat.live = True

    @rule(number=st.integers(0, 5))
    def disconnect(self, number: int) -> None:
        watcher = self.watchers[number]
        if watcher.seat is not None:
            self.groups[watcher.sight].seats.discard(watcher.seat)
            watcher.seat = None

    @rule(number=st.integers(0, 5))
    def load_a_state(self, number: int) -> None:
        """The page loads a state, complete up to the head: all before it is known."""
        watcher = self.watchers[number]
        if watcher.seat is None:
            watcher.last = watcher.started = self.seq
            watcher.got = []

    @rule(number=st.integers(0, 5))
    def ask_again(self, number: int) -> None:
        watcher = self.watchers[number]
        if watcher.seat is not None:
            watcher.seat.sent = watcher.last
            self.groups[watcher.sight].resume(watcher.seat)

    @invariant()
    def connected_screens_have_everything_of_their_sight(self) -> None:
        for watcher in getattr(self, "watchers", []):
            mine = [
                e.seq
                for e in self.log
                if e.seq > watcher.started and watcher.sight.shows(path=e.path, kind=e.kind)
            ]
            assert watcher.got == (mine if watcher.seat else mine[: len(watcher.got)])

    def teardown(self) -> None:
        if hasattr(self, "was"):
            seats_module.PER_FRAME = self.was  # type: ignore[misc]


Link.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLink = Link.TestCase
