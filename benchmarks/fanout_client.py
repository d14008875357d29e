"""The load of the fan-out benchmark: a thousand sockets in one process, as cheap as Python can.

Runs in a process of its own and speaks over a pipe: `("open", [Spec, …])` opens sockets and
answers when all are ready; `("expect", n)` answers with the time at which the last of them had
its n-th further fact; `("counts",)` answers with the facts each has had; `("seqs",)` with their
numbers, where they were kept. Times are of the system's monotonic clock.
"""

import asyncio
import json
import re
from dataclasses import dataclass
from multiprocessing.connection import Connection

import uvloop

TOKEN = b'"t":"ev",'
PING = b"\x89\x04"
SEQ = re.compile(rb'"prev":\d+,"seq":(\d+)')


@dataclass(frozen=True, slots=True)
class Spec:
    """One socket to open; one that `hears` nothing must stay silent and is not waited for."""

    port: int
    path: str
    cookie: str = ""
    greeted: bool = False  # the server says hello and wants a resume
    hears: bool = True
    keep: bool = False


def client_frame(text: bytes) -> bytes:
    """A masked text frame of less than 64 kB; the mask is all zeros."""
    size = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
    return b"\x81" + size + b"\0\0\0\0" + text


class Socket(asyncio.Protocol):
    """Counts facts by their opening token, without parsing frames."""

    def __init__(self, spec: Spec, load: "Load") -> None:
        self.spec = spec
        self.load = load
        self.count = 0
        self.kept: list[bytes] = []
        self._head = b""
        self._carry = b""
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        lines = [
            f"GET {self.spec.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.spec.port}",
            f"Origin: http://127.0.0.1:{self.spec.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            *([f"Cookie: {self.spec.cookie}"] if self.spec.cookie else []),
        ]
        transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        if not self._open:
            self._opening(data)
            return
        seen = self._carry + data
        found = seen.count(TOKEN)
        self._carry = seen[1 - len(TOKEN) :]
        if self.spec.keep:
            self.kept.append(data)
        if PING in data:  # a control byte: it cannot be part of the text of a fact
            at = data.index(PING) + len(PING)
            self.transport.write(b"\x8a\x84\0\0\0\0" + data[at : at + 4])
        if found:
            self.count += found
            self.load.heard(found, self.spec.hears)

    def _opening(self, data: bytes) -> None:
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end < 0:
            return
        if not self._head.startswith(b"HTTP/1.1 101"):
            raise RuntimeError(self._head[:200])
        rest = self._head[end + 4 :]
        if self.spec.greeted:
            start = rest.find(b'{"t":"hello"')
            stop = rest.find(b"}", start)
            if start < 0 or stop < 0:
                return
            hello = json.loads(rest[start : stop + 1])
            resume = {"t": "resume", "epoch": hello["epoch"], "since": hello["head"]}
            self.transport.write(client_frame(json.dumps(resume).encode()))
        self._open = True
        self.load.opened()


class Load:
    """All sockets of the process and the one question that is open."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.loop = asyncio.get_running_loop()
        self.sockets: list[Socket] = []
        self.total = 0
        self.stray = 0
        self.ready = 0
        self.wanted = 0
        self.target: int | None = None
        self.reached: dict[int, float] = {}
        self.done = asyncio.Event()
        self.loop.add_reader(pipe.fileno(), self._asked)

    def heard(self, found: int, hears: bool) -> None:
        if not hears:
            self.stray += found
            return
        self.total += found
        if self.target is not None and self.total >= self.target:
            self.pipe.send(self.loop.time())
            self.target = None

    def opened(self) -> None:
        self.ready += 1
        if self.ready == self.wanted:
            self.pipe.send("ready")

    def _asked(self) -> None:
        question, *rest = self.pipe.recv()
        if question == "open":
            self.wanted += len(rest[0])
            self.task = self.loop.create_task(self._open(rest[0]))
        elif question == "expect":
            self.target = self.total + rest[0] * sum(s.spec.hears for s in self.sockets)
            self.pipe.send("expecting")
        elif question == "counts":
            self.pipe.send(([s.count for s in self.sockets if s.spec.hears], self.stray))
        elif question == "seqs":
            kept = [b"".join(s.kept) for s in self.sockets if s.spec.keep]
            self.pipe.send([[int(n) for n in SEQ.findall(text)] for text in kept])
        else:
            self.done.set()

    async def _open(self, specs: list[Spec]) -> None:
        for start in range(0, len(specs), 20):
            await asyncio.gather(*(self._connect(spec) for spec in specs[start : start + 20]))

    async def _connect(self, spec: Spec) -> None:
        _, socket = await self.loop.create_connection(
            lambda: Socket(spec, self), "127.0.0.1", spec.port
        )
        self.sockets.append(socket)


def run(pipe: Connection) -> None:
    """The process: lives until told to end."""

    async def main() -> None:
        await Load(pipe).done.wait()

    uvloop.run(main())
