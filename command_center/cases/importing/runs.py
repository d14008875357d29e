"""Taking a file of cases in: read everything first, then write, or say row by row why not.

Without `only_valid` one bad row keeps the whole file out. Rows are found again by agency, source
and number, so that repeating a file changes nothing, and a corrected file corrects. A number that
comes twice in a file is a bad row, unless `joins_doubles`: then the first of its rows is the case
(a case of several offences has a row of each) and the others are counted as joined to it.
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
from command_center.cases.importing.known import settle_known
from command_center.cases.importing.rows import Reading, Words, read_row
from command_center.cases.models import Case, CaseImport, CaseImportFault
from command_center.cases.services.entering import enter_drafts
from grid.errors import InvalidInput
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import fault
from grid.rest.table_files import BadFile, Row, read_rows

CHUNK: Final = 1_000
MOST_ROWS: Final = 100_000
MOST_FAULTS: Final = 100_000
S = CaseImport.State


@dataclass(slots=True)
class _Pass:
    """One reading of the file; `is_writing` is false in the first."""

    run: CaseImport
    desk: ImportDesk
    words: Words
    is_writing: bool
    seen: dict[str, int] = field(default_factory=dict)  # number: line
    kept_faults: int = 0


def carry_out(run: CaseImport, path: Path, desk: ImportDesk) -> CaseImport:
    """Do what the run asks of the file at `path`; the report is in the run. Never raises for
    what the file holds: one that cannot be read ends the run as failed."""
    try:
        _read_through(_pass(run, desk, is_writing=False), path)
        writes = not run.is_dry_run and (run.faulty == 0 or run.only_valid)
        if writes:
            _read_through(_pass(run, desk, is_writing=True), path)
        _finish(run, S.DONE if writes else S.TRIED, "")
        if writes:
            _tell(run, desk)
    except InvalidInput as refusal:
        _finish(run, S.FAILED, refusal.message[:300])
    return run


def _pass(run: CaseImport, desk: ImportDesk, *, is_writing: bool) -> _Pass:
    return _Pass(run, desk, Words(desk, run.meanings), is_writing=is_writing)


def _finish(run: CaseImport, state: CaseImport.State, refusal: str) -> None:
    run.state, run.refusal, run.ended_at = state, refusal, timezone.now()
    run.save()


def _read_through(reading: _Pass, path: Path) -> None:
    run = reading.run
    header, rows = read_rows(path)
    run.columns = named_columns(header, run.columns)
    check_columns(run.columns)
    run.state = S.WRITING if reading.is_writing else S.READING
    run.read = run.faulty = run.joined = 0
    run.faults.all().delete()
    for chunk in _chunks(rows):
        _take_chunk(reading, chunk)
        run.read += len(chunk)
        run.rows = max(run.rows, run.read)
        if run.read > MOST_ROWS:
            raise BadFile(_("The file has more than %(most)s rows.") % {"most": f"{MOST_ROWS:,}"})
        run.heard_at = timezone.now()
        run.save()  # progress, for whoever waits
    run.meanings = dict.fromkeys(reading.words.unknown, "") | run.meanings


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@transaction.atomic
def _take_chunk(reading: _Pass, chunk: Sequence[Row]) -> None:
    run, now = reading.run, timezone.now()
    read = [read_row(line, row, run.columns, reading.words) for line, row in chunk]
    fresh = [one for one in read if not one.faults and _is_first(reading, one)]
    known = _known(run, fresh)
    pairs = [(one, _draft(one, run)) for one in fresh]
    prepare([draft for _one, draft in pairs], by=reading.desk, now=now)
    for one, draft in pairs:
        _end(one, draft)
        one.faults += draft.errors
    good = [draft for one, draft in pairs if not one.faults]
    if reading.is_writing and good:
        _write(reading, good, known)
    _report(reading, read)


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


def _is_first(reading: _Pass, one: Reading) -> bool:
    """A number may come once in a file, unless rows of one number are one case."""
    first = reading.seen.setdefault(one.said["source_number"], one.line)
    if first == one.line:
        return True
    if reading.run.joins_doubles:
        reading.run.joined += 1
    else:
        message = _("Line %(line)s has the same number.") % {"line": first}
        one.faults.append(fault("source_number", "double", message))
    return False


def _known(run: CaseImport, read: Sequence[Reading]) -> dict[str, Case]:
    """Cases these numbers brought before, by number."""
    rows = Case.objects.filter(
        source_agency=run.agency.code, source=run.source,
        source_number__in=[one.said["source_number"] for one in read],
    )  # fmt: skip
    joined = rows.select_related("category", "agency", "cell", "duplicate_of")
    joined = joined.select_related("entry", "target", "premises", "tool")
    return {row.source_number or "": row for row in joined.defer("cell__outline")}


def _write(reading: _Pass, good: Sequence[Draft], known: dict[str, Case]) -> None:
    run, actor = reading.run, reading.desk.as_actor()
    new = [draft for draft in good if draft.row.source_number not in known]
    if new:
        enter_drafts(new, by=reading.desk, actor=actor)
    old = [(known[d.row.source_number or ""], d) for d in good if d.row.source_number in known]
    changed = settle_known(old, actor=actor, reason=_("File %s") % run.name[:100])
    run.created += len(new)
    run.changed += changed
    run.unchanged += len(old) - changed


def _report(reading: _Pass, read: Sequence[Reading]) -> None:
    """Keep every fault of a row while there is room, then the first of each bad row."""
    rows: list[CaseImportFault] = []
    for one in read:
        reading.run.faulty += bool(one.faults)
        has_room = reading.kept_faults + len(rows) < MOST_FAULTS
        rows += [
            CaseImportFault(
                batch=reading.run, row=one.line, field=found["pointer"].strip("/")[:40],
                code=found["code"][:30], message=str(found["message"])[:300],
            )
            for found in one.faults[: None if has_room else 1]
        ]  # fmt: skip
    reading.kept_faults += len(rows)
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
