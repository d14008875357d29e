"""An agenda does what is due in its order; luck is the same every time."""

from datetime import UTC, datetime, timedelta

import pytest

from command_center.demo.gates.agenda import Agenda, Luck

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_what_is_due_is_done_in_its_order_and_the_rest_waits() -> None:
    done: list[str] = []
    agenda = Agenda()
    agenda.put(NOW + MINUTE, lambda _at: done.append("second"))
    agenda.put(NOW, lambda _at: done.append("first"))
    agenda.put(NOW + 2 * MINUTE, lambda _at: done.append("later"))
    agenda.play(NOW + MINUTE)
    assert done == ["first", "second"]


def test_an_act_may_put_another_on_the_agenda() -> None:
    done: list[datetime] = []
    agenda = Agenda()

    def again(at: datetime) -> None:
        done.append(at)
        agenda.put(at + MINUTE, again)

    agenda.put(NOW, again)
    agenda.play(NOW)
    agenda.play(NOW + MINUTE)
    assert done == [NOW, NOW + MINUTE]


def test_the_same_seed_gives_the_same_luck_and_another_thing_another() -> None:
    assert Luck(1).span(0, 100, "sign", 5) == Luck(1).span(0, 100, "sign", 5)
    assert Luck(1).span(0, 100, "sign", 5) != Luck(1).span(0, 100, "sign", 6)
    assert Luck(1).span(0, 100, "sign", 5) != Luck(2).span(0, 100, "sign", 5)


def test_a_faster_city_waits_less() -> None:
    fast, slow = (Luck(1, speed).span(10, 240, "x").total_seconds() for speed in (4, 1))
    assert fast * 4 == pytest.approx(slow, abs=0.001)
