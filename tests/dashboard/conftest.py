"""The board on a real server: a uvicorn of its own on the test database, sockets and all."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.ledger.tailer import bounds
from grid.organisation.models import Officer
from tests.browser import chromium, sign_in, watch  # noqa: F401
from tests.cast import Cast, call_cast
from tests.faults.harness import Service, free_port
from tests.incidents.conftest import call, city  # noqa: F401
from tests.live.conftest import sign_in as session_of
from tests.waiting import LONG_MS, LONG_S

Board = Callable[..., Page]
NAME = "board-under-test"  # of the server's connections, as PostgreSQL lists them


def _environment() -> dict[str, str]:
    db = connection.settings_dict
    where = f"{db['USER']}:{db['PASSWORD']}@{db['HOST']}:{db['PORT']}/{db['NAME']}"
    return os.environ | {
        "DATABASE_URL": f"postgres://{where}",
        "DATABASE_TRUST_S": "0",  # `freeze` takes connections that were in use a moment ago
        "DEBUG": "1",
        "PGAPPNAME": NAME,
    }


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address and the service behind it."""

    url: str
    service: Service

    def freeze(self) -> None:
        """Stop it where it is and take its connections, so that tables can be emptied."""
        self.service.signal(signal.SIGSTOP)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = %s",
                [NAME],
            )

    def thaw(self) -> None:
        self.service.signal(signal.SIGCONT)

    def knows_the_log(self, officer: Officer) -> None:
        """Wait until it serves the log as it is now: the one before was emptied under it.

        A page that is greeted with the epoch of the former would begin anew while it is looked at.
        """
        wanted = bounds().epoch
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(officer)}"}
        deadline = time.monotonic() + LONG_S
        while self._greeting(headers) != wanted:
            assert time.monotonic() < deadline, "the server never saw the log"
            time.sleep(0.05)

    def _greeting(self, headers: dict[str, str]) -> str:
        """The epoch it greets a seat with; none while its connections are being replaced."""
        address = self.url.replace("http", "ws", 1) + "/ws/events/?v=1"
        try:
            with connect(address, origin=Origin(self.url), additional_headers=headers) as link:
                return str(json.loads(link.recv(LONG_S)).get("epoch"))
        except (OSError, WebSocketException):
            return ""

    def tells(self, page: Page) -> str:
        """What a board that is not live shows and asked for, and what its server wrote."""
        asked = page.evaluate(
            "performance.getEntriesByType('resource').filter((e) => e.name.includes('/api/'))"
            ".map((e) => [e.name, Math.round(e.duration), e.responseStatus])"
        )
        shown = page.locator("#link").text_content(), page.locator("#queue").text_content()
        return f"{page.url} {shown} {asked} {self.service.log.read_text()[-3000:]}"


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the module."""
    port = free_port()
    argv = [sys.executable, "-m", "uvicorn", "command_center.asgi:application"]
    argv += ["--port", str(port), "--log-level", "warning"]
    log = tmp_path_factory.mktemp("board") / "web.log"
    service = Service(argv, port=port, env=_environment(), log=log)
    try:
        yield Server(f"http://127.0.0.1:{port}", service.start())
    finally:
        service.kill()


@pytest.fixture
def awake(server: Server) -> Iterator[Server]:
    """Wakes the server again after the tables were emptied: requested before the database is."""
    yield server
    server.thaw()


@pytest.fixture
def people(awake: Server, transactional_db: None) -> Cast:
    """The cast, committed, with categories and dispositions."""
    cast = call_cast()
    load()
    ensure_default_targets(cast.city)
    awake.knows_the_log(cast.chief)
    return cast


@pytest.fixture
def board(chromium: Browser, server: Server, people: Cast) -> Iterator[Board]:  # noqa: F811
    """Open the board as an officer: `board(people.nora, width=1920, height=1080)`."""
    contexts: list[BrowserContext] = []

    def open_(officer: Officer, *, width: int = 1920, height: int = 1080, **more: Any) -> Page:
        lang = more.pop("lang", "zh-hans")
        context = chromium.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        sign_in(context, server.url, officer, lang)
        page = context.new_page()
        watch(page, server.url)
        page.goto(server.url + "/")
        try:
            page.wait_for_selector("#link[data-state=live]", timeout=LONG_MS)
        except PlaywrightTimeout as error:
            raise AssertionError(f"the board is not live: {server.tells(page)}") from error
        return page

    yield open_
    for context in contexts:
        context.close()
    server.freeze()
