"""A log of everything for who asks."""

from tests.traces import log

__all__ = ["log"]
