"""What a new notice says, checked field by field before anything of it is kept."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NotRequired, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.lookout import numbers
from checkpoints.lookout.models import LONGEST_TERM, Kind
from grid.errors import FieldError, InvalidInput

EARLIEST: Final = timedelta(minutes=5)  # a clock may be wrong by so much
LATEST: Final = timedelta(days=7)
IDENTITY: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
TEXTS: Final = {
    "instrument_type": (2, 40),
    "instrument_number": (2, 60),
    "instrument_issuer": (2, 60),
    "grounds": (4, 400),
    "action": (4, 400),
}


class NoticeFields(TypedDict):
    """A notice as it is written: one number, one instrument, at most 30 days."""

    kind: str
    sought: str
    sought_name: NotRequired[str]
    description: NotRequired[str]
    instrument_type: str
    instrument_number: str
    instrument_issuer: str
    grounds: str
    action: str
    contact: NotRequired[str]
    valid_from: NotRequired[datetime | None]
    valid_to: datetime


def normalised(kind: str, sought: str) -> str | None:
    """The number sought as it is compared; None: it is no plate, or no document number."""
    return numbers.plate(sought) if kind == Kind.VEHICLE else numbers.document(sought)


def checked_draft(said: NoticeFields) -> dict[str, Any]:
    """The fields ready to keep, `sought` normalised; raises InvalidInput naming every fault."""
    values: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in said.items()
    }
    values["valid_from"] = values.get("valid_from") or timezone.now()
    number = normalised(values["kind"], values["sought"])
    faults = [*_sought_faults(values, number), *_text_faults(values, number)]
    faults += term_faults(values["valid_from"], values["valid_to"])
    if faults:
        raise InvalidInput(_("The notice was not kept."), errors=faults)
    return values | {"sought": number or ""}


def _fault(name: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{name}", code=code, message=message)


def _sought_faults(values: dict[str, Any], number: str | None) -> Iterator[FieldError]:
    kind, is_named = values["kind"], bool(values.get("sought_name"))
    if kind == Kind.VEHICLE:
        if number is None:
            yield _fault("sought", "no_plate", _("This is no complete number plate."))
        if is_named:
            yield _fault("sought_name", "one_only", _("A vehicle's notice names no person."))
        return
    if number is None and (values["sought"] or kind == Kind.WANTED_PERSON):
        message = _("This is no complete document number, or its check digit is wrong.")
        yield _fault("sought", "no_document", message)
    if not is_named:
        yield _fault("sought_name", "required", _("Say who is looked for: one person."))


def _text_faults(values: dict[str, Any], number: str | None) -> Iterator[FieldError]:
    for name, (least, most) in TEXTS.items():
        if not least <= len(values[name]) <= most:
            bounds = {"least": least, "most": most}
            message = _("Between %(least)s and %(most)s characters") % bounds
            yield _fault(name, "length", message)
        if name in ("grounds", "action") and _names_somebody(values, values[name], number):
            message = _("Leave the identity out here: it has fields of its own.")
            yield _fault(name, "identity", message)


def _names_somebody(values: dict[str, Any], text: str, number: str | None) -> bool:
    name = values.get("sought_name")
    has_number = number is not None and number in numbers.plain(text)
    return has_number or bool(IDENTITY.search(text)) or bool(name and name in text)


def term_faults(valid_from: datetime, valid_to: datetime) -> Iterator[FieldError]:
    """At most 30 days, beginning now or within a week, ending in the future."""
    now = timezone.now()
    if not now - EARLIEST <= valid_from <= now + LATEST:
        yield _fault("valid_from", "out_of_range", _("From now, or from a day within a week."))
    if not max(now, valid_from) < valid_to <= valid_from + LONGEST_TERM:
        yield _fault("valid_to", "out_of_range", _("Valid for at most 30 days."))
