"""Pages of whoever was granted cameras: the list of them and one of them, to look only."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from grid.frame.forms import asked_for
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.grants import selectors, services
from video.grants.forms import GrantedFilterForm
from video.grants.shown import state_word
from video.register.models import CameraQuerySet

PAGE = 50


@requires(Right.CAMERA_READ)
@require_GET
def granted_list(request: HttpRequest) -> HttpResponse:
    """Cameras other agencies opened to this officer's, as they are now."""
    officer, today = officer_of(request), timezone.localdate()
    form = GrantedFilterForm(request.GET, viewer=officer)
    page = page_of(request, selectors.granted(officer, **asked_for(form)), size=PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [(camera, state_word(camera.link_state)) for camera in page],
        "ending": [g for g in selectors.opening(officer) if g.valid_to <= today + selectors.SOON],
        "now": timezone.now(),
        "tab": "granted",
        "may_train": officer.has_right(Right.CAMERA_MANAGE),
    }
    return render(request, "cameragrants/granted.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def granted_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered, at this moment."""
    officer = officer_of(request)
    form = GrantedFilterForm(request.GET, viewer=officer)
    return csv_answer("granted-cameras.csv", _lines(selectors.granted(officer, **asked_for(form))))


def _lines(rows: CameraQuerySet) -> Iterator[list[Any]]:
    yield [
        *(
            _("Code"),
            pgettext("ground", "Name"),
            _("Class"),
            _("Agency"),
            _("Address"),
            _("Longitude"),
        ),
        *(_("Latitude"), _("State"), _("Grant"), _("Until")),
    ]
    for row in rows.iterator(chunk_size=500):
        lng, lat = row.location.coords if row.location else (None, None)
        opened: Any = row.opened_by[-1].grant  # type: ignore[attr-defined]
        yield [
            *(row.code, row.name, row.camera_class, row.agency.name, row.address, lng, lat),
            *(state_word(row.link_state), opened.number, opened.valid_to),
        ]


@requires(Right.CAMERA_READ)
@require_GET
def granted_detail(request: HttpRequest, granted_code: str) -> HttpResponse:
    """The card of one granted camera; the look is counted for its grant and day."""
    officer = officer_of(request)
    camera: Any = selectors.find_granted(officer, granted_code)
    services.look(camera.opened_by[-1].grant)
    status = getattr(camera, "status", None)
    context = {
        "camera": camera,
        "status": status,
        "state": camera.link_state,
        "word": state_word(camera.link_state),
        "grants": [line.grant for line in camera.opened_by],
        "now": timezone.now(),
        "may_train": officer.has_right(Right.CAMERA_MANAGE),
    }
    return render(request, "cameragrants/granted_one.html", context)
