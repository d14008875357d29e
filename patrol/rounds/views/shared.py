"""What the pages of patrols share: one way to answer a form, and who is looking."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from patrol.rounds.forms import BoardFilter, PatrolForm

PAGE = 50
MOST_LINES = 20_000  # lines of one CSV file


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `viewer`, as the services ask for them."""
    officer = officer_of(request)
    return {"by": officer.as_actor(), "viewer": officer}


def day_of(request: HttpRequest) -> date:
    """The local day of the address, today where it names none."""
    form = BoardFilter({"day": request.GET.get("day", "")})
    chosen: date | None = form.cleaned_data.get("day") if form.is_valid() else None
    return chosen or timezone.localdate()


def answer_form(
    request: HttpRequest,
    form: PatrolForm,
    change: Callable[[], str],
    *,
    template: str = "rounds/form.html",
    **context: Any,
) -> HttpResponse:
    """Run `change` once for a form that was sent and is valid, and go where it says.

    A refusal is shown at its fields, with the status it has over REST.
    """
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, change))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    return render(request, template, {"form": form, **context}, status=status)


def act(request: HttpRequest, change: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """Do what one button says, tell how it went, and go to the address `to`."""

    if request.method != "POST":
        return redirect(to)

    def once() -> str:
        change()
        messages.success(request, done)
        return to

    try:
        return redirect(once_per_form(request, once))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(to)


def sheet(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """A CSV file with its head; what the rows hold is what the page shows."""
    return csv_answer(name, [head, *rows])
