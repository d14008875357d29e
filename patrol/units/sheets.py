"""Units and stations as CSV: written out, and taken in with every bad row named."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext as _
from rest_framework import serializers

from grid.errors import DomainError, FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.rest.problems import field_errors
from grid.scope import Viewer
from patrol.units.models import Station, Unit
from patrol.units.registers import save_station, save_unit
from patrol.units.serializers import StationFields, UnitFields

MOST_ROWS: Final = 5_000
LISTS: Final = ("partners", "cells", "parents", "capabilities", "equipment")


@dataclass(frozen=True, slots=True)
class Table:
    """One register as a sheet: its columns, the key that says create or change, how to save."""

    name: str
    key: str
    columns: tuple[str, ...]
    model: type[models.Model]
    shape: type[serializers.Serializer[Any]]
    save: Callable[..., Any]


TABLES: Final = {
    "stations": Table(
        name="stations",
        key="code",
        columns=(
            *("code", "name", "kind", "agency", "partners", "address", "lng", "lat"),
            *("cells", "roads", "junctions", "is_round_the_clock", "is_active"),
        ),
        model=Station,
        shape=StationFields,
        save=save_station,
    ),
    "units": Table(
        name="units",
        key="call_sign",
        columns=(
            *("call_sign", "name", "kind", "tier", "agency", "station", "parents", "vehicle"),
            *("is_armed", "capabilities", "equipment", "is_active"),
        ),
        model=Unit,
        shape=UnitFields,
        save=save_unit,
    ),
}


@dataclass(slots=True)
class Taken:
    """What a file would do or did: rows created, changed, and everything wrong with the others."""

    created: int = 0
    changed: int = 0
    is_written: bool = False
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        return len({fault["row"] for fault in self.faults})

    def as_row(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in ("created", "changed", "faulty")}
        return counts | {"is_written": self.is_written, "faults": self.faults[:1000]}


class Tried(Exception):
    """Undoes what was tried."""


def take(
    table: Table,
    text: str,
    *,
    by: Actor,
    viewer: Viewer,
    dry_run: bool = True,
    only_valid: bool = False,
) -> Taken:
    """Create or change each row by its key; all of them, or the valid ones where chosen.

    A dry run tries every row just as the taking does, and undoes it all, so that both find the
    same faults. Raises InvalidInput where the text is no such sheet.
    """
    rows = list(_rows(table, text))
    taken = Taken()
    try:
        with transaction.atomic():
            for number, row in rows:
                _take_row(table, number, row, taken, by=by, viewer=viewer)
            if dry_run or (taken.faults and not only_valid):
                raise Tried
            taken.is_written = True
    except Tried:
        pass
    return taken


def _take_row(
    table: Table, number: int, row: dict[str, str], taken: Taken, *, by: Actor, viewer: Viewer
) -> None:
    try:
        said = _checked(table, row)
        with transaction.atomic():
            known = _known(table, said[table.key], viewer)
            if known is not None:
                said.pop(table.key)
            table.save(known, by=by, viewer=viewer, **said)
    except DomainError as refusal:
        errors = refusal.errors or [FieldError(pointer="", code="", message=refusal.message)]
        taken.faults += [
            {"row": number, "field": e["pointer"].strip("/").split("/")[0], "message": e["message"]}
            for e in errors
        ]
    else:
        taken.created += known is None
        taken.changed += known is not None


def _checked(table: Table, row: dict[str, str]) -> dict[str, Any]:
    given = {
        name: text.split() if name in LISTS else text
        for name, text in row.items()
        if text != "" or name in LISTS
    }
    form = table.shape(data=given)
    if form.is_valid():
        return dict(form.validated_data)
    raise InvalidInput("", errors=list(field_errors(form.errors)))


def _known(table: Table, key: str, viewer: Viewer) -> Any:
    rows: Any = table.model._default_manager
    return rows.visible_to(viewer).filter(**{table.key: key}).first()


def _rows(table: Table, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each line; the number counts lines of the file, the head is 1."""
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), restkey="_more", restval="")
    head = [name.strip() for name in lines.fieldnames or []]
    unknown = [name for name in head if name not in table.columns]
    if table.key not in head or unknown:
        wanted = ", ".join(table.columns)
        raise InvalidInput(_("The head of the file must name: %(wanted)s.") % {"wanted": wanted})
    try:
        for count, line in enumerate(lines):
            if count >= MOST_ROWS:
                raise InvalidInput(_("At most %(most)s rows.") % {"most": MOST_ROWS})
            yield lines.line_num, _cells(line)
    except csv.Error as error:
        raise InvalidInput(_("The file is not CSV: %s") % error) from error


def _cells(line: dict[str, str]) -> dict[str, str]:
    return {name.strip(): _text(cell) for name, cell in line.items() if name != "_more"}


def _text(cell: str | None) -> str:
    """The apostrophe our own export puts before a sign is no part of the value."""
    text = (cell or "").strip()
    return text[1:] if text[:1] == "'" else text


def written(table: Table, rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The head, then a line for each row: what `take` takes again."""
    yield table.columns
    for row in rows:
        yield [_cell(row, name) for name in table.columns]


def _cell(row: Any, name: str) -> Any:
    words: dict[str, Callable[[], Any]] = {
        "agency": lambda: row.agency.code,
        "station": lambda: row.station.code if row.station else "",
        "partners": lambda: " ".join(p.code for p in row.partners.all()),
        "parents": lambda: " ".join(p.call_sign for p in row.parents.all()),
        "lng": lambda: row.point.x,
        "lat": lambda: row.point.y,
        "cells": lambda: " ".join(row.cell_codes),
        "capabilities": lambda: " ".join(row.capabilities),
        "equipment": lambda: " ".join(row.equipment),
    }
    return words[name]() if name in words else getattr(row, name)
