"""Every question the board asks, driven in a real Chromium, and what a seat hears."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from playwright.sync_api import expect

from command_center.alerts.models import Alert
from command_center.incidents import services
from command_center.incidents.models import Incident
from grid.ledger.models import AccessEntry
from grid.organisation.sessions import SessionStore
from tests.browser import until
from tests.dashboard.test_board_browser import SOON, ring, row, take

pytestmark = pytest.mark.browser
PHONE, NAME = "13800000000", "测试人"
# Counts tones: what a speaker would play.
SPY = """() => {
  globalThis.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    globalThis.tones += 1;
    return start.apply(this, when);
  };
}"""


def opened(page, incident):
    row(page, incident.number).click()
    expect(page.locator("#detail-head")).to_contain_text(incident.number, timeout=SOON)
    page.wait_for_selector("#detail[data-state=content] #detail-timeline li", timeout=SOON)
    return page


def more(page, label):
    page.locator("#detail-actions [aria-controls=more-menu]").click()
    page.locator("#more-menu button", has_text=label).first.click()
    page.wait_for_selector("dialog[open]", timeout=SOON)


def answer(page, **values):
    """Fill the open dialog and send it."""
    for name, value in values.items():
        field = page.locator(f"dialog [name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("dialog button[type=submit]").click()


def gone(page):
    page.wait_for_selector("dialog", state="detached", timeout=SOON)


def state_of(incident):
    incident.refresh_from_db()
    return incident.state


def asked_to_reveal(page, incident):
    opened(page, incident)
    assert PHONE not in page.locator("#detail").inner_text()
    page.locator("#detail-caller .linkish").click()
    answer(page, purpose="handling", reason="回拨核实地址与楼层情况")


def test_a_caller_is_shown_for_a_purpose_until_another_incident_is_opened(board, people):
    incident, other = take(people.nora, caller_name=NAME, caller_phone=PHONE), take(people.nora)
    page = board(people.nora, lang="en")
    asked_to_reveal(page, incident)
    gone(page)
    expect(page.locator("#detail-caller")).to_contain_text(PHONE, timeout=SOON)
    entry = AccessEntry.objects.get(subject_id=incident.number)
    assert (entry.purpose, entry.case_number) == ("handling", incident.number)
    page.wait_for_timeout(1500)  # the reading is itself a fact, on which the detail is read anew
    expect(page.locator("#detail-caller")).to_contain_text(PHONE)
    opened(page, other)
    opened(page, incident)
    expect(page.locator("#detail-caller")).not_to_contain_text(PHONE)
    assert page.locator("#queue li").count() == 2


def test_without_a_code_the_caller_stays_masked_and_the_way_to_the_code_is_shown(board, people):
    incident = take(people.nora, caller_name=NAME, caller_phone=PHONE)
    page = board(people.nora, lang="en")
    forget_second_factor(page)
    asked_to_reveal(page, incident)
    link = page.locator("dialog .note.bad a")
    expect(link).to_have_attribute("href", "/accounts/2fa/totp/activate/?next=%2F", timeout=SOON)
    assert PHONE not in page.locator("body").inner_text()
    assert not AccessEntry.objects.filter(subject_id=incident.number).exists()


def forget_second_factor(page):
    """Make the seat's session one that never gave a code."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    del session[AUTHENTICATION_METHODS_SESSION_KEY]
    session.save()


def test_a_repeat_call_is_merged_by_its_tail_and_taken_out_again(board, people):
    main, repeat = take(people.nora), take(people.nora, address="中央路2号")
    page = opened(board(people.nora, lang="en"), repeat)
    more(page, "Merge")
    answer(page, into=main.number[-4:])
    gone(page)
    expect(page.locator("#detail-body .linkish")).to_have_text(main.number, timeout=SOON)
    row(page, repeat.number).wait_for(timeout=SOON)
    assert state_of(repeat) == "merged"
    page.locator("#detail-actions [aria-controls=more-menu]").click()
    page.locator("#more-menu button", has_text="Take out of the merge").click()
    page.wait_for_selector(f"#queue-pending [data-number='{repeat.number}']", timeout=SOON)
    assert state_of(repeat) == "received"


def test_a_merge_into_nothing_is_refused_at_its_field(board, people):
    incident = take(people.nora)
    page = opened(board(people.nora, lang="en"), incident)
    more(page, "Merge")
    answer(page, into="99-9999")
    page.wait_for_selector("dialog .bad", timeout=SOON)
    assert state_of(incident) == "received"


