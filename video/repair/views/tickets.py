"""Tickets: the list, a report, one ticket, and what is done with several at once."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.errors import DomainError
from grid.frame.pages import form_page
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.repair import asking, forms, selectors, services, tables
from video.repair.models import Stage, Ticket
from video.repair.services.shared import By

PAGE: Final = 50


@requires(Right.CAMERA_READ)
@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    """Tickets as they are filtered, the counts of each open stage, and acts on several."""
    officer = officer_of(request)
    form, rows = _asked(request)
    page = page_of(request, rows, size=PAGE)
    lines = list(tables.ticket_lines(page.object_list))
    context = {
        "tab": "tickets",
        "form": form,
        "page": page,
        "head": lines[0],
        "lines": zip(page.object_list, lines[1:], strict=True),
        "counts": _counts(officer),
        "bulk": forms.BulkForm(viewer=officer) if Right.REPAIR_MANAGE in officer.rights else None,
    }
    return render(request, "repair/list.html", context)


def _counts(officer: Any) -> list[tuple[str, str, int]]:
    """Stage, its word, how many."""
    found = selectors.open_counts(selectors.tickets(officer))
    words = {stage.value: str(stage.label) for stage in Stage} | {"late": _("Overdue")}
    return [(name, words[name], count) for name, count in found.items()]


def _asked(request: HttpRequest) -> tuple[forms.TicketFilterForm, Any]:
    officer = officer_of(request)
    form = forms.TicketFilterForm(request.GET, viewer=officer)
    rows = selectors.tickets(officer)
    if not form.is_valid():
        return form, rows.none()
    return form, selectors.filtered(rows, form.cleaned_data)


@requires(Right.CAMERA_READ)
@require_GET
def ticket_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as CSV, as it is filtered."""
    _form, rows = _asked(request)
    return csv_answer("repair-tickets.csv", tables.ticket_lines(rows.iterator(chunk_size=2_000)))


@requires(Right.REPAIR_REPORT, Right.REPAIR_REPORT)
@require_http_methods(["GET", "POST"])
def ticket_new(request: HttpRequest) -> HttpResponse:
    """Report a fault; where it is known already one comes to that ticket."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        device = asking.device_of(officer, said)
        row = services.open_ticket(by=officer, **device, **said)
        if row.times_reported > 1:
            messages.info(request, _("It is known already: %s.") % row.number)
        else:
            messages.success(request, _("%s was opened.") % row.number)
        if Right.CAMERA_READ in officer.rights:
            return reverse("ticket_detail", args=[row.number])
        return reverse("ticket_new")

    asked = {name: request.GET.get(name, "") for name in ("camera", "platform", "fault")}
    form = forms.ReportForm(request.POST or None, initial=asked)
    context = {"tab": "new", "title": _("Report a fault"), "back": reverse(_home(officer.rights))}
    return form_page(request, form, keep, "repair/form.html", context)


def _home(rights: frozenset[Right]) -> str:
    return "ticket_list" if Right.CAMERA_READ in rights else "ticket_new"


@requires(Right.CAMERA_READ)
@require_GET
def ticket_detail(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """One ticket: what is broken, its clock, its history, and what can be done now."""
    return shown(request, selectors.find_ticket(officer_of(request), ticket_number))


def shown(request: HttpRequest, row: Ticket, *, status: int = 200, **refused: Any) -> HttpResponse:
    """The page of a ticket; a refused act comes with its form."""
    officer = officer_of(request)
    may = Right.REPAIR_MANAGE in officer.rights
    context = {
        "tab": "tickets",
        "ticket": row,
        "children": row.children.select_related("camera", "platform")[:200],
        "late": tables.late_mark(row, row.overdue_at or row.issued_at),
        "spans": row.spans.all(),
        "entries": row.entries.all(),
        "used": row.parts.select_related("part"),
        "camera_href": tables.camera_href(row.camera.code) if row.camera else "",
        "acts": _acts(request, row, refused) if may else [],
    }
    return render(request, "repair/detail.html", context, status=status)


# Which acts of the police a stage has, in the order of the page; the last are grave.
ACTS: Final[dict[str, tuple[str, ...]]] = {
    Stage.OPENED: ("assign", "merge", "due", "cancel"),
    Stage.ASSIGNED: ("remind", "assign", "merge", "due", "cancel"),
    Stage.ACCEPTED: ("remind", "merge", "due", "cancel"),
    Stage.ON_SITE: ("remind", "merge", "due", "cancel"),
    Stage.FIXED: ("verify", "reopen", "due", "cancel"),
    Stage.VERIFIED: ("reopen",),
    Stage.CANCELLED: (),
}


def _acts(request: HttpRequest, row: Ticket, refused: dict[str, Any]) -> list[dict[str, Any]]:
    names: tuple[str, ...] = ACTS[row.stage]
    if row.parent_id:
        names = ("split",) if row.is_open else ()
    words = {
        "assign": _("Assign"),
        "remind": _("Remind the firm"),
        "verify": _("Verify"),
        "reopen": _("Reopen"),
        "merge": _("Take other tickets in"),
        "split": _("Let it stand by itself"),
        "due": _("Move the end"),
        "cancel": _("Take it back"),
    }
    return [
        {
            "form": refused.get(name) or act_form(request, name, row),
            "action": reverse(f"ticket_{name}", args=[row.number]),
            "label": words[name],
            "danger": name == "cancel",
        }
        for name in names
    ]


def act_form(request: HttpRequest, name: str, row: Ticket) -> Any:
    """The form of an act, as it was sent or with the version that is shown."""
    data = request.POST if request.method == "POST" else None
    more: dict[str, Any] = {"initial": {"version": row.version}, "auto_id": f"{name}_%s"}
    if name == "assign":
        more["viewer"] = officer_of(request)
    kinds = {
        "assign": forms.AssignForm,
        "remind": forms.RemindForm,
        "verify": forms.VerifyForm,
        "reopen": forms.ReasonForm,
        "merge": forms.MergeForm,
        "split": forms.StepForm,
        "due": forms.DueForm,
        "cancel": forms.ReasonForm,
    }
    return kinds[name](data, **more)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_bulk(request: HttpRequest) -> HttpResponse:
    """Merge those ticked, move their end, or assign them: all of them or none."""
    officer = officer_of(request)
    back = reverse("ticket_list")
    if request.method != "POST":
        return redirect(back)
    form = forms.BulkForm(request.POST, viewer=officer)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors.values()))
        return redirect(back)
    try:
        return redirect(once_per_form(request, lambda: _all(request, officer, form.cleaned_data)))
    except DomainError as refusal:
        faults = [str(one["message"]) for one in refusal.errors] or [refusal.message]
        messages.error(request, " ".join(dict.fromkeys(faults)))
        return redirect(back)


def _all(request: HttpRequest, by: By, said: dict[str, Any]) -> str:
    rows = asking.tickets_ticked(by, request.POST.getlist("ticket"))
    if said["act"] == "merge":
        services.merge(rows[0], by=by, tickets=rows[1:])
        messages.success(request, _("They are part of %s now.") % rows[0].number)
        return reverse("ticket_detail", args=[rows[0].number])
    for row in rows:
        if said["act"] == "assign":
            firm = asking.contractor_of(by, said["contractor"])
            services.assign(row, by=by, contractor=firm)
        else:
            due_at = asking.moment_of(said["due_at"])
            services.change_due(row, by=by, due_at=due_at, reason=said["reason"])
    messages.success(request, _("%s tickets were changed.") % len(rows))
    return reverse("ticket_list")
