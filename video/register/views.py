"""Pages of the register: the list, one camera's file, its forms, removal, filing and check."""

from collections.abc import Iterator
from typing import Any, Final

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
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.register import answers, panels, selectors, services
from video.register.completeness import FIELDS, filled, missing_words
from video.register.filing import filing_due
from video.register.forms import (
    CameraFilingForm,
    CameraFilterForm,
    CameraForm,
    FileCheckForm,
    RemovalForm,
)
from video.register.gb28181 import parse
from video.register.models import Camera, DeviceState
from video.register.profile import profile
from video.register.writing import PLAIN

PAGE: Final = 50
SHOWN: Final = 10  # neighbours, filings and checks on the page of one camera
# The import takes these columns again; a list of codes is written 1/2.
COLUMNS: Final = (
    *PLAIN,
    *("agency", "camera_class", "point", "platform", "owner", "builder", "contractor", "lease"),
    *("lng", "lat", "filing_number", "filed_on", "file_state"),
)


def find(request: HttpRequest, code: str) -> Camera:
    """The camera in the officer's scope; absent and out of scope are the same 404."""
    return selectors.find_camera(officer_of(request), code)


def there(camera: Camera) -> str:
    """The address of a camera's page."""
    return reverse("camera_detail", args=[camera.code])


def may_manage(officer: Officer) -> bool:
    """Whether the buttons that change the register are shown."""
    return Right.CAMERA_MANAGE in officer.rights


@requires(Right.CAMERA_READ)
@require_GET
def camera_list(request: HttpRequest) -> HttpResponse:
    """The register, as it is filtered; removed cameras are in it too."""
    officer = officer_of(request)
    form = CameraFilterForm(request.GET, viewer=officer)
    rows = selectors.cameras(officer, **asked_for(form)).select_related(*selectors.BESIDE)
    page = page_of(request, rows, size=PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, filled(row)) for row in page.object_list],
        "fields_total": FIELDS,
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "video/list.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def camera_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered; the import takes it again."""
    officer = officer_of(request)
    form = CameraFilterForm(request.GET, viewer=officer)
    rows = selectors.cameras(officer, **asked_for(form))
    beside = (*selectors.BESIDE, "builder", "point", "lease")
    return csv_answer("cameras.csv", _lines(rows.select_related(*beside)))


def _lines(rows: Any) -> Iterator[Any]:
    yield COLUMNS
    for row in rows.iterator(chunk_size=2_000):
        told = answers.camera_file(row)
        yield [_cell(told[name]) for name in COLUMNS]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "/".join(str(code) for code in value)
    return int(value) if isinstance(value, bool) else value


@requires(Right.CAMERA_READ)
@require_GET
def camera_detail(request: HttpRequest, camera_code: str) -> HttpResponse:
    """One camera's file, what it lacks, who knows it, and what the others have to say."""
    officer, row = officer_of(request), find(request, camera_code)
    beside = Camera.objects.visible_to(officer).filter(point=row.point_id).exclude(pk=row.pk)
    context = {
        "camera": row,
        "groups": profile(row),
        "gb": parse(row.gb_id) if row.gb_id else None,
        "missing": missing_words(row),
        "filled": filled(row),
        "fields_total": FIELDS,
        "warnings": answers.warnings_of(row),
        "filing_due": filing_due(row),
        "links": row.links.select_related("platform__operator", "node"),
        "neighbours": beside[:SHOWN] if row.point_id else (),
        "filings": row.filings.all()[:SHOWN],
        "checks": row.file_checks.all()[:SHOWN],
        "panels": panels.panels_of(row, officer),
        "is_removed": row.device_state == DeviceState.REMOVED,
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "video/detail.html", context)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def camera_new(request: HttpRequest) -> HttpResponse:
    """Open the file of a camera."""
    officer = officer_of(request)
    form = CameraForm(request.POST or None, viewer=officer, camera=None)

    def keep(said: dict[str, Any]) -> str:
        said.pop("version", None)
        return there(services.add_camera(by=actor_of(request), viewer=officer, **said))

    return _camera_form(request, form, keep, title=_("Enter a camera"), camera=None)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def camera_edit(request: HttpRequest, camera_code: str) -> HttpResponse:
    """Correct a camera's file."""
    officer, row = officer_of(request), find(request, camera_code)
    form = CameraForm(request.POST or None, viewer=officer, camera=row)

    def keep(said: dict[str, Any]) -> str:
        by = actor_of(request)
        return there(services.change_camera(row, by=by, viewer=officer, **said))

    return _camera_form(request, form, keep, title=_("Edit %s") % row.name, camera=row)


def _camera_form(
    request: HttpRequest, form: Any, keep: Any, *, title: str, camera: Camera | None
) -> HttpResponse:
    back = there(camera) if camera else reverse("camera_list")
    shown = {"title": title, "back": back, "camera": camera}
    return form_page(request, form, keep, "video/form_camera.html", shown)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def camera_remove(request: HttpRequest, camera_code: str) -> HttpResponse:
    """Take a camera off its pole, with the reason."""
    row = find(request, camera_code)

    def keep(said: dict[str, Any]) -> str:
        return there(services.remove_camera(row, by=actor_of(request), **said))

    form = RemovalForm(request.POST or None, initial={"version": row.version})
    told = _("It leaves every count and map; its file stays. Setting it in use takes this back.")
    title = _("Remove %s") % row.name
    return small_form(request, form, keep, title=title, back=there(row), told=told, grave=True)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def camera_file(request: HttpRequest, camera_code: str) -> HttpResponse:
    """Note a filing with the county police."""
    row = find(request, camera_code)

    def keep(said: dict[str, Any]) -> str:
        return there(services.file_camera(row, by=actor_of(request), **said))

    number = row.filing_number if row.refile_since else ""
    initial = {"version": row.version, "number": number}
    form = CameraFilingForm(request.POST or None, initial=initial)
    told = _("Unit, place, number and type of devices, and days kept are filed (article 14).")
    title = _("Filing of %s") % row.name
    return small_form(request, form, keep, title=title, back=there(row), told=told)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def camera_check(request: HttpRequest, camera_code: str) -> HttpResponse:
    """Say of a file that it is complete, or what is to be corrected."""
    row = find(request, camera_code)

    def keep(said: dict[str, Any]) -> str:
        return there(services.check_file(row, by=actor_of(request), **said))

    form = FileCheckForm(request.POST or None, initial={"version": row.version})
    missing = ", ".join(missing_words(row))
    told = _("Missing: %s.") % missing if missing else _("All mandatory fields are there.")
    title = _("Check the file of %s") % row.name
    return small_form(request, form, keep, title=title, back=there(row), told=told)


def small_form(
    request: HttpRequest, form: Any, keep: Any, *, title: str, back: str, **more: Any
) -> HttpResponse:
    """A page with one short form; `told` explains it, `grave` makes its button so."""
    return form_page(request, form, keep, "video/form.html", {"title": title, "back": back} | more)
