"""Every page there is, in a real browser: readable by everybody, at each width, and quiet.

The pages are found, not listed: every route of the matrix that answers HTML is opened by somebody
who may, with a thing of that kind in the database. One browser, one window a person, each page
loaded once and seen at each width.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from grid.organisation.models import Officer
from grid.rights import Right
from tests.browser import CONTROLS, SHELL, check, launched, settle, sign_in, small_targets, watch
from tests.cast import Cast
from tests.contracts.matrix import ROUTES, WHO
from tests.contracts.test_scope import arguments
from tests.contracts.things import BY_CODE, THINGS

pytestmark = [pytest.mark.browser, pytest.mark.takes(200)]

WIDTHS = {390: 844, 1280: 800, 1920: 1080}
PHONE = {"width": 390, "height": 844}
# Sam first: the things are the south's. Then whoever holds the right; one name a right.
ORDER = ("sam", "chief", "tessa", "seth", "ada", "cora", "lea", "ana", "mia", "gus", "vera", "con")
APART = {
    "account_logout",  # ends the session of all pages after it; has its test in tests/frame
    "mfa_download_recovery_codes",  # a file
    "incident_export",  # a file
    "dashboard",  # not a page of this frame; tests/dashboard walks it with calls on it
    "checkpoint_board",  # these keep a socket open, which the server of these tests has not;
    "switch_wall",  # tests/checkpoints/board walks them on one that has
    "my_post",
    "camera_board",  # and tests/video/board these
    "camera_map",
    "operation_live",  # a piece of its page, asked for by the page
}
SOCKETS = "WebSocket connection to"  # what a page with a live link says on this server, once a try
MAIN = "main .btn:not(.sm), main .input"  # what a thumb must hit
SIGNED_OUT = {"account_login"}
FOUND: set[str] = (
    set()
)  # the first search asks every route; the walks after it know which are pages


def opener(name: str) -> str:
    """Who of the cast opens the page."""
    right = ROUTES[name][0]
    holders = WHO.get(right or Right.PUBLIC, "sam").split()
    return next(person for person in ORDER if person in holders)


def things(cast: Cast) -> dict[str, dict[str, Any]]:
    """The arguments of every route, each naming something of the south."""
    once = {make: make(cast) for make in dict.fromkeys(THINGS.values())}
    made = {wanted: once[make] for wanted, make in THINGS.items()}
    given: dict[str, dict[str, Any]] = {}
    for name in ROUTES:
        wanted = arguments(name)
        if wanted == {"code"}:
            given[name] = {"code": BY_CODE.get(name) or BY_CODE[name.split("_")[0]]}
        elif not wanted or wanted in made:
            given[name] = {key: made[wanted][key] for key in wanted}
    return given


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def pages(cast: Cast) -> dict[str, tuple[str, Officer | None]]:
    """Address and opener of every route that answers with a page."""
    asked = {
        name: (reverse(name, kwargs=given), None if name in SIGNED_OUT else opener(name))
        for name, given in things(cast).items()
        if not (ROUTES[name][0] is None or name in APART or name.startswith("api"))
    }
    if not FOUND:
        FOUND.update(search(asked, cast))
    return {
        name: (address, getattr(cast, person) if person else None)
        for name, (address, person) in asked.items()
        if name in FOUND
    }


def search(asked: dict[str, tuple[str, str | None]], cast: Cast) -> Iterator[str]:
    """The names of the routes that answer their opener with a page."""
    clients = {person: Client() for _address, person in asked.values()}
    for person, client in clients.items():
        if person:
            client.force_login(getattr(cast, person))
    for name, (address, person) in asked.items():
        if is_page(clients[person].get(address)):
            yield name


class Windows:
    """One window for each person and language, opened when first needed."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.open: dict[tuple[str, str], Page] = {}

    def of(self, officer: Officer | None, lang: str) -> Page:
        key = (officer.badge_number if officer else "", lang)
        if key not in self.open:
            context = self.browser.new_context(viewport=PHONE, timezone_id="Asia/Shanghai")
            if officer:
                sign_in(context, self.url, officer, lang)
            self.open[key] = context.new_page()
            watch(self.open[key], self.url, unless=SOCKETS)
            self.open[key].judged = False  # type: ignore[attr-defined]
        return self.open[key]

    def close(self) -> None:
        for page in self.open.values():
            page.context.close()
        settle()


@pytest.fixture(scope="module")
def shell() -> Iterator[Browser]:
    with launched(SHELL) as browser:
        yield browser


@pytest.fixture
def windows(shell: Browser, live_server: Any, in_both_languages: None) -> Iterator[Windows]:
    opened = Windows(shell, live_server.url)
    yield opened
    opened.close()


def look(page: Page, width: int, label: str, *, axe: bool) -> str:
    """What is wrong with the page at this width; empty where nothing is.

    Axe judges the header on the first page a person opens: it is the same on all of them.
    """
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    try:
        check(page, label, axe=axe, without=".top" if page.judged else "")  # type: ignore[attr-defined]
        page.judged |= axe  # type: ignore[attr-defined]
    except AssertionError as fault:
        return f"{label}: {fault}"
    least, which = (44, MAIN) if width == 390 else (24, CONTROLS)
    small = small_targets(page, least, which)
    return f"{label}: smaller than {least} px: {small}" if small else ""


def walk(windows: Windows, cast: Cast, widths: dict[int, bool], lang: str) -> list[str]:
    """Every page once, at each width in turn; the widths say where axe judges as well."""
    faults = []
    for name, (address, officer) in pages(cast).items():
        page = windows.of(officer, lang)
        page.foreign.clear()  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        page.goto(windows.url + address)
        faults += [look(page, w, f"{name}-{w}-{lang}", axe=axe) for w, axe in widths.items()]
    return [fault for fault in faults if fault]


def test_the_walk_finds_the_pages_and_misses_none_that_is_named(cast: Cast) -> None:
    found = pages(cast)
    assert len(found) >= 50
    assert {"incident_list", "alert_detail", "cell_detail", "role_queue", "order_board"} <= set(
        found
    )


def test_every_page_is_sound_at_every_width(windows: Windows, cast: Cast) -> None:
    axe_too = os.environ.get("WHOLE_LIFE") == "1"  # at the desk as well; minutes longer
    assert walk(windows, cast, {390: True, 1280: axe_too, 1920: False}, "zh-hans") == []


def test_every_page_fits_a_phone_and_a_desk_in_english(windows: Windows, cast: Cast) -> None:
    assert walk(windows, cast, {390: False, 1280: False}, "en") == []
