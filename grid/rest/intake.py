"""Uvicorn's HTTP protocol, reading into one buffer that is cleared after each read.

As they come, uvloop keeps the last 256 000 bytes read in a buffer of its own, and uvicorn's bodies
leave copies behind in memory that was given back. Here the kernel writes into a buffer of ours,
and each copy of a body on the way to the application is overwritten once it was passed on.

Named to uvicorn as `--http grid.rest.intake:Intake`.
"""

import asyncio
import ctypes
from typing import Any, ClassVar, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from grid.wiping import Wiped, wipe

SIZE: Final = 256 << 10  # bytes a read, as many as uvloop takes


class Parsed(HttpToolsProtocol):
    """Keeps a body in bytes that clear themselves."""

    def on_body(self, body: bytes) -> None:
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            before = len(cycle.body)
            grown = Wiped(before + len(body))
            with memoryview(grown) as view:  # copies straight, without a copy between
                view[:before] = cycle.body
                view[before:] = body
            cycle.body = grown
        wipe(body)
        super().on_body(b"")


class Intake(asyncio.BufferedProtocol):
    """What the loop sees of a connection: uvicorn's protocol behind a buffer of ours.

    One buffer serves all connections: a loop asks for it, fills it and says so in one go.
    """

    _buffer: ClassVar = bytearray(SIZE)
    _view: ClassVar = memoryview(_buffer)  # so it can neither grow nor move
    _address: ClassVar[int] = ctypes.addressof((ctypes.c_char * SIZE).from_buffer(_buffer))

    def __init__(self, **given: Any) -> None:
        self.inner = Parsed(**given)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.inner.connection_made(cast("asyncio.Transport", transport))

    def connection_lost(self, exc: Exception | None) -> None:
        self.inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self.inner.pause_writing()

    def resume_writing(self) -> None:
        self.inner.resume_writing()

    def eof_received(self) -> None:
        self.inner.eof_received()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._view

    def buffer_updated(self, nbytes: int) -> None:
        try:
            self.inner.data_received(self._view[:nbytes])  # type: ignore[arg-type]
        finally:
            ctypes.memset(self._address, 0, nbytes)
