"""Lanes and queues, and the times a checkpoint lets everybody through."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work import services
from checkpoints.work.models import LaneReport, Suspension
from checkpoints.work.selectors import suspensions, today
from grid.errors import IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint

MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast, lanes_in=3, lanes_out=2)


def suspend(gate: Checkpoint, cast: Cast, minutes: int = 30) -> Suspension:
    until = timezone.now() + minutes * MINUTE
    return services.suspend(gate, by=cast.gus.as_actor(), reason="congestion", until=until)


def test_the_latest_report_is_the_state_of_the_lanes(cast: Cast, gate: Checkpoint) -> None:
    by, now = cast.gus.as_actor(), timezone.now()
    services.report_lanes(gate, by=by, open_in=3, open_out=2, queue_in_m=150)
    services.report_lanes(
        gate, by=by, open_in=1, open_out=2, queue_in_m=900, reported_at=now - 5 * MINUTE
    )
    assert today(gate)["lanes"]["open_in"] == 3
    told = EventEntry.objects.filter(kind="checkpoints.lanes_changed").last()
    assert told is not None and told.payload["queue_in_m"] == 900


def test_more_lanes_than_there_are_and_a_negative_queue_are_refused(
    cast: Cast, gate: Checkpoint
) -> None:
    by = cast.gus.as_actor()
    with pytest.raises(InvalidInput) as refusal:
        services.report_lanes(gate, by=by, open_in=4, open_out=-1, queue_out_m=-5)
    found = {fault["pointer"] for fault in refusal.value.errors}
    assert found == {"/open_in", "/open_out", "/queue_out_m"}


def test_a_report_sent_again_is_the_same_report(cast: Cast, gate: Checkpoint) -> None:
    for _ in range(2):
        services.report_lanes(
            gate, by=cast.gus.as_actor(), open_in=1, open_out=1, client_ref="lane-1"
        )
    assert LaneReport.objects.count() == 1


def test_a_suspension_says_who_why_until_when_and_ends_by_itself(
    cast: Cast, gate: Checkpoint
) -> None:
    row = suspend(gate, cast)
    shown = today(gate)["suspended"]
    assert (shown["reason_name"], shown["started_by"]) == ("Congestion", "格斯 N004")
    assert [r.pk for r in suspensions(cast.nora, running=True)] == [row.pk]
    with time_machine.travel(row.until - timedelta(seconds=1), tick=False):
        assert suspensions(cast.nora, running=True).exists()
    with time_machine.travel(row.until, tick=False):
        assert not suspensions(cast.nora, running=True).exists()
        assert [r.pk for r in suspensions(cast.nora)] == [row.pk]
        assert today(gate)["suspended"] is None
        with pytest.raises(IllegalStep):
            services.resume(row, by=cast.gus.as_actor(), version=1)


def test_checks_are_suspended_once_and_not_for_longer_than_the_rule(
    cast: Cast, gate: Checkpoint
) -> None:
    with pytest.raises(InvalidInput):
        suspend(gate, cast, minutes=122)
    suspend(gate, cast, minutes=120)
    with pytest.raises(LostRace) as refusal:
        suspend(gate, cast)
    assert refusal.value.context["winner"] == "格斯 N004"


def test_checking_again_ends_it_early_and_stays_listed(cast: Cast, gate: Checkpoint) -> None:
    row = suspend(gate, cast)
    with pytest.raises(StaleVersion):
        services.resume(row, by=cast.gus.as_actor(), version=7)
    services.resume(row, by=cast.gus.as_actor(), version=1)
    assert not suspensions(cast.nora, running=True).exists()
    kept = suspensions(cast.nora).get()
    assert kept.ended_by == "格斯 N004" and kept.over_at < kept.until
    assert suspend(gate, cast).pk != row.pk


def test_a_plate_in_the_note_is_refused(cast: Cast, gate: Checkpoint) -> None:
    until = timezone.now() + 5 * MINUTE
    with pytest.raises(InvalidInput) as refusal:
        services.suspend(
            gate, by=cast.gus.as_actor(), reason="accident", until=until, note="示A12345抛锚"
        )
    assert refusal.value.errors[0]["code"] == "identity"
