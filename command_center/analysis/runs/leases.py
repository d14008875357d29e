"""Who works on a run: a row, a lease, and an attempt that fences off whoever comes too late.

The clock is the database's, so that machines whose clocks differ agree. A worker that dies or
freezes loses its lease; whoever takes the run over counts `attempt` up, and what the earlier one
still sends is refused.
"""

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from command_center.analysis.runs.models import JobRun

LEASE: Final = timedelta(seconds=settings.ANALYSIS_LEASE_S)
MOST_FAILURES: Final = 5
MOST_ATTEMPTS: Final = 25  # a run that kills its workers is given up at last
FIRST_WAIT: Final = timedelta(minutes=1)  # doubled with each failure

# Earlier periods of the same job and agency go first: a hole is filled in order.
_FREE: Final = """
    state IN ('due', 'running') AND (lease_until IS NULL OR lease_until < clock_timestamp())
    AND NOT EXISTS (
        SELECT FROM analysisruns_jobrun earlier
         WHERE earlier.job = r.job AND earlier.agency_id = r.agency_id
           AND earlier.state IN ('due', 'running')
           AND (earlier.due_at, earlier.id) < (r.due_at, r.id))
"""
# A run somebody asks for by itself waits neither for those nor for its next try.
_ASKED: Final = """
    id = %(run_id)s
    AND (state = 'due' OR state = 'running' AND lease_until < clock_timestamp())
"""
_TAKE: Final = """
    UPDATE analysisruns_jobrun SET state = 'running', attempt = attempt + 1,
           lease_until = clock_timestamp() + %(lease)s, worker = %(worker)s,
           started_at = clock_timestamp(), progress = 0, step = ''
     WHERE id = (SELECT id FROM analysisruns_jobrun r WHERE {wanted}
                  ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, attempt
"""
_WAITING: Final = (
    f"SELECT DISTINCT agency_id FROM analysisruns_jobrun r WHERE {_FREE} ORDER BY agency_id"  # noqa: S608
)
_EXTEND: Final = """
    UPDATE analysisruns_jobrun SET lease_until = clock_timestamp() + %(lease)s,
           progress = %(progress)s, step = %(step)s
     WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'running'
"""


class LeaseLost(Exception):
    """Somebody else has the run now; nothing of this attempt may be written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A run held by this worker, and by which attempt."""

    run_id: int
    attempt: int


def worker_name() -> str:
    """Machine and process, as the run's page shows who holds it."""
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def claim(
    *, run_id: int | None = None, agency_id: int | None = None, lease: timedelta = LEASE
) -> Claim | None:
    """Take the next run that is due and that nobody holds; None where there is none.

    Of one agency, or one run alone, where named.
    """
    wanted = _FREE if run_id is None else _ASKED
    if agency_id is not None:
        wanted += " AND agency_id = %(agency_id)s"
    values: dict[str, Any] = {
        "lease": lease, "worker": worker_name(), "run_id": run_id, "agency_id": agency_id
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE.format(wanted=wanted), values)
        found = cursor.fetchone()
    return Claim(*found) if found else None


def free_agencies() -> list[int]:
    """Agencies with a run that could be taken now."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return [key for (key,) in cursor.fetchall()]


def extend(claim: Claim, *, progress: int, step: str, lease: timedelta = LEASE) -> bool:
    """Hold the run longer and say how far it is; False where it is no longer ours."""
    values: dict[str, Any] = {
        "lease": lease, "progress": progress, "step": step[:80],
        "id": claim.run_id, "attempt": claim.attempt,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_EXTEND, values)
        return bool(cursor.rowcount)


def close(claim: Claim, **fields: Any) -> None:
    """Write the end of the attempt; raises LeaseLost where another attempt has the run.

    Call it first in the transaction that writes what came of it: the row stays locked until then.
    """
    held = JobRun.objects.filter(pk=claim.run_id, attempt=claim.attempt, state=JobRun.State.RUNNING)
    if not held.update(**fields):
        raise LeaseLost(f"Run {claim.run_id} is no longer held by attempt {claim.attempt}.")
