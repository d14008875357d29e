"""What a paper says: the one source that PDF and DOCX are drawn of and that is signed."""

from hashlib import sha256
from typing import Literal

import msgspec


class Block(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of a paper in reading order; `rows` are label and value of a form."""

    kind: Literal["form", "head", "text", "close"]  # close: flush left, as 此致 and 附件
    text: str = ""
    rows: list[tuple[str, str]] = []


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """A place to sign: `key` is `party:7`, `mediator:3` or `body`."""

    key: str
    label: str
    name: str


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A whole paper, in Chinese whatever the reader's language: courts and parties read it."""

    kind: str
    number: str
    title: str
    body: str  # the mediation body it is of
    blocks: list[Block]
    signers: list[Signer]
    dated: str  # 2026年11月22日
    has_seal: bool = False


def letters(content: Content) -> str:
    """The JSON that is kept and hashed, letter for letter."""
    return msgspec.json.encode(content).decode()


def hash_of(text: str) -> str:
    """What a signature stands under: SHA-256 of the letters, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def read(text: str) -> Content:
    """The content of its letters; raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(text, type=Content)
