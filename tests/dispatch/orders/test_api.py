"""Orders over REST: a district's system, a phone, a screen."""

from itertools import count

import pytest
from django.test import Client

from command_center.dispatch.orders.models import DirectOrder, OrderReceipt
from grid.organisation.services import create_client
from tests.dispatch.orders.conftest import in_minutes
from tests.patrol.make import make_crew, make_station, make_unit

KEYS = count(1)
JSON = {"content_type": "application/json"}


def key():
    return {"Idempotency-Key": f"orders-{next(KEYS):06d}"}


class Caller:
    """Somebody at the REST interface."""

    def __init__(self, officer=None, token=""):
        self.client = Client(headers={"Authorization": f"Bearer {token}"} if token else None)
        if officer:
            self.client.force_login(officer)

    def get(self, path):
        return self.client.get(f"/api/v1/{path}")

    def post(self, path, body=None, **headers):
        headers = key() | headers
        return self.client.post(f"/api/v1/{path}", body or {}, headers=headers, **JSON)


def body(**more):
    return {
        "title": "加强校门巡逻",
        "text": "即日起每日 7:30 至 8:30 派警到校门。",
        "sign_by": in_minutes(5).isoformat(),
        "due_at": in_minutes(60).isoformat(),
        **more,
    }


def test_an_order_to_agency_station_and_unit_is_issued_once_though_sent_twice(cast):
    unit, station = make_unit(cast), make_station(cast)
    said = body(agencies=[cast.south.code], stations=[station.code], units=[unit.call_sign])
    chief, once = Caller(cast.chief), key()
    first = chief.post("orders/", said, **once)
    again = chief.post("orders/", said, **once)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["number"] == again.json()["number"]
    assert DirectOrder.objects.count() == 1
    told = first.json()
    assert {row["receiver"] for row in told["receipts"]} == {
        f"agency:{cast.south.code}",
        f"station:{station.code}",
        f"unit:{unit.call_sign}",
    }
    assert [copy["agency"]["code"] for copy in told["copies"]] == [
        cast.north.code,
        cast.north_station.code,
    ]


def test_a_code_out_of_scope_is_pointed_at_and_nothing_is_written(cast):
    said = body(agencies=[cast.north_station.code, cast.south.code], units=["没有"])
    answer = Caller(cast.nora).post("orders/", said)
    assert answer.status_code == 400
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/agencies/1", "/units/0"]
    assert not DirectOrder.objects.exists()


def test_who_may_not_issue_is_refused(cast):
    for officer in (cast.cora, cast.ada):
        assert Caller(officer).post("orders/", body(agencies=[])).status_code == 403


def test_a_station_sees_what_it_received_the_branch_its_copy_the_other_branch_nothing(cast, give):
    order = give(cast.north_station)
    assert Caller(cast.cora).get(f"orders/{order.number}/").status_code == 200
    branch = Caller(cast.nora).get(f"orders/{order.number}/").json()
    assert branch["copies"][0]["agency"]["code"] == cast.north.code
    assert len(branch["receipts"]) == 1
    assert Caller(cast.sam).get(f"orders/{order.number}/").status_code == 404
    assert Caller(cast.sam).get("orders/").json()["count"] == 0


def test_of_an_order_to_both_branches_each_sees_its_own_receivers_only(cast, give):
    order = give(cast.north, cast.south)
    told = Caller(cast.nora).get(f"orders/{order.number}/").json()
    assert [row["agency"]["code"] for row in told["receipts"]] == [cast.north.code]
    assert told["counts"]["receivers"] == 1


def test_the_list_is_filtered_by_what_is_left_to_do(cast, give):
    done, waiting = give(cast.north), give(cast.south, title="重大警情通报")
    OrderReceipt.objects.filter(order=done).update(state="done", done_at=in_minutes(0))
    OrderReceipt.objects.filter(order=waiting).update(overdue_at=in_minutes(0))
    chief = Caller(cast.chief)

    def numbers(query):
        return [row["number"] for row in chief.get(f"orders/?{query}").json()["results"]]

    assert numbers("state=done") == [done.number]
    for query in ("state=open", "state=late", "state=unsigned", "q=重大", f"q={waiting.number}"):
        assert numbers(query) == [waiting.number]
    assert chief.get("orders/?state=nonsense").status_code == 400


