"""The simulated street and its desk: who is sent drives there, reports, and comes back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
import time_machine

from command_center.demo import street as module
from command_center.demo.crews import Crew
from command_center.demo.street import Desk, Street, crews_of, live
from command_center.demo.walks import Walks
from patrol.units.models import Unit
from tests.cast import Cast
from tests.dashboard.forces import place
from tests.demo.talk import Talk
from tests.patrol.make import make_unit

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
HOME, NEAR = (125.14, 42.90), (125.141, 42.90)


def crew(sign: str = "P101", kind: str = "car") -> Crew:
    return Crew(call_sign=sign, kind=kind, place=HOME, beat=(HOME,))


def row(stage: str = "issued", *, sign: str = "P101", pk: int = 7) -> dict:
    place = {"number": "26-0001", "lng": NEAR[0], "lat": NEAR[1]}
    return {"id": pk, "stage": stage, "unit": {"call_sign": sign}, "incident": place}


def open_rows(*rows: dict) -> dict:
    return {"assignments/": {"results": list(rows)}, "rounds/": {"results": []}}


def street(talk: Talk, *crews: Crew, speed: float = 1.0) -> Street:
    known = {one.call_sign: one for one in crews}
    return Street(talk, known, Walks(talk, known), speed=speed)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_everybody_but_the_video_desk_sends_where_it_is_at_every_tick(clock) -> None:
    talk = Talk(open_rows())
    street(talk, crew("P101"), crew("V1", "video")).tick(2)
    [sent] = talk.to("positions/")
    assert [fix["unit"] for fix in sent["fixes"]] == ["P101"]
    assert sent["fixes"][0]["at"] == NOW.isoformat()


def test_a_call_is_taken_through_every_step_in_its_time(clock) -> None:
    stages = iter(["delivered", "signed", "departed", "on_scene", "handled", "fed_back"])
    one = crew()
    talk = Talk(open_rows(row()))
    played = street(talk, one)
    for stage in stages:
        for _wait in range(600):
            clock.shift(2)
            played.tick(2)
            if talk.to("/steps/") and talk.to("/steps/")[-1]["to"] == stage:
                break
        talk.answers |= open_rows(row(stage))
    steps = talk.to("assignments/7/steps/")
    said = ["delivered", "signed", "departed", "on_scene", "handled", "fed_back"]
    assert [step["to"] for step in steps] == said
    assert {step["channel"] for step in steps} == {"radio"}
    assert [bool(step.get("text")) for step in steps] == [False] * 5 + [True]
    assert one.place == NEAR


def test_a_task_taken_back_is_forgotten(clock) -> None:
    one, talk = crew(), Talk(open_rows(row("signed")))
    played = street(talk, one)
    played.tick(2)
    assert list(one.errands) == [7]
    talk.answers |= open_rows()
    played.tick(2)
    assert one.errands == {}


def test_a_line_that_is_down_changes_nothing(clock) -> None:
    one, talk = crew(), Talk(open_rows(row("signed")))
    played = street(talk, one)
    played.tick(2)
    talk.answers = {}
    played.tick(2)
    assert list(one.errands) == [7]


def test_a_step_that_is_refused_waits_before_it_is_tried_again(clock) -> None:
    talk = Talk(open_rows(row("issued")), lambda path, _body: None if "steps" in path else {})
    played = street(talk, crew())
    clock.shift(3600)
    played.tick(2)  # hears of it
    clock.shift(3600)
    played.tick(2)
    played.tick(2)
    assert len(talk.to("/steps/")) == 1


def test_someone_else_s_unit_is_left_alone(clock) -> None:
    talk = Talk(open_rows(row(sign="X9")))
    clock.shift(3600)
    street(talk, crew()).tick(2)
    assert talk.to("/steps/") == []


def desk(**numbers: str) -> tuple[Desk, Talk]:
    rows = {"results": [{"number": "26-0001"}, {"number": "26-0002"}]}
    talk = Talk(
        {
            "incidents/?state=received": rows,
            "incidents/?state=returned": {"results": []},
            "incidents/?state=fed_back": rows,
            "incidents/26-0001/recommendation/": {"units": [{"call_sign": "P101"}]},
        }
    )
    return Desk(talk, {"26-0001": "mediated"} | numbers), talk  # type: ignore[arg-type]


def test_the_desk_sends_the_best_unit_and_closes_what_was_fed_back() -> None:
    played, talk = desk()
    played.tick()
    assert talk.to("incidents/26-0001/assignments/") == [{"units": ["P101"], "channel": "api"}]
    [closed] = talk.to("incidents/26-0001/steps/")
    assert (closed["to"], closed["disposition"]) == ("closed", "mediated")


def test_the_desk_leaves_the_calls_of_people_to_people() -> None:
    played, talk = desk()
    played.tick()
    assert not any("26-0002" in path for path, _body in talk.told)


def test_a_call_nobody_can_go_to_waits() -> None:
    played, talk = desk(**{"26-0002": "mediated"})
    played.tick()
    assert talk.to("incidents/26-0002/assignments/") == []


@pytest.mark.django_db
def test_crews_are_the_units_on_duty_that_stand_somewhere(cast: Cast) -> None:
    on_duty, off = make_unit(cast, call_sign="P1"), make_unit(cast, call_sign="P2", status="off")
    make_unit(cast, call_sign="P3")  # nobody knows where
    other = make_unit(cast, call_sign="P4", agency=cast.south_station)
    for unit in (on_duty, off, other):
        place(unit, 200)
    found = crews_of(cast.north)
    assert list(found) == ["P1"]
    assert found["P1"].kind == Unit.Kind.CAR
    assert len(found["P1"].beat) == 4


def test_every_act_has_its_turn_until_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(np.arange(0.0, 100.0, 1.0))
    monkeypatch.setattr(module.time, "monotonic", lambda: float(next(seconds)))
    monkeypatch.setattr(module.time, "sleep", lambda _s: None)
    turns: list[float] = []
    live(turns.append, for_s=6)
    assert turns == [2.0, 2.0, 2.0]
