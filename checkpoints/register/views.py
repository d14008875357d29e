"""Pages of the register: the list, one checkpoint, its forms, opening, closing, moving, import."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.register import needs, panels, selectors, services, standard
from checkpoints.register.figures import NORMAL, force_gaps
from checkpoints.register.forms import (
    CheckpointFilterForm,
    CheckpointForm,
    ClosingForm,
    MoveForm,
    OpeningForm,
)
from checkpoints.register.models import STATES, Checkpoint, DutyLevel
from checkpoints.register.sheets import TABLE
from checkpoints.register.staffing import staffing
from grid.frame.pages import form_page
from grid.frame.sheet_import import import_page, written
from grid.ledger.actors import actor_of
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

PAGE = 50
SHOWN = 10  # openings, moves and tasks on the page of one checkpoint


def find(request: HttpRequest, code: str) -> Checkpoint:
    """The checkpoint in the officer's scope; absent and out of scope are the same 404."""
    return selectors.find_checkpoint(officer_of(request), code)


def there(checkpoint: Checkpoint) -> str:
    """The address of a checkpoint's page."""
    return reverse("checkpoint_detail", args=[checkpoint.code])


def asked_for(form: Any) -> dict[str, Any]:
    """What a filter form narrows by; a filter that cannot be read narrows nothing."""
    return dict(form.cleaned_data) if form.is_valid() else {}


@requires(Right.CHECKPOINT_READ)
@require_GET
def checkpoint_list(request: HttpRequest) -> HttpResponse:
    """The register, in whatever state; the board has only those that work."""
    officer = officer_of(request)
    form = CheckpointFilterForm(request.GET, viewer=officer)
    page = page_of(request, selectors.checkpoints(officer, **asked_for(form)), size=PAGE)
    now = timezone.now()
    context = {
        "form": form,
        "page": page,
        "rows": [(row, STATES[row.state_at(now)]) for row in page.object_list],
        "may_edit": is_manager(officer),
        "now": now,
    }
    return render(request, "checkpoints/list.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def checkpoint_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered; the import takes it again."""
    officer = officer_of(request)
    form = CheckpointFilterForm(request.GET, viewer=officer)
    rows = selectors.checkpoints(officer, **asked_for(form)).select_related("parent")
    return csv_answer("checkpoints.csv", written(TABLE, rows))


@requires(Right.CHECKPOINT_READ)
@require_GET
def checkpoint_detail(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """One checkpoint: profile, staffing, equipment, standard, and what the others have to say."""
    officer, row = officer_of(request), find(request, checkpoint_code)
    context = _profile(row) | _stands(row) | _measured(row)
    context |= {
        "checkpoint": row,
        "panels": panels.panels_of(row, officer),
        "may_edit": is_manager(officer),
        "now": timezone.now(),
    }
    return render(request, "checkpoints/detail.html", context)


def _profile(row: Checkpoint) -> dict[str, Any]:
    state = row.state_at()
    return {
        "state": state,
        "state_word": STATES[state],
        "gantries": row.gantries.all(),
        "openings": row.openings.all()[:SHOWN],
        "moves": row.moves.all()[:SHOWN],
    }


def _stands(row: Checkpoint) -> dict[str, Any]:
    levels = list(DutyLevel.objects.all())
    return {
        "levels": levels,
        "staffing": staffing(row, levels),
        "posts": row.posts.filter(is_active=True).select_related("kind"),
        "equipment": row.equipment.exclude(state="gone").select_related("kind"),
        "shortages": needs.shortages(row, NORMAL),
        "forces": row.joint_forces.select_related("kind", "agency"),
        "force_gaps": force_gaps([row]),
        "today": timezone.localdate(),
    }


def _measured(row: Checkpoint) -> dict[str, Any]:
    assessment = row.assessments.first()
    score = (
        standard.Score(assessment.met_weight, assessment.applicable_weight) if assessment else None
    )
    tasks = row.standard_tasks.filter(state__in=standard.OPEN).select_related("item")
    return {
        "assessment": assessment,
        "score": score,
        "lines": assessment.lines.select_related("item__pillar") if assessment else (),
        "tasks": tasks.order_by("due_at", "pk")[:SHOWN],
    }


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def checkpoint_new(request: HttpRequest) -> HttpResponse:
    """Enter a checkpoint, planned or built."""
    return _checkpoint_form(request, None)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def checkpoint_edit(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Correct a checkpoint."""
    return _checkpoint_form(request, find(request, checkpoint_code))


def _checkpoint_form(request: HttpRequest, row: Checkpoint | None) -> HttpResponse:
    officer = officer_of(request)
    form = CheckpointForm(request.POST or None, viewer=officer, checkpoint=row)

    def keep(said: dict[str, Any]) -> str:
        by = actor_of(request)
        return there(services.save_checkpoint(row, by=by, viewer=officer, **said))

    title = _("Edit %s") % row.name if row else _("Enter a checkpoint")
    return shown_form(request, form, keep, title=title, checkpoint=row)


def shown_form(
    request: HttpRequest, form: Any, keep: Any, *, title: str, **context: Any
) -> HttpResponse:
    """A page with one form of the register; back is the checkpoint or the list."""
    row = context.get("checkpoint")
    shown = {"title": title, "back": there(row) if row else reverse("checkpoint_list")}
    return form_page(request, form, keep, "checkpoints/form.html", shown | context)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def checkpoint_open(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Open a checkpoint under a legal instrument, or renew it under another."""
    row = find(request, checkpoint_code)

    def keep(said: dict[str, Any]) -> str:
        return there(services.open_checkpoint(row, by=actor_of(request), **said))

    steps = _("Opening: 1. the instrument, 2. how long it holds, 3. the sign and the filing.")
    form = OpeningForm(request.POST or None, checkpoint=row)
    title = _("Open %s") % row.name
    return shown_form(request, form, keep, title=title, checkpoint=row, explanation=steps)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def checkpoint_close(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Take a checkpoint out of service, with the reason."""
    row = find(request, checkpoint_code)

    def keep(said: dict[str, Any]) -> str:
        return there(services.close_checkpoint(row, by=actor_of(request), **said))

    told = _("It leaves every board, map and order at once. It can be opened again later.")
    form = ClosingForm(request.POST or None, initial={"version": row.version})
    title = _("Close %s") % row.name
    return shown_form(
        request, form, keep, title=title, checkpoint=row, explanation=told, grave=True
    )


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def checkpoint_move(request: HttpRequest, checkpoint_code: str) -> HttpResponse:
    """Send a mobile checkpoint somewhere else."""
    row = find(request, checkpoint_code)
    lng, lat = row.point.coords
    plain = ("version", "mission", "address", "road", "direction")
    initial = {name: getattr(row, name) for name in plain} | {"lng": lng, "lat": lat}

    def keep(said: dict[str, Any]) -> str:
        return there(services.move_checkpoint(row, by=actor_of(request), **said))

    form = MoveForm(request.POST or None, initial=initial)
    return shown_form(request, form, keep, title=_("Move %s") % row.name, checkpoint=row)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def checkpoint_import(request: HttpRequest) -> HttpResponse:
    """A CSV file of checkpoints: tried first with every bad row named."""
    return import_page(request, TABLE, title=_("Import checkpoints"), back="checkpoint_list")


def is_manager(officer: Officer) -> bool:
    """Whether the buttons that change the register are shown."""
    return Right.CHECKPOINT_MANAGE in officer.rights
