"""Campaigns, tasks, and how far each cell has come."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.scope import Viewer
from grid.service.days import span
from grid.service.visits.models import Campaign, CampaignQuestion, Errand, Visit, VisitTask
from grid.service.visits.selectors.finding import (
    found,
    from_day,
    in_agency,
    narrowed,
    to_day,
)
from grid.territory.models import Cell

_MET = Q(outcome=Visit.Outcome.MET)


def _state(value: str) -> Q:
    today = timezone.localdate()
    closed = Q(closed_at__isnull=False)
    return {
        "closed": closed,
        "planned": ~closed & Q(starts_on__gt=today),
        "running": ~closed & Q(starts_on__lte=today, ends_on__gte=today),
        "over": ~closed & Q(ends_on__lt=today),
    }.get(value, Q())


def campaigns(viewer: Viewer, **wanted: Any) -> QuerySet[Campaign]:
    """Campaigns of the viewer's area or asking visits of it; q, agency, purpose, state."""
    said = {
        "q": "name__icontains",
        "agency": in_agency("agency__path"),
        "purpose": "purpose",
        "state": _state,
    }
    rows = Campaign.objects.visible_to(viewer).select_related("agency")
    narrow: QuerySet[Campaign] = narrowed(rows, wanted, said)
    return narrow


def find_campaign(viewer: Viewer, campaign_id: int) -> Campaign:
    """The campaign of this id; raises Http404 where it is absent or out of scope."""
    row: Campaign = found(campaigns(viewer), campaign_id)
    return row


def tasks(viewer: Viewer, **wanted: Any) -> QuerySet[VisitTask]:
    """Tasks in scope, the next due first, with `made`, the addresses visited so far.

    `wanted` may hold q, agency, cell, purpose, campaign, state, open ("1"), overdue ("1"),
    mine ("1"), first and last (local days they are due).
    """
    said = {
        "q": lambda text: Q(title__icontains=text) | Q(address__icontains=text),
        "agency": in_agency("owner_path"),
        "cell": "cell__code",
        "purpose": "purpose",
        "campaign": "campaign",
        "state": "state",
        "open": lambda _on: Q(state__in=OPEN),
        "overdue": lambda _on: Q(state__in=OPEN, due_at__lt=timezone.now()),
        "first": from_day("due_at"),
        "last": to_day("due_at"),
    }
    rows: Any = VisitTask.objects.visible_to(viewer)
    if wanted.get("mine") and isinstance(viewer, Officer):
        rows = rows.filter(officer=viewer)
    rows = rows.select_related("agency", "cell", "place", "campaign", "officer")
    rows = rows.annotate(made=Count("visits", filter=Q(visits__outcome=Visit.Outcome.MET)))
    narrow: QuerySet[VisitTask] = narrowed(rows.defer("cell__outline"), wanted, said)
    return narrow.order_by("due_at", "pk")


def find_task(viewer: Viewer, task_id: int) -> VisitTask:
    """The task of this id; raises Http404 where it is absent or out of scope."""
    row: VisitTask = found(tasks(viewer), task_id)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class CellOf:
    """How far one cell has come: wanted, visited, what was found, when last."""

    code: str
    name: str
    agency: str
    target: int
    made: int
    tried: int  # visits in all, those that met nobody too
    disputes: int
    hazards: int
    errands: int
    last_at: datetime | None

    @property
    def percent(self) -> float | None:
        """Addresses visited of those wanted, at most 100; None where none is wanted."""
        return min(100.0, 100 * self.made / self.target) if self.target else None


