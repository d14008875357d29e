"""Dispatch on the board in a real Chromium: by keyboard, in a race, taken over, under an order."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from command_center.alerts import distress
from command_center.alerts.services import ensure_default_rules
from command_center.dispatch.assignments import services as assignments
from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.modes import services as modes
from command_center.dispatch.orders import services as orders
from command_center.dispatch.orders.models import OrderReceipt
from command_center.incidents.models import Incident
from patrol.units.models import Unit
from tests.browser import check, until
from tests.dashboard.forces import place, stand
from tests.dashboard.test_board_browser import row, take
from tests.waiting import LONG_MS

pytestmark = pytest.mark.browser
SOON = LONG_MS  # a page may have to load a state, an incident and a recommendation


def command(page, line):
    """Type a command, run it, and wait until the line is free again."""
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('command').focus()")
    page.keyboard.type(line)
    page.keyboard.press("Enter")
    expect(page.locator("#command")).to_have_value("", timeout=SOON)


def recommended(page, sign):
    return page.locator(f"#recs [data-sign='{sign}']")


def chip(page, sign):
    return page.locator(f"#strip-groups [data-sign='{sign}']")


def test_a_keyboard_alone_takes_a_call_sends_the_best_unit_and_closes_it(board, people):
    near = stand(people, "P12", 200)
    stand(people, "P14", 900)
    page = board(people.nora)
    keys = page.keyboard
    keys.press("n")
    keys.type("010101")
    page.wait_for_selector(".suggest:not([hidden]) li.on")
    keys.press("Enter")
    for text in ("中央路1号", "13800000000", "", "有人撬门", "", "N-1"):
        keys.press("Tab")
        keys.type(text)
    page.locator("#intake [name=lng]").fill("125.11")
    page.locator("#intake [name=lat]").fill("42.91")
    keys.press("Control+Enter")
    expect(recommended(page, "P12")).to_be_focused(timeout=SOON)  # chosen already: Enter sends
    keys.press("Enter")
    page.wait_for_selector("#assigned li.asg", timeout=SOON)
    sent = Assignment.objects.get()
    assert (sent.unit, sent.is_primary, sent.rank) == (near, True, 1)
    number = sent.incident.number
    command(page, "AR P12 到了")
    near.refresh_from_db()
    assert near.status == Unit.Status.ON_SCENE
    row(page, number).focus()
    keys.press("s")  # the next step of its unit, told by voice
    page.wait_for_selector("dialog[open]", timeout=SOON)
    keys.press("Enter")
    page.wait_for_selector("dialog", state="detached", timeout=SOON)
    page.wait_for_selector("#next-action:has-text('P12')", timeout=SOON)
    row(page, number).focus()
    keys.press("s")
    page.locator("dialog [name=text]").fill("已劝离")
    keys.press("Enter")
    page.wait_for_selector("dialog", state="detached", timeout=SOON)
    page.wait_for_selector("#next-action[data-own=closed]", timeout=SOON)
    page.evaluate("document.getElementById('command').focus()")
    keys.type(f"CL {number[-4:]} ")
    page.wait_for_selector("#command-preview .err ~ span b", timeout=SOON)  # what Tab completes to
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_selector(f"#queue-closed [data-number='{number}']", timeout=SOON)
    near.refresh_from_db()
    assert (Incident.objects.get().state, near.status) == ("closed", Unit.Status.PATROL)
    assert page.foreign == []


def test_units_are_chosen_by_number_and_space_and_another_choice_asks_why(board, people):
    for n in range(1, 4):
        stand(people, f"P{n}", 200 * n)
    incident = take(people.nora)
    page = board(people.nora)
    row(page, incident.number).click()
    page.keyboard.press("d")
    expect(recommended(page, "P1")).to_be_focused(timeout=SOON)
    page.keyboard.press("1")
    page.keyboard.press("3")
    expect(page.locator("#next-action")).to_contain_text("P3")
    page.keyboard.press("Enter")
    expect(page.locator("#recs-reason")).to_be_focused(timeout=SOON)
    page.keyboard.type("熟悉该户")
    page.keyboard.press("Enter")
    page.wait_for_selector("#assigned li.asg", timeout=SOON)
    sent = Assignment.objects.get()
    assert (sent.unit.call_sign, sent.reason, sent.is_override) == ("P3", "熟悉该户", True)


def test_who_loses_a_race_is_told_by_whom_and_offered_the_next_best(board, people):
    first, second = stand(people, "P12", 200), stand(people, "P14", 900)
    mine, theirs = take(people.nora), take(people.nora)
    page = board(people.nora)
    row(page, mine.number).click()
    page.keyboard.press("d")
    expect(recommended(page, "P12")).to_be_focused(timeout=SOON)

    def lose(route):
        if not Assignment.objects.exists():
            assignments.assign(theirs, [first], by=people.chief, primary=True)
        route.continue_()

    page.route(f"**/incidents/{mine.number}/assignments/", lambda route: lose(route))
    page.keyboard.press("Enter")
    expect(page.locator("#recs-told")).to_contain_text(people.chief.name, timeout=SOON)
    expect(recommended(page, "P14")).to_be_checked(timeout=SOON)
    page.keyboard.press("Enter")
    page.wait_for_selector("#assigned li.asg", timeout=SOON)
    assert Assignment.objects.get(incident=mine).unit == second
    assert Assignment.objects.get(incident=theirs).unit == first


def test_the_command_line_says_the_effect_before_and_does_it_on_enter(board, people):
    stand(people, "P12")
    incident = take(people.nora)
    page = board(people.nora)
    row(page, incident.number).wait_for(timeout=SOON)
    page.keyboard.press("/")
    page.keyboard.type(f"D {incident.number[-4:]} p")
    page.keyboard.press("Tab")
    expect(page.locator("#command-preview")).to_contain_text("P12")
    page.keyboard.press("Enter")
    expect(page.locator("#command")).to_have_value("", timeout=SOON)
    command(page, "RC P12 报警人撤销")
    sent = Assignment.objects.get()
    assert (sent.stage, sent.reason) == ("recalled", "报警人撤销")
    command(page, "S P12 busy")
    assert Unit.objects.get().status == Unit.Status.BUSY
    expect(page.locator("[data-group=busy] .ug-head b")).to_have_text("1", timeout=SOON)


def test_units_move_on_the_map_and_an_old_position_is_grey_and_dated(board, people):
    moving, _old = stand(people, "P12", 200), stand(people, "P99", 400, age_s=200)
    page = board(people.nora)
    place(moving, 200)  # again, for opening a page may take as long as a position is fresh
    page.wait_for_selector(".map-unit .unit.is-available:not(.old)", timeout=SOON)
    expect(page.locator(".map-unit .unit.old")).to_have_count(1)
    expect(chip(page, "P99")).to_have_class("u off", timeout=SOON)
    spot = "document.querySelector('.map-unit:has(.unit:not(.old))').style.transform"
    before = page.evaluate(spot)
    place(moving, 1500, age_s=0)
    until(page, f"{spot} !== '{before}'")


def test_after_a_takeover_the_seat_reads_only_and_says_who_holds_dispatch(board, people):
    stand(people, "P12")
    incident = take(people.nora)
    modes.start_major(people.city, by=people.chief, reason="大型活动安保")
    page = board(people.nora)
    row(page, incident.number).click()
    page.wait_for_selector("#detail[data-state=content]", timeout=SOON)
    expect(page.locator("#mode-banner")).to_contain_text(people.city.name)
    assert page.locator("#next-action").count() == 0
    page.keyboard.press("d")
    page.wait_for_selector(".toast.bad", timeout=SOON)
    check(page, "board-taken-over")


def test_an_order_stays_on_top_until_it_is_signed_for(board, people):
    soon = timezone.now() + timezone.timedelta(minutes=10)
    orders.issue(
        by=people.chief,
        receivers=[people.north],
        title="加强巡逻",
        text="今晚加强车站周边巡逻。",
        sign_by=soon,
    )
    page = board(people.nora)
    expect(page.locator("#order-banner")).to_contain_text("加强巡逻", timeout=SOON)
    check(page, "board-order")
    page.locator("#order-banner .btn.danger").click()
    page.locator("dialog button[type=submit]").click()
    page.wait_for_selector("#order-banner", state="hidden", timeout=SOON)
    assert OrderReceipt.objects.get().signed_by != ""


def test_a_call_for_help_is_found_on_the_map_by_its_button_only(board, people):
    ensure_default_rules(people.city)
    unit = stand(people, "P12", 9000)
    page = board(people.nora)
    before = page.locator("#scale-text").inner_text()
    distress.call_for_unit(
        people.pat.as_actor(),
        call_sign=unit.call_sign,
        agency_path=unit.agency.path,
        at=distress.Whereabouts(lng=125.11, lat=42.99),
        details={"who": "P12", "call_sign": "P12"},
    )
    page.wait_for_selector(".al.pulse", timeout=SOON)
    assert page.locator("#scale-text").inner_text() == before
    page.locator(".al.pulse [data-act=locate]").click()
    expect(page.locator("#scale-text")).not_to_have_text(before, timeout=SOON)


def test_a_unit_card_is_accessible_and_its_button_chooses_the_unit(board, people):
    stand(people, "P12")
    incident = take(people.nora)
    page = board(people.nora)
    row(page, incident.number).click()
    page.wait_for_selector("#recs [data-sign]", timeout=SOON)
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    page.wait_for_selector("#unit-card[open]", timeout=SOON)
    check(page, "board-unit")
    page.keyboard.press("d")
    expect(recommended(page, "P12")).to_be_focused(timeout=SOON)


def test_a_unit_dropped_on_a_call_is_chosen_there_not_sent(board, people):
    stand(people, "P12", 200)
    stand(people, "P14", 900)
    incident = take(people.nora)
    page = board(people.nora)
    row(page, incident.number).wait_for(timeout=SOON)
    chip(page, "P14").drag_to(row(page, incident.number))
    expect(recommended(page, "P14")).to_be_checked(timeout=SOON)
    assert Assignment.objects.count() == 0


def test_the_list_says_what_the_map_shows_of_units(board, people):
    stand(people, "P12", 200)
    page = board(people.nora)
    page.locator("#show-list").click()
    page.wait_for_selector("#list-units tr[data-unit=P12]", timeout=SOON)
    check(page, "board-list-units")
