"""The shape of a call as it arrives, by REST, form, file or service: one structure for all."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal, TypedDict, TypeVar

import msgspec
from django.utils.translation import gettext as _
from msgspec import UNSET, Meta, UnsetType

from grid.errors import FieldError, InvalidInput

Crs = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Link = Literal["none", "repeat", "chase", "feedback", "nuisance"]
Channel = Literal["phone", "sms", "form", "api", "import", "button"]
Moment = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=0, le=32_767)]


class Call(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A call for police; times are aware, `lng`/`lat` are in `crs`, `main_incident` is a number."""

    category: Annotated[str, Meta(min_length=1, max_length=12)]
    level: Annotated[int, Meta(ge=1, le=4)] | None = None
    address: Annotated[str, Meta(max_length=200)] = ""
    narrative: Annotated[str, Meta(max_length=10_000)] = ""
    lng: float | None = None
    lat: float | None = None
    crs: Crs = "wgs84"
    cell: Annotated[str, Meta(max_length=20)] | None = None
    reported_at: Moment | None = None
    answered_at: Moment | None = None
    intake_done_at: Moment | None = None
    caller_name: Annotated[str, Meta(max_length=60)] | None = None
    caller_phone: Annotated[str, Meta(max_length=40)] | None = None
    channel: Channel | None = None
    source: Annotated[str, Meta(max_length=40)] = ""
    source_number: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    is_valid_call: bool = True
    link_type: Link = "none"
    main_incident: Annotated[str, Meta(max_length=16)] | None = None
    position_error_m: Annotated[float, Meta(ge=0, le=100_000)] | None = None
    has_weapon: bool = False
    has_hazard: bool = False
    offenders: Count | None = None
    trapped: Count = 0
    injured: Count = 0
    dead: Count = 0
    is_exercise: bool = False


class Edit(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be corrected afterwards; UNSET fields stay as they are."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    category: Annotated[str, Meta(min_length=1, max_length=12)] | UnsetType = UNSET
    level: Annotated[int, Meta(ge=1, le=4)] | UnsetType = UNSET
    reported_at: Moment | UnsetType = UNSET
    address: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    narrative: Annotated[str, Meta(max_length=10_000)] | UnsetType = UNSET
    lng: float | UnsetType = UNSET
    lat: float | UnsetType = UNSET
    crs: Crs | UnsetType = UNSET
    caller_name: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    caller_phone: Annotated[str, Meta(max_length=40)] | UnsetType | None = UNSET
    is_valid_call: bool | UnsetType = UNSET
    position_error_m: Annotated[float, Meta(ge=0, le=100000)] | UnsetType | None = UNSET
    has_weapon: bool | UnsetType = UNSET
    has_hazard: bool | UnsetType = UNSET
    offenders: Count | UnsetType | None = UNSET
    trapped: Count | UnsetType = UNSET
    injured: Count | UnsetType = UNSET
    dead: Count | UnsetType = UNSET
    outcome: Annotated[str, Meta(max_length=4_000)] | UnsetType = UNSET
    case_number: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET


class CallFields(TypedDict, total=False):
    """The same fields as keyword arguments of `services.receive`."""

    category: str
    level: int | None
    address: str
    narrative: str
    lng: float | None
    lat: float | None
    crs: str
    cell: str | None
    reported_at: datetime | None
    answered_at: datetime | None
    intake_done_at: datetime | None
    caller_name: str | None
    caller_phone: str | None
    source: str
    source_number: str | None
    is_valid_call: bool
    link_type: str
    main_incident: str | None
    position_error_m: float | None
    has_weapon: bool
    has_hazard: bool
    offenders: int | None
    trapped: int
    injured: int
    dead: int
    is_exercise: bool


_AT: Final = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_UNKNOWN: Final = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING: Final = re.compile(r"missing required field `(?P<name>[^`]*)`")


def fault(error: Exception) -> FieldError:
    """msgspec's complaint as a field error with a JSON pointer."""
    text = str(error)
    at = _AT.search(text)
    pointer = at["path"].replace(".", "/").replace("[", "/").replace("]", "") if at else ""
    detail = _AT.sub("", text)
    if named := _UNKNOWN.search(detail):
        return FieldError(
            pointer=f"{pointer}/{_escaped(named['name'])}",
            code="unknown_field",
            message=_("There is no such field."),
        )
    if named := _MISSING.search(detail):
        return FieldError(
            pointer=f"{pointer}/{named['name']}",
            code="required",
            message=_("This field is required."),
        )
    return FieldError(
        pointer=pointer,
        code="wrong_form",
        message=_("This value has the wrong form: %(detail)s.") % {"detail": detail},
    )


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")[:60]


Shape = TypeVar("Shape", bound=msgspec.Struct)


def shaped(value: Any, shape: type[Shape]) -> Shape:
    """Parsed JSON or keyword arguments as that structure; raises InvalidInput with a pointer."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        found = fault(error)
        raise InvalidInput(found["message"], errors=[found]) from error
