"""How visits, campaigns, tasks, errands and counters are listed, on a page and as CSV."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.frame.listing import Cell, Listing
from grid.frame.templatetags.frame import minute
from grid.ledger.models import Obligation
from grid.ledger.obligations import OPEN
from grid.service.visits.models import Visit
from grid.service.visits.selectors.campaigns import CellOf, CellWork

TABS: Final = (
    ("visit_list", gettext_lazy("Visits")),
    ("visit_task_list", gettext_lazy("Tasks")),
    ("visit_campaign_list", gettext_lazy("Campaigns")),
    ("visit_progress", gettext_lazy("By cell")),
    ("errand_list", gettext_lazy("Errands")),
    ("service_counter", gettext_lazy("Service counter")),
)
_NOTHING: Final = gettext_lazy("Nothing in your scope fits these filters.")


def found_cell(visit: Visit) -> Cell:
    """What was found, marked where there is something."""
    mark = "" if visit.found == Visit.Found.NOTHING else "warn"
    words = f"! {visit.get_found_display()}" if mark else visit.get_found_display()
    return Cell(words, mark=mark)


def state_cell(row: Obligation) -> Cell:
    """The state of what is owed: a shape, a word, and red with ! where it is overdue."""
    label = str(row.get_state_display())
    if row.state in OPEN and row.due_at < timezone.now():
        return Cell(f"! {_('Overdue')} · {label}", mark="bad")
    shapes = {"done": "✓", "signed": "◐", "issued": "○", "returned": "↩", "cancelled": "×"}
    return Cell(f"{shapes[row.state]} {label}", mark="strong" if row.state == "done" else "")


def percent(share: float | None) -> str:
    """A share with one decimal, a dash where there is none."""
    return "—" if share is None else f"{share:.1f}"


def visit_line(row: Visit) -> Sequence[Any]:
    late = Cell(f"◔ {_('arrived late')}", mark="warn") if row.is_late else ""
    return (
        Cell(row.number, href=reverse("visit_detail", args=[row.pk])),
        minute(row.visited_at),
        row.where,
        row.cell.code if row.cell else "—",
        row.get_kind_display(),
        row.get_purpose_display(),
        row.get_outcome_display(),
        found_cell(row),
        row.found_number,
        row.campaign.name if row.campaign else "",
        row.recorded_by,
        late,
    )


VISITS: Final = Listing(
    title=gettext_lazy("Visits"),
    heads=(
        *(gettext_lazy("Number"), gettext_lazy("When"), gettext_lazy("Where")),
        *(gettext_lazy("Cell"), gettext_lazy("Kind of address"), gettext_lazy("What for")),
        *(gettext_lazy("Outcome"), gettext_lazy("Found"), gettext_lazy("Its number")),
        *(gettext_lazy("Campaign"), gettext_lazy("Recorded by"), gettext_lazy("Sent")),
    ),
    line=visit_line,
    empty=gettext_lazy("No visits here"),
    empty_text=_NOTHING,
    file="visits.csv",
    placeholder=gettext_lazy("Number, address, place or words"),
    export="visit_export",
    tabs=TABS,
    tab="visit_list",
)


def task_line(row: Any) -> Sequence[Any]:
    return (
        Cell(row.title, href=reverse("visit_task_detail", args=[row.pk])),
        state_cell(row),
        minute(row.due_at),
        f"{row.made} / {row.target}",
        row.get_purpose_display(),
        row.cell.code if row.cell else "—",
        row.place.name if row.place else row.address,
        row.officer.name if row.officer else "—",
        row.agency.name,
    )


TASKS: Final = Listing(
    title=gettext_lazy("Visit tasks"),
    heads=(
        *(gettext_lazy("Task"), gettext_lazy("State"), gettext_lazy("Due")),
        *(gettext_lazy("Visited / wanted"), gettext_lazy("What for"), gettext_lazy("Cell")),
        *(gettext_lazy("Where"), gettext_lazy("Officer"), gettext_lazy("Agency")),
    ),
    line=task_line,
    empty=gettext_lazy("No tasks here"),
    empty_text=_NOTHING,
    file="visit-tasks.csv",
    placeholder=gettext_lazy("Title or address"),
    export="visit_task_export",
    tabs=TABS,
    tab="visit_task_list",
)


def errand_line(row: Any) -> Sequence[Any]:
    return (
        Cell(row.number, href=reverse("errand_detail", args=[row.pk])),
        row.get_kind_display(),
        row.text,
        state_cell(row),
        minute(row.due_at),
        row.address,
        row.cell.code if row.cell else "—",
        row.officer.name if row.officer else "—",
        row.agency.name,
        row.outcome,
    )


ERRANDS: Final = Listing(
    title=gettext_lazy("Errands"),
    heads=(
        *(gettext_lazy("Number"), gettext_lazy("Kind"), gettext_lazy("What is to be done")),
        *(gettext_lazy("State"), gettext_lazy("Due"), gettext_lazy("Where")),
        *(gettext_lazy("Cell"), gettext_lazy("Officer"), gettext_lazy("Agency")),
        gettext_lazy("What came of it"),
    ),
    line=errand_line,
    empty=gettext_lazy("No errands here"),
    empty_text=_NOTHING,
    file="errands.csv",
    placeholder=gettext_lazy("Number, words or address"),
    export="errand_export",
    tabs=TABS,
    tab="errand_list",
)
PROGRESS_HEADS: Final = (
    *(gettext_lazy("Cell"), gettext_lazy("Agency"), gettext_lazy("Visited"), "%"),
    *(gettext_lazy("Visits in all"), gettext_lazy("Disputes"), gettext_lazy("Hazards")),
    *(gettext_lazy("Errands"), gettext_lazy("Last visit")),
)


def progress_line(row: CellOf, campaign_id: int) -> Sequence[Any]:
    """How far one cell has come, or all together where it has no code."""
    where = f"{reverse('visit_list')}?campaign={campaign_id}"
    where += f"&cell={row.code}" if row.code else ""
    return (
        f"{row.code} {row.name}" if row.code else _("In all"),
        row.agency,
        Cell(f"{row.made} / {row.target}", href=where),
        percent(row.percent),
        row.tried,
        *(row.disputes, row.hazards, row.errands),
        minute(row.last_at),
    )


WORK_HEADS: Final = (
    *(gettext_lazy("Cell"), gettext_lazy("Agency"), gettext_lazy("Tasks done / due")),
    *(gettext_lazy("Errands run / due"), gettext_lazy("Done, %"), gettext_lazy("Overdue")),
    gettext_lazy("Visits"),
)


def work_line(row: CellWork, days: str) -> Sequence[Any]:
    """One cell from day to day; each figure opens its rows."""
    of_cell = f"?cell={row.code}&{days}"
    late = Cell(f"! {row.overdue}", mark="bad") if row.overdue else Cell("0")
    return (
        f"{row.code} {row.name}",
        row.agency,
        Cell(f"{row.done} / {row.due}", href=reverse("visit_task_list") + of_cell),
        f"{row.errands_done} / {row.errands}",
        percent(row.percent),
        late,
        Cell(row.visits, href=reverse("visit_list") + of_cell),
    )
