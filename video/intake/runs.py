"""Carrying out a run: rows are read once into a staging table, checked together, then written.

Without `valid_rows_only` one bad row keeps the whole file out. Memory holds one chunk of rows;
everything that needs all rows is asked of the database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.rest.table_files import BadFile
from video.intake import checks
from video.intake.findings import Findings
from video.intake.models import IntakeRun, RowFault
from video.intake.places import Places
from video.intake.rows import Reading
from video.register.bulk import POINT, Staging, facts_of

DEFAULT_CLASS: Final = "other"
_PLACED: Final = ("cell_id", "source_crs", "source_lng", "source_lat")


class Source(Protocol):
    """What a run reads: a sheet, or the messages of a catalogue."""

    findings: Findings
    places: Places

    besides: dict[str, str]  # columns of its own in the staging table, with their types

    def names(self) -> list[str]:
        """The fields of Camera that its rows may fill."""

    def column_of(self, name: str) -> str:
        """What the source calls a field of Camera."""

    def chunks(self) -> Iterator[list[Reading]]:
        """The rows, some at a time."""

    def before_writing(self) -> None:
        """Write what the rows hang on; inside the transaction that writes them."""

    def after_writing(self, actor: Actor) -> None:
        """Pass on what was said besides, in the same transaction."""


@dataclass(slots=True)
class _Work:
    run: IntakeRun
    source: Source
    staging: Staging
    faulty: set[int] = field(default_factory=set)  # lines


def carry_out(run: IntakeRun, source_of: Any, actor: Actor) -> IntakeRun:
    """Do what the run asks; the report is in the run. What the file holds never raises: a file
    that cannot be read, or cameras entered meanwhile, end the run as refused."""
    try:
        source: Source = source_of(run)
        point = [*POINT, *_PLACED] if "lng" in source.names() else []
        with Staging([*source.names(), "initials", *point], source.besides) as staging:
            _carry_out(_Work(run, source, staging), actor)
    except DomainError as refusal:
        run.refusal = refusal.message[:300]
        _finish(run, IntakeRun.State.REFUSED)
    return run


def _carry_out(work: _Work, actor: Actor) -> None:
    run, staging = work.run, work.staging
    run.state, run.rows_read, run.rows_bad = IntakeRun.State.RUNNING, 0, 0
    run.faults.all().delete()
    for chunk in work.source.chunks():
        work.source.places.place(chunk)
        staging.put(r.values | {"line": r.line} for r in chunk if not r.faults)
        _report(work, chunk)
        run.rows_read += len(chunk)
        run.save(update_fields=["state", "rows_read", "rows_bad"])  # progress, for whoever waits
    if not run.rows_read:
        raise BadFile(_("The file has no rows."))
    _check_together(work)
    if not run.is_dry_run and (run.rows_bad == 0 or run.valid_rows_only):
        _write(work, actor)
    _finish(run, IntakeRun.State.DONE)


def _check_together(work: _Work) -> None:
    run, staging, findings = work.run, work.staging, work.source.findings
    for key in ("gb_id", "code"):
        if key in staging.names:
            faults, same = checks.doubles(key)
            _blame(work, faults)
            run.rows_unchanged += same
    staging.recognise()
    _blame(work, checks.strangers(run.agency.path))
    _blame(work, checks.taken(staging.names))
    checks.look_alike(staging.columns, findings)
    work.source.places.tell()
    run.findings = findings.as_rows()


@transaction.atomic
def _write(work: _Work, actor: Actor) -> None:
    run, staging = work.run, work.staging
    work.source.before_writing()
    checks.fill_in(run.agency, run.camera_class_id or DEFAULT_CLASS)
    done = staging.settle()
    run.rows_created, run.rows_changed = done.added, done.changed
    run.rows_unchanged += done.unchanged
    run.is_written = True
    work.source.after_writing(actor)
    record(actor, *facts_of(source=f"{run.kind} {run.pk}"))


def _report(work: _Work, chunk: Iterable[Reading]) -> None:
    found = [
        (reading.line, column, reason) for reading in chunk for column, reason in reading.faults
    ]
    _store(work, found)


def _blame(work: _Work, faults: Iterable[checks.Fault]) -> None:
    _store(work, [(line, work.source.column_of(name), why) for line, name, why in faults])


def _store(work: _Work, found: list[checks.Fault]) -> None:
    work.faulty.update(line for line, _column, _reason in found)
    work.run.rows_bad = len(work.faulty)
    RowFault.objects.bulk_create(
        RowFault(run=work.run, line=line, column=column[:60], reason=reason[:300])
        for line, column, reason in found
    )


def _finish(run: IntakeRun, state: IntakeRun.State) -> None:
    run.state, run.finished_at = state, timezone.now()
    run.save()
