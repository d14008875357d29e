"""The floor of the fan-out benchmark: the least a Python server can do, written by hand.

    python -m benchmarks.fanout_floor PORT REDIS_PORT

What arrives on the Redis channel `floor` is framed once and written to every socket: no
filtering, no rights, no order, no resume, no slow-client guard, no framework.
"""

import asyncio
import base64
import hashlib
import sys

import redis.asyncio
import uvloop

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
transports: set[asyncio.Transport] = set()


class FloorSocket(asyncio.Protocol):
    """Shakes hands and listens for nothing."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        for line in data.split(b"\r\n"):
            name, _, value = line.partition(b": ")
            if name.lower() == b"sec-websocket-key":
                accept = base64.b64encode(hashlib.sha1(value + GUID).digest())
                self.transport.write(
                    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
                )
                transports.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        transports.discard(self.transport)


async def main(port: int, redis_port: int) -> None:
    """Serve until killed."""
    await asyncio.get_running_loop().create_server(FloorSocket, "127.0.0.1", port)
    client = redis.asyncio.Redis(port=redis_port, socket_timeout=None)
    async with client.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe("floor")
        async for message in channel.listen():
            text = message["data"]
            frame = b"\x81\x7e" + len(text).to_bytes(2, "big") + text
            for transport in transports:
                transport.write(frame)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
