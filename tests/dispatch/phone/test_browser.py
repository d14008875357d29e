"""The unit's phone in a real browser: with and without a line, in order, each touch once."""

import pytest
from playwright.sync_api import expect

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.dispatch.assignments import services
from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.orders.models import OrderReceipt
from patrol.rounds.models import Round, Visit
from patrol.worklog.models import WorkEntry
from tests.browser import CONTROLS, check, eventually, small_targets, until
from tests.patrol.rounds.ground import make_round

pytestmark = pytest.mark.browser

HERE = {"longitude": 125.11, "latitude": 42.91, "accuracy": 8}
SENT = "document.querySelector('[data-tab=outbox] .count').textContent === ''"
FORCED = "document.querySelector('dialog.forced')?.open"


def shown(to):
    return f"!!document.querySelector('[data-to={to}]')"


@pytest.fixture
def open_phone(visit, city, unit):
    """Pat's phone on /my-task/, loaded."""

    def go(**more):
        page = visit(
            "/my-task/",
            city.pat,
            **{"width": 390, "has_touch": True} | more,
            permissions=["geolocation"],
            geolocation=HERE,
        )
        page.wait_for_selector("#phone[data-ready]")
        return page

    return go


def take(page, *stages):
    for stage in stages:
        until(page, shown(stage))
        page.dispatch_event(f"[data-to={stage}]", "click")
        until(page, f"!({shown(stage)})")


def line(page, *, is_up):
    page.context.set_offline(not is_up)
    page.complaints.clear()


def answer(page, text):
    page.fill("dialog[open] textarea", text)
    page.click("dialog[open] button[value=yes]")


@pytest.mark.parametrize(("width", "lang"), [(390, "zh-hans"), (1280, "en")])
def test_every_view_is_accessible_and_fits_a_thumb(open_phone, city, unit, sent, width, lang):
    walk = make_round(city, unit=unit)
    make_round(city)
    page = open_phone(width=width, lang=lang)
    until(page, shown("signed"))
    for view in ("task", "route", "log", "orders", "outbox"):
        page.click(f"[data-tab={view}]")
        if view == "route":
            page.get_by_role("button", name=walk.name).click()
            until(page, "!!document.querySelector('.round-point')")
        check(page, f"phone-{view}-{width}-{lang}")
        assert small_targets(page, 44, CONTROLS) == [], view


def test_a_task_from_the_signature_to_the_report(open_phone, sent):
    page = open_phone()
    take(page, "signed", "departed", "on_scene", "handled")
    page.click("[data-to=fed_back]")
    answer(page, "到场调解，双方离开。")
    until(page, "!document.querySelector('[data-assignment]')")
    eventually(page, lambda: Assignment.objects.get().stage == "fed_back")
    assert Assignment.objects.get().outcome == "到场调解，双方离开。"


def test_without_a_line_the_steps_wait_and_arrive_in_order_with_their_own_times(open_phone, sent):
    page = open_phone()
    until(page, shown("signed"))
    line(page, is_up=False)
    take(page, "signed", "departed", "on_scene")
    until(page, "document.querySelector('[data-tab=outbox] .count').textContent === '3'")
    assert Assignment.objects.get().stage == "delivered"
    line(page, is_up=True)
    until(page, SENT)
    row = Assignment.objects.get()
    assert row.stage == "on_scene"
    assert row.signed_at <= row.departed_at <= row.on_scene_at
    assert page.locator("[data-needs] li").count() == 0


def test_a_button_stays_under_the_finger_while_answers_come(open_phone, sent):
    page = open_phone()
    until(page, shown("signed"))
    page.evaluate("window.touched = document.querySelector('[data-to=signed]')")
    page.hover("[data-to=signed]")
    page.mouse.down()
    page.evaluate("window.dispatchEvent(new Event('offline'))")  # draws the view anew
    page.wait_for_timeout(200)
    assert page.evaluate("window.touched.isConnected")
    page.mouse.up()
    eventually(page, lambda: Assignment.objects.get().stage == "signed")


