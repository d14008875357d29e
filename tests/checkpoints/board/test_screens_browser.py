"""The screens in a real browser on a server with sockets: live, readable, safe without a line."""

import re

import pytest
from playwright.sync_api import expect

from checkpoints.duty import services
from checkpoints.duty.models import Switch
from checkpoints.lookout.models import NoticeStatistic
from checkpoints.work.models import HourlyCount, LaneReport
from tests.browser import CONTROLS, check, eventually, small_targets, until
from tests.checkpoints.board.conftest import everything, gates, running

pytestmark = pytest.mark.browser

FORCED = "document.querySelector('[data-forced=switch]')?.open === true"
LIVE = "document.querySelector('#link')?.dataset.state === 'live'"
SENT = "document.querySelector('[data-tab=outbox] .count').textContent === ''"
IN_VIEW = """() => [...document.querySelectorAll('#posts tr[data-code]')].filter((row) => {
  const box = row.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}).length"""
KEPT = """async () => {
  const once = (ask) => new Promise((done) => { ask.onsuccess = () => done(ask.result); });
  const db = await once(indexedDB.open('anlan-post'));
  const all = (name) => once(db.transaction(name).objectStore(name).getAll());
  return JSON.stringify([await all('entries'), await all('kept'), localStorage, sessionStorage]);
}"""
TOP = "document.querySelector('tr[data-code=\"%s\"]').getBoundingClientRect().top"


def wall(order):
    return f"/duty/orders/{order.number}/wall/"


@pytest.mark.parametrize(("width", "lang"), [(1920, "zh-hans"), (1280, "en"), (390, "en")])
def test_the_wall_fits_every_seat_and_reads_for_everybody(screen, people, width, lang):
    order = running(people, gates(people, 12), minutes=18)
    first, second, *_rest = order.switches.order_by("pk")
    services.sign(first, by=people.gus)
    services.report(services.sign(second, by=people.gus), by=people.gus, officers=1)
    page = screen(wall(order), people.chief, width=width, lang=lang)
    until(page, "document.querySelectorAll('#posts tr[data-code]').length === 12")
    until(page, LIVE)
    check(page, f"wall-{width}-{lang}")
    assert small_targets(page, 44 if width == 390 else 24, "main button, aside button") == []
    if width == 1920:
        assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        assert page.evaluate(IN_VIEW) == 12


def test_what_a_post_does_stands_on_the_wall_by_itself_and_nothing_moves_under_the_hand(
    screen, people
):
    order = running(people, gates(people, 3), minutes=6)
    first, _second, third = order.switches.order_by("pk")
    page = screen(wall(order), people.chief)
    until(page, LIVE)
    until(page, "document.querySelector('#tile-signed').textContent === '0'")
    code = third.checkpoint.code
    page.hover(f"tr[data-code={code}]")
    before = page.evaluate(TOP % code)
    switch = services.report(
        services.sign(first, by=people.gus), by=people.gus, ready=True, **everything(first)
    )
    until(page, "document.querySelector('#tile-ready').textContent === '1'")
    assert page.evaluate(TOP % code) == before
    expect(page.locator("#held")).to_be_visible()
    page.mouse.move(2, 2)  # the hand is taken away: now everything goes where it belongs
    until(page, "document.querySelector('#held').hidden")
    title = page.locator("tbody", has=page.locator(f"tr[data-code={switch.checkpoint.code}]"))
    expect(title.locator(".grp")).to_have_text(re.compile("1$"))
    clock = page.inner_text("#elapsed")
    until(page, f"document.querySelector('#elapsed').textContent !== '{clock}'")


def test_command_signs_for_a_post_that_telephones_and_orders_one_alone(screen, people):
    order = running(people, gates(people, 2), minutes=6)
    page = screen(wall(order), people.chief)
    until(page, LIVE)
    until(page, "document.querySelectorAll('#todo [data-act]').length >= 4")
    page.keyboard.press("c")
    page.wait_for_selector("dialog[open] textarea")
    expect(page.locator("dialog[open] textarea")).to_have_value(re.compile(order.number))
    check(page, "wall-reminder")
    page.keyboard.press("Escape")
    page.click("[data-act$=':sign']:visible")
    page.fill("dialog[open] [name=spoken_by]", "值班员")
    page.click("dialog[open] .fill")
    until(page, "document.querySelector('#tile-signed').textContent === '1'")
    signed = Switch.objects.get(signed_at__isnull=False)
    assert (signed.channel, signed.spoken_by) == ("phone", "值班员")


def test_a_hundred_posts_scroll_below_heads_that_stay(screen, people):
    order = running(people, gates(people, 30))
    page = screen(wall(order), people.chief)
    until(page, "document.querySelectorAll('#posts tr[data-code]').length === 30")
    expect(page.locator("#posts .grp")).to_have_count(3)
    page.evaluate("document.querySelector('.posts-scroll').scrollTop = 300")
    head, axis = (
        page.evaluate(f"document.querySelector('{name}').getBoundingClientRect().top")
        for name in ("#posts .grp th", "#posts thead th")
    )
    assert 0 <= head - axis <= 40


def test_an_order_reaches_its_post_at_once_and_stays_until_it_is_signed_for(screen, people):
    page = screen("/my-post/", people.gus, width=390)
    page.wait_for_selector("#phone[data-ready]")
    until(page, "document.querySelector('#line').textContent !== ''")
    until(page, "!!document.querySelector('[data-view=orders] .state b')")
    order = running(people, gates(people, 1))
    until(page, FORCED)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    until(page, FORCED)
    expect(page.locator("[data-forced=switch]")).to_contain_text(order.reason)
    check(page, "post-forced")
    page.click("[data-forced=switch] .thumb")
    until(page, f"!({FORCED})")
    eventually(page, lambda: Switch.objects.get().signed_at is not None)


