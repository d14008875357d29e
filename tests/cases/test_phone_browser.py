"""The form of a case on a telephone: it takes the position and keeps what was not yet entered."""

import pytest
from playwright.sync_api import expect

from command_center.cases.models import Case
from tests.browser import until
from tests.cast import SOUTH, STEP, WEST, Cast

pytestmark = pytest.mark.browser

KEPT = "!('keeping' in document.querySelector('#case-form').dataset)"
LNG, LAT = WEST + 0.5 * STEP, SOUTH + 1.5 * STEP


def test_a_draft_comes_back_takes_the_position_and_is_gone_once_entered(visit, cast: Cast) -> None:
    page = visit(
        "/cases/new/",
        cast.cora,
        width=390,
        lang="en",
        has_touch=True,
        permissions=["geolocation"],
        geolocation={"longitude": LNG, "latitude": LAT, "accuracy": 12},
    )
    page.wait_for_selector("#case-form[data-ready]")
    page.select_option("[name=category]", "050225")
    page.fill("[name=occurred_from]", "2026-01-01T08:00")
    page.fill("[name=address]", "中央路1号")
    until(page, KEPT)  # the form keeps itself a moment after the last key
    page.goto(page.url)
    until(page, "document.querySelector('[name=address]').value === '中央路1号'")
    until(page, "!document.querySelector('[data-kept]').hidden")
    page.select_option("[name=crs]", "gcj02")
    page.click("[data-locate]")
    until(page, "document.querySelector('[data-position]').textContent.includes('12')")
    expect(page.locator("[name=crs]")).to_have_value("wgs84")
    page.click("button[type=submit].fill")
    page.wait_for_selector("#known")
    row = Case.objects.get()
    assert (row.address, row.position_error_m, row.source_crs) == ("中央路1号", 12, "wgs84")
    assert row.cell == cast.north_cell
    page.goto(page.url.split("/cases/")[0] + "/cases/new/")
    page.wait_for_selector("#case-form[data-ready]")
    expect(page.locator("[name=address]")).to_have_value("")
    expect(page.locator("[data-kept]")).to_be_hidden()
