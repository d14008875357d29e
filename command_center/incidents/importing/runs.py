"""Running an import: read everything first, then write, or say line by line why not.

Without `valid_rows_only` one bad row keeps the whole file out. Written rows are found again by
agency, source and source number, so that repeating an import changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import editing
from command_center.incidents.calls import Call
from command_center.incidents.drafts import Draft, prepare
from command_center.incidents.importing.closing import Closing, Closings
from command_center.incidents.importing.desk import ImportDesk
from command_center.incidents.importing.mapping import Mapping, parse_mapping
from command_center.incidents.importing.rows import Reading, read_row
from command_center.incidents.models import ImportRun, Incident
from command_center.incidents.receiving import write
from grid.errors import InvalidInput
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.rest.table_files import MOST_ROWS, BadFile, Row, read_rows

CHUNK: Final = 1_000
MOST_ERRORS: Final = 10_000
# What an import may change of a row that came in before.
COMPARED: Final = ("level", "address", "narrative", "reported_at", "is_valid_call", "source_crs")


@dataclass(slots=True)
class _Pass:
    """One reading of the file; `is_writing` is false in the first."""

    run: ImportRun
    mapping: Mapping
    desk: ImportDesk
    is_writing: bool
    closings: Closings = field(default_factory=Closings)
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)  # number: line, content


@dataclass(slots=True)
class _Chunk:
    """What a chunk of rows asks to be written: new calls, and ends of known ones."""

    ended: set[int]  # primary keys closed before
    good: list[tuple[Reading, Draft]] = field(default_factory=list)
    closed: dict[int, Closing] = field(default_factory=dict)


def carry_out(run: ImportRun, path: Path, desk: ImportDesk) -> ImportRun:
    """Do what the run asks of the file at `path`; the report is in the run. Never raises for
    what the file holds: a file that cannot be read ends the run as refused."""
    try:
        mapping = parse_mapping(run.mapping)
        _read_through(_Pass(run, mapping, desk, is_writing=False), path)
        if not run.is_dry_run and (run.rows_bad == 0 or run.valid_rows_only):
            _read_through(_Pass(run, mapping, desk, is_writing=True), path)
        _finish(run, ImportRun.State.DONE, "")
        if not run.is_dry_run:
            _tell(run, desk)
    except InvalidInput as refusal:
        _finish(run, ImportRun.State.REFUSED, refusal.message[:300])
    return run


def _finish(run: ImportRun, state: ImportRun.State, refusal: str) -> None:
    run.state, run.refusal, run.finished_at = state, refusal, timezone.now()
    run.save()


def _read_through(reading: _Pass, path: Path) -> None:
    run = reading.run
    header, rows = read_rows(path, reading.mapping.source.encoding)
    missing = sorted(reading.mapping.wanted() - set(header))
    if missing:
        raise BadFile(_("The file lacks these columns: %s") % ", ".join(missing))
    run.state, run.rows_read, run.rows_bad, run.errors = ImportRun.State.RUNNING, 0, 0, []
    for chunk in _chunks(rows):
        _take_chunk(reading, chunk)
        run.rows_read += len(chunk)
        if run.rows_read > MOST_ROWS:
            raise BadFile(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
        run.save()  # progress, for whoever waits


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _take_chunk(reading: _Pass, chunk: Sequence[Row]) -> None:
    read = [read_row(line, row, reading.mapping) for line, row in chunk]
    fresh = [row for row in read if row.call and _is_first(reading, row)]
    with transaction.atomic():
        drafts = prepare(
            [row.call for row in fresh if row.call], by=reading.desk, now=timezone.now(), once=False
        )
        known = _known(reading, drafts)
        into = _Chunk(ended=reading.closings.ended(known.values()) if known else set())
        for row, draft in zip(fresh, drafts, strict=True):
            if row.closing:
                draft.is_over = True
                draft.errors += reading.closings.faults(row.closing, draft, timezone.now())
            if draft.errors:
                row.faults += [
                    (reading.mapping.column_of(e["pointer"].strip("/")), e["message"])
                    for e in draft.errors
                ]
            elif reading.is_writing:
                before = known.get(draft.call.source_number or "")
                _settle(reading, row, draft, before, into)
        _write(reading, into)
    _report(reading.run, read)


def _write(reading: _Pass, chunk: _Chunk) -> None:
    actor, good = reading.desk.as_actor(), chunk.good
    if good:
        drafts = [draft for _row, draft in good]
        write(drafts, by=reading.desk, actor=actor, now=timezone.now())
        reading.run.rows_created += len(good)
    if over := [(draft, row.closing) for row, draft in good if row.closing]:
        reading.closings.close_new(over, actor=actor)
    if chunk.closed:
        reading.closings.close_known(chunk.closed, by=reading.desk)


def _is_first(reading: _Pass, row: Reading) -> bool:
    """A number may come once in a file; the same row again is harmless, another is a fault."""
    call: Any = row.call
    content = hash(repr((call, row.closing)))
    line, before = reading.seen.setdefault(call.source_number, (row.line, content))
    if line == row.line:
        return True
    if before != content:
        column = reading.mapping.column_of("source_number")
        message = _("Line %(line)s has the same source number with other values.")
        row.faults.append((column, message % {"line": line}))
    elif reading.is_writing:
        reading.run.rows_unchanged += 1
    return False


def _known(reading: _Pass, drafts: Iterable[Draft]) -> dict[str, Incident]:
    """Incidents these source numbers brought before, by source number."""
    if not reading.is_writing:
        return {}
    rows = Incident.objects.filter(
        source_agency=reading.desk.agency.code,
        source=reading.mapping.source.name,
        source_number__in=[draft.call.source_number for draft in drafts],
    ).select_related("category")
    return {row.source_number or "": row for row in rows.defer("search")}


def _settle(
    reading: _Pass, row: Reading, draft: Draft, before: Incident | None, chunk: _Chunk
) -> None:
    """New rows and ends gather in the chunk; known rows are changed where they differ."""
    if before is None:
        chunk.good.append((row, draft))
        return
    changes = _differences(before, draft)
    if changes:
        editing.edit(before, changes, by=reading.desk, version=None, channel="import")
    ends = row.closing is not None and before.pk not in chunk.ended
    if row.closing and ends:
        chunk.closed[before.pk] = row.closing
    if changes or ends:
        reading.run.rows_changed += 1
    else:
        reading.run.rows_unchanged += 1


def _differences(before: Incident, draft: Draft) -> dict[str, Any]:
    call: Call = draft.call
    now = {name: getattr(call, name) for name in COMPARED if name in Call.__struct_fields__}
    now |= {"level": draft.level, "reported_at": call.reported_at or before.reported_at}
    changes: dict[str, Any] = {
        name: value for name, value in now.items() if getattr(before, name) != value
    }
    if before.category.code != call.category:
        changes["category"] = call.category
    if (before.source_lng, before.source_lat) != (call.lng, call.lat) and call.lng is not None:
        changes |= {"lng": call.lng, "lat": call.lat, "crs": call.crs}
    return changes


def _report(run: ImportRun, read: Iterable[Reading]) -> None:
    for row in read:
        run.rows_bad += bool(row.faults)
        for column, reason in row.faults:
            if len(run.errors) < MOST_ERRORS:
                run.errors.append({"line": row.line, "column": column, "reason": reason})


@transaction.atomic
def _tell(run: ImportRun, desk: ImportDesk) -> None:
    counts = {
        name: getattr(run, name)
        for name in ("rows_read", "rows_created", "rows_changed", "rows_unchanged", "rows_bad")
    }
    fact = Fact(
        kind="incidents.imported",
        subject_type="import_run",
        subject_id=str(run.pk),
        agency_path=desk.agency_path,
        payload={"file_hash": run.file_hash, **counts},
    )
    record(desk.as_actor(), fact)
