"""What a simulated checkpoint counts and sees, and when it says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from command_center.demo.gates import counting
from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.gates.counting import Counting, Gate, busy_at
from command_center.demo.notices import SOUGHT_PLATE
from tests.demo.talk import Talk

NOW = datetime(2026, 5, 4, 8, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
OVER = NOW.replace(minute=0)
GATE = Gate("LY-02", "level2", 2, 2, "LY-02-G")


def played(last_hour: datetime | None, *, minutes: int, seed: int = 1) -> Talk:
    """One checkpoint, played for so many minutes from 08:20 on."""
    today: dict[str, Any] = {"last_hour": last_hour.isoformat() if last_hour else None}

    def answer(path: str, body: Any) -> Any:
        if path == "check-counts/":
            today["last_hour"] = body["counts"][-1]["hour"]
        return body

    talk = Talk({"check-today/LY-02/": today}, answer)
    agenda = Agenda()
    Counting(talk, agenda, Luck(seed), [GATE]).begin(NOW)  # type: ignore[arg-type]
    for minute in range(minutes):
        agenda.play(NOW + timedelta(minutes=minute))
    return talk


def hours(talk: Talk) -> list[datetime]:
    batches = talk.to("check-counts/")
    return sorted({datetime.fromisoformat(c["hour"]) for b in batches for c in b["counts"]})


def test_an_hour_that_was_counted_is_not_counted_again() -> None:
    assert hours(played(OVER - HOUR, minutes=30)) == []


def test_the_hour_is_counted_some_minutes_after_it_is_over() -> None:
    talk = played(OVER - HOUR, minutes=85)  # until 09:45
    assert hours(talk) == [OVER]
    (batch,) = talk.to("check-counts/")
    kinds = [(row["kind"], "passing" in row) for row in batch["counts"]]
    assert kinds == [("vehicles", True), ("vehicles", False), ("people", False)]
    assert batch["client_ref"]


def test_what_was_missed_while_nothing_ran_is_caught_up_with_at_most_for_a_day() -> None:
    assert hours(played(OVER - 4 * HOUR, minutes=5)) == [OVER - n * HOUR for n in (3, 2, 1)]
    assert len(hours(played(OVER - 90 * HOUR, minutes=5))) == 24


def test_a_checkpoint_that_never_counted_begins_with_the_last_hour() -> None:
    assert hours(played(None, minutes=5)) == [OVER - HOUR]


def test_most_counts_come_in_time_and_a_few_are_forgotten_until_they_are_overdue() -> None:
    desk = Counting(Talk({}), Agenda(), Luck(1))  # type: ignore[arg-type]
    delays = [desk._delay(GATE, OVER + n * HOUR) for n in range(400)]
    late = [one for one in delays if one > timedelta(minutes=20)]
    assert 2 <= len(late) <= 30
    assert max(delays) <= timedelta(minutes=40)
    assert min(delays) >= timedelta(minutes=2)


def test_the_same_hour_of_the_same_checkpoint_counts_the_same() -> None:
    desk = Counting(Talk({}), Agenda(), Luck(1))  # type: ignore[arg-type]
    assert desk._rows(GATE, OVER) == desk._rows(GATE, OVER)
    assert desk._rows(GATE, OVER) != desk._rows(GATE, OVER + HOUR)


def test_lanes_and_queues_are_reported_every_some_minutes_within_the_lanes_there_are() -> None:
    lanes = played(OVER - HOUR, minutes=60).to("check-lanes/")
    assert 4 <= len(lanes) <= 9
    assert {row["open_in"] for row in lanes} == {2}
    assert {row["open_out"] for row in lanes} <= {1, 2}
    assert all(row["queue_in_m"] >= 0 and row["queue_out_m"] >= 0 for row in lanes)


def test_plates_are_asked_at_the_gantry_and_none_of_them_is_sought() -> None:
    asked = played(OVER - HOUR, minutes=60).to("lookout-checks/")
    assert 25 <= len(asked) <= 62
    assert {row["checkpoint"] for row in asked} == {"LY-02-G"}
    plates = [plate for row in asked for plate in row["plates"]]
    assert all(plate.startswith("演E0") for plate in plates)
    assert SOUGHT_PLATE not in plates


def test_now_and_then_a_question_names_the_plate_of_the_demo_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "HIT", 0.2)
    asked = played(OVER, minutes=90).to("lookout-checks/")
    named = [row["plates"].count(SOUGHT_PLATE) for row in asked]
    assert 0 < sum(named) < len(asked) / 2
    assert max(named) == 1


def test_nights_are_quieter_than_days() -> None:
    assert busy_at(datetime(2026, 5, 3, 19, 0, tzinfo=UTC)) == 0.25  # 03:00 in China
    assert busy_at(datetime(2026, 5, 4, 5, 30, tzinfo=UTC)) > 0.9
