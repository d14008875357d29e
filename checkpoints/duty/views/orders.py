"""Orders: the list, a new one, one with its report, and what command does to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.duty import forms, scopes, selectors, services, tables
from checkpoints.duty.figures import report_of
from checkpoints.duty.models import Switch, SwitchOrder
from checkpoints.duty.services.shared import id_of
from checkpoints.duty.state import switches_of
from checkpoints.register import needs
from checkpoints.register.models import Checkpoint
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger import obligations
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

MOST_ROWS = 10_000
Change = Callable[[dict[str, Any]], str]


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_order_list(request: HttpRequest) -> HttpResponse:
    """Orders in scope, and what the own post has to do now."""
    officer = officer_of(request)
    form, rows = _asked(request)
    mine = selectors.my_switches(officer)[:20] if Right.DUTY_REPORT in officer.rights else []
    context = {"form": form, "page": page_of(request, rows, size=50), "mine": mine}
    return render(request, "duty/duty_order_list.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_order_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered, at most 10,000 rows."""
    _form, rows = _asked(request)
    return csv_answer("duty-orders.csv", tables.order_lines(rows[:MOST_ROWS]))


def _asked(request: HttpRequest) -> tuple[forms.OrderFilterForm, Any]:
    form = forms.OrderFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, selectors.filtered(selectors.orders(officer_of(request)), asked)


@requires(Right.DUTY_ORDER, Right.DUTY_ORDER)
@require_http_methods(["GET", "POST"])
def duty_order_new(request: HttpRequest) -> HttpResponse:
    """A new order: first what it comes to, then, confirmed, the order."""
    officer = officer_of(request)
    form = forms.OrderForm(
        request.POST or None, officer=officer, initial=_picked(request.GET.getlist("checkpoint"))
    )
    preview, status = None, 200 if request.method == "GET" else 400
    if form.is_valid():
        try:
            if "confirm" in request.POST:
                return redirect(once_per_form(request, lambda: _issued(request, form)))
            preview, status = _preview(officer, form), 200
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    spots = [_spot(row) for row in form.rows]
    context = {"form": form, "preview": preview, "map": {"spots": spots}}
    return render(request, "duty/duty_order_new.html", context, status=status)


def _picked(codes: list[str]) -> dict[str, Any]:
    return {"scope": "picked", "checkpoints": codes} if codes else {}


def _spot(row: Checkpoint) -> dict[str, Any]:
    lng, lat = row.point.coords
    return {"code": row.code, "name": row.name, "lng": lng, "lat": lat}


def _preview(officer: Officer, form: forms.OrderForm) -> dict[str, Any]:
    """How many it comes to, what the register lacks for the level, who is still switching."""
    level = form.cleaned_data["level"]
    rows = scopes.resolve(officer, form.asked())
    lacking = needs.shortages_many(rows, level)
    open_ = Switch.objects.filter(checkpoint__in=rows, state__in=obligations.OPEN)
    required = needs.required_many(rows, level).values()
    return {
        "count": len(rows),
        "names": [row.name for row in rows[:12]],
        "more": max(0, len(rows) - 12),
        "officers": sum(one.officers for one in required),
        "auxiliaries": sum(one.auxiliaries for one in required),
        "vehicles": sum(one.vehicles for one in required),
        "lacking": [(row, lacking[row.pk]) for row in rows if lacking[row.pk]],
        "switching": list(open_.select_related("order", "checkpoint")[:50]),
    }


