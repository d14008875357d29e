"""Pages of the ground: beats, patrol points with their codes to print, routes drawn on the map."""

import base64
from io import BytesIO
from typing import Any

import qrcode
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.rounds import selectors, services
from patrol.rounds.forms import BeatForm, GroundFilter, PointForm, RouteForm, windows_text
from patrol.rounds.models import Beat, PatrolPoint, Route, RouteProposal
from patrol.rounds.services.checking_in import QR_PREFIX
from patrol.rounds.views.shared import PAGE, act, answer_form, who

SHEET = 60  # codes on one printed sheet


@requires(Right.PATROL_READ)
def point_list(request: HttpRequest) -> HttpResponse:
    """Patrol points in scope."""
    form, chosen = _filter(request, "kind", "all")
    page = page_of(request, selectors.points(officer_of(request), **chosen), size=PAGE)
    return render(request, "rounds/points.html", _list(request, form, page))


@requires(Right.PATROL_PLAN)
def point_sheet(request: HttpRequest) -> HttpResponse:
    """The codes of the points of the filter, to be printed and put up; planners only."""
    _form, chosen = _filter(request, "kind")
    page = page_of(request, selectors.points(officer_of(request), **chosen), size=SHEET)
    codes = [(point, _qr(point)) for point in page.object_list]
    context = {"codes": codes, "page": page, "now": timezone.now()}
    return render(request, "rounds/sheet.html", context)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def point_new(request: HttpRequest) -> HttpResponse:
    return _point_form(request, None, PointForm(request.POST or None, viewer=officer_of(request)))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def point_edit(request: HttpRequest, point_id: int) -> HttpResponse:
    rows = selectors.points(officer_of(request), all=True)
    point = get_object_or_404(rows, pk=point_id)
    form = PointForm(request.POST or None, viewer=officer_of(request), initial=_of_point(point))
    return _point_form(request, point, form)


@requires(Right.PATROL_READ)
def beat_list(request: HttpRequest) -> HttpResponse:
    """Beats in scope."""
    form, chosen = _filter(request, "all")
    page = page_of(request, selectors.beats(officer_of(request), **chosen), size=PAGE)
    return render(request, "rounds/beats.html", _list(request, form, page))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def beat_new(request: HttpRequest) -> HttpResponse:
    return _beat_form(request, None, BeatForm(request.POST or None, viewer=officer_of(request)))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def beat_edit(request: HttpRequest, beat_id: int) -> HttpResponse:
    beat = get_object_or_404(selectors.beats(officer_of(request), all=True), pk=beat_id)
    initial = {
        "code": beat.code,
        "name": beat.name,
        "agency": beat.agency.code,
        "cells": beat.cell_codes,
        "is_active": beat.is_active,
        "version": beat.version,
    }
    form = BeatForm(request.POST or None, viewer=officer_of(request), initial=initial)
    return _beat_form(request, beat, form)


@requires(Right.PATROL_READ)
def route_list(request: HttpRequest) -> HttpResponse:
    """Routes in scope."""
    form, chosen = _filter(request, "tier", "all")
    page = page_of(request, selectors.routes(officer_of(request), **chosen), size=PAGE)
    return render(request, "rounds/routes.html", _list(request, form, page))


@requires(Right.PATROL_READ)
def route_detail(request: HttpRequest, route_id: int) -> HttpResponse:
    """One route on the map, every version it had, and what the incidents propose."""
    route = _route(request, route_id)
    versions = list(route.versions.prefetch_related("stops__point")[:PAGE])
    context = {
        "route": route,
        "versions": versions,
        "current": next((version for version in versions if version.valid_to is None), None),
        "proposals": [_said(proposal) for proposal in route.proposals.all()[:20]],
        "map": _map(route, versions),
        "may_plan": officer_of(request).has_right(Right.PATROL_PLAN),
    }
    return render(request, "rounds/route.html", context)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def route_new(request: HttpRequest) -> HttpResponse:
    """Draw a route."""
    form = RouteForm(request.POST or None, viewer=officer_of(request))

    def draw() -> str:
        route = services.create_route(**who(request), **form.said)
        return reverse("route_detail", args=[route.pk])

    return _route_form(request, form, draw, _("Draw a route"), reverse("route_list"))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def route_edit(request: HttpRequest, route_id: int) -> HttpResponse:
    """Redraw a route: a new version; name, tier and beat are changed in place."""
    route = _route(request, route_id)
    form = RouteForm(request.POST or None, viewer=officer_of(request), initial=_of_route(route))
    back = reverse("route_detail", args=[route.pk])

    def redraw() -> str:
        said, version = form.said, form.cleaned_data["version"]
        named = {name: said.pop(name) for name in ("name", "tier", "beat")}
        services.redraw_route(route, **who(request), version=version, **said)
        services.edit_route(route, **who(request), version=None, **named)
        return back

    return _route_form(request, form, redraw, route.name, back)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def route_propose(request: HttpRequest, route_id: int) -> HttpResponse:
    """Ask for a proposal from the incidents of the last two weeks."""
    route = _route(request, route_id)
    done = _("A change is proposed; read it and decide.")
    to = reverse("route_detail", args=[route.pk])
    return act(request, lambda: services.propose(route, by=who(request)["by"]), done=done, to=to)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def route_proposal_decide(request: HttpRequest, route_proposal_id: int) -> HttpResponse:
    """Approve or refuse a proposal."""
    mine = RouteProposal.objects.visible_to(officer_of(request))
    proposal = get_object_or_404(mine, pk=route_proposal_id)
    to = reverse("route_detail", args=[proposal.route_id])
    if request.method != "POST":
        return redirect(to)
    approve = request.POST.get("approve") == "1"
    done = _("The route was redrawn.") if approve else _("The proposal was refused.")
    return act(
        request,
        lambda: services.decide(proposal, **who(request), approve=approve),
        done=done,
        to=to,
    )


