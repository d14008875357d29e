"""The cameras of a simulated city: a sweep each minute, now and then an alarm.

Their platforms and recorders live beside them on the same agenda (`recorders`).
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.recorders import recorders_of
from command_center.demo.rest import Rest
from command_center.demo.ticking import ticking
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency
from grid.organisation.services.clients import create_client, revoke_client
from grid.rights import Right
from video.alarms.models import AlarmDevice
from video.health.models import CameraStatus
from video.register.models import Camera, DeviceState, Platform

SCOPES: Final = (Right.CAMERA_SIGN, Right.ALARM_PRESS)
TICK_S: Final = 1.0
SWEEP_S: Final = 60.0  # of life
LEAST_S: Final = 5.0  # of ours: no system sweeps a city faster
FAILING: Final = 3  # cameras a sweep, in the mean
AWAY_S: Final = (180.0, 5400.0)
PRESS_S: Final = (7200.0, 21_600.0)


@dataclass(slots=True)
class Lenses:
    """What the system that watches all cameras knows: who answers, and who comes back when."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    platform: str  # the top one: those a sweep does not name are heard again below it
    online: list[str]
    buttons: list[str]
    _returned: set[str] = field(default_factory=set)

    def begin(self, now: datetime) -> None:
        """The first sweep at once, the first press some hours from now."""
        self.agenda.put(now, self._sweep)
        if self.buttons:
            self.agenda.put(now + self.luck.span(*PRESS_S, "press", now), self._press)

    def tick(self) -> None:
        self.agenda.play(datetime.now(UTC))

    def living(self) -> AbstractContextManager[None]:
        """Tick in a thread of its own: a sweep of thousands keeps no crew waiting."""
        return ticking(self.tick, every_s=TICK_S, name="cameras")

    def minute(self) -> timedelta:
        """A minute of life, or as near to it as a system that sweeps a city comes."""
        return timedelta(seconds=max(LEAST_S, SWEEP_S / self.luck.speed))

    def _sweep(self, now: datetime) -> None:
        """Only what changed: those that fail now, and those that are back."""
        fallen = self._fallen(now)
        back, self._returned = sorted(self._returned), set()
        self.online = [*self.online, *back]
        if fallen or back:
            body = {"online": back, "offline": fallen, "whole": False, "platform": self.platform}
            self.rest.post("camera-sweeps/", body, what="camera sweeps")
        self.agenda.put(now + self.minute(), self._sweep)

    def _fallen(self, now: datetime) -> list[str]:
        chance = self.luck.of("fallen", now)
        count = min(int(chance.poisson(FAILING)), len(self.online))
        fallen = [str(one) for one in chance.choice(self.online, count, replace=False)]
        self.online = [one for one in self.online if one not in fallen]
        for one in fallen:
            self.agenda.put(now + self.luck.span(*AWAY_S, "away", one, now), self._back(one))
        return fallen

    def _back(self, gb_id: str) -> Callable[[datetime], None]:
        def act(_now: datetime) -> None:
            self._returned.add(gb_id)

        return act

    def _press(self, now: datetime) -> None:
        device = str(self.luck.of("button", now).choice(self.buttons))
        body = {"device": device, "press_ref": str(uuid4()), "pressed_at": now.isoformat()}
        self.rest.post("alarm-presses/", body, what="alarm buttons pressed")
        self.agenda.put(now + self.luck.span(*PRESS_S, "press", now), self._press)


@contextmanager
def lenses_of(
    city: Agency, *, connect: Callable[[str], Rest], seed: int, speed: float
) -> Iterator[Lenses | None]:
    """The cameras of a city under a token that ends with them; None where it has none."""
    online, top = _online(city), _top(city)
    if not online or top is None:
        yield None
        return
    client, token = create_client(
        name="simulate cameras", agency=city, scopes=SCOPES, owner="demo", by=PLATFORM, days=2
    )
    try:
        lenses = Lenses(
            rest=connect(token), agenda=Agenda(), luck=Luck(seed, speed), platform=top.code,
            online=online, buttons=_buttons(city),
        )  # fmt: skip
        lenses.begin(datetime.now(UTC))
        recorders = recorders_of(
            city, rest=lenses.rest, agenda=lenses.agenda, luck=lenses.luck, every=lenses.minute
        )
        recorders.begin(datetime.now(UTC))
        try:
            yield lenses
        finally:
            recorders.end()
    finally:
        revoke_client(client, by=PLATFORM, reason="simulation over")


def _online(city: Agency) -> list[str]:
    """National ids of what answers now; what is broken stays so until somebody repairs it."""
    rows = Camera.objects.filter(
        agency__path__startswith=city.path, gb_id__isnull=False,
        device_state=DeviceState.IN_USE, status__state=CameraStatus.State.ONLINE,
    )  # fmt: skip
    return [str(one) for one in rows.order_by("pk").values_list("gb_id", flat=True)]


def _top(city: Agency) -> Platform | None:
    rows = Platform.objects.filter(agency__path__startswith=city.path, is_active=True)
    return rows.filter(parent__isnull=True).order_by("pk").first()


def _buttons(city: Agency) -> list[str]:
    rows = AlarmDevice.objects.filter(agency__path__startswith=city.path)
    rows = rows.filter(state=AlarmDevice.State.IN_USE).order_by("code")
    return list(rows.values_list("code", flat=True))
