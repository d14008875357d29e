"""Response plans: which fit, what they would send, what activating one does."""

from collections.abc import Callable
from datetime import time

import pytest
from django.utils import timezone

from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.assignments.services import assign
from command_center.dispatch.modes.services import TakenOver, start_major
from command_center.dispatch.orders.models import DirectOrder
from command_center.dispatch.plans import activating, editing, selectors
from command_center.dispatch.plans.fitting import fitting, in_hours
from command_center.dispatch.plans.models import PlanActivation, ResponsePlan
from command_center.incidents.models import Incident
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.models import AuditEntry, EventEntry
from patrol.units.models import Unit
from tests.cast import Cast
from tests.dispatch.plans.conftest import need, stand
from tests.patrol.make import make_unit

Call = Callable[..., Incident]


def keep(city: Cast, code: str, **values: object) -> ResponsePlan:
    said = {"code": code, "name": code, "agency": city.city} | values
    return editing.create_plan(said, [need("units")], by=city.chief)


def test_the_narrowest_plan_comes_first_and_says_why(city: Cast, call: Call) -> None:
    keep(city, "any")
    keep(city, "branch", agency=city.north)
    keep(city, "crime", category_prefix="01")
    keep(city, "exact", category_prefix="0101", cells=["N-1"], levels=[1, 2, 3, 4])
    found = fitting(call())
    assert [fit.plan.code for fit in found] == ["exact", "crime", "branch", "any"]
    assert any("0101" in reason for reason in found[0].reasons)
    assert any(city.north_cell.name in reason for reason in found[0].reasons)


def test_plans_of_another_ground_day_level_or_hour_do_not_fit(city: Cast, call: Call) -> None:
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    now = timezone.localtime().time()
    other = time((now.hour + 3) % 24), time((now.hour + 4) % 24)
    keep(city, "south", agency=city.south)
    keep(city, "cell", cells=["N-2"])
    keep(city, "level", levels=[4])
    keep(city, "later", valid_from=tomorrow)
    keep(city, "hours", hour_from=other[0], hour_to=other[1])
    keep(city, "off", is_active=False)
    keep(city, "traffic", category_prefix="03")
    assert fitting(call(level=1)) == []


@pytest.mark.parametrize(
    ("at", "holds"), [(time(23), True), (time(5, 59), True), (time(6), False), (time(12), False)]
)
def test_hours_may_cross_midnight(at: time, holds: bool) -> None:
    assert in_hours(ResponsePlan(hour_from=time(22), hour_to=time(6)), at) is holds


