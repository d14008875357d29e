"""What is done with a request on its page; a refusal is shown where it was caused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from video.footage import forms_steps as forms
from video.footage import selectors, services
from video.footage.models import FootageRequest
from video.footage.views.requests import detail_page

Change = Callable[[dict[str, Any]], str]


def _find(request: HttpRequest, number: str) -> FootageRequest:
    return selectors.request_of(officer_of(request), number)


def _step(
    request: HttpRequest, found: FootageRequest, form: RefusableForm, name: str, change: Change
) -> HttpResponse:
    """Do it once and come back to the request."""
    back = reverse("footage_detail", args=[found.number])
    if request.method != "POST":
        return redirect(back)

    def once() -> str:
        messages.success(request, change(dict(form.cleaned_data)))
        return back

    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, once))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    # A form of one hand-out is shown empty again, so its faults are said above the page.
    for field, errors in form.errors.items():
        if field == "__all__" or not name.endswith("_form"):
            messages.error(request, " ".join(str(error) for error in errors))
    return detail_page(request, _find(request, found.number), status=status, **{name: form})


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_APPROVE)
def footage_sign(request: HttpRequest, request_number: str) -> HttpResponse:
    """Sign first, or second in another role."""
    found = _find(request, request_number)

    def change(said: dict[str, Any]) -> str:
        signed = services.sign(found, by=officer_of(request), **said)
        if signed.second_approver_id:
            return _("Signed. Both signatures are there.")
        return _("Signed. A second officer of another role signs too.")

    return _step(request, found, forms.SignForm(request.POST or None), "sign_form", change)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_APPROVE)
def footage_refuse(request: HttpRequest, request_number: str) -> HttpResponse:
    """Refuse it."""
    found = _find(request, request_number)

    def change(said: dict[str, Any]) -> str:
        services.refuse(found, by=officer_of(request), **said)
        return _("The request is refused.")

    return _step(request, found, forms.ReasonForm(request.POST or None), "refuse_form", change)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
def footage_withdraw(request: HttpRequest, request_number: str) -> HttpResponse:
    """Take the own request back."""
    found = _find(request, request_number)

    def change(said: dict[str, Any]) -> str:
        services.withdraw(found, by=officer_of(request), **said)
        return _("The request is taken back.")

    return _step(request, found, forms.ReasonForm(request.POST or None), "withdraw_form", change)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
def footage_mask(request: HttpRequest, request_number: str) -> HttpResponse:
    """Confirm the masking."""
    found = _find(request, request_number)

    def change(said: dict[str, Any]) -> str:
        services.confirm_masking(found, by=officer_of(request), **said)
        return _("The masking is confirmed.")

    return _step(request, found, forms.MaskForm(request.POST or None), "mask_form", change)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
def footage_issue(request: HttpRequest, request_number: str) -> HttpResponse:
    """Show it or hand it out."""
    found = _find(request, request_number)

    def change(said: dict[str, Any]) -> str:
        services.issue(found, by=officer_of(request), **said)
        return _("It is written down what was handed out, to whom, and until when.")

    form = forms.IssueForm(request.POST or None, found=found)
    return _step(request, found, form, "issue_form", change)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
def footage_close(request: HttpRequest, request_number: str) -> HttpResponse:
    """Nothing more is handed out."""
    found = _find(request, request_number)

    def change(said: dict[str, Any]) -> str:
        services.close(found, by=officer_of(request), **said)
        return _("The request is closed.")

    return _step(request, found, forms.ReasonForm(request.POST or None), "close_form", change)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
def footage_receive(
    request: HttpRequest, request_number: str, footage_issue_id: int
) -> HttpResponse:
    """Sign for a copy by its fingerprint."""
    officer = officer_of(request)
    made = selectors.issue_of(officer, request_number, footage_issue_id)

    def change(said: dict[str, Any]) -> str:
        services.receive(made, by=officer, **said)
        return _("Received: the fingerprint is the one handed out.")

    form = forms.ReceiveForm(request.POST or None)
    return _step(request, made.request, form, f"receive_{made.pk}", change)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_ISSUE)
def footage_settle(
    request: HttpRequest, request_number: str, footage_issue_id: int
) -> HttpResponse:
    """Copies back, destroyed or filed."""
    officer = officer_of(request)
    made = selectors.issue_of(officer, request_number, footage_issue_id)

    def change(said: dict[str, Any]) -> str:
        services.settle(made, by=officer, **said)
        return _("It is written down what became of the copies.")

    form = forms.SettleForm(request.POST or None)
    return _step(request, made.request, form, f"settle_{made.pk}", change)
