"""The way out to one socket: it never waits, so that a slow screen holds up no other.

While the socket takes what it is given, a message costs one call and no task. When it does
not, the rest of that send and everything after it waits in a bounded queue; a socket that
lets the queue run over or stands still for too long is closed as a slow consumer.
"""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping
from typing import Any, Final

import structlog
from websockets.frames import Frame, Opcode

log = structlog.get_logger(__name__)

Message = MutableMapping[str, Any]
Send = Callable[[Message], Coroutine[Any, Any, None]]

QUEUE_BYTES: Final = 2_000_000
STALL_S: Final = 20.0
CLOSE_S: Final = 5.0
SLOW: Final = 4408


def text_message(text: str) -> Message:
    """An ASGI message, with its frame for `grid.ledger.wire`; it serves any number of sockets."""
    frame = Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    return {"type": "websocket.send", "text": text, "frame": frame}


@types.coroutine
def _rest(begun: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """Finish a coroutine that was begun by hand and had to wait for something."""
    try:
        while True:
            try:
                yield waits_for
            except BaseException as error:
                waits_for = begun.throw(error)
            else:
                waits_for = begun.send(None)
    except StopIteration:
        return


class Passed(Exception):
    """The socket is still taking what it was given before, and this message need not wait."""


class Outlet:
    """Sends messages to one socket in order."""

    __slots__ = ("_closed", "_queue", "_queued", "_send", "_stalled_at", "_task")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._queue: deque[Message] = deque()
        self._queued = 0
        self._task: asyncio.Task[None] | None = None
        self._stalled_at = 0.0
        self._closed = False

    @property
    def is_closed(self) -> bool:
        return self._closed

    def push(self, message: Message) -> None:
        """Send it now if the socket takes it, else after what is already waiting."""
        if self._task is not None:
            self._enqueue(message)
        elif not self._closed:
            self._begin(message)

    def offer(self, message: Message) -> bool:
        """Send it if the socket is free, else not at all; whether it was sent."""
        if self._task is not None or self._closed:
            return False
        try:
            self._begin(message)
        except Passed:
            return False
        return not self._closed

    async def flushed(self) -> None:
        """Wait until nothing is waiting."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def close(self, code: int) -> None:
        """Say goodbye with a code; nothing is sent afterwards."""
        if self._closed:
            return
        goodbye = {"type": "websocket.close", "code": code}
        if self._task is None:
            self._begin(goodbye)
        else:
            self._task.cancel()
            self._task = asyncio.create_task(self._send_within(goodbye))
        self._closed = True

    def gone(self) -> None:
        """The peer is away: drop what is left."""
        self._closed = True
        self._queue.clear()
        if self._task is not None:
            self._task.cancel()

    def is_stalled(self, now: float) -> bool:
        """Whether it has taken nothing for `STALL_S` by the clock of the loop."""
        return self._task is not None and now - self._stalled_at > STALL_S

    def _begin(self, message: Message) -> None:
        sending = self._send(message)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except Passed:
            raise
        except OSError:
            self.gone()
        except Exception:
            log.exception("socket_send_failed")
            self.gone()
        else:
            loop = asyncio.get_running_loop()
            self._stalled_at = loop.time()
            self._task = loop.create_task(self._drain(_rest(sending, waits_for)))

    async def _drain(self, rest: Awaitable[None]) -> None:
        try:
            await rest
            while self._queue:
                self._stalled_at = asyncio.get_running_loop().time()
                message = self._queue.popleft()
                self._queued -= len(message["text"])
                await self._send(message)
        except OSError:
            self.gone()
        self._task = None

    def _enqueue(self, message: Message) -> None:
        if self._closed:
            return
        self._queue.append(message)
        self._queued += len(message["text"])
        if self._queued > QUEUE_BYTES:
            self.close(SLOW)

    async def _send_within(self, goodbye: Message) -> None:
        try:
            async with asyncio.timeout(CLOSE_S):
                await self._send(goodbye)
        except (TimeoutError, OSError):
            log.info("socket_left_without_goodbye")
