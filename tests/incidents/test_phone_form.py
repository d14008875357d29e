"""The phone form in a real browser: nothing typed is lost, nothing is sent twice or for another."""

import pytest

from command_center.incidents.models import Incident
from tests.browser import check, sign_in, small_targets, until, watch
from tests.incidents.conftest import BURGLARY, NORTH

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(visit, city):
    """Cora's phone with the form open."""
    page = visit(
        "/report/",
        city.cora,
        width=390,
        has_touch=True,
        permissions=["geolocation"],
        geolocation={"longitude": NORTH["lng"], "latitude": NORTH["lat"], "accuracy": 12},
    )
    return ready(page)


def ready(page):
    page.wait_for_selector("#phone[data-ready]")
    return page


def write(page, address="中央路1号"):
    page.locator(".pick input[name=category]").first.check()
    page.fill("#address", address)
    page.fill("#narrative", "楼道里有人争吵")


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_is_accessible_and_every_target_fits_a_thumb(visit, city, width, lang):
    page = ready(visit("/report/", city.cora, width=width, lang=lang))
    check(page, f"report-{width}-{lang}")
    assert small_targets(page, 44) == []


def test_a_report_is_sent_and_named_by_its_number(phone):
    write(phone)
    phone.click("[data-locate]")
    until(phone, "document.querySelector('[data-position]').textContent.includes('12')")
    phone.click("[data-send]")
    until(phone, "document.querySelector('[data-list] small')?.textContent.length > 0")
    until(phone, "/\\d\\d-\\d{4}/.test(document.querySelector('[data-list]').textContent)")
    incident = Incident.objects.get()
    assert (incident.channel, incident.address) == ("form", "中央路1号")
    assert incident.position_error_m == 12
    assert incident.number in phone.locator("[data-list]").inner_text()
    check(phone, "report-sent")


def test_a_draft_survives_a_closed_page(phone):
    write(phone, "没写完的地址")
    url, context = phone.url, phone.context
    phone.close()
    page = context.new_page()
    page.goto(url)
    ready(page)
    assert page.input_value("#address") == "没写完的地址"
    assert page.input_value("#narrative") == "楼道里有人争吵"
    assert page.locator("input[name=category]:checked").count() == 1
    assert Incident.objects.count() == 0


def test_what_is_kept_in_the_store_is_said_and_stands_nowhere_else(phone):
    write(phone)
    until(phone, "document.querySelector('[data-saved-at]').textContent !== ''")
    until(phone, "localStorage.length === 0")


def test_a_report_that_waits_does_not_become_a_draft_again_by_what_was_typed_last(phone):
    phone.context.set_offline(True)
    write(phone)
    phone.click("[data-send]")
    phone.click("[data-new]")
    write(phone, "另一处")
    phone.click("[data-open-outbox]")
    until(phone, "document.querySelectorAll('[data-list] li').length === 2")
    phone.context.set_offline(False)
    phone.reload()
    ready(phone)
    until(phone, "fetch('/api/v1/incidents/').then((a) => a.json()).then((b) => b.count === 1)")
    assert phone.input_value("#address") == "另一处"
    assert Incident.objects.get().address == "中央路1号"


def test_several_drafts_are_kept_apart(phone):
    write(phone, "第一处")
    phone.reload()
    ready(phone)
    phone.evaluate("document.querySelector('[data-new]').click()")
    write(phone, "第二处")
    phone.click("[data-open-outbox]")
    until(phone, "document.querySelectorAll('[data-list] li').length === 2")
    kept = phone.locator("[data-list]").inner_text()
    assert "第一处" in kept
    assert "第二处" in kept
    phone.locator("[data-list] li", has_text="第一处").locator("button").click()
    until(phone, "document.querySelector('#address').value === '第一处'")


def test_without_a_line_reports_wait_and_are_sent_once_with_their_own_time(phone):
    phone.context.set_offline(True)
    for place in ("离线一", "离线二", "离线三"):
        write(phone, place)
        phone.click("[data-send]")
        phone.wait_for_selector("[data-view=outbox]:not([hidden]) [data-list] li")
        phone.click("[data-new]")
    phone.click("[data-open-outbox]")
    until(phone, "document.querySelector('[data-summary]').textContent.includes('3')")
    assert phone.locator("[data-kept]").inner_text()
    assert Incident.objects.count() == 0
    phone.complaints.clear()  # the line was cut on purpose
    check(phone, "report-offline")
    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    until(
        phone,
        "(document.querySelector('[data-list]').textContent"
        ".match(/\\d\\d-\\d{4}/g) || []).length === 3",
    )
    assert sorted(Incident.objects.values_list("address", flat=True)) == [
        "离线一",
        "离线三",
        "离线二",
    ]
    assert all(row.reported_at < row.created_at for row in Incident.objects.all())
    phone.click("[data-retry]")
    phone.wait_for_timeout(300)
    assert Incident.objects.count() == 3


