"""What is known of a party: encrypted, found by keyed digests, shown masked."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils import timezone

from grid.organisation.crypto import blind_index, blind_indexes
from grid.organisation.masking import mask_id_number, mask_name, mask_phone
from mediation.register.models import Party

PURPOSE: Final = "mediation.party"
FIELDS: Final = ("name", "phone", "id_number", "address", "guardian")
VEILED: Final = ("name", "phone", "id_number", "guardian")
INDEXED: Final = {"name": "name_index", "phone": "phone_index", "id_number": "id_index"}
ADULT: Final = 18  # years


def tidy(field: str, text: str) -> str:
    """The text as it is compared: digits of a phone, capitals of a document, no blanks."""
    if field == "phone":
        digits = re.sub(r"\D", "", text)
        return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    return re.sub(r"\s", "", text).upper()


def index(field: str, text: str) -> str:
    """What to store beside the encrypted text; empty for nothing."""
    plain = tidy(field, text)
    return blind_index(f"{field}:{plain}", purpose=PURPOSE) if plain else ""


def indexes(field: str, text: str) -> list[str]:
    """What to look for, written before a rotation of keys or after; empty for nothing."""
    plain = tidy(field, text)
    return blind_indexes(f"{field}:{plain}", purpose=PURPOSE) if plain else []


def seal(party: Party) -> None:
    """Put the digests beside what was said."""
    for field, name in INDEXED.items():
        setattr(party, name, index(field, getattr(party, field) or ""))


def masked(party: Party) -> dict[str, Any]:
    """A party as everybody with leave to read the dispute sees it."""
    is_emptied = party.name is None
    name = party.name or ""
    return {
        "id": party.pk,
        "side": party.side,
        "is_organisation": party.is_organisation,
        "name": mask_organisation(name) if party.is_organisation else mask_name(name),
        "phone": mask_phone(party.phone or ""),
        "id_number": mask_id_number(party.id_number or ""),
        "address": "***" if party.address else "",
        "guardian": mask_name(party.guardian or ""),
        "is_minor": party.is_minor,
        "needs_care": party.needs_care,
        "is_emptied": is_emptied,
        "version": party.version,
    }


def clear(party: Party) -> dict[str, Any]:
    """The same in clear; only for whoever has leave."""
    return masked(party) | {field: getattr(party, field) or "" for field in FIELDS}


def veil(text: str, parties: Iterable[Party]) -> str:
    """The text with whatever it says of the parties masked: names and numbers, not places."""
    hidden: dict[str, str] = {}
    for party in parties:
        shown = masked(party)
        said = {field: (getattr(party, field) or "").strip() for field in VEILED}
        hidden |= {word: shown[field] for field, word in said.items() if len(word) > 1}
    for word in sorted(hidden, key=len, reverse=True):
        text = text.replace(word, hidden[word])
    return text


def mask_organisation(name: str) -> str:
    """The first two characters of a firm's name; the rest could name its owner."""
    return f"{name.strip()[:2]}***" if name.strip() else ""


def is_minor_by(id_number: str, *, on: date | None = None) -> bool:
    """Whether an eighteen-character identity number is that of somebody under eighteen."""
    born = re.fullmatch(r"\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]", id_number.strip())
    if born is None:
        return False
    year, month, day = (int(part) for part in born.groups())
    today = on or timezone.localdate()
    return (today.year - year) - ((today.month, today.day) < (month, day)) < ADULT
