"""One cell of a sheet as a value of a camera's file, or the reason why it is none."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _

from video.register.models import codes
from video.register.rules import tidy_mac

Parser = Callable[[str], Any]

_YES: Final = frozenset({"1", "true", "yes", "y", "是", "有", "已联网"})
_NO: Final = frozenset({"0", "false", "no", "n", "否", "无", "未联网"})
_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
_EMPTY: Final = frozenset({"", "-", "/", "--", "NULL", "null"})
LONGEST: Final = 40  # of a value repeated in a reason
_ROOMS: Final = {"室外": 1, "室内": 2}


def text_of(raw: Any) -> str:
    """A cell as text; a workbook keeps 22 as 22.0, and an export may put ' before a sign."""
    if isinstance(raw, str):
        text = raw.strip()
        text = text[1:] if text[:1] == "'" else text
        return "" if text in _EMPTY else text
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return "" if raw is None else str(raw)


def number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value - value != 0:  # neither NaN nor infinity is a measure
        raise ValueError(_("“%s” is not a number.") % text[:LONGEST])
    return value


def whole(text: str) -> int:
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise ValueError(_("“%s” is not a whole number.") % text[:LONGEST])
    return int(plain)


def flag(text: str) -> bool:
    word = text.lower().removesuffix(".0")
    if word not in _YES and word not in _NO:
        raise ValueError(_("“%s” is neither yes nor no.") % text[:LONGEST])
    return word in _YES


@cache
def day(text: str) -> date:
    """A day; what follows it after a blank or a T is a time of day nobody needs."""
    first = text.replace("T", " ").split(" ")[0]
    for pattern in _DAYS:
        try:
            return datetime.strptime(first, pattern).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise ValueError(_("“%s” is not a day such as 2026-03-01.") % text[:LONGEST])


def _table(choices: type[Choices]) -> Mapping[str, Any]:
    """Codes and the words for them, Chinese and English, as they may stand in a cell."""
    found: dict[str, Any] = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found |= {str(member.label).casefold(): member.value for member in choices}
    return found | {str(value): value for value in choices.values}


def code(choices: type[Choices], *, is_number: bool = True) -> Parser:
    """A code of a table, as number or word; a number the table lacks is for the rules to refuse."""
    table = _table(choices)

    def parse(text: str) -> Any:
        plain = text.casefold().removesuffix(".0")
        if plain in table:
            return table[plain]
        if is_number and plain.isascii() and plain.isdigit():
            return int(plain[:4])
        raise ValueError(_("“%s” is in no code table of this field.") % text[:LONGEST])

    return parse


def several(choices: type[Choices]) -> Parser:
    """Codes with slashes between them."""
    one = code(choices)

    def parse(text: str) -> list[int]:
        parts = text.replace("、", "/").replace(",", "/").replace(";", "/").split("/")
        return sorted({one(part.strip()) for part in parts if part.strip()})

    return parse


def room(text: str) -> int:
    return _ROOMS.get(text) or whole(text)


def parsers() -> dict[str, Parser]:
    """How each field is read; a field that is not here is text."""
    tables: dict[str, Parser] = {
        "manufacturer": code(codes.Manufacturer),
        "point_type": code(codes.PointType),
        "camera_type": code(codes.CameraType),
        "supply_light": code(codes.SupplyLight),
        "codec": code(codes.Codec),
        "direction": code(codes.Direction),
        "device_state": code(codes.DeviceState),
        "network": code(codes.Network),
        "site_category": code(codes.SiteCategory, is_number=False),
        "forbidden_place": code(codes.ForbiddenPlace, is_number=False),
        "function_types": several(codes.FunctionType),
        "position_types": several(codes.PositionType),
        "departments": several(codes.Department),
        "room_type": room,
        "mac": tidy_mac,
    }
    numbers = dict.fromkeys(
        ("lng", "lat", "bearing", "view_angle", "view_radius", "height_m"), number
    )
    flags = ("networked", "has_microphone", "near_protected_site", "is_signed", "is_key_target")
    days = ("installed_on", "enabled_on", "scrapped_on", "warranty_to", "filed_on")
    return {
        **tables,
        **numbers,
        **dict.fromkeys(("port", "retention_days"), whole),
        **dict.fromkeys(flags, flag),
        **dict.fromkeys(days, day),
    }