def test_the_page_opens_without_a_line_and_still_has_the_draft(phone):
    write(phone, "断网前写的")
    phone.reload()
    ready(phone)
    until(
        phone, "caches.open('anlan-report-shell').then((c) => c.keys()).then((k) => k.length > 6)"
    )
    phone.context.set_offline(True)
    phone.reload()
    ready(phone)
    assert phone.input_value("#address") == "断网前写的"
    phone.context.set_offline(False)


def test_an_answer_lost_on_the_way_does_not_double_the_report(phone):
    def lose(route):
        route.fetch()
        route.abort()

    phone.route("**/api/v1/incidents/", lose, times=1)
    write(phone)
    phone.click("[data-send]")
    until(phone, "document.querySelector('[data-why]').textContent !== ''")
    phone.click("[data-retry]")
    until(phone, "/\\d\\d-\\d{4}/.test(document.querySelector('[data-list]').textContent)")
    assert Incident.objects.count() == 1


def test_somebody_else_signing_in_neither_sends_nor_erases_nor_reads(phone, city, live_server):
    phone.context.set_offline(True)
    write(phone, "科拉的报告")
    phone.click("[data-send]")
    phone.wait_for_selector("[data-list] li")
    phone.context.clear_cookies()
    sign_in(phone.context, live_server.url, city.nora)
    phone.context.set_offline(False)
    page = phone.context.new_page()
    watch(page, live_server.url)
    page.goto(live_server.url + "/report/")
    ready(page)
    assert "科拉的报告" not in page.content()
    assert Incident.objects.count() == 0
    phone.close()
    page.context.clear_cookies()
    sign_in(page.context, live_server.url, city.cora)
    page.reload()
    ready(page)
    until(page, "fetch('/api/v1/incidents/').then((a) => a.json()).then((b) => b.count === 1)")
    assert Incident.objects.get().created_by.startswith(city.cora.name)


def test_signed_out_reports_wait_and_say_why(phone):
    phone.context.clear_cookies()
    write(phone)
    phone.click("[data-send]")
    until(phone, "document.querySelector('[data-why]').textContent !== ''")
    assert Incident.objects.count() == 0
    assert phone.locator("[data-list] li").count() == 1


def test_a_refused_report_comes_back_with_the_reason_and_can_be_mended(phone):
    write(phone)
    phone.context.set_geolocation({"longitude": 10.0, "latitude": 50.0, "accuracy": 5})
    phone.click("[data-locate]")
    until(phone, "document.querySelector('[data-position]').textContent.includes('5')")
    phone.click("[data-send]")
    phone.wait_for_selector("[data-list] li.bad")
    assert Incident.objects.count() == 0
    phone.complaints.clear()
    check(phone, "report-refused")
    phone.context.set_geolocation(
        {"longitude": NORTH["lng"], "latitude": NORTH["lat"], "accuracy": 9}
    )
    phone.click("[data-list] li.bad button")
    phone.click("[data-locate]")
    until(phone, "document.querySelector('[data-position]').textContent.includes('9')")
    phone.click("[data-send]")
    until(phone, "/\\d\\d-\\d{4}/.test(document.querySelector('[data-list]').textContent)")
    assert Incident.objects.count() == 1


def test_nothing_is_sent_before_category_and_place_are_given(phone):
    phone.click("[data-send]")
    until(phone, "document.querySelectorAll('[data-faults] p').length === 2")
    phone.locator(".pick input[name=category]").first.check()
    phone.select_option("select[name=cell]", index=1)
    phone.click("[data-send]")
    until(phone, "/\\d\\d-\\d{4}/.test(document.querySelector('[data-list]').textContent)")
    assert Incident.objects.get().cell is not None


def test_a_category_brings_its_level(phone):
    chosen = phone.locator(".pick input[name=category]").first
    chosen.check()
    level = chosen.get_attribute("data-level")
    assert phone.locator("input[name=level]:checked").get_attribute("value") == level
    phone.select_option("select[name=other]", BURGLARY)
    assert phone.locator("input[name=category]:checked").count() == 0
