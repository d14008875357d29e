"""A part of the demo city that lives in a thread of its own, so that no other waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def ticking(tick: Callable[[], None], *, every_s: float, name: str) -> Iterator[None]:
    """Call `tick` again and again for as long as the block lasts."""
    over = Event()

    def live() -> None:
        while not over.wait(every_s):
            tick()

    thread = Thread(target=live, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
