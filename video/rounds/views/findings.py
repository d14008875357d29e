"""Pages of findings: the list, one, telling one, closing one."""

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
from grid.ledger.actors import actor_of
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.organisation.writing import fault, refuse
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.register.models import Camera
from video.rounds import selectors, services
from video.rounds.forms import CloseForm, FindingFilterForm, FindingForm
from video.rounds.models import Finding

PAGE = 50
MOST = 20_000
_HEAD = (
    *("finding", "found_at", "kind", "level", "summary", "place", "address", "lng", "lat"),
    *("camera", "agency", "state", "incident_number", "unit", "taken_at", "closed_at", "outcome"),
)


@requires(Right.CAMERA_READ)
@require_GET
def finding_list(request: HttpRequest) -> HttpResponse:
    """What video patrol saw, the newest first."""
    officer = officer_of(request)
    form = FindingFilterForm(request.GET, viewer=officer)
    context = {
        "form": form,
        "page": page_of(request, selectors.findings(officer, **asked_for(form)), size=PAGE),
        "may_walk": officer.has_right(Right.VIDEO_ROUND_WALK),
        "now": timezone.now(),
    }
    return render(request, "videorounds/findings.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def finding_export(request: HttpRequest) -> HttpResponseBase:
    """The findings as they are filtered."""
    officer = officer_of(request)
    form = FindingFilterForm(request.GET, viewer=officer)
    rows = selectors.findings(officer, **asked_for(form))
    return csv_answer("video-findings.csv", _lines(rows[:MOST]))


def _lines(rows: Any) -> Iterator[tuple[Any, ...]]:
    yield _HEAD
    for row in rows.iterator(chunk_size=500):
        yield (
            *(row.pk, row.found_at, row.get_kind_display(), row.level, row.summary, row.place),
            *(row.address, row.location.x, row.location.y),
            *(row.camera.code if row.camera else "", row.agency.name, row.get_state_display()),
            *(row.incident_number, row.unit, row.taken_at, row.closed_at, row.outcome),
        )


@requires(Right.CAMERA_READ)
@require_GET
def finding_detail(request: HttpRequest, finding_id: int) -> HttpResponse:
    """One finding: what, where, which call it became, what came of it."""
    officer = officer_of(request)
    context = {
        "finding": selectors.find_finding(officer, finding_id),
        "may_walk": officer.has_right(Right.VIDEO_ROUND_WALK),
        "now": timezone.now(),
    }
    return render(request, "videorounds/finding.html", context)


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
@require_http_methods(["GET", "POST"])
def finding_new(request: HttpRequest) -> HttpResponse:
    """Tell what was seen; the call and the word to the nearest unit follow by themselves."""
    officer = officer_of(request)
    initial = {"camera": request.GET.get("camera", "")[:30], "level": 3}
    form = FindingForm(request.POST or None, initial=initial)
    run = selectors.my_run(officer)

    def keep(said: dict[str, Any]) -> str:
        camera = _camera(officer, said.pop("camera"))
        given = {name: value for name, value in said.items() if value not in (None, "")}
        made = services.report_finding(
            by=actor_of(request), viewer=officer, camera=camera, run=run, **given
        )
        return reverse("my_round") if run else reverse("finding_detail", args=[made.pk])

    back = reverse("my_round") if run else reverse("finding_list")
    context = {"title": _("Tell a finding"), "back": back, "sends": True}
    return form_page(request, form, keep, "videorounds/form.html", context)


def _camera(officer: Officer, code: str) -> Camera | None:
    camera = selectors.find_camera(officer, code) if code else None
    if code and camera is None:
        message = _("There is no camera %(code)s in your area.") % {"code": code}
        refuse([fault("camera", "unknown", message)])
    return camera


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
@require_http_methods(["GET", "POST"])
def finding_close(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Say what came of a finding."""
    row: Finding = selectors.find_finding(officer_of(request), finding_id)
    back = reverse("finding_detail", args=[row.pk])
    form = CloseForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.close_finding(row, by=actor_of(request), **said)
        return back

    title = _("What came of it")
    return form_page(request, form, keep, "videorounds/form.html", {"title": title, "back": back})
