"""A register as CSV: written out, and taken in, from a workbook as well, with every bad row named.

Whoever keeps the register says what its sheet is like (`Table`); a row whose key is known is
changed, any other is entered.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from grid.errors import DomainError, FieldError, InvalidInput
from grid.frame.pages import RefusableForm, form_page
from grid.ledger.actors import Actor, actor_of, viewer_of
from grid.rest.problems import field_errors
from grid.rest.table_files import ZIP_MAGIC, read_rows
from grid.scope import Viewer

MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 900_000


@dataclass(frozen=True, slots=True)
class Table:
    """One register as a sheet: its columns, the key that says create or change, how to save.

    `lists` are the columns that hold several words with blanks between them; `cells` says how a
    column is written that is no plain attribute of the row. `find` finds the row of a line where
    the key alone does not tell it. `save` answers None where there was nothing to change.
    """

    name: str
    key: str
    columns: tuple[str, ...]
    model: type[models.Model]
    shape: type[serializers.Serializer[Any]]
    save: Callable[..., Any]
    cells: Mapping[str, Callable[[Any], Any]]
    lists: frozenset[str] = frozenset()
    find: Callable[[Mapping[str, Any], Viewer], Any] | None = None


@dataclass(slots=True)
class Taken:
    """What a file would do or did: rows created, changed, and everything wrong with the others."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    is_written: bool = False
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        return len({fault["row"] for fault in self.faults})

    def as_row(self) -> dict[str, Any]:
        names = ("created", "changed", "unchanged", "faulty")
        counts = {name: getattr(self, name) for name in names}
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
            known = _known(table, said, viewer)
            if known is not None:
                said.pop(table.key)
            saved = table.save(known, by=by, viewer=viewer, **said)
    except DomainError as refusal:
        errors = refusal.errors or [FieldError(pointer="", code="", message=refusal.message)]
        taken.faults += [
            {"row": number, "field": e["pointer"].strip("/").split("/")[0], "message": e["message"]}
            for e in errors
        ]
    else:
        taken.created += known is None
        taken.changed += known is not None and saved is not None
        taken.unchanged += known is not None and saved is None


def _checked(table: Table, row: dict[str, str]) -> dict[str, Any]:
    given = {
        name: text.split() if name in table.lists else text
        for name, text in row.items()
        if text != "" or name in table.lists
    }
    form = table.shape(data=given)
    if form.is_valid():
        return dict(form.validated_data)
    raise InvalidInput("", errors=list(field_errors(form.errors)))


def _known(table: Table, said: Mapping[str, Any], viewer: Viewer) -> Any:
    if table.find is not None:
        return table.find(said, viewer)
    rows: Any = table.model._default_manager
    return rows.visible_to(viewer).filter(**{table.key: said[table.key]}).first()


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
        yield [
            table.cells[name](row) if name in table.cells else getattr(row, name)
            for name in table.columns
        ]


class SheetForm(RefusableForm):
    """A CSV file or a workbook, tried first."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("CSV in UTF-8 or XLSX, at most 900 kB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        uploaded = said.get("file")
        if uploaded is not None:
            said["text"] = self._read(uploaded.read(MOST_BYTES + 1))
        if not said.get("text"):
            raise forms.ValidationError(_("Choose a file."))
        return said

    def _read(self, raw: bytes) -> str:
        if len(raw) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 900 kB."))
        if raw.startswith(ZIP_MAGIC):
            return _workbook(raw)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not UTF-8 text.")) from error


def _workbook(raw: bytes) -> str:
    """The first sheet of a workbook as CSV, each row on the line it has there."""
    text = io.StringIO()
    writer = csv.writer(text)
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(raw)
        kept.flush()
        try:
            names, rows = read_rows(Path(kept.name))
            writer.writerow(names)
            last = 1
            for line, row in rows:
                text.write("\r\n" * (line - last - 1))
                last = line
                writer.writerow([_plain(row.get(name)) for name in names])
        except InvalidInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal
    if text.tell() > MOST_BYTES:
        raise forms.ValidationError(_("The file is larger than 900 kB."))
    return text.getvalue()


def _plain(value: Any) -> Any:
    """A cell of a workbook as it is written in text: 50201, not 50201.0; a day without a time."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime):
        return value.date() if value == datetime(value.year, value.month, value.day) else value  # noqa: DTZ001 as naive as the cell
    return value


def import_page(request: HttpRequest, table: Table, *, title: str, back: str) -> HttpResponse:
    """A file: tried first with every bad row named, then all of it or the valid rows.

    `back` names the route of the list one comes back to.
    """
    form = SheetForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"table": table, "title": title, "back": back}
    choice = request.POST.get("act", "try")

    def keep(said: dict[str, Any]) -> str:
        options = {"dry_run": choice == "try", "only_valid": choice == "valid"}
        by, viewer = actor_of(request), viewer_of(request)
        taken = take(table, said["text"], by=by, viewer=viewer, **options)
        if taken.is_written:
            return reverse(back)
        shown.update(taken=taken, text=said["text"], faults=taken.faults[:200])
        raise Tried

    try:
        return form_page(request, form, keep, "frame/import.html", shown)
    except Tried:
        return render(request, "frame/import.html", shown | {"form": form})
