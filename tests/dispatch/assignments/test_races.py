"""Two at once, on threads of a real PostgreSQL: one wins, the other is told, nothing is halved."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import close_old_connections, connections

from command_center.dispatch.assignments import selectors, services, stepping, timers
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.incidents import merging
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from grid.errors import DomainError
from patrol.units.models import ENGAGED, Unit
from patrol.units.services import set_status
from tests.cast import Cast
from tests.dispatch.assignments.conftest import send

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """Run the acts at the same moment; answers what each gave or how it was refused."""
    barrier, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Act) -> None:
        close_old_connections()
        try:
            barrier.wait(timeout=10)
            answers[place] = act()
        except DomainError as refusal:
            answers[place] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=entry) for entry in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert all(answer is not None for answer in answers), answers
    return answers


def fresh(row: Assignment) -> Assignment:
    return Assignment.objects.select_related("incident__agency", "unit__agency").get(pk=row.pk)


def refused(answers: list[Any]) -> list[DomainError]:
    return [answer for answer in answers if isinstance(answer, DomainError)]


def assert_whole() -> None:
    """What must hold after any race: stamps, states, units and calls agree with each other."""
    for row in Assignment.objects.select_related("unit", "incident"):
        stamps = [getattr(row, name) for name in selectors.stages.STAMPS.values()]
        told = [at for at in stamps if at]
        assert told == sorted(told), row
    for unit in Unit.objects.all():
        mine = Assignment.objects.filter(OPEN_ENDS, unit=unit)
        assert mine.filter(is_primary=True).count() == min(1, mine.count())
        assert (unit.status in ENGAGED) == mine.exists(), unit
    for incident in Incident.objects.select_related("agency"):
        on_it = Assignment.objects.filter(OPEN_ENDS, incident=incident).exists()
        if incident.state in ("received", "returned", "closed", "cancelled", "merged"):
            assert not on_it, incident.state
        elif incident.state in ("dispatched", "delivered", "accepted", "departed"):
            assert on_it, incident.state
        owner = selectors.owner_of(incident)
        assert (owner["kind"], bool(owner["units"])) == ("units" if on_it else "desk", on_it)


def test_two_dispatchers_and_one_unit_one_wins_the_other_is_told(city, call, unit):
    first, second = call(), call()
    answers = at_once(
        lambda: send(city, first, unit, primary=True),
        lambda: send(city, second, unit, primary=True, by=city.chief),
    )
    [refusal] = refused(answers)
    winner = next(answer for answer in answers if isinstance(answer, Assignment))
    assert refusal.status == 409
    assert refusal.context["winner"] == winner.issued_by
    assert refusal.context["incident"] == winner.incident.number
    assert_whole()


def test_two_dispatchers_send_one_unit_to_one_call_it_goes_once(city, call, unit):
    incident = call()
    answers = at_once(
        lambda: send(city, incident, unit), lambda: send(city, incident, unit, by=city.chief)
    )
    assert len(refused(answers)) == 1
    assert Assignment.objects.count() == 1
    assert_whole()


def test_four_dispatchers_cross_two_units_over_two_calls_and_nobody_waits_for_ever(
    city, call, unit, other
):
    calls = [call(), call()]
    pairs = [(0, [unit, other]), (1, [other, unit]), (0, [other]), (1, [unit])]
    at_once(
        *(
            lambda n=n, units=units: send(city, calls[n], *units, preempt=True, reason="更急")
            for n, units in pairs
        )
    )
    assert_whole()


TO = {"text": "处置完毕"}


def step(row: Assignment, to: str, cast: Cast) -> Act:
    return lambda: stepping.step(fresh(row), to, by=cast.pat, **TO)


def recall(row: Assignment, cast: Cast) -> Act:
    return lambda: services.recall(fresh(row), by=cast.nora, reason="不再需要")


@pytest.mark.parametrize(
    ("before", "to"),
    [
        ((), "delivered"),
        ((), "signed"),
        (("signed",), "departed"),
        (("departed",), "on_scene"),
        (("on_scene",), "handled"),
        (("on_scene", "handled"), "fed_back"),
        (("signed",), "returned"),
    ],
)
def test_one_step_taken_twice_counts_once(sent, city, before, to):
    for earlier in before:
        step(sent, earlier, city)()
    by_radio = {"by": city.nora, "channel": "radio", **TO}
    answers = at_once(
        step(sent, to, city),
        lambda: stepping.step(fresh(sent), to, **by_radio),
    )
    [refusal] = refused(answers)
    assert refusal.status == 409
    assert refusal.context["winner"]
    assert refusal.context["at"]
    assert fresh(sent).stage == to
    assert sent.incident.timeline.filter(kind=f"assignment_{to}").count() == 1
    assert_whole()


@pytest.mark.parametrize("to", ["signed", "on_scene", "returned"])
def test_a_step_against_a_recall(sent, city, to):
    answers = at_once(step(sent, to, city), recall(sent, city))
    row = fresh(sent)
    assert row.ended_at is not None
    for refusal in refused(answers):
        assert refusal.status == 409
        assert refusal.context["winner"]
    assert_whole()


def test_reassigning_against_a_return_the_call_is_never_lost(sent, city, other):
    at_once(
        step(sent, "returned", city),
        lambda: services.reassign(fresh(sent), other, by=city.nora, reason="更近"),
    )
    on_it = Assignment.objects.filter(OPEN_ENDS, incident=sent.incident)
    sent.incident.refresh_from_db()
    assert on_it.exists() == (sent.incident.state == "dispatched")
    assert_whole()


def test_two_reassign_one_task_to_two_units_only_one_goes(sent, city, other):
    third = Unit.objects.create(
        call_sign="P16", kind="car", status="patrol", agency=city.north_station
    )
    answers = at_once(
        *(
            lambda unit=unit: services.reassign(fresh(sent), unit, by=city.nora, reason="更近")
            for unit in (other, third)
        )
    )
    assert len(refused(answers)) == 1
    assert Assignment.objects.filter(OPEN_ENDS).count() == 1
    assert_whole()


@pytest.mark.parametrize("to", ["signed", "departed", "on_scene"])
def test_calling_a_call_off_against_a_step(sent, city, to):
    at_once(
        step(sent, to, city),
        lambda: incidents.move(sent.incident, "cancelled", by=city.nora),
    )
    assert_whole()


def test_merging_a_call_against_sending_a_unit_to_it(city, call, unit):
    first, second = call(), call()
    at_once(lambda: merging.merge(second, first, by=city.nora), lambda: send(city, second, unit))
    assert_whole()


def test_closing_a_call_against_feedback(sent, city):
    step(sent, "on_scene", city)()
    incidents.move(sent.incident, "fed_back", by=city.nora, text="口头反馈")
    closing = {"disposition": "mediated", "text": "已调解"}
    at_once(
        step(sent, "fed_back", city),
        lambda: incidents.move(sent.incident, "closed", by=city.nora, **closing),
    )
    sent.incident.refresh_from_db()
    assert (sent.incident.state, fresh(sent).stage) == ("closed", "fed_back")
    assert_whole()


def test_taking_a_unit_away_against_its_own_step(sent, city, call, unit):
    urgent = call(level=1)
    answers = at_once(
        step(sent, "signed", city),
        lambda: send(city, urgent, unit, preempt=True, reason="更急"),
    )
    assert isinstance(answers[1], Assignment)
    assert fresh(sent).stage == "preempted"
    assert_whole()


def test_two_steps_of_two_units_on_one_call_are_both_kept(city, call, unit, other):
    first, second = services.assign(call(), [unit, other], by=city.nora)
    answers = at_once(
        step(first, "on_scene", city),
        lambda: stepping.step(fresh(second), "signed", by=city.nora, channel="radio"),
    )
    assert not refused(answers)
    assert fresh(first).incident.state == "on_scene"
    assert_whole()


def test_the_clock_against_a_signature_never_holds_it_up(sent, city):
    answers = at_once(
        step(sent, "signed", city),
        lambda: timers.run(sent.issued_at + timers.timedelta(hours=1)) + 1,
    )
    assert not refused(answers)
    assert fresh(sent).stage == "signed"
    assert_whole()


def test_an_operator_s_status_against_an_assignment(city, call, unit):
    incident, actor = call(), city.nora.as_actor()
    at_once(
        lambda: send(city, incident, unit),
        lambda: set_status(unit, Unit.Status.STANDBY, actor=actor),
    )
    assert Assignment.objects.filter(OPEN_ENDS).count() == 1