def test_a_struck_note_stays_readable_with_who_and_why(board, people):
    incident = take(people.nora)
    services.note(incident, "对方持刀", by=people.nora)
    page = opened(board(people.nora, lang="en"), incident)
    page.locator("#detail-timeline .strike-it").first.click()
    answer(page, reason="听错了")
    gone(page)
    struck = page.locator("#detail-timeline li.strike")
    expect(struck).to_contain_text("对方持刀", timeout=SOON)
    expect(struck).to_contain_text("听错了")
    assert incident.timeline.get(kind="note").struck_by


def test_only_what_was_noted_can_be_struck(board, people):
    page = opened(board(people.nora, lang="en"), take(people.nora))
    assert page.locator("#detail-timeline .strike-it").count() == 0


def test_a_call_is_closed_with_a_disposition_and_reopened_with_a_reason(board, people):
    incident = take(people.nora)
    for step in ("dispatched", "on_scene", "fed_back"):
        incident = services.move(incident, step, by=people.nora)
    page = opened(board(people.nora, lang="en"), incident)
    page.locator("#detail-actions button", has_text="Close out").first.click()
    page.wait_for_selector("dialog[open]", timeout=SOON)
    answer(page, text="双方和解")
    page.wait_for_selector("dialog .bad", timeout=SOON)
    answer(page, disposition="mediated")
    gone(page)
    page.wait_for_selector(f"#queue-closed [data-number='{incident.number}']", timeout=SOON)
    assert (state_of(incident), incident.disposition.code) == ("closed", "mediated")
    page.locator("#next-action", has_text="Reopen").click()
    page.wait_for_selector("dialog[open]", timeout=SOON)
    answer(page, text="当事人又打起来")
    gone(page)
    page.wait_for_selector(f"#queue-active [data-number='{incident.number}']", timeout=SOON)
    assert state_of(incident) == "handling"


def test_an_alert_is_shelved_for_minutes_and_a_reason(board, people):
    alert = ring(people, priority=2)
    page = board(people.nora, lang="en")
    page.locator("#alarms .al button", has_text="Shelve").click()
    answer(page, minutes="45", reason="设备正在检修")
    page.wait_for_selector("dialog .bad", timeout=SOON)
    answer(page, minutes="15")
    gone(page)
    page.wait_for_selector("#alarms[data-state=empty]", timeout=SOON)
    assert (state_of(alert), alert.shelved_reason) == ("shelved", "设备正在检修")


def test_low_alerts_of_one_kind_are_acknowledged_together(board, people):
    for number in range(3):
        ring(people, priority=3, key=f"post-{number}")
    page = board(people.nora, lang="en")
    expect(page.locator("#alarms .al")).to_have_count(1, timeout=SOON)
    page.locator("#alarms .al button", has_text="Acknowledge all 3").click()
    page.wait_for_selector("#alarms[data-state=empty]", timeout=SOON)
    assert set(Alert.objects.values_list("state", flat=True)) == {"acknowledged"}


def test_a_flood_is_said_and_grouped_and_urgent_alerts_still_stand_alone(board, people):
    for number in range(11):
        ring(people, priority=2, key=f"post-{number}")
    ring(people, priority=1, key="urgent")
    page = board(people.nora, lang="en")
    page.wait_for_selector("#alarms-flood:not([hidden])", timeout=SOON)
    expect(page.locator("#alarms .al")).to_have_count(2, timeout=SOON)
    assert page.locator("#alarms .al").first.locator(".prio.p1").count() == 1
    expect(page.locator("#alarms-count")).to_contain_text("12 ")
    page.locator("#alarms .al").nth(1).locator("button", has_text="Acknowledge").click()
    expect(page.locator("#alarms-flood")).to_be_visible()
    expect(page.locator("#alarms-count")).to_contain_text("11 ", timeout=SOON)
    assert Alert.objects.filter(state="acknowledged", priority=2).count() == 1


def test_an_urgent_alert_sounds_until_it_is_acknowledged(board, people):
    page = board(people.nora, lang="en")
    page.evaluate(SPY)
    assert page.locator("#sound.off").count() == 1
    ring(people)
    page.wait_for_selector(".al.pulse", timeout=SOON)
    assert page.evaluate("tones") == 0  # nobody has switched the sound on yet, and it is said
    page.locator("#sound").click()
    page.wait_for_selector("#sound:not(.off)", timeout=SOON)
    until(page, "tones >= 2")
    first = page.evaluate("tones")
    until(page, f"tones >= {first + 2}")
    page.locator(".al.pulse button", has_text="Acknowledge").click()
    page.wait_for_selector(".al.pulse", state="detached", timeout=SOON)
    after = page.evaluate("tones")
    page.wait_for_timeout(5600)
    assert page.evaluate("tones") == after
    assert Incident.objects.count() == 0
