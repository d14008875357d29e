"""What the tests of the live link share: a signed-in screen, and a way to make facts."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction

from command_center.alerts import consumers
from command_center.asgi import application
from grid.ledger import hub as hub_module
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.sessions import SessionStore
from tests.cast import Cast, call_cast
from tests.waiting import LONG_S

OWN_ORIGIN = (b"origin", b"http://localhost")


def sign_in(officer: Officer) -> str:
    """A session as the sign-in page makes it; answers its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def happen(agency: Agency, *, kind: str = "incidents.received", times: int = 1) -> list[int]:
    """So many facts of one kind under the agency, committed together."""
    facts = [
        Fact(
            kind=kind,
            subject_type="incident",
            subject_id=f"A{n}",
            agency_path=agency.path,
            payload={"n": n},
        )
        for n in range(times)
    ]
    with transaction.atomic():
        return record(PLATFORM, *facts)


class Screen(WebsocketCommunicator):
    """A browser's end of the socket, as simple as can be."""

    def __init__(
        self, session_key: str, *, origin: tuple[bytes, bytes] | None = OWN_ORIGIN
    ) -> None:
        headers = [
            (b"host", b"localhost"),
            (b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_key}".encode()),
        ]
        headers += [origin] if origin else []
        super().__init__(application, "/ws/events/?v=1", headers=headers)
        self.hello: dict[str, Any] = {}
        self.last = 0

    async def connect(self, timeout: float = LONG_S) -> tuple[bool, Any]:
        return await super().connect(timeout)

    async def disconnect(self, code: int = 1000, timeout: float = LONG_S) -> None:
        await super().disconnect(code, timeout)

    async def open(self) -> "Screen":
        assert (await self.connect())[0]
        self.hello = await self.frame()
        return self

    async def frame(self) -> dict[str, Any]:
        return json.loads(await self.receive_from(timeout=LONG_S))

    async def resume(self, since: int | None = None, **other: Any) -> None:
        self.last = self.hello["head"] if since is None else since
        frame = {"t": "resume", "epoch": self.hello["epoch"], "since": self.last} | other
        await self.send_to(text_data=json.dumps(frame))

    async def facts(self, number: int) -> list[dict[str, Any]]:
        """The next facts, whatever frames they come in; the chain must hold."""
        found: list[dict[str, Any]] = []
        while len(found) < number:
            frame = await self.frame()
            if frame["t"] == "hb":
                continue
            for fact in frame["events"] if frame["t"] == "evs" else [frame]:
                assert fact["prev"] == self.last
                assert fact["seq"] > self.last
                self.last = fact["seq"]
                found.append(fact)
        return found

    async def closed_with(self) -> int:
        """The code of the close that comes, after whatever frames come before."""
        while True:
            message = await self.receive_output(LONG_S)
            if message["type"] == "websocket.close":
                return int(message["code"])


Open = Callable[..., Awaitable[Screen]]
in_db = sync_to_async


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast, committed, for what runs in other threads."""
    return call_cast()


@pytest.fixture
async def open_screen(people: Cast, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Opens screens, and closes them and the hub at the end.

    No heartbeat comes between two frames, however long a test takes, unless it asks for one.
    """
    monkeypatch.setattr(hub_module, "HEARTBEAT_S", 3600)
    screens: list[Screen] = []

    async def open_(officer: Officer, session_key: str = "") -> Screen:
        screen = Screen(session_key or await in_db(sign_in)(officer))
        screens.append(screen)
        return await screen.open()

    yield open_
    for screen in screens:
        screen.stop(exceptions=False)
    await stop_hub()


async def stop_hub() -> None:
    """End the hub of this test's loop, as the end of a server process would."""
    hub = consumers._hubs.pop(asyncio.get_running_loop(), None)
    if hub is not None:
        await hub.stop()
    await in_db(lambda: connection.close())()
