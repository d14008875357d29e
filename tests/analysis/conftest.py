"""Whatever is said here is said in English."""

from tests.english import _in_english, cast, client

__all__ = ["_in_english", "cast", "client"]
