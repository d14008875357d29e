"""The community officer's phone in a real browser, which can be closed and opened again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from grid.organisation.models import Officer
from tests.browser import CHROMIUM, SWITCHES, chromium, settle, sign_in, until, watch  # noqa: F401
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.waiting import LONG_MS

MINE = "/ground/mine/"
HERE = {"longitude": WEST + STEP / 2, "latitude": SOUTH + 1.5 * STEP, "accuracy": 12}
SHELL = "caches.open('anlan-ground-shell').then((c) => c.keys()).then((k) => k.length > 20)"
# Everything IndexedDB holds of the phone, bytes told as text.
KEPT = """async () => {
  const once = (ask) => new Promise((done) => { ask.onsuccess = () => done(ask.result); });
  const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder().decode(value) : value;
  const all = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await once(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      all.push(await once(db.transaction(store).objectStore(store).getAll()));
    }
    db.close();
  }
  return JSON.stringify([all, { ...localStorage }], (_key, value) => text(value));
}"""

Phone = Callable[..., Page]


def ready(page: Page) -> Page:
    page.wait_for_selector("#phone[data-ready]")
    return page


def online(page: Page) -> None:
    """The line is back, and the page hears of it."""
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")


@pytest.fixture
def phone(
    chromium: Browser,  # noqa: F811
    live_server: Any,
    in_both_languages: None,
    tmp_path: Path,
    cast: Cast,
) -> Iterator[Phone]:
    """Open a phone with a memory of its own: `phone(cast.cora)`; the same again after closing."""
    contexts: list[BrowserContext] = []

    def open_(officer: Officer, *, offline: bool = False, lang: str = "en") -> Page:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=list(SWITCHES),
            timeout=LONG_MS,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            timezone_id="Asia/Shanghai",
            permissions=["geolocation"],
            geolocation=HERE,
        )
        contexts.append(context)
        sign_in(context, live_server.url, officer, lang)
        context.set_offline(offline)
        page = context.pages[0]
        watch(page, live_server.url)
        page.goto(live_server.url + MINE)
        return ready(page)

    yield open_
    for context in contexts:
        context.close()
    settle()


def kept_shell(page: Page) -> Page:
    """Loaded a second time, the worker has every file of the page."""
    page.reload()
    ready(page)
    until(page, SHELL)
    return page
