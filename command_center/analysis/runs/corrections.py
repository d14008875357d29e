"""What came to be known since an earlier result: cases entered late, coded anew, taken back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.analysis.runs.models import JobResult, JobRun
from command_center.analysis.runs.periods import Period
from command_center.analysis.store.reading import span
from command_center.cases.models import Case, CaseRevision

MOST: Final = 500  # lines of a result
_LOOK_BACK: Final = timedelta(days=400)  # the days a result compares with


def corrections_of(run: JobRun, period: Period, snapshot_at: datetime) -> list[dict[str, Any]]:
    """Lines of what a new result knows and the one before did not; empty without one before.

    A second revision is measured against the first, over the period's own days; a first one
    against the period before, over the days before: there the late comers are.
    """
    earlier = _one_before(run, period)
    if earlier is None:
        return []
    since, until = (
        (period.first, period.last)
        if run.revision > 1
        else (period.first - _LOOK_BACK, period.first - timedelta(days=1))
    )
    found = changes_between(run.agency.path, since, until, earlier.snapshot_at, snapshot_at)
    return sorted(found, key=lambda line: (line["at"], line["number"]))[:MOST]


def changed_since(result: JobResult) -> int:
    """How many cases of its own days came or changed after a result was made."""
    run = result.run
    period = Period.parse(run.period)
    found = changes_between(
        run.agency.path, period.first, period.last, result.snapshot_at, timezone.now()
    )
    return len({line["number"] for line in found})


def changes_between(
    agency_path: str, since: date, until: date, after: datetime, upto: datetime
) -> Iterator[dict[str, Any]]:
    """Cases reported from `since` to `until` that came or changed between two moments."""
    first, last = span(since, until)
    came = Case.objects.filter(
        agency__path__startswith=agency_path, reported_at__gte=first, reported_at__lt=last,
        entered_at__gt=after, entered_at__lte=upto,
    )  # fmt: skip
    for number, at, reported in came.values_list("number", "entered_at", "reported_at")[:MOST]:
        yield _line(number, "entered", at, timezone.localdate(reported))
    changed = CaseRevision.objects.filter(
        case__agency__path__startswith=agency_path, at__gt=after, at__lte=upto,
        days__overlap=_days(agency_path, since, until, after, upto),
    )  # fmt: skip
    rows = changed.select_related("case").only("at", "changes", "days", "case__number")
    for row in rows[:MOST]:
        counted = _counted(row.changes)
        if counted:
            yield _line(row.case.number, _word(row.changes), row.at, row.days[0]) | counted


def _days(
    agency_path: str, since: date, until: date, after: datetime, upto: datetime
) -> list[date]:
    """Days of the span that any correction touched: few, where the span may be a year."""
    touched = CaseRevision.objects.filter(
        case__agency__path__startswith=agency_path, at__gt=after, at__lte=upto
    )
    found = {day for days in touched.values_list("days", flat=True) for day in days}
    return sorted(day for day in found if since <= day <= until)


_FIGURES: Final = (
    *("category", "state", "reported_at", "agency", "cell", "found_by"),
    *("occurred_from", "occurred_to", "point", "loss_yuan"),
)


def _counted(changes: dict[str, Any]) -> dict[str, Any]:
    """The fields a figure may rest on; of a place only that it changed."""
    fields = [name for name in _FIGURES if name in changes]
    told: dict[str, Any] = {"fields": fields} if fields else {}
    if "category" in changes:
        told["before"], told["after"] = changes["category"]
    return told


def _word(changes: dict[str, Any]) -> str:
    state = (changes.get("state") or [None, None])[1]
    if state == Case.State.VOID:
        return "void"
    return "recoded" if "category" in changes else "corrected"


def _line(number: str, what: str, at: datetime, day: date) -> dict[str, Any]:
    return {
        "number": number,
        "what": what,
        "at": timezone.localtime(at).isoformat(timespec="seconds"),
        "day": day.isoformat(),
    }


def _one_before(run: JobRun, period: Period) -> JobResult | None:
    results = JobResult.objects.filter(run__job=run.job, run__agency=run.agency)
    if run.revision > 1:
        same = results.filter(run__period=run.period, run__revision__lt=run.revision)
        return same.order_by("-run__revision").first()
    before = results.filter(run__period=period.previous().label)
    return before.order_by("-run__revision").first()
