"""Offices, their people and gaps, and who answered for a cell on a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from grid.scope import Viewer
from grid.service.offices.models import CommunityOffice, OfficeStaff, OfficeTemplate
from grid.service.offices.staffing import Strength, strengths
from grid.territory.models import Cell, CellPosting, CellQuerySet
from grid.territory.selectors import cells


def offices(viewer: Viewer, **chosen: str) -> QuerySet[CommunityOffice]:
    """Offices of the viewer's area; `q` (name, code, address), `agency`, `kind`, `closed`."""
    rows = CommunityOffice.objects.visible_to(viewer).filter(is_active=not chosen.get("closed"))
    if chosen.get("q"):
        q = chosen["q"]
        rows = rows.filter(Q(name__icontains=q) | Q(code__istartswith=q) | Q(address__icontains=q))
    if chosen.get("agency"):
        rows = rows.filter(agency__path__contains=f"{chosen['agency']}/")
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    joined: QuerySet[CommunityOffice] = rows.select_related("agency", "division", "template")
    return joined.defer("division__outline")


def find_office(viewer: Viewer, office_id: int) -> CommunityOffice:
    """An office in the viewer's scope, a closed one too; absent and out of scope are one 404."""
    rows = CommunityOffice.objects.visible_to(viewer).select_related(
        "agency", "division", "template"
    )
    found: CommunityOffice = get_object_or_404(rows.defer("division__outline"), pk=office_id)
    return found


def gaps(viewer: Viewer, *, on: date | None = None, **chosen: str) -> list[Strength]:
    """Working offices that lack somebody on a local day, today by default."""
    rows = list(offices(viewer, **chosen))
    return [row for row in strengths(rows, on or timezone.localdate()) if row.gaps]


def staff_of(office: CommunityOffice) -> QuerySet[OfficeStaff]:
    """Everybody who ever worked at the office, the newest first."""
    rows: QuerySet[OfficeStaff] = office.staff.select_related("officer")
    return rows


def templates() -> QuerySet[OfficeTemplate]:
    """The templates of units with the number of their teams."""
    return OfficeTemplate.objects.annotate(n_teams=Count("teams"))


def responsible_at(cell_code: str, day: date) -> list[CellPosting]:
    """Who answered for the cell on that local day, the responsible officer first."""
    rows = CellPosting.objects.filter(cell__code=cell_code).select_related("officer")
    return sorted(_on(rows, day), key=_order)


@dataclass(slots=True)
class Answering:
    """A cell as it stood on a day, and who answered for it then."""

    cell: Cell
    responsible: list[CellPosting] = field(default_factory=list)
    deputies: list[CellPosting] = field(default_factory=list)
    auxiliaries: list[CellPosting] = field(default_factory=list)


def cells_of_day(viewer: Viewer, day: date, **chosen: str) -> CellQuerySet:
    """The leaf cells that were in force on that day; `q`, `agency`, `kind` narrow."""
    return cells(viewer, on=day, **chosen).filter(is_leaf=True)


def answering(rows: Sequence[Cell], day: date) -> list[Answering]:
    """Who answered for each of these cells on that day, in one query."""
    found = {row.code: Answering(row) for row in rows}
    postings = CellPosting.objects.filter(cell__code__in=list(found))
    by_code: dict[str, list[CellPosting]] = defaultdict(list)
    for posting in _on(postings.select_related("officer", "cell").defer("cell__outline"), day):
        by_code[posting.cell.code].append(posting)
    for code, held in by_code.items():
        _sort(found[code], held)
    return list(found.values())


def _sort(row: Answering, held: Iterable[CellPosting]) -> None:
    lists = {
        CellPosting.Duty.RESPONSIBLE: row.responsible,
        CellPosting.Duty.DEPUTY: row.deputies,
        CellPosting.Duty.AUXILIARY: row.auxiliaries,
    }
    for posting in held:
        lists[CellPosting.Duty(posting.duty)].append(posting)


def _on(rows: QuerySet[CellPosting], day: date) -> QuerySet[CellPosting]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def _order(posting: CellPosting) -> tuple[int, int]:
    return list(CellPosting.Duty.values).index(posting.duty), posting.pk
