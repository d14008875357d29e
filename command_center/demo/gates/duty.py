"""Switches of duty level at simulated checkpoints: signed for, reported step by step, ready.

Most are ready in time. Now and then one signs late, one is late, and one lacks a piece: it says
so and waits until somebody waives it, or until the piece has come after all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.rest import Rest

SIGNS_S: Final = (10.0, 240.0)
READY: Final = (0.3, 0.85)  # of the time there is
STEPS: Final = (0.35, 0.7)  # of the way to ready: reports with so much of everything
_UNSIGNED: Final = 0.04  # the share of those who sign only after their time
_LATE: Final = 0.05
_SHORT: Final = 0.08
_AFTER_S: Final = (20.0, 240.0)  # how long after its time a late one is, in any city
_COME: Final = timedelta(minutes=4)  # a piece that was missing, after the others
_AGAIN: Final = timedelta(seconds=20)
HEADS: Final = ("officers", "auxiliaries", "vehicles")


@dataclass(slots=True)
class Duty:
    """The switches of one agency's checkpoints."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    _known: set[int] = field(default_factory=set)

    def hear(self, now: datetime) -> None:
        """What has to be signed for and reported; reading says that it was delivered."""
        told = self.rest.get("my-switches/?limit=200")
        for row in told["results"] if told else ():
            switch = row["switch"]
            if switch["id"] not in self._known:
                self._known.add(switch["id"])
                self._plan(switch, now)

    def _plan(self, switch: Mapping[str, Any], now: datetime) -> None:
        pk, due_at = switch["id"], datetime.fromisoformat(switch["due_at"])
        signs = now
        if switch["signed_at"] is None:
            signs = now + self.luck.span(*SIGNS_S, "sign", pk)
            if switch["sign_by"] and self.luck.happens(_UNSIGNED, "unsigned", pk):
                signs = datetime.fromisoformat(switch["sign_by"]) + self._after("unsigned", pk)
            self.agenda.put(signs, lambda _now: self._sign(pk))
        ready = self._ready(pk, signs, due_at)
        for share, part in zip(STEPS, _parts(switch), strict=True):
            body = {**part, "eta": ready.isoformat(), "note": "人员装备集结中"}
            self.agenda.put(signs + (ready - signs) * share, self._said(pk, body))
        self._plan_end(switch, ready)

    def _ready(self, pk: int, signs: datetime, due_at: datetime) -> datetime:
        """When everything is there: in time as a rule."""
        if self.luck.happens(_LATE, "late", pk):
            return max(signs, due_at) + self._after("late", pk)
        there = max(due_at - signs, timedelta(minutes=2)).total_seconds()
        return signs + self.luck.span(READY[0] * there, READY[1] * there, "ready", pk)

    def _plan_end(self, switch: Mapping[str, Any], ready: datetime) -> None:
        pk, items = switch["id"], switch["equipment"]["items"]
        whole = {**_figures(switch), "eta": None, "note": "已按等级到位", "ready": True}
        if not items or not self.luck.happens(_SHORT, "short", pk):
            self.agenda.put(ready, self._said(pk, whole))
            return
        lacks = items[int(self.luck.of("lacks", pk).integers(len(items)))]
        fewer = {**whole["equipment"], lacks["code"]: max(0, lacks["required"] - 1)}
        note = f"{lacks['name']}缺1件，正在调配"
        short = {**whole, "equipment": fewer, "note": note, "ready": False}
        come = ready + _COME
        self.agenda.put(ready, self._said(pk, {**short, "eta": come.isoformat()}))
        self.agenda.put(ready + _AGAIN, lambda at: self._wait(pk, short, whole, at, come))

    def _wait(
        self, pk: int, short: dict[str, Any], whole: dict[str, Any], at: datetime, come: datetime
    ) -> None:
        """Ready with a waiver, or with the piece that was missing; whichever is first."""
        told = self.rest.get(f"switches/{pk}/")
        if told is None or told["stage"] in ("ready", "cancelled"):
            return
        if told["waiver"]:
            self._said(pk, {**short, "note": "经批准豁免，已到位", "ready": True})(at)
        elif at >= come:
            self._said(pk, whole)(at)
        else:
            self.agenda.put(at + _AGAIN, lambda later: self._wait(pk, short, whole, later, come))

    def _after(self, *about: object) -> timedelta:
        """Late by the platform's clock, which no city is faster than."""
        return timedelta(seconds=float(self.luck.of("after", *about).uniform(*_AFTER_S)))

    def _sign(self, pk: int) -> None:
        self.rest.post(f"switches/{pk}/sign/", {"channel": "api"}, what="switches signed")

    def _said(self, pk: int, body: Mapping[str, Any]) -> Any:
        what = "switches ready" if body.get("ready") else "switches reported"

        def act(_now: datetime) -> None:
            self.rest.post(f"switches/{pk}/report/", body, what=what)

        return act


def _figures(switch: Mapping[str, Any]) -> dict[str, Any]:
    """All that is required."""
    items = switch["equipment"]["items"]
    heads = {name: switch[name]["required"] for name in HEADS}
    return {**heads, "equipment": {one["code"]: one["required"] for one in items}}


def _parts(switch: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said on the way: people first, then most things; never the whole, which is judged."""
    whole = _figures(switch)
    first, second = (_people(whole, share) for share in STEPS)
    there = dict(list(whole["equipment"].items())[:-1])
    if there:
        second |= {"vehicles": whole["vehicles"], "equipment": there}
    return first, second


def _people(whole: Mapping[str, Any], share: float) -> dict[str, Any]:
    return {name: int(whole[name] * share) for name in ("officers", "auxiliaries")}
