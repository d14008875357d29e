"""Reading sheets and proposals, always in the viewer's scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import Http404
from django.utils import timezone

from command_center.analysis.runs.models import JobResult, JobRun
from command_center.analysis.runs.selectors import late_before
from command_center.analysis.runs.switches import switched_off
from command_center.analysis.sheets.content.whole import READABLE
from command_center.analysis.sheets.models import Proposal
from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.models import Cell

JOB = "daily"
DAY_CLOSES = timedelta(minutes=10)  # after local midnight, as the calendar rule begins with
State = Proposal.State
# The method whose figures a proposal of each reason rests on.
METHODS: Final = {"near_repeat": "near_repeat", "hot_cell": "hotspots", "surge": "surge"}


def sheets(viewer: Viewer) -> QuerySet[JobResult]:
    """The newest revision of every sheet in scope with its `headline`; the latest day first."""
    rows = _of_this_form(viewer)
    rows = rows.filter(superseded_at__isnull=True).select_related("run__agency")
    rows = rows.defer("content", "corrections")
    rows = rows.annotate(headline=KeyTransform("headline", "content"))
    return rows.order_by("-run__period", "run__agency__path")


def _of_this_form(viewer: Viewer) -> QuerySet[JobResult]:
    """Results of the daily job whose content this version can show."""
    rows: QuerySet[JobResult] = JobResult.objects.visible_to(viewer)
    return rows.filter(run__job=JOB, content__version__in=READABLE)


def filtered_sheets(
    viewer: Viewer, *, q: str = "", since: date | None = None, until: date | None = None,
    level: str = "",
) -> QuerySet[JobResult]:  # fmt: skip
    """Sheets of agencies named so, of days from `since` to `until`, of one kind of agency."""
    rows = sheets(viewer)
    if q:
        rows = rows.filter(Q(run__agency__name__icontains=q) | Q(run__agency__code__startswith=q))
    if since:
        rows = rows.filter(run__period__gte=since.isoformat())
    if until:
        rows = rows.filter(run__period__lte=until.isoformat())
    return rows.filter(run__agency__kind=level) if level else rows


def sheet(viewer: Viewer, run_id: int) -> JobResult:
    """One sheet, an older revision as well; raises Http404 where absent or out of scope."""
    rows = _of_this_form(viewer).filter(run_id=run_id)
    found = rows.select_related("run__agency__parent").first()
    if found is None:
        raise Http404
    return found


def newest(viewer: Viewer, agency: Agency, *, before: str = "", after: str = "") -> int | None:
    """The run of the agency's latest sheet; of the one just before, or after, a day."""
    rows = sheets(viewer).filter(run__agency=agency)
    if before:
        rows = rows.filter(run__period__lt=before)
    if after:
        rows = rows.filter(run__period__gt=after).order_by("run__period")
    return rows.values_list("run_id", flat=True).first()


def days_behind(day: str) -> int:
    """Days closed since `day` whose sheet should be made by now; 0 where it is yesterday's."""
    due = timezone.localdate(late_before() - DAY_CLOSES) - timedelta(days=1)
    return max((due - date.fromisoformat(day)).days, 0)


def sheets_of_day(viewer: Viewer, day: str, codes: list[str]) -> dict[str, int]:
    """The runs of the sheets of agencies on a day, by code."""
    rows = sheets(viewer).filter(run__period=day, run__agency__code__in=codes)
    return dict(rows.values_list("run__agency__code", "run_id"))


def proposals(
    viewer: Viewer, *, q: str = "", state: str = "", kind: str = "", agency: str = "",
    since: date | None = None, until: date | None = None,
) -> QuerySet[Proposal]:  # fmt: skip
    """Proposals in scope; `since` and `until` are days that theirs overlap."""
    rows: QuerySet[Proposal] = Proposal.objects.visible_to(viewer).select_related(
        "agency", "run__agency"
    )
    rows = rows.defer("zone", "agency__version")
    wanted = {"state": state, "kind": kind, "last_day__gte": since, "first_day__lte": until}
    rows = rows.filter(**{name: said for name, said in wanted.items() if said})
    if agency:
        rows = rows.filter(agency__path__contains=f"{agency}/")
    if q:
        words = Q(cell_codes__contains=[q]) | Q(order_number=q) | Q(agency__name__icontains=q)
        rows = rows.filter(words)
    return rows.order_by("-first_day", "-made_at", "rank", "pk")


def proposal(viewer: Viewer, pk: int) -> Proposal:
    """One proposal; raises Http404 where absent or out of scope."""
    rows = Proposal.objects.visible_to(viewer).select_related("agency", "run__agency")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def stopped_by(row: Proposal) -> str:
    """The method a proposal rests on, where it is switched off for its agency by now."""
    method = METHODS.get(row.reason, "")
    return method if method in switched_off(row.agency.path) else ""


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """Cells and agencies by code: those that served as an area of a comparison."""
    wanted = set(codes)
    found = dict(Agency.objects.filter(code__in=wanted).values_list("code", "name"))
    return found | dict(Cell.objects.filter(code__in=wanted).values_list("code", "name"))


def standing(viewer: Viewer, run: JobRun, day: date) -> list[Proposal]:
    """Proposals below a run's agency whose days include one: undecided, own, most cases first."""
    rows = proposals(viewer, agency=run.agency.code, since=day, until=day)
    shown = list(rows.exclude(state=State.LAPSED)[:200])

    def order(row: Proposal) -> tuple[bool, bool, int, int]:
        is_other = row.run.agency_id != run.agency_id
        cases = row.basis.get("cases", 0)
        return (row.state != State.OFFERED, is_other, -cases, row.pk)

    return sorted(shown, key=order)


@dataclass(frozen=True, slots=True)
class Followed:
    """How the proposals of a period fared."""

    made: int
    ordered: int
    done: int
    declined: int
    lapsed: int
    late: int  # ordered, their days over, not reported done


def followed(agency_path: str, since: date, until: date) -> Followed:
    """Of the proposals below an agency that began in a span: done k of n, and the rest."""
    rows = Proposal.objects.filter(
        agency__path__startswith=agency_path, first_day__gte=since, first_day__lte=until
    )
    is_done = Q(done_at__isnull=False)
    given = ~Q(order_number="")
    over = Q(last_day__lt=timezone.localdate())
    counts: dict[str, Any] = rows.aggregate(
        made=Count("pk"),
        ordered=Count("pk", filter=given),
        done=Count("pk", filter=is_done),
        declined=Count("pk", filter=Q(state=State.DECLINED)),
        lapsed=Count("pk", filter=Q(state=State.LAPSED)),
        late=Count("pk", filter=given & over & ~is_done),
    )
    return Followed(**counts)