def progress(viewer: Viewer, campaign: Campaign) -> list[CellOf]:
    """Each cell of the campaign in the viewer's scope, the one with most to do first."""
    rows = campaign.cells.visible_to(viewer).select_related("cell__agency").defer("cell__outline")
    visited = Visit.objects.visible_to(viewer).filter(campaign=campaign).order_by()
    counted: Any = visited.values("cell__code").annotate(**_sums())
    made = {row.pop("cell__code"): row for row in counted}
    nothing = dict.fromkeys(("made", "tried", "disputes", "hazards", "errands"), 0)
    cells = [
        CellOf(
            code=row.cell.code, name=row.cell.name, agency=row.cell.agency.name, target=row.target,
            **(made.get(row.cell.code) or nothing | {"last_at": None}),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(cells, key=lambda cell: (cell.percent or 0.0, cell.code))


def _sums() -> dict[str, Any]:
    found_of = {"disputes": "dispute", "hazards": "hazard", "errands": "errand"}
    return {
        "made": Count("pk", filter=_MET),
        "tried": Count("pk"),
        **{name: Count("pk", filter=Q(found=code)) for name, code in found_of.items()},
        "last_at": Max("visited_at"),
    }


def total(cells: list[CellOf]) -> CellOf:
    """All cells together."""
    sums = {
        name: sum(getattr(cell, name) for cell in cells)
        for name in ("target", "made", "tried", "disputes", "hazards", "errands")
    }
    moments = [cell.last_at for cell in cells if cell.last_at]
    return CellOf(code="", name="", agency="", last_at=max(moments, default=None), **sums)


def answers(viewer: Viewer, campaign: Campaign) -> list[dict[str, Any]]:
    """Each question with its answers added up: yes and no, the sum, or each choice."""
    given: dict[str, Counter[Any]] = defaultdict(Counter)
    rows = Visit.objects.visible_to(viewer).filter(campaign=campaign).exclude(answers={})
    for said in rows.order_by().values_list("answers", flat=True).iterator(chunk_size=2000):
        for key, value in said.items():
            given[key][value] += 1
    return [_answered(question, given[str(question.pk)]) for question in campaign.questions.all()]


def _answered(question: CampaignQuestion, given: Counter[Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"question": question, "answered": sum(given.values())}
    if question.kind == CampaignQuestion.Kind.NUMBER:
        return row | {"total": sum(value * times for value, times in given.items())}
    words = [True, False] if question.kind == CampaignQuestion.Kind.YES_NO else question.choices
    return row | {"counts": [(word, given[word]) for word in words]}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWork:
    """What one cell was asked and what it did from one day to another."""

    code: str
    name: str
    agency: str
    due: int  # tasks due in the span
    done: int  # of these
    overdue: int  # of these, still open
    visits: int
    errands: int  # due in the span
    errands_done: int

    @property
    def percent(self) -> float | None:
        """Tasks and errands done of those due; None where none was."""
        due = self.due + self.errands
        return 100 * (self.done + self.errands_done) / due if due else None


def cells_of(viewer: Viewer, **wanted: Any) -> QuerySet[Cell]:
    """The leaf cells in scope; q (name, code), agency."""
    said = {
        "q": lambda text: Q(name__icontains=text) | Q(code__startswith=text),
        "agency": in_agency("agency__path"),
    }
    rows = Cell.objects.visible_to(viewer).in_force().filter(is_leaf=True)
    narrow: QuerySet[Cell] = narrowed(rows, wanted, said)
    return narrow.select_related("agency").defer("outline")


def cell_work(viewer: Viewer, first: date, last: date, **wanted: Any) -> list[CellWork]:
    """Every leaf cell in scope with its done rate from one local day to another; q, agency."""
    cells = cells_of(viewer, **wanted)
    since, until = span(first, last)
    between = {"due_at__gte": since, "due_at__lt": until}
    tasks_of = _by_cell(VisitTask.objects.visible_to(viewer).filter(**between))
    errands_of = _by_cell(Errand.objects.visible_to(viewer).filter(**between))
    made = Visit.objects.visible_to(viewer).filter(visited_at__gte=since, visited_at__lt=until)
    visited = dict(made.order_by().values_list("cell__code").annotate(n=Count("pk")))
    return [
        CellWork(
            code=cell.code, name=cell.name, agency=cell.agency.name,
            due=tasks_of[cell.code][0], done=tasks_of[cell.code][1],
            overdue=tasks_of[cell.code][2] + errands_of[cell.code][2],
            visits=visited.get(cell.code, 0),
            errands=errands_of[cell.code][0], errands_done=errands_of[cell.code][1],
        )
        for cell in cells
    ]  # fmt: skip


def _by_cell(rows: Any) -> dict[str, tuple[int, int, int]]:
    """Due, done and overdue of each cell; what was taken back is not due."""
    counted = (
        rows.exclude(state="cancelled")
        .order_by()
        .values_list("cell__code")
        .annotate(
            due=Count("pk"),
            done=Count("pk", filter=Q(state="done")),
            late=Count("pk", filter=Q(state__in=OPEN, due_at__lt=timezone.now())),
        )
    )
    return defaultdict(
        lambda: (0, 0, 0), {code: (due, done, late) for code, due, done, late in counted}
    )


def reached(campaign_rows: list[Campaign], viewer: Viewer) -> dict[int, tuple[int, int]]:
    """Visited and wanted of each of these campaigns, within the viewer's scope."""
    keys = [row.pk for row in campaign_rows]
    made = Visit.objects.visible_to(viewer).filter(campaign__in=keys, outcome=Visit.Outcome.MET)
    visited = dict(made.order_by().values_list("campaign").annotate(n=Count("pk")))
    return {pk: (visited.get(pk, 0), wanted) for pk, wanted in _wanted(keys, viewer)}


def _wanted(keys: list[int], viewer: Viewer) -> Iterator[tuple[int, int]]:
    rows = VisitTask.objects.visible_to(viewer).filter(campaign__in=keys)
    yield from rows.order_by().values_list("campaign").annotate(n=Sum("target"))
