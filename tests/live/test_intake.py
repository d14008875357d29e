"""The web server reads into a buffer of ours: bodies arrive whole, and the buffer is clean again.

A real uvicorn on a real loop, because what matters is what the loop does with the protocol.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvloop
import websockets
from uvicorn import Config, Server

from grid.ledger.wire import FramedSocket
from grid.rest.intake import SIZE, Intake

Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers how long the body was and of what; on a socket, what was said."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": (await receive())["text"]})
        return
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    told = json.dumps([len(body), sorted(set(body.decode()))]).encode()
    length = str(len(told)).encode()
    headers = [(b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": told})


@asynccontextmanager
async def serving() -> AsyncIterator[int]:
    config = Config(
        echo, port=0, http="grid.rest.intake:Intake", ws=FramedSocket, log_level="error",
        lifespan="off",
    )  # fmt: skip
    server = Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await task


async def answer(reader: Reader) -> Any:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length"))
    return json.loads(await reader.readexactly(int(length.split(b":")[1])))


def post(body: bytes) -> bytes:
    return b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def on_one_connection(talk: Callable[[Reader, Writer], Awaitable[None]]) -> None:
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await talk(reader, writer)
        writer.close()


def run(talk: Callable[[Reader, Writer], Awaitable[None]], loop: Any) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(on_one_connection(talk))


LOOPS = pytest.mark.parametrize(
    "loop", [uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"]
)


@LOOPS
@pytest.mark.parametrize("size", [0, 1, 20, 70_000, SIZE + 1, 1_000_000])
def test_a_body_arrives_whole_and_the_buffer_is_clean(size: int, loop: Any) -> None:
    async def talk(reader: Reader, writer: Writer) -> None:
        for letter in (b"a", b"b"):
            writer.write(post(letter * size))
            assert await answer(reader) == [size, [letter.decode()] if size else []]
            assert not any(Intake._buffer)

    run(talk, loop)


@LOOPS
def test_a_body_in_pieces_and_requests_sent_ahead_arrive_whole(loop: Any) -> None:
    async def talk(reader: Reader, writer: Writer) -> None:
        whole = post(b"c" * 5_000)
        for start in range(0, len(whole), 700):
            writer.write(whole[start : start + 700])
            await writer.drain()
            await asyncio.sleep(0)
        writer.write(post(b"d" * 9) + post(b"e" * 8))
        assert [await answer(reader) for _ in range(3)] == [
            [5_000, ["c"]],
            [9, ["d"]],
            [8, ["e"]],
        ]
        assert not any(Intake._buffer)

    run(talk, loop)


@LOOPS
def test_a_live_socket_still_opens(loop: Any) -> None:
    async def talk(_reader: Reader, writer: Writer) -> None:
        port = writer.get_extra_info("peername")[1]
        async with websockets.connect(f"ws://127.0.0.1:{port}/") as socket:
            await socket.send("hello")
            assert await socket.recv() == "hello"

    run(talk, loop)


@LOOPS
def test_what_is_no_http_is_refused(loop: Any) -> None:
    async def talk(reader: Reader, writer: Writer) -> None:
        writer.write(b"NONSENSE\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 400")
        assert not any(Intake._buffer)

    run(talk, loop)