def test_a_phone_reads_its_orders_signs_and_reports(cast, give):
    unit = make_unit(cast)
    make_crew(unit, cast.pat)
    order = give(unit)
    phone = Caller(cast.pat)
    [mine] = phone.get("my-orders/?open=true").json()["results"]
    assert (mine["order"]["number"], mine["receipt"]["state"]) == (order.number, "issued")
    assert OrderReceipt.objects.get().delivered_at is not None
    assert len(phone.get("my-orders/pending/").json()) == 1
    signed = phone.post(f"orders/{order.number}/sign/")
    assert signed.json()["receipt"]["state"] == "signed"
    assert phone.get("my-orders/pending/").json() == []
    done = phone.post(f"orders/{order.number}/result/", {"text": "已到岗 2 人"})
    assert done.json()["receipt"]["result"] == "已到岗 2 人"


def test_whose_signature_it_is_must_be_named_when_there_are_two(cast, give):
    unit = make_unit(cast)
    make_crew(unit, cast.pat)
    order = give(unit, cast.north_station)
    phone = Caller(cast.pat)
    assert phone.post(f"orders/{order.number}/sign/").status_code == 400
    said = {"receiver": f"agency:{cast.north_station.code}"}
    assert phone.post(f"orders/{order.number}/sign/", said).status_code == 200
    assert phone.post(f"orders/{order.number}/sign/", {"receiver": "agency:1"}).status_code == 404


def test_a_version_seen_before_somebody_changed_it_is_refused(cast, give):
    order = give()
    stale = Caller(cast.cora).post(f"orders/{order.number}/sign/", {"version": 7})
    assert stale.status_code == 412


def test_a_districts_system_lists_signs_and_reports_for_its_agency(cast, give):
    scopes = ["orders.read", "orders.sign"]
    _client, token = create_client(
        name="北分局平台", scopes=scopes, owner="x", agency=cast.north, by=cast.seth.as_actor()
    )
    order = give(cast.north)
    system = Caller(token=token)
    assert system.get("orders/").json()["results"][0]["number"] == order.number
    assert system.post(f"orders/{order.number}/sign/").status_code == 200
    assert system.post(f"orders/{order.number}/result/", {"text": "已部署"}).status_code == 200
    assert system.post("orders/", body(agencies=[])).status_code == 403
    below = give(cast.north_station)
    assert (
        system.post(
            f"orders/{below.number}/sign/", {"receiver": f"agency:{cast.north_station.code}"}
        ).status_code
        == 403
    )


def test_a_warning_goes_down_and_its_levels_are_told(cast):
    said = body(kind="warning", agencies=[cast.north.code], subject_phone="138 0000 0000")
    order = Caller(cast.chief).post("orders/", said).json()
    assert order["subject_phone"] == "138****0000"
    branch = Caller(cast.nora)
    branch.post(f"orders/{order['number']}/sign/")
    times = {"sign_by": in_minutes(10).isoformat(), "due_at": in_minutes(30).isoformat()}
    made = branch.post(f"orders/{order['number']}/pass-down/", times)
    assert (made.status_code, made.json()["parent"]) == (201, order["number"])
    told = Caller(cast.chief).get(f"orders/{order['number']}/").json()
    assert [tier["receivers"] for tier in told["levels"]] == [1, 1]


def test_supplement_resend_and_withdraw(cast, give):
    order = give()
    chief = Caller(cast.chief)
    added = chief.post(f"orders/{order.number}/supplement/", {"text": "携带执法记录仪"})
    assert added.json()["additions"][0]["text"] == "携带执法记录仪"
    assert chief.post(f"orders/{order.number}/resend/").json()["receipts"][0]["resent"] == 1
    gone = chief.post(f"orders/{order.number}/withdraw/", {"reason": "情况解除"})
    assert gone.json()["withdrawn_reason"] == "情况解除"
    late = Caller(cast.cora).post(f"orders/{order.number}/sign/")
    assert (late.status_code, late.json()["code"]) == (409, "illegal_step")


@pytest.mark.parametrize("step", ["withdraw", "supplement", "resend"])
def test_the_receiver_changes_nothing_of_the_order(cast, give, step):
    order = give(cast.north)
    said = {"reason": "情况解除", "text": "补充一句话"}
    answer = Caller(cast.nora).post(f"orders/{order.number}/{step}/", said)
    assert answer.status_code == 403
