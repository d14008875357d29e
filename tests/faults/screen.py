"""A screen that keeps the rules of the live link over a real network: chain, resume, reconnect."""

import asyncio
import random

import msgspec
from django.conf import settings
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.waiting import LONG_S


class Frame(msgspec.Struct):
    """What a screen must know of a frame."""

    t: str = ""
    seq: int = 0
    prev: int = 0
    epoch: str = ""
    head: int = 0
    events: list["Frame"] = []


_decode = msgspec.json.Decoder(Frame).decode


class NetworkScreen:
    """Notes every fact it is given, in the order it came."""

    def __init__(self, port: int, session_key: str, *, since: int) -> None:
        self.url = f"ws://127.0.0.1:{port}/ws/events/?v=1"
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_key}"}
        self.origin = f"http://127.0.0.1:{port}"
        self.last = since
        self.got: list[int] = []
        self.breaks = 0
        self.connections = 0
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while True:
            try:
                await self._session()
            except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                await asyncio.sleep(random.uniform(0.1, 0.6))

    async def _session(self) -> None:
        async with connect(
            self.url,
            origin=self.origin,
            additional_headers=self.headers,
            compression=None,
            max_size=None,
            max_queue=None,
            ping_interval=None,
            open_timeout=LONG_S,
        ) as link:
            self.connections += 1
            async for text in link:
                frame = _decode(text)
                if frame.t == "hello":
                    resume = {"t": "resume", "epoch": frame.epoch, "since": self.last}
                    await link.send(msgspec.json.encode(resume).decode())
                    self.ready.set()
                elif frame.t == "reset":
                    self.breaks += 1
                for fact in frame.events or ([frame] if frame.t == "ev" else []):
                    self._note(fact)

    def _note(self, fact: Frame) -> None:
        if fact.prev != self.last:
            self.breaks += 1
        self.last = fact.seq
        self.got.append(fact.seq)
