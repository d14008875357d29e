"""A unit's panic on the open board of a dispatcher: at once, with its place, not to be shelved."""

import pytest

from command_center.alerts.distress import Whereabouts
from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.dispatch.safety import panic, reactors, rules
from tests.browser import CONTROLS, check, sign_in, small_targets, until
from tests.patrol.make import make_crew, make_unit

pytestmark = pytest.mark.browser

DRAWER = "document.querySelector('#alarms-list').textContent"
HERE = {"longitude": 125.11, "latitude": 42.91, "accuracy": 9}


def test_a_panic_pressed_on_a_phone_reaches_the_open_board_with_its_place_and_sound(
    board,
    people,
    chromium,
    server,
):
    ensure_default_rules(people.city)
    unit = make_unit(people, call_sign="巡01", kind="foot", status="on_scene")
    make_crew(unit, people.pat)
    page = board(people.nora)
    off = page.inner_text("#sound-state")
    page.click("#sound")
    until(page, f"document.querySelector('#sound-state').textContent !== '{off}'")
    context = chromium.new_context(permissions=["geolocation"], geolocation=HERE)
    sign_in(context, server.url, people.pat)
    phone = context.new_page()
    phone.goto(f"{server.url}/safety/mine/")
    phone.click("[data-help-open]")
    phone.click("[data-help-send]")
    until(page, f"{DRAWER}.includes('巡01')")
    context.close()
    alert = Alert.objects.get()
    assert (alert.priority, alert.subject_id, alert.point.x) == (1, "巡01", 125.11)
    acts = page.locator("#alarms-list button").all_inner_texts()
    assert not any("30" in act for act in acts)  # "Shelve ≤ 30 min" is not offered
    until(page, "!!document.querySelector('.leaflet-marker-icon[title*=\"巡01\"]')")
    assert page.inner_text("#sound-state") != off
    unit.refresh_from_db()
    assert unit.status == "on_scene"


def test_the_safety_pages(visit, cast):
    ensure_default_rules(cast.city)
    rules.ensure_default_rules(cast.city)
    unit = make_unit(cast, call_sign="巡01", status="on_scene")
    make_crew(unit, cast.pat)
    reactors.watch_everybody()
    panic.press(cast.pat, at=Whereabouts(lng=125.11, lat=42.91))
    for path, officer in (
        ("/safety/", cast.nora),
        ("/safety/mine/", cast.pat),
        ("/safety/rules/", cast.chief),
        ("/safety/units/巡01/heard/", cast.nora),
    ):
        page = visit(path, officer)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            check(page, f"safety{path.replace('/', '-')}{width}")
            small = (44, "main .btn:not(.sm), main .input") if width == 390 else (24, CONTROLS)
            assert small_targets(page, *small) == [], path
