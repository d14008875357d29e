"""What a bulletin says that the analysis does not compute: proposals, orders, corrections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.analysis.bulletins.paper.advice import row_of
from command_center.analysis.runs.models import JobResult
from command_center.analysis.runs.periods import Period
from command_center.analysis.sheets import selectors
from command_center.analysis.sheets.models import Proposal
from command_center.cases.models import CaseCategory, ClassSet
from grid.ledger import obligations
from grid.organisation.models import Agency
from grid.territory.models import Cell

MOST: Final = 30
ORDER_RECEIPT: Final = "orders.orderreceipt"  # by its name: dispatch stands beside the analysis
RECODED: Final = ("before", "after")  # the category of a case that was re-coded
SHOWN: Final = (Proposal.State.OFFERED, Proposal.State.ORDERED)


def rows_for(result: JobResult) -> dict[str, Any]:
    """The sections from rows, to be laid over the content of a result, as they stand now."""
    period, path = Period.parse(result.run.period), result.run.agency.path
    before = period.previous()
    followed = selectors.followed(path, before.first, before.last)
    done = {"done": followed.done, "of": followed.ordered, "late": followed.late}
    key = result.content["key"] | {"proposals": done | {"period": before.label}}
    names = {row.pk: row.name for row in Agency.objects.filter(path__startswith=path)}
    return {
        "key": key,
        "important": [
            one | {"area": names.get(one["agency"], "")} for one in result.content["important"]
        ],
        "advice": _advice(path, period),
        "past": _past(path, before),
        "orders": orders(path, timezone.localtime(result.snapshot_at)),
        "corrections": _corrections(result),
        "drafts": [],
    }


def _advice(path: str, period: Period) -> list[Any]:
    """Proposals whose days lie after the period, those still to decide first.

    A bulletin that is made late leaves out what was proposed for days long after its own.
    """
    until = period.last + (period.last - period.first) + timedelta(days=1)
    rows = Proposal.objects.filter(
        agency__path__startswith=path,
        last_day__gt=period.last,
        first_day__lte=until,
        state__in=SHOWN,
    ).select_related("agency")[:MOST]
    said = _Said.of(rows)
    ordered = sorted(rows, key=lambda row: (row.state != "offered", row.made_at, row.rank))
    return [
        row_of(row, class_name=said.class_of(row), cells=said.cells_of(row)) | {"rank": rank}
        for rank, row in enumerate(ordered, start=1)
    ]


def _past(path: str, before: Period) -> list[Any]:
    """Proposals that began in the period before, with what came of them."""
    rows = Proposal.objects.filter(
        agency__path__startswith=path,
        first_day__gte=before.first,
        first_day__lte=before.last + timedelta(days=1),
    ).exclude(state=Proposal.State.LAPSED)
    rows = rows.select_related("agency").order_by("first_day", "rank")[:MOST]
    said = _Said.of(rows)
    return [
        row_of(row, class_name=said.class_of(row), cells=said.cells_of(row))
        | {"effect": row.effect, "order_number": row.order_number}
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """Names of the classes and the cells that proposals are about, by code."""

    classes: dict[str, str]
    cells: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[Proposal]) -> "_Said":
        named = {row.class_code for row in rows}
        places = {code for row in rows for code in row.cell_codes}
        classes: dict[str, str] = {}
        for model in (CaseCategory, ClassSet):  # a set's name stands before a category's
            found = model.objects.filter(code__in=named)
            classes |= dict(found.values_list("code", "name"))
        cells = Cell.objects.filter(code__in=places).values_list("code", "name")
        return cls(classes, dict(cells))

    def class_of(self, row: Proposal) -> str:
        return self.classes.get(row.class_code, row.class_code)

    def cells_of(self, row: Proposal) -> list[str]:
        """In the order of their codes in the proposal."""
        return [self.cells.get(code, code) for code in row.cell_codes]


def _corrections(result: JobResult) -> list[dict[str, Any]]:
    """Cases that changed since the run before, a category with its names beside its code."""
    found: list[dict[str, Any]] = [dict(one) for one in result.corrections[:MOST]]
    codes = {one[key] for one in found for key in RECODED if key in one}
    rows = CaseCategory.objects.filter(code__in=codes).values("code", "name", "name_en")
    known = {row["code"]: {"name": row["name"], "name_en": row["name_en"]} for row in rows}
    return [
        one | {f"{key}_class": known[one[key]] for key in RECODED if one.get(key) in known}
        for one in found
    ]


def orders(path: str, at: datetime) -> list[dict[str, Any]]:
    """Direct orders of the area that are not finished, the longest overdue first."""
    kinds = [kind for kind in obligations.kinds() if kind._meta.label_lower == ORDER_RECEIPT]
    found: list[dict[str, Any]] = []
    names = {row.path: row.name for row in Agency.objects.filter(path__startswith=path)}
    for kind in kinds:
        rows: Any = kind._default_manager.filter(
            owner_path__startswith=path, state__in=obligations.OPEN, issued_at__lt=at
        )
        rows = rows.select_related("order").order_by("due_at", "pk")
        found += [
            {
                "title": row.title,
                "number": row.order.number,
                "agency": names.get(row.owner_path, ""),
                "due": timezone.localtime(row.due_at).isoformat(),
                "is_late": row.due_at < at,
            }
            for row in rows[:MOST]
        ]
    return found
