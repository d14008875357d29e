"""The wake-up call that follows a commit: "there is something new in the log".

A hint carries no news, only the advice to look now instead of at the next poll, one second
later at the latest. It may be lost; a Redis that is dead or frozen must therefore cost the
request that recorded the fact nothing. Hence short timeouts, no retries, and a breaker that
after one failure lets a single call per second try again while all others pass by.
"""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import redis
import structlog
from django.conf import settings
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

log = structlog.get_logger(__name__)

TIMEOUT_S = 0.1  # of connecting and of every answer; both together stay below 0.2 s
BREAK_S = 1.0
STOP_S = 0.25  # a listener told to stop does so within this time


@dataclass(slots=True)
class Counts:
    """How many hints this process sent, failed to send, and did not try to send."""

    sent: int = 0
    failed: int = 0
    skipped: int = 0


class _Breaker:
    """Lets everybody through while all is well, and one caller per `BREAK_S` after a failure."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = True
        self._retry_at = 0.0

    def admits(self) -> bool:
        if self._closed:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._retry_at:
                return False
            self._retry_at = now + BREAK_S
            return True

    def failed(self) -> None:
        with self._lock:
            self._closed = False
            self._retry_at = time.monotonic() + BREAK_S

    def succeeded(self) -> None:
        self._closed = True


counts = Counts()
_breaker = _Breaker()


def channel() -> str:
    """The Redis channel of this deployment; two deployments may share one Redis."""
    return f"anlan:{settings.REDIS_NAMESPACE}:hint"


def _connect() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
    )


@cache
def _client() -> redis.Redis:
    """One client per process; redis-py opens fresh connections after a fork by itself."""
    return _connect()


def send() -> None:
    """Tell every process that the log has grown. Call it after commit; it never raises."""
    if not _breaker.admits():
        counts.skipped += 1
        return
    try:
        _client().publish(channel(), b"")
    except (redis.RedisError, OSError) as error:
        counts.failed += 1
        _breaker.failed()
        log.warning("hint_failed", error=type(error).__name__)
    else:
        counts.sent += 1
        _breaker.succeeded()


class Subscription:
    """The listening end, for one thread: waits for a hint, or for the time of a poll."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped
        self._redis = _connect()
        self._pubsub: PubSub | None = None

    def wait(self, timeout_s: float) -> None:
        """Return on a hint, after (re)connecting, after `timeout_s`, or when told to stop.

        Never raises: without Redis it simply waits, and the caller polls.
        """
        try:
            if self._pubsub is None:
                self._subscribe()
            else:
                self._listen(self._pubsub, timeout_s)
        except (redis.RedisError, OSError, ValueError) as error:
            log.warning("hints_unheard", error=type(error).__name__)
            self.close()
            self._stopped.wait(timeout_s)

    def close(self) -> None:
        if self._pubsub is not None:
            with suppress(redis.RedisError, OSError, ValueError):
                self._pubsub.close()
            self._pubsub = None

    def _subscribe(self) -> None:
        """Subscribe; the caller looks at the log afterwards, as hints may have passed before."""
        pubsub = PubSub(self._redis.connection_pool, ignore_subscribe_messages=True)
        pubsub.subscribe(channel())
        self._pubsub = pubsub

    def _listen(self, pubsub: PubSub, timeout_s: float) -> None:
        deadline = time.monotonic() + timeout_s
        while not self._stopped.is_set() and (left := deadline - time.monotonic()) > 0:
            if pubsub.get_message(timeout=min(left, STOP_S)) is not None:
                break
        while pubsub.get_message(timeout=0) is not None:
            pass  # one look at the log answers every hint that has arrived by now