def test_without_a_line_signature_counts_and_lanes_wait_and_arrive_once(screen, people):
    order = running(people, gates(people, 1))
    page = screen("/my-post/", people.gus, width=390)
    until(page, FORCED)
    page.context.set_offline(True)
    page.click("[data-forced=switch] .thumb")
    until(page, f"!({FORCED})")
    page.click("[data-tab=count]")
    page.fill("#count-checked-people", "12")
    page.fill("#count-checked-vehicles", "7")
    page.click("[data-view=count] .thumb")
    page.click("[data-tab=lanes]")
    page.fill("#lane-in", "1")
    page.fill("#lane-out", "1")
    page.click("[data-view=lanes] .thumb")
    until(page, "document.querySelector('[data-tab=outbox] .count').textContent === '3'")
    assert not HourlyCount.objects.exists()
    page.context.set_offline(False)
    until(page, SENT)
    page.complaints.clear()
    assert Switch.objects.get(order=order).signed_at is not None
    assert sorted(HourlyCount.objects.values_list("kind", "number")) == [
        ("people", 12),
        ("vehicles", 7),
    ]
    assert LaneReport.objects.count() == 1


def test_a_refused_count_is_said_at_the_foot_until_it_is_taken_off(screen, people):
    gates(people, 1)
    page = screen("/my-post/", people.gus, width=390, lang="en")
    page.wait_for_selector("#phone[data-ready]")
    page.click("[data-tab=count]")
    for number in ("12", "13"):
        page.fill("#count-checked-people", number)
        page.click("[data-view=count] .thumb")
        until(page, "document.querySelector('#count-checked-people').value === ''")
    until(page, "document.querySelector('#saved.refused')?.textContent.includes('1 refused')")
    page.complaints.clear()
    page.click("[data-tab=outbox]")
    until(page, "document.querySelector('#kept').textContent.includes('refused')")
    page.get_by_role("button", name="Take off the list").click()
    until(page, "document.querySelector('#kept').textContent === 'Everything is sent'")
    assert [row.number for row in HourlyCount.objects.all()] == [12]


def test_more_lanes_than_there_are_cannot_be_reported_and_checks_are_put_off_from_there(
    screen, people
):
    (gate,) = gates(people, 1)
    page = screen("/my-post/", people.gus, width=390)
    page.wait_for_selector("#phone[data-ready]")
    page.click("[data-tab=lanes]")
    expect(page.locator("#lane-in")).to_have_attribute("max", str(gate.lanes_in))
    page.fill("#lane-in", str(gate.lanes_in + 1))
    page.fill("#lane-out", "0")
    page.click("[data-view=lanes] .thumb")
    assert page.evaluate("document.querySelector('#lane-in').validity.rangeOverflow")
    assert not LaneReport.objects.exists()
    page.click("[data-view=lanes] a.btn")
    page.wait_for_url("**/suspensions/new/")


def test_a_report_is_filled_in_with_one_touch_and_stays_while_the_page_looks_again(screen, people):
    order = running(people, gates(people, 1))
    services.sign(order.switches.get(), by=people.gus)
    page = screen("/my-post/", people.gus, width=390, lang="en")
    page.get_by_role("button", name="All as required").click()
    typed = page.input_value("[name=officers]")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(300)
    assert page.input_value("[name=officers]") == typed != ""
    page.get_by_role("button", name="Report ready").click()
    eventually(page, lambda: Switch.objects.get().stage == "ready")


def test_every_view_of_the_phone_is_accessible_and_fits_a_thumb(screen, people):
    order = running(people, gates(people, 1))
    services.sign(order.switches.get(), by=people.gus)
    page = screen("/my-post/", people.gus, width=390, lang="en")
    until(page, "!!document.querySelector('[data-view=orders] form')")
    for view in ("orders", "count", "lanes", "check", "outbox"):
        page.click(f"[data-tab={view}]")
        check(page, f"post-{view}")
        assert small_targets(page, 44, CONTROLS) == [], view


def test_a_number_that_is_not_sought_leaves_nothing_on_the_phone(screen, people):
    gates(people, 1)
    page = screen("/my-post/", people.gus, width=390)
    page.wait_for_selector("#phone[data-ready]")
    page.click("[data-tab=check]")
    page.fill("#check-number", "吉D00001")
    page.click("[data-view=check] .thumb")
    until(page, "!!document.querySelector('.answer')")
    expect(page.locator("#check-number")).to_have_value("")
    kept = page.evaluate(KEPT)
    assert "D00001" not in kept
    assert not NoticeStatistic.objects.exists()


@pytest.mark.parametrize(("width", "lang"), [(1920, "zh-hans"), (1280, "en"), (390, "en")])
def test_the_board_is_live_and_reads_for_everybody(screen, people, width, lang):
    (gate,) = gates(people, 1)
    page = screen("/checkpoints/", people.nora, width=width, lang=lang)
    until(page, "document.querySelectorAll('#gates tr[data-code]').length === 1")
    check(page, f"gates-{width}-{lang}")
    if width < 1920:
        return
    until(page, "!document.querySelector('#gates td a')")
    running(people, [gate])
    until(page, "!!document.querySelector('#gates td a')")
