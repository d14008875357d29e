"""How followed series are listed, shown, and the steps they take."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from command_center.analysis.explorer import forms
from command_center.analysis.studies import services
from command_center.analysis.studies.models import CaseSeries
from command_center.analysis.studies.tables import operation_cell, study_cell
from command_center.cases.selectors import list_url
from grid.frame.listing import Act, Cell, Listing, Record, Section
from grid.frame.steps import Step
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Officer
from grid.rights import Right

State = CaseSeries.State
_SHAPES: Final = {"followed": "◐", "confirmed": "✓", "rejected": "×"}
STEP_WORDS: Final = {
    "followed": pgettext_lazy("series", "Followed"),
    "changed": pgettext_lazy("series", "Changed"),
    "confirmed": pgettext_lazy("series", "Confirmed"),
    "rejected": pgettext_lazy("series", "Rejected"),
    "reopened": pgettext_lazy("series", "Opened again"),
}


def state_cell(row: CaseSeries) -> Cell:
    """A shape and a word."""
    mark = "strong" if row.state == State.CONFIRMED else ""
    return Cell(f"{_SHAPES[row.state]} {row.get_state_display()}", mark=mark)


def series_line(row: CaseSeries) -> Sequence[Any]:
    return (
        Cell(row.number, href=reverse("series_detail", args=[row.pk])),
        row.title,
        state_cell(row),
        row.agency.name,
        Cell(str(len(row.case_numbers)), href=list_url(numbers=row.case_numbers)),
        study_cell(row.study),
        operation_cell(row.operation),
        minute(row.followed_at),
        minute(row.judged_at),
    )


FOLLOWED: Final = Listing(
    title=gettext_lazy("Followed series"),
    heads=(
        *(gettext_lazy("Number"), gettext_lazy("Title"), gettext_lazy("State")),
        *(gettext_lazy("Agency"), gettext_lazy("Cases"), gettext_lazy("Study")),
        *(gettext_lazy("Joint operation"), gettext_lazy("Followed since")),
        gettext_lazy("Judged"),
    ),
    line=series_line,
    empty=gettext_lazy("No series is followed here"),
    empty_text=gettext_lazy("Take one up from the candidates, or put cases together by hand."),
    file="series.csv",
    placeholder=gettext_lazy("Number or title"),
    export="series_export",
    tabs=(
        ("series_list", gettext_lazy("Series candidates")),
        ("series_followed", gettext_lazy("Followed series")),
        ("series_model_list", gettext_lazy("Models")),
    ),
    tab="series_followed",
)


def _judge(state: str) -> Any:
    return partial(services.judge_series, state=state)


WRITE: Final = Right.STUDY_WRITE
CHANGE: Final = Step(
    route="series_change", label=gettext_lazy("Change"), form=forms.ChangeForm,
    service=services.change_series, right=WRITE,
)  # fmt: skip
CONFIRM: Final = Step(
    route="series_confirm", label=gettext_lazy("Confirm the series"), form=forms.JudgeForm,
    service=_judge(State.CONFIRMED), right=WRITE,
)  # fmt: skip
REJECT: Final = Step(
    route="series_reject", label=gettext_lazy("Reject it"), form=forms.JudgeForm,
    service=_judge(State.REJECTED), right=WRITE, danger=True,
)  # fmt: skip
REOPEN: Final = Step(
    route="series_reopen", label=gettext_lazy("Open the judgement again"), form=forms.JudgeForm,
    service=_judge(State.FOLLOWED), right=WRITE, danger=True,
)  # fmt: skip
STEPS: Final = (CHANGE, CONFIRM, REJECT, REOPEN)


def steps_of(row: CaseSeries) -> tuple[Step, ...]:
    """What can be done with a series as it stands."""
    return (CONFIRM, REJECT, CHANGE) if row.state == State.FOLLOWED else (REOPEN,)


def series_record(
    row: CaseSeries, officer: Officer, cases: Iterable[Any], acts: list[Act]
) -> Record:
    """The page of one followed series."""
    known = {case.number: case for case in cases}
    lines = [
        _case_line(number, known[number]) if number in known else (number, "—", "—", "—")
        for number in row.case_numbers
    ]
    heads = (_("Case"), _("Category"), _("Occurred"), _("Cell"))
    return Record(
        title=f"{row.number} {row.title}",
        listing=FOLLOWED,
        marks=[state_cell(row)],
        facts=[
            (_("Agency"), row.agency.name),
            (_("Followed since"), f"{minute(row.followed_at)} · {row.followed_by}"),
            (_("Judged"), f"{minute(row.judged_at)} {row.judged_by}"),
            (_("Reason"), row.judged_text or "—"),
            (_("Study"), study_cell(row.study)),
            (_("Joint operation"), operation_cell(row.operation)),
        ],
        sections=[
            Section(
                title=_("Cases"), heads=heads, lines=lines,
                more=Cell(_("As a list"), href=list_url(numbers=row.case_numbers)),
            )
        ],
        acts=acts,
        history=[
            {"at": one.at, "act": STEP_WORDS[one.step], "by": one.by, "text": one.text}
            for one in row.steps.all()
        ],
        actions=_actions(row, officer),
        note=_("A group of cases that may belong together; a hint for the work, no evidence."),
    )  # fmt: skip


def _case_line(number: str, case: Any) -> Sequence[Any]:
    return (
        Cell(number, href=reverse("case_detail", args=[number])),
        str(case.category),
        minute(case.occurred_from),
        case.cell.name if case.cell and not case.category.is_sensitive else "—",
    )


def _actions(row: CaseSeries, officer: Officer) -> list[Cell]:
    found = []
    if row.study is None and officer.has_right(Right.STUDY_WRITE):
        where = f"{reverse('study_new')}?series={row.number}&title={row.title}"
        found.append(Cell(_("Begin a study"), href=where))
    if row.operation is None and officer.has_right(Right.OPERATION_LEAD):
        where = f"{reverse('operation_new')}?series={row.number}&title={row.title}"
        found.append(Cell(_("Open a joint operation"), href=where))
    return found
