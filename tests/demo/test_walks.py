"""Rounds of simulated crews: begun when due, checked in where they are, ended and missed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from command_center.demo.crews import Crew, errand_of
from command_center.demo.outings import send_out
from command_center.demo.walks import LOOK, Walks
from patrol.rounds.models import PlanLeg, Round, RoundPlan, Route
from tests.cast import Cast
from tests.demo.talk import Talk
from tests.patrol.make import make_unit

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
HOME, NEXT, LAST = (125.14, 42.90), (125.141, 42.90), (125.142, 42.90)
HOUR = timedelta(hours=1)


def crew(sign: str = "P101", kind: str = "car") -> Crew:
    return Crew(call_sign=sign, kind=kind, place=HOME, beat=(HOME,))


def point(pk: int, spot: tuple[float, float] | None, state: str = "pending") -> dict[str, Any]:
    lng, lat = spot or (None, None)
    return {"point": pk, "state": state, "lng": lng, "lat": lat}


def walk(*points: dict[str, Any], sign: str = "P101", due: datetime = NOW) -> dict[str, Any]:
    times = {"due_start": due.isoformat(), "due_end": (due + HOUR).isoformat()}
    return {"id": 5, "unit": {"call_sign": sign}, "points": list(points), **times}


class Punctual:
    """A chance that never lets a crew forget a point."""

    def random(self) -> float:
        return 1.0


def walks(row: dict[str, Any], *crews: Crew, **more: Any) -> tuple[Walks, Talk]:
    """A platform with this round waiting; starting it answers it in full."""

    def answer(path: str, _body: Any) -> dict[str, Any]:
        missed = [{**p, "state": "missed"} for p in row["points"]]
        return row | {"points": missed} if path.endswith("finish/") else row

    talk = Talk({"rounds/?state=scheduled": {"results": [row]}}, answer)
    chance = more.pop("rng", Punctual())
    known = {one.call_sign: one for one in crews}
    return Walks(talk, known, rng=chance, **more), talk  # type: ignore[arg-type]


def test_a_round_begins_when_it_is_due_and_not_before() -> None:
    played, talk = walks(walk(point(1, NEXT), due=NOW + HOUR), crew())
    played.look(NOW)
    assert talk.told == []
    played.look(NOW + HOUR)
    assert talk.to("rounds/5/start/") == [{"unit": "P101", "at": (NOW + HOUR).isoformat()}]


def test_it_does_not_begin_while_the_crew_is_on_a_call() -> None:
    one = crew()
    call = {"id": 7, "stage": "signed", "incident": {"lng": None, "lat": None}}
    one.errands[7] = errand_of(call, now=NOW, speed=1.0, rng=np.random.default_rng(1))
    played, talk = walks(walk(point(1, NEXT)), one)
    played.look(NOW)
    assert talk.told == []


def test_what_waits_is_asked_for_every_twenty_seconds_only() -> None:
    played, talk = walks(walk(point(1, NEXT), due=NOW + HOUR), crew())
    played.look(NOW + HOUR - timedelta(seconds=10))
    played.look(NOW + HOUR)
    assert talk.told == []


def test_a_crew_walks_to_each_point_and_checks_in_there() -> None:
    one = crew()
    played, talk = walks(walk(point(1, NEXT), point(2, LAST)), one)
    played.look(NOW)
    for second in range(120):
        one.move(2, speed=1.0)
        played.check_in(NOW + timedelta(seconds=2 * second))
    visits = talk.to("rounds/5/visits/")
    assert [visit["point"] for visit in visits] == [1, 2]
    assert {visit["method"] for visit in visits} == {"geofence"}
    assert [visit["lng"] for visit in visits] == pytest.approx([NEXT[0], LAST[0]], abs=0.0003)
    assert len({visit["client_ref"] for visit in visits}) == 2
    assert len(talk.to("rounds/5/finish/")) == 1
    assert one.beat == (HOME,)


def test_a_video_desk_looks_at_one_camera_after_the_other() -> None:
    played, talk = walks(walk(point(1, None), point(2, None), sign="V1"), crew("V1", "video"))
    played.look(NOW)
    played.check_in(NOW)
    assert talk.to("rounds/5/visits/") == []
    played.check_in(NOW + LOOK)
    assert [(v["point"], v["method"]) for v in talk.to("rounds/5/visits/")] == [(1, "hand")]
    played.check_in(NOW + 2 * LOOK)
    assert [v["point"] for v in talk.to("rounds/5/visits/")] == [1, 2]


def test_points_of_both_kinds_are_taken_in_their_order() -> None:
    one = crew()
    played, talk = walks(walk(point(1, None), point(2, HOME)), one)
    played.look(NOW)
    played.check_in(NOW)
    assert talk.to("rounds/5/visits/") == []  # it stands at the second point, the first is due
    played.check_in(NOW + LOOK)
    played.check_in(NOW + LOOK)
    assert [v["point"] for v in talk.to("rounds/5/visits/")] == [1, 2]


def test_a_point_passed_by_is_not_checked_in() -> None:
    class Forgetful:
        def random(self) -> float:
            return 0.0

    played, talk = walks(walk(point(1, HOME)), crew(), rng=Forgetful())
    played.look(NOW)
    played.check_in(NOW)
    assert talk.to("rounds/5/visits/") == []
    assert talk.counts["points missed"] == 1


def test_when_the_time_is_over_the_round_ends_and_the_rest_is_missed() -> None:
    played, talk = walks(walk(point(1, NEXT), point(2, LAST)), crew())
    played.look(NOW)
    played.check_in(NOW + HOUR)
    assert len(talk.to("rounds/5/finish/")) == 1
    assert talk.counts["points missed"] == 2


def test_nobody_stays_on_a_round_when_the_simulation_is_over() -> None:
    played, talk = walks(walk(point(1, NEXT)), crew())
    played.look(NOW)
    played.end(NOW)
    played.end(NOW)
    assert len(talk.to("rounds/5/finish/")) == 1


def test_a_round_that_was_under_way_is_taken_up_with_the_points_that_are_left() -> None:
    row = walk(point(1, HOME, "visited"), point(2, HOME))
    talk = Talk({"rounds/?state=active": {"results": [row]}, "rounds/5/": row})
    one = crew()
    played = Walks(talk, {"P101": one}, rng=Punctual())  # type: ignore[arg-type]
    played.look(NOW)
    played.check_in(NOW)
    assert [v["point"] for v in talk.to("rounds/5/visits/")] == [2]


@pytest.fixture
def leg(cast: Cast) -> PlanLeg:
    """P1's leg of a plan for the small hours."""
    agency = cast.north_station
    route = Route.objects.create(code="R-1", name="主干道", agency=agency, tier="roads")
    plan = RoundPlan.objects.create(
        name="夜间巡逻",
        agency=agency,
        days=[1],
        starts_at="03:00",
        ends_at="04:00",
        valid_from="2020-01-01",
    )
    unit = make_unit(cast, call_sign="P1")
    said = {"order": 1, "mode": "vehicle", "minutes": 60}
    return PlanLeg.objects.create(plan=plan, route=route, unit=unit, **said)


def test_whoever_has_a_leg_is_sent_out_at_once_for_as_long_as_it_takes(leg: PlanLeg) -> None:
    assert send_out(["P1", "P2"], now=NOW, speed=20) == 1
    made = Round.objects.get()
    assert (made.unit, made.route, made.mode) == (leg.unit, leg.route, "vehicle")
    assert (made.due_start, made.due_end) == (NOW, NOW + timedelta(minutes=3))


def test_a_unit_that_has_a_round_is_not_sent_on_another(leg: PlanLeg) -> None:
    assert send_out(["P1"], now=NOW, speed=20) == 1
    assert send_out(["P1"], now=NOW, speed=20) == 0


def test_a_unit_that_is_not_simulated_is_not_sent_out(leg: PlanLeg) -> None:
    assert send_out(["P2"], now=NOW, speed=20) == 0
