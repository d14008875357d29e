"""The board in a real Chromium, by keyboard, with two seats, with a cut cable, at three sizes."""

import re

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction
from playwright.sync_api import expect

from command_center.alerts.models import Alert, AlertRule
from command_center.alerts.services import acknowledge, ensure_default_rules, fact_of
from command_center.dispatch.assignments import services as assignments
from command_center.incidents import editing, services
from command_center.incidents.models import Incident
from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from tests.browser import check
from tests.dashboard.forces import stand
from tests.incidents.conftest import BURGLARY, NORTH, SOUTH
from tests.waiting import LONG_MS

pytestmark = pytest.mark.browser
SOON = LONG_MS  # a page may take to show a fact


def take(by, **more):
    said = {"category": BURGLARY, "address": "中央路1号", "narrative": "有人撬门"} | NORTH | more
    return services.receive(by=by, **said)


@transaction.atomic
def ring(cast, priority=1, title="一键报警柱 03 号", key="post-3"):
    """An alert of a help button in the north, without an incident."""
    ensure_default_rules(cast.city)
    rule = AlertRule.objects.first()
    alert = Alert.objects.create(
        rule=rule,
        source_key=key,
        kind="alerts.button_pressed",
        priority=priority,
        agency=cast.north,
        audience_path=cast.north.path,
        title=title,
        title_en="Help post 03",
        subject_type="button",
        subject_id=key,
        point=Point(125.11, 42.91, srid=4326),
    )
    record(PLATFORM, fact_of("alerts.raised", alert))
    return alert


def row(page, number):
    return page.locator(f"#queue [data-number='{number}']")


def leave_queue(page):
    page.mouse.move(900, 600)
    page.evaluate("document.activeElement.blur()")


def test_a_keyboard_alone_takes_a_call_finds_it_and_cancels_it(board, people):
    page = board(people.nora)
    keys = page.keyboard
    keys.press("n")
    keys.type("010101")
    page.wait_for_selector(".suggest:not([hidden]) li.on")
    keys.press("Enter")
    for text in ("中央路1号", "13800000000", "", "有人撬门"):
        keys.press("Tab")
        keys.type(text)
    for text in ("", "N-1"):
        keys.press("Tab")
        keys.type(text)
    keys.press("Control+Enter")
    page.wait_for_selector("#queue-pending li.on", timeout=SOON)
    number = Incident.objects.get().number
    expect(row(page, number)).to_be_focused()
    keys.press("f")
    keys.type("q=中央路")
    keys.press("Enter")
    page.wait_for_selector(f"#list tr[data-number='{number}']", timeout=SOON)
    tail = number[-4:]
    if page.evaluate("document.activeElement.id") != "command":
        keys.press("/")
    keys.type(f"ST {tail} cancelled 误拨")
    keys.press("Enter")
    page.wait_for_selector(f"#queue-closed [data-number='{number}']", timeout=SOON)
    closed = Incident.objects.get()
    assert closed.state == "cancelled"
    assert closed.cell.code == "N-1"
    assert closed.reported_at <= closed.answered_at <= closed.intake_done_at
    assert page.foreign == []


def test_two_boards_show_one_call_once_and_the_other_branch_shows_none(board, people):
    north, second, south = board(people.nora), board(people.nora), board(people.sam)
    incident = take(people.nora)
    for page in (north, second):
        row(page, incident.number).wait_for(timeout=SOON)
        assert row(page, incident.number).count() == 1
        expect(page.locator("#count-pending")).to_have_text("1")
    other = take(people.sam, **SOUTH)
    row(south, other.number).wait_for(timeout=SOON)
    assert row(south, incident.number).count() == 0
    assert row(north, other.number).count() == 0


