"""The ground of a simulated city: visits, now and then a hazard or a dispute, feeds that speak."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.rest import Rest
from command_center.demo.ticking import ticking
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency
from grid.organisation.services.clients import create_client, revoke_client
from grid.rights import Right
from grid.service.venues.models import Feed
from grid.territory.models import Cell

SCOPES: Final = (
    Right.VISIT_WRITE,
    Right.INSPECTION_WORK,
    Right.DISPUTE_REPORT,
    Right.FEED_SEND,
)
TICK_S: Final = 1.0
VISIT_S: Final = (300.0, 1500.0)  # of life, between two
HAZARD_S: Final = (7200.0, 21_600.0)
DISPUTE_S: Final = (5400.0, 18_000.0)
FEEDS_S: Final = 3600.0
LEAST_S: Final = 5.0  # of ours
SIGNS_AT_ONCE: Final = 200
_HAZARDS: Final = ("井盖缺失，已设警示", "护栏断裂一处", "路灯不亮三盏", "广告牌松动")
_DISPUTES: Final = (("neighbor", "噪音"), ("consumer", "退费"), ("contract", "借款"))


@dataclass(frozen=True, slots=True)
class Doorstep:
    """Where somebody may be visited; lng and lat in WGS-84."""

    code: str
    name: str
    lng: float
    lat: float


@dataclass(slots=True)
class Ground:
    """What happens at doorsteps, one thing after the other."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    doorsteps: list[Doorstep]
    feeds: list[str]  # codes of venues whose systems speak

    def begin(self, now: datetime) -> None:
        """The feeds at once, everything else after its first span."""
        self.agenda.put(now, self._speak)
        for act, span in ((self._visit, VISIT_S), (self._hazard, HAZARD_S)):
            self._again(now, act, span)
        self._again(now, self._dispute, DISPUTE_S)

    def tick(self) -> None:
        self.agenda.play(datetime.now(UTC))

    def living(self) -> AbstractContextManager[None]:
        """Tick in a thread of its own, so that no crew waits."""
        return ticking(self.tick, every_s=TICK_S, name="ground")

    def _again(
        self, now: datetime, act: Callable[[datetime], None], span: tuple[float, float]
    ) -> None:
        wait = self.luck.span(*span, act.__name__, now)
        self.agenda.put(now + max(wait, timedelta(seconds=LEAST_S)), act)

    def _place(self, now: datetime, about: str) -> Doorstep:
        return self.doorsteps[int(self.luck.of(about, now).integers(len(self.doorsteps)))]

    def _pick(self, rows: tuple[Any, ...], now: datetime) -> Any:
        return rows[int(self.luck.of("pick", now).integers(len(rows)))]

    def _visit(self, now: datetime) -> None:
        at = self._place(now, "visit")
        body = {"cell": at.code, "address": f"{at.name}12号", "purpose": "routine"}
        self.rest.post("visits/", body | {"lng": at.lng, "lat": at.lat}, what="visits")
        self._again(now, self._visit, VISIT_S)

    def _hazard(self, now: datetime) -> None:
        at = self._place(now, "hazard")
        body = {"cell": at.code, "address": f"{at.name}主路", "text": self._pick(_HAZARDS, now)}
        self.rest.post("hazards/", body | {"found_in": "visit"}, what="hazards")
        self._again(now, self._hazard, HAZARD_S)

    def _dispute(self, now: datetime) -> None:
        at = self._place(now, "dispute")
        category, matter = self._pick(_DISPUTES, now)
        number = 2 + int(self.luck.of("house", now).integers(190))
        body = {"category": category, "title": f"{at.name}{matter}纠纷", "cell": at.code}
        body |= {"address": f"{at.name}听涛街{number}号", "source": "visit"}
        self.rest.post("disputes/", body, what="disputes")
        self._again(now, self._dispute, DISPUTE_S)

    def _speak(self, now: datetime) -> None:
        """Every system that is not silent says that it is there."""
        for first in range(0, len(self.feeds), SIGNS_AT_ONCE):
            codes = self.feeds[first : first + SIGNS_AT_ONCE]
            signs = [{"venue": code, "at": now.isoformat(), "rows": 3} for code in codes]
            self.rest.post("venue-feeds/", {"signs": signs}, what="venue feeds")
        wait = max(LEAST_S, FEEDS_S / self.luck.speed)
        self.agenda.put(now + timedelta(seconds=wait), self._speak)


@contextmanager
def ground_of(
    city: Agency, *, connect: Callable[[str], Rest], seed: int, speed: float
) -> Iterator[Ground | None]:
    """The doorsteps of a city under a token that ends with them; None where it has no cells."""
    doorsteps = _doorsteps(city)
    if not doorsteps:
        yield None
        return
    client, token = create_client(
        name="simulate ground", agency=city, scopes=SCOPES, owner="demo", by=PLATFORM, days=2
    )
    try:
        ground = Ground(
            rest=connect(token), agenda=Agenda(), luck=Luck(seed, speed), doorsteps=doorsteps,
            feeds=_feeds(city),
        )  # fmt: skip
        ground.begin(datetime.now(UTC))
        yield ground
    finally:
        revoke_client(client, by=PLATFORM, reason="simulation over")


def _doorsteps(city: Agency) -> list[Doorstep]:
    rows = Cell.objects.in_force().filter(is_leaf=True, agency__path__startswith=city.path)
    points = ((cell, cell.outline.point_on_surface) for cell in rows.order_by("code"))
    return [
        Doorstep(cell.code, cell.name, round(point.x, 6), round(point.y, 6))
        for cell, point in points
    ]


def _feeds(city: Agency) -> list[str]:
    """Systems that are not silent: one that is stays so until somebody repairs it."""
    rows = Feed.objects.filter(venue__agency__path__startswith=city.path, silent_at=None)
    return list(rows.order_by("venue__code").values_list("venue__code", flat=True))
