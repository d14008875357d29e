"""The home of the analysis and the map of cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from command_center.analysis.explorer import mapping
from command_center.analysis.explorer.asked import Asked, asked_of
from command_center.analysis.explorer.forms import MapForm
from command_center.analysis.explorer.home import home
from command_center.analysis.explorer.page import (
    METHOD_OF,
    TABS,
    is_off,
    map_config,
    shows_cases,
)
from grid.errors import InvalidInput
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

READ = Right.ANALYSIS_READ
DAYS = 28


@requires(READ)
@require_GET
def analysis_home(request: HttpRequest) -> HttpResponse:
    """What was found last night, what waits for a decision, what is late."""
    return render(request, "caseexplorer/home.html", home(officer_of(request)))


@requires(READ)
@require_GET
def case_map(request: HttpRequest) -> HttpResponse:
    """The map, with a slider over days, weeks or hours; the same as a table for who cannot see."""
    officer = officer_of(request)
    form = MapForm(request.GET, viewer=officer, days=DAYS)
    asked = asked_of(form, officer)
    data = _data(asked, form, shows=shows_cases(officer)) if asked else None
    context = {
        "form": form,
        "tabs": TABS,
        "tab": "case_map",
        "data": data,
        "lines": _lines(asked, data) if asked and data else [],
        "config": map_config(request, points=shows_cases(officer)),
    }
    return render(request, "caseexplorer/map.html", context)


def _data(asked: Asked, form: MapForm, *, shows: bool) -> dict[str, Any]:
    step = form.cleaned_data["step"]
    return mapping.map_data(asked, step=step, shows_cases=shows, at=timezone.now())


def _lines(asked: Asked, data: dict[str, Any]) -> list[tuple[str, str, float, str]]:
    """Cells with most cases first: code, name, sum, list."""
    found = []
    for code, counts in data["cells"].items():
        known = [one for one in counts if not isinstance(one, str)]
        total = f"{sum(known):,.0f}" if len(known) == len(counts) else f"≥ {sum(known):,.0f}"
        found.append((sum(known), code, data["names"][code], total, asked.url(cell=code)))
    found.sort(key=lambda line: (-line[0], line[1]))
    return [line[1:] for line in found[:100]]  # type: ignore[misc]


def _asked(request: HttpRequest) -> tuple[Asked, MapForm]:
    """What the script asks; raises InvalidInput naming the first field that cannot be read."""
    officer = officer_of(request)
    form = MapForm(request.GET, viewer=officer, days=DAYS)
    asked = asked_of(form, officer)
    if asked is None:
        raise InvalidInput(str(next(iter(form.errors.values()))[0]))
    return asked, form


@requires(READ)
@require_GET
def case_map_data(request: HttpRequest) -> JsonResponse:
    """Counts of cells frame by frame, as the map draws them."""
    try:
        asked, form = _asked(request)
    except InvalidInput as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=400)
    return JsonResponse(_data(asked, form, shows=shows_cases(officer_of(request))))


@requires(READ)
@require_GET
def case_map_layer(request: HttpRequest) -> JsonResponse:
    """`?layer=density|hot|zones` over the days shown, `first` to `last`."""
    try:
        asked, _form = _asked(request)
    except InvalidInput as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=400)
    name = request.GET.get("layer", "")
    if name not in METHOD_OF:
        return JsonResponse({"code": "unknown", "message": name[:20]}, status=400)
    if is_off(METHOD_OF[name], asked.agency.path):
        return JsonResponse({"state": "off"})
    first = _day(request, "first") or asked.since
    last = _day(request, "last") or asked.until
    shows = shows_cases(officer_of(request))
    return JsonResponse(mapping.layer(asked, name, since=first, until=last, shows_cases=shows))


def _day(request: HttpRequest, name: str) -> Any:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
