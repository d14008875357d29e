"""Starting an import and following it: by command at once, by page through the queue."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from command_center.incidents import selectors
from command_center.incidents.briefs import moment
from command_center.incidents.drafts import Reporter
from command_center.incidents.importing.desk import ImportDesk
from command_center.incidents.importing.mapping import parse_mapping
from command_center.incidents.importing.runs import carry_out
from command_center.incidents.models import ImportRun
from grid.rest.uploads import hash_of, keep_upload
from grid.scope import Viewer

FOLDER: Final = Path(settings.VAR) / "imports"
TASK: Final = "command_center.incidents.tasks.run_import"


@transaction.atomic
def start_import(
    file: Any,
    mapping: str,
    *,
    by: Reporter,
    is_dry_run: bool = False,
    valid_rows_only: bool = False,
) -> ImportRun:
    """Keep the uploaded file and put its import into the queue; progress is in the run.

    Raises BadFile when it is too large, BadMapping when the mapping has no meaning.
    """
    parse_mapping(mapping)
    actor = by.as_actor()
    digest, path = keep_upload(file, FOLDER)
    run = ImportRun.objects.create(
        agency=by.agency,
        file_name=str(getattr(file, "name", "upload"))[:200],
        file_hash=digest,
        mapping=mapping,
        is_dry_run=is_dry_run,
        valid_rows_only=valid_rows_only,
        started_by=actor.label,
        actor_kind=actor.kind,
        actor_id=actor.id,
    )
    path.rename(path_of(run))
    transaction.on_commit(partial(current_app.send_task, TASK, [run.pk]))
    return run


def path_of(run: ImportRun) -> Path:
    """Where the file of a run lies until it is imported."""
    return FOLDER / f"run-{run.pk}"


def run_queued(run_id: int) -> None:
    """Carry out a queued run; a second delivery of the same message finds it taken."""
    taken = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.WAITING).update(
        state=ImportRun.State.RUNNING
    )
    if not taken:
        return
    run = ImportRun.objects.select_related("agency").get(pk=run_id)
    desk = ImportDesk(run.agency, run.actor_kind, run.actor_id, run.started_by)
    carry_out(run, path_of(run), desk)
    if not run.is_dry_run:  # a checked file waits a day for the decision to import it
        path_of(run).unlink(missing_ok=True)


def import_now(
    path: Path, mapping: str, *, desk: ImportDesk, is_dry_run: bool, valid_rows_only: bool
) -> ImportRun:
    """Import a file of this machine at once; the file stays where it is."""
    run = ImportRun.objects.create(
        agency=desk.agency,
        file_name=path.name[:200],
        file_hash=hash_of(path),
        mapping=mapping,
        is_dry_run=is_dry_run,
        valid_rows_only=valid_rows_only,
        started_by=desk.label,
        actor_kind=desk.kind,
        actor_id=desk.id,
    )
    return carry_out(run, path, desk)


def import_runs(viewer: Viewer) -> QuerySet[ImportRun]:
    """Reports the viewer may see, without their errors."""
    rows: QuerySet[ImportRun] = ImportRun.objects.visible_to(viewer)
    return rows.select_related("agency").defer("errors", "mapping")


def import_run(run_id: int, viewer: Viewer) -> ImportRun:
    """One report; raises NotFound when absent or out of scope."""
    found = ImportRun.objects.visible_to(viewer).filter(pk=run_id).first()
    if found is None:
        raise selectors.NotFound(_("There is no such import."))
    return found


def import_faults(run: ImportRun) -> Iterator[list[Any]]:
    """The bad rows of a report as a table with its head."""
    yield ["line", "column", "reason"]
    for fault in run.errors:
        yield [fault["line"], fault["column"], fault["reason"]]


def row(run: ImportRun) -> dict[str, Any]:
    """A report without its errors, JSON-ready."""
    counts = ("rows_read", "rows_created", "rows_changed", "rows_unchanged", "rows_bad")
    return {
        "id": run.pk,
        "file_name": run.file_name,
        "file_hash": run.file_hash,
        "state": run.state,
        "is_dry_run": run.is_dry_run,
        "valid_rows_only": run.valid_rows_only,
        "started_at": moment(run.started_at),
        "finished_at": moment(run.finished_at),
        "started_by": run.started_by,
        "refusal": run.refusal,
        **{name: getattr(run, name) for name in counts},
    }
