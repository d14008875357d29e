"""The forces in the board's state: in scope, by right, as of one moment, and never without end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from command_center.dashboard import forces
from command_center.dashboard.page import config
from command_center.dashboard.sections import ASSIGNMENT_ORDER, UNIT_GROUPS, UNIT_LETTERS
from command_center.dispatch.assignments import services as assignments
from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.coverage.models import ResponseCircle
from command_center.dispatch.modes import services as modes
from command_center.dispatch.orders import receipts
from command_center.dispatch.orders import services as orders
from command_center.dispatch.orders.models import OrderReceipt
from grid.organisation.models import RoleGrant
from grid.organisation.roles import Role
from patrol.units.models import Unit
from tests.dashboard.forces import stand
from tests.dashboard.test_state import ask
from tests.patrol.make import NORTH_POINT, make_unit


def signs(answer):
    return [row["call_sign"] for row in answer.json()["units"]]


def grant(officer, role):
    RoleGrant.objects.create(officer=officer, role=role, granted_by="a", approved_by="b")
    return officer


def issue(city, **said):
    hour = timezone.now() + timezone.timedelta(hours=1)
    said = {"title": "加强巡逻", "text": "今晚加强车站周边巡逻。", "sign_by": hour} | said
    return orders.issue(by=city.chief, receivers=[city.north], **said)


def test_units_of_the_own_branch_are_there_with_position_and_age(city):
    stand(city, "P12", age_s=90)
    make_unit(city, call_sign="S01", agency=city.south_station)
    answer = ask(city.nora)
    assert signs(answer) == ["P12"]
    [unit] = answer.json()["units"]
    assert unit["position"]["age_s"] >= 90
    assert unit["position"]["is_stale"] is True
    assert answer.json()["unit_count"] == 1


def test_a_unit_that_never_told_where_it_is_has_no_position(city):
    make_unit(city, call_sign="P12")
    assert ask(city.nora).json()["units"][0]["position"] is None


def test_open_assignments_are_there_and_ended_ones_are_not(city, call):
    unit = make_unit(city, call_sign="P12")
    [sent] = assignments.assign(call(), [unit], by=city.nora)
    [row] = ask(city.nora).json()["assignments"]
    assert (row["id"], row["unit"]["call_sign"], row["stage"]) == (sent.pk, "P12", "issued")
    assignments.recall(sent, by=city.nora, reason="近处已有警力")
    assert ask(city.nora).json()["assignments"] == []


def test_of_many_units_those_on_a_call_come_first_and_all_are_counted(city, call, monkeypatch):
    monkeypatch.setattr(forces, "UNIT_LIMIT", 2)
    make_unit(city, call_sign="A1", status=Unit.Status.OFF)
    make_unit(city, call_sign="B1")
    engaged = make_unit(city, call_sign="Z9")
    assignments.assign(call(), [engaged], by=city.nora)
    answer = ask(city.nora)
    assert signs(answer) == ["Z9", "B1"]
    assert answer.json()["unit_count"] == 3


def test_who_may_not_read_dispatch_sees_units_but_neither_assignments_nor_mode(city, call):
    [unit] = [make_unit(city, call_sign="P12")]
    assignments.assign(call(), [unit], by=city.nora)
    told = ask(grant(city.stranger, Role.VIDEO_OPERATOR)).json()
    assert [row["call_sign"] for row in told["units"]] == ["P12"]
    assert {"assignments", "mode", "safety", "coverage"} & set(told) == set()


def test_a_takeover_is_said_to_those_below_and_takes_nothing_from_above(city):
    assert ask(city.nora).json()["mode"]["is_taken"] is False
    modes.start_major(city.city, by=city.chief, reason="大型活动安保")
    taken, holding = ask(city.nora).json()["mode"], ask(city.chief).json()["mode"]
    assert (taken["mode"], taken["is_taken"]) == ("major", True)
    assert taken["held_by"]["name"] == city.city.name
    assert (holding["mode"], holding["is_taken"]) == ("major", False)


def test_an_order_waits_for_the_own_signature_until_it_is_signed(city):
    issue(city)
    assert ask(city.nora).json()["orders"]["mine"] == 1
    assert ask(city.sam).json()["orders"]["mine"] == 0
    assert ask(city.chief).json()["orders"]["open"] == 1
    receipts.sign(OrderReceipt.objects.get(), by=city.nora)
    assert ask(city.nora).json()["orders"]["mine"] == 0


def test_circles_are_summed_up(city):
    stand(city, "P12", metres=100)
    point = f"SRID=4326;POINT({NORTH_POINT[0]} {NORTH_POINT[1]})"
    ResponseCircle.objects.create(agency=city.north, name="广场", tier=3, point=point)
    told = ask(city.nora).json()["coverage"]
    assert (told["met"], told["all"]) == (1, 1)


def test_the_sums_can_be_asked_for_alone(city):
    told = ask(city.nora, "/api/v1/state/forces/").json()
    assert set(told) == {"mode", "safety", "coverage", "orders"}


@pytest.mark.parametrize("who", ["cora", "tessa", "stranger"])
def test_whoever_has_no_board_gets_no_sums(city, who):
    assert ask(getattr(city, who), "/api/v1/state/forces/").status_code == 403


def test_more_units_cost_no_more_queries(city):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            forces.of(city.nora, now=timezone.now())
        return len(asked)

    stand(city, "P1")
    cost()
    few = cost()
    for n in range(2, 12):
        stand(city, f"P{n}")
    assert cost() == few


def test_every_status_is_in_exactly_one_group_and_every_kind_has_its_letters():
    grouped = [str(status) for _code, _name, statuses in UNIT_GROUPS for status in statuses]
    assert sorted(grouped) == sorted(Unit.Status.values)
    assert set(UNIT_LETTERS) == set(Unit.Kind)
    for letters in zip(*UNIT_LETTERS.values(), strict=True):
        assert len(set(letters)) == len(UNIT_LETTERS)


def test_every_stage_reads_a_stamp_an_assignment_has():
    fields = {field.name for field in Assignment._meta.get_fields()}
    assert {stamp for _stage, stamp in ASSIGNMENT_ORDER} <= fields


def test_the_page_knows_where_a_unit_and_an_order_are_opened(city):
    pages = config(city.nora, csrf="x", now=timezone.now())["pages"]
    assert "__" in pages["unit"]
    assert "__" in pages["order"]
