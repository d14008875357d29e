"""From call to feedback on one page, and what the checkpoints learn from the command above them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkpoints.register import above
from command_center.dispatch.assignments import stepping
from command_center.dispatch.chain.selectors import stages
from command_center.dispatch.modes import services as modes
from command_center.dispatch.modes.services import TakenOver
from command_center.dispatch.orders import receipts
from command_center.dispatch.orders import services as orders
from command_center.incidents.services import note
from tests.checkpoints.containment import flight
from tests.checkpoints.make import make_checkpoint
from tests.dispatch.assignments.conftest import (  # noqa: F401
    _english,
    call,
    city,
    desk,
    nora,
    sent,
    unit,
)


def order(cast, incident, *receivers):
    in_five = timezone.now() + timedelta(minutes=5)
    return orders.issue(
        by=cast.chief,
        receivers=receivers,
        title="查控出城方向",
        text="查控白色厢式货车，方向向北。",
        sign_by=in_five,
        due_at=in_five,
        incident_number=incident.number,
    )


def texts(incident, officer):
    return {stage.code: [link.text for link in stage.links] for stage in stages(incident, officer)}


@pytest.fixture
def worked(city, sent):  # noqa: F811
    """A call with a note, an order to a checkpoint that signed and answered, a unit back."""
    incident, post = sent.incident, make_checkpoint(city)
    note(incident, text="目击者称向北逃离", by=city.nora)
    [receipt] = order(city, incident, post).receipts.all()
    receipts.sign(receipt, by=city.gus)
    receipts.report(receipt, by=city.gus, text="未发现")
    for step in ("signed", "departed", "on_scene", "handled"):
        sent.refresh_from_db()
        stepping.step(sent, step, by=city.pat)
    sent.refresh_from_db()
    stepping.step(sent, "fed_back", by=city.pat, text="已移交")
    incident.refresh_from_db()
    return incident


def test_the_chain_runs_from_what_was_told_over_orders_and_action_to_what_came_back(worked, city):  # noqa: F811
    found = texts(worked, city.chief)
    assert list(found) == ["information", "orders", "action", "feedback"]
    assert found["information"] == ["Call taken", "目击者称向北逃离"]
    assert [text.split(" ", 1)[1] for text in found["orders"]] == ["查控出城方向"]
    assert found["action"] == ["P12 was sent", "P12 is on scene"]
    assert any(text.endswith("未发现") for text in found["feedback"])
    assert any("已移交" in text for text in found["feedback"])


def test_every_link_opens_its_row_and_the_order_leads_back_to_the_call(client, worked, city):  # noqa: F811
    client.force_login(city.chief)
    urls = {link.url for stage in stages(worked, city.chief) for link in stage.links}
    assert {client.get(url).status_code for url in urls} == {200}
    [page] = [url for url in urls if url.startswith("/direct-orders/")]
    body = client.get(page).content.decode()
    assert f'href="/incidents/{worked.number}/"' in body
    assert f'href="/incidents/{worked.number}/chain/"' in body


def test_the_page_of_the_call_counts_each_part_and_offers_an_order_about_it(client, worked, city):  # noqa: F811
    client.force_login(city.chief)
    body = client.get(f"/incidents/{worked.number}/").content.decode()
    assert f'href="/incidents/{worked.number}/chain/"' in body
    chain = client.get(f"/incidents/{worked.number}/chain/").content.decode()
    assert "目击者称向北逃离" in chain


def test_what_one_has_no_right_to_read_is_left_out_of_the_chain(worked, city):  # noqa: F811
    found = texts(worked, city.cora)
    assert found["information"]
    assert found["action"] == []


def test_the_chain_of_a_call_elsewhere_is_not_there(client, worked, city):  # noqa: F811
    client.force_login(city.sam)
    assert client.get(f"/incidents/{worked.number}/chain/").status_code == 404


def test_a_checkpoint_learns_place_and_time_of_a_call_in_the_viewer_s_scope(city, sent):  # noqa: F811
    found = above.incident(city.nora, sent.incident.number)
    assert found is not None
    assert found.occurred_at == sent.incident.reported_at
    assert found.url == f"/incidents/{sent.incident.number}/"
    assert above.incident(city.sam, sent.incident.number) is None
    assert above.incident(city.tessa, sent.incident.number) is None


def test_after_a_takeover_the_branch_has_no_say_over_its_checkpoints(city):  # noqa: F811
    above.require_authority(city.nora, city.north_station.path)
    assert not above.is_major(city.north_station.path)
    modes.start_major(city.city, by=city.chief, reason="大型安保")
    assert above.is_major(city.north_station.path)
    with pytest.raises(TakenOver):
        above.require_authority(city.nora, city.north_station.path)
    above.require_authority(city.chief, city.north_station.path)


def test_the_orders_of_a_checkpoint_stand_on_its_page_for_who_may_read_orders(city, sent):  # noqa: F811
    from command_center.dispatch.chain.panels import of_checkpoint

    post = make_checkpoint(city)
    made = order(city, sent.incident, post)
    shown = of_checkpoint(post, city.gus)
    assert [row.subject_id for row in shown["rows"]] == [made.number]
    assert not shown["may_order"]
    assert of_checkpoint(post, city.tessa) is None


def test_a_containment_for_the_call_stands_in_the_chain_with_its_manned_posts(city, sent):  # noqa: F811
    row = flight.running(city, incident_number=sent.incident.number)
    flight.hold(row, "N1", by=city.gus)
    found = texts(sent.incident, city.chief)
    assert f"Containment {row.number}" in found["orders"]
    assert "N1 is manned" in found["action"]


def test_the_page_of_an_open_call_offers_to_contain_it_from_its_place(client, city, sent):  # noqa: F811
    client.force_login(city.nora)
    page = client.get(f"/incidents/{sent.incident.number}/").content.decode()
    assert f"/containments/new/?incident={sent.incident.number}" in page
