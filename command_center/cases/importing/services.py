"""Starting an import and following it: by command at once, by page and REST through the queue."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.drafting import Reporter
from command_center.cases.importing.desk import ImportDesk
from command_center.cases.importing.runs import carry_out
from command_center.cases.models import CaseImport
from grid.errors import DomainError, InvalidInput
from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.organisation.writing import fault
from grid.rest.uploads import hash_of, keep_upload
from grid.scope import Viewer
from grid.territory.geo import CRS

FOLDER: Final = Path(settings.VAR) / "case-imports"
TASK: Final = "command_center.cases.tasks.run_case_import"
READING: Final = ("columns", "meanings", "joins_doubles")
SILENT: Final = timedelta(minutes=10)
S = CaseImport.State


class FileGone(DomainError):
    """The checked file is kept for a day only."""

    code = "file_gone"


@transaction.atomic
def start_import(
    file: Any,
    *,
    by: Reporter,
    crs: str = "wgs84",
    source: str = "upload",
    is_dry_run: bool = True,
    **how: Any,
) -> CaseImport:
    """Keep the uploaded file and put its import into the queue; progress is in the run.

    `crs` holds for rows that do not say their own; numbers are told apart by `source`. `how` may
    hold only_valid (import around bad rows), joins_doubles (rows of one number are one case),
    columns (field by heading) and meanings (code by word for a category). Raises BadFile when it
    is too large, InvalidInput for an unknown coordinate system.
    """
    if crs not in set(CRS):
        raise InvalidInput(
            _("There is no such coordinate system."),
            errors=[fault("crs", "unknown", _("There is no such coordinate system."))],
        )
    digest, path = keep_upload(file, FOLDER)
    name = str(getattr(file, "name", "upload"))[:120]
    run = _begin(
        by.agency, by.as_actor(), name=name, digest=digest, crs=crs, source=source[:40],
        is_dry_run=is_dry_run, **how,
    )  # fmt: skip
    path.rename(path_of(run))
    _queue(run)
    return run


@transaction.atomic
def import_checked(
    checked: CaseImport, *, by: Reporter, only_valid: bool, anew: Mapping[str, Any] | None = None
) -> CaseImport:
    """Import the file of a try as it was tried, or try it again, read `anew`: with other columns,
    meanings of words and joins_doubles.

    A new run with its own report. Raises FileGone when the file was cleared away or imported.
    """
    kept = path_of(checked)
    if not kept.exists():
        raise FileGone(_("The checked file is no longer here. Upload it again."))
    run = _begin(
        checked.agency, by.as_actor(), name=checked.name, digest=checked.digest, crs=checked.crs,
        source=checked.source, only_valid=only_valid, is_dry_run=anew is not None,
        **{name: getattr(checked, name) for name in READING} | dict(anew or {}),
    )  # fmt: skip
    kept.rename(path_of(run))
    _queue(run)
    return run


def _begin(agency: Agency, actor: Actor, **fields: Any) -> CaseImport:
    who = {"started_by": actor.label, "actor_kind": actor.kind, "actor_id": actor.id}
    return CaseImport.objects.create(agency=agency, **who, **fields)


def _queue(run: CaseImport) -> None:
    transaction.on_commit(partial(current_app.send_task, TASK, [run.pk]))


def path_of(run: CaseImport) -> Path:
    """Where the file of a run lies until it is imported."""
    return FOLDER / f"run-{run.pk}"


def run_queued(run_id: int) -> None:
    """Carry out a queued run; a second delivery of the same message finds it taken."""
    taken = CaseImport.objects.filter(pk=run_id, state=S.WAITING).update(
        state=S.READING, heard_at=timezone.now()
    )
    if not taken:
        return
    run = CaseImport.objects.select_related("agency").get(pk=run_id)
    carry_out(
        run, path_of(run), ImportDesk(run.agency, run.actor_kind, run.actor_id, run.started_by)
    )
    if run.state == S.DONE:  # a checked file waits a day for the decision to import it
        path_of(run).unlink(missing_ok=True)


def end_silent(now: datetime) -> int:
    """End the runs whose worker died; answers how many. What they wrote stays, and the same file
    again writes the rest."""
    silent = CaseImport.objects.filter(state__in=(S.READING, S.WRITING), heard_at__lt=now - SILENT)
    told = _("The work on it stopped. Send the same file again: what came in is not doubled.")
    return silent.update(state=S.FAILED, refusal=told, ended_at=now)


def import_now(path: Path, *, desk: ImportDesk, **fields: Any) -> CaseImport:
    """Import a file of this machine at once; the file stays where it is."""
    name, digest = path.name[:120], hash_of(path)
    run = _begin(desk.agency, desk.as_actor(), name=name, digest=digest, **fields)
    return carry_out(run, path, desk)


def imports(viewer: Viewer) -> QuerySet[CaseImport]:
    """Reports the viewer may see, the newest first."""
    return CaseImport.objects.visible_to(viewer).select_related("agency")


def find_import(viewer: Viewer, run_id: int) -> CaseImport:
    """One report; raises Http404 when absent or out of scope."""
    found = imports(viewer).filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def faults(run: CaseImport) -> Iterator[list[Any]]:
    """The bad rows of a report as a table with its head."""
    yield ["row", "field", "code", "message"]
    for found in run.faults.iterator():
        yield [found.row, found.field, found.code, found.message]
