"""The case desk of a simulated city: handled calls become cases, now and then one is corrected."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.demo.crimes.calling import CALLED
from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.rest import Rest
from command_center.demo.ticking import ticking
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency
from grid.organisation.services.clients import create_client, revoke_client
from grid.rights import Right

SCOPES: Final = (Right.INCIDENT_READ, Right.CASE_READ, Right.CASE_WRITE)
TICK_S: Final = 1.0
FILE_S: Final = (900.0, 3600.0)  # of life, between two looks at what was handled
CORRECT_S: Final = (7200.0, 14_400.0)
SOLVE_S: Final = (10_800.0, 21_600.0)
LEAST_S: Final = 5.0  # of ours
_LOOK: Final = timedelta(hours=12)  # calls older than this are somebody else's
_HANDLED: Final = "state=fed_back&state=closed"
_RESULTS: Final = ("video", "patrol", "community", "traces")


@dataclass(slots=True)
class Filing:
    """Files a handled call of a criminal kind as a case under its number, once."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    known: set[str] = field(default_factory=set)  # calls that are looked at no more
    filed: list[str] = field(default_factory=list)  # numbers of cases that are still open

    def begin(self, now: datetime) -> None:
        """Each act after its first span."""
        for act, span in ((self._file, FILE_S), (self._correct, CORRECT_S)):
            self._again(now, act, span)
        self._again(now, self._solve, SOLVE_S)

    def tick(self) -> None:
        self.agenda.play(datetime.now(UTC))

    def living(self) -> AbstractContextManager[None]:
        """Tick in a thread of its own, so that no crew waits."""
        return ticking(self.tick, every_s=TICK_S, name="cases")

    def _again(
        self, now: datetime, act: Callable[[datetime], None], span: tuple[float, float]
    ) -> None:
        wait = self.luck.span(*span, act.__name__, now)
        self.agenda.put(now + max(wait, timedelta(seconds=LEAST_S)), act)

    def _file(self, now: datetime) -> None:
        """The newest handled call that has no case yet."""
        since = (now - _LOOK).strftime("%Y-%m-%dT%H:%M:%SZ")
        told = self.rest.get(f"incidents/?{_HANDLED}&reported_after={since}&ordering=-reported_at")
        for call in told["results"] if told else ():
            if call["number"] not in self.known and (category := _category(call)):
                self.known.add(call["number"])
                if self._enter(call, category):
                    break
        self._again(now, self._file, FILE_S)

    def _enter(self, call: dict[str, Any], category: str) -> bool:
        there = self.rest.get(f"cases/?incident={call['number']}")
        if there is None or there["results"]:
            return False
        body = {"category": category, "incident_number": call["number"], "source": "simulate"}
        body |= {"occurred_from": call["reported_at"], "reported_at": call["reported_at"]}
        body |= {"address": call["address"], "lng": call["lng"], "lat": call["lat"]}
        made = self.rest.post("cases/", body, what="cases")
        if made:
            self.filed.append(made["number"])
        return bool(made)

    def _correct(self, now: datetime) -> None:
        """The loss became known."""
        if self.filed:
            number = self._one(now)
            row = self.rest.get(f"cases/{number}/")
            loss = 100 * (2 + int(self.luck.of("loss", now).integers(40)))
            body = {"loss_yuan": loss, "reason": "补录损失金额"}
            if row:
                body |= {"version": row["version"]}
                self.rest.patch(f"cases/{number}/", body, what="cases corrected")
        self._again(now, self._correct, CORRECT_S)

    def _solve(self, now: datetime) -> None:
        if self.filed:
            number = self._one(now)
            row = self.rest.get(f"cases/{number}/")
            result = _RESULTS[int(self.luck.of("result", now).integers(len(_RESULTS)))]
            body = {"solved_on": timezone.localdate(now).isoformat(), "result": result}
            if row and self.rest.post(
                f"cases/{number}/solve/", body | {"version": row["version"]}, what="cases solved"
            ):
                self.filed.remove(number)
        self._again(now, self._solve, SOLVE_S)

    def _one(self, now: datetime) -> str:
        return self.filed[int(self.luck.of("one", now).integers(len(self.filed)))]


def _category(call: dict[str, Any]) -> str:
    """What a call of its kind is as a case; empty for one that becomes none."""
    if not call["is_valid_call"] or call["is_exercise"] or call["lng"] is None:
        return ""
    code = call["category"].get("code", "")
    return next((case for case, begins in CALLED.items() if code.startswith(begins)), "")


@contextmanager
def filing_of(
    city: Agency, *, connect: Callable[[str], Rest], seed: int, speed: float
) -> Iterator[Filing]:
    """The case desk of a city under a token that ends with it."""
    client, token = create_client(
        name="simulate cases", agency=city, scopes=SCOPES, owner="demo", by=PLATFORM, days=2
    )
    try:
        desk = Filing(rest=connect(token), agenda=Agenda(), luck=Luck(seed, speed))
        desk.begin(datetime.now(UTC))
        yield desk
    finally:
        revoke_client(client, by=PLATFORM, reason="simulation over")
