"""The board and the map in a real browser on a server with sockets: live, readable at each seat."""

import pytest
from playwright.sync_api import expect

from tests.browser import CONTROLS, check, chromium, small_targets, until  # noqa: F401
from tests.checkpoints.board.conftest import screen  # noqa: F401
from tests.dashboard.conftest import awake, people, server  # noqa: F401
from tests.video.make import make_camera, make_platform
from tests.video.repair.make import seat, ticket
from video.health import services as health
from video.register.models import CameraLink

pytestmark = pytest.mark.browser

LIVE = "['实时', 'Live'].includes(document.querySelector('#link-word').textContent)"
THREE = "document.querySelector('#shown').textContent.includes('3')"


def fleet(cast):
    """Three cameras of one platform, the last one dark and with a ticket."""
    platform, firm = make_platform(cast), seat(cast).company
    made = [
        make_camera(cast, state=state, contractor=firm, bearing=65, view_angle=40, view_radius=80)
        for state in ("online", "online", "offline")
    ]
    for camera in made:
        CameraLink.objects.create(camera=camera, platform=platform, given_id=camera.gb_id)
    return made, ticket(cast, camera=made[-1])


def thumbs(page, width):
    """What a thumb at 390 px, or a mouse, would miss."""
    phone = "main .btn:not(.sm), main .input, main .drawer a, main .check"
    return small_targets(page, 44, phone) if width == 390 else small_targets(page, 24, CONTROLS)


@pytest.mark.parametrize(("width", "lang"), [(1920, "zh-hans"), (1280, "zh-hans"), (390, "en")])
def test_board_card_and_map_fit_every_seat_and_read_for_everybody(screen, people, width, lang):  # noqa: F811
    made, _ticket = fleet(people)
    page = screen("/video/", people.vera, width=width, lang=lang)
    until(page, LIVE)
    check(page, f"board-{width}-{lang}")
    assert thumbs(page, width) == []
    for tab in ("file", "run", "repair", "footage"):
        page.goto(page.url.split("?")[0] + f"?camera={made[-1].code}&tab={tab}")
        check(page, f"card-{tab}-{width}-{lang}", axe=tab in ("file", "repair"))
        assert thumbs(page, width) == []
    page.goto(page.url.split("?")[0] + "map/")
    until(page, LIVE)
    until(page, THREE)
    check(page, f"map-{width}-{lang}")
    assert thumbs(page, width) == []


def test_a_new_fault_stands_on_the_board_by_itself(screen, people):  # noqa: F811
    made, _ticket = fleet(people)
    page = screen("/video/", people.vera, width=1280, lang="en")
    until(page, LIVE)
    expect(page.locator("#faults tbody tr")).to_have_count(1)
    health.open_fault(made[0], by=people.vera.as_actor(), kind="blur", inspector="N001")
    until(page, "document.querySelectorAll('#faults tbody tr').length === 2")


def test_a_repair_on_the_contractors_phone_reads_for_everybody_and_fits_a_thumb(screen, people):  # noqa: F811
    _made, row = fleet(people)
    page = screen(f"/video/my-repairs/{row.number}/", people.con, width=390)
    check(page, "my-repair")
    assert small_targets(page, 44, "main .btn, main .input, main summary") == []
