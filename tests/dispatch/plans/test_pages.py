"""Pages of plans and events as officers see and use them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.orders.models import DirectOrder
from command_center.dispatch.plans import activating
from command_center.dispatch.plans.events import parts, plans
from command_center.dispatch.plans.models import (
    EventPlan,
    PlanActivation,
    PlanCheck,
    PostDuty,
    ResponsePlan,
)
from patrol.units.models import Unit
from tests.cast import Cast
from tests.dispatch.plans.conftest import seat
from tests.dispatch.plans.test_events import (  # noqa: F401
    HERE,
    MORNING,
    add_post,
    car,
    draft,
    event,
    second,
)

LOCAL = "%Y-%m-%dT%H:%M:%S"


def said(moment: Any) -> str:
    return timezone.localtime(moment).strftime(LOCAL)


def rows(*needs: dict[str, Any]) -> dict[str, Any]:
    """The formset of needs as a browser posts it."""
    posted: dict[str, Any] = {"needs-TOTAL_FORMS": len(needs), "needs-INITIAL_FORMS": 0}
    first = {"step": 1, "count": 1, "sign_within_min": 10, "due_within_min": 60}
    for place, need in enumerate(needs):
        for name, value in (first | need).items():
            posted[f"needs-{place}-{name}"] = value
    return posted


def plan_body(city: Cast, *needs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "code": "page",
        "name": "页面预案",
        "agency": city.city.pk,
        "category_prefix": "01",
        "levels": ["1", "2", "3", "4"],
        "cells": "N-1, N-2",
        "valid_from": timezone.localdate().isoformat(),
        "is_active": "on",
        "form_key": "plan-form-0001",
        **rows(*needs),
    } | more


def test_a_commander_writes_a_plan_with_its_needs_on_one_page(city: Cast) -> None:
    chief = seat(city.chief)
    body = plan_body(
        city,
        {"kind": "units", "count": 2, "unit_kind": "car"},
        {},
        {"kind": "check", "title": "封锁现场", "step": 2},
    )
    assert chief.post("/plans/new/", body).status_code == 302
    plan = ResponsePlan.objects.get()
    assert (plan.steps, plan.cells, plan.needs.count()) == (2, ["N-1", "N-2"], 2)
    page = chief.get("/plans/of/page/").content.decode()
    assert "封锁现场" in page
    assert "页面预案" in seat(city.nora).get("/plans/?q=page").content.decode()
    assert "页面预案" not in seat(city.nora).get("/plans/?category=03").content.decode()
    sheet = b"".join(chief.get("/plans/export/").streaming_content).decode()
    assert "封锁现场" in sheet


def test_faults_stand_at_their_fields_and_rows(city: Cast) -> None:
    chief = seat(city.chief)
    body = plan_body(city, {}, {"kind": "order", "title": "短"}, category_prefix="99", cells="X-9")
    page = chief.post("/plans/new/", body)
    assert page.status_code == 400
    assert {"category_prefix", "cells"} <= set(page.context["form"].errors)
    assert {"title", "text", "receivers"} <= set(page.context["rows"].forms[1].errors)
    assert not ResponsePlan.objects.exists()


def test_a_stale_edit_is_refused_and_a_fresh_one_makes_the_next_version(
    plan: ResponsePlan, city: Cast
) -> None:
    chief = seat(city.chief)
    page = chief.get("/plans/of/robbery/edit/")
    assert page.context["rows"].total_form_count() == 10
    body = plan_body(city, {"kind": "units"}, version=1, name="新名称")
    assert chief.post("/plans/of/robbery/edit/", body).status_code == 302
    plan.refresh_from_db()
    assert (plan.name, plan.version, plan.needs.count()) == ("新名称", 2, 1)
    late = chief.post("/plans/of/robbery/edit/", body | {"form_key": "plan-form-0002"})
    assert late.status_code == 412


def test_the_first_fitting_plan_starts_with_one_key(
    plan: ResponsePlan, call: Any, cars: list[Unit], city: Cast
) -> None:
    number, nora = call().number, seat(city.nora)
    page = nora.get(f"/incidents/{number}/plans/").content.decode()
    assert page.count("autofocus") == 1
    where = f"/incidents/{number}/plans/robbery/activate/"
    answer = nora.post(where, {"form_key": "start-key-0001"})
    made = PlanActivation.objects.get()
    assert answer["Location"] == f"/plans/at-work/{made.pk}/"
    assert nora.post(where, {"form_key": "start-key-0001"})["Location"] == answer["Location"]
    again = nora.post(where, {"form_key": "start-key-0002"}, follow=True).content.decode()
    assert city.nora.badge_number in again
    assert PlanActivation.objects.count() == 1


def test_a_plan_at_work_is_ticked_raised_and_ended_on_its_page(
    plan: ResponsePlan, call: Any, cars: list[Unit], city: Cast
) -> None:
    made = activating.activate(plan, call(), by=city.nora)
    nora, at = seat(city.nora), f"/plans/at-work/{made.pk}/"
    assert f"{at}raise/" in nora.get(at).content.decode()
    item = PlanCheck.objects.get()
    nora.post(f"/plans/checks/{item.pk}/tick/", {"form_key": "tick-key-0001", "note": "好"})
    made.refresh_from_db()
    nora.post(f"{at}raise/", {"form_key": "lift-key-0001", "version": made.version})
    made.refresh_from_db()
    assert made.step == 2
    bad = nora.post(f"{at}end/", {"form_key": "ends-key-0001", "outcome": ""})
    assert bad.status_code == 400
    body = {"form_key": "ends-key-0002", "outcome": "嫌疑人抓获", "version": made.version}
    assert nora.post(f"{at}end/", body).status_code == 302
    page = nora.get(at).content.decode()
    assert "嫌疑人抓获" in page
    assert f"{at}raise/" not in page


def test_those_who_only_look_get_no_buttons(
    plan: ResponsePlan, call: Any, cars: list[Unit], city: Cast
) -> None:
    made = activating.activate(plan, call(), by=city.nora)
    ada = seat(city.ada)
    assert "/tick/" not in ada.get(f"/plans/at-work/{made.pk}/").content.decode()
    assert "/plans/new/" not in ada.get("/plans/").content.decode()
    assert "/activate/" not in ada.get(f"/incidents/{made.incident.number}/plans/").content.decode()
    assert Assignment.objects.exists()


def event_body(city: Cast, **more: Any) -> dict[str, Any]:
    return {
        "name": "示例演出",
        "kind": "festival",
        "agency": city.city.pk,
        "place": "示例广场",
        "lng": 125.11,
        "lat": 42.91,
        "radius_m": 400,
        "starts_at": said(MORNING),
        "ends_at": said(MORNING + timedelta(hours=3)),
        "level": 2,
        "expected_people": 5_000,
        "commander": city.chief.pk,
        "form_key": "event-form-001",
    } | more


def test_an_event_is_drafted_filled_and_approved_by_a_second_on_pages(
    city: Cast,
    second: Any,  # noqa: F811
    car: Unit,  # noqa: F811
) -> None:
    chief = seat(city.chief)
    assert chief.post("/event-plans/new/", event_body(city)).status_code == 302
    made = EventPlan.objects.get()
    at = f"/event-plans/{made.pk}/"
    post = {
        "name": "北门",
        "lng": 125.11,
        "lat": 42.91,
        "required_people": 3,
        "units": [car.pk],
        "manned_from": said(MORNING),
        "manned_to": said(MORNING + timedelta(hours=1)),
        "form_key": "event-form-002",
    }
    assert chief.post(f"{at}add/posts/", post).status_code == 302
    goods = {"name": "隔离栏", "required": 40, "ready": 10, "form_key": "event-form-003"}
    assert chief.post(f"{at}add/resources/", goods).status_code == 302
    thing = made.resources.get()
    change = goods | {"ready": 40, "version": 1, "form_key": "event-form-004"}
    assert chief.post(f"{at}resources/{thing.pk}/", change).status_code == 302
    page = chief.get(at).content.decode()
    assert "40 / 40" in page
    assert chief.post(f"{at}step/approved/", {"form_key": "event-form-005"}).status_code == 403
    assert seat(second).post(f"{at}step/approved/", {"form_key": "event-form-6"}).status_code == 302
    assert PostDuty.objects.count() == 1
    gone = goods | {"remove": "1", "version": 2, "form_key": "event-form-007"}
    assert chief.post(f"{at}resources/{thing.pk}/", gone).status_code == 409


def test_the_board_moves_posts_hears_units_and_settles_the_timeline(
    event: EventPlan,  # noqa: F811
    city: Cast,
) -> None:
    line = parts.add_part(
        event, "milestones", {"due_at": MORNING, "text": "开放入口"}, by=city.chief
    )
    chief, at = seat(city.chief), f"/event-plans/{event.pk}/"
    post = event.posts.get()
    page = chief.get(f"{at}board/").content.decode()
    assert "event-map-data" in page
    form = chief.get(f"{at}posts/{post.pk}/move/?lng=125.115&lat=42.911")
    assert 'value="125.115"' in form.content.decode()
    body = {"lng": 125.115, "lat": 42.911, "reason": "改道", "version": post.version}
    moved = chief.post(f"{at}posts/{post.pk}/move/", body | {"form_key": "move-form-001"})
    assert moved.status_code == 302
    assert DirectOrder.objects.count() == 1
    stale = chief.post(f"{at}posts/{post.pk}/move/", body | {"form_key": "move-form-002"})
    assert stale.status_code == 412
    duty = PostDuty.objects.get()
    nora = seat(city.nora)
    nora.post(f"/post-duties/{duty.pk}/manned/", {"people": "3", "form_key": "mann-form-001"})
    nora.post(f"{at}milestones/{line.pk}/settle/", {"state": "done", "form_key": "sett-form-001"})
    duty.refresh_from_db()
    line.refresh_from_db()
    assert (duty.state, line.state) == ("done", "done")
    order = {"title": "加强巡查", "text": "加强巡查", "form_key": "orde-form-001"}
    assert chief.post(f"{at}order/", order).status_code == 302
    assert DirectOrder.objects.count() == 2


def test_a_closed_event_is_a_report_to_print_and_to_copy(
    event: EventPlan,  # noqa: F811
    city: Cast,
) -> None:
    plans.start_event(event, by=city.chief, version=None)
    chief, at = seat(city.chief), f"/event-plans/{event.pk}/"
    close = {"text": "圆满完成任务", "form_key": "clos-form-001"}
    assert chief.post(f"{at}step/closed/", close).status_code == 302
    page = chief.get(at).content.decode()
    assert "圆满完成任务" in page
    assert "data-print" in page
    assert f"{at}step/" not in page
    copy = {"name": "下一届", "starts_at": said(MORNING + timedelta(days=365))}
    answer = chief.post(f"{at}copy/", copy | {"form_key": "copy-form-001"})
    assert answer.status_code == 302
    found = chief.get("/event-plans/?q=马拉松&state=closed").content.decode()
    assert event.name in found
    assert "下一届" not in found
    sheet = b"".join(chief.get(f"{at}posts.csv").streaming_content).decode()
    assert "起点东口" in sheet
    assert event.name in b"".join(chief.get("/event-plans/export/").streaming_content).decode()


@pytest.mark.parametrize("where", ["step/dancing/", "add/dances/", "dances/1/"])
def test_addresses_that_name_no_part_or_step_lead_nowhere(
    where: str,
    event: EventPlan,  # noqa: F811
    city: Cast,
) -> None:
    assert seat(city.chief).get(f"/event-plans/{event.pk}/{where}").status_code == 404
