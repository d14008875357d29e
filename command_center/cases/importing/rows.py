"""One foreign row as what is said of a case, or every reason why it is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from command_center.cases.models import Case, CaseTag
from grid.errors import FieldError
from grid.organisation.selectors import agency_choices
from grid.organisation.writing import fault
from grid.scope import Viewer

LONGEST: Final = {
    "source_number": 60, "category": 12, "address": 200, "incident_number": 16,
    "narrative": 10_000, "crs": 8, "cell": 20,
}  # fmt: skip
FOUND_BY: Final = {"群众报案": "reported", "报警": "reported", "巡逻发现": "patrol",
                   "检查发现": "inspection", "串并发现": "inquiry"}  # fmt: skip
RESULTS: Final = {"视频": "video", "巡逻": "patrol", "卡口": "checkpoint", "群众举报": "public",
                  "社区工作": "community", "痕迹": "traces", "信息化": "information",
                  "其他": "other"}  # fmt: skip
TIMES: Final = frozenset({"occurred_from", "occurred_to", "reported_at"})
DAYS: Final = frozenset({"filed_on", "solved_on"})
DEGREES: Final = frozenset({"lng", "lat"})
SHAPES: Final = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日 %H:%M",
                 "%Y年%m月%d日%H时%M分", "%Y年%m月%d日", "%Y%m%d%H%M%S", "%Y%m%d")  # fmt: skip


@dataclass(slots=True)
class Reading:
    """What one line says, and what of it cannot be read, by field."""

    line: int
    said: dict[str, Any] = field(default_factory=dict)
    faults: list[FieldError] = field(default_factory=list)


class Words:
    """Words a file may use for tags, agencies, results and ways of finding, beside their codes."""

    def __init__(self, viewer: Viewer) -> None:
        agencies = agency_choices(viewer)
        self.of: dict[str, dict[str, str]] = {
            "agency": {word: code for code, name in agencies for word in (code, name)},
            "found_by": FOUND_BY | {word: word for word in Case.FoundBy.values},
            "result": RESULTS | {word: word for word in Case.Result.values if word},
        }
        for kind in CaseTag.Kind.values:
            rows = CaseTag.objects.filter(kind=kind).values_list("code", "name", "name_en")
            self.of[kind] = {word: code for code, *words in rows for word in (code, *words) if word}

    def code(self, name: str, text: str) -> str:
        if text not in self.of[name]:
            raise ValueError(_("“%s” is not known here.") % text[:40])
        return self.of[name][text]


def read_row(
    line: int, row: Mapping[str, Any], columns: Mapping[str, str], words: Words
) -> Reading:
    """What the row says of a case; every cell that cannot be read is named by its field."""
    reading = Reading(line)
    if "" in row:
        message = _("The row has more values than the file has columns.")
        reading.faults.append(fault("row", "too_long", message))
    for heading, name in columns.items():
        raw = row.get(heading)
        text = _text(raw)
        if not name or not text:
            continue
        try:
            reading.said[name] = _value(name, raw, text, words)
        except ValueError as error:
            reading.faults.append(fault(name, "wrong_form", str(error)))
    if not reading.said.get("source_number") and not reading.faults:
        reading.faults.append(fault("source_number", "required", _("The number is missing.")))
    return reading


def _text(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))  # a workbook keeps 50201 as 50201.0
    return "" if raw is None else str(raw).strip()


def _value(name: str, raw: Any, text: str, words: Words) -> Any:
    if "\0" in text:
        raise ValueError(_("The text holds a NUL character."))
    if name in words.of:
        return words.code(name, text)
    readers: dict[str, Callable[[Any, str], Any]] = {
        **dict.fromkeys(TIMES, _moment), **dict.fromkeys(DAYS, _day),
        **dict.fromkeys(DEGREES, _degrees), "loss_yuan": _yuan, "category": _category,
    }  # fmt: skip
    if name in readers:
        return readers[name](raw, text)
    if len(text) > LONGEST[name]:
        raise ValueError(_("At most %(most)s characters.") % {"most": LONGEST[name]})
    return text.lower() if name == "crs" else text


def _category(_raw: Any, text: str) -> str:
    """A workbook drops the nought that six-digit codes begin with."""
    return f"0{text}" if text.isdigit() and len(text) == 5 else text[:12]


def _moment(raw: Any, text: str) -> datetime:
    """An aware time; one without a zone is local."""
    found = raw if isinstance(raw, datetime) else _parsed(text)
    if found is None:
        raise ValueError(_("“%s” is not a time in any of the known forms.") % text[:40])
    return found if found.tzinfo else timezone.make_aware(found)


def _parsed(text: str) -> datetime | None:
    for shape in SHAPES:
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 the zone is set by the caller
        except ValueError:
            continue
    try:
        at = parse_datetime(text)
        day = None if at else parse_date(text)
    except ValueError:
        return None
    return datetime.combine(day, time.min) if day else at


def _day(raw: Any, text: str) -> date:
    return timezone.localdate(_moment(raw, text))


def _degrees(_raw: Any, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(_("“%s” is not a number.") % text[:40]) from None


def _yuan(_raw: Any, text: str) -> Decimal:
    """Yuan with or without marks of thousands, to the cent."""
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
        return found.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(_("“%s” is not an amount.") % text[:40]) from None
