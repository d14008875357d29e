"""Reading runs, results and switches in the viewer's scope."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from command_center.analysis.runs.models import JobResult, JobRun, MethodSwitch
from grid.scope import Viewer

State = JobRun.State
LATE_AFTER: Final = timedelta(hours=1)


def runs(viewer: Viewer, **wanted: Any) -> QuerySet[JobRun]:
    """Runs without their results; `wanted` may hold q, job, state (or late), agency (code)."""
    rows: QuerySet[JobRun] = JobRun.objects.visible_to(viewer).select_related("agency")
    if wanted.get("q"):
        said = wanted["q"]
        rows = rows.filter(Q(period__startswith=said) | Q(agency__name__icontains=said))
    if wanted.get("job"):
        rows = rows.filter(job=wanted["job"])
    if wanted.get("agency"):
        rows = rows.filter(agency__path__contains=f"{wanted['agency']}/")
    state = wanted.get("state")
    if state == "late":
        return rows.filter(state__in=[State.DUE, State.RUNNING], due_at__lt=late_before())
    return rows.filter(state=state) if state else rows


def late_before() -> Any:
    """What was due before this moment and is not done is late."""
    return timezone.now() - LATE_AFTER


def late_runs(viewer: Viewer) -> QuerySet[JobRun]:
    """Runs that are an hour late, or failed and were not done since; the oldest first."""
    rows = runs(viewer).filter(
        Q(state=State.FAILED) | Q(state__in=[State.DUE, State.RUNNING], due_at__lt=late_before())
    )
    return rows.order_by("due_at", "pk")


def state_of(run: JobRun) -> str:
    """The state a page shows: late where it is due for an hour and not done."""
    is_open = run.state in (State.DUE, State.RUNNING)
    return "late" if is_open and run.due_at < late_before() else str(run.state)


def find_run(viewer: Viewer, run_id: int) -> JobRun:
    """Http404 where there is none of this id in scope."""
    found = runs(viewer).filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def revisions(viewer: Viewer, run: JobRun) -> QuerySet[JobRun]:
    """All runs of the same period, the newest first."""
    rows = runs(viewer).filter(job=run.job, period=run.period, agency=run.agency)
    return rows.order_by("-revision")


def results(viewer: Viewer, **wanted: Any) -> QuerySet[JobResult]:
    """Results, the newest first; `wanted` as of `runs`, and period, current (not superseded)."""
    rows: QuerySet[JobResult] = JobResult.objects.visible_to(viewer).select_related("run__agency")
    for name, field in (("job", "run__job"), ("period", "run__period")):
        if wanted.get(name):
            rows = rows.filter(**{field: wanted[name]})
    if wanted.get("agency"):
        rows = rows.filter(run__agency__path__contains=f"{wanted['agency']}/")
    return rows.filter(superseded_at__isnull=True) if wanted.get("current") else rows


def current(viewer: Viewer, job: str, agency_id: int, period: str = "") -> JobResult | None:
    """The result of an agency's period that holds, or of its latest period."""
    rows = JobResult.objects.visible_to(viewer).select_related("run__agency")
    found = rows.filter(run__job=job, run__agency=agency_id, superseded_at__isnull=True)
    if period:
        found = found.filter(run__period=period)
    return found.order_by("-run__period", "-run__revision").first()


def result_of(run: JobRun) -> JobResult | None:
    """What the run found; None before it is done."""
    return JobResult.objects.filter(run=run).first()


def switches(viewer: Viewer, **wanted: Any) -> QuerySet[MethodSwitch]:
    """Methods switched off in the area or above it, now or before, the newest first."""
    codes = viewer.agency_path.strip("/").split("/")
    ours = Q(agency__path__startswith=viewer.agency_path) | Q(agency__code__in=codes)
    rows = MethodSwitch.objects.filter(ours).select_related("agency")
    if wanted.get("method"):
        rows = rows.filter(method=wanted["method"])
    if wanted.get("state"):
        rows = rows.filter(on_at__isnull=wanted["state"] == "off")
    return rows


def find_switch(viewer: Viewer, switch_id: int) -> MethodSwitch:
    """One that holds in the viewer's area or above it; Http404 where there is none."""
    return _first(switches(viewer).filter(pk=switch_id))


def find_own_switch(viewer: Viewer, switch_id: int) -> MethodSwitch:
    """One of the viewer's own area; Http404 where there is none."""
    rows = MethodSwitch.objects.visible_to(viewer).select_related("agency")
    return _first(rows.filter(pk=switch_id))


def _first(rows: QuerySet[MethodSwitch]) -> MethodSwitch:
    found = rows.first()
    if found is None:
        raise Http404
    return found