def test_rows_do_not_move_under_the_pointer_and_new_ones_are_announced(board, people):
    first = take(people.nora, level=4)
    page = board(people.nora)
    row(page, first.number).hover()
    before = row(page, first.number).bounding_box()
    urgent = take(people.nora, level=1)
    page.wait_for_selector("#queue-held:not([hidden])", timeout=SOON)
    assert row(page, urgent.number).count() == 0
    leave_queue(page)
    row(page, urgent.number).wait_for(timeout=SOON)
    numbers = page.locator("#queue-pending li").evaluate_all(
        "all => all.map(r => r.dataset.number)"
    )
    assert numbers == [urgent.number, first.number]
    assert before["height"] == row(page, first.number).bounding_box()["height"]


def test_the_selection_stays_when_others_move(board, people):
    chosen, other = take(people.nora, level=3), take(people.nora, level=3)
    page = board(people.nora)
    row(page, chosen.number).click()
    leave_queue(page)
    services.move(other, "dispatched", by=people.nora)
    page.wait_for_selector(f"#queue-active [data-number='{other.number}']", timeout=SOON)
    assert page.locator("#queue .on").get_attribute("data-number") == chosen.number
    expect(page.locator("#detail-head")).to_contain_text(chosen.number)


def test_a_lost_link_is_said_and_what_was_missed_comes_after(board, people):
    page = board(people.nora, lang="en")
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.wait_for_selector("#lost:not([hidden])", timeout=LONG_MS)
    assert "LIVE LINK LOST" in page.locator("#lost").inner_text()
    missed = take(people.nora)
    page.context.set_offline(False)
    row(page, missed.number).wait_for(timeout=LONG_MS)
    page.wait_for_selector("#lost", state="hidden", timeout=LONG_MS)
    assert row(page, missed.number).count() == 1


def test_an_alert_is_acknowledged_by_key_only_when_its_row_has_the_focus(board, people):
    page = board(people.nora)
    alert = ring(people)
    page.wait_for_selector(".al.pulse", timeout=SOON)
    page.keyboard.press("a")
    expect(page.locator(f"[data-alert='{alert.pk}']:focus")).to_have_count(1)
    alert.refresh_from_db()
    assert alert.state == "open"
    page.keyboard.press("a")
    page.wait_for_selector(".al.pulse", state="detached", timeout=SOON)
    alert.refresh_from_db()
    assert alert.state == "acknowledged"


def test_whoever_comes_second_is_told_who_was_first(board, people):
    alert = ring(people)
    page = board(people.nora)
    page.wait_for_selector(".al.pulse", timeout=SOON)

    def lose(route):
        acknowledge(alert, by=people.chief.as_actor())
        route.continue_()

    page.route("**/acknowledge/", lose)
    page.keyboard.press("a")
    page.keyboard.press("a")
    expect(page.locator(".toast.bad")).to_contain_text(people.chief.name, timeout=SOON)
    page.wait_for_selector(".al.pulse", state="detached", timeout=SOON)


def test_an_alert_becomes_an_incident_with_its_place_filled_in(board, people):
    ring(people)
    page = board(people.nora)
    page.wait_for_selector(".al.pulse", timeout=SOON)
    page.keyboard.press("a")
    page.keyboard.press("n")
    page.wait_for_selector("#intake:not([hidden])")
    expect(page.locator("#intake textarea")).to_have_value("一键报警柱 03 号")
    expect(page.locator("#intake [name=lng]")).to_have_value(re.compile("^125.11"))


def test_a_draft_outlives_the_page(board, people):
    page = board(people.nora)
    page.keyboard.press("n")
    page.keyboard.type("0101")
    page.locator("#intake [name=narrative]").fill("半句话")
    expect(page.locator("#intake-kept")).not_to_be_empty(timeout=SOON)
    page.reload()
    page.wait_for_selector("#link[data-state=live]", timeout=SOON)
    page.keyboard.press("n")
    expect(page.locator("#intake [name=narrative]")).to_have_value("半句话")


def test_a_refused_call_names_the_field(board, people):
    page = board(people.nora)
    page.keyboard.press("n")
    page.locator("#intake [name=category]").fill("999999")
    page.locator("#intake [name=address]").fill("中央路1号")
    page.locator("#intake [name=narrative]").fill("有人撬门")
    page.locator("#intake-send").click()
    page.wait_for_selector("#intake [name=category].bad", timeout=SOON)
    assert Incident.objects.count() == 0


