"""Taking a file of cases in: read into a staging table, then written, or row by row why not.

Without `only_valid` one bad row keeps the whole file out. Memory holds one chunk of rows and the
numbers seen. Rows are found again by agency, source and number, so that repeating a file changes
nothing, and a corrected file corrects. A number that comes twice in a file is a bad row, unless
`joins_doubles`: then the first of its rows is the case (a case of several offences has a row of
each) and the others are counted as joined to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.drafting import Draft, prepare
from command_center.cases.importing.columns import check_columns, named_columns
from command_center.cases.importing.desk import ImportDesk
from command_center.cases.importing.rows import Reading, Words, read_row
from command_center.cases.importing.staging import Staging
from command_center.cases.importing.writing import write
from command_center.cases.models import Case, CaseImport, CaseImportFault
from grid.errors import DomainError
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import fault
from grid.rest.table_files import BadFile, Row, read_rows

CHUNK: Final = 1_000
MOST_ROWS: Final = 100_000
MOST_FAULTS: Final = 100_000
S = CaseImport.State


@dataclass(slots=True)
class _Reader:
    """One reading of the file."""

    run: CaseImport
    desk: ImportDesk
    words: Words
    staging: Staging
    seen: dict[str, int] = field(default_factory=dict)  # number: line
    kept_faults: int = 0


def carry_out(run: CaseImport, path: Path, desk: ImportDesk) -> CaseImport:
    """Do what the run asks of the file at `path`; the report is in the run. Never raises for
    what the file holds: one that cannot be read, or whose numbers somebody else entered
    meanwhile, ends the run as failed."""
    try:
        with Staging() as staging:
            _read_through(_Reader(run, desk, Words(desk, run.meanings), staging), path)
            writes = not run.is_dry_run and (run.faulty == 0 or run.only_valid)
            if writes:
                run.state = S.WRITING
                run.save(update_fields=["state"])
                write(staging, run, desk)
        _finish(run, S.DONE if writes else S.TRIED, "")
        if writes:
            _tell(run, desk)
    except DomainError as refusal:
        _finish(run, S.FAILED, refusal.message[:300])
    return run


def _finish(run: CaseImport, state: CaseImport.State, refusal: str) -> None:
    run.state, run.refusal, run.ended_at = state, refusal, timezone.now()
    run.save()


def _read_through(reader: _Reader, path: Path) -> None:
    run = reader.run
    header, rows = read_rows(path)
    run.columns = named_columns(header, run.columns)
    check_columns(run.columns)
    run.state = S.READING
    for chunk in _chunks(rows):
        _take_chunk(reader, chunk)
        run.read += len(chunk)
        run.rows = run.read
        if run.read > MOST_ROWS:
            raise BadFile(_("The file has more than %(most)s rows.") % {"most": f"{MOST_ROWS:,}"})
        run.heard_at = timezone.now()
        run.save()  # progress, for whoever waits
    run.meanings = dict.fromkeys(reader.words.unknown, "") | run.meanings


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _take_chunk(reader: _Reader, chunk: Sequence[Row]) -> None:
    run, now = reader.run, timezone.now()
    read = [read_row(line, row, run.columns, reader.words) for line, row in chunk]
    pairs = [(one, _draft(one, run)) for one in read if not one.faults and _is_first(reader, one)]
    prepare([draft for _one, draft in pairs], by=reader.desk, now=now)
    for one, draft in pairs:
        _end(one, draft)
        one.faults += draft.errors
    reader.staging.put((one.line, draft) for one, draft in pairs if not one.faults)
    _report(reader, read)


def _draft(one: Reading, run: CaseImport) -> Draft:
    said = {"crs": run.crs, **one.said, "source": run.source}
    return Draft(said, Case())


def _end(one: Reading, draft: Draft) -> None:
    """A day of solving ends the case with it; a result without a day is a fault."""
    row, day, result = draft.row, one.said.get("solved_on"), one.said.get("result")
    if day is None and result is None:
        return
    if day is None or not result:
        message = _("A solved case has a day and what led to it.")
        draft.refuse("result" if day else "solved_on", "required", message)
    elif not _is_between(row.occurred_from, day):
        draft.refuse("solved_on", "order", _("It cannot be solved before it happened."))
    else:
        row.state, row.solved_on, row.result = Case.State.SOLVED, day, result


def _is_between(began: Any, day: date) -> bool:
    return began is None or timezone.localdate(began) <= day <= timezone.localdate()


def _is_first(reader: _Reader, one: Reading) -> bool:
    """A number may come once in a file, unless rows of one number are one case."""
    first = reader.seen.setdefault(one.said["source_number"], one.line)
    if first == one.line:
        return True
    if reader.run.joins_doubles:
        reader.run.joined += 1
    else:
        message = _("Line %(line)s has the same number.") % {"line": first}
        one.faults.append(fault("source_number", "double", message))
    return False


def _report(reader: _Reader, read: Sequence[Reading]) -> None:
    """Keep every fault of a row while there is room, then the first of each bad row."""
    rows: list[CaseImportFault] = []
    for one in read:
        reader.run.faulty += bool(one.faults)
        has_room = reader.kept_faults + len(rows) < MOST_FAULTS
        rows += [
            CaseImportFault(
                batch=reader.run, row=one.line, field=found["pointer"].strip("/")[:40],
                code=found["code"][:30], message=str(found["message"])[:300],
            )
            for found in one.faults[: None if has_room else 1]
        ]  # fmt: skip
    reader.kept_faults += len(rows)
    CaseImportFault.objects.bulk_create(rows)


@transaction.atomic
def _tell(run: CaseImport, desk: ImportDesk) -> None:
    names = ("created", "changed", "unchanged", "joined", "faulty")
    counts = {name: getattr(run, name) for name in names}
    fact = Fact(
        kind="cases.imported", subject_type="case_import", subject_id=str(run.pk),
        agency_path=desk.agency_path, payload={"digest": run.digest, **counts},
    )  # fmt: skip
    record(desk.as_actor(), fact)
