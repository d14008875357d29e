"""What the pages of plans share: answering a form once, with each refusal at its field."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form


def answer(
    request: HttpRequest,
    template: str,
    form: RefusableForm,
    change: Callable[[], str],
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form; when it is posted and valid, make the change once and go where it says."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, change))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    return render(request, template, context | {"form": form}, status=status)


def act(request: HttpRequest, change: Callable[[], str], *, back: str) -> HttpResponse:
    """A button: make the change once; a refusal is said on the page one comes back to."""
    try:
        return redirect(once_per_form(request, change))
    except DomainError as refusal:
        lines = [refusal.message, *(fault["message"] for fault in refusal.errors)]
        messages.error(request, " ".join(dict.fromkeys(lines)))
        return redirect(back)
