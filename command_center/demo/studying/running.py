"""The runs of the demo's last days and weeks, as a worker of the platform carries them out."""

from datetime import date, timedelta
from typing import Final

from command_center.analysis.runs import leases
from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.registry import job
from command_center.analysis.runs.services import ask_for
from command_center.analysis.runs.working import carry_out
from command_center.demo.studying.desk import Desk
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency

DAYS: Final = 2
BELOW: Final = ("220402000000", "220402001000")  # a branch and a station of the tour
_WEEK: Final = timedelta(days=7)


class NotDone(Exception):
    """A run of the demo could not be carried out."""


def run_past(desk: Desk) -> JobRun:
    """The city's sheet of a Monday two to three weeks ago, whose proposals are over today."""
    return _run("daily", Period.of("day", desk.monday - 2 * _WEEK), desk.city)


def run_weeks(desk: Desk) -> list[JobRun]:
    """The city's bulletins of the last two complete weeks, the newer one last."""
    mondays = (desk.monday - 2 * _WEEK, desk.monday - _WEEK)
    return [_run("weekly", Period.of("week", monday), desk.city) for monday in mondays]


def run_sheets(desk: Desk) -> list[JobRun]:
    """The sheets of the last days of the city, a branch and a station; the city's newest last."""
    below = Agency.objects.filter(code__in=BELOW).order_by("-path")
    days = [desk.today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    return [_daily(day, agency) for day in days for agency in (*below, desk.city)]


def _daily(day: date, agency: Agency) -> JobRun:
    return _run("daily", Period.of("day", day), agency)


def _run(name: str, period: Period, agency: Agency) -> JobRun:
    spec = job(name)
    if spec is None:
        raise NotDone(f"There is no job {name}.")
    row = ask_for(spec, period, agency, actor=PLATFORM)
    claim = leases.claim(run_id=row.pk)
    if claim:
        carry_out(claim, is_alone=True)
    row.refresh_from_db()
    if row.state != JobRun.State.DONE:
        raise NotDone(f"{row.job} {row.period} of {agency.code}: {row.error}")
    return row
