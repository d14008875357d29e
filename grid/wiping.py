"""Overwriting in place what must not stay in the memory of this process.

Python gives memory back without clearing it, so a text lies there until the place is used again.
What nobody else needs any more is therefore filled with zeros before it is let go. That breaks the
rule that texts and bytes never change: wipe only what was made for the request at hand and is in no
other hands, and never look at it again.

Texts and bytes below `LEAST` signs may be shared by all of Python (the empty one, single letters)
and are left alone, as are names Python interns, which nothing read from a request ever is.
"""

import ctypes
import sys
from collections.abc import Iterable
from typing import Final

LEAST: Final = 4
# Where the signs begin, by the sizes of texts that have nothing else; the same in all of CPython.
_BYTES: Final = sys.getsizeof(b"") - 1
_ASCII: Final = sys.getsizeof("") - 1
_OTHER: Final = sys.getsizeof("\u0100" * LEAST) - 2 * (LEAST + 1)


def wipe(*given: str | bytes | None) -> None:
    """Fill each with zeros, where it lies."""
    wipe_all(given)


def wipe_all(given: Iterable[str | bytes | None]) -> None:
    """The same for many."""
    fill = ctypes.memset
    for one in given:
        if one is None or len(one) < LEAST:
            continue
        if type(one) is str:  # a subclass is laid out otherwise
            if one.isascii():
                fill(id(one) + _ASCII, 0, len(one))
            else:
                fill(id(one) + _OTHER, 0, len(one) * _width(one))
        elif type(one) is bytes:
            fill(id(one) + _BYTES, 0, len(one))


def _width(text: str) -> int:
    """Bytes a sign, as CPython keeps a text (PEP 393): by its greatest sign."""
    greatest = max(text)
    if greatest <= "\u00ff":
        return 1
    return 2 if greatest <= "\uffff" else 4


class Wiped(bytearray):
    """Bytes that are overwritten when the last reference to them goes."""

    def __del__(self) -> None:
        memoryview(self)[:] = bytes(len(self))
