"""Carrying out one run: claimed, computed under the role of the analysis, finished once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from command_center.analysis.runs.beating import Pulse, beating
from command_center.analysis.runs.corrections import corrections_of
from command_center.analysis.runs.leases import (
    FIRST_WAIT,
    LEASE,
    MOST_ATTEMPTS,
    MOST_FAILURES,
    Claim,
    LeaseLost,
    close,
)
from command_center.analysis.runs.models import JobResult, JobRule, JobRun
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.provenance import code_version, plain, seed_of
from command_center.analysis.runs.registry import Content, Context, JobSpec, job
from command_center.analysis.runs.switches import switched_off
from command_center.analysis.store import rollup
from grid.ledger.actors import PLATFORM
from grid.ledger.analysis_role import as_analysis
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import holding

logger = logging.getLogger(__name__)
State = JobRun.State
# Computing may take longer than a page may; a worker frozen while it finishes must let go soon.
_COMPUTING: Final = (
    "SET LOCAL statement_timeout = '120s'",
    "SET LOCAL idle_in_transaction_session_timeout = '600s'",
    "SET LOCAL work_mem = '64MB'",
)
_FINISHING: Final = "SET LOCAL idle_in_transaction_session_timeout = '15s'"


class NoSuchJob(Exception):
    """No app of this version registers the job."""


def carry_out(claim: Claim, *, lease: timedelta = LEASE, is_alone: bool = False) -> JobRun.State:
    """Compute a claimed run and keep its result; answers the state the run is in afterwards.

    Where another worker took it over meanwhile, nothing is written and its state is RUNNING.
    `is_alone` for a caller inside one transaction: no heartbeat, no snapshot of its own.
    """
    run = JobRun.objects.select_related("agency").get(pk=claim.run_id)
    try:
        with beating(claim, lease=lease, is_alone=is_alone) as pulse:
            if claim.attempt > MOST_ATTEMPTS:
                raise RuntimeError("Its workers died or froze too often.")
            return _computed(run, claim, pulse)
    except LeaseLost:
        logger.warning("Run %s was taken over from attempt %s.", claim.run_id, claim.attempt)
        return State.RUNNING
    except Exception as error:
        logger.exception("Run %s failed at attempt %s.", claim.run_id, claim.attempt)
        return _failed(run, claim, error)


def _computed(run: JobRun, claim: Claim, pulse: Pulse) -> JobRun.State:
    spec = job(run.job)
    if spec is None:
        raise NoSuchJob(f"No app registers the job {run.job}.")
    off = switched_off(run.agency.path)
    if run.job in off:
        close(claim, state=State.SKIPPED, lease_until=None, finished_at=timezone.now())
        return State.SKIPPED
    rollup.refresh_stale()
    context = context_of(run, spec, off, pulse)
    with _snapshot(), as_analysis():
        content = plain(spec.compose(context))
    _finish(run, claim, spec, context, content)
    return State.DONE


def context_of(
    run: JobRun, spec: JobSpec, off: frozenset[str], pulse: Pulse | None = None
) -> Context:
    """What the run computes from: the rule of the day it closes on, its seed, the present."""
    period = Period.parse(run.period)
    closing = period.last + timedelta(days=1)
    rule = holding(JobRule, run.agency.path, on=closing, job=spec.name)
    said: dict[str, Any] = {"say": pulse.say} if pulse else {}
    return Context(
        agency=run.agency,
        period=period,
        known_at=timezone.now(),
        seed=seed_of(run.job, run.period, run.agency.code),
        parameters=dict(rule.parameters) if rule else {},
        switched_off=off,
        **said,
    )


@contextmanager
def _snapshot() -> Iterator[None]:
    """All is read as of one moment, and nothing can be written; within a transaction: as it is."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for limit in _COMPUTING:
                cursor.execute(limit)
        yield


@transaction.atomic
def _finish(
    run: JobRun, claim: Claim, spec: JobSpec, context: Context, content: Content
) -> JobResult:
    """Result, rows made of it, facts, and the state of the run: all of it or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISHING)
    now = timezone.now()
    close(
        claim, state=State.DONE, finished_at=now, lease_until=None, progress=100, step="", error="",
        code_version=code_version(spec), input_digest=context.input_digest(),
        parameters=context.parameters, seed=context.seed,
    )  # fmt: skip
    run.refresh_from_db()
    _supersede(run, now)
    result = JobResult.objects.create(
        run=run,
        content=content,
        corrections=corrections_of(run, context.period, context.known_at),
        snapshot_at=context.known_at,
        made_at=now,
    )
    spec.after(result)
    told = {"input_digest": run.input_digest, "corrections": len(result.corrections)}
    record(PLATFORM, fact_of(run, "finished", **told))
    return result


def _supersede(run: JobRun, now: datetime) -> None:
    earlier = JobResult.objects.filter(
        run__job=run.job, run__period=run.period, run__agency=run.agency,
        run__revision__lt=run.revision, superseded_at__isnull=True,
    )  # fmt: skip
    earlier.update(superseded_at=now)


@transaction.atomic
def _failed(run: JobRun, claim: Claim, error: Exception) -> JobRun.State:
    """Due again after a while, twice as long each time; failed for good after some."""
    failures = run.failures + 1
    is_over = failures >= MOST_FAILURES or claim.attempt > MOST_ATTEMPTS
    state = State.FAILED if is_over else State.DUE
    now = timezone.now()
    wait = None if is_over else now + FIRST_WAIT * 2 ** (failures - 1)
    said = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:300]
    try:
        close(
            claim, state=state, failures=failures, lease_until=wait, error=said,
            finished_at=now if is_over else None, step="",
        )  # fmt: skip
    except LeaseLost:
        return State.RUNNING
    if is_over:
        run.refresh_from_db()
        record(PLATFORM, fact_of(run, "failed", error=said))
    return state


def fact_of(run: JobRun, what: str, **more: Any) -> Fact:
    """A fact about a run, `what` without the prefix."""
    told = {"job": run.job, "period": run.period, "agency": run.agency.code,
            "revision": run.revision, "attempts": run.attempt}  # fmt: skip
    return Fact(
        kind=f"analysis.{what}",
        subject_type="analysis_run",
        subject_id=str(run.pk),
        subject_version=run.revision,
        agency_path=run.agency.path,
        payload=told | more,
        dedupe_key=f"analysis.{what}:{run.pk}:{run.attempt}",
    )
