"""Celery entry points of the analysis; messages may be lost or doubled, rows say what is due."""

import logging
from time import monotonic
from typing import Final

from celery import shared_task
from kombu.exceptions import OperationalError

from command_center.analysis.runs import calendar, leases
from command_center.analysis.runs.working import carry_out
from command_center.analysis.store import rollup

logger = logging.getLogger(__name__)
TICK_S: Final = 60
BUDGET_S: Final = 300  # then the agency waits for the next tick, and others have their turn


@shared_task  # type: ignore[untyped-decorator]  # celery has no types
def tick() -> None:
    """Each minute: count changed days, write what is due, send a task for each agency that waits.

    A task nobody took before the next tick goes; that tick sends it again while its runs are due.
    """
    rollup.refresh_stale()
    calendar.write_due()
    for agency_id in leases.free_agencies():
        try:
            run_agency.apply_async((agency_id,), expires=TICK_S, retry=False)
        except OperationalError:
            logger.warning("The broker cannot be reached; the next tick sends the rest.")
            return


@shared_task  # type: ignore[untyped-decorator]
def run_agency(agency_id: int) -> int:
    """Carry out what is due for an agency in order, for some minutes; how many runs."""
    until = monotonic() + BUDGET_S
    done = 0
    while monotonic() < until and (claim := leases.claim(agency_id=agency_id)):
        carry_out(claim)
        done += 1
    return done
