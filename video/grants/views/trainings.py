"""Pages of trainings: the list, recording one, withdrawing one."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.grants import selectors, services
from video.grants.forms import ReasonForm, TrainingFilterForm, TrainingForm

PAGE = 50


@requires(Right.CAMERA_MANAGE)
@require_GET
def training_list(request: HttpRequest) -> HttpResponse:
    """Trainings of the officers of the area, the newest first."""
    officer, form = officer_of(request), TrainingFilterForm(request.GET)
    context = {
        "form": form,
        "page": page_of(request, selectors.trainings(officer, **asked_for(form)), size=PAGE),
        "soon": selectors.trainings(officer, holds="soon").count(),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "tab": "trainings",
        "may_train": True,
    }
    return render(request, "cameragrants/trainings.html", context)


@requires(Right.CAMERA_MANAGE)
@require_GET
def training_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered."""
    form = TrainingFilterForm(request.GET)
    rows = selectors.trainings(officer_of(request), **asked_for(form))
    return csv_answer("video-trainings.csv", _lines(rows))


def _lines(rows: Any) -> Iterator[list[Any]]:
    yield [
        *(_("Badge number"), _("Agency"), _("Course"), _("Passed on"), _("Holds until")),
        *(_("Recorded by"), _("Withdrawn at")),
    ]
    for row in rows.iterator(chunk_size=500):
        yield [
            *(row.officer.badge_number, row.officer.agency.name, row.course, row.passed_on),
            *(row.valid_to, row.recorded_by.badge_number, row.withdrawn_at),
        ]


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def training_new(request: HttpRequest) -> HttpResponse:
    """Record that somebody else passed a training."""
    officer = officer_of(request)
    initial = {"badge_number": request.GET.get("officer", "")[:20]}
    form = TrainingForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.record_training(by=officer, **said)
        return reverse("training_list")

    context = {
        "title": _("Record a training"),
        "tab": "trainings",
        "may_train": True,
        "back": reverse("training_list"),
        "label": _("Record"),
        "explanation": _(
            "Cameras are granted to an agency only while the officer who answers for them there"
            " has a training in force. What is kept is the course and its days, no score."
        ),
    }
    return form_page(request, form, keep, "cameragrants/form.html", context)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def training_withdraw(request: HttpRequest, training_id: int) -> HttpResponse:
    """Say that a training does not hold any more, with the reason."""
    officer = officer_of(request)
    row = selectors.find_training(officer, training_id)
    form = ReasonForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.withdraw_training(row, by=officer, **said)
        return reverse("training_list")

    context = {
        "title": _("Withdraw the training of %s") % row.officer.badge_number,
        "tab": "trainings",
        "may_train": True,
        "back": reverse("training_list"),
        "label": _("Withdraw"),
        "explanation": _("Grants this officer answers for open nothing from then on."),
    }
    return form_page(request, form, keep, "cameragrants/form.html", context)
