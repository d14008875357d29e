"""A real Chromium for tests: signed in, told what it asked for, judged by axe.

Modules import the fixtures they use. Chromium lives for one module, so that its event loop does
not meet that of asynchronous tests.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.core.signals import request_finished, request_started
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from grid.organisation.models import Officer
from tests.waiting import LONG_MS, LONG_S

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# The same engine without windows: a quarter less work where pages are only opened and judged.
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHOTS = os.environ.get("SHOTS", "")  # a folder: every checked page is photographed there

Visit = Callable[..., Page]


expect.set_options(timeout=LONG_MS)

_serve = StaticFilesHandlerMixin.serve
_serving: set[threading.Thread] = set()  # threads of a server of ours that are at a request


def _begun(**_said: Any) -> None:
    if threading.current_thread() is not threading.main_thread():
        _serving.add(threading.current_thread())


def _over(**_said: Any) -> None:
    _serving.discard(threading.current_thread())


request_started.connect(_begun)
request_finished.connect(_over)


def _kept(handler: Any, request: HttpRequest) -> Any:
    """A file a window asks for once, as it does in production, and not again for each page."""
    answer = _serve(handler, request)
    answer["Cache-Control"] = "max-age=3600"
    return answer


@contextmanager
def launched(program: str) -> Iterator[Browser]:
    """A browser of one module."""
    if not Path(program).exists():
        pytest.skip("Chromium is not installed")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
        patch.setattr(StaticFilesHandlerMixin, "serve", _kept)
        browser = playwright.chromium.launch(
            executable_path=program, args=list(SWITCHES), timeout=LONG_MS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched(CHROMIUM) as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, live_server: Any, in_both_languages: None) -> Iterator[Visit]:
    """Open a page as an officer (or nobody): `visit("/incidents/", cast.nora, width=390)`."""
    contexts: list[BrowserContext] = []

    def go(
        path: str,
        officer: Officer | None = None,
        *,
        width: int = 1280,
        lang: str = "zh-hans",
        **more: Any,
    ) -> Page:
        context = more.pop("context", None) or chromium.new_context(
            viewport={"width": width, "height": 844 if width < 500 else 900},
            locale="zh-CN" if lang == "zh-hans" else "en-GB",
            timezone_id="Asia/Shanghai",
            **more,
        )
        contexts.append(context)
        if officer:
            sign_in(context, live_server.url, officer, lang)
        page = context.new_page()
        watch(page, live_server.url)
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    settle()


def sign_in(context: BrowserContext, url: str, officer: Officer, lang: str = "zh-hans") -> None:
    """Give the context the session of a complete sign-in."""
    if officer.language != lang:
        officer.language = lang
        officer.save(update_fields=["language"])
    client = Client()
    client.force_login(officer)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def watch(page: Page, url: str, *, unless: str = "\0") -> None:
    """Remember what left the host and what the console complained about, `unless` it begins so."""
    page.set_default_timeout(LONG_MS)
    own = urlsplit(url).netloc
    page.foreign, page.complaints = [], []  # type: ignore[attr-defined]

    def asked(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
            page.foreign.append(request.url)  # type: ignore[attr-defined]

    def said(message: Any) -> None:
        if message.type == "error" and not message.text.startswith(unless):
            page.complaints.append(message.text)  # type: ignore[attr-defined]

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]


def eventually(page: Page, holds: Callable[[], Any], *, seconds: float = LONG_S) -> None:
    """Wait until something is so behind the page: what was sent has come, or a row has changed."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to be so"
        page.wait_for_timeout(50)


def until(page: Page, expression: str, *, seconds: float = LONG_S) -> None:
    """Wait until the expression holds; `wait_for_function` would need what the CSP forbids."""
    deadline = time.monotonic() + seconds
    while not _holds(page, expression):
        assert time.monotonic() < deadline, f"never came true: {expression}"
        page.wait_for_timeout(50)


def _holds(page: Page, expression: str) -> bool:
    try:
        return bool(page.evaluate(expression))
    except PlaywrightError as error:
        if "context was destroyed" in error.message:  # the page was loaded anew meanwhile
            return False
        raise


def settle() -> None:
    """Wait for requests the server is still at, before the database is emptied under them."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    busy += " AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'"
    deadline = time.monotonic() + LONG_S
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if cursor.fetchone()[0] == 0 and not any(one.is_alive() for one in list(_serving)):
                return
        time.sleep(0.05)


def violations(page: Page, *, without: str = "") -> list[Any]:
    """What axe finds wrong: each rule with up to five places; `without` is not looked at again."""
    if page.evaluate("typeof axe") == "undefined":  # once a page, at whatever widths it is seen
        page.evaluate(AXE_SCRIPT)
    found: list[Any] = page.evaluate(
        """(without) => axe.run(without ? {exclude: [[without]]} : document,
        {resultTypes: ['violations']}).then(({violations}) =>
        violations.map((f) => [f.id, f.nodes.slice(0, 5).map((n) => n.target)]))""",
        without,
    )
    return found


def check(page: Page, name: str = "", *, axe: bool = True, without: str = "") -> None:
    """The page is accessible, fits its window, stays on its host and throws nothing."""
    if SHOTS and name:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    faults = violations(page, without=without) if axe else []
    assert faults == [], faults
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the window"
    assert page.foreign == [], page.foreign  # type: ignore[attr-defined]
    assert page.complaints == [], page.complaints  # type: ignore[attr-defined]


CONTROLS = "a[href], button, select, input:not([type=hidden]), summary, textarea"


def small_targets(page: Page, least: int, which: str = CONTROLS) -> list[str]:
    """Visible controls smaller than `least` pixels either way, hit areas included."""
    return page.evaluate(
        """([least, which]) => [...document.querySelectorAll(which)]
        .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden, .skip'))
        .filter((e) => {
          const own = e.getBoundingClientRect(), after = getComputedStyle(e, '::before');
          const label = e.closest('label')?.getBoundingClientRect() ?? own;
          const width = Math.max(own.width, label.width, parseFloat(after.width) || 0);
          const height = Math.max(own.height, label.height, parseFloat(after.height) || 0);
          return width < least - .5 || height < least - .5;
        }).map((e) => e.outerHTML.slice(0, 120))""",
        [least, which],
    )