def test_an_answer_lost_on_the_way_does_not_take_a_step_twice(open_phone, sent):
    def lose(route):
        route.fetch()
        route.abort()

    page = open_phone()
    until(page, shown("signed"))
    page.route("**/steps/", lose, times=1)
    take(page, "signed")
    page.click("[data-tab=outbox]")
    page.click("[data-retry]")
    eventually(page, lambda: Assignment.objects.get().stage == "signed")
    assert page.locator("[data-needs] li").count() == 0
    page.complaints.clear()


def test_a_task_taken_back_meanwhile_says_by_whom_and_why(open_phone, city, sent):
    page = open_phone()
    until(page, shown("signed"))
    line(page, is_up=False)
    take(page, "signed", "departed")
    services.recall(sent, by=city.nora, reason="改派更近的警组")
    line(page, is_up=True)
    until(page, "document.querySelectorAll('[data-needs] li').length === 2")
    for told in (city.nora.name, "改派更近的警组"):
        expect(page.locator("[data-needs]")).to_contain_text(told)
    page.complaints.clear()  # the refusals themselves
    check(page, "phone-taken-back")
    for left in (1, 0):
        page.dispatch_event("[data-needs] button", "click")
        until(page, f"document.querySelectorAll('[data-needs] li').length === {left}")
    until(page, "document.querySelector('[data-needs]').textContent === ''")
    assert Assignment.objects.get().stage == "recalled"


def test_a_round_is_walked_without_a_line(open_phone, city, unit):
    walk = make_round(city, unit=unit)
    page = open_phone()
    page.click("[data-tab=route]")
    page.get_by_role("button", name=walk.name).click()
    until(page, "!!document.querySelector('.round-point')")
    line(page, is_up=False)
    page.click("[data-view=route] .thumb.fill")
    until(page, "document.querySelectorAll('.round-point.done').length === 1")
    page.click("[data-view=route] article.task .btn:last-child")
    page.select_option("dialog[open] select", "weather")
    page.click("dialog[open] button[value=yes]")
    until(page, "document.querySelectorAll('.round-point.off').length === 1")
    page.click("[data-view=route] header .btn")
    page.click("dialog[open] button[value=yes]")
    until(page, "!document.querySelector('.round-point')")
    line(page, is_up=True)
    eventually(page, lambda: Round.objects.get(pk=walk.pk).state == Round.State.DONE)
    states = sorted(walk.stops.values_list("state", flat=True))
    assert states == ["missed", "skipped", "visited"]
    assert Visit.objects.get().method in ("hand", "geofence")


def test_an_order_stands_on_top_and_is_signed_for_without_a_line(open_phone, unit, give):
    order = give(unit)
    page = open_phone()
    until(page, FORCED)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    until(page, FORCED)
    expect(page.locator("dialog.forced")).to_contain_text(order.text)
    check(page, "phone-forced-order")
    assert small_targets(page, 44, "dialog.forced button") == []
    line(page, is_up=False)
    page.click("dialog.forced .thumb")
    until(page, f"!({FORCED})")
    assert OrderReceipt.objects.get().state == "issued"
    line(page, is_up=True)
    eventually(page, lambda: OrderReceipt.objects.get().state == "signed")


def test_help_is_two_touches_and_carries_the_unit(open_phone, city, unit):
    ensure_default_rules(city.city)
    page = open_phone()
    page.click("[data-help-open]")
    page.click("[data-help-send]")
    until(page, "sessionStorage.getItem('anlan-help') !== null")
    alert = Alert.objects.get()
    assert (alert.priority, alert.subject_id) == (1, unit.call_sign)
    assert (alert.point.x, alert.point.y) == (HERE["longitude"], HERE["latitude"])


def test_what_was_done_goes_into_the_log_and_the_status_to_the_desk(open_phone, unit):
    page = open_phone()
    page.click("[data-tab=log]")
    page.fill("#work-text", "为走失老人联系家属")
    kind = page.locator("[data-view=log] [name=kind]").first.get_attribute("value")
    with page.expect_response("**/work-entries/"):
        page.click("[data-view=log] .thumb")
    entry = WorkEntry.objects.get()
    assert (entry.kind, entry.unit_id) == (kind, unit.pk)
    page.click("[data-tab=task]")
    with page.expect_response("**/status/"):
        page.click("[data-view=task] .choice .btn:nth-child(2)")
    unit.refresh_from_db()
    assert unit.status == "standby"
