"""A checkpoint on duty that sent no count for an hour is missed, once."""

from datetime import timedelta

import pytest
import time_machine

from checkpoints.register.models import Checkpoint
from checkpoints.work import services
from checkpoints.work.reactors import watch_counts
from checkpoints.work.selectors import overdue_counts, today
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import HOUR, enter, hour, stand

MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    """Somebody stands there from three hours ago on."""
    place = make_checkpoint(cast)
    stand(place, cast.gus, starts_at=hour(2), ends_at=hour(-8))
    return place


def test_an_hour_is_overdue_twenty_minutes_after_its_end(cast: Cast, gate: Checkpoint) -> None:
    begins = hour(0)
    with time_machine.travel(begins + HOUR + 20 * MINUTE - timedelta(seconds=1), tick=False):
        assert begins not in [row["hour"] for row in overdue_counts()]
    with time_machine.travel(begins + HOUR + 20 * MINUTE, tick=False):
        rows = overdue_counts(viewer=cast.nora)
        assert [row["hour"] for row in rows] == [hour(3), hour(2), hour(1)]
        assert rows[-1]["since"] == begins + HOUR + 20 * MINUTE
        assert overdue_counts(viewer=cast.sam) == []
        enter(gate, cast.gus, 0, hour=begins)
        assert begins not in [row["hour"] for row in overdue_counts()]


def test_it_is_told_once_for_each_hour_whoever_sweeps(cast: Cast, gate: Checkpoint) -> None:
    with time_machine.travel(hour(0) + HOUR + 30 * MINUTE, tick=False):
        for _ in range(3):
            watch_counts()
        told = EventEntry.objects.filter(kind="checkpoints.counts_overdue")
        assert told.count() == 3
        assert {entry.subject_id for entry in told} == {gate.code}
        assert len({entry.payload["hour"] for entry in told}) == 3
        assert len(today(gate)["overdue"]) <= 3


def test_who_is_not_on_duty_owes_no_count(cast: Cast) -> None:
    make_checkpoint(cast)
    gantry = make_checkpoint(cast, kind=Checkpoint.Kind.GANTRY)
    stand(gantry, cast.gus)
    over = make_checkpoint(cast, is_active=False)
    stand(over, cast.pat)
    assert overdue_counts() == []


def test_an_hour_wholly_suspended_owes_no_count(cast: Cast, gate: Checkpoint) -> None:
    begins = hour(0)
    with time_machine.travel(begins, tick=False):
        services.suspend(
            gate, by=cast.gus.as_actor(), reason="congestion", until=begins + 90 * MINUTE
        )
    with time_machine.travel(begins + 2 * HOUR + 30 * MINUTE, tick=False):
        hours = [row["hour"] for row in overdue_counts()]
        assert begins not in hours
        assert begins + HOUR in hours
