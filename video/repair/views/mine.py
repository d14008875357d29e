"""The contractor's phone: tickets of the own firm and the steps one takes with each."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from video.repair import asking, selectors, services, work_forms
from video.repair.answers import where
from video.repair.forms import ReasonForm, StepForm
from video.repair.models import Stage, Ticket
from video.repair.seats import seat_of

PAGE: Final = 30
SHOWN: Final = (Stage.ASSIGNED, Stage.ACCEPTED, Stage.ON_SITE, Stage.FIXED)
Change = Callable[[Ticket, Any], str]


@requires(Right.REPAIR_WORK)
@require_GET
def my_repairs(request: HttpRequest) -> HttpResponse:
    """What the firm has to do, the next due first; without a seat, why nothing is shown."""
    officer = officer_of(request)
    asked = request.GET.get("stage", "open")
    stage = asked if asked in {"open", *Stage.values} else "open"
    asked_for = {"stage": stage, "q": request.GET.get("q", "")[:100]}
    rows = selectors.filtered(selectors.my_tickets(officer), asked_for)
    context = {
        "seat": seat_of(officer),
        "page": page_of(request, rows, size=PAGE),
        "stage": stage,
        "counts": selectors.open_counts(selectors.my_tickets(officer)),
        "stages": [(one.value, one.label) for one in (*SHOWN, Stage.VERIFIED)],
        "q": asked_for["q"],
        "now": timezone.now(),
    }
    return render(request, "repair/my_repairs.html", context)


@requires(Right.REPAIR_WORK)
@require_GET
def my_repair(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """One ticket: where to go, until when, and the next step."""
    return _shown(request, selectors.find_my_ticket(officer_of(request), ticket_number))


def _shown(request: HttpRequest, row: Ticket, *, status: int = 200, **refused: Any) -> HttpResponse:
    steps = {name: refused.get(name) or _form(request, name, row) for name in STEPS[row.stage]}
    context = {
        "ticket": row,
        "where": where(row),
        "steps": steps,
        "children": row.children.select_related("camera", "platform")[:200],
        "entries": row.entries.all(),
        "used": row.parts.select_related("part"),
        "now": timezone.now(),
    }
    return render(request, "repair/my_repair.html", context, status=status)


STEPS: Final[dict[str, tuple[str, ...]]] = {
    Stage.ASSIGNED: ("accept", "decline"),
    Stage.ACCEPTED: ("arrive", "fix", "part", "decline"),
    Stage.ON_SITE: ("fix", "part"),
    Stage.OPENED: (),
    Stage.FIXED: (),
    Stage.VERIFIED: (),
    Stage.CANCELLED: (),
}


def _form(request: HttpRequest, name: str, row: Ticket) -> Any:
    data = request.POST if request.method == "POST" else None
    more: dict[str, Any] = {"initial": {"version": row.version}, "auto_id": f"{name}_%s"}
    if name == "part":
        more["ticket"] = row
    kinds = {
        "accept": StepForm,
        "arrive": StepForm,
        "decline": ReasonForm,
        "fix": work_forms.FixForm,
        "part": work_forms.UseForm,
    }
    return kinds[name](data, **more)


def _step(request: HttpRequest, number: str, name: str, change: Change) -> HttpResponse:
    """Take the step once; a refusal is shown on the ticket where it was caused."""
    row = selectors.find_my_ticket(officer_of(request), number)
    form, status = _form(request, name, row), 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: change(row, form)))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
            messages.error(request, refusal.message)
    current = selectors.my_tickets(officer_of(request)).filter(pk=row.pk).first()
    if current is None:
        return redirect("my_repairs")
    return _shown(request, current, status=status, **{name: form})


def _back(row: Ticket) -> str:
    return reverse("my_repair", args=[row.number])


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
@require_POST
def my_repair_accept(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Take it on."""

    def change(row: Ticket, form: Any) -> str:
        services.accept(row, by=officer_of(request), **form.cleaned_data)
        return _back(row)

    return _step(request, ticket_number, "accept", change)


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
@require_POST
def my_repair_decline(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Give it back."""

    def change(row: Ticket, form: Any) -> str:
        services.decline(row, by=officer_of(request), **form.cleaned_data)
        messages.success(request, _("%s was given back.") % row.number)
        return reverse("my_repairs")

    return _step(request, ticket_number, "decline", change)


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
@require_POST
def my_repair_arrive(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """On site."""

    def change(row: Ticket, form: Any) -> str:
        services.arrive(row, by=officer_of(request), **form.cleaned_data)
        return _back(row)

    return _step(request, ticket_number, "arrive", change)


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
@require_POST
def my_repair_fix(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Fixed; the police verify it."""

    def change(row: Ticket, form: Any) -> str:
        services.fix(row, by=officer_of(request), **form.cleaned_data)
        messages.success(request, _("The police were told and verify it."))
        return _back(row)

    return _step(request, ticket_number, "fix", change)


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
@require_POST
def my_repair_part(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Parts built in."""

    def change(row: Ticket, form: Any) -> str:
        said = form.cleaned_data
        said["part"] = asking.part_of(row, said["part"])
        services.use_part(row, by=officer_of(request), **said)
        messages.success(request, _("Taken from the store."))
        return _back(row)

    return _step(request, ticket_number, "part", change)
