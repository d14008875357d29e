"""One foreign row as a call, or every reason why it is none."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from command_center.incidents.calls import Call, fault
from command_center.incidents.importing.closing import Closing, closing_of
from command_center.incidents.importing.mapping import TIMES, Mapping

_YES: Final = frozenset({"1", "true", "yes", "y", "是", "有"})
_NO: Final = frozenset({"0", "false", "no", "n", "否", "无"})
_FLOATS: Final = frozenset({"lng", "lat", "position_error_m"})
_WHOLE: Final = frozenset({"level", "offenders", "trapped", "injured", "dead"})
_FLAGS: Final = frozenset({"is_valid_call", "has_weapon", "has_hazard", "is_exercise", "closed"})


@dataclass(slots=True)
class Reading:
    """What became of one line: a call, or `faults` of (column, reason)."""

    line: int
    call: Call | None = None
    closing: Closing | None = None
    faults: list[tuple[str, str]] = field(default_factory=list)


def read_row(line: int, row: dict[str, Any], mapping: Mapping) -> Reading:
    """The call of one row; every column that cannot be read is named."""
    reading = Reading(line)
    if "" in row:
        reading.faults.append(("", _("The row has more values than the file has columns.")))
    values: dict[str, Any] = dict(mapping.constants)
    for name, columns in mapping.columns.items():
        try:
            value = _value(name, columns, row, mapping)
        except ValueError as error:
            reading.faults.append((mapping.column_of(name), str(error)))
            continue
        if value is not None:
            values[name] = value
    if not reading.faults:
        _shape(reading, values, mapping)
    return reading


def _shape(reading: Reading, values: dict[str, Any], mapping: Mapping) -> None:
    values |= {"source": mapping.source.name, "crs": mapping.source.crs, "channel": "import"}
    if not values.get("source_number"):
        column = mapping.column_of("source_number")
        reading.faults.append((column, _("The source number is missing.")))
        return
    values.setdefault("category", mapping.categories.default)
    reading.closing = closing_of(values)
    try:
        reading.call = msgspec.convert(values, Call)
    except msgspec.ValidationError as error:
        found = fault(error)
        column = mapping.column_of(found["pointer"].strip("/"))
        reading.faults.append((column, found["message"]))


def _value(name: str, columns: str | list[str], row: dict[str, Any], mapping: Mapping) -> Any:
    """The field's value, None for an empty cell; raises ValueError with the reason."""
    if isinstance(columns, list):
        parts = [_text(row.get(column)) for column in columns]
        return "/".join(parts) if all(parts) else None
    raw = row.get(columns)
    text = _text(raw)
    if name == "category":
        return _category(text, mapping)
    if not text:
        return None
    if name in TIMES:
        return _moment(raw, text, mapping.formats.get(name, []), mapping)
    return _plain(name, text)


def _text(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))  # a workbook keeps 1601250054 as 1601250054.0
    return "" if raw is None else str(raw).strip()


def _category(text: str, mapping: Mapping) -> str:
    if text in mapping.categories.map:
        return mapping.categories.map[text]
    return mapping.categories.default or text


def _plain(name: str, text: str) -> Any:
    if name in _FLOATS:
        return _number(text)
    if name in _WHOLE:
        return _whole(text)
    if name in _FLAGS:
        return _flag(text)
    return text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(_("“%s” is not a number.") % text[:40]) from None


def _whole(text: str) -> int:
    if not text.lstrip("-").isdigit() or len(text) > 9:
        raise ValueError(_("“%s” is not a whole number.") % text[:40])
    return int(text)


def _flag(text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise ValueError(_("“%s” is neither yes nor no.") % text[:40])
    return word in _YES


def _moment(raw: Any, text: str, formats: list[str], mapping: Mapping) -> datetime:
    """An aware time; one without a zone is in the zone of the source."""
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=mapping.zone)
    for pattern in formats:
        try:
            found = datetime.strptime(text, pattern)  # noqa: DTZ007 the zone is set below
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=mapping.zone)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%s” is not a time in any of the known forms.") % text[:40]) from None
    return found if found.tzinfo else found.replace(tzinfo=mapping.zone)
