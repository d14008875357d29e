"""Who is to stand where, who came, and the hours nobody covers."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from checkpoints.register.models import Checkpoint, JointForce, Minimum
from checkpoints.work import services
from checkpoints.work.models import PostShift
from checkpoints.work.reactors import watch_posts
from checkpoints.work.rulebook import Rulebook
from checkpoints.work.selectors import holes, on_duty
from checkpoints.work.selectors.roster import presence
from grid.errors import IllegalStep, InvalidInput, NotAllowed
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import HOUR, stand

MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast)


def day(of_day: int, *, days: int = 0) -> datetime:
    """An hour of tomorrow, or of a later day."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(), datetime.min.time()))
    return start + timedelta(days=1 + days, hours=of_day)


def test_rostered_and_present_are_held_against_the_minimum(cast: Cast, gate: Checkpoint) -> None:
    Minimum.objects.all().delete()
    for need, code, n in (("officers", "", 2), ("post", "cover_guard", 1)):
        Minimum.objects.create(
            grade=gate.grade, level_id="normal", need=need, code=code, quantity=n
        )
    row = stand(gate, cast.gus)
    assert (on_duty(gate).rostered, on_duty(gate).present, on_duty(gate).wanted) == (1, 0, 2)
    services.come(row, by=cast.gus.as_actor())
    found = on_duty(gate)
    assert (found.present, found.officers, found.late) == (1, 1, 1)
    assert found.missing == [
        {"what": "officers", "code": "", "required": 2, "present": 1},
        {"what": "post", "code": "cover_guard", "required": 1, "present": 0},
    ]
    row.refresh_from_db()
    services.leave(row, by=cast.gus.as_actor())
    assert on_duty(gate).present == 0


@pytest.mark.parametrize(
    ("after", "came", "state"),
    [
        (-1, None, "due"),
        (0, None, "waiting"),
        (29, None, "waiting"),
        (30, None, "absent"),
        (31, 5, "on_time"),
        (31, 6, "late"),
    ],
    ids=["before", "begins", "29 min", "30 min", "5 min", "6 min"],
)
def test_on_time_late_and_absent_follow_from_the_minutes(
    cast: Cast, gate: Checkpoint, after: int, came: int | None, state: str
) -> None:
    row = stand(gate, cast.gus, starts_at=day(8), ends_at=day(16))
    row.came_at = None if came is None else row.starts_at + came * MINUTE
    at = row.starts_at + after * MINUTE
    assert presence(row, Rulebook(), gate.agency.path, at) == state


def test_a_hole_of_either_branch_is_flagged_hour_by_hour(cast: Cast, gate: Checkpoint) -> None:
    JointForce.objects.create(
        checkpoint=gate,
        kind_id="traffic_police",
        agency=cast.south,
        is_round_the_clock=True,
        valid_from=timezone.localdate() - timedelta(days=1),
    )
    stand(gate, cast.gus, starts_at=day(0), ends_at=day(8))
    stand(gate, None, name="李辅警", agency=cast.north_station, starts_at=day(8), ends_at=day(21))
    half = day(6) + 30 * MINUTE
    stand(gate, None, name="王交警", agency=cast.south, starts_at=half, ends_at=day(24))
    found = {hole.agency.name: (hole.hours, hole.spans) for hole in holes([gate], day(0).date())}
    assert found == {
        "北站派出所": ([21, 22, 23], "21–23"),
        "南分局": ([0, 1, 2, 3, 4, 5, 6], "00–06"),
    }


def test_a_covered_day_has_no_hole_and_where_no_roster_is_kept_none_is_flagged(
    cast: Cast, gate: Checkpoint
) -> None:
    assert holes([gate], day(0).date()) == []
    stand(gate, cast.gus, starts_at=day(0), ends_at=day(12))
    stand(gate, cast.pat, starts_at=day(12), ends_at=day(24))
    assert holes([gate], day(0).date()) == []
    assert holes([gate], day(24).date())[0].hours == list(range(24))


