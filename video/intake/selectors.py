"""Reports of imports, for those in whose area they were made."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from grid.scope import Viewer
from video.intake.models import IntakeRun, RowFault

FILTERS: Final = frozenset({"kind", "state"})


def runs(viewer: Viewer, *, q: str = "", **exact: Any) -> QuerySet[IntakeRun]:
    """Reports the viewer may see, newest first; `q` in the file's name or whose it is."""
    rows: QuerySet[IntakeRun] = IntakeRun.objects.visible_to(viewer)
    rows = rows.select_related("agency", "platform", "camera_class").defer("findings")
    rows = rows.filter(**{name: exact[name] for name in FILTERS if exact.get(name)})
    if q:
        rows = rows.filter(file_name__icontains=q) | rows.filter(started_by__icontains=q)
    return rows


def find_run(viewer: Viewer, run_id: int) -> IntakeRun:
    """One report; Http404 when absent or out of scope."""
    found = IntakeRun.objects.visible_to(viewer).filter(pk=run_id)
    run = found.select_related("agency", "platform", "camera_class").first()
    if run is None:
        raise Http404(_("There is no such import."))
    return run


def faults_table(run: IntakeRun) -> Iterator[list[Any]]:
    """Every bad row of a report as a table with its head."""
    yield ["line", "column", "reason"]
    rows: QuerySet[RowFault] = run.faults.all()
    for fault in rows.iterator(chunk_size=2_000):
        yield [fault.line, fault.column, fault.reason]
