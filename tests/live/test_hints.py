"""A hint costs a request nothing, whatever Redis does, and nothing depends on it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import redis
from django.conf import settings as settings_in_force

from grid.ledger import hints
from grid.ledger.hints import Subscription
from tests.waiting import LONG_S

HERE = settings_in_force.REDIS_URL


def returns(call: Callable[[], None]) -> bool:
    """Whether the call comes back of itself, long before the poll it would else wait for."""
    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(LONG_S)
    return not thread.is_alive()


def arrived(listener: Subscription) -> int:
    """How many hints have come to the listener's end of its line, and are not read yet."""
    line = listener._pubsub.connection._sock
    return line.recv(1 << 16, socket.MSG_PEEK).count(b"message")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch) -> Iterator[None]:
    hints._client.cache_clear()
    monkeypatch.setattr(hints, "_breaker", hints._Breaker())
    monkeypatch.setattr(hints, "counts", hints.Counts())
    monkeypatch.setattr(hints, "BREAK_S", 3600.0)  # a breaker closes when a test says so
    yield
    hints._client.cache_clear()


@pytest.fixture
def there(monkeypatch) -> None:
    """A Redis that answers, if late: a busy machine may need more than a request would wait."""
    monkeypatch.setattr(hints, "TIMEOUT_S", LONG_S)


@pytest.fixture
def deaf(settings) -> Iterator[socket.socket]:
    """An address that takes connections and never answers, like a frozen Redis."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(100)
        settings.REDIS_URL = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        yield listener


@pytest.fixture
def absent(settings) -> Iterator[None]:
    """An address nobody listens at, kept so that nobody else comes to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
        yield


def test_a_listener_wakes_on_a_hint(there: None) -> None:
    listener = Subscription(threading.Event())
    listener.wait(1)  # subscribes
    hints.send()
    assert returns(lambda: listener.wait(1000))
    assert hints.counts.sent == 1
    listener.close()


def test_many_hints_wake_a_listener_once(there: None, settings) -> None:
    settings.REDIS_NAMESPACE = f"alone-{uuid4()}"
    listener = Subscription(threading.Event())
    listener.wait(1)
    for _ in range(20):
        hints.send()
    while arrived(listener) < 20:
        time.sleep(0.01)
    listener.wait(1000)
    assert listener._pubsub.get_message(timeout=0) is None
    listener.close()


def test_two_deployments_on_one_redis_do_not_wake_each_other(there: None, settings) -> None:
    client = redis.Redis.from_url(settings.REDIS_URL)
    settings.REDIS_NAMESPACE = f"another-{uuid4()}"
    listener = client.pubsub(ignore_subscribe_messages=True)
    listener.subscribe(hints.channel())
    listener.get_message(timeout=1)
    settings.REDIS_NAMESPACE = "this_city"
    hints.send()
    assert hints.counts.sent == 1
    assert listener.get_message(timeout=0.2) is None
    listener.close()


def test_without_redis_nothing_rises_and_the_next_calls_do_not_try(absent: None) -> None:
    for _ in range(50):
        hints.send()
    assert hints.counts.failed == 1
    assert hints.counts.skipped == 49


def test_a_frozen_redis_holds_up_one_call_and_no_more(deaf: socket.socket) -> None:
    for _ in range(50):
        hints.send()
    assert hints.counts.failed == 1
    assert hints.counts.skipped == 49


def test_a_frozen_redis_holds_up_one_of_many_threads(deaf: socket.socket) -> None:
    hints.send()
    hints._breaker._retry_at = 0
    threads = [threading.Thread(target=hints.send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hints.counts.failed == 2
    assert hints.counts.skipped == 19


def test_after_a_failure_hints_come_back_with_redis(settings, absent: None, monkeypatch) -> None:
    hints.send()
    hints._client.cache_clear()
    monkeypatch.setattr(hints, "TIMEOUT_S", LONG_S)
    settings.REDIS_URL = HERE
    hints._breaker._retry_at = 0
    hints.send()
    hints.send()
    assert hints.counts.sent == 2


def test_a_listener_without_redis_waits_as_long_as_a_poll(absent: None) -> None:
    listener = Subscription(threading.Event())
    listener.wait(0.05)
    listener.wait(0.05)


def test_a_listener_told_to_stop_does_not_wait_for_a_dead_redis(absent: None) -> None:
    stopped = threading.Event()
    stopped.set()
    assert returns(lambda: Subscription(stopped).wait(1000))
