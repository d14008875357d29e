"""A sheet of cameras as a source of rows."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from grid.ledger.actors import Actor
from grid.rest.table_files import MOST_ROWS, BadFile, read_rows
from video.intake.findings import Findings
from video.intake.heads import recognise
from video.intake.lookups import Lookups
from video.intake.models import IntakeRun
from video.intake.places import Places
from video.intake.rows import Reading, RowReader

CHUNK: Final = 2_000


class Sheet:
    """A CSV or XLSX file whose head was recognised; raises BadFile where it is none."""

    besides: ClassVar[dict[str, str]] = {}

    def __init__(self, path: Path, run: IntakeRun) -> None:
        names, self._rows = read_rows(path)
        self.findings, lookups = Findings(), Lookups(run.agency)
        self.head = recognise(names)
        self.reader = RowReader(self.head, lookups, self.findings)
        self.places = Places(run.crs, lookups, self.findings)
        if self.head.left_out:
            word = ", ".join(self.head.left_out)
            message = _("Columns that are not taken over: %s") % word[:500]
            self.findings.add("left_out", message, count=len(self.head.left_out))

    def names(self) -> list[str]:
        return self.reader.names()

    def column_of(self, name: str) -> str:
        return self.head.column_of(name)

    def chunks(self) -> Iterator[list[Reading]]:
        count = 0
        while chunk := list(islice(self._rows, CHUNK)):
            count += len(chunk)
            if count > MOST_ROWS:
                raise BadFile(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
            yield [self.reader.read(line, row) for line, row in chunk]

    def before_writing(self) -> None:
        """A sheet hangs on nothing that it brings itself."""

    def after_writing(self, actor: Actor) -> None:
        """A sheet says nothing besides: states are measured, never imported."""


def lines_of(path: Path) -> int | None:
    """About how many rows a CSV file has, for the progress; None for a workbook."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            return None
        file.seek(0)
        count, last = 0, b"\n"
        while block := file.read(1 << 20):
            count, last = count + block.count(b"\n"), block[-1:]
    return max(count - (last == b"\n"), 0)
