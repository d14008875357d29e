"""Strict JSON: what cannot be stored or compared safely is refused here, with a pointer to it."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from grid.errors import DomainError, FieldError, InvalidInput

MAX_BODY_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 64
MAX_ERRORS: Final = 20

Path = tuple[Any, ...]  # (parent path, last part), or () for the whole body


class BodyTooLarge(DomainError):
    """More bytes than this address takes."""

    code = "body_too_large"
    status = 413


class _Doubled(dict[str, Any]):
    """An object that named one member twice; readers disagree on which of the two counts."""

    member = ""


class StrictJSONParser(BaseParser):
    """JSON in UTF-8, of bounded size and depth, without NaN, NUL, half characters or doubles.

    A view may take more than 1 MB by `max_body_bytes`. Raises BodyTooLarge (413) and
    InvalidInput (400). It is no JSONParser, because of those Django would read the whole body
    first and refuse it by a limit of its own.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        view = (parser_context or {}).get("view")
        raw = _read(stream, limit=getattr(view, "max_body_bytes", MAX_BODY_BYTES))
        return parse_json(raw)


def parse_json(raw: bytes) -> Any:
    """The value of a JSON text; raises InvalidInput naming each fault (at most 20)."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise _refusal("", "not_utf8", _("The body is not valid UTF-8.")) from error
    except RecursionError as error:
        raise _refusal("", "too_deep", _("The body is nested too deeply.")) from error
    except ValueError as error:
        raise _refusal("", "not_json", _("The body is not valid JSON: %s") % error) from error
    faults = [
        FieldError(pointer=pointer_to(path), code=code, message=_message(code))
        for (path, code), _count in zip(_faults(value), range(MAX_ERRORS), strict=False)
    ]
    if faults:
        raise InvalidInput(_("The input cannot be accepted."), errors=faults)
    return value


def pointer_to(path: Path) -> str:
    """JSON pointer (RFC 6901) of a linked path."""
    parts: list[str] = []
    while path:
        path, part = path
        parts.append(str(part).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{part}" for part in reversed(parts))


def _read(stream: IO[Any], *, limit: int) -> bytes:
    raw: bytes = stream.read(limit + 1)
    if len(raw) > limit:
        raise BodyTooLarge(_("The body is larger than %(limit)s bytes.") % {"limit": limit})
    return raw


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    doubled = _Doubled(members)
    names = [name for name, _value in pairs]
    doubled.member = next(name for name in names if names.count(name) > 1)
    return doubled


def _refusal(pointer: str, code: str, message: str) -> InvalidInput:
    return InvalidInput(message, errors=[FieldError(pointer=pointer, code=code, message=message)])


def _message(code: str) -> str:
    return {
        "not_finite": _("Not a finite number."),
        "nul": _("NUL characters are not accepted."),
        "surrogate": _("Half of a surrogate pair is not a character."),
        "repeated_member": _("This member is given twice."),
        "too_deep": _("The body is nested too deeply."),
    }[code]


def _faults(value: Any) -> Iterator[tuple[Path, str]]:
    """Walk without recursion: the depth of the body is the sender's choice, not ours."""
    stack: list[tuple[Any, Path, int]] = [(value, (), 1)]
    while stack:
        item, path, depth = stack.pop()
        if isinstance(item, str):
            yield from _text_faults(item, path)
        elif isinstance(item, float):
            if not math.isfinite(item):
                yield path, "not_finite"
        elif isinstance(item, dict | list):
            if depth > MAX_DEPTH:
                yield path, "too_deep"
                continue
            yield from _member_faults(item, path)
            children = item.items() if isinstance(item, dict) else enumerate(item)
            stack.extend((child, (path, name), depth + 1) for name, child in children)


def _member_faults(item: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(item, _Doubled):
        yield (path, item.member), "repeated_member"
    if isinstance(item, dict):
        for name in item:
            # The name itself cannot be shown, so the pointer leads to the object around it.
            yield from _text_faults(name, path)


def _text_faults(text: str, path: Path) -> Iterator[tuple[Path, str]]:
    if text.isascii():
        if "\0" in text:
            yield path, "nul"
    elif "\0" in text:
        yield path, "nul"
    elif any("\ud800" <= letter <= "\udfff" for letter in text):
        yield path, "surrogate"