def _filter(request: HttpRequest, *only: str) -> tuple[GroundFilter, dict[str, Any]]:
    form = GroundFilter(request.GET, only=only)
    return form, form.cleaned_data if form.is_valid() else {}


def _list(request: HttpRequest, form: GroundFilter, page: Any) -> dict[str, Any]:
    may_plan = officer_of(request).has_right(Right.PATROL_PLAN)
    return {"form": form, "page": page, "may_plan": may_plan}


def _point_form(request: HttpRequest, point: PatrolPoint | None, form: PointForm) -> HttpResponse:
    def keep() -> str:
        said = form.said | {"version": form.cleaned_data["version"]}
        saved = services.put_point(point, **who(request), **said)
        messages.success(request, _("“%s” was saved.") % saved.name)
        return reverse("point_list")

    heading = point.name if point else _("New patrol point")
    said = {"heading": heading, "back": reverse("point_list"), "map": points_map(request)}
    return answer_form(request, form, keep, template="rounds/map_form.html", **said)


def _beat_form(request: HttpRequest, beat: Beat | None, form: BeatForm) -> HttpResponse:
    def keep() -> str:
        said = form.said | {"version": form.cleaned_data["version"]}
        saved = services.put_beat(beat, **who(request), **said)
        messages.success(request, _("“%s” was saved.") % saved.name)
        return reverse("beat_list")

    heading = beat.name if beat else _("New beat")
    return answer_form(request, form, keep, heading=heading, back=reverse("beat_list"))


def _route_form(
    request: HttpRequest, form: RouteForm, change: Any, heading: str, back: str
) -> HttpResponse:
    said = {"heading": heading, "back": back, "map": points_map(request)}
    return answer_form(request, form, change, template="rounds/map_form.html", **said)


def _of_point(point: PatrolPoint) -> dict[str, Any]:
    plain = ("code", "name", "kind", "radius_m", "dwell_s", "is_active", "version")
    return {name: getattr(point, name) for name in plain} | {
        "lng": point.point.x if point.point else None,
        "lat": point.point.y if point.point else None,
        "place": point.place_id,
        "unit": point.unit.call_sign if point.unit else "",
        "windows": windows_text(point.windows),
    }


def _of_route(route: Route) -> dict[str, Any]:
    plain = {name: getattr(route, name) for name in ("code", "name", "tier", "version")}
    plain |= {"agency": route.agency.code, "beat": route.beat.code if route.beat else ""}
    version = services.current_version(route)
    if version is None:
        return plain
    stops = version.stops.select_related("point")
    corners = version.line.coords if version.line else ()
    return plain | {
        "points": "\n".join(stop.point.code for stop in stops),
        "line": "\n".join(f"{lng:.6f}, {lat:.6f}" for lng, lat in corners),
        "is_shuffled": version.is_shuffled,
        "min_gap_min": version.min_gap_s // 60,
        "pace_min": version.pace_s // 60,
        "laps": version.laps,
    }


def _ground() -> dict[str, Any]:
    return {
        "cells": reverse("api_map_cells"),
        "centre": settings.LEAFLET_CONFIG["DEFAULT_CENTER"],
        "zoom": settings.LEAFLET_CONFIG["DEFAULT_ZOOM"],
        "words": {
            "up": _("Up"),
            "down": _("Down"),
            "remove": _("Remove"),
            "add": _("Add"),
            "zoom_in": _("Zoom in"),
            "zoom_out": _("Zoom out"),
            "lost": _("The map could not be read; the list works without it."),
            "undo": _("Take the last corner back"),
            "choose": _("Choose a point"),
        },
    }


def points_map(request: HttpRequest) -> dict[str, Any]:
    """What the drawing scripts need: ground, words, and the points that may be chosen."""
    rows = selectors.points(officer_of(request)).filter(point__isnull=False)[:2000]
    return _ground() | {"points": [_mark(point) for point in rows]}


def _map(route: Route, versions: list[Any]) -> dict[str, Any]:
    """The version in force, to be looked at only."""
    current = next((version for version in versions if version.valid_to is None), None)
    stops = [stop.point for stop in current.stops.all()] if current else []
    line = list(current.line.coords) if current and current.line else []
    marks = [_mark(point) for point in stops if point.point]
    return _ground() | {"points": marks, "line": line, "is_shown_only": True, "name": route.name}


def _mark(point: PatrolPoint) -> dict[str, Any]:
    where = point.point
    assert where is not None
    return {"code": point.code, "name": point.name, "lng": where.x, "lat": where.y}


def _said(proposal: RouteProposal) -> dict[str, Any]:
    """A proposal with its points by name."""
    names = dict(
        PatrolPoint.objects.filter(pk__in=[*proposal.adds, *proposal.drops]).values_list(
            "pk", "name"
        )
    )
    return {
        "row": proposal,
        "adds": [names.get(pk, "") for pk in proposal.adds],
        "drops": [names.get(pk, "") for pk in proposal.drops],
        "total": sum(proposal.counts.values()),
        "cells": list(proposal.counts.items())[:5],
    }


def _qr(point: PatrolPoint) -> str:
    """The point's code as an image address; drawn here, so that no tag leaves the host."""
    drawn = BytesIO()
    made = qrcode.make(f"{QR_PREFIX}{point.tag}", image_factory=SvgPathImage, box_size=10)
    made.save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def _route(request: HttpRequest, route_id: int) -> Route:
    return get_object_or_404(selectors.routes(officer_of(request), all=True), pk=route_id)
