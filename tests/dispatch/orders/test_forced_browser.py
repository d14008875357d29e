"""An order to sign for, in a real browser: on top of everything, until it is signed."""

import pytest
from playwright.sync_api import expect

from command_center.dispatch.orders.models import OrderReceipt
from command_center.dispatch.orders.services import supplement
from tests.browser import CONTROLS, check, small_targets, until

pytestmark = pytest.mark.browser

OPEN = "document.querySelector('dialog.forced').open"
LOOK = "document.dispatchEvent(new Event('anlan:orders'))"


@pytest.mark.parametrize("width", [390, 1280])
def test_it_stands_on_top_of_any_page_and_goes_only_by_signing(visit, cast, give, width):
    order = give(cast.north_station)
    page = visit("/incidents/", cast.cora, width=width)
    until(page, OPEN)
    expect(page.locator("dialog.forced")).to_contain_text(order.text)
    check(page, f"forced-order-{width}")
    for _key in range(3):
        page.keyboard.press("Escape")
    until(page, OPEN)
    page.click("[data-orders-sign]")
    until(page, f"!{OPEN}")
    receipt = OrderReceipt.objects.get()
    assert (receipt.state, receipt.signed_by) == ("signed", cast.cora.as_actor().label)
    supplement(order, by=cast.chief, text="携带执法记录仪")
    page.evaluate(LOOK)
    until(page, OPEN)
    expect(page.locator("dialog.forced")).to_contain_text("携带执法记录仪")
    page.click("[data-orders-sign]")
    until(page, f"!{OPEN}")


def test_help_can_be_called_while_an_order_stands_there(visit, cast, give):
    give(cast.north_station)
    page = visit("/incidents/", cast.cora)
    until(page, OPEN)
    page.click("[data-orders-help]")
    until(page, "document.querySelector('[data-help] dialog').open")
    page.click("[data-help-close]")
    until(page, OPEN)


def test_without_a_line_it_stays_and_is_signed_once_when_the_line_is_back(visit, cast, give):
    give(cast.north_station)
    page = visit("/incidents/", cast.cora)
    until(page, OPEN)
    page.context.set_offline(True)
    page.click("[data-orders-sign]")
    until(page, "!document.querySelector('[data-orders-said]').hidden")
    assert OrderReceipt.objects.get().state == "issued"
    page.context.set_offline(False)
    until(page, f"!{OPEN}")
    assert OrderReceipt.objects.get().state == "signed"
    page.complaints.clear()


def test_the_pages_of_an_order(visit, cast, give):
    order = give(cast.north_station, cast.south, kind="warning", title="涉诈预警劝阻")
    for path in (
        "/direct-orders/",
        "/direct-orders/new/",
        f"/direct-orders/{order.number}/",
        "/warnings/",
    ):
        page = visit(path, cast.chief)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            check(page, f"orders{path.replace('/', '-')}{width}")
            small = (44, "main .btn:not(.sm), main .input") if width == 390 else (24, CONTROLS)
            assert small_targets(page, *small) == [], path
