"""The pages of incidents in a real browser."""

import pytest

from command_center.incidents import services
from command_center.incidents.models import Incident
from tests.browser import check, small_targets, until

pytestmark = pytest.mark.browser


@pytest.fixture
def busy(call, city):
    """A working day's list: every level, a long address, one note, one closed."""
    rows = [
        call(
            level=level,
            address=f"中央路{level}号安澜家园三期地下车库东侧出入口",
            narrative="门锁被撬",
        )
        for level in (1, 2, 3, 4, 3)
    ]
    services.note(rows[0], "现场口述：嫌疑人向北离开", by=city.nora)
    for step in ("dispatched", "on_scene", "fed_back"):
        rows[0] = services.move(rows[0], step, by=city.nora)
    return rows


@pytest.mark.parametrize(("width", "lang"), [(390, "zh-hans"), (1280, "en"), (1920, "zh-hans")])
def test_the_list_and_an_incident_are_accessible_at_every_width(visit, busy, city, width, lang):
    page = visit("/incidents/", city.nora, width=width, lang=lang)
    check(page, f"incidents-{width}-{lang}")
    assert small_targets(page, 24) == []
    page.goto(page.url + f"{busy[0].number}/")
    check(page, f"incident-{width}-{lang}")
    assert small_targets(page, 24) == []


@pytest.mark.parametrize("path", ["/incidents/?q=nothing", "/incidents/?level=nine"])
def test_a_list_that_found_nothing_or_refused_is_accessible(visit, city, path):
    page = visit(path, city.nora, width=390)
    check(page, f"{path.strip('/').replace('/', '-').replace('?', '-')}-390")


def test_typing_in_the_search_narrows_the_list_without_a_reload(visit, busy, city):
    page = visit("/incidents/", city.nora)
    page.evaluate("window.stayed = true")
    page.fill("#q", busy[2].number)
    until(page, "document.querySelectorAll('#listing tbody tr').length === 1")
    assert page.evaluate("window.stayed") is True
    until(page, f"location.search.includes('q={busy[2].number}')")
    assert page.evaluate("document.activeElement.id") == "q"


def test_the_print_view_fits_paper_and_hides_the_screen(visit, busy, city):
    page = visit(f"/incidents/{busy[0].number}/print/", city.nora)
    check(page, "print")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator(".tl").is_visible()


def test_a_keyboard_alone_takes_a_call(visit, city):
    page = visit("/incidents/new/", city.nora)
    page.focus("#id_category")
    page.keyboard.type("010101")
    page.select_option("#id_category", "010101")
    page.focus("#id_address")
    page.keyboard.type("中央路9号")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast")
    assert Incident.objects.get().address == "中央路9号"
    check(page, "received")


def test_two_versions_are_shown_side_by_side(visit, busy, city):
    number = busy[2].number
    page = visit(f"/incidents/{number}/", city.nora)
    services.move(busy[2], "dispatched", by=city.nora)
    page.click("#edit ~ * summary, section:has(#edit) summary")
    page.fill("#id_address", "我写的地址")
    page.click("section:has(#edit) .end .btn")
    page.wait_for_selector(".tbl tr.on")
    page.complaints.clear()  # 412 is a line in the console
    check(page, "conflict")