def test_two_who_edit_are_shown_both_versions(board, people):
    incident = take(people.nora, level=3)
    page = board(people.nora)
    row(page, incident.number).click()
    page.wait_for_selector("#next-action", timeout=SOON)
    page.locator("#detail-actions .btn").nth(2).click()
    page.locator("dialog [name=address]").fill("中央路 9 号")
    editing.edit(incident, {"address": "中央路 7 号"}, by=people.nora, version=None)
    page.locator("dialog button[type=submit]").click()
    page.wait_for_selector("dialog .note.bad", timeout=SOON)
    for address in ("中央路 9 号", "中央路 7 号"):
        expect(page.locator("dialog .note.bad")).to_contain_text(address)


def test_the_list_beside_the_map_says_the_same(board, people):
    incident = take(people.nora)
    page = board(people.nora)
    page.locator("#show-list").click()
    page.wait_for_selector(f"#list tr[data-number='{incident.number}']", timeout=SOON)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800), (390, 844)])
def test_the_board_is_accessible_and_fits(board, people, width, height, lang):
    chosen, other = take(people.nora, level=1), take(people.nora, level=2)
    stand(people, "P12", 200), stand(people, "P14", 900, age_s=200)
    assignments.assign(other, [stand(people, "P07", 400)], by=people.nora)
    ring(people)
    page = board(people.nora, width=width, height=height, lang=lang)
    row(page, chosen.number).click()
    page.wait_for_selector(
        "#detail[data-state=content] .near, #detail-around .ph-bar", timeout=SOON
    )
    page.wait_for_timeout(300)
    check(page, f"board-{width}-{lang}")
    if width > 900:
        tall = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
        assert tall <= 0
        expect(page.locator(".btn.fill:visible")).to_have_count(1)


def test_the_intake_and_the_help_are_accessible(board, people):
    page = board(people.nora)
    page.keyboard.press("n")
    page.wait_for_selector("#intake:not([hidden])")
    check(page, "board-intake")
    page.keyboard.press("Escape")  # the suggestions first, then the form
    page.keyboard.press("Escape")
    page.wait_for_selector("#intake", state="hidden")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    check(page, "board-help")


def test_a_key_can_be_switched_off_on_this_seat(board, people):
    page = board(people.nora)
    page.keyboard.press("?")
    page.locator("dialog .two > div").nth(1).locator("tr").nth(1).locator("button").click()
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert page.locator("#intake").is_hidden()


def test_oversight_sees_everything_and_no_button_that_changes_it(board, people):
    incident = take(people.nora)
    page = board(people.ada)
    row(page, incident.number).click()
    page.wait_for_selector("#detail[data-state=content]", timeout=SOON)
    assert page.locator("#next-action, #new").count() == 0
    assert page.locator("#detail-caller button").count() == 0


def test_where_only_the_socket_is_blocked_the_feed_shows_each_call_once(board, people):
    page = board(people.nora)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    page.clock.install()
    page.reload()
    page.clock.fast_forward(26_000)
    page.wait_for_selector("#link[data-state=lost]", timeout=SOON)
    calls = []
    for _ in range(2):
        calls.append(take(people.nora))
        page.clock.fast_forward(5_000)
        row(page, calls[-1].number).wait_for(timeout=SOON)
    cursor = page.evaluate("JSON.parse(sessionStorage.getItem('anlan.live')).since")
    with page.expect_request(f"**/api/v1/events/?since={cursor}&*"):
        page.clock.fast_forward(5_000)
    polled = [int(url.split("since=")[1].split("&")[0]) for url in asked if "/events/?since" in url]
    assert polled == sorted(polled)
    assert len(set(polled)) == 3  # before the first call, after it, after the second
    assert [row(page, call.number).count() for call in calls] == [1, 1]
    expect(page.locator("#count-pending")).to_have_text("2")
    assert page.locator("#link").get_attribute("data-state") == "lost"
