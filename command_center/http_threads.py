"""HTTP below ASGI on a fixed set of threads, each with its own standing database connection.

Django's own ASGI handler gives each request a new thread, and so a new connection to the
database, and crosses between loop and thread once for each middleware that is not written both
ways. Here a request crosses once: middleware, view and signals all run in one thread of the pool.
"""

import asyncio
import io
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import connections
from django.http import HttpResponseBase
from django.urls import set_script_prefix

from grid.wiping import wipe


class ThreadedHandler(ASGIHandler):
    """Django's handler with the middleware loaded for threads, as under WSGI."""

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(settings.HTTP_THREADS, thread_name_prefix="http")
        self._local = threading.local()

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def read_body(self, receive: Any) -> IO[bytes]:
        """The body, in one piece of memory that can be overwritten; a large one in a file."""
        parts: list[bytes] = []
        size, is_last = 0, False
        while not is_last:
            message = await receive()
            if message["type"] == "http.disconnect":
                wipe(*parts)
                raise RequestAborted
            parts.append(message.get("body", b""))
            size, is_last = size + len(parts[-1]), not message.get("more_body", False)
            if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
                return await self._spool(parts, is_last, receive)
        if len(parts) == 1:
            return io.BytesIO(parts[0])
        whole = b"".join(parts)
        wipe(*parts)
        return io.BytesIO(whole)

    async def _spool(self, parts: list[bytes], is_last: bool, receive: Any) -> IO[bytes]:
        """What is too large for memory, as Django keeps it."""
        known = [
            {"type": "http.request", "body": part, "more_body": not is_last or n < len(parts)}
            for n, part in enumerate(parts, start=1)
        ]

        async def onwards() -> Any:
            return known.pop(0) if known else await receive()

        return await super().read_body(onwards)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request; one whose body never comes to an end is dropped."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[HttpResponseBase] = loop.create_future()

        def hand_over(response: HttpResponseBase | None, error: BaseException | None) -> None:
            loop.call_soon_threadsafe(_keep, ready, response, error)

        self._pool.submit(self._serve, scope, body, hand_over)
        await self.send_response(await ready, send)

    def _serve(self, scope: Any, body: IO[bytes], hand_over: Callable[..., object]) -> None:
        """Hand the answer over, then tidy up: the client does not wait for that."""
        with body:
            try:
                response = self._answer(scope, body)
            except BaseException as error:  # rises where the server waits for the answer
                hand_over(None, error)
                return
            hand_over(response, None)
            response.close()  # sends request_finished, and with it looks after the connection
        self._local.last_used = time.monotonic()

    def _answer(self, scope: Any, body: IO[bytes]) -> HttpResponseBase:
        """What the client gets, ready in full: nothing of it asks the database afterwards."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        if time.monotonic() - getattr(self._local, "last_used", 0.0) < settings.DATABASE_TRUST_S:
            for connection in connections.all(initialized_only=True):
                connection.health_check_done = True  # type: ignore[attr-defined]
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        if isinstance(body, io.BytesIO) and _forgets(request):
            wipe(body.getvalue())  # the very bytes the view was given: BytesIO shares them
        response._handler_class = self.__class__
        if response.streaming:
            response.block_size = self.chunk_size  # of a file; others have no use for it
            response.streaming_content = _one_by_one(list(response))
        return response  # type: ignore[no-any-return]


def _forgets(request: Any) -> bool:
    """Whether nothing of the body may stay: the view says so, or no view was ever reached."""
    match = getattr(request, "resolver_match", None)
    view = getattr(match, "func", None)
    return view is None or getattr(getattr(view, "cls", view), "forgets_body", False)


def _keep(
    ready: asyncio.Future[HttpResponseBase],
    response: HttpResponseBase | None,
    error: BaseException | None,
) -> None:
    """Runs in the loop; who waited may have been cancelled meanwhile."""
    if ready.done():
        return
    if error is not None or response is None:
        ready.set_exception(error or RuntimeError("no answer"))
    else:
        ready.set_result(response)


async def _one_by_one(parts: list[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
