"""Keys of the deployment at work: secrets encrypted at rest, and blind indexes to find them by.

`FIELD_KEYS` rotates: the first key writes, every key reads.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from grid.wiping import wipe

_BLOCK: Final = 64  # bytes SHA-256 takes at a time
_LINE: Final = re.compile(rb"([^\n]*)\n")
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))


def _derived(purpose: str) -> list[bytes]:
    """One 256-bit key per entry of FIELD_KEYS, different for each purpose."""
    return [hmac.digest(key.encode(), purpose.encode(), sha256) for key in settings.FIELD_KEYS]


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in _derived(purpose)])


def encrypt(text: str, *, purpose: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def decrypt(token: str, *, purpose: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` where no key fits."""
    return _box(purpose).decrypt(token.encode()).decode()


def blind_index(value: str, *, purpose: str) -> str:
    """What to store beside an encrypted value, to find it by equality."""
    return blind_indexes(value, purpose=purpose)[0]


def blind_indexes(value: str, *, purpose: str) -> list[str]:
    """What to look for (`index__in`), so that rows written before a rotation are found too."""
    return [hmac.new(key, value.encode(), sha256).hexdigest() for key in _derived(purpose)]


def blind_index_lists(values: Sequence[str], *, purpose: str) -> list[list[str]]:
    """For each key, the hashes `blind_indexes` has for these values, in their order.

    The values are lines: none has a line feed. For thousands at once: HMAC as RFC 2104 defines
    it, with the key's pads made only once. What is made of the values here is overwritten.
    """
    text = "\n".join([*values, ""])  # in one piece, because many are dear to overwrite
    lines = text.encode()
    wipe(text)
    try:
        return [_hmacs(key, lines) for key in _derived(purpose)]
    finally:
        wipe(lines)


def _hmacs(key: bytes, lines: bytes) -> list[str]:
    padded = key.ljust(_BLOCK, b"\0")
    inner, outer = sha256(padded.translate(_INNER)), sha256(padded.translate(_OUTER))
    view = memoryview(lines)
    spans = (line.span(1) for line in _LINE.finditer(lines))
    return [_hmac(inner.copy(), outer.copy(), view[start:end]) for start, end in spans]


def _hmac(inner: Any, outer: Any, value: memoryview) -> str:
    inner.update(value)  # inside OpenSSL, which clears what it gives back
    outer.update(inner.digest())
    return str(outer.hexdigest())
