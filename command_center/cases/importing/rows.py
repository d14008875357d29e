"""One foreign row as what is said of a case, or every reason why it is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.cases.drafting import SYSTEMS
from command_center.cases.importing.moments import day, moment
from command_center.cases.models import Case, CaseCategory, CaseTag
from grid.errors import FieldError
from grid.organisation.selectors import agency_choices
from grid.organisation.writing import fault
from grid.scope import Viewer

LONGEST: Final = {
    "source_number": 60, "address": 200, "incident_number": 16,
    "narrative": 10_000, "crs": 8, "cell": 20,
}  # fmt: skip
FOUND_BY: Final = {"群众报案": "reported", "报警": "reported", "巡逻发现": "patrol",
                   "检查发现": "inspection", "串并发现": "inquiry"}  # fmt: skip
RESULTS: Final = {"视频": "video", "巡逻": "patrol", "卡口": "checkpoint", "群众举报": "public",
                  "社区工作": "community", "痕迹": "traces", "信息化": "information",
                  "其他": "other"}  # fmt: skip
MOST_WORDS: Final = 60  # unknown ones, for a person to give a meaning to
LONGEST_WORD: Final = 60
MISSING: Final = {
    "source_number": gettext_lazy("The number is missing."),
    "category": gettext_lazy("Say what kind of case it is."),
    "occurred_from": gettext_lazy("Say when it began at the earliest."),
}
TIMES: Final = frozenset({"occurred_from", "occurred_to", "reported_at"})
DAYS: Final = frozenset({"filed_on", "solved_on"})
DEGREES: Final = frozenset({"lng", "lat"})


@dataclass(slots=True)
class Reading:
    """What one line says, and what of it cannot be read, by field."""

    line: int
    said: dict[str, Any] = field(default_factory=dict)
    faults: list[FieldError] = field(default_factory=list)

    def blames(self, name: str) -> bool:
        """Whether a fault of this field is named already."""
        return any(found["pointer"] == f"/{name}" for found in self.faults)


class Words:
    """Words a file may use beside codes: for categories, tags, agencies, results, ways of finding.

    `meanings` is what somebody said of the file's own words for categories; those without a
    meaning yet, and those nobody knows, are collected in `unknown`.
    """

    def __init__(self, viewer: Viewer, meanings: Mapping[str, str] | None = None) -> None:
        told = {word.casefold(): code for word, code in (meanings or {}).items() if code}
        self.categories = _category_words() | told
        self.unknown: dict[str, None] = {}
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
        """The code a word stands for; raises ValueError, in the reader's language, for none."""
        if name == "category":
            return self._category(text)
        if text not in self.of[name]:
            raise ValueError(_("“%s” is not known here.") % text[:40])
        return self.of[name][text]

    def _category(self, text: str) -> str:
        """A workbook drops the nought that six-digit codes begin with."""
        word = f"0{text}" if text.isdigit() and len(text) == 5 else text
        found = self.categories.get(word.casefold())
        if found is None:
            if len(self.unknown) < MOST_WORDS and len(text) <= LONGEST_WORD:
                self.unknown[text] = None
            raise ValueError(_("There is no category “%s”.") % text[:40])
        return found


def _category_words() -> dict[str, str]:
    """Codes and names of every category; of two of one name the first system's counts."""
    rows = list(CaseCategory.objects.values_list("system", "code", "name", "name_en"))
    rows.sort(key=lambda row: SYSTEMS.index(row[0]), reverse=True)
    named = {word.casefold(): code for _s, code, *names in rows for word in names if word}
    return named | {row[1].casefold(): row[1] for row in rows}


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
    reading.faults += [
        fault(name, "required", str(missing))
        for name, missing in MISSING.items()
        if name not in reading.said and not reading.blames(name)
    ]
    return reading


def _text(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))  # a workbook keeps 50201 as 50201.0
    return "" if raw is None else str(raw).strip()


def _value(name: str, raw: Any, text: str, words: Words) -> Any:
    if "\0" in text:
        raise ValueError(_("The text holds a NUL character."))
    if name == "category" or name in words.of:
        return words.code(name, text)
    if read := READERS.get(name):
        return read(raw, text)
    if len(text) > LONGEST[name]:
        raise ValueError(_("At most %(most)s characters.") % {"most": LONGEST[name]})
    return text.lower() if name == "crs" else text


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


READERS: Final[Mapping[str, Callable[[Any, str], Any]]] = {
    **dict.fromkeys(TIMES, moment), **dict.fromkeys(DAYS, day),
    **dict.fromkeys(DEGREES, _degrees), "loss_yuan": _yuan,
}  # fmt: skip
