"""Steps of a thing on its page: each is a route, a form and a service, described once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from grid.frame.listing import Act, act_on
from grid.frame.pages import RefusableForm
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

Show = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its route, words, form and service; who may take it; whether it is grave."""

    route: str
    label: Any
    form: type[RefusableForm]
    service: Callable[..., Any]
    right: Right
    danger: bool = False


def offered(
    steps: Iterable[Step],
    row: Any,
    key: Any,
    *,
    rights: frozenset[Right],
    refused: dict[str, RefusableForm] | None = None,
) -> list[Act]:
    """The steps the viewer may take, each with its form; a refused one as it was sent."""
    return [
        Act(
            name=one.route,
            label=one.label,
            action=reverse(one.route, args=[key]),
            form=(refused or {}).get(one.route) or fresh(one, row),
            danger=one.danger,
        )
        for one in steps
        if one.right in rights
    ]


def fresh(step: Step, row: Any) -> forms.Form:
    """The step's empty form, with the version that was read."""
    return step.form(initial={"version": row.version}, auto_id=f"{step.route}_%s")


def view_of(
    step: Step, find: Callable[..., Any], show: Show, *, page: str, reads: Right
) -> Callable[..., HttpResponse]:
    """The view of a step: find the row, take it, come back to `page` or show the refusal."""

    def act(request: HttpRequest, **key: Any) -> HttpResponse:
        officer = officer_of(request)
        row = find(officer, *key.values())

        def change(said: dict[str, Any]) -> None:
            step.service(row, by=officer, **said)

        def shown(form: RefusableForm, status: int) -> HttpResponse:
            return show(request, *key.values(), status=status, refused={step.route: form})

        form = step.form(request.POST or None, auto_id=f"{step.route}_%s")
        back = reverse(page, args=list(key.values()))
        return act_on(request, form, change, back=back, shown=shown)

    act.__name__ = step.route
    return requires(reads, step.right)(act)
