"""The shape of a fix as it arrives: from bytes to structures, each fault named by its index."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, NamedTuple, TypedDict

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from grid.errors import FieldError, InvalidInput
from grid.territory.geo import point_errors

MOST_FIXES: Final = 20_000

Crs = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Source = Literal["phone", "vehicle", "radio", "hand"]


class Fix(msgspec.Struct, kw_only=True, gc=False):
    """One fix of one unit; `at` is aware, by the clock of the device; `lng`/`lat` are in `crs`."""

    unit: Annotated[str, Meta(min_length=1, max_length=20)]
    lng: float
    lat: float
    at: Annotated[datetime, Meta(tz=True)]
    crs: Crs = "wgs84"
    accuracy_m: Annotated[float, Meta(ge=0, le=100_000)] | None = None
    speed_kmh: Annotated[float, Meta(ge=0, le=1_000)] | None = None
    heading: Annotated[float, Meta(ge=0, le=360)] | None = None
    source: Source = "phone"


class Batch(msgspec.Struct):
    """Fixes in any order, of any units."""

    fixes: list[Fix]


class Loose(msgspec.Struct):
    """The same, for a batch of which some fixes are malformed."""

    fixes: list[msgspec.Raw]


class FixError(TypedDict):
    """One fault of one fix; the pointer leads into the body."""

    index: int
    pointer: str
    code: str
    message: str


class Read(NamedTuple):
    """What a body held: how many fixes, those that can be read by index, and the faults."""

    received: int
    fixes: dict[int, Fix]
    errors: list[FixError]


_strict: Final = msgspec.json.Decoder(Batch)
_loose: Final = msgspec.json.Decoder(Loose)
_one: Final = msgspec.json.Decoder(Fix)


def read_batch(raw: bytes) -> Read:
    """The fixes of a body; raises InvalidInput where it is no list of 1 to 20,000 of them."""
    try:
        batch = _strict.decode(raw)
    except (msgspec.ValidationError, UnicodeError):
        return _read_loosely(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _refusal("not_json", _("The body is not valid JSON: %s") % error) from error
    _check_count(len(batch.fixes))
    return _within_range(len(batch.fixes), dict(enumerate(batch.fixes)), [])


def fault(index: int, name: str, code: str, message: str) -> FixError:
    """A fault of one member of one fix."""
    return {
        "index": index,
        "pointer": f"/fixes/{index}/{name}" if name else f"/fixes/{index}",
        "code": code,
        "message": message,
    }


def _read_loosely(raw: bytes) -> Read:
    """Fix by fix, so that one that is malformed is named and the others are taken."""
    try:
        texts = _loose.decode(raw).fixes
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise _refusal("invalid", str(error)) from error
    _check_count(len(texts))
    fixes: dict[int, Fix] = {}
    errors: list[FixError] = []
    for index, text in enumerate(texts):
        try:
            fixes[index] = _one.decode(text)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            errors.append(_told(index, str(error)))
    return _within_range(len(texts), fixes, errors)


def _told(index: int, text: str) -> FixError:
    """msgspec says `… - at `$.lng``; the member it names goes into the pointer."""
    what, _at, where = text.partition(" - at `$")
    name = where.strip("`.").split(".")[0].split("[")[0]
    return fault(index, name, "invalid", what)


def _within_range(received: int, fixes: dict[int, Fix], errors: list[FixError]) -> Read:
    """Without what is no place on earth, and without calls signs that cannot be any."""
    for index, fix in list(fixes.items()):
        found: list[tuple[str, Any, Any]] = []
        if not (-180 <= fix.lng <= 180 and -90 <= fix.lat <= 90):
            wrong = point_errors(lng=fix.lng, lat=fix.lat)
            found = [(e["pointer"].strip("/"), e["code"], e["message"]) for e in wrong]
        elif "\0" in fix.unit:
            found = [("unit", "nul", _("NUL characters are not accepted."))]
        if found:
            errors += [fault(index, *said) for said in found]
            del fixes[index]
    return Read(received, fixes, errors)


def _check_count(number: int) -> None:
    if not 1 <= number <= MOST_FIXES:
        message = _("Send 1 to %(most)s fixes at a time.") % {"most": MOST_FIXES}
        raise _refusal("count", message)


def _refusal(code: str, message: str) -> InvalidInput:
    found = FieldError(pointer="/fixes" if code == "count" else "", code=code, message=message)
    return InvalidInput(message, errors=[found])
