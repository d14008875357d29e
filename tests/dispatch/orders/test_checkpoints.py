"""Point-to-point orders to a checkpoint: straight to the post, a copy for the level skipped."""

from command_center.dispatch.orders.models import OrderReceipt
from tests.checkpoints.make import make_checkpoint
from tests.dispatch.orders.test_api import Caller, body


def test_an_order_reaches_one_checkpoint_and_the_agency_passed_over_gets_a_copy(cast):
    post = make_checkpoint(cast)
    made = Caller(cast.chief).post("orders/", body(checkpoints=[post.code])).json()
    assert [row["receiver"] for row in made["receipts"]] == [f"checkpoint:{post.code}"]
    assert made["receipts"][0]["name"] == post.name
    copied = [row["agency"]["code"] for row in made["copies"]]
    assert copied == [cast.north.code, cast.north_station.code]


def test_the_officer_at_the_checkpoint_has_it_on_the_screen_and_signs_for_it(cast):
    post = make_checkpoint(cast)
    number = Caller(cast.chief).post("orders/", body(checkpoints=[post.code])).json()["number"]
    gus = Caller(cast.gus)
    waiting = gus.get("my-orders/pending/").json()
    assert [row["order"]["number"] for row in waiting] == [number]
    signed = gus.post(f"orders/{number}/sign/", {"receiver": f"checkpoint:{post.code}"})
    assert signed.status_code == 200
    assert OrderReceipt.objects.get().signed_by
    assert gus.get("my-orders/pending/").json() == []


def test_a_checkpoint_of_another_branch_cannot_be_ordered_and_is_named(cast):
    post = make_checkpoint(cast, agency=cast.south_station)
    refused = Caller(cast.nora).post("orders/", body(checkpoints=[post.code]))
    assert refused.status_code in (400, 422)
    assert refused.json()["errors"][0]["pointer"] == "/checkpoints/0"


def test_a_checkpoint_out_of_service_takes_no_orders(cast):
    post = make_checkpoint(cast, is_active=False)
    refused = Caller(cast.chief).post("orders/", body(checkpoints=[post.code]))
    assert refused.json()["errors"][0]["code"] == "not_found"


def test_the_form_takes_the_checkpoint_and_the_call_from_the_link_to_it(client, cast):
    client.force_login(cast.chief)
    page = client.get(
        "/direct-orders/new/?checkpoints=CP9&incident_number=26-0001"
    ).content.decode()
    assert 'value="CP9"' in page
    assert 'value="26-0001"' in page


def test_an_order_about_a_call_that_is_not_there_says_so_at_the_field(cast):
    said = body(agencies=[cast.north.code], incident_number="99-9999")
    refused = Caller(cast.chief).post("orders/", said)
    assert refused.json()["errors"][0]["pointer"] == "/incident_number"
