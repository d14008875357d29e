"""Platforms and recorders of a simulated city: heartbeats, outages, what was recorded yesterday."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.rest import Rest
from grid.organisation.models import Agency
from video.register.models import Camera, DeviceState, Platform

BEATS_AT_ONCE: Final = 500
LOSS_S: Final = (1200.0, 3600.0)  # from one outage to the next
AWAY_S: Final = (600.0, 2400.0)
LEAST_AWAY_S: Final = 45.0  # of ours: an outage that nobody could see is none
DAY_S: Final = 86_400
_GAPS: Final = 0.08  # of the cameras lost some hours of the day
_DAYS: Final = {False: 30, True: 90}  # by whether the camera is of a key target


@dataclass(slots=True)
class Recorders:
    """The boxes cameras hang on; now and then one is lost for a while, all its cameras with it."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    every: Callable[[], timedelta]
    beating: list[str]
    recorders: list[str]  # cameras hang on them
    away: set[str] = field(default_factory=set)
    _turn: int = 0

    def begin(self, now: datetime) -> None:
        """Heartbeats and the first report at once, the first outage some time from now."""
        self.agenda.put(now, self._beat)
        if self.recorders:
            self.agenda.put(now, self._report)
            self.agenda.put(now + self.luck.span(*LOSS_S, "loss", now), self._lose)

    def end(self) -> None:
        """Whatever is still away is there again: nobody would bring it back."""
        self._say(sorted(self.away), is_up=True, what="recorders back")
        self.away.clear()

    def _beat(self, now: datetime) -> None:
        there = [one for one in self.beating if one not in self.away]
        for first in range(0, len(there), BEATS_AT_ONCE):
            part = there[first : first + BEATS_AT_ONCE]
            self._say(part, is_up=True, what="platform heartbeats")
        self.agenda.put(now + self.every(), self._beat)

    def _say(self, codes: Sequence[str], *, is_up: bool, what: str) -> None:
        if codes:
            beats = [{"platform": one, "online": is_up} for one in codes]
            self.rest.post("platform-heartbeats/", {"beats": beats}, what=what)

    def _lose(self, now: datetime) -> None:
        """The platform above says that one of its boxes is gone."""
        there = [one for one in self.recorders if one not in self.away]
        if there:
            lost = str(self.luck.of("lost", now).choice(there))
            self.away.add(lost)
            self._say([lost], is_up=False, what="recorders lost")
            gone = max(timedelta(seconds=LEAST_AWAY_S), self.luck.span(*AWAY_S, "gone", lost, now))
            self.agenda.put(now + gone, self._back(lost))
        self.agenda.put(now + self.luck.span(*LOSS_S, "loss", now), self._lose)

    def _back(self, code: str) -> Callable[[datetime], None]:
        def act(_now: datetime) -> None:
            self.away.discard(code)
            self._say([code], is_up=True, what="recorders back")

        return act

    def _report(self, now: datetime) -> None:
        """One recorder after the other says what it recorded yesterday and how far back it goes."""
        code = self.recorders[self._turn % len(self.recorders)]
        self._turn += 1
        states = [] if code in self.away else self._recorded(code)
        if states:
            self.rest.post("camera-storage-states/", {"states": states}, what="recordings told of")
        self.agenda.put(now + self.every(), self._report)

    def _recorded(self, code: str) -> list[dict[str, Any]]:
        day = timezone.localdate() - timedelta(days=1)
        rows = Camera.objects.filter(
            platform__code=code, gb_id__isnull=False, device_state=DeviceState.IN_USE
        )
        return [
            self._state(str(gb_id), is_key, day.isoformat())
            for gb_id, is_key in rows.order_by("pk").values_list("gb_id", "is_key_target")
        ]

    def _state(self, gb_id: str, is_key: bool, day: str) -> dict[str, Any]:
        chance = self.luck.of("recorded", gb_id, day)  # said again it is the same
        lost = min(chance.exponential(3 * 3600), DAY_S) if chance.random() < _GAPS else 0
        return {
            "gb_id": gb_id,
            "day": day,
            "recorded_s": DAY_S - int(lost),
            "required_s": DAY_S,
            "clock_offset_s": round(float(chance.normal(0, 1.2)), 1),
            "history_days": _DAYS[is_key] + int(chance.integers(0, 15)),
        }


def recorders_of(
    city: Agency, *, rest: Rest, agenda: Agenda, luck: Luck, every: Callable[[], timedelta]
) -> Recorders:
    """The platforms of a city that are not down: one that is stays silent."""
    rows = Platform.objects.filter(agency__path__startswith=city.path, is_active=True)
    rows = rows.exclude(status__said=False).order_by("pk")
    hung_on = rows.filter(cameras__isnull=False, level=Platform.Level.RECORDER).distinct()
    return Recorders(
        rest=rest,
        agenda=agenda,
        luck=luck,
        every=every,
        beating=list(rows.values_list("code", flat=True)),
        recorders=list(hung_on.values_list("code", flat=True)),
    )
