"""Pages over the whole city: build rate, validity and signs, the standard, minimums, rings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checkpoints.register import parts, ruling, selectors, standard
from checkpoints.register.figures import build_rates, needed_by_grade
from checkpoints.register.forms import CheckpointFilterForm
from checkpoints.register.models import (
    Checkpoint,
    DefenceRing,
    DutyLevel,
    Grade,
    Minimum,
    StandardTask,
)
from checkpoints.register.part_forms import AssessmentForm, MinimumForm, RingForm, TaskForm
from checkpoints.register.validity import SOON_DAYS, faulty
from checkpoints.register.views import PAGE, asked_for, find, is_manager, shown_form, there
from grid.frame.pages import act, form_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ)
@require_GET
def checkpoint_build_rate(request: HttpRequest) -> HttpResponseBase:
    """Planned and built by grade, kind and line, as a table or as CSV."""
    rates = build_rates(selectors.checkpoints(officer_of(request)))
    if request.GET.get("as") == "csv":
        head = ("by", "code", "name", "planned", "built", "rate_percent")
        lines = [(r.by, r.code, r.name, r.planned, r.built, r.rate) for r in rates]
        return csv_answer("build_rate.csv", [head, *lines])
    tables = [
        (_("By grade"), "grade", [r for r in rates if r.by == "grade"]),
        (_("By kind"), "kind", [r for r in rates if r.by == "kind"]),
        (_("By line"), "line", [r for r in rates if r.by == "line"]),
        (_("All"), "", [r for r in rates if r.by == "all"]),
    ]
    context = {"tables": tables, "now": timezone.now()}
    return render(request, "checkpoints/build_rate.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def checkpoint_validity(request: HttpRequest) -> HttpResponseBase:
    """Instruments that ended or end soon, signs that do not stand, filings that are missing."""
    officer = officer_of(request)
    rows = faulty(selectors.checkpoints(officer))
    if request.GET.get("as") == "csv":
        lines = [(row.code, row.name, row.valid_to, "; ".join(said)) for row, said in rows]
        return csv_answer("validity.csv", [("checkpoint", "name", "valid_to", "fault"), *lines])
    context = {
        "page": page_of(request, rows, size=PAGE),
        "soon_days": SOON_DAYS,
        "may_edit": is_manager(officer),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/validity.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def standard_list(request: HttpRequest) -> HttpResponseBase:
    """The newest score of each checkpoint in service, and what is owed by the standard."""
    officer = officer_of(request)
    form = CheckpointFilterForm(request.GET, viewer=officer)
    rows = selectors.checkpoints(officer, **{"state": "operational"} | asked_for(form))
    rows = rows.exclude(kind=Checkpoint.Kind.GANTRY)
    if request.GET.get("as") == "csv":
        head = ("checkpoint", "name", "met", "applicable", "percent", "assessed_at")
        return csv_answer("standard.csv", [head, *map(_score_line, _scored(list(rows)))])
    page = page_of(request, rows, size=PAGE)
    context = {
        "form": form,
        "page": page,
        "scores": _scored(page.object_list),
        "tasks": parts.open_tasks(officer)[:PAGE],
        "n_tasks": parts.open_tasks(officer).count(),
        "may_edit": is_manager(officer),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/standard.html", context)


def _scored(rows: Any) -> list[tuple[Checkpoint, Any, Any]]:
    newest = standard.latest(rows)
    found = ((row, newest.get(row.pk)) for row in rows)
    return [
        (row, made, standard.Score(made.met_weight, made.applicable_weight) if made else None)
        for row, made in found
    ]


def _score_line(scored: tuple[Checkpoint, Any, Any]) -> tuple[Any, ...]:
    row, made, score = scored
    if made is None:
        return (row.code, row.name, None, None, None, None)
    return (row.code, row.name, score.met, score.applicable, score.percent, made.assessed_at)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def checkpoint_assess(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Measure a checkpoint by the standard."""
    row = find(request, checkpoint_code)
    form = AssessmentForm(request.POST or None, known=standard.known_answers(row))

    def keep(said: dict[str, Any]) -> str:
        standard.assess(row, by=actor_of(request), given=form.given(), remark=said["remark"])
        return there(row)

    context = {"checkpoint": row, "back": there(row)}
    return form_page(request, form, keep, "checkpoints/assess.html", context)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_POST
def standard_task_sign(request: HttpRequest, standard_task_id: int) -> HttpResponse:
    """Answer for a task from now on."""
    task = _task(request, standard_task_id)

    def keep() -> str:
        standard.sign_task(task, by=actor_of(request))
        messages.success(request, _("Signed for."))
        return there(task.checkpoint)

    return act(request, keep, back=there(task.checkpoint))


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def standard_task_finish(request: HttpRequest, standard_task_id: int) -> HttpResponse:
    """Say that what was missing is there now."""
    task = _task(request, standard_task_id)

    def keep(said: dict[str, Any]) -> str:
        standard.finish_task(task, by=actor_of(request), **said)
        return there(task.checkpoint)

    form = TaskForm(request.POST or None, initial={"version": task.version})
    title = _("Finish: %s") % task.item
    return shown_form(request, form, keep, title=title, checkpoint=task.checkpoint)


