"""Pages of the orders: the board, one order, a new one, the warnings of a day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.dispatch.orders import forms, receipts, selectors, services, tables
from command_center.dispatch.orders.models import DirectOrder, OrderReceipt
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

MOST_ROWS = 10_000
# What a link to the form may say already, and how many characters of it.
BEGUN = {
    "stations": 200, "checkpoints": 200, "units": 200, "incident_number": 20, "title": 120,
    "text": 1000, "due_at": 16, "level": 1, "reference": 40,
}  # fmt: skip
CITED = {"proposal": "proposal_detail"}  # word of a reference: its page
Change = Callable[[dict[str, Any]], str]


@requires(Right.ORDER_READ)
@require_GET
def direct_order_list(request: HttpRequest) -> HttpResponse:
    """Orders issued by, addressed to or copied to the own ground, with their counts."""
    form, rows = _asked(request)
    context = {
        "form": form,
        "page": page_of(request, rows, size=50),
        "mine": selectors.pending(officer_of(request))[:20],
    }
    return render(request, "orders/direct_order_list.html", context)


@requires(Right.ORDER_READ)
@require_GET
def direct_order_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered, at most 10,000 rows."""
    _form, rows = _asked(request)
    return csv_answer("orders.csv", tables.order_lines(rows[:MOST_ROWS]))


def _asked(request: HttpRequest) -> tuple[forms.OrderFilterForm, Any]:
    form = forms.OrderFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, selectors.filtered(selectors.orders(officer_of(request)), asked)


@requires(Right.ORDER_ISSUE, Right.ORDER_ISSUE)
@require_http_methods(["GET", "POST"])
def direct_order_new(request: HttpRequest) -> HttpResponse:
    """A new order to agencies, stations, checkpoints and units."""
    officer = officer_of(request)
    form = forms.OrderForm(request.POST or None, officer=officer, initial=_begun(request))
    status = 200 if request.method == "GET" else 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _issued(request, form)))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render(request, "orders/direct_order_new.html", {"form": form}, status=status)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """What a link to the form says already: to whom, and about what."""
    said: dict[str, Any] = {
        name: request.GET[name][:most] for name, most in BEGUN.items() if name in request.GET
    }
    return said | {"agencies": request.GET.getlist("agencies")[:50]}


def _cited(order: DirectOrder) -> str:
    """The address of what the order carries out; empty where it cites nothing with a page."""
    word, _sep, number = order.reference.partition(":")
    return reverse(CITED[word], args=[int(number)]) if word in CITED and number else ""


def _issued(request: HttpRequest, form: forms.OrderForm) -> str:
    order = services.issue(
        by=officer_of(request), receivers=form.receivers(), **form.fields_of_order()
    )
    told = {"number": order.number, "count": order.receipts.count()}
    messages.success(request, _("%(number)s went to %(count)s receivers.") % told)
    return reverse("direct_order_detail", args=[order.number])


@requires(Right.ORDER_READ)
@require_GET
def direct_order_detail(request: HttpRequest, order_number: str) -> HttpResponse:
    """One order; opening it marks the own copy seen."""
    officer = officer_of(request)
    order = selectors.order(order_number, officer)
    if Right.ORDER_SIGN in officer.rights:
        receipts.see_copy(order, by=officer)
    return _detail(request, order)


@requires(Right.ORDER_READ)
@require_GET
def direct_order_receipts(request: HttpRequest, order_number: str) -> StreamingHttpResponse:
    """Every receipt of the order in scope, with those passed down, as a table."""
    officer = officer_of(request)
    order = selectors.order(order_number, officer)
    return csv_answer(f"{order.number}.csv", tables.receipt_lines(order, officer))


def _detail(
    request: HttpRequest, order: DirectOrder, *, status: int = 200, **shown: RefusableForm
) -> HttpResponse:
    officer = officer_of(request)
    rows = list(selectors.receipts_of(order, officer))
    context = {
        "order": order,
        "cited_url": _cited(order),
        "receipts": rows,
        "copies": selectors.copies_of(order, officer),
        "levels": selectors.levels(order, officer),
        "below": selectors.orders(officer).filter(parent=order),
        "pending": [r for r in selectors.pending(officer) if r.order_id == order.pk],
        "is_issuer": order.agency.path.startswith(officer.agency_path),
        **_forms(order, rows, officer),
        **shown,
    }
    return render(request, "orders/direct_order_detail.html", context, status=status)


def _forms(order: DirectOrder, rows: list[OrderReceipt], officer: Any) -> dict[str, Any]:
    """The forms somebody with these rights may fill in now; None where there is nothing to do."""
    if order.withdrawn_at:
        return {}
    unsigned = [row for row in rows if row.state == OrderReceipt.State.ISSUED]
    signed = [row for row in rows if row.state == OrderReceipt.State.SIGNED]
    initial = {"version": order.version}
    may_pass = order.kind == DirectOrder.Kind.WARNING and not order.parent_id
    passes = may_pass and any(row.owner_path == officer.agency_path for row in signed)
    return {
        "sign_form": forms.SignForm(rows=unsigned) if unsigned else None,
        "result_form": forms.ResultForm(rows=signed) if signed else None,
        "withdraw_form": forms.WithdrawForm(initial=initial),
        "supplement_form": forms.SupplementForm(initial=initial),
        "pass_form": forms.PassForm(initial={"due_at": order.due_at}) if passes else None,
        "unsigned": len(unsigned),
    }


