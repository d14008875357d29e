"""Growing delay: slower with each failure, from this address, for this name only."""

from datetime import UTC, datetime, timedelta

import pytest

from grid.organisation import throttle
from grid.organisation.models import SignInAttempt

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(1, 0), (2, 0), (3, 5), (4, 10), (5, 20), (10, 640), (11, 900), (500, 900)],
)
def test_the_delay_doubles_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert throttle.delay_s(failures) == seconds


def test_the_fourth_try_in_a_row_has_to_wait(db: None) -> None:
    for _try in range(3):
        assert throttle.reserve("N001", ip="10.0.0.1", now=NOON) == 0
    assert throttle.reserve("N001", ip="10.0.0.1", now=NOON) == 5
    assert throttle.reserve("n001", ip="10.0.0.1", now=NOON + timedelta(seconds=2)) == 3
    assert throttle.reserve("N001", ip="10.0.0.1", now=NOON + timedelta(seconds=6)) == 0


def test_other_addresses_and_other_names_do_not_wait(db: None) -> None:
    for _try in range(4):
        throttle.reserve("N001", ip="10.0.0.1", now=NOON)
    assert throttle.reserve("N001", ip="10.0.0.2", now=NOON) == 0
    assert throttle.reserve("N002", ip="10.0.0.1", now=NOON) == 0


def test_success_and_a_day_start_afresh(db: None) -> None:
    for _try in range(3):
        throttle.reserve("N001", ip="10.0.0.1", now=NOON)
    throttle.forget("N001", ip="10.0.0.1")
    assert throttle.reserve("N001", ip="10.0.0.1", now=NOON) == 0
    throttle.reserve("N001", ip="10.0.0.1", now=NOON + timedelta(hours=25))
    assert SignInAttempt.objects.get().failures == 1


def test_the_name_typed_is_not_kept_in_clear(db: None) -> None:
    throttle.reserve("my-password-by-mistake", ip="10.0.0.1", now=NOON)
    assert "password" not in SignInAttempt.objects.get().who
