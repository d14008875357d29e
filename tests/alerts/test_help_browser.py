"""One-key help in a real browser: two touches, and the caller is told who heard."""

import pytest

from command_center.alerts.models import Alert
from command_center.alerts.services import acknowledge, resolve
from tests.browser import check, small_targets, until

pytestmark = pytest.mark.browser

HERE = {"longitude": 125.11, "latitude": 42.91, "accuracy": 12}
SAID = "document.querySelector('[data-help-said]').textContent"


@pytest.fixture
def phone(visit, rules):
    """Cora's phone with the report form open and her position known."""
    return visit("/report/", rules.cora, width=390, permissions=["geolocation"], geolocation=HERE)


def call(page):
    page.click("[data-help-open]")
    page.click("[data-help-send]")
    until(page, "sessionStorage.getItem('anlan-help') !== null")


def test_one_touch_alone_calls_nobody(phone):
    phone.click("[data-help-open]")
    until(phone, "document.querySelector('[data-help-place]').textContent.includes('12')")
    check(phone, "help-asked")
    assert small_targets(phone, 44) == []
    phone.click("[data-help-close]")
    assert not Alert.objects.exists()


def test_the_call_carries_the_place_and_the_caller_sees_who_heard_it(phone, rules):
    call(phone)
    alert = Alert.objects.get()
    assert (alert.priority, alert.kind) == (1, "alerts.help_called")
    assert (alert.point.x, alert.point.y) == (125.11, 42.91)
    acknowledge(alert, by=rules.nora.as_actor())
    until(phone, f"{SAID}.includes('{rules.nora.name}')")
    check(phone, "help-acknowledged")


def test_without_a_line_it_says_so_and_sends_once_when_the_line_is_back(phone):
    phone.click("[data-help-open]")
    phone.context.set_offline(True)
    phone.click("[data-help-send]")
    until(phone, "!!document.querySelector('[data-help-said].bad')")
    assert not Alert.objects.exists()
    phone.context.set_offline(False)
    until(phone, "sessionStorage.getItem('anlan-help') !== null")
    assert Alert.objects.get().occurrences == 1


def test_the_next_page_still_says_that_help_was_called_until_it_is_resolved(visit, rules):
    page = visit("/incidents/", rules.nora)
    word = page.inner_text("[data-help-open]")
    call(page)
    page.goto(page.url.replace("/incidents/", "/premise-notes/"))
    until(page, f"document.querySelector('[data-help-open]').textContent !== '{word}'")
    alert = acknowledge(Alert.objects.get(), by=rules.chief.as_actor())
    resolve(alert, by=rules.chief.as_actor(), outcome="已到场支援")
    until(page, f"document.querySelector('[data-help-open]').textContent === '{word}'")
    until(page, "sessionStorage.getItem('anlan-help') === null")


def test_keys_alone_call_for_help(visit, rules):
    page = visit("/incidents/", rules.nora)
    page.focus("[data-help-open]")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    until(page, "sessionStorage.getItem('anlan-help') !== null")
    assert Alert.objects.count() == 1


def test_who_may_not_call_sees_no_button(visit, rules):
    assert visit("/organisation/", rules.seth).locator("[data-help-open]").count() == 0