@requires(Right.ORDER_READ, Right.ORDER_SIGN)
def direct_order_sign(request: HttpRequest, order_number: str) -> HttpResponse:
    """Sign for it, oneself or on behalf."""
    order, rows = _open(request, order_number)
    form = forms.SignForm(request.POST or None, rows=rows)

    def change(said: dict[str, Any]) -> str:
        receipts.sign(_row(rows, said.pop("receiver")), by=officer_of(request), **said)
        return _("Signed for.")

    return _act(request, order, form, "sign_form", change)


@requires(Right.ORDER_READ, Right.ORDER_SIGN)
def direct_order_result(request: HttpRequest, order_number: str) -> HttpResponse:
    """Say what came of it."""
    order, rows = _open(request, order_number)
    form = forms.ResultForm(request.POST or None, rows=rows)

    def change(said: dict[str, Any]) -> str:
        receipts.report(_row(rows, said.pop("receiver")), by=officer_of(request), **said)
        return _("The result was kept.")

    return _act(request, order, form, "result_form", change)


@requires(Right.ORDER_READ, Right.ORDER_SIGN)
def direct_order_read(request: HttpRequest, order_number: str) -> HttpResponse:
    """The additions were read."""
    order, rows = _open(request, order_number)

    def change(said: dict[str, Any]) -> str:
        receipts.see_supplements(_row(rows, said["receiver"]), by=officer_of(request))
        return _("Noted as read.")

    return _act(request, order, forms.ReadForm(request.POST or None), "read_form", change)


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
def direct_order_withdraw(request: HttpRequest, order_number: str) -> HttpResponse:
    """Take it back."""
    order, _rows = _open(request, order_number)

    def change(said: dict[str, Any]) -> str:
        services.withdraw(order, by=officer_of(request), **said)
        return _("The order was withdrawn.")

    form = forms.WithdrawForm(request.POST or None)
    return _act(request, order, form, "withdraw_form", change)


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
def direct_order_supplement(request: HttpRequest, order_number: str) -> HttpResponse:
    """Add to it."""
    order, _rows = _open(request, order_number)

    def change(said: dict[str, Any]) -> str:
        services.supplement(order, by=officer_of(request), **said)
        return _("The addition was sent.")

    form = forms.SupplementForm(request.POST or None)
    return _act(request, order, form, "supplement_form", change)


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
def direct_order_resend(request: HttpRequest, order_number: str) -> HttpResponse:
    """Ring again at those who have not signed."""
    order, _rows = _open(request, order_number)

    def change(said: dict[str, Any]) -> str:
        rung = services.resend(order, by=officer_of(request), receiver=said["receiver"])
        return _("Sent again to %s.") % len(rung)

    return _act(request, order, forms.ResendForm(request.POST or None), "resend_form", change)


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
def direct_order_pass_down(request: HttpRequest, order_number: str) -> HttpResponse:
    """Give the warning to the agencies below."""
    order, rows = _open(request, order_number)
    officer = officer_of(request)
    form = forms.PassForm(request.POST or None)

    def change(said: dict[str, Any]) -> str:
        row = _row(rows, f"agency:{officer.agency.code}")
        times = {"sign_by": form.sign_by, "due_at": said["due_at"]}
        made = services.pass_down(row, by=officer, text=said["text"], **times)
        return _("Passed down as %s.") % made.number

    return _act(request, order, form, "pass_form", change)


def _open(request: HttpRequest, number: str) -> tuple[DirectOrder, list[OrderReceipt]]:
    officer = officer_of(request)
    order = selectors.order(number, officer)
    return order, list(selectors.receipts_of(order, officer))


def _row(rows: list[OrderReceipt], receiver: str) -> OrderReceipt:
    found = next((row for row in rows if row.receiver == receiver), None)
    if found is None:
        raise Http404
    return found


def _act(
    request: HttpRequest, order: DirectOrder, form: RefusableForm, name: str, change: Change
) -> HttpResponse:
    """Do it once and come back to the order; a refusal is shown where it was caused."""
    if request.method != "POST":
        return redirect("direct_order_detail", order.number)
    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _done(request, order, form, change)))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    current = selectors.order(order.number, officer_of(request))
    if current.withdrawn_at or name in ("read_form", "resend_form"):
        for error in form.non_field_errors():
            messages.error(request, str(error))
    return _detail(request, current, status=status, **{name: form})


def _done(request: HttpRequest, order: DirectOrder, form: RefusableForm, change: Change) -> str:
    messages.success(request, change(dict(form.cleaned_data)))
    return reverse("direct_order_detail", args=[order.number])


@requires(Right.ORDER_READ)
@require_GET
def warning_day(request: HttpRequest) -> HttpResponse:
    """The warnings of a day, the late first: how far each level is with each of them."""
    officer = officer_of(request)
    day = _day(request) or timezone.localdate()
    rows = selectors.warnings_of(officer, day)
    page = page_of(request, rows, size=50)
    context = {
        "day": day,
        "page": page,
        "rows": [(order, selectors.levels(order, officer)) for order in page],
    }
    return render(request, "orders/warning_day.html", context)


def _day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("day", ""))
    except ValueError:  # the thirtieth of February
        return None
