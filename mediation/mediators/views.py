"""Pages of bodies, mediators and village groups."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from mediation.mediators import selectors, services, tables
from mediation.mediators.forms import ActivityForm, BodyForm, GroupForm, MediatorForm
from mediation.mediators.models import MediationBody, Mediator, VillageGroup

BOTH: Final = ["GET", "POST"]
PAGE: Final = 50
Lines = Callable[[Iterable[Any]], Iterator[tables.Line]]


def _asked(request: HttpRequest) -> dict[str, Any]:
    given = request.GET
    flags = {name: given.get(name) == "on" for name in ("ended", "idle")}
    words = {name: given.get(name, "")[:100] for name in ("q", "kind", "level", "body")}
    return words | flags


def _listed(
    request: HttpRequest, rows: Any, lines: Lines, head: list[str], **shown: Any
) -> HttpResponse:
    page = page_of(request, rows, size=PAGE)
    told = {"page": page, "lines": list(lines(page.object_list)), "head": head}
    more = {"asked": _asked(request), "now": timezone.now()}
    may = Right.MEDIATOR_MANAGE in officer_of(request).rights
    return render(request, "mediators/list.html", told | more | shown | {"may": may})


def _csv(name: str, rows: Any, lines: Lines, head: list[str]) -> StreamingHttpResponse:
    def told() -> Iterator[list[Any]]:
        yield head
        for line in lines(rows):
            yield line["cells"]

    return csv_answer(name, told())


@requires(Right.DISPUTE_READ)
@require_GET
def mediation_body_list(request: HttpRequest) -> HttpResponse:
    """Bodies with who serves, their load, and what the law misses."""
    rows = selectors.bodies(officer_of(request), **_asked(request))
    return _listed(
        request, rows, tables.body_lines, tables.body_head(),
        title=_("Mediation bodies"), tab="bodies", export="mediation_body_export",
        add=reverse("mediation_body_new"), add_label=_("New body"),
        kinds=MediationBody.Kind.choices,
    )  # fmt: skip


@requires(Right.DISPUTE_READ)
@require_GET
def mediation_body_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    rows = selectors.bodies(officer_of(request), **_asked(request))
    return _csv("bodies.csv", rows, tables.body_lines, tables.body_head())


@requires(Right.DISPUTE_READ)
@require_GET
def mediation_body_detail(request: HttpRequest, body_code: str) -> HttpResponse:
    """One body: its term, who serves in it with their load, what the law misses."""
    officer = officer_of(request)
    row = selectors.find_body(officer, body_code)
    serving = selectors.mediators(officer, body=row.code)
    context = {
        "body": row,
        "told": next(tables.body_lines([row])),
        "lines": list(tables.mediator_lines(serving)),
        "head": tables.mediator_head(),
        "may": Right.MEDIATOR_MANAGE in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "mediators/body.html", context)


def _body_form(request: HttpRequest, row: MediationBody | None, title: str) -> HttpResponse:
    def keep(said: dict[str, Any]) -> str:
        body = services.save_body(row, by=officer_of(request), **said)
        return reverse("mediation_body_detail", args=[body.code])

    names = (*services.BODY, "version")
    initial = {name: getattr(row, name) for name in names} if row else None
    if row and initial is not None:
        initial["division"] = row.division_id or ""
    form = BodyForm(request.POST or None, initial=initial)
    context = {"title": title, "back": reverse("mediation_body_list")}
    return form_page(request, form, keep, "mediators/form.html", context)


@requires(Right.MEDIATOR_MANAGE, Right.MEDIATOR_MANAGE)
@require_http_methods(BOTH)
def mediation_body_new(request: HttpRequest) -> HttpResponse:
    """Enter a body."""
    return _body_form(request, None, _("New body"))


@requires(Right.MEDIATOR_MANAGE, Right.MEDIATOR_MANAGE)
@require_http_methods(BOTH)
def mediation_body_edit(request: HttpRequest, body_code: str) -> HttpResponse:
    """Change a body."""
    row = selectors.find_body(officer_of(request), body_code)
    return _body_form(request, row, row.name)


@requires(Right.DISPUTE_READ)
@require_GET
def mediator_list(request: HttpRequest) -> HttpResponse:
    """Mediators, to be picked by kind, with the load of each."""
    rows = selectors.mediators(officer_of(request), **_asked(request))
    return _listed(
        request, rows, tables.mediator_lines, tables.mediator_head(),
        title=_("Mediators"), tab="mediators", export="mediator_export",
        add=reverse("mediator_new"), add_label=_("New mediator"), kinds=Mediator.Kind.choices,
    )  # fmt: skip


@requires(Right.DISPUTE_READ)
@require_GET
def mediator_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    rows = selectors.mediators(officer_of(request), **_asked(request))
    return _csv("mediators.csv", rows, tables.mediator_lines, tables.mediator_head())


def _mediator_form(request: HttpRequest, row: Mediator | None, title: str) -> HttpResponse:
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        said["body"] = selectors.find_body(officer, said["body"])
        services.save_mediator(row, by=officer, **said)
        return reverse("mediator_list")

    names = (*services.MEDIATOR, "version")
    initial = {name: getattr(row, name) for name in names} if row else None
    if row and initial is not None:
        initial["body"] = row.body.code
        initial["badge_number"] = row.officer.badge_number if row.officer else ""
    form = MediatorForm(request.POST or None, initial=initial, viewer=officer)
    context = {"title": title, "back": reverse("mediator_list")}
    return form_page(request, form, keep, "mediators/form.html", context)


@requires(Right.MEDIATOR_MANAGE, Right.MEDIATOR_MANAGE)
@require_http_methods(BOTH)
def mediator_new(request: HttpRequest) -> HttpResponse:
    """Enter a mediator."""
    return _mediator_form(request, None, _("New mediator"))


@requires(Right.MEDIATOR_MANAGE, Right.MEDIATOR_MANAGE)
@require_http_methods(BOTH)
def mediator_edit(request: HttpRequest, mediator_id: int) -> HttpResponse:
    """Change a mediator, or end her service."""
    row = selectors.find_mediator(officer_of(request), mediator_id)
    return _mediator_form(request, row, row.name)


def _month(request: HttpRequest) -> date:
    """The month asked for, by any of its days; else this one."""
    asked = request.GET.get("month", "")
    found = parse_date(f"{asked}-01") if len(asked) == 7 else None
    return found or timezone.localdate().replace(day=1)


@requires(Right.DISPUTE_READ)
@require_GET
def village_group_list(request: HttpRequest) -> HttpResponse:
    """Groups by village, and how many of them were active in a month."""
    officer, month = officer_of(request), _month(request)
    rows = selectors.groups(officer, **_asked(request) | {"month": month})
    return _listed(
        request, rows, tables.group_lines, tables.group_head(),
        title=_("Village groups"), tab="groups", export="village_group_export",
        add=reverse("village_group_new"), add_label=_("New group"),
        month=month, activity=selectors.activity(officer, month),
    )  # fmt: skip


@requires(Right.DISPUTE_READ)
@require_GET
def village_group_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    asked = _asked(request) | {"month": _month(request)}
    rows = selectors.groups(officer_of(request), **asked)
    return _csv("groups.csv", rows, tables.group_lines, tables.group_head())


@requires(Right.DISPUTE_READ, Right.MEDIATOR_MANAGE)
@require_http_methods(BOTH)
def village_group_detail(request: HttpRequest, group_id: int) -> HttpResponse:
    """One group with what it did; another day's activity."""
    officer = officer_of(request)
    row = selectors.find_group(officer, group_id)
    back = reverse("village_group_detail", args=[row.pk])

    def keep(said: dict[str, Any]) -> str:
        services.note_activity(row, by=officer, **said)
        return back

    context = {
        "group": row,
        "activities": row.activities.all()[:PAGE],
        "may": Right.MEDIATOR_MANAGE in officer.rights,
        "back": reverse("village_group_list"),
        "now": timezone.now(),
    }
    form = ActivityForm(request.POST or None)
    return form_page(request, form, keep, "mediators/group.html", context)


def _group_form(request: HttpRequest, row: VillageGroup | None, title: str) -> HttpResponse:
    def keep(said: dict[str, Any]) -> str:
        group = services.save_group(row, by=officer_of(request), **said)
        return reverse("village_group_detail", args=[group.pk])

    names = (*services.GROUP, "version")
    initial = {name: getattr(row, name) for name in names} if row else None
    if row and initial is not None:
        initial["division"] = row.division_id
    form = GroupForm(request.POST or None, initial=initial)
    context = {"title": title, "back": reverse("village_group_list")}
    return form_page(request, form, keep, "mediators/form.html", context)


@requires(Right.MEDIATOR_MANAGE, Right.MEDIATOR_MANAGE)
@require_http_methods(BOTH)
def village_group_new(request: HttpRequest) -> HttpResponse:
    """Enter a group."""
    return _group_form(request, None, _("New group"))


@requires(Right.MEDIATOR_MANAGE, Right.MEDIATOR_MANAGE)
@require_http_methods(BOTH)
def village_group_edit(request: HttpRequest, group_id: int) -> HttpResponse:
    """Change a group."""
    row = selectors.find_group(officer_of(request), group_id)
    return _group_form(request, row, row.name)
