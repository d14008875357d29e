"""A slow screen waits alone: its queue is bounded, its order kept, and the others never wait."""

import asyncio
from typing import Any

import pytest

from grid.ledger import outlet as outlet_module
from grid.ledger.outlet import SLOW, Outlet, text_message


class Wire:
    """A socket that takes messages while it is open, like a server's send."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.sent: list[Any] = []
        self.open = asyncio.Event()
        if is_open:
            self.open.set()

    async def send(self, message: Any) -> None:
        await self.open.wait()
        self.sent.append(message.get("text", message.get("code")))


def push(outlet: Outlet, *texts: str) -> None:
    for text in texts:
        outlet.push(text_message(text))


async def test_a_willing_socket_is_served_in_the_call_itself() -> None:
    wire = Wire()
    push(Outlet(wire.send), "a", "b")
    assert wire.sent == ["a", "b"]


async def test_a_slow_socket_gets_everything_in_order_when_it_wakes() -> None:
    wire = Wire(is_open=False)
    outlet = Outlet(wire.send)
    push(outlet, "a", "b", "c")
    assert wire.sent == []
    wire.open.set()
    await outlet.flushed()
    push(outlet, "d")
    assert wire.sent == ["a", "b", "c", "d"]


async def test_a_slow_socket_does_not_hold_up_the_next() -> None:
    slow, quick = Wire(is_open=False), Wire()
    for outlet in (Outlet(slow.send), Outlet(quick.send)):
        push(outlet, "a")
    assert quick.sent == ["a"]


async def test_a_socket_that_falls_too_far_behind_is_closed_as_slow(monkeypatch) -> None:
    monkeypatch.setattr(outlet_module, "QUEUE_BYTES", 10)
    wire = Wire(is_open=False)
    outlet = Outlet(wire.send)
    push(outlet, "first", "12345", "67890", "1")
    assert outlet.is_closed
    push(outlet, "never")
    wire.open.set()
    await outlet.flushed()
    assert wire.sent == [SLOW]


async def test_a_socket_that_never_wakes_is_left_without_goodbye(monkeypatch) -> None:
    monkeypatch.setattr(outlet_module, "CLOSE_S", 0.01)
    wire = Wire(is_open=False)
    outlet = Outlet(wire.send)
    push(outlet, "a")
    outlet.close(SLOW)
    await outlet.flushed()
    assert wire.sent == []


async def test_a_socket_that_takes_nothing_counts_as_stalled() -> None:
    wire = Wire(is_open=False)
    outlet = Outlet(wire.send)
    now = asyncio.get_running_loop().time()
    assert not outlet.is_stalled(now + 1000)
    push(outlet, "a")
    assert not outlet.is_stalled(now)
    assert outlet.is_stalled(now + 1000)
    outlet.gone()


@pytest.mark.parametrize("error", [ConnectionResetError(), RuntimeError("already closed")])
async def test_a_socket_that_is_gone_raises_nothing_and_takes_nothing(error: Exception) -> None:
    async def send(message: Any) -> None:
        raise error

    outlet = Outlet(send)
    push(outlet, "a")
    assert outlet.is_closed


async def test_a_socket_that_goes_while_it_is_waited_for_raises_nothing() -> None:
    gate = asyncio.Event()

    async def send(message: Any) -> None:
        await gate.wait()
        raise ConnectionResetError

    outlet = Outlet(send)
    push(outlet, "a", "b")
    gate.set()
    await outlet.flushed()
    assert outlet.is_closed


async def test_nothing_follows_a_goodbye() -> None:
    wire = Wire()
    outlet = Outlet(wire.send)
    outlet.close(4401)
    outlet.close(4403)
    push(outlet, "a")
    assert wire.sent == [4401]
