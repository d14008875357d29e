"""What took seconds to work out, kept a day for every server process; Redis, never relied on."""

import json
from functools import cache
from hashlib import sha256
from typing import Any, Final

import redis
import structlog
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger(__name__)

TIMEOUT_S: Final = 0.2  # of connecting and of every answer
KEPT_S: Final = 86_400


@cache
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
    )  # fmt: skip


def key_of(*parts: Any) -> str:
    """The key of what these parts led to; of this deployment alone."""
    digest = sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()
    return f"{settings.REDIS_NAMESPACE}:analysis:{digest}"


def read(key: str) -> Any:
    """What was kept, as JSON holds it; None where nothing was or Redis does not answer."""
    try:
        found = _redis(settings.REDIS_URL).get(key)
    except redis.RedisError:
        log.warning("kept_unread", key=key)
        return None
    return None if found is None else json.loads(found)


def write(key: str, value: Any) -> None:
    """Keep it for a day, where Redis answers."""
    try:
        _redis(settings.REDIS_URL).set(key, json.dumps(value), ex=KEPT_S)
    except redis.RedisError:
        log.warning("kept_unwritten", key=key)
