"""A simulated checkpoint's switch: signed for, reported on the way, ready; late or short."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.gates.duty import Duty
from tests.demo.talk import Talk

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTES = 60


class Sure(Luck):
    """Only what it is told happens; the rest is Luck's."""

    wanted: tuple[str, ...] = ()

    def happens(self, share: float, *about: object) -> bool:
        return about[0] in self.wanted


def sure(*wanted: str) -> Luck:
    luck = Sure(1)
    object.__setattr__(luck, "wanted", wanted)
    return luck


def switch(**more: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "signed_at": None,
        "sign_by": (NOW + timedelta(minutes=5)).isoformat(),
        "due_at": (NOW + timedelta(minutes=30)).isoformat(),
        **{name: {"required": n, "present": None} for name, n in HEADS.items()},
        "equipment": {
            "items": [
                {"code": code, "name": code, "required": n, "present": None}
                for code, n in PIECES.items()
            ]
        },
        "stage": "signed",
        "waiver": None,
        **more,
    }


HEADS = {"officers": 10, "auxiliaries": 12, "vehicles": 2}
PIECES = {"shield": 8, "radio": 6}


class Played:
    """A platform with one switch, and its checkpoint played minute by minute."""

    def __init__(self, *wanted: str, **more: Any) -> None:
        row = switch(**more)
        self.talk = Talk({"my-switches/": {"results": [{"switch": row}]}, "switches/7/": row})
        self.row = row
        self.when: list[tuple[int, str, dict[str, Any]]] = []
        self.agenda = Agenda()
        self.duty = Duty(self.talk, self.agenda, sure(*wanted))  # type: ignore[arg-type]

    def play(self, minutes: int = 40) -> None:
        for second in range(0, minutes * 60, 5):
            now = NOW + second * SECOND
            self.duty.hear(now)
            before = len(self.talk.told)
            self.agenda.play(now)
            self.when += [(second, path, body) for path, body in self.talk.told[before:]]

    def signed_at(self) -> int:
        return next(second for second, path, _body in self.when if path.endswith("sign/"))

    def reports(self) -> list[tuple[int, dict[str, Any]]]:
        return [(second, body) for second, path, body in self.when if path.endswith("report/")]


def test_it_signs_within_four_minutes_and_is_ready_in_time() -> None:
    played = Played()
    played.play()
    assert 10 <= played.signed_at() <= 4 * MINUTES + 5
    second, last = played.reports()[-1]
    assert last["ready"] and second < 30 * MINUTES
    assert {name: last[name] for name in HEADS} == HEADS
    assert last["equipment"] == PIECES
    assert len(played.talk.to("sign/")) == 1


def test_on_the_way_it_reports_growing_figures_that_nobody_can_take_for_the_whole() -> None:
    played = Played()
    played.play()
    (_, first), (_, second), _ready = played.reports()
    assert first["officers"] < second["officers"] < 10
    assert "vehicles" not in first
    assert second["equipment"] == {"shield": 8}
    assert not first.get("ready") and not second.get("ready")


def test_a_level_that_asks_for_no_equipment_is_not_reported_whole_before_its_time() -> None:
    played = Played(equipment={"items": []})
    played.play()
    (_, first), (_, second), (_, last) = played.reports()
    assert "vehicles" not in first and "vehicles" not in second
    assert last["vehicles"] == 2 and last["ready"]


def test_now_and_then_one_signs_only_after_its_time() -> None:
    played = Played("unsigned")
    played.play()
    assert 5 * MINUTES < played.signed_at() < 10 * MINUTES


def test_now_and_then_one_is_late() -> None:
    played = Played("late")
    played.play()
    assert 30 * MINUTES < played.reports()[-1][0] < 35 * MINUTES


def test_one_that_lacks_a_piece_says_so_and_is_ready_once_it_is_waived() -> None:
    before = Played("short")
    before.play(60)
    asked = before.reports()[-2][0]
    played = Played("short")
    played.play(asked // MINUTES + 1)
    short = played.reports()[-1][1]
    assert not short["ready"]
    assert sum(short["equipment"].values()) == 13
    played.row["waiver"] = {"by": "chief"}
    played.play(40)
    assert played.reports()[-1][1]["ready"]
    assert sum(played.reports()[-1][1]["equipment"].values()) == 13


def test_without_a_waiver_the_piece_comes_after_some_minutes() -> None:
    played = Played("short")
    played.play(60)
    *_, (asked, short), (come, last) = played.reports()
    assert not short["ready"] and last["ready"]
    assert 240 <= come - asked <= 300
    assert last["equipment"] == PIECES


def test_whoever_waits_stops_waiting_when_the_order_was_cancelled() -> None:
    played = Played("short", stage="cancelled")
    played.play(60)
    assert not any(body["ready"] for _s, body in played.reports() if "ready" in body)


def test_a_switch_signed_by_a_person_is_only_reported() -> None:
    played = Played(signed_at=NOW.isoformat())
    played.play()
    assert played.talk.to("sign/") == []
    assert played.reports()[-1][1]["ready"]


@pytest.mark.parametrize("speed", [1.0, 3.0])
def test_a_faster_city_is_ready_sooner(speed: float) -> None:
    played = Played()
    played.duty.luck = Sure(3, speed)
    played.play(60)
    ready = [second for second, body in played.reports() if body.get("ready")]
    assert ready and ready[0] <= 40 * MINUTES / speed
