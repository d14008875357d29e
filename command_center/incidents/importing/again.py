"""From a checked file to an import: the same file, the same mapping, one more decision."""

from functools import partial

from celery import current_app
from django.db import transaction
from django.utils.translation import gettext as _

from command_center.incidents.drafts import Reporter
from command_center.incidents.importing.services import TASK, path_of
from command_center.incidents.models import ImportRun
from grid.errors import DomainError


class FileGone(DomainError):
    """The checked file is kept for a day only."""

    code = "file_gone"


@transaction.atomic
def import_checked(checked: ImportRun, *, by: Reporter, valid_rows_only: bool) -> ImportRun:
    """Import the file of a dry run as it was checked; a new run with its own report.

    Raises FileGone when the file was cleared away or has been imported.
    """
    source = path_of(checked)
    if not source.exists():
        raise FileGone(_("The checked file is no longer here. Upload it again."))
    actor = by.as_actor()
    run = ImportRun.objects.create(
        agency=checked.agency,
        file_name=checked.file_name,
        file_hash=checked.file_hash,
        mapping=checked.mapping,
        valid_rows_only=valid_rows_only,
        started_by=actor.label,
        actor_kind=actor.kind,
        actor_id=actor.id,
    )
    source.rename(path_of(run))
    transaction.on_commit(partial(current_app.send_task, TASK, [run.pk]))
    return run
