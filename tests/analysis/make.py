"""Runs of the analysis for the tests: a small job, and rows straight into the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from command_center.analysis.runs import leases, registry
from command_center.analysis.runs.models import JobResult, JobRun
from command_center.analysis.runs.registry import Content, Context, JobSpec
from command_center.analysis.runs.working import carry_out
from grid.organisation.models import Agency

LEVELS = frozenset({Agency.Kind.CITY, Agency.Kind.BRANCH, Agency.Kind.STATION})
CLOSED = datetime(2026, 3, 1, 16, 10, tzinfo=UTC)  # 00:10 of 2 March in Shanghai


def count_cases(context: Context) -> Content:
    """How many cases of the period, a number drawn, and what is switched off."""
    found = context.read(context.period.first, context.period.last)
    return {
        "cases": len(found),
        "numbers": found.number.tolist(),
        "drawn": context.rng.random(),
        "off": sorted(context.switched_off),
    }


@contextmanager
def only_job(**said: Any) -> Iterator[JobSpec]:
    """Within: one job, "daily" unless told otherwise, and no other."""
    told: dict[str, Any] = {
        "name": "daily", "kind": "day", "label": "Daily sheet", "compose": count_cases,
        "levels": LEVELS,
    }  # fmt: skip
    before = dict(registry._jobs)
    registry._jobs.clear()
    try:
        yield registry.register(JobSpec(**told | said))
    finally:
        registry._jobs.clear()
        registry._jobs.update(before)


def make_run(agency: Agency, *, period: str = "2026-03-01", **said: Any) -> JobRun:
    """A daily run that is due since the period closed."""
    told: dict[str, Any] = {"job": "daily", "due_at": CLOSED}
    return JobRun.objects.create(agency=agency, period=period, **told | said)


def make_result(agency: Agency, content: dict[str, Any] | None = None, **said: Any) -> JobResult:
    """A run that is done, with this content; `said` are fields of the run."""
    told = {"state": JobRun.State.DONE, "finished_at": CLOSED, "progress": 100, "attempt": 1}
    run = make_run(agency, **told | said)
    return JobResult.objects.create(run=run, content=content or {}, snapshot_at=CLOSED)


def work(run: JobRun) -> JobRun.State:
    """Claim a run and carry it out within the test's transaction."""
    claim = leases.claim(run_id=run.pk)
    assert claim is not None, "it is not due"
    return carry_out(claim, is_alone=True)
