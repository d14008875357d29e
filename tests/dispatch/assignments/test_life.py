"""An assignment from issue to feedback, and what its unit and its call do meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from command_center.dispatch.assignments import selectors, services, stepping
from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.dispatch.assignments.stages import STAMPS
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from patrol.units.models import Unit
from tests.dispatch.assignments.conftest import send
from tests.patrol.make import make_unit

S = Incident.State


def now_of(row):
    return Assignment.objects.select_related("incident", "unit").get(pk=row.pk)


def test_a_unit_that_is_sent_is_assigned_and_its_call_dispatched(sent, unit):
    row = now_of(sent)
    assert (row.stage, row.state, row.is_primary) == ("issued", "issued", True)
    assert row.incident.state == S.DISPATCHED
    assert row.incident.dispatched_at >= row.issued_at
    assert row.unit.status == Unit.Status.ASSIGNED
    assert row.sign_by == row.due_at == row.issued_at + timedelta(seconds=30)


def test_unit_and_call_follow_each_step_until_feedback_frees_the_unit(sent, city):
    followed = {
        "delivered": (S.DELIVERED, "assigned"),
        "signed": (S.ACCEPTED, "assigned"),
        "departed": (S.DEPARTED, "en_route"),
        "on_scene": (S.ON_SCENE, "on_scene"),
        "handled": (S.HANDLING, "on_scene"),
        "fed_back": (S.FED_BACK, "patrol"),
    }
    for to, (state, status) in followed.items():
        stepping.step(now_of(sent), to, by=city.pat, text="调解完毕" if to == "fed_back" else "")
        row = now_of(sent)
        assert (row.stage, row.incident.state, row.unit.status) == (to, state, status)
        assert getattr(row, STAMPS[Stage(to)]) is not None
    assert row.state == "done"
    assert row.done_at == row.ended_at == row.fed_back_at
    assert row.incident.outcome == row.outcome == "调解完毕"
    assert row.incident.handled_at == row.handled_at
    stamps = [getattr(row, name) for name in STAMPS.values()]
    assert stamps == sorted(stamps)


def test_each_step_is_a_fact_with_the_brief_and_a_line_in_the_call_s_timeline(sent, city):
    stepping.step(sent, "signed", by=city.pat)
    facts = EventEntry.objects.filter(kind__startswith="dispatch.assignment_").order_by("seq")
    assert [fact.kind for fact in facts] == [
        "dispatch.assignment_issued",
        "dispatch.assignment_signed",
    ]
    last = facts.last()
    assert last.payload["stage"] == "signed"
    assert last.payload["incident"]["number"] == sent.incident.number
    assert last.agency_path == sent.unit.agency.path
    kinds = list(sent.incident.timeline.values_list("kind", flat=True))
    assert "assignment_issued" in kinds
    assert "assignment_signed" in kinds


def test_a_unit_that_is_there_has_signed_by_arriving_and_no_time_is_made_up(sent, city):
    row = stepping.step(sent, "on_scene", by=city.pat)
    assert (row.state, row.signed_at, row.departed_at) == ("signed", None, None)
    assert row.signed_by == city.pat.as_actor().label
    assert selectors.brief(row)["missing"] == ["signed", "departed"]


def test_a_step_taken_before_is_refused_with_who_and_when(sent, city):
    signed = stepping.step(sent, "signed", by=city.pat)
    with pytest.raises(LostRace) as refusal:
        stepping.step(now_of(sent), "signed", by=city.nora, channel="radio")
    assert refusal.value.context["winner"] == city.pat.as_actor().label
    assert refusal.value.context["at"] == selectors.moment(signed.signed_at)
    assert "departed" in refusal.value.context["next_steps"]


def test_a_step_that_is_not_possible_says_which_are(sent, city):
    with pytest.raises(IllegalStep) as refusal:
        stepping.step(sent, "handled", by=city.pat)
    assert refusal.value.context["next_steps"] == [
        "delivered",
        "signed",
        "departed",
        "on_scene",
        "returned",
    ]


def test_a_stale_version_is_refused_with_both(sent, city):
    with pytest.raises(StaleVersion) as refusal:
        stepping.step(sent, "signed", by=city.pat, version=7)
    assert refusal.value.context["your_version"] == 7
    assert refusal.value.context["current_version"] == 1


def test_the_time_of_the_device_counts(sent, city):
    Assignment.objects.filter(pk=sent.pk).update(issued_at=timezone.now() - timedelta(minutes=30))
    at = timezone.now() - timedelta(minutes=20)
    row = stepping.step(sent, "signed", by=city.pat, at=at)
    assert row.signed_at == at
    entry = row.incident.timeline.get(kind="assignment_signed")
    assert (entry.happened_at, entry.is_late) == (at, True)


def test_a_clock_a_little_behind_is_raised_to_the_earlier_step_and_marked(sent, city):
    row = stepping.step(sent, "signed", by=city.pat, at=sent.issued_at - timedelta(minutes=3))
    assert row.signed_at == row.issued_at
    assert "before the earlier step" in row.incident.timeline.get(kind="assignment_signed").warning


@pytest.mark.parametrize("minutes", [-11, 3])
def test_a_clock_far_off_is_refused_and_the_field_named(sent, city, minutes):
    with pytest.raises(InvalidInput) as refusal:
        stepping.step(sent, "signed", by=city.pat, at=timezone.now() + timedelta(minutes=minutes))
    assert refusal.value.errors[0]["pointer"] == "/at"


def test_a_dispatcher_says_over_which_channel_the_crew_told_it(sent, city):
    with pytest.raises(InvalidInput):
        stepping.step(sent, "signed", by=city.nora)
    row = stepping.step(sent, "signed", by=city.nora, channel="radio")
    assert (row.channel, row.signed_by) == ("radio", city.nora.as_actor().label)


def test_a_crew_takes_steps_of_its_own_unit_only(city, call, other, unit):
    row = send(city, call(), other)
    with pytest.raises(NotAllowed):
        stepping.step(row, "signed", by=city.pat)


def test_a_unit_off_duty_is_not_sent(city, call, unit):
    Unit.objects.filter(pk=unit.pk).update(status="off")
    with pytest.raises(IllegalStep) as refusal:
        send(city, call(), unit)
    assert refusal.value.context["unit"] == "P12"


def test_the_operator_s_own_word_on_a_unit_outlives_the_end_of_its_task(sent, city):
    Unit.objects.filter(pk=sent.unit_id).update(status="out")
    services.recall(sent, by=city.nora, reason="车辆故障")
    assert now_of(sent).unit.status == "out"


def test_a_call_sent_back_returns_to_the_queue_with_the_reason(sent, city):
    with pytest.raises(InvalidInput):
        stepping.step(sent, "returned", by=city.pat)
    stepping.step(sent, "returned", by=city.pat, text="不在辖区")
    row = now_of(sent)
    assert (row.stage, row.state, row.reason) == ("returned", "returned", "不在辖区")
    assert (row.incident.state, row.unit.status) == (S.RETURNED, "patrol")
    assert selectors.owner_of(row.incident)["kind"] == "desk"


def test_of_several_units_the_last_one_s_feedback_ends_the_call(city, call, unit, other):
    incident = call()
    first, second = services.assign(incident, [unit, other], by=city.nora)
    for to in ("on_scene", "handled", "fed_back"):
        stepping.step(first, to, by=city.pat, text="一车完毕")
    assert now_of(first).incident.state == S.HANDLING
    for to in ("on_scene", "fed_back"):
        stepping.step(second, to, by=city.nora, channel="radio", text="全部完毕")
    assert now_of(first).incident.state == S.FED_BACK


def test_when_one_unit_reported_and_the_last_is_recalled_the_call_is_fed_back(
    city, call, unit, other
):
    first, second = services.assign(call(), [unit, other], by=city.nora)
    for to in ("on_scene", "fed_back"):
        stepping.step(first, to, by=city.pat, text="处置完毕")
    services.recall(second, by=city.nora, reason="不再需要")
    assert now_of(first).incident.state == S.FED_BACK


def test_a_call_never_goes_back_when_its_furthest_unit_leaves(city, call, unit, other):
    first, second = services.assign(call(), [unit, other], by=city.nora)
    stepping.step(first, "on_scene", by=city.pat)
    services.recall(first, by=city.nora, reason="另有任务")
    assert now_of(second).incident.state == S.ON_SCENE
    services.recall(second, by=city.nora, reason="另有任务")
    assert now_of(second).incident.state == S.RETURNED


def test_reassigning_keeps_the_call_owned_and_frees_the_first_unit(sent, city, other):
    made = services.reassign(sent, other, by=city.nora, reason="更近")
    old = now_of(sent)
    assert (old.stage, old.unit.status) == ("recalled", "patrol")
    assert (made.unit.call_sign, now_of(made).incident.state) == ("P14", S.DISPATCHED)
    states = EventEntry.objects.filter(kind="incidents.moved").values_list("payload", flat=True)
    assert "returned" not in [payload["to"] for payload in states]


@pytest.mark.parametrize("step", ["cancelled", "transferred"])
def test_a_call_that_is_over_frees_its_units_in_order(sent, city, step):
    incidents.move(sent.incident, step, by=city.nora)
    row = now_of(sent)
    assert (row.stage, row.state, row.unit.status) == ("recalled", "cancelled", "patrol")
    kinds = list(EventEntry.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds.index("dispatch.assignment_recalled") < len(kinds) - 1
    assert kinds[-1] == "incidents.moved"


def test_closing_a_call_ends_the_task_of_a_unit_that_was_there_as_fed_back(sent, city):
    stepping.step(sent, "on_scene", by=city.pat)
    incidents.move(sent.incident, "fed_back", by=city.nora, text="口头反馈")
    assert now_of(sent).ended_at is None
    incidents.move(sent.incident, "closed", by=city.nora, disposition="mediated", text="已调解")
    row = now_of(sent)
    assert (row.stage, row.outcome, row.unit.status) == ("fed_back", "已调解", "patrol")


def test_a_reopened_call_does_not_close_itself_and_waits_for_new_feedback(sent, city, other):
    for to in ("on_scene", "fed_back"):
        stepping.step(sent, to, by=city.pat, text="处置完毕")
    closed = incidents.move(sent.incident, "closed", by=city.nora, disposition="mediated")
    reopened = incidents.move(closed, "reopened", by=city.nora)
    assert reopened.state == S.HANDLING
    again = send(city, reopened, other)
    services.recall(again, by=city.nora, reason="派错了车")
    assert now_of(again).incident.state == S.RETURNED


def test_a_call_that_was_reported_is_taken_up_again_when_somebody_is_sent(sent, city, other):
    for to in ("on_scene", "fed_back"):
        stepping.step(sent, to, by=city.pat, text="处置完毕")
    again = send(city, now_of(sent).incident, other)
    assert now_of(again).incident.state == S.HANDLING
    for to in ("on_scene", "fed_back"):
        stepping.step(again, to, by=city.nora, channel="phone", text="复查完毕")
    assert now_of(again).incident.state == S.FED_BACK


def test_nobody_is_sent_to_a_call_that_is_over(city, call, unit):
    incident = incidents.move(call(), "cancelled", by=city.nora)
    with pytest.raises(IllegalStep):
        send(city, incident, unit)


def test_sending_is_all_or_nothing(city, call, unit):
    off = make_unit(city, status="off")
    with pytest.raises(IllegalStep):
        services.assign(call(), [unit, off], by=city.nora)
    assert not Assignment.objects.exists()
