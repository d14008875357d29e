"""Starting an import of cameras and following it: by command at once, by page through the queue."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from grid.errors import DomainError, FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.rest.uploads import hash_of, keep_upload
from grid.territory.geo import CRS
from video.intake import runs
from video.intake.catalog import Catalog
from video.intake.models import IntakeRun
from video.intake.sheets import Sheet, lines_of
from video.register.models import CameraClass

FOLDER: Final = Path(settings.VAR) / "imports" / "cameras"
_KEPT: Final = (
    *("kind", "file_name", "file_hash", "crs", "camera_class_id", "rows_expected"),
    *("platform_id", "serial"),
)
TASK: Final = "video.intake.tasks.run_intake"


class FileGone(DomainError):
    """The checked file is kept for a day only."""

    code = "file_gone"


@transaction.atomic
def start_import(file: Any, *, by: Actor, agency: Agency, **options: Any) -> IntakeRun:
    """Keep the uploaded sheet and put its import into the queue; progress is in the run.

    `options`: crs, camera_class (a code), is_dry_run, valid_rows_only. Raises BadFile when it is
    too large, InvalidInput for an unknown class or coordinate system.
    """
    fields = _checked(**options)
    digest, path = keep_upload(file, FOLDER)
    name = str(getattr(file, "name", "") or "upload")
    run = new_run(agency, by, file_name=name[:200], file_hash=digest, **fields)
    run.rows_expected = lines_of(path)
    run.save(update_fields=["rows_expected"])
    path.rename(path_of(run))
    enqueue(run)
    return run


@transaction.atomic
def import_checked(checked: IntakeRun, *, by: Actor, valid_rows_only: bool) -> IntakeRun:
    """Import the file of a dry run as it was checked; a new run with its own report.

    Raises FileGone when the file was cleared away or has been imported.
    """
    checked = IntakeRun.objects.select_for_update(of=("self",)).get(pk=checked.pk)
    if not checked.is_dry_run or not is_kept(checked):
        raise FileGone(_("The checked file is no longer here. Upload it again."))
    fields = {name: getattr(checked, name) for name in _KEPT}
    run = new_run(checked.agency, by, valid_rows_only=valid_rows_only, **fields)
    if run.kind == IntakeRun.Kind.CATALOG:
        checked.messages.update(run=run)
    else:
        path_of(checked).rename(path_of(run))
    enqueue(run)
    return run


def import_now(path: Path, *, by: Actor, agency: Agency, **options: Any) -> IntakeRun:
    """Import a sheet of this machine at once; the file stays where it is."""
    fields = _checked(**options) | {"rows_expected": lines_of(path)}
    run = new_run(agency, by, file_name=path.name[:200], file_hash=hash_of(path), **fields)
    return runs.carry_out(run, partial(Sheet, path), by)


def new_run(agency: Agency, by: Actor, **fields: Any) -> IntakeRun:
    """A run that waits, signed by whoever asked for it."""
    signed = {"started_by": by.label, "actor_kind": by.kind, "actor_id": by.id}
    return IntakeRun.objects.create(
        agency=agency, **{"kind": IntakeRun.Kind.SHEET} | signed | fields
    )


def enqueue(run: IntakeRun) -> None:
    """Have the run carried out once this transaction is committed."""
    transaction.on_commit(partial(current_app.send_task, TASK, [run.pk]))


def path_of(run: IntakeRun) -> Path:
    """Where the file of a run lies until it is imported."""
    return FOLDER / f"run-{run.pk}"


def is_kept(run: IntakeRun) -> bool:
    """Whether what a dry run checked is still here to be imported."""
    if run.kind == IntakeRun.Kind.CATALOG:
        return run.messages.exclude(items=[]).exists()
    return path_of(run).exists()


def run_queued(run_id: int) -> None:
    """Carry out a queued run; a second delivery of the same message finds it taken."""
    waiting = IntakeRun.objects.filter(pk=run_id, state=IntakeRun.State.WAITING)
    if not waiting.update(state=IntakeRun.State.RUNNING):
        return
    run = IntakeRun.objects.select_related("agency", "platform__agency").get(pk=run_id)
    by = Actor(
        kind=run.actor_kind,
        id=run.actor_id,
        label=run.started_by,
        agency_path=run.agency.path,
        channel="import",
    )
    if run.kind == IntakeRun.Kind.CATALOG:
        runs.carry_out(run, Catalog, by)
        return
    runs.carry_out(run, partial(Sheet, path_of(run)), by)
    if not run.is_dry_run:  # a checked file waits a day for the decision to import it
        path_of(run).unlink(missing_ok=True)


def _checked(
    *,
    crs: str = CRS.WGS84,
    camera_class: str = "",
    is_dry_run: bool = False,
    valid_rows_only: bool = False,
) -> dict[str, Any]:
    faults: list[FieldError] = []
    if crs not in list(CRS):
        message = _("There is no such coordinate system.")
        faults.append(FieldError(pointer="/crs", code="unknown", message=message))
    found = CameraClass.objects.filter(pk=camera_class or runs.DEFAULT_CLASS).first()
    if found is None and camera_class:
        message = _("There is no such class.")
        faults.append(FieldError(pointer="/camera_class", code="unknown", message=message))
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)
    return {
        "crs": crs,
        "camera_class": found,
        "is_dry_run": is_dry_run,
        "valid_rows_only": valid_rows_only,
    }
