"""How studies, their tasks and joint operations are listed, on a page and as CSV."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from command_center.analysis.studies.models import (
    Operation,
    OperationInvitation,
    Study,
    StudyTask,
)
from grid.frame.listing import Cell, Listing
from grid.frame.templatetags.frame import minute
from grid.ledger.models import Obligation
from grid.ledger.obligations import OPEN

TABS: Final = (
    ("study_list", gettext_lazy("Studies")),
    ("study_task_list", gettext_lazy("Second studies owed")),
    ("operation_list", gettext_lazy("Joint operations")),
    ("operation_invitation_list", gettext_lazy("Invitations")),
)
_NOTHING: Final = gettext_lazy("Nothing in your scope fits these filters.")
_SHAPES: Final = {"open": "○", "submitted": "◐", "accepted": "✓", "returned": "↩", "closed": "✓"}
_OWED: Final = {"done": "✓", "signed": "◐", "issued": "○", "returned": "↩", "cancelled": "×"}


def state_cell(row: Study | Operation) -> Cell:
    """The state of a study or a room: a shape and a word."""
    marks = {"returned": "warn", "accepted": "strong", "closed": "strong"}
    return Cell(f"{_SHAPES[row.state]} {row.get_state_display()}", mark=marks.get(row.state, ""))


def owed_cell(row: Obligation) -> Cell:
    """The state of what is owed: a shape, a word, and red with ! where it is overdue."""
    label = str(row.get_state_display())
    if row.state in OPEN and row.due_at < timezone.now():
        return Cell(f"! {_('Overdue')} · {label}", mark="bad")
    return Cell(f"{_OWED[row.state]} {label}", mark="strong" if row.state == "done" else "")


def study_cell(row: Study | None) -> Any:
    """Its number, leading there; a dash for none."""
    return Cell(row.number, href=reverse("study_detail", args=[row.pk])) if row else "—"


def operation_cell(row: Operation | None) -> Any:
    """Its number, leading there; a dash for none."""
    return Cell(row.number, href=reverse("operation_detail", args=[row.pk])) if row else "—"


def study_line(row: Any) -> Sequence[Any]:
    return (
        Cell(row.number, href=reverse("study_detail", args=[row.pk])),
        row.title,
        state_cell(row),
        row.agency.name,
        row.parent.number if row.parent else "—",
        row.answered,
        str(row.author),
        minute(row.opened_at),
        minute(row.submitted_at),
    )


STUDY_HEADS: Final = (
    *(gettext_lazy("Number"), gettext_lazy("Title"), gettext_lazy("State")),
    *(gettext_lazy("Agency"), gettext_lazy("Second study of"), gettext_lazy("Second studies")),
    *(gettext_lazy("Author"), pgettext_lazy("study", "Opened"), gettext_lazy("Handed in")),
)
STUDIES: Final = Listing(
    title=gettext_lazy("Studies"),
    heads=STUDY_HEADS,
    line=study_line,
    empty=gettext_lazy("No studies here"),
    empty_text=_NOTHING,
    file="studies.csv",
    placeholder=gettext_lazy("Number, title or question"),
    export="study_export",
    tabs=TABS,
    tab="study_list",
)


def task_line(row: StudyTask) -> Sequence[Any]:
    return (
        Cell(row.study.number, href=reverse("study_detail", args=[row.study_id])),
        row.title,
        row.agency.name,
        owed_cell(row),
        minute(row.due_at),
        row.signed_by or "—",
        study_cell(row.answer),
    )


TASK_HEADS: Final = (
    *(gettext_lazy("Study that asks"), gettext_lazy("Task"), gettext_lazy("Agency")),
    *(gettext_lazy("State"), gettext_lazy("Due"), gettext_lazy("Signed for")),
    gettext_lazy("Answer"),
)
TASKS: Final = Listing(
    title=gettext_lazy("Second studies owed"),
    heads=TASK_HEADS,
    line=task_line,
    empty=gettext_lazy("No second study is owed here"),
    empty_text=_NOTHING,
    file="second-studies.csv",
    placeholder=gettext_lazy("Title or number"),
    export="study_task_export",
    tabs=TABS,
    tab="study_task_list",
)


_ANSWERS: Final = {
    "issued": pgettext_lazy("invitation", "Not answered"),
    "signed": pgettext_lazy("invitation", "Not answered"),
    "done": pgettext_lazy("invitation", "Accepted"),
    "returned": pgettext_lazy("invitation", "Declined"),
    "cancelled": pgettext_lazy("invitation", "Taken back"),
}


def answer_cell(row: OperationInvitation) -> Cell:
    """Whether she came: a shape and a word; red with ! where the answer is overdue."""
    word = str(_ANSWERS[row.state])
    if row.state in OPEN and row.due_at < timezone.now():
        return Cell(f"! {_('Overdue')} · {word}", mark="bad")
    marks = {"done": "strong", "returned": "warn"}
    return Cell(f"{_OWED[row.state]} {word}", mark=marks.get(row.state, ""))


def invitation_line(row: OperationInvitation) -> Sequence[Any]:
    return (
        Cell(row.operation.number, href=reverse("operation_invitation_detail", args=[row.pk])),
        str(row.officer),
        row.officer.agency.name,
        row.get_trade_display(),
        answer_cell(row),
        minute(row.due_at),
        minute(row.done_at),
        row.issued_by,
    )


INVITATIONS: Final = Listing(
    title=gettext_lazy("Invitations"),
    heads=(
        *(gettext_lazy("Joint operation"), gettext_lazy("Officer"), gettext_lazy("Agency")),
        *(pgettext_lazy("operation", "What for"), pgettext_lazy("invitation", "Answer")),
        *(
            gettext_lazy("Answer by"),
            pgettext_lazy("invitation", "Answered"),
            pgettext_lazy("invitation", "Asked by"),
        ),
    ),
    line=invitation_line,
    empty=gettext_lazy("No invitations here"),
    empty_text=gettext_lazy("You see those to you and those into rooms you see."),
    file="invitations.csv",
    placeholder=gettext_lazy("Number, title or badge number"),
    export="operation_invitation_export",
    tabs=TABS,
    tab="operation_invitation_list",
)


def operation_line(row: Any) -> Sequence[Any]:
    return (
        Cell(row.number, href=reverse("operation_detail", args=[row.pk])),
        row.title,
        state_cell(row),
        row.agency.name,
        str(row.leader),
        row.inside,
        row.owed,
        len(row.case_numbers),
        minute(row.opened_at),
        minute(row.closed_at),
    )


OPERATIONS: Final = Listing(
    title=gettext_lazy("Joint operations"),
    heads=(
        *(gettext_lazy("Number"), gettext_lazy("Title"), gettext_lazy("State")),
        *(gettext_lazy("Agency"), pgettext_lazy("operation", "Lead"), gettext_lazy("Members")),
        *(gettext_lazy("Open tasks"), gettext_lazy("Cases")),
        *(pgettext_lazy("operation", "Opened"), pgettext_lazy("operation", "Closed")),
    ),
    line=operation_line,
    empty=gettext_lazy("No joint operations here"),
    empty_text=gettext_lazy("You see those of your area and those you are a member of."),
    file="joint-operations.csv",
    placeholder=gettext_lazy("Number, title or aim"),
    export="operation_export",
    tabs=TABS,
    tab="operation_list",
)
