"""Pages of platforms and their signs, and of the ages after which a sign says nothing."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.frame.forms import asked_for
from grid.frame.pages import act, form_page
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.health import selectors, services
from video.health.forms import PlatformFilterForm, SignRuleForm
from video.health.limits import nearest_rule, rules_in_force
from video.health.models import CameraStatus, PictureFault, PlatformSpan, PlatformStatus
from video.health.services.sign_rules import NUMBERS

PAGE = 50


@requires(Right.CAMERA_READ)
@require_GET
def platform_health(request: HttpRequest) -> HttpResponse:
    """Platforms and recorders: what they are, since when, and how many cameras are online."""
    officer, form = officer_of(request), PlatformFilterForm(request.GET)
    rows = selectors.platform_states(officer, **asked_for(form))
    sums = selectors.counts(officer, by="is_public")
    context = {
        "form": form,
        "page": page_of(request, rows, size=PAGE),
        "sums": [
            (state, label, sum(part[state] for part in sums.values()))
            for state, label in CameraStatus.State.choices
        ],
        "outages": PlatformSpan.objects.visible_to(officer)
        .filter(state__in=["down", "lost"])
        .select_related("platform")[:10],
        "rule": nearest_rule(rules_in_force(), officer.agency_path),
    }
    return render(request, "videohealth/platforms.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def platform_health_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered."""
    form = PlatformFilterForm(request.GET)
    rows = selectors.platform_states(officer_of(request), **asked_for(form))
    return csv_answer("platform-health.csv", _lines(rows))


def _lines(rows: Any) -> Iterator[list[Any]]:
    yield [_("Code"), _("Name"), _("State"), _("Since"), _("Last sign"), _("Cameras"), _("Online")]
    for row in rows.iterator(chunk_size=500):
        status = getattr(row, "status", None) or PlatformStatus()
        told = [row.code, row.name, status.get_state_display(), status.since, status.heard_at]
        yield [*told, row.all_cameras, row.online_cameras]


@requires(Right.CAMERA_READ, Right.CAMERA_INSPECT)
@require_POST
def fault_clear(request: HttpRequest, picture_fault_id: int) -> HttpResponse:
    """Say on a camera's page that a fault of its picture is gone."""
    officer = officer_of(request)
    rows = PictureFault.objects.visible_to(officer).select_related("camera__agency")
    row = rows.filter(pk=picture_fault_id).first()
    if row is None:
        raise Http404
    back = reverse("camera_detail", args=[row.camera.code])

    def keep() -> str:
        services.clear_fault(row, by=actor_of(request), cleared_by=officer.badge_number)
        return back

    return act(request, keep, back=back)


@requires(Right.CAMERA_READ, Right.RATE_MANAGE)
@require_http_methods(["GET", "POST"])
def sign_rule(request: HttpRequest) -> HttpResponse:
    """How long each sign holds for the own agency and below, and the form that changes it."""
    officer = officer_of(request)
    held = nearest_rule(rules_in_force(), officer.agency_path)
    initial = {name: getattr(held, name) for name in NUMBERS}
    initial |= {"valid_from": timezone.localdate(), "version": held.version}
    form = SignRuleForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        told = {"valid_from": said["valid_from"], "version": said["version"]}
        by = actor_of(request)
        services.change_sign_rule(officer.agency, by=by, numbers=form.numbers(), **told)
        return reverse("sign_rule")

    context = {
        "title": _("How long a sign holds"),
        "tab": "platforms",
        "held": held,
        "may": officer.has_right(Right.RATE_MANAGE),
        "back": reverse("platform_health"),
        "explanation": _(
            "A camera is online only while its last sign is younger than this. What was judged"
            " before the day stays as it was."
        ),
    }
    return form_page(request, form, keep, "videohealth/rule.html", context)
