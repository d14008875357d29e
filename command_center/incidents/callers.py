"""The caller's name and number: encrypted at rest, found by a blind index, shown masked."""

import hmac
import re
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings

from command_center.incidents.models import Incident

_NAME: Any = Incident._meta.get_field("caller_name")


def encrypted(value: str | None) -> str | None:
    """The stored form of a name or number, for statements written by hand."""
    if not value:
        return None
    stored: str = _NAME.f.encrypt(value.encode()).decode()  # as the field does, without its checks
    return stored


def phone_index(phone: str | None) -> str:
    """Keyed digest of the digits, so that equal numbers meet without being readable."""
    digits = re.sub(r"\D", "", phone or "")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if not digits:
        return ""
    return hmac.digest(_index_key(settings.SECRET_KEY), digits.encode(), "sha256").hex()


@cache
def _index_key(secret: str) -> bytes:
    """The key `salted_hmac` derives, derived once."""
    return sha256(f"incidents.caller_phone{secret}".encode()).digest()


def masked_name(name: str | None) -> str:
    """First character, the rest as stars."""
    return f"{name[0]}{'*' * min(len(name) - 1, 4)}" if name else ""


def masked_phone(phone: str | None) -> str:
    """`138****0000`; shorter numbers keep only their last two digits."""
    if not phone:
        return ""
    if len(phone) >= 8:
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-2:]}"
