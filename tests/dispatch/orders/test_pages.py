"""The pages of the orders, without a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from command_center.dispatch.orders import receipts
from command_center.dispatch.orders.models import DirectOrder, OrderReceipt
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.dispatch.orders.conftest import in_minutes

KEY = "page-key-000001"


@pytest.fixture(autouse=True)
def _pages_in_english(cast: Cast) -> None:
    """The sentences are read in the source language."""
    Officer.objects.update(language="en")


@pytest.fixture
def chief(client, cast):
    client.force_login(cast.chief)
    return client


def text(answer):
    return answer.content.decode()


def new(**more):
    due = timezone.localtime(in_minutes(120)).strftime("%Y-%m-%dT%H:%M")
    said = {"kind": "direct", "level": "2", "title": "加强校门巡逻", "text": "派警到校门。"}
    return {**said, "sign_minutes": "10", "due_at": due, "form_key": KEY, **more}


def test_the_form_sends_one_order_though_clicked_twice(chief, cast):
    said = new(agencies=[cast.north.code, cast.south.code])
    first = chief.post("/direct-orders/new/", said)
    again = chief.post("/direct-orders/new/", said)
    order = DirectOrder.objects.get()
    assert first["Location"] == again["Location"] == f"/direct-orders/{order.number}/"
    assert order.receipts.count() == 2
    assert order.level == 2


def test_the_form_names_each_fault_at_its_field(chief, cast):
    answer = chief.post("/direct-orders/new/", new(units="没有", agencies=[cast.north.code]))
    assert answer.status_code == 400
    assert "没有 is not in your scope." in text(answer)
    nobody = chief.post("/direct-orders/new/", new())
    assert "Between 1 and 200 receivers" in text(nobody)
    assert not DirectOrder.objects.exists()


def test_the_detail_tells_who_signed_who_is_late_and_who_saw_the_copy(chief, cast, give, client):
    order = give(cast.north_station, cast.south)
    receipts.sign(
        order.receipts.get(agency=cast.north_station),
        by=cast.nora,
        channel="radio",
        spoken_by="科拉",
    )
    OrderReceipt.objects.filter(agency=cast.south).update(overdue_at=timezone.now())
    page = text(chief.get(f"/direct-orders/{order.number}/"))
    assert "1 of 2 signed" in page
    assert "科拉" in page
    assert "tag bad" in page
    assert "not seen yet" in page
    client.force_login(cast.nora)
    client.get(f"/direct-orders/{order.number}/")
    client.force_login(cast.chief)
    assert cast.nora.as_actor().label in text(client.get(f"/direct-orders/{order.number}/"))


def test_opening_a_copy_by_who_only_watches_marks_nothing(client, cast, give):
    order = give(cast.north_station, by=cast.nora)
    client.force_login(cast.ada)
    assert client.get(f"/direct-orders/{order.number}/").status_code == 200


def test_sign_report_add_send_again_and_withdraw_from_the_page(client, cast, give):
    order = give(cast.north)
    where = f"/direct-orders/{order.number}/"
    client.force_login(cast.nora)
    mine = {"receiver": f"agency:{cast.north.code}", "channel": "screen"}
    assert "Sign for it" in text(client.get(where))
    assert client.post(f"{where}sign/", {**mine, "form_key": "page-key-000002"}).status_code == 302
    told = {**mine, "text": "已到岗", "form_key": "page-key-000003"}
    assert client.post(f"{where}result/", told).status_code == 302
    assert order.receipts.get().state == "done"
    client.force_login(cast.chief)
    more = give(cast.south)
    where = f"/direct-orders/{more.number}/"
    added = {"text": "携带执法记录仪", "version": "1", "form_key": "page-key-000004"}
    assert client.post(f"{where}supplement/", added).status_code == 302
    assert client.post(f"{where}resend/", {"form_key": "page-key-000005"}).status_code == 302
    stale = {"reason": "情况解除", "version": "1", "form_key": "page-key-000006"}
    assert client.post(f"{where}withdraw/", stale).status_code == 412
    assert client.post(f"{where}withdraw/", stale | {"version": "2"}).status_code == 302
    more.refresh_from_db()
    assert more.withdrawn_at is not None
    assert "情况解除" in text(client.get(where))


def test_signing_for_somebody_else_without_a_name_is_refused_where_it_was_tried(client, cast, give):
    order = give()
    client.force_login(cast.nora)
    said = {"receiver": f"agency:{cast.north_station.code}", "channel": "screen", "form_key": KEY}
    answer = client.post(f"/direct-orders/{order.number}/sign/", said)
    assert answer.status_code == 403
    assert "say who told you so" in text(answer)


def test_the_list_shows_counts_and_is_exported_as_filtered(chief, cast, give):
    give(cast.north, title="甲方案下达"), give(cast.south, title="乙方案下达")
    page = text(chief.get("/direct-orders/?q=甲方案"))
    assert "甲方案下达" in page
    assert "乙方案下达" not in page
    file = b"".join(chief.get("/direct-orders/export/?q=甲方案")).decode()
    assert "甲方案下达" in file
    assert len(file.strip().splitlines()) == 2


def test_the_receipts_of_an_order_are_exported_with_those_passed_down(chief, cast, give):
    order = give(cast.north, cast.south)
    file = b"".join(chief.get(f"/direct-orders/{order.number}/export/")).decode()
    assert len(file.strip().splitlines()) == 3


def test_the_warnings_of_a_day_say_how_far_each_level_is(chief, cast, give):
    order = give(cast.north, kind="warning", title="涉诈预警")
    receipts.sign(order.receipts.get(), by=cast.nora)
    page = text(chief.get("/warnings/"))
    assert "2: 1 · 0 · 1" in page
    past = timezone.localdate() - timedelta(days=3)
    assert "涉诈预警" not in text(chief.get(f"/warnings/?day={past}"))
    assert chief.get("/warnings/?day=2026-02-30").status_code == 200


def test_what_awaits_my_signature_stands_above_the_list(client, cast, give):
    order = give(cast.north)
    client.force_login(cast.nora)
    page = text(client.get("/direct-orders/"))
    assert "You have to sign for these" in page
    assert order.number in page