def test_an_agency_that_left_its_post_is_told_once_an_hour(cast: Cast, gate: Checkpoint) -> None:
    stand(gate, cast.gus, starts_at=day(8), ends_at=day(12))
    for _ in range(2):
        watch_posts()
    told = EventEntry.objects.get(kind="checkpoints.post_uncovered")
    assert told.payload["agency"] == "北站派出所"


def test_too_little_rest_is_refused_unless_somebody_says_why(cast: Cast, gate: Checkpoint) -> None:
    stand(gate, cast.gus, starts_at=day(0), ends_at=day(8))
    span = {"starts_at": day(15), "ends_at": day(20)}
    with pytest.raises(services.RestTooShort):
        stand(gate, cast.gus, **span)
    with pytest.raises(InvalidInput):
        stand(gate, cast.gus, starts_at=day(7), ends_at=day(9), rest_override="战时勤务")
    assert stand(gate, cast.gus, **span, rest_override="战时勤务增援").rest_override
    assert stand(gate, cast.pat, starts_at=day(8), ends_at=day(16)).pk


def test_coming_too_early_twice_or_after_the_end_is_refused(cast: Cast, gate: Checkpoint) -> None:
    by, row = cast.gus.as_actor(), stand(gate, cast.gus, starts_at=day(8), ends_at=day(16))
    with pytest.raises(IllegalStep):
        services.come(row, by=by)
    with time_machine.travel(day(6), tick=False):
        services.come(row, by=by)
        with pytest.raises(IllegalStep):
            services.come(row, by=by)
    with time_machine.travel(day(17), tick=False):
        left = services.leave(row, by=by)
        assert left.overtime == HOUR
        with pytest.raises(IllegalStep):
            services.leave(row, by=by)


def test_whoever_is_struck_is_off_the_roster_and_stays_readable(
    cast: Cast, gate: Checkpoint
) -> None:
    row = stand(gate, cast.gus)
    services.strike_shift(row, by=cast.chief.as_actor(), version=1, reason="临时调休")
    assert on_duty(gate).rostered == 0
    assert PostShift.objects.get().struck_reason == "临时调休"
    with pytest.raises(IllegalStep):
        services.come(row, by=cast.gus.as_actor())
    assert stand(gate, cast.gus).pk != row.pk


def test_a_day_is_copied_without_whoever_is_elsewhere(cast: Cast, gate: Checkpoint) -> None:
    other, by = make_checkpoint(cast), cast.chief.as_actor()
    stand(gate, cast.gus, starts_at=day(8), ends_at=day(16))
    stand(gate, cast.pat, starts_at=day(8), ends_at=day(16))
    stand(other, cast.pat, starts_at=day(8, days=1), ends_at=day(16, days=1))
    source, target = day(0).date(), day(24).date()
    made = services.copy_day(gate, by=by, source=source, target=target)
    assert [row.badge for row in made] == ["N004"]
    assert services.copy_day(gate, by=by, source=source, target=target) == []
    with pytest.raises(InvalidInput):
        services.copy_day(gate, by=by, source=day(72).date(), target=target)


def test_a_post_is_handed_over_by_two_people_with_what_is_open(
    cast: Cast, gate: Checkpoint
) -> None:
    stand(gate, cast.gus)
    with pytest.raises(NotAllowed):
        services.give_post(gate, by=cast.pat)
    until = timezone.now() + 30 * MINUTE
    services.suspend(gate, by=cast.gus.as_actor(), reason="weather", until=until)
    lines = [{"name": "盾牌", "quantity": 4, "state": "完好"}]
    row = services.give_post(gate, by=cast.gus, note="车道二检修", equipment=lines)
    assert row.open_matters["level"] == "normal"
    assert row.open_matters["suspended_until"] == until.isoformat()
    assert row.open_matters["hours_without_count"]
    with pytest.raises(NotAllowed):
        services.take_post(row, by=cast.gus)
    with pytest.raises(NotAllowed):
        services.take_post(row, by=cast.pat)
    stand(gate, cast.pat)
    with pytest.raises(IllegalStep):
        services.give_post(gate, by=cast.gus)
    assert services.take_post(row, by=cast.pat, remarks="装备齐全").state == "done"
    assert gate.suspensions.in_force().exists()
