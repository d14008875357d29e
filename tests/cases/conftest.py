"""Whatever is said here is said in English; a log of everything for who asks."""

from tests.browser import chromium, visit
from tests.english import _in_english, cast, client
from tests.traces import log

__all__ = ["_in_english", "cast", "chromium", "client", "log", "visit"]
