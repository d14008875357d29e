"""A sweep as it arrives: up to 60,000 ids from bytes to a mapping, every fault named."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from grid.errors import FieldError, InvalidInput
from video.health.services.signs import MOST_SIGNS

MOST_FAULTS: Final = 200
ID: Final = re.compile(r"[0-9]{20}")
PLACE: Final = re.compile(r"`\$\.?(?P<path>[^`]*)`$")


class SweepIn(msgspec.Struct, kw_only=True):
    """National ids by what was found, at one aware moment (default: when it arrives)."""

    online: list[str] = []
    offline: list[str] = []
    whole: bool = True
    at: Annotated[datetime, Meta(tz=True)] | None = None
    platform: Annotated[str, Meta(max_length=20)] = ""
    source: Literal["sweep", "catalog"] = "sweep"


SWEEP_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "National ids (GB/T 28181) by what was found; at most 60,000 in one body.",
    "properties": {
        **{
            name: {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{20}$"}}
            for name in ("online", "offline")
        },
        "whole": {"type": "boolean", "default": True},
        "at": {"type": ["string", "null"], "format": "date-time"},
        "platform": {"type": "string", "maxLength": 20, "default": ""},
        "source": {"enum": ["sweep", "catalog"], "default": "sweep"},
    },
}

_decoder: Final = msgspec.json.Decoder(SweepIn)


def read_sweep(raw: bytes) -> tuple[SweepIn, dict[str, bool]]:
    """The body and its signs, national id → online; raises InvalidInput naming each fault."""
    try:
        body = _decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise _refusal([_of_shape(str(error))]) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        message = _("The body is not valid JSON: %s") % error
        raise _refusal([FieldError(pointer="", code="not_json", message=message)]) from error
    signs = dict.fromkeys(body.online, True) | dict.fromkeys(body.offline, False)
    _check(body, signs)
    return body, signs


def _check(body: SweepIn, signs: dict[str, bool]) -> None:
    count = len(body.online) + len(body.offline)
    if not 1 <= count <= MOST_SIGNS:
        message = _("From 1 to %(most)s cameras in one body.") % {"most": MOST_SIGNS}
        raise _refusal([FieldError(pointer="/online", code="count", message=message)])
    if len(signs) < count:
        raise _refusal(_twice(body))
    if not ID.fullmatch("".join(signs)[:20]) or not _all_ids(signs):
        raise _refusal(_no_ids(body))


def _all_ids(signs: dict[str, bool]) -> bool:
    text = "".join(signs)
    return text.isascii() and text.isdecimal() and all(len(one) == 20 for one in signs)


def _no_ids(body: SweepIn) -> list[FieldError]:
    message = _("A national id has 20 digits.")
    return [
        FieldError(pointer=f"/{name}/{place}", code="invalid", message=message)
        for name in ("online", "offline")
        for place, one in enumerate(getattr(body, name))
        if not ID.fullmatch(one)
    ][:MOST_FAULTS]


def _twice(body: SweepIn) -> list[FieldError]:
    seen: set[str] = set()
    found = []
    for name in ("online", "offline"):
        for place, one in enumerate(getattr(body, name)):
            if one in seen:
                message = _("This id is named twice.")
                found.append(
                    FieldError(pointer=f"/{name}/{place}", code="repeated", message=message)
                )
            seen.add(one)
    return found[:MOST_FAULTS]


def _of_shape(text: str) -> FieldError:
    """What msgspec says, with its path as a JSON pointer."""
    place = PLACE.search(text)
    parts = re.findall(r"[^.\[\]]+", place["path"]) if place else []
    known = [part for part in parts if part != "..."]
    return FieldError(
        pointer="".join(f"/{part}" for part in known), code="invalid", message=text.split(" - ")[0]
    )


def _refusal(faults: list[FieldError]) -> InvalidInput:
    return InvalidInput(_("The input cannot be accepted."), errors=faults)
