"""A fact is framed once for all screens, and what reaches each is a frame like any other."""

import asyncio
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.server import ServerState
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.uri import parse_uri

from grid.ledger.outlet import text_message
from grid.ledger.wire import FramedSocket
from tests.waiting import LONG_S

FACT = '{"t":"ev","address":"示例街道 1 号"}'


class Cable(asyncio.Transport):
    """Carries what the server writes to a client of the `websockets` library."""

    def __init__(self, client: ClientProtocol) -> None:
        super().__init__()
        self.client = client
        self.closed = False
        self.writes: list[bytes] = []

    def write(self, data: Any) -> None:
        self.writes.append(data)
        self.client.receive_data(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def texts(self) -> list[str]:
        events = self.client.events_received()
        return [e.data.decode() for e in events if isinstance(e, Frame)]


async def opened(*, compressed: bool = False) -> tuple[FramedSocket, Cable]:
    """A socket that has been accepted, and its cable."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        await asyncio.Event().wait()

    extensions = [ClientPerMessageDeflateFactory()] if compressed else []
    client = ClientProtocol(parse_uri("ws://localhost/"), extensions=extensions)
    config = Config(app, ws_per_message_deflate=compressed, log_config=None)
    server = FramedSocket(config, ServerState(), {})
    cable = Cable(client)
    server.connection_made(cable)
    request: Request = client.connect()
    client.send_request(request)
    server.data_received(b"".join(client.data_to_send()))
    async with asyncio.timeout(LONG_S):
        while not server.handshake_complete:
            await asyncio.sleep(0)
    server.stop_keepalive()
    cable.texts()
    return server, cable


async def test_one_frame_serves_every_screen_as_it_is() -> None:
    message = text_message(FACT)
    for server, cable in [await opened(), await opened()]:
        await server.send(message)
        assert cable.writes[-1] is message["frame"]
        assert cable.texts() == [FACT]


async def test_a_screen_that_asked_for_compression_gets_its_own_frame() -> None:
    server, cable = await opened(compressed=True)
    message = text_message(FACT)
    await server.send(message)
    assert cable.writes[-1] != message["frame"]
    assert cable.texts() == [FACT]


async def test_a_screen_that_takes_nothing_is_waited_for() -> None:
    server, cable = await opened()
    server.pause_writing()
    sending = asyncio.create_task(server.send(text_message(FACT)))
    await asyncio.sleep(0)
    assert cable.texts() == []
    server.resume_writing()
    await sending
    assert cable.texts() == [FACT]


async def test_a_screen_that_has_gone_is_said_to_be_gone() -> None:
    server, _ = await opened()
    server.connection_lost(None)
    with pytest.raises(ClientDisconnected):
        await server.send(text_message(FACT))