def _task(request: HttpRequest, task_id: int) -> StandardTask:
    rows = StandardTask.objects.visible_to(officer_of(request))
    return get_object_or_404(rows.select_related("checkpoint", "item"), pk=task_id)


@requires(Right.CHECKPOINT_READ)
@require_GET
def minimum_list(request: HttpRequest) -> HttpResponseBase:
    """What a grade needs at each duty level; a default is marked until the city sets its own."""
    officer = officer_of(request)
    grade = request.GET.get("grade", Grade.LEVEL1.value)
    if grade not in Grade.values:
        raise Http404
    levels = list(DutyLevel.objects.all())
    held = needed_by_grade(officer.agency_path)[grade]
    rows = [_need_row(need, code, held.get((need, code), {}), levels) for need, code in _needs()]
    if request.GET.get("as") == "csv":
        head = ("grade", "need", "code", *(level.code for level in levels))
        lines = [(grade, r["need"], r["code"], *(q for q, _x in r["cells"])) for r in rows]
        return csv_answer("minimums.csv", [head, *lines])
    context = {
        "grade": grade,
        "grades": Grade.choices,
        "levels": levels,
        "rows": rows,
        "may_edit": is_manager(officer),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/minimums.html", context)


def _needs() -> list[tuple[str, str]]:
    kinds = ruling.KINDS.items()
    plain = [(str(need), "") for need in Minimum.Need if need not in ruling.KINDS]
    return plain + [(need, row.code) for need, model in kinds for row in model.objects.all()]


def _need_row(
    need: str, code: str, held: dict[str, Any], levels: list[DutyLevel]
) -> dict[str, Any]:
    rows = [held.get(level.code) for level in levels]
    return {
        "need": need,
        "code": code,
        "name": need_name(need, code),
        "cells": [(row.quantity if row else 0, row is None or row.agency is None) for row in rows],
    }


def need_name(need: str, code: str) -> str:
    """A need in words; raises Http404 for one there is not."""
    if need not in Minimum.Need.values:
        raise Http404
    if need not in ruling.KINDS:
        return str(Minimum.Need(need).label)
    return f"{Minimum.Need(need).label}: {get_object_or_404(ruling.KINDS[need], pk=code)}"


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def minimum_set(request: HttpRequest) -> HttpResponse:
    """Set how much of one need a grade has at each duty level."""
    officer = officer_of(request)
    first = {"grade": Grade.LEVEL1.value, "need": Minimum.Need.OFFICERS.value, "code": ""}
    asked = {name: request.GET.get(name, usual) for name, usual in first.items()}
    name = need_name(asked["need"], asked["code"])
    if asked["grade"] not in Grade.values:
        raise Http404
    held = needed_by_grade(officer.agency_path)[asked["grade"]]
    own = held.get((asked["need"], asked["code"]), {})
    form = MinimumForm(request.POST or None, viewer=officer, held=own)

    def keep(said: dict[str, Any]) -> str:
        rows = Agency.objects.visible_to(officer)
        agency = get_object_or_404(rows, code=said["agency"])
        ruling.set_minimums(
            agency,
            by=actor_of(request),
            quantities=form.quantities(),
            valid_from=said["valid_from"],
            **asked,
        )
        return reverse("minimum_list") + f"?grade={asked['grade']}"

    told = _("From that day on; what was measured before stays as it was.")
    title = f"{Grade(asked['grade']).label} · {name}"
    back = reverse("minimum_list") + f"?grade={asked['grade']}"
    return shown_form(request, form, keep, title=title, explanation=told, back=back)


@requires(Right.CHECKPOINT_READ)
@require_GET
def ring_list(request: HttpRequest) -> HttpResponse:
    """The rings of the lines, from the inside out, and the checkpoints inside each."""
    officer = officer_of(request)
    context = {
        "rings": selectors.ringed(officer),
        "may_edit": is_manager(officer),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/rings.html", context)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def ring_new(request: HttpRequest) -> HttpResponse:
    """Draw a ring."""
    return _ring_form(request, None)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def ring_edit(request: HttpRequest, ring_id: int) -> HttpResponse:
    """Redraw a ring or take it out of service."""
    rows = DefenceRing.objects.visible_to(officer_of(request)).select_related("agency")
    return _ring_form(request, get_object_or_404(rows, pk=ring_id))


def _ring_form(request: HttpRequest, ring: DefenceRing | None) -> HttpResponse:
    officer = officer_of(request)
    form = RingForm(request.POST or None, viewer=officer, ring=ring)

    def keep(said: dict[str, Any]) -> str:
        ruling.save_ring(ring, by=actor_of(request), viewer=officer, **said)
        return reverse("ring_list")

    title = ring.name if ring else _("Draw a ring")
    return shown_form(request, form, keep, title=title, back=reverse("ring_list"))
