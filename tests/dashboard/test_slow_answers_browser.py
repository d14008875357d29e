"""The board while answers are slow: a key is about what is on the page, not what comes late."""

import pytest
from playwright.sync_api import expect

from command_center.dispatch.assignments import services as assignments
from command_center.dispatch.assignments import stepping
from command_center.dispatch.assignments.models import Assignment
from command_center.incidents import services
from tests.browser import eventually
from tests.dashboard.forces import stand
from tests.dashboard.test_board_browser import row, take
from tests.dashboard.test_dispatch_browser import SOON, command, recommended

pytestmark = pytest.mark.browser

# What has the focus, who is recommended, and what was asked of the server last.
SHOWN = """[document.activeElement.outerHTML.slice(0, 200),
    document.getElementById('recs')?.textContent,
    performance.getEntriesByType('resource').filter((e) => e.name.includes('/api/')).slice(-9)
    .map((e) => [e.name, Math.round(e.startTime), e.responseStatus])]"""


class Hold:
    """Requests to an address that stay unanswered until they are let go."""

    def __init__(self, page, address, method="GET"):
        self.page, self.address, self.method = page, address, method
        self.held, self.is_open = [], False
        page.route(address, self._asked)

    def _asked(self, route):
        if self.is_open or route.request.method != self.method:
            route.continue_()
        else:
            self.held.append(route)

    def came(self):
        try:
            eventually(self.page, lambda: self.held)
        except AssertionError as error:
            shown = self.page.evaluate(SHOWN)
            raise AssertionError(f"nobody asked {self.address}: {shown}") from error

    def let_go(self):
        self.is_open = True
        for route in self.held:
            route.continue_()


def test_news_of_the_call_do_not_take_the_focus_from_whoever_waits_for_its_units(board, people):
    stand(people, "P12", 200)
    incident = take(people.nora)
    page = board(people.nora)
    held = Hold(page, "**/recommendation/**")
    row(page, incident.number).focus()
    page.keyboard.press("d")
    held.came()
    services.note(incident, "报警人再次来电", by=people.nora)
    expect(page.locator("#detail-timeline")).to_contain_text("报警人再次来电", timeout=SOON)
    held.let_go()
    expect(recommended(page, "P12")).to_be_focused(timeout=SOON)


def test_whoever_goes_on_to_type_is_not_called_back_by_a_late_list(board, people):
    stand(people, "P12", 200)
    incident = take(people.nora)
    page = board(people.nora)
    held = Hold(page, "**/recommendation/**")
    row(page, incident.number).focus()
    page.keyboard.press("d")
    held.came()
    page.keyboard.press("/")
    page.keyboard.type("NO")
    held.let_go()
    expect(recommended(page, "P12")).to_be_checked(timeout=SOON)
    page.keyboard.type("TE")
    expect(page.locator("#command")).to_have_value("NOTE")


def test_a_late_answer_about_one_call_leaves_the_next_one_alone(board, people):
    stand(people, "P12", 200)
    stand(people, "P14", 900)
    first, second = take(people.nora), take(people.nora)
    page = board(people.nora)
    held = Hold(page, f"**/incidents/{first.number}/assignments/", "POST")
    row(page, first.number).focus()
    page.keyboard.press("d")
    expect(recommended(page, "P12")).to_be_focused(timeout=SOON)
    page.keyboard.press("Enter")
    held.came()
    row(page, second.number).focus()
    page.keyboard.press("d")
    expect(page.locator("#detail-head")).to_contain_text(second.number, timeout=SOON)
    expect(recommended(page, "P12")).to_be_focused(timeout=SOON)
    page.keyboard.press("2")
    expect(recommended(page, "P14")).to_be_checked()
    held.let_go()
    expect(page.locator(".toast")).to_contain_text(first.number, timeout=SOON)
    expect(recommended(page, "P14")).to_be_focused()
    expect(recommended(page, "P14")).to_be_checked()
    assert Assignment.objects.get().incident == first


def test_a_step_just_said_is_where_the_next_one_starts(board, people):
    near = stand(people, "P12", 200)
    incident = take(people.nora)
    assignments.assign(incident, [near], by=people.nora)
    page = board(people.nora)
    row(page, incident.number).click()
    page.wait_for_selector("#assigned li.asg", timeout=SOON)
    held = Hold(page, "**/assignments/?*")
    command(page, "AR P12 到了")
    row(page, incident.number).focus()
    page.keyboard.press("s")
    page.wait_for_selector("dialog[open]", timeout=SOON)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached", timeout=SOON)
    assert Assignment.objects.get().stage == "handled"
    held.let_go()


def test_a_step_still_fits_when_the_row_went_on_behind_its_dialog(board, people):
    near = stand(people, "P12", 200)
    incident = take(people.nora)
    [sent] = assignments.assign(incident, [near], by=people.nora)
    page = board(people.nora)
    row(page, incident.number).click()
    page.wait_for_selector("#assigned li.asg", timeout=SOON)
    row(page, incident.number).focus()
    page.keyboard.press("s")
    page.wait_for_selector("dialog[open]", timeout=SOON)
    said = page.locator(".asg > .row > .push").inner_text()
    stepping.step(sent, "delivered", by=people.nora, channel="radio")
    expect(page.locator(".asg > .row > .push")).not_to_have_text(said, timeout=SOON)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached", timeout=SOON)
    sent.refresh_from_db()
    assert sent.stage == "signed"


def test_a_call_half_written_is_there_after_the_page_is_loaded_anew(board, people):
    page = board(people.nora)
    page.keyboard.press("n")
    page.locator("#intake [name=narrative]").fill("半句话")
    page.reload()
    page.wait_for_selector("#link[data-state=live]", timeout=SOON)
    page.keyboard.press("n")
    expect(page.locator("#intake [name=narrative]")).to_have_value("半句话")


def test_a_board_whose_first_reading_failed_comes_alive_by_itself(board, people):
    page = board(people.nora)
    page.route("**/state/", lambda route: route.fulfill(status=500, body="{}"))
    page.reload()
    expect(page.locator("#queue-pending-empty")).to_be_visible(timeout=SOON)
    incident = take(people.nora)
    page.unroute("**/state/")
    expect(row(page, incident.number)).to_be_visible(timeout=SOON)
    expect(page.locator("#link")).to_have_attribute("data-state", "live", timeout=SOON)
