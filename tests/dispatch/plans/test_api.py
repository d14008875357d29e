"""Plans and events over REST."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from command_center.dispatch.plans.models import PostDuty, ResponsePlan
from patrol.units.models import Unit
from tests.cast import Cast
from tests.dispatch.plans.conftest import NORTH, Desk
from tests.dispatch.plans.test_events import second  # noqa: F401
from tests.patrol.make import make_crew, make_unit

SOON = timezone.now() + timedelta(days=1)


def test_a_commander_writes_a_plan_and_its_next_version(city: Cast) -> None:
    body = {
        "code": "fire",
        "name": "火警预案",
        "agency": city.city.code,
        "category_prefix": "04",
        "needs": [{"kind": "units", "count": 2}, {"kind": "check", "title": "疏散群众", "step": 2}],
    }
    made = Desk(city.chief).post("response-plans/", body)
    assert (made.status_code, made.data["steps"]) == (201, 2)
    assert Desk(city.nora).post("response-plans/", body).status_code == 403
    assert Desk(city.chief).post("response-plans/", body).data["errors"][0]["pointer"] == "/code"
    changed = Desk(city.chief).patch("response-plans/fire/", {"note": "新", "version": 1})
    assert (changed.data["version"], len(changed.data["needs"])) == (2, 2)
    assert Desk(city.chief).patch("response-plans/fire/", {"note": "旧"}).status_code == 400
    stale = Desk(city.chief).patch("response-plans/fire/", {"note": "旧", "version": 1})
    assert stale.status_code == 412
    assert Desk(city.nora).get("response-plans/", q="火警").data["count"] == 1


def test_faults_of_a_plan_come_back_with_their_places(city: Cast) -> None:
    body = {"code": "x", "name": "y", "agency": city.city.code, "needs": [{"kind": "magic"}]}
    answer = Desk(city.chief).post("response-plans/", body)
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"].startswith("/needs/0/kind")


def test_a_dispatcher_sees_what_fits_and_activates_it_with_one_post(
    plan: ResponsePlan, call: Any, cars: list[Unit], city: Cast
) -> None:
    number, nora = call().number, Desk(city.nora)
    [fit] = nora.get(f"incidents/{number}/plans/").data
    assert fit["code"] == plan.code
    made = nora.post(f"incidents/{number}/plans/{plan.code}/activate/")
    assert made.status_code == 201
    again = nora.post(f"incidents/{number}/plans/{plan.code}/activate/")
    assert again.status_code == 409
    assert again.data["activation"] == made.data["id"]
    one = f"plan-activations/{made.data['id']}/"
    assert nora.post(f"{one}raise/", {}).status_code == 400
    raised = nora.post(f"{one}raise/", {"version": made.data["version"]})
    assert raised.data["step"] == 2
    check = raised.data["checks"][0]["id"]
    assert nora.post(f"plan-checks/{check}/tick/", {"note": "好"}).data["done_by"]
    assert nora.post(f"plan-checks/{check}/tick/").status_code == 409
    assert nora.post(f"{one}end/", {"outcome": "抓获嫌疑人"}).data["ended_at"]
    assert nora.get("plan-activations/", incident=number, state="ended").data["count"] == 1
    assert Desk(city.sam).get(one).status_code == 404


def test_a_plan_has_no_more_steps_than_it_has(plan: ResponsePlan, call: Any, city: Cast) -> None:
    path = f"incidents/{call().number}/plans/{plan.code}/activate/"
    assert Desk(city.nora).post(path, {"step": 3}).status_code == 400


def event_body(city: Cast, **more: Any) -> dict[str, Any]:
    said = {
        "name": "示例音乐节",
        "kind": "festival",
        "agency": city.city.code,
        "place": "示例广场",
        **NORTH,
        "starts_at": SOON.isoformat(),
        "ends_at": (SOON + timedelta(hours=4)).isoformat(),
        "commander": "C001",
    }
    return said | more


def test_the_life_of_an_event_over_rest(city: Cast, second: Any) -> None:  # noqa: F811
    chief, unit = Desk(city.chief), make_unit(city, call_sign="P77")
    make_crew(unit, city.pat)
    made = chief.post("event-plans/", event_body(city))
    assert made.status_code == 201
    one = f"event-plans/{made.data['id']}/"
    span = {"manned_from": SOON.isoformat(), "manned_to": (SOON + timedelta(hours=2)).isoformat()}
    post = chief.post(f"{one}posts/", {"name": "北门", **NORTH, "units": ["P77"], **span})
    assert post.data["units"] == ["P77"]
    assert (
        chief.post(f"{one}posts/", {"name": "南门", **NORTH, "units": ["X1"], **span})
        .data["errors"][0]["pointer"]
        .startswith("/units")
    )
    line = chief.post(f"{one}milestones/", {"due_at": SOON.isoformat(), "text": "开场"}).data
    assert chief.post(f"{one}steps/", {"to": "approved"}).status_code == 403
    assert Desk(second).post(f"{one}steps/", {"to": "approved"}).data["state"] == "approved"
    [mine] = Desk(city.pat).get("my-posts/").data["results"]
    assert mine["post"] == "北门"
    moved = chief.post(f"{one}posts/{post.data['id']}/move/", {"lng": 125.112, "lat": 42.911})
    assert moved.data["order"]
    manned = Desk(city.pat).post(f"my-posts/{mine['id']}/manned/", {"people": 2})
    assert manned.data["state"] == "done"
    assert chief.post(f"{one}steps/", {"to": "running"}).data["state"] == "running"
    settled = chief.post(f"{one}milestones/{line['id']}/settle/", {"state": "done"})
    assert settled.data["state"] == "done"
    assert chief.post(f"{one}orders/", {"title": "加强巡查", "text": "加强巡查"}).data["number"]
    board = Desk(city.ada).get(f"{one}board/").data
    assert board["posts"][0]["state"] == "manned"
    assert len(board["orders"]) == 2
    closed = chief.post(f"{one}steps/", {"to": "closed", "text": "顺利结束"})
    assert closed.data["result"]["posts"]["on_time"] == 1
    copied = chief.post(
        f"{one}copy/", {"name": "次年", "starts_at": (SOON + timedelta(days=365)).isoformat()}
    )
    assert copied.data["copied_from"] == made.data["id"]
    assert PostDuty.objects.count() == 1


def test_parts_of_a_draft_are_changed_and_taken_out(city: Cast) -> None:
    chief = Desk(city.chief)
    one = f"event-plans/{chief.post('event-plans/', event_body(city)).data['id']}/"
    goods = chief.post(f"{one}resources/", {"name": "隔离栏", "required": 40}).data
    at = f"{one}resources/{goods['id']}/"
    assert chief.patch(at, {"ready": 20, "version": 1}).data["ready"] == 20
    assert chief.patch(at, {"ready": 30, "version": 1}).status_code == 412
    assert chief._send("delete", at, {"version": 2}).status_code == 204
    assert chief.get(f"{one}resources/").data["count"] == 0


def test_an_event_of_the_city_is_absent_for_a_branch(city: Cast) -> None:
    made = Desk(city.chief).post("event-plans/", event_body(city)).data
    assert Desk(city.nora).get(f"event-plans/{made['id']}/").status_code == 404
    assert Desk(city.nora).get("event-plans/").data["count"] == 0
