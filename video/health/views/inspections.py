"""Pages of looks and samples: the lists, drawing a sample, entering what was seen."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.errors import InvalidInput
from grid.frame.forms import asked_for
from grid.frame.pages import form_page
from grid.organisation.models import Agency, Officer
from grid.organisation.viewers import officer_of
from grid.organisation.writing import fault
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.health import selectors, services
from video.health.forms import (
    InspectionFilterForm,
    InspectionForm,
    SampleFilterForm,
    SampleForm,
)
from video.health.models import Sample
from video.register.models import Camera

PAGE = 50


@requires(Right.CAMERA_READ)
@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    """Looks that were made."""
    officer, form = officer_of(request), InspectionFilterForm(request.GET)
    context = {
        "form": form,
        "page": page_of(request, selectors.inspections(officer, **asked_for(form)), size=PAGE),
        "may_inspect": officer.has_right(Right.CAMERA_INSPECT),
    }
    return render(request, "videohealth/inspections.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def inspection_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered."""
    form = InspectionFilterForm(request.GET)
    rows = selectors.inspections(officer_of(request), **asked_for(form))
    return csv_answer("camera-inspections.csv", _lines(rows))


def _lines(rows: Any) -> Iterator[list[Any]]:
    yield [
        *(_("Camera"), _("Name"), _("Checked at"), _("Inspector"), _("Sample"), _("Picture")),
        *(_("Faults"), _("Place"), _("Distance (m)"), _("Note")),
    ]
    for row in rows.iterator(chunk_size=500):
        kinds = "; ".join(str(one.get_kind_display()) for one in row.faults.all())
        yield [
            *(row.camera.code, row.camera.name, row.checked_at, row.inspector),
            *(row.sample.number if row.sample else "", row.get_picture_display(), kinds),
            *(row.get_place_display(), row.distance_m, row.note),
        ]


@requires(Right.CAMERA_INSPECT, Right.CAMERA_INSPECT)
@require_http_methods(["GET", "POST"])
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Enter what was seen at one camera, by itself or for a sample."""
    officer = officer_of(request)
    initial = {name: request.GET.get(name, "") for name in ("camera", "sample")}
    form = InspectionForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        camera, sample = _named(officer, said)
        services.inspect(camera, by=officer, finding=_finding(said), sample=sample)
        if sample is not None:
            return reverse("sample_detail", args=[sample.number])
        return reverse("camera_detail", args=[camera.code])

    context = {
        "title": _("Enter what you saw"),
        "tab": "inspections",
        "back": reverse("inspection_list"),
        "explanation": _(
            "Look at the picture in your own video client; here only what you found is kept."
            " Faults you do not name any more are cleared."
        ),
    }
    return form_page(request, form, keep, "videohealth/form.html", context)


def _named(officer: Officer, said: dict[str, Any]) -> tuple[Camera, Sample | None]:
    """The camera and sample that were typed in; a wrong one is a fault of its field."""
    camera = Camera.objects.visible_to(officer).filter(code=said["camera"].strip()).first()
    sample = selectors.samples(officer).filter(number=said["sample"].strip()).first()
    found = []
    if camera is None:
        found.append(fault("camera", "unknown", _("There is no such camera in your scope.")))
    if said["sample"].strip() and sample is None:
        found.append(fault("sample", "unknown", _("There is no such sample in your scope.")))
    if found or camera is None:
        raise InvalidInput(_("The input cannot be accepted."), errors=found)
    return camera, sample


def _finding(said: dict[str, Any]) -> services.Finding:
    lng, lat = said["lng"], said["lat"]
    if (lng is None) != (lat is None):
        message = _("A place has a longitude and a latitude.")
        raise InvalidInput(message, errors=[fault("lat", "incomplete", message)])
    seen_at = None if lng is None else (lng, lat)
    told = {name: said[name] for name in ("picture", "faults", "place", "distance_m", "note")}
    return services.Finding(seen_at=seen_at, **told)


@requires(Right.CAMERA_READ)
@require_GET
def sample_list(request: HttpRequest) -> HttpResponse:
    """Samples and how far they have come."""
    officer, form = officer_of(request), SampleFilterForm(request.GET)
    context = {
        "form": form,
        "page": page_of(request, selectors.samples(officer, **asked_for(form)), size=PAGE),
        "may_inspect": officer.has_right(Right.CAMERA_INSPECT),
    }
    return render(request, "videohealth/samples.html", context)


@requires(Right.CAMERA_INSPECT, Right.CAMERA_INSPECT)
@require_http_methods(["GET", "POST"])
def sample_new(request: HttpRequest) -> HttpResponse:
    """Draw a random sample."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code}
    form = SampleForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        agency = Agency.objects.get(code=said.pop("agency"))
        cls = said.pop("camera_class")
        only = {"camera_class": cls} if cls else None
        made = services.draw_sample(by=officer, agency=agency, only=only, **said)
        return reverse("sample_detail", args=[made.number])

    context = {
        "title": _("Draw a sample"),
        "tab": "samples",
        "back": reverse("sample_list"),
        "label": _("Draw"),
        "explanation": _("Cameras in use are drawn at random; the seed is kept, so that anybody"
            " can draw the same ones again."),
    }  # fmt: skip
    return form_page(request, form, keep, "videohealth/form.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def sample_detail(request: HttpRequest, sample_number: str) -> HttpResponse:
    """One sample: what is still to be looked at, then what was seen."""
    officer = officer_of(request)
    row = selectors.find_sample(officer, sample_number)
    lines = row.inspections.select_related("camera__agency").prefetch_related("faults")
    context = {
        "row": row,
        "page": page_of(request, lines.order_by("checked_at", "place_in_sample"), size=PAGE),
        "may_inspect": officer.has_right(Right.CAMERA_INSPECT) and row.closed_at is None,
    }
    return render(request, "videohealth/sample.html", context)
