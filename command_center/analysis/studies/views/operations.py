"""The list of joint operations and the room of one."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.analysis.studies import cites, forms, selectors, services, steps, tables
from command_center.analysis.studies.models import Operation
from command_center.analysis.studies.services.operations import may_lead
from grid.frame.forms import asked_for
from grid.frame.listing import Cell, Record, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm, form_page
from grid.frame.steps import Step, offered
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

READ, LEAD = Right.ANALYSIS_READ, Right.OPERATION_LEAD
Refused = dict[str, RefusableForm]
LINES = 200


def there(row: Operation) -> str:
    """The address of a room."""
    return reverse("operation_detail", args=[row.pk])


@requires(READ)
@require_GET
def operation_list(request: HttpRequest) -> HttpResponse:
    """Joint operations of the area and those one is a member of."""
    officer = officer_of(request)
    form = forms.OperationFilter(request.GET, viewer=officer)
    new = Cell(_("Open a joint operation"), href=reverse("operation_new"))
    actions = [new] if officer.has_right(LEAD) else []
    asked = selectors.invitations(officer, mine=True, open=True).count()
    if asked:
        words = _("Invitations to you: %(count)s") % {"count": asked}
        listed = f"{reverse('operation_invitation_list')}?mine=on&open=on"
        actions.insert(0, Cell(words, href=listed))
    rows = selectors.operations(officer, **asked_for(form))
    return listing_page(request, tables.OPERATIONS, rows, form, actions=actions)


@requires(READ)
@require_GET
def operation_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    officer = officer_of(request)
    form = forms.OperationFilter(request.GET, viewer=officer)
    return listing_csv(tables.OPERATIONS, selectors.operations(officer, **asked_for(form)))


@requires(LEAD, LEAD)
@require_http_methods(["GET", "POST"])
def operation_new(request: HttpRequest) -> HttpResponse:
    """Open a room; of a series with its cases, of a study citing it."""
    officer, asked = officer_of(request), request.GET
    linked = {name: asked.get(name, "")[:20] for name in ("series", "study")}

    def keep(said: dict[str, Any]) -> str:
        return there(services.open_operation(by=officer, **linked, **said))

    initial = {
        "agency": officer.agency.code,
        "title": asked.get("title", "")[:120],
        "case_numbers": cites.split(asked.get("cases", "")[:8000]),
    }
    form = forms.NewOperationForm(request.POST or None, viewer=officer, initial=initial)
    context = {
        "title": _("Open a joint operation"),
        "back": reverse("operation_list"),
        "explanation": _("You lead it and are its first member; others you bring in."),
    }
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(READ)
@require_GET
def operation_detail(request: HttpRequest, operation_id: int) -> HttpResponse:
    """The room: its matter, members, tasks, log, and in the end the report."""
    return show_operation(request, operation_id)


def show_operation(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_operation(officer, key)
    may = steps.of_operation(row, officer)
    context = _live(row, officer)
    acts = offered(may, row, row.pk, rights=officer.rights, refused=refused)
    for one in acts:
        forms.of_members(one.form, context["members"], leader=one.name != steps.LEAVE.route)
    context |= {
        "acts": acts,
        "leads": may_lead(row, officer) and row.state == Operation.State.OPEN,
        "listing": tables.OPERATIONS,
    }
    return render(request, "studies/operation.html", context, status=status)


def _live(row: Operation, officer: Officer) -> dict[str, Any]:
    """What changes while one looks: members, tasks and the log."""
    tasks = row.tasks.select_related("member__officer")
    return {
        "operation": row,
        "state": tables.state_cell(row),
        "cases": [{"kind": "case", "number": number} for number in row.case_numbers],
        "members": row.members.filter(left_at__isnull=True).select_related("officer__agency"),
        "invitations": _invited(row, officer),
        "tasks": [(task, tables.owed_cell(task)) for task in tasks],
        "entries": row.entries.all()[:LINES],
        "now": timezone.now(),
        "me": officer.pk,
    }


def _invited(row: Operation, officer: Officer) -> list[tuple[Any, Cell]]:
    """Who has not answered, and who declined; whoever accepted is a member."""
    rows = selectors.invitations(officer, operation=row).exclude(state__in=("done", "cancelled"))
    return [(one, tables.answer_cell(one)) for one in rows]


@requires(READ)
@require_GET
def operation_live(request: HttpRequest, operation_id: int) -> HttpResponse:
    """Members, tasks and log by themselves, for the page that asks every few seconds."""
    officer = officer_of(request)
    row = selectors.find_operation(officer, operation_id)
    return render(request, "studies/_live.html", _live(row, officer))


@requires(READ)
@require_GET
def operation_log_export(request: HttpRequest, operation_id: int) -> HttpResponseBase:
    """The whole log as CSV, the oldest line first."""
    row = selectors.find_operation(officer_of(request), operation_id)

    def lines() -> Iterator[tuple[Any, ...]]:
        yield _("When"), _("Written down"), _("What"), _("By"), _("In words")
        for one in row.entries.order_by("at", "pk").iterator():
            yield one.at, one.written_at, one.get_act_display(), one.by, one.text

    return csv_answer(f"{row.number}.csv", lines())


@requires(LEAD, LEAD)
@require_http_methods(["GET", "POST"])
def operation_edit(request: HttpRequest, operation_id: int) -> HttpResponse:
    """Change title, aim or cases."""
    officer = officer_of(request)
    row = selectors.find_operation(officer, operation_id)

    def keep(said: dict[str, Any]) -> str:
        return there(services.change_operation(row, by=officer, **said))

    names = ("title", "aim", "case_numbers", "version")
    form = forms.OperationForm(
        request.POST or None, initial={name: getattr(row, name) for name in names}
    )
    return form_page(
        request, form, keep, "frame/entry.html", {"title": row.number, "back": there(row)}
    )


@requires(READ)
@require_GET
def operation_task_detail(request: HttpRequest, operation_task_id: int) -> HttpResponse:
    """One task of a room with what may be done."""
    return show_task(request, operation_task_id)


def show_task(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_operation_task(officer, key)
    record = Record(
        title=row.title,
        listing=tables.OPERATIONS,
        marks=[tables.owed_cell(row)],
        facts=[
            (_("Joint operation"), tables.operation_cell(row.operation)),
            (_("Member"), str(row.member.officer)),
            (_("Due"), minute(row.due_at)),
            (_("In words"), row.text or "—"),
            (_("Issued"), f"{row.issued_by} · {minute(row.issued_at)}"),
            (_("Signed for"), f"{row.signed_by or '—'} · {minute(row.signed_at)}"),
            (_("What came of it"), row.outcome or "—"),
        ],
        acts=offered(
            _task_steps(row, officer), row, row.pk, rights=officer.rights, refused=refused
        ),
    )
    return record_page(request, record, status=status)


def _task_steps(row: Any, officer: Officer) -> list[Step]:
    if row.state not in ("issued", "signed"):
        return []
    found = []
    if officer.pk in (row.member.officer_id, row.operation.leader_id):
        found = [steps.FINISH_TASK]
        if row.state == "issued":
            found = [steps.SIGN_TASK, steps.FINISH_TASK]
    return [*found, steps.CANCEL_TASK] if may_lead(row.operation, officer) else found
