"""What happens to a number somebody enters at a checkpoint."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CountCeiling, HourlyCount
from checkpoints.work.rulebook import change_rule, rule_of
from checkpoints.work.services import DoubleEntry, Entry, correct_count, save_counts
from grid.errors import InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import HOUR, enter, hour


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast)


def codes(refusal: pytest.ExceptionInfo[InvalidInput]) -> set[tuple[str, str]]:
    return {(fault["pointer"], fault["code"]) for fault in refusal.value.errors}


def test_a_count_is_kept_with_who_entered_it_and_a_fact_is_told(
    cast: Cast, gate: Checkpoint
) -> None:
    saved = enter(gate, cast.gus, 42, reason="routine", direction="in")
    row = HourlyCount.objects.get()
    assert (saved.new, row.number, row.reason, row.direction) == (1, 42, "routine", "in")
    assert row.entered_by == "格斯 N004"
    told = EventEntry.objects.get(kind="checkpoints.counted")
    assert told.payload["people"] == 42 and told.subject_id == gate.code
    assert "格斯" not in str(told.payload)


def test_the_same_number_twice_is_once(cast: Cast, gate: Checkpoint) -> None:
    enter(gate, cast.gus, 42)
    again = enter(gate, cast.gus, 42)
    assert (again.new, again.repeated) == (0, 1)
    assert HourlyCount.objects.count() == 1
    assert EventEntry.objects.filter(kind="checkpoints.counted").count() == 1


def test_another_number_for_the_same_hour_is_refused_and_the_first_is_named(
    cast: Cast, gate: Checkpoint
) -> None:
    enter(gate, cast.gus, 42)
    with pytest.raises(DoubleEntry) as refusal:
        enter(gate, cast.gus, 43)
    assert refusal.value.status == 409
    assert refusal.value.context["first"]["number"] == 42
    assert refusal.value.context["first"]["entered_by"] == "格斯 N004"
    assert HourlyCount.objects.get().number == 42


def test_what_the_phone_sends_again_is_answered_even_after_a_correction(
    cast: Cast, gate: Checkpoint
) -> None:
    row = enter(gate, cast.gus, 40, client_ref="phone-1").rows[0]
    correct_count(
        row, by=cast.gus.as_actor(), viewer=cast.gus, version=1, number=42, because="数错了一车"
    )
    again = enter(gate, cast.gus, 40, client_ref="phone-1")
    assert again.repeated == 1 and again.rows[0].number == 42


def test_a_correction_needs_version_and_reason_and_keeps_what_was_said(
    cast: Cast, gate: Checkpoint
) -> None:
    row = enter(gate, cast.gus, 40).rows[0]
    with pytest.raises(InvalidInput) as refusal:
        enter(gate, cast.gus, 42, version=1, because="错")
    assert codes(refusal) == {("/counts/0/correction_reason", "too_short")}
    saved = enter(gate, cast.gus, 42, version=1, because="漏数两人")
    assert saved.corrected == 1
    row.refresh_from_db()
    assert (row.number, row.version) == (42, 2)
    kept = row.corrections.get()
    assert (kept.before, kept.after, kept.reason) == (40, 42, "漏数两人")
    told = EventEntry.objects.get(kind="checkpoints.count_corrected")
    assert told.payload["to"] == 42


def test_a_correction_of_what_somebody_corrected_meanwhile_is_stale(
    cast: Cast, gate: Checkpoint
) -> None:
    enter(gate, cast.gus, 40)
    enter(gate, cast.gus, 42, version=1, because="漏数两人")
    with pytest.raises(StaleVersion) as refusal:
        enter(gate, cast.gus, 44, version=1, because="又漏两人")
    assert refusal.value.context == {"your_version": 1, "current_version": 2}


def test_every_fault_of_a_batch_is_named_with_its_row_and_nothing_is_written(
    cast: Cast, gate: Checkpoint
) -> None:
    other = make_checkpoint(cast, agency=cast.south_station)
    good = Entry(checkpoint=gate.code, hour=hour(), kind="people", number=3)
    bad = [
        Entry(checkpoint=gate.code, hour=hour(), kind="people", number=-1),
        Entry(checkpoint=gate.code, hour=hour(-2), kind="vehicles", number=1),
        Entry(checkpoint=gate.code, hour=hour(24 * 8), kind="goods", number=1),
        Entry(checkpoint=gate.code, hour=hour(2), kind="vehicles", number=2001),
        Entry(checkpoint=other.code, hour=hour(2), kind="people", number=1),
        Entry(checkpoint=gate.code, hour=hour(2) + timedelta(minutes=5), kind="people", number=1),
        Entry(checkpoint=gate.code, hour=hour(3), kind="cats", number=1, reason="fun"),
        Entry(
            checkpoint=gate.code,
            hour=hour(3),
            kind="people",
            measure="passing",
            number=1,
            reason="routine",
        ),
    ]
    with pytest.raises(InvalidInput) as refusal:
        save_counts([good, *bad], by=cast.gus.as_actor(), viewer=cast.gus)
    assert codes(refusal) == {
        ("/counts/1/checked", "negative"),
        ("/counts/2/hour", "future"),
        ("/counts/3/hour", "too_late"),
        ("/counts/4/checked", "ceiling"),
        ("/counts/5/checkpoint", "unknown"),
        ("/counts/6/hour", "not_whole"),
        ("/counts/7/kind", "unknown"),
        ("/counts/7/reason", "unknown"),
        ("/counts/8/reason", "not_here"),
    }
    assert not HourlyCount.objects.exists()


def test_two_numbers_for_one_hour_in_one_batch_are_a_double(cast: Cast, gate: Checkpoint) -> None:
    both = [Entry(checkpoint=gate.code, hour=hour(), kind="people", number=n) for n in (3, 4)]
    with pytest.raises(DoubleEntry) as refusal:
        save_counts(both, by=cast.gus.as_actor(), viewer=cast.gus, client_ref="a")
    assert refusal.value.errors[0]["pointer"] == "/counts/1/checked"


def test_an_entry_is_late_half_an_hour_after_its_hour_and_not_before(
    cast: Cast, gate: Checkpoint
) -> None:
    begins = hour()
    with time_machine.travel(begins + HOUR + timedelta(minutes=30), tick=False):
        assert not enter(gate, cast.gus, 1, hour=begins).rows[0].is_late
    with time_machine.travel(begins + HOUR + timedelta(minutes=30, seconds=1), tick=False):
        assert enter(gate, cast.gus, 1, hour=begins, kind="goods").rows[0].is_late


def test_the_hour_that_runs_may_be_counted_already(cast: Cast, gate: Checkpoint) -> None:
    assert enter(gate, cast.gus, 5, hour=hour(0)).new == 1


def test_without_a_valid_instrument_nothing_was_counted(cast: Cast) -> None:
    over = make_checkpoint(cast, valid_to=timezone.now() - timedelta(hours=3))
    with pytest.raises(InvalidInput) as refusal:
        enter(over, cast.gus, 5)
    assert codes(refusal) == {("/counts/0/hour", "not_operational")}
    assert enter(over, cast.gus, 5, hour=hour(5)).new == 1


def test_the_ceiling_of_the_nearest_agency_holds(cast: Cast, gate: Checkpoint) -> None:
    CountCeiling.objects.create(
        agency=cast.north, kind="people", most_checked=10, most_passing=20, valid_from="2020-01-01"
    )
    with pytest.raises(InvalidInput):
        enter(gate, cast.gus, 11)
    south = make_checkpoint(cast, agency=cast.south_station)
    assert enter(south, cast.chief, 11).new == 1


def test_a_changed_rule_holds_from_its_day_and_leaves_the_old_one(cast: Cast) -> None:
    today = timezone.localdate()
    before = rule_of(cast.north.path)
    changes = {"late_after_min": 5}
    by = cast.chief.as_actor()
    made = change_rule(cast.north, by=by, version=before.version, valid_from=today, changes=changes)
    assert rule_of(cast.north_station.path).late_after_min == 5
    assert rule_of(cast.south.path).late_after_min == 30
    with pytest.raises(StaleVersion):
        change_rule(cast.north, by=by, version=before.version, valid_from=today, changes=changes)
    tomorrow = today + timedelta(days=1)
    change_rule(
        cast.north,
        by=by,
        version=made.version,
        valid_from=tomorrow,
        changes={"late_after_min": 9},
    )
    made.refresh_from_db()
    assert (made.valid_to, rule_of(cast.north.path).late_after_min) == (tomorrow, 5)
    with pytest.raises(InvalidInput):
        yesterday = today - timedelta(days=1)
        change_rule(cast.north, by=by, version=2, valid_from=yesterday, changes=changes)