def _issued(request: HttpRequest, form: forms.OrderForm) -> str:
    fields: Any = form.fields_of_order()
    order = services.issue(by=officer_of(request), level=form.cleaned_data["level"], **fields)
    told = {"number": order.number, "count": order.switches.count()}
    messages.success(request, _("%(number)s went to %(count)s checkpoints.") % told)
    return reverse("duty_order_detail", args=[order.number])


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_order_detail(request: HttpRequest, duty_number: str) -> HttpResponse:
    """One order: its switches now, and its report."""
    return _detail(request, selectors.find_order(officer_of(request), duty_number))


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_order_rows(request: HttpRequest, duty_number: str) -> StreamingHttpResponse:
    """Every switch of the order in scope, as a table."""
    officer = officer_of(request)
    order = selectors.find_order(officer, duty_number)
    rows = selectors.switches(officer).filter(order=order)
    return csv_answer(f"{order.number}.csv", tables.switch_lines(rows, timezone.now()))


def _detail(
    request: HttpRequest, order: SwitchOrder, *, status: int = 200, **shown: RefusableForm
) -> HttpResponse:
    officer = officer_of(request)
    initial = {"version": order.version}
    context = {
        "order": order,
        "state": selectors.order_state(officer, order.number),
        "report": report_of(order, officer),
        "unsigned": switches_of(order, officer).filter(state=Switch.State.ISSUED).count(),
        "may_countersign": id_of(officer.as_actor()) != order.issued_by_id,
        "is_issuer": order.is_live and order.agency.path.startswith(officer.agency_path),
        "extend_form": forms.ExtendForm(initial=initial | {"valid_until": order.valid_until}),
        "end_form": forms.ReasonForm(initial=initial, auto_id="end_%s"),
        **shown,
    }
    return render(request, "duty/duty_order_detail.html", context, status=status)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
def duty_order_extend(request: HttpRequest, duty_number: str) -> HttpResponse:
    """Another end."""
    order = selectors.find_order(officer_of(request), duty_number)

    def change(said: dict[str, Any]) -> str:
        services.extend(order, by=officer_of(request), **said)
        return _("The order holds until the new end.")

    return _act(request, order, forms.ExtendForm(request.POST or None), "extend_form", change)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
def duty_order_end(request: HttpRequest, duty_number: str) -> HttpResponse:
    """Take it back while it is switching, or end it while it is in force."""
    order = selectors.find_order(officer_of(request), duty_number)

    def change(said: dict[str, Any]) -> str:
        is_running = order.state == SwitchOrder.State.RUNNING
        end = services.cancel if is_running else services.revert
        end(order, by=officer_of(request), **said)
        return _("The order is over; the levels are what they were.")

    form = forms.ReasonForm(request.POST or None, auto_id="end_%s")
    return _act(request, order, form, "end_form", change)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
def duty_order_countersign(request: HttpRequest, duty_number: str) -> HttpResponse:
    """A second officer has checked it."""
    order = selectors.find_order(officer_of(request), duty_number)

    def change(_said: dict[str, Any]) -> str:
        services.countersign(order, by=officer_of(request))
        return _("Countersigned.")

    return _act(request, order, forms.ResendForm(request.POST or None), "", change)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
def duty_order_resend(request: HttpRequest, duty_number: str) -> HttpResponse:
    """Ring again at those who have not signed."""
    order = selectors.find_order(officer_of(request), duty_number)

    def change(said: dict[str, Any]) -> str:
        rung = services.resend(order, by=officer_of(request), checkpoint_code=said["checkpoint"])
        return _("Sent again to %s.") % len(rung)

    return _act(request, order, forms.ResendForm(request.POST or None), "", change)


def _act(
    request: HttpRequest, order: SwitchOrder, form: RefusableForm, name: str, change: Change
) -> HttpResponse:
    """Do it once and come back to the order; a refusal is shown where it was caused."""
    back = reverse("duty_order_detail", args=[order.number])
    if request.method != "POST":
        return redirect(back)
    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _done(request, back, form, change)))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
            if not name or not order.is_live:
                messages.error(request, refusal.message)
    current = selectors.find_order(officer_of(request), order.number)
    return _detail(request, current, status=status, **({name: form} if name else {}))


def _done(request: HttpRequest, back: str, form: RefusableForm, change: Change) -> str:
    messages.success(request, change(dict(form.cleaned_data)))
    return back
