"""Which periods are due: by the rules of each city, holes of the last 35 days filled in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Min
from django.utils import timezone

from command_center.analysis.runs.models import JobRule, JobRun
from command_center.analysis.runs.periods import Period, between
from command_center.analysis.runs.registry import JobSpec, jobs
from command_center.analysis.store.models import AreaDay
from grid.organisation.models import Agency

LOOK_BACK: Final = timedelta(days=35)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A period of a job that an agency owes, and since when."""

    job: str
    period: Period
    agency: Agency
    at: datetime


def write_due(now: datetime | None = None) -> int:
    """Write a row for every period that is due and has none; how many were missing.

    Two that write at one moment write each row once.
    """
    now = now or timezone.now()
    known = set(
        JobRun.objects.filter(due_at__gte=now - LOOK_BACK - 2 * ONE_DAY, revision=1).values_list(
            "job", "period", "agency"
        )
    )
    missing = [
        JobRun(job=due.job, period=due.period.label, agency=due.agency, due_at=due.at)
        for due in due_at(now)
        if (due.job, due.period.label, due.agency.pk) not in known
    ]
    missing.sort(key=lambda row: (row.due_at, row.agency.path))
    JobRun.objects.bulk_create(missing, ignore_conflicts=True, batch_size=1000)
    return len(missing)


def due_at(now: datetime) -> Iterator[Due]:
    """What closed within the last 35 days, by agency; nothing from before the first case known."""
    first = AreaDay.objects.aggregate(day=Min("day"))["day"]
    if first is None:
        return
    agencies = list(Agency.objects.filter(is_active=True).order_by("path"))
    for spec in jobs():
        rules = Rules(spec.name)
        periods = list(closing(spec, max(first, timezone.localdate(now - LOOK_BACK)), now))
        for agency in agencies:
            if agency.kind in spec.levels:
                yield from _of(spec, agency, periods, rules, now)


def closing(spec: JobSpec, since: date, now: datetime) -> Iterator[Period]:
    """Periods of a job that ended from a day on and before today."""
    return between(spec.kind, _reaching(spec, since), timezone.localdate(now) - ONE_DAY)


def _reaching(spec: JobSpec, since: date) -> date:
    """A period that ends on the day or later begins with this one or holds it."""
    return Period.of(spec.kind, since).first


def _of(
    spec: JobSpec, agency: Agency, periods: list[Period], rules: "Rules", now: datetime
) -> Iterator[Due]:
    for period in periods:
        at = rules.closes(agency.path, period)
        if at is not None and now - LOOK_BACK <= at <= now:
            yield Due(spec.name, period, agency, at)


class Rules:
    """The rules of one job, read once for all agencies; nearest agency first, then the latest."""

    def __init__(self, job: str) -> None:
        rows: list[JobRule] = list(JobRule.objects.filter(job=job).select_related("agency"))
        self.rows = sorted(rows, key=lambda row: row.nearness, reverse=True)

    def closes(self, agency_path: str, period: Period) -> datetime | None:
        """When the period closes for an agency; None where no rule holds or the job is off."""
        on = period.last + ONE_DAY
        for row in self.rows:
            is_ours = row.agency is None or agency_path.startswith(row.agency.path)
            if is_ours and row.valid_from <= on and (row.valid_to is None or on < row.valid_to):
                return _moment(on, row) if row.is_on else None
        return None


def _moment(day: date, rule: JobRule) -> datetime:
    return datetime.combine(day, rule.closes_at, tzinfo=timezone.get_default_timezone())
