"""Orders, lookout notices and posts of a containment, answered by simulated checkpoints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.rest import Rest

SIGNS_S: Final = (8.0, 90.0)
RESULT_S: Final = (180.0, 600.0)
KNOWS_S: Final = (20.0, 300.0)
ON_WAY_S: Final = (8.0, 75.0)
IN_PLACE: Final = (0.25, 0.85)  # of the time there is
_LATE: Final = 0.06  # the share of posts that come too late
_AFTER_S: Final = (20.0, 180.0)
REPORT: Final = (0.4, 0.85)  # of the time until a report is due
_RESULT: Final = "已按要求落实，无异常。"
OPEN_STEPS: Final = ("acknowledged", "manned", "reporting")


@dataclass(slots=True)
class Orders:
    """Orders to the checkpoints of one agency; its other orders are left to people."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    _known: set[int] = field(default_factory=set)

    def hear(self, now: datetime) -> None:
        told = self.rest.get("my-orders/?open=true&limit=200")
        for row in told["results"] if told else ():
            receipt = row["receipt"]
            is_ours = receipt["receiver"].startswith("checkpoint:")
            if is_ours and receipt["id"] not in self._known:
                self._known.add(receipt["id"])
                self._plan(row["order"], receipt, now)

    def _plan(self, order: Mapping[str, Any], receipt: Mapping[str, Any], now: datetime) -> None:
        pk, path = receipt["id"], f"orders/{order['number']}/"
        body = {"receiver": receipt["receiver"], "channel": "api"}
        if receipt["signed_at"] is None:
            now += self.luck.span(*SIGNS_S, "order", pk)
            self.agenda.put(
                now, lambda _at: self.rest.post(f"{path}sign/", body, what="orders signed")
            )
        if order["needs_result"]:
            said = {**body, "text": _RESULT}
            self.agenda.put(
                now + self.luck.span(*RESULT_S, "result", pk),
                lambda _at: self.rest.post(f"{path}result/", said, what="orders answered"),
            )


@dataclass(slots=True)
class Notices:
    """Lookout notices one agency has to acknowledge; whom they name is not asked here."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    agency: str
    _known: set[str] = field(default_factory=set)

    def hear(self, now: datetime) -> None:
        told = self.rest.get("lookout-notices/?unread=true&limit=200")
        for row in told["results"] if told else ():
            number = row["number"]
            if number not in self._known:
                self._known.add(number)
                self.agenda.put(
                    now + self.luck.span(*KNOWS_S, "notice", number, self.agency),
                    self._acknowledge(number),
                )

    def _acknowledge(self, number: str) -> Any:
        path = f"lookout-notices/{number}/acknowledge/"

        def act(_now: datetime) -> None:
            self.rest.post(path, {"channel": "api"}, what="notices acknowledged")

        return act


@dataclass(slots=True)
class Posts:
    """Posts of one agency in a containment: acknowledge, be in place, report until released."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    _known: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    def hear(self, now: datetime) -> None:
        """The posts ordered now; those that are gone from the list were released."""
        told = self.rest.get("my-containment-posts/?limit=200")
        if told is None:
            return
        before, self._known = self._known, {row["id"]: row for row in told["results"]}
        for pk, row in self._known.items():
            if pk not in before:
                self._plan(row, now)

    def _plan(self, row: Mapping[str, Any], now: datetime) -> None:
        pk, man_by = row["id"], datetime.fromisoformat(row["man_by"])
        if row["step"] == "issued":
            now += self.luck.span(*ON_WAY_S, "post", pk)
            self.agenda.put(now, lambda _at: self._say(pk, "acknowledge", {"channel": "api"}))
        if row["manned_at"] is None:
            left = max((man_by - now).total_seconds(), 60.0)
            there = now + self.luck.span(IN_PLACE[0] * left, IN_PLACE[1] * left, "there", pk)
            if self.luck.happens(_LATE, "post late", pk):
                after = float(self.luck.of("post after", pk).uniform(*_AFTER_S))
                there = max(now, man_by) + timedelta(seconds=after)
            here = {"officers": row["officers_asked"], "vehicles": row["vehicles_asked"]}
            self.agenda.put(there, lambda at: self._man(pk, {**here, "channel": "api"}, at))
        else:
            self._next_report(pk, row, now)

    def _man(self, pk: int, body: Mapping[str, Any], now: datetime) -> None:
        answer = self._say(pk, "man", body)
        if answer is not None:
            self._next_report(pk, answer, now)

    def _next_report(self, pk: int, row: Mapping[str, Any], now: datetime) -> None:
        left = max((datetime.fromisoformat(row["due_at"]) - now).total_seconds(), 30.0)
        wait = float(self.luck.of("report", pk, now).uniform(REPORT[0], REPORT[1])) * left
        self.agenda.put(now + timedelta(seconds=wait), lambda at: self._report(pk, at))

    def _report(self, pk: int, now: datetime) -> None:
        row = self._known.get(pk)
        if row is None or self._say(pk, "report", {"kind": "nothing", "channel": "api"}) is None:
            return
        current = self.rest.get(f"containments/{row['containment']}/posts/{pk}/")
        if current is not None and current["step"] in OPEN_STEPS:
            self._next_report(pk, current, now)

    def _say(self, pk: int, what: str, body: Mapping[str, Any]) -> Any:
        """Tell the platform of a post that is still ours."""
        row = self._known.get(pk)
        if row is None:
            return None
        path = f"containments/{row['containment']}/posts/{pk}/{what}/"
        return self.rest.post(path, body, what=f"posts: {what}")
