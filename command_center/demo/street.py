"""The street of a simulated city: its crews, played against a running platform through REST."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urljoin
from uuid import uuid4

import numpy as np
import requests

from command_center.demo.crews import Crew, Errand, errand_of, wait

_TIMEOUT_S: Final = 10
_TICK_S: Final = 2.0
_FED_BACK: Final = "已到场处置，情况已记录。"


@dataclass(slots=True)
class Street:
    """Moves the crews every two seconds, sends where they are, and takes the steps due."""

    base: str
    token: str
    crews: dict[str, Crew]
    speed: float = 1.0
    dispatches: bool = False
    say: Callable[[str], object] = print
    counts: Counter[str] = field(default_factory=Counter)
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))
    _session: requests.Session = field(default_factory=requests.Session)

    def live(self, *, for_s: float | None = None) -> None:
        """Until `for_s` real seconds are over, or for ever."""
        began = last = time.monotonic()
        while for_s is None or last < began + for_s:
            time.sleep(max(0.0, last + _TICK_S - time.monotonic()))
            now = time.monotonic()
            self.tick(now - last)
            last = now

    def tick(self, seconds: float) -> None:
        """One look round: what is new, who moves, who says what."""
        now = datetime.now(UTC)
        self._hear(now)
        if self.dispatches:
            self._dispatch()
        for crew in self.crews.values():
            crew.move(seconds, speed=self.speed)
            for errand, step in list(crew.steps(now)):
                self._step(errand, step, now)
        fixes = [crew.fix(now) for crew in self.crews.values() if crew.kind != "video"]
        self._post("positions/", {"fixes": fixes})

    def _hear(self, now: datetime) -> None:
        """Each crew's errands as the platform has them; what is over there is over here."""
        rows = list(self._pages("assignments/?open=true&limit=200"))
        known = {row["id"]: row for row in rows}
        for crew in self.crews.values():
            crew.errands = {pk: e for pk, e in crew.errands.items() if pk in known}
        for row in rows:
            self._tell(self.crews.get(row["unit"]["call_sign"]), row, now)

    def _tell(self, crew: Crew | None, row: dict[str, Any], now: datetime) -> None:
        if crew is None:
            return
        errand = crew.errands.get(row["id"])
        if errand is None or errand.stage != row["stage"]:
            crew.errands[row["id"]] = errand_of(row, now=now, speed=self.speed, rng=self.rng)

    def _step(self, errand: Errand, step: str, now: datetime) -> None:
        body: dict[str, Any] = {"to": step, "channel": "radio"}
        if step == "fed_back":
            body["text"] = _FED_BACK
        answer = self._post(f"assignments/{errand.pk}/steps/", body)
        if answer is not None and answer.ok:
            errand.stage = step
            errand.due = now + wait(step, speed=self.speed, rng=self.rng)
            self.counts[step] += 1

    def _dispatch(self) -> None:
        """Send the best unit to each call that waits; where there is none it goes on waiting."""
        for state in ("received", "returned"):
            for row in self._pages(f"incidents/?state={state}&is_valid_call=true&limit=50"):
                path = f"incidents/{row['number']}/"
                found = self._get(f"{path}recommendation/?limit=1")
                units = [unit["call_sign"] for unit in (found or {}).get("units", [])]
                if units:
                    self._post(f"{path}assignments/", {"units": units, "channel": "api"})

    def _pages(self, path: str) -> Iterable[dict[str, Any]]:
        told = self._get(path)
        return told["results"] if told else ()

    def _get(self, path: str) -> Any:
        try:
            answer = self._session.get(self._url(path), headers=self._headers, timeout=_TIMEOUT_S)
        except requests.RequestException:
            return None
        return answer.json() if answer.ok else self._refused(path, answer)

    def _post(self, path: str, body: dict[str, Any]) -> requests.Response | None:
        headers = self._headers | {"Idempotency-Key": str(uuid4())}
        try:
            answer = self._session.post(
                self._url(path), json=body, headers=headers, timeout=_TIMEOUT_S
            )
        except requests.RequestException:
            return None
        if answer.ok:
            self.counts[path.rstrip("/").rsplit("/", 1)[-1]] += 1
        else:
            self._refused(path, answer)
        return answer

    def _refused(self, path: str, answer: requests.Response) -> None:
        self.counts[f"refused {answer.status_code}"] += 1
        self.say(f"{path}: {answer.status_code} {answer.text[:200]}")

    def _url(self, path: str) -> str:
        return urljoin(self.base, f"/api/v1/{path}")

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
