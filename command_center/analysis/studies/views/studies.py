"""Pages of studies and of the second studies that are owed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.analysis.studies import cites, forms, selectors, services, steps, tables
from command_center.analysis.studies.models import Study
from grid.frame.forms import asked_for
from grid.frame.listing import Cell, Record, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm, form_page
from grid.frame.steps import offered
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

READ, WRITE = Right.ANALYSIS_READ, Right.STUDY_WRITE
Refused = dict[str, RefusableForm]


def there(row: Study) -> str:
    """The address of a study."""
    return reverse("study_detail", args=[row.pk])


@requires(READ)
@require_GET
def study_list(request: HttpRequest) -> HttpResponse:
    """Studies, the newest first."""
    officer = officer_of(request)
    form = forms.StudyFilter(request.GET, viewer=officer)
    new = Cell(_("New study"), href=reverse("study_new"))
    actions = [new] if officer.has_right(WRITE) else []
    rows = selectors.studies(officer, **asked_for(form))
    return listing_page(request, tables.STUDIES, rows, form, actions=actions)


@requires(READ)
@require_GET
def study_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    officer = officer_of(request)
    form = forms.StudyFilter(request.GET, viewer=officer)
    return listing_csv(tables.STUDIES, selectors.studies(officer, **asked_for(form)))


@requires(READ)
@require_GET
def study_task_list(request: HttpRequest) -> HttpResponse:
    """Second studies that are owed, the next due first."""
    officer = officer_of(request)
    form = forms.TaskFilter(request.GET, viewer=officer)
    rows = selectors.study_tasks(officer, **asked_for(form))
    return listing_page(request, tables.TASKS, rows, form)


@requires(READ)
@require_GET
def study_task_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    officer = officer_of(request)
    form = forms.TaskFilter(request.GET, viewer=officer)
    return listing_csv(tables.TASKS, selectors.study_tasks(officer, **asked_for(form)))


@requires(WRITE, WRITE)
@require_http_methods(["GET", "POST"])
def study_new(request: HttpRequest) -> HttpResponse:
    """Begin a study; of a parent a second one, of a series with its cases."""
    officer, asked = officer_of(request), request.GET
    key = asked.get("parent", "")
    parent = selectors.find_study(officer, int(key)) if key.isdigit() and len(key) < 10 else None
    series = asked.get("series", "")[:20]

    def keep(said: dict[str, Any]) -> str:
        return there(services.open_study(by=officer, parent=parent, series=series, **form.said()))

    form = forms.NewStudyForm(
        request.POST or None, viewer=officer, initial=_begun(officer, parent, asked)
    )
    title = _("Second study of %(number)s") % {"number": parent.number} if parent else ""
    words = _("It cites the first, and answers the task where your agency was asked for it.")
    context = {"title": title or _("New study"), "back": reverse("study_list")}
    context |= {"explanation": words if parent else ""}
    return form_page(request, form, keep, "frame/entry.html", context)


def _begun(officer: Officer, parent: Study | None, asked: Any) -> dict[str, Any]:
    first = {
        "agency": officer.agency.code,
        "title": asked.get("title", "")[:120],
        "case_numbers": cites.split(asked.get("cases", "")[:8000]),
        "run_numbers": asked.get("runs", "")[:400],
    }
    if parent is not None:
        first |= {"title": parent.title, "question": parent.question}
    return first


@requires(READ)
@require_GET
def study_detail(request: HttpRequest, study_id: int) -> HttpResponse:
    """One study: its thread up and down, what it rests on, what may be done."""
    return show_study(request, study_id)


def show_study(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_study(officer, key)
    may = steps.of_study(row, officer)
    tasks = selectors.study_tasks(officer, study=row.pk)
    context = {
        "study": row,
        "state": tables.state_cell(row),
        "chain": selectors.chain(row, officer),
        "cites": cites.shown(row.cites, officer),
        "children": [tables.study_line(one) for one in selectors.studies(officer, parent=row.pk)],
        "study_heads": tables.STUDY_HEADS,
        "tasks": [tables.task_line(one) for one in tasks],
        "task_heads": tables.TASK_HEADS,
        "mine": [one for one in tasks if one.owner_path.startswith(officer.agency_path)][:5],
        "series": row.series.all(),
        "operations": row.operations.all(),
        "acts": offered(may, row, row.pk, rights=officer.rights, refused=refused),
        "entries": row.entries.all()[:200],
        "own": row.agency.path.startswith(officer.agency_path),
        "listing": tables.STUDIES,
    }
    return render(request, "studies/study.html", context, status=status)


@requires(WRITE, WRITE)
@require_http_methods(["GET", "POST"])
def study_edit(request: HttpRequest, study_id: int) -> HttpResponse:
    """Write on a study."""
    officer = officer_of(request)
    row = selectors.find_study(officer, study_id)

    def keep(said: dict[str, Any]) -> str:
        kept = form.said()
        others = [one for one in row.cites if one["kind"] in ("series", "study")]
        kept["cites"] = others + kept["cites"]
        return there(services.change_study(row, by=officer, **kept))

    names = ("title", "question", "findings", "advice", "version")
    initial: dict[str, Any] = {name: getattr(row, name) for name in names}
    initial["case_numbers"] = [one["number"] for one in row.cites if one["kind"] == "case"]
    runs = [one["number"] for one in row.cites if one["kind"] == "run"]
    form = forms.StudyForm(request.POST or None, initial=initial | {"run_numbers": " ".join(runs)})
    return form_page(
        request, form, keep, "frame/entry.html", {"title": row.number, "back": there(row)}
    )


@requires(WRITE, WRITE)
@require_http_methods(["GET", "POST"])
def study_ask(request: HttpRequest, study_id: int) -> HttpResponse:
    """Ask agencies below for a second study."""
    officer = officer_of(request)
    row = selectors.find_study(officer, study_id)

    def keep(said: dict[str, Any]) -> str:
        services.ask_second(row, by=officer, **said)
        return there(row)

    initial = {"version": row.version, "due_at": forms.in_hours(forms.FIRST_DUE_H)}
    form = forms.AskForm(request.POST or None, study=row, viewer=officer, initial=initial)
    title = _("Ask for a second study of %(number)s") % {"number": row.number}
    context = {"title": title, "back": there(row), "label": _("Ask for it")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(READ)
@require_GET
def study_task_detail(request: HttpRequest, study_task_id: int) -> HttpResponse:
    """One second study that is owed."""
    return show_task(request, study_task_id)


def show_task(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_study_task(officer, key)
    may = [steps.STUDY_TASK_SIGN] if row.state == "issued" else []
    if row.state in ("issued", "signed") and row.study.agency.path.startswith(officer.agency_path):
        may.append(steps.STUDY_TASK_CANCEL)
    begin = f"{reverse('study_new')}?parent={row.study_id}"
    is_open = row.state in ("issued", "signed") and row.answer is None
    may_begin = is_open and officer.has_right(WRITE)
    record = Record(
        title=row.title,
        listing=tables.TASKS,
        marks=[tables.owed_cell(row)],
        facts=[
            (_("Study that asks"), tables.study_cell(row.study)),
            (_("Agency"), row.agency.name),
            (_("Due"), minute(row.due_at)),
            (_("Issued"), f"{row.issued_by} · {minute(row.issued_at)}"),
            (_("Signed for"), f"{row.signed_by or '—'} · {minute(row.signed_at)}"),
            (_("Answer"), tables.study_cell(row.answer)),
            (_("What came of it"), row.outcome or "—"),
        ],
        acts=offered(may, row, row.pk, rights=officer.rights, refused=refused),
        actions=[Cell(_("Begin the second study"), begin, "fill")] if may_begin else [],
    )
    return record_page(request, record, status=status)
