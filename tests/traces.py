"""Wherever something may be left behind: every log line, every table, every key of Redis."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection


class Kept(logging.Handler):
    """Every record there is, formatted with its traceback, as a file would have it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.formatter = logging.Formatter("%(message)s %(args)s")

    def emit(self, record: logging.LogRecord) -> None:
        # The request is on a record for handlers that look into it; no line of ours has it.
        parts = {name: value for name, value in record.__dict__.items() if name != "request"}
        written = [one.format(record) for one in logging.getLogger().handlers if one is not self]
        self.lines.append(self.format(record) + repr(parts) + "".join(map(str, written)))


@pytest.fixture
def log() -> Iterator[Kept]:
    kept, root = Kept(), logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "django", "django.request")}
    root.addHandler(kept)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def whole_database() -> Iterator[str]:
    """Every row of every table as text; bytes and JSON are in it in letters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'm')"
            " AND relnamespace = 'public'::regnamespace AND relname <> 'spatial_ref_sys'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            for (row,) in cursor:
                yield f"{table} {row}"


def whole_redis() -> Iterator[str]:
    store = redis.Redis.from_url(django_settings.REDIS_URL)
    for key in store.scan_iter():
        kind = store.type(key)
        values: Any = b""
        if kind == b"string":
            values = store.get(key)
        elif kind == b"list":
            values = store.lrange(key, 0, -1)
        elif kind == b"hash":
            values = store.hgetall(key)
        yield repr(key) + repr(values)
