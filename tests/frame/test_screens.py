"""The frame in a real browser: readable by everybody, at every width, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser import check, small_targets, until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "lang"), [(390, "zh-hans"), (1280, "en"), (1920, "zh-hans")])
def test_the_style_page_shows_both_themes_without_a_fault(cast, visit, width, lang):
    page = visit("/style/", cast.nora, width=width, lang=lang)
    assert page.locator(".theme").count() == 2
    check(page, f"style-{width}-{lang}")


@pytest.mark.parametrize(("width", "lang"), [(390, "zh-hans"), (1280, "en")])
def test_signing_in_is_accessible(cast, visit, width, lang):
    page = visit("/accounts/login/", width=width, lang=lang)
    assert page.locator("input[name=login]").get_attribute("autocomplete") == "username"
    assert page.locator("input[name=password]").get_attribute("autocomplete") == "current-password"
    check(page, f"login-{width}-{lang}")
    assert small_targets(page, 44 if width == 390 else 24) == []


def test_a_wrong_password_is_told_beside_the_form(cast, visit):
    page = visit("/accounts/login/")
    page.fill("input[name=login]", "N001")
    page.fill("input[name=password]", "wrong")
    page.click("main button")
    expect(page.locator(".note.bad, .err").first).to_be_visible()
    page.complaints.clear()  # a 4xx answer is a line in the console
    check(page, "login-refused")


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/"]
)
def test_account_pages_are_dressed_like_the_others(cast, visit, path):
    page = visit(path, cast.nora)
    assert page.locator("header.top").count() == 1
    check(page, "account-" + path.strip("/").replace("/", "-"))


def test_the_page_says_how_old_it_is_whose_ground_and_which_role(cast, visit):
    page = visit("/premise-notes/", cast.nora)
    expect(page.locator("[data-age] small")).not_to_be_empty()
    assert cast.north.name in page.locator(".scope").inner_text()
    assert cast.nora.name in page.locator(".top > .menu summary").inner_text()


def test_the_keyboard_reaches_the_content_first(cast, visit):
    page = visit("/premise-notes/", cast.nora)
    page.keyboard.press("Tab")
    assert "skip" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    until(page, "location.hash === '#content'")


def test_the_menu_opens_and_escape_closes_it(cast, visit):
    page = visit("/premise-notes/", cast.nora)
    page.click(".top > .menu summary")
    check(page, "menu-open")
    page.keyboard.press("Escape")
    expect(page.locator(".menu[open]")).to_have_count(0)
    until(page, "document.activeElement.tagName === 'SUMMARY'")


def test_choosing_a_language_changes_the_page_one_is_on(cast, visit):
    page = visit("/premise-notes/", cast.nora)
    page.click(".top > .menu summary")
    page.click("button[lang=en]")
    page.wait_for_selector("html[lang=en]")
    assert page.url.endswith("/premise-notes/")
