"""Two at once, on threads of a real PostgreSQL: one wins, the other is told, nothing is halved."""

import pytest

from command_center.dispatch.assignments import services, stepping, timers
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.incidents import merging
from command_center.incidents import services as incidents
from patrol.units.models import Unit
from patrol.units.services import set_status
from tests.cast import Cast
from tests.dispatch.assignments.conftest import send
from tests.dispatch.assignments.racing import assert_whole, fresh, refused
from tests.waiting import Act, at_once

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_two_recall_one_unit_the_call_goes_back_once(sent, city):
    by_chief = {"by": city.chief, "reason": "不再需要"}
    answers = at_once(recall(sent, city), lambda: services.recall(fresh(sent), **by_chief))
    [refusal] = refused(answers)
    assert (refusal.status, bool(refusal.context["winner"])) == (409, True)
    assert returns(sent) == 1
    assert_whole()


def returns(row: Assignment) -> int:
    """How often the call went back to the queue."""
    return row.incident.timeline.filter(kind="moved", details__to="returned").count()


def test_recalling_against_reassigning_the_call_is_with_the_other_unit_or_in_the_queue(
    sent, city, other
):
    answers = at_once(
        recall(sent, city),
        lambda: services.reassign(fresh(sent), other, by=city.chief, reason="更近"),
    )
    assert len(refused(answers)) == 1
    assert_whole()


def test_two_urgent_calls_after_one_unit_one_gets_it(sent, city, call, unit):
    urgent = [call(level=1), call(level=1)]
    at_once(
        *(
            lambda incident=incident: send(city, incident, unit, preempt=True, reason="更急")
            for incident in urgent
        )
    )
    assert Assignment.objects.filter(OPEN_ENDS, is_primary=True).count() == 1
    assert fresh(sent).stage == "preempted"
    assert returns(sent) == 1
    assert_whole()


@pytest.mark.parametrize("end", ["recalled", "fed_back", "closed"])
def test_taking_a_unit_away_from_a_call_that_ends_just_then(sent, city, call, unit, end):
    step(sent, "on_scene", city)()
    closing = {"disposition": "mediated", "text": "已调解"}

    def close():
        incidents.move(sent.incident, "fed_back", by=city.nora)
        return incidents.move(sent.incident, "closed", by=city.nora, **closing)

    acts = {"recalled": recall(sent, city), "fed_back": step(sent, "fed_back", city)}
    urgent = call(level=1)
    at_once(
        acts.get(end, close),
        lambda: send(city, urgent, unit, by=city.chief, preempt=True, reason="更急"),
    )
    assert fresh(sent).ended_at
    assert_whole()


def test_the_last_two_units_report_at_once_and_the_call_is_fed_back_once(call, city, unit, other):
    rows = services.assign(call(), [unit, other], by=city.nora)
    by_radio = {"by": city.nora, "channel": "radio", **TO}
    for row in rows:
        stepping.step(fresh(row), "on_scene", **by_radio)
    answers = at_once(
        *(lambda row=row: stepping.step(fresh(row), "fed_back", **by_radio) for row in rows)
    )
    assert not refused(answers)
    told = rows[0].incident.timeline.filter(kind="moved", details__to="fed_back")
    assert told.count() == 1
    assert_whole()


def test_both_units_recalled_at_once_the_call_goes_back_once(call, city, unit, other):
    rows = services.assign(call(), [unit, other], by=city.nora)
    assert not refused(at_once(*(recall(row, city) for row in rows)))
    assert returns(rows[0]) == 1
    assert_whole()


@pytest.mark.parametrize("end", ["fed_back", "returned"])
def test_another_unit_sent_while_the_last_one_leaves(sent, city, other, end):
    if end == "fed_back":
        step(sent, "on_scene", city)()
    answers = at_once(
        step(sent, end, city), lambda: send(city, sent.incident, other, by=city.chief)
    )
    assert not refused(answers)
    assert Assignment.objects.filter(OPEN_ENDS).get().unit == other
    assert_whole()


def test_a_second_task_given_while_the_first_one_ends_becomes_the_first(sent, city, call, unit):
    step(sent, "on_scene", city)()
    second = call()
    at_once(step(sent, "fed_back", city), lambda: send(city, second, unit, by=city.chief))
    assert Assignment.objects.filter(OPEN_ENDS).get().is_primary
    assert_whole()


def test_both_tasks_of_a_unit_end_at_once_and_it_patrols_again(sent, city, call, unit):
    step(sent, "on_scene", city)()
    second = send(city, call(), unit)
    answers = at_once(step(sent, "fed_back", city), recall(second, city))
    assert not refused(answers)
    unit.refresh_from_db()
    assert unit.status == Unit.Status.PATROL
    assert_whole()
