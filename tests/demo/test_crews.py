"""The simulated crews: they move no faster than they could, and answer what they are sent to."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from command_center.demo.crews import FASTEST, HURRY, SPEED_KMH, Crew, apart_m, errand_of

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
HOME, FAR = (125.14, 42.90), (125.16, 42.91)


def crew(kind: str = "car", *, beat=((125.14, 42.90), (125.15, 42.90))) -> Crew:
    return Crew(call_sign="P101", kind=kind, place=HOME, beat=beat)


def row(stage: str = "issued", *, lng: float | None = FAR[0], lat: float | None = FAR[1]) -> dict:
    return {"id": 7, "stage": stage, "incident": {"number": "26-0001", "lng": lng, "lat": lat}}


def send(one: Crew, stage: str = "issued", **place: float | None):
    errand = errand_of(row(stage, **place), now=NOW, speed=1.0, rng=np.random.default_rng(1))
    one.errands[errand.pk] = errand
    return errand


@pytest.mark.parametrize("kind", ["foot", "bicycle", "motorcycle", "car", "mixed"])
def test_a_crew_on_its_beat_moves_as_fast_as_its_kind(kind: str) -> None:
    one = crew(kind, beat=(FAR,))
    one.move(10, speed=1.0)
    assert apart_m(HOME, one.place) == pytest.approx(SPEED_KMH[kind] / 3.6 * 10, rel=0.01)


def test_a_crew_goes_round_its_beat() -> None:
    one = crew()
    for _ in range(2):
        one.move(3600, speed=1.0)
    assert one.leg == 2
    assert one.place == one.beat[1]


def test_a_fast_city_makes_no_crew_faster_than_a_fix_may_be() -> None:
    one = crew(beat=((125.9, 42.9),))
    one.move(10, speed=600.0)
    limit = SPEED_KMH["car"] / 3.6 * 10 * FASTEST
    assert apart_m(HOME, one.place) == pytest.approx(limit, rel=0.01)


def test_a_video_desk_stays_where_it_is() -> None:
    one = crew("video")
    one.move(3600, speed=1.0)
    assert one.place == HOME


@pytest.mark.parametrize("stage", ["issued", "delivered", "signed", "on_scene", "handled"])
def test_a_crew_stands_still_until_it_sets_out_and_while_it_works(stage: str) -> None:
    one = crew()
    send(one, stage)
    one.move(60, speed=1.0)
    assert one.place == HOME


def test_a_crew_that_set_out_hurries_straight_to_the_call() -> None:
    one = crew()
    send(one, "departed")
    before = apart_m(one.place, FAR)
    one.move(10, speed=1.0)
    assert before - apart_m(one.place, FAR) == pytest.approx(50 / 3.6 * 10 * HURRY, rel=0.02)
    assert 0 < one.heading < 90  # the call lies north-east


def test_it_arrives_when_it_is_there_and_not_before() -> None:
    one = crew()
    errand = send(one, "departed")
    assert list(one.steps(NOW + timedelta(hours=1))) == []
    one.move(3600, speed=1.0)
    assert list(one.steps(NOW)) == [(errand, "on_scene")]


def test_a_call_without_a_position_is_reached_at_once() -> None:
    one = crew()
    errand = send(one, "departed", lng=None, lat=None)
    assert list(one.steps(NOW)) == [(errand, "on_scene")]


def test_the_other_steps_come_when_their_time_is_over() -> None:
    one = crew()
    errand = send(one, "signed")
    assert list(one.steps(errand.due - timedelta(seconds=1))) == []
    assert list(one.steps(errand.due)) == [(errand, "departed")]


def test_a_faster_city_waits_less() -> None:
    slow = errand_of(row("signed"), now=NOW, speed=1.0, rng=np.random.default_rng(3)).due - NOW
    fast = errand_of(row("signed"), now=NOW, speed=60.0, rng=np.random.default_rng(3)).due - NOW
    assert slow / fast == pytest.approx(60, rel=0.001)


def test_a_fix_says_which_unit_where_and_when() -> None:
    fix = crew().fix(NOW)
    assert (fix["unit"], fix["lng"], fix["lat"]) == ("P101", *HOME)
    assert fix["at"] == NOW.isoformat()
