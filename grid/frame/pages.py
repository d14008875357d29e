"""What every page with a form does: send once, show the refusal at its field, go on."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from grid.errors import DomainError, StaleVersion
from grid.ledger.idempotency import once_per_form


class RefusableForm(forms.Form):
    """A form that shows a refusal of the services at the fields it names."""

    def refuse(self, refusal: DomainError) -> None:
        """Put each fault at its field; what names no field goes above the form."""
        for fault in refusal.errors:
            name = fault["pointer"].strip("/").split("/")[0]
            self.add_error(name if name in self.fields else None, str(fault["message"]))
        if not refusal.errors:
            self.add_error(None, str(refusal.message))
        if isinstance(refusal, StaleVersion):
            self.add_error(None, _versions(refusal.context))


def _versions(said: Mapping[str, Any]) -> str:
    """Both versions, as a page says them."""
    yours = said.get("your_version", said.get("yours"))
    told = {"yours": yours, "current": said.get("current_version", said.get("current"))}
    words = _("You read version %(yours)s, it is version %(current)s now: load the page again.")
    return words % told


def form_page(
    request: HttpRequest,
    form: RefusableForm,
    keep: Callable[[dict[str, Any]], str],
    template: str,
    context: dict[str, Any],
    *,
    is_sealed: bool = False,
) -> HttpResponse:
    """Show the form, or keep what it says once and go to the address `keep` answers.

    `is_sealed` where not even a digest may lead back to what was said (see `idempotency.seal`).
    """
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                address = once_per_form(
                    request, lambda: keep(form.cleaned_data), is_sealed=is_sealed
                )
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect(address)
    return render(request, template, context | {"form": form}, status=status)


def act(request: HttpRequest, keep: Callable[[], str], *, back: str) -> HttpResponse:
    """Do what one button says, once; a refusal is said on the page one came from."""
    try:
        return redirect(once_per_form(request, keep))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
