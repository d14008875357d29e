"""All checkpoints of a simulated city: a token for each agency's system, one that listens."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from checkpoints.containment.models import PlanPost
from checkpoints.register.models import Checkpoint
from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.gates.answering import Notices, Orders, Posts
from command_center.demo.gates.counting import Counting, Gate
from command_center.demo.gates.duty import Duty
from command_center.demo.rest import Rest
from command_center.demo.ticking import ticking
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.services.clients import create_client, revoke_client
from grid.rights import Right

SCOPES: Final = (
    Right.EVENTS_READ,
    Right.CHECKPOINT_READ,
    Right.DUTY_REPORT,
    Right.CHECK_COUNT,
    Right.NOTICE_READ,
    Right.NOTICE_CHECK,
    Right.HIT_CONFIRM,
    Right.ORDER_READ,
    Right.ORDER_SIGN,
    Right.CONTAINMENT_READ,
    Right.CONTAINMENT_WORK,
)
TICK_S: Final = 1.0
EVERY: Final = timedelta(seconds=90)  # each agency looks for itself, whatever it was told
# What a fact is about for the agencies it names: the part of a system that asks then.
TOLD_BY: Final = {
    "checkpoints.switch_issued": "duty",
    "dispatch.receipt_issued": "orders",
    "dispatch.order_supplemented": "orders",
    "lookout.acknowledgement_issued": "notices",
    "containment.post_issued": "posts",
    "containment.post_done": "posts",
    "containment.post_cancelled": "posts",
}


@dataclass(slots=True)
class House:
    """One agency's system and what it answers for."""

    agency: Agency
    duty: Duty
    orders: Orders
    notices: Notices
    posts: Posts
    agenda: Agenda

    def hear(self, part: str, now: datetime) -> None:
        getattr(self, part).hear(now)


@dataclass(slots=True)
class Town:
    """Every agency's house; the listener tells each what concerns it within a tick."""

    listener: Rest
    houses: list[House]
    _since: int = 0
    _turn: int = 0
    _looked: datetime | None = None

    def tick(self) -> None:
        """Listen, let the houses whose turn it is look round, do what is due."""
        now = datetime.now(UTC)
        self._listen(now)
        self._look(now)
        for house in self.houses:
            house.agenda.play(now)

    def living(self) -> AbstractContextManager[None]:
        """Tick in a thread of its own, so that no checkpoint waits for the crews of the city."""
        return ticking(self.tick, every_s=TICK_S, name="checkpoints")

    def _look(self, now: datetime) -> None:
        """One house after the other, all of them in 90 s; at the beginning all at once."""
        if self._looked is None:
            turns = len(self.houses)
        else:
            turns = int((now - self._looked) / (EVERY / max(1, len(self.houses))))
        for _n in range(min(turns, len(self.houses))):
            house = self.houses[self._turn % len(self.houses)]
            self._turn += 1
            for part in ("duty", "orders", "notices", "posts"):
                house.hear(part, now)
        if turns:
            self._looked = now

    def _listen(self, now: datetime) -> None:
        """Facts since the last time; what concerns a house makes it ask at once."""
        if not self._since:
            told = self.listener.get("events/?limit=1")
            self._since = told["head"] if told else 0
            return
        told = self.listener.get(f"events/?since={self._since}&limit=200")
        if told is None:
            return
        found = ((one["agency_path"], TOLD_BY.get(one["kind"])) for one in told["events"])
        calls = {(path, part) for path, part in found if part}
        for house in self.houses:
            for part in sorted(part for path, part in calls if path == house.agency.path):
                house.hear(part, now)
        events = told["events"]
        self._since = events[-1]["seq"] if told["more"] else told["head"]


def agencies_of(city: Agency) -> list[Agency]:
    """Who answers for a built checkpoint of the city, or for a post in one of its plans."""
    below = Agency.objects.filter(path__startswith=city.path, is_active=True)
    built = Checkpoint.objects.filter(built_on__isnull=False)
    posted = PlanPost.objects.filter(agency__isnull=False)
    wanted = {
        *built.values_list("agency_id", flat=True),
        *posted.values_list("agency_id", flat=True),
    }
    return list(below.filter(pk__in=wanted).order_by("path"))


def gates_of(agency: Agency) -> list[Gate]:
    """The staffed checkpoints an agency answers for; plates are read at the gantry before it."""
    rows = Checkpoint.objects.operational().filter(agency=agency).order_by("code")
    gantries = {row.parent_id: row.code for row in rows if row.kind == Checkpoint.Kind.GANTRY}
    return [
        Gate(row.code, row.grade, row.lanes_in, row.lanes_out, gantries.get(row.pk, row.code))
        for row in rows
        if row.kind != Checkpoint.Kind.GANTRY
    ]


def house_of(agency: Agency, rest: Rest, luck: Luck, *, now: datetime) -> House:
    agenda = Agenda()
    Counting(rest, agenda, luck, gates_of(agency)).begin(now)
    return House(
        agency=agency,
        duty=Duty(rest, agenda, luck),
        orders=Orders(rest, agenda, luck),
        notices=Notices(rest, agenda, luck, agency.code),
        posts=Posts(rest, agenda, luck),
        agenda=agenda,
    )


@contextmanager
def town_of(
    city: Agency, *, connect: Callable[[str], Rest], seed: int, speed: float
) -> Iterator[Town | None]:
    """The houses of the city's checkpoints; their tokens end with it. None where it has none."""
    agencies, now = agencies_of(city), datetime.now(UTC)
    if not agencies:
        yield None
        return
    clients: list[ClientSystem] = []

    def line(agency: Agency) -> Rest:
        client, token = create_client(
            name=f"simulate {agency.name}"[:80], agency=agency, scopes=SCOPES, owner="demo",
            by=PLATFORM, days=2,
        )  # fmt: skip
        clients.append(client)
        return connect(token)

    try:
        luck = Luck(seed, speed)
        houses = [house_of(agency, line(agency), luck, now=now) for agency in agencies]
        yield Town(line(city), houses)
    finally:
        for client in clients:
            revoke_client(client, by=PLATFORM, reason="simulation over")
