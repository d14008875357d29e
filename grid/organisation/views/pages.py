"""What the pages of the organisation share: one form a page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grid.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form: what it says, and where its way back leads."""

    title: str
    label: str
    back: str
    text: str = ""
    danger: bool = False
    facts: tuple[tuple[Any, Any], ...] = field(default=())

    def answer(
        self,
        request: HttpRequest,
        form: forms.Form,
        act: Callable[[dict[str, Any]], HttpResponse],
    ) -> HttpResponse:
        """Show the form, or `act` on what was entered; faults come back to their fields."""
        status = 200
        if request.method == "POST":
            try:
                if form.is_valid():
                    return act(form.cleaned_data)
            except InvalidInput as refusal:
                _add_errors(form, refusal)
            status = 400
        context = {"page": self, "form": form}
        return render(request, "organisation/form.html", context, status=status)


def _add_errors(form: forms.Form, refusal: InvalidInput) -> None:
    for error in refusal.errors:
        name = error["pointer"].removeprefix("/")
        form.add_error(name if name in form.fields else None, error["message"])


def data_of(request: HttpRequest) -> Any:
    """What a form is bound to: the posted data, or nothing while it is only shown."""
    return request.POST if request.method == "POST" else None
