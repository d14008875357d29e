"""The rates now, and the cameras behind every figure of them."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.rates import selectors, shown, tables
from video.rates.causes import causes
from video.rates.forms import PART_NAMES, BehindFilter, BoardFilter
from video.rates.formulas import COUNTED
from video.rates.marks import SHIFT
from video.rates.models import By, Rate
from video.rates.rulebook import formulas_of

MOST_ROWS: Final = 60_000
RATES: Final = tuple(SHIFT)
_BESIDE: Final = ("agency", "camera_class", "contractor", "status", "place_check", "storage_state")


@requires(Right.CAMERA_READ)
@require_GET
def rate_board(request: HttpRequest) -> HttpResponse:
    """A tile for every rate, and the rates by agency, division, owner, operator, firm or class."""
    form, by, asked = _asked(request)
    officer = officer_of(request)
    table = selectors.table(officer, by=by, **asked)
    where = {name: value for name, value in asked.items() if value is not None}
    now = {name: value for name, value in where.items() if name != "at"}
    tiles = selectors.tiles(officer, rates=RATES, counted=table, **now)
    page = page_of(request, table.lines, size=100)
    context = {
        "tab": "board",
        "form": form,
        "by": By(by).label,
        "at": asked.get("at"),
        "tiles": [shown.tile_of(tile, where) for tile in tiles],
        "rates": [shown.label_of(rate) for rate in RATES],
        "page": page,
        "lines": [(line, shown.cells(line, RATES, where)) for line in page.object_list],
        "total": [table.total[rate] for rate in RATES],
        "formulas": table.formulas.values(),
    }
    return render(request, "videorates/board.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def rate_board_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same table, each rate with numerator, denominator, excluded and sample."""
    _form, by, asked = _asked(request)
    table = selectors.table(officer_of(request), by=by, **asked)
    return csv_answer("camera-rates.csv", tables.table_lines(table, RATES))


def _asked(request: HttpRequest) -> tuple[BoardFilter, str, dict[str, Any]]:
    """What was asked for; the public cameras where nothing was, as they are what is assessed."""
    form = BoardFilter(request.GET or QueryDict("is_public=1"), viewer=officer_of(request))
    said = form.said()
    return form, said.pop("by", By.AGENCY), said


@requires(Right.CAMERA_READ)
@require_GET
def rate_cameras(request: HttpRequest) -> HttpResponse:
    """The cameras of one part of a rate, each with why it is there."""
    form, rate, part, asked = _behind(request)
    officer = officer_of(request)
    rows = selectors.cameras_behind(officer, rate, part, **asked).select_related(*_BESIDE)
    page = page_of(request, rows, size=50)
    formula = formulas_of(officer.agency_path)[rate]
    why = causes(page.object_list, formula, part, at=asked.get("at"))
    context = {
        "tab": "cameras",
        "form": form,
        "rate": Rate(rate),
        "part": PART_NAMES[part],
        "words": COUNTED[rate],
        "formula": formula,
        "page": page,
        "lines": [(camera, why[camera.pk]) for camera in page.object_list],
        "at": asked.get("at"),
    }
    return render(request, "videorates/cameras.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def rate_cameras_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same cameras as CSV, at most 60,000."""
    _form, rate, part, asked = _behind(request)
    officer = officer_of(request)
    rows = selectors.cameras_behind(officer, rate, part, **asked).select_related(*_BESIDE)
    formula = formulas_of(officer.agency_path)[rate]
    lines = tables.camera_lines(rows[:MOST_ROWS], formula, part, at=asked.get("at"))
    return csv_answer(f"cameras-{rate}-{part}-{timezone.localdate()}.csv", lines)


def _behind(request: HttpRequest) -> tuple[BehindFilter, str, str, dict[str, Any]]:
    said = request.GET.dict()
    said = {"rate": Rate.REGISTRATION.value, "part": "missing"} | said
    form = BehindFilter(said, viewer=officer_of(request))
    asked = form.said()
    rate, part = asked.pop("rate", Rate.REGISTRATION.value), asked.pop("part", "missing")
    return form, rate, part, asked