def test_the_preview_says_what_would_be_sent_and_what_lacks(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    cars[1].status = cars[2].status = Unit.Status.OFF
    cars[1].save()
    cars[2].save()
    incident = call()
    [fit] = selectors.fits(incident, city.nora)
    armed, car = fit["preview"]["units"]
    assert armed["sent"] == [cars[0].call_sign]
    assert (car["sent"], car["short"]) == ([], 1)
    assert len(fit["preview"]["shortfalls"]) == 1
    assert fit["preview"]["checks"] == ["核实嫌疑车辆去向"]
    assert not Assignment.objects.exists()


def test_one_act_sends_units_orders_and_word_and_keeps_the_result(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    incident = call()
    made = activating.activate(plan, incident, by=city.nora)
    assert set(Assignment.objects.values_list("unit_id", flat=True)) == {cars[0].pk, cars[1].pk}
    order = DirectOrder.objects.get()
    assert order.receipts.get().receiver == f"agency:{city.north_station.code}"
    [step] = made.result["steps"]
    assert step["orders"][0]["number"] == order.number
    assert step["shortfalls"] == []
    assert [item.text for item in made.checks.all()] == ["核实嫌疑车辆去向"]
    told = EventEntry.objects.filter(kind="dispatch.plan_notified")
    assert {row.agency_path for row in told} == {city.city.path, city.north.path}
    assert AuditEntry.objects.filter(action="dispatch.plan_activated").exists()
    incident.refresh_from_db()
    assert incident.state == Incident.State.DISPATCHED


def test_the_next_step_adds_only_the_difference(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    made = activating.activate(plan, call(), by=city.nora)
    raised = activating.raise_step(made, by=city.nora, version=made.version)
    assert raised.step == 2
    second = raised.result["steps"][1]
    assert sum(len(row["sent"]) for row in second["units"]) == 1
    assert second["orders"] == []
    assert DirectOrder.objects.count() == 1
    assert Assignment.objects.count() == 3
    with pytest.raises(IllegalStep):
        activating.raise_step(raised, by=city.nora)


def test_units_on_the_incident_already_count(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    incident = call()
    assign(incident, [cars[0]], by=city.nora)
    made = activating.activate(plan, incident, by=city.nora)
    armed = made.result["steps"][0]["units"][0]
    assert (armed["there"], armed["sent"]) == ([cars[0].call_sign], [])


def test_a_plan_runs_once_on_an_incident_and_the_second_is_told_who_began(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    incident = call()
    activating.activate(plan, incident, by=city.nora)
    with pytest.raises(LostRace) as lost:
        activating.activate(plan, incident, by=city.chief)
    assert lost.value.context["winner"] == city.nora.as_actor().label
    assert PlanActivation.objects.count() == 1


def test_nobody_activates_where_another_holds_dispatch(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    incident = call()
    start_major(city.city, by=city.chief, reason="全市统一调度")
    with pytest.raises(TakenOver):
        activating.activate(plan, incident, by=city.nora)
    assert not PlanActivation.objects.exists()
    activating.activate(plan, incident, by=city.chief)


def test_an_order_that_cannot_be_sent_is_a_shortfall_and_stops_nothing(
    city: Cast, call: Call, cars: list[Unit]
) -> None:
    values = {"code": "south-too", "name": "两地协同", "agency": city.city}
    order = need(
        "order", title="协助封控", text="协助封控", receivers=[f"agency:{city.south.code}"]
    )
    plan = editing.create_plan(values, [need("units"), order], by=city.chief)
    made = activating.activate(plan, call(), by=city.nora)
    step = made.result["steps"][0]
    assert step["orders"] == []
    assert any("协助封控" in line for line in step["shortfalls"])
    assert Assignment.objects.count() == 1


def test_ticking_keeps_who_and_when_and_the_second_is_told(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    made = activating.activate(plan, call(), by=city.nora)
    item = activating.tick(made.checks.get(), by=city.nora, note="已核实")
    assert item.done_by == city.nora.as_actor().label
    with pytest.raises(LostRace):
        activating.tick(item, by=city.chief)


def test_the_end_needs_an_outcome_and_keeps_the_lessons(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    made = activating.activate(plan, call(), by=city.nora)
    with pytest.raises(InvalidInput):
        activating.end(made, by=city.nora, outcome=" ")
    with pytest.raises(StaleVersion):
        activating.end(made, by=city.nora, outcome="嫌疑人抓获", version=99)
    ended = activating.end(made, by=city.nora, outcome="嫌疑人抓获", lessons="增派无人机")
    assert ended.lessons == "增派无人机"
    with pytest.raises(LostRace):
        activating.end(made, by=city.nora, outcome="嫌疑人抓获")


def test_an_activation_keeps_the_text_it_began_with(
    plan: ResponsePlan, call: Call, cars: list[Unit], city: Cast
) -> None:
    made = activating.activate(plan, call(), by=city.nora)
    changed = editing.change_plan(
        plan, {"name": "新名称"}, [need("units", count=9)], by=city.chief, version=1
    )
    made.refresh_from_db()
    assert (made.plan_text["name"], made.plan_version) == ("抢劫警情预案", 1)
    assert (changed.version, changed.versions.get().text["name"]) == (2, "抢劫警情预案")
    with pytest.raises(StaleVersion):
        editing.change_plan(plan, {"name": "x"}, None, by=city.chief, version=1)


def test_every_fault_of_a_plan_is_named_and_nothing_is_half_written(city: Cast) -> None:
    needs = [
        need("units", capability="teleport"),
        need("order", title="短", text="", receivers=["robot:1"]),
        need("notify", title="通知人员"),
        need("check", title=""),
    ]
    values = {
        "code": "bad",
        "name": "x",
        "agency": city.city,
        "category_prefix": "99",
        "cells": ["X-9"],
        "hour_from": time(8),
    }
    with pytest.raises(InvalidInput) as refusal:
        editing.create_plan(values, needs, by=city.chief)
    pointers = {fault["pointer"] for fault in refusal.value.errors}
    assert {
        "/category_prefix",
        "/cells",
        "/hour_to",
        "/needs/0/capability",
        "/needs/1/title",
        "/needs/1/text",
        "/needs/1/receivers",
        "/needs/2/roles",
        "/needs/3/title",
    } <= pointers
    assert not ResponsePlan.objects.exists()


def test_a_plan_of_the_city_is_read_below_and_changed_only_above(
    plan: ResponsePlan, city: Cast
) -> None:
    assert selectors.plan("robbery", city.nora) == plan
    with pytest.raises(NotAllowed):
        editing.change_plan(plan, {"name": "x"}, None, by=city.nora, version=1)
    with pytest.raises(InvalidInput):
        keep(city, "robbery")


def test_a_unit_taken_meanwhile_is_said_and_left_out(
    plan: ResponsePlan, call: Call, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = stand(make_unit(city, is_armed=True))
    monkeypatch.setattr(activating, "choose", _choosing_too_early(gone))
    made = activating.activate(plan, call(), by=city.nora)
    assert any(gone.call_sign in line for line in made.result["steps"][0]["shortfalls"])


def _choosing_too_early(gone: Unit):
    """Choose as usual, and let the chosen unit go off duty before it is sent."""
    real = activating.choose

    def choose(*args: object, **kwargs: object):
        found = real(*args, **kwargs)
        Unit.objects.filter(pk=gone.pk).update(status=Unit.Status.OFF)
        return found

    return choose
