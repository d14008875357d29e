"""One row of a sheet as a camera's file, or every reason why it is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from video.intake.cells import LONGEST, parsers, text_of
from video.intake.findings import Findings
from video.intake.heads import MORE, Head
from video.intake.lookups import Lookups
from video.register import rules
from video.register.initials import initials

_WORDS: Final = {  # column field: the field of Camera, and where its words are looked up
    "owner": ("owner_id", "companies"),
    "builder": ("builder_id", "companies"),
    "contractor": ("contractor_id", "companies"),
    "platform": ("platform_id", "platforms"),
    "recorder": ("platform_id", "platforms"),
}
_BACK: Final = {"agency_id": "agency", "camera_class_id": "camera_class"}


@dataclass(slots=True)
class Reading:
    """What became of one line: values of a camera's file, or `faults` of (column, reason)."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(self, head: Head, lookups: Lookups, findings: Findings) -> None:
        self.head, self.lookups, self.findings = head, lookups, findings
        known = parsers()
        self.columns = [
            (column, filled, known.get(filled)) for column, filled in head.columns.items()
        ]

    def names(self) -> list[str]:
        """The fields of Camera that a row of this sheet may fill."""
        plain = [filled for filled in self.head.fields if not filled.startswith(MORE)]
        filled = [_WORDS[name][0] if name in _WORDS else name for name in plain]
        more = ["more"] if len(plain) < len(self.head.fields) else []
        return [*filled, *more, "agency_id", "camera_class_id", "is_public", "division_id"]

    def read(self, line: int, row: Mapping[str, Any]) -> Reading:
        """The camera of one row; every column that cannot be read is named."""
        reading = Reading(line)
        if "" in row:
            reading.faults.append(("", _("The row has more values than the file has columns.")))
        values = reading.values
        for column, filled, parse in self.columns:
            text = text_of(row.get(column))
            if not text:
                continue
            if filled.startswith(MORE):
                values.setdefault("more", {})[filled.removeprefix(MORE)] = text[:200]
                continue
            try:
                values[filled] = parse(text) if parse else text
            except ValueError as error:
                reading.faults.append((column, str(error)))
        self._look_up(reading)
        self._judge(reading)
        return reading

    def _look_up(self, reading: Reading) -> None:
        values, lookups = reading.values, self.lookups
        if word := values.pop("agency", ""):
            agency = lookups.agencies.get(word[:12].ljust(12, "0"))
            if agency is None:
                message = _("There is no agency %s in your area.") % word[:LONGEST]
                self._blame(reading, "agency", message)
            values["agency_id"] = agency
        if word := values.pop("camera_class", ""):
            found = lookups.classes.get(word.casefold())
            if found is None:
                self._blame(reading, "camera_class", _("There is no class %s.") % word[:LONGEST])
            values |= {"camera_class_id": found, "is_public": lookups.public.get(found or "")}
        self._look_up_softly(reading)

    def _look_up_softly(self, reading: Reading) -> None:
        """Firms, platforms and divisions the register lacks are said, and the row comes in."""
        values = reading.values
        for name, (attname, table) in _WORDS.items():
            if word := values.pop(name, ""):
                found = getattr(self.lookups, table).get(word.casefold())
                if found is None:
                    message = _("Not in the register, left empty: %s") % word[:LONGEST]
                    self.findings.add(f"unknown_{name}", message, reading.line)
                elif name != "recorder" or not values.get(attname):
                    values[attname] = found
        if code := values.get("civil_code"):
            values["division_id"] = self.lookups.division_of(code)
            if values["division_id"] is None:
                message = _("No such division in the register: %s") % code[:12]
                self.findings.add("unknown_division", message, reading.line)

    def _judge(self, reading: Reading) -> None:
        """Ask the rules of the register, which are the same for the form and the API."""
        values = reading.values
        if values.get("name"):
            values["initials"] = initials(values["name"])
        blamed = {column for column, _reason in reading.faults}
        for fault in rules.faults(values):
            column = self.head.column_of(_BACK.get(name := fault["pointer"].strip("/"), name))
            if column not in blamed:
                reading.faults.append((column, fault["message"]))
        if not reading.faults:
            self._warn(reading)

    def _warn(self, reading: Reading) -> None:
        """Say what is to be mended, as far as the sheet speaks of it at all."""
        for warning in rules.warnings(reading.values):
            if warning["pointer"].strip("/") in self.head.fields:
                self.findings.add_kind(warning["code"], warning["message"], reading.line)

    def _blame(self, reading: Reading, name: str, message: str) -> None:
        reading.faults.append((self.head.column_of(name), message))
