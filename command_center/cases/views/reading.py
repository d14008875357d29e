"""The list of cases, its export, one case in full."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from command_center.cases import choices, exporting, selectors
from command_center.cases.drafting import Draft
from command_center.cases.filters import CaseFilter
from command_center.cases.forms import ReasonForm, SolveForm, VoidForm
from command_center.cases.hints import hints
from command_center.cases.models import Case, CaseKind
from command_center.cases.panels import panels_of
from command_center.cases.showing import coordinates, shown_revisions
from grid.ledger.access import note_access
from grid.organisation.models import Officer
from grid.organisation.selectors import agency_choices
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

PAGE: Final = 50
LONGEST: Final = 40  # signs of a filter's value on its chip
NOT_FILTERS: Final = ("page", "ordering")
IN_FORM: Final = frozenset(
    {"q", "class_set", "category", "agency", "state", "found_by", "tag", "page", "count"}
    | {"reported_after", "reported_before"}
)
YES_NO: Final = {"true": gettext_lazy("yes"), "false": gettext_lazy("no")}


def find(request: HttpRequest, number: str) -> Case:
    """The case in the officer's scope; absent and out of scope are the same 404."""
    return selectors.case(officer_of(request), number)


@requires(Right.CASE_READ)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases as the address narrows them; figures of the analysis open this list."""
    officer, asked = officer_of(request), _without_blanks(request.GET)
    found = CaseFilter(asked, queryset=selectors.cases(officer), viewer=officer)
    rows = found.qs if found.is_valid() else Case.objects.none()
    context = {
        "page": page_of(request, rows, size=PAGE, counts_all=False),
        "filter_errors": _faults(found),
        "chips": list(_chips(asked, found)),
        "asked": asked,
        "kept": [(name, asked[name]) for name in asked if name not in IN_FORM],
        "states": Case.State.choices,
        "kinds": CaseKind.choices,
        "found_by": Case.FoundBy.choices,
        "categories": choices.category_groups(),
        "sets": choices.set_choices(officer),
        "tags": choices.all_tags(),
        "agencies": agency_choices(officer),
    }
    return render(request, "cases/list.html", context)


def _without_blanks(query: QueryDict) -> QueryDict:
    """The filters somebody set; a form sends the others empty."""
    asked = query.copy()
    for name in list(asked):
        values = [value for value in asked.getlist(name) if value.strip()]
        if values:
            asked.setlist(name, values)
        else:
            del asked[name]
    return asked


def _faults(found: CaseFilter) -> list[str]:
    return [
        f"{found.form.fields[name].label}: {error}"
        for name, errors in found.form.errors.items()
        for error in errors
    ]


class Chip(NamedTuple):
    """One filter in force; leaving it out is one click."""

    url: str
    text: str


def _chips(asked: QueryDict, found: CaseFilter) -> Iterator[Chip]:
    for name, field in found.form.fields.items():
        if name not in asked or name in NOT_FILTERS:
            continue
        words = {str(k): v for k, v in getattr(field, "choices", ())} or YES_NO
        said = "、".join(str(words.get(value, value)) for value in asked.getlist(name))
        if name == "numbers":
            said = str(len(said.split(",")))
        without = asked.copy()
        for gone in (name, "page"):
            without.pop(gone, None)
        yield Chip(f"?{without.urlencode()}", f"{field.label} {said[:LONGEST]}")


@requires(Right.CASE_EXPORT)
@require_GET
def case_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered, without texts; that it was taken is told."""
    officer, asked = officer_of(request), _without_blanks(request.GET)
    found = CaseFilter(asked, queryset=selectors.cases(officer), viewer=officer)
    rows = found.qs if found.is_valid() else Case.objects.none()
    return csv_answer("cases.csv", exporting.table(rows, by=officer, filters=asked))


@requires(Right.CASE_READ)
@require_GET
def case_detail(request: HttpRequest, case_number: str) -> HttpResponse:
    """One case: what, when, where and how, its corrections, what it is linked to."""
    return show(request, find(request, case_number))


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
@require_POST
@transaction.atomic
def case_text(request: HttpRequest, case_number: str) -> HttpResponse:
    """The text of a case, for who may write it; the look is in the access register."""
    row = find(request, case_number)
    note_access(
        officer_of(request).as_actor(), operation="consultation", subject_type="case",
        subject_id=row.number, agency_path=row.agency.path, fields=["narrative"],
        purpose="case_work", case_number=row.number, reason=_("Work on the case"),
    )  # fmt: skip
    return show(request, row, text=row.narrative or "")


def show(
    request: HttpRequest, row: Case, *, status: int = 200, text: str | None = None, **forms: object
) -> HttpResponse:
    """The page of a case; `forms` replace fresh ones where something was refused."""
    officer = officer_of(request)
    seen = {"version": row.version}
    fresh = {
        "solve_form": SolveForm(initial=seen),
        "withdraw_form": ReasonForm(initial=seen),
        "void_form": VoidForm(initial=seen),
        "reopen_form": ReasonForm(initial=seen),
    }
    context = fresh | forms | _facts(row, officer) | {"text": text}
    return render(request, "cases/detail.html", context, status=status)


def _facts(row: Case, officer: Officer) -> dict[str, Any]:
    is_void = row.state == Case.State.VOID
    return {
        "case": row,
        "hints": [] if is_void else hints(Draft({}, row), officer),
        "coordinates": coordinates(row),
        "revisions": shown_revisions(list(selectors.revisions(row)[:PAGE])),
        "doubles": row.duplicates.visible_to(officer).values_list("number", flat=True),
        "panels": panels_of(row, officer),
        "may_edit": Right.CASE_WRITE in officer.rights,
        "has_text": bool(row.narrative),
        "now": timezone.now(),
    }
