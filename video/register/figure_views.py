"""Pages of sums over the register: what is owed, classes with their difference, growth by year."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grid.frame.forms import asked_for
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.register import compliance, figures
from video.register.part_forms import AreaForm


@requires(Right.CAMERA_READ)
@require_GET
def camera_compliance(request: HttpRequest) -> HttpResponseBase:
    """How many cameras are on each list of what law and file still ask; each opens its cameras."""
    officer = officer_of(request)
    form = AreaForm(request.GET, viewer=officer)
    agency = asked_for(form).get("agency", "")
    found = compliance.counts(officer, timezone.localdate(), agency=agency)
    lines = [(name, word, found[name]) for name, (word, _make) in compliance.LISTS.items()]
    if request.GET.get("as") == "csv":
        return csv_answer("still-owed.csv", [("list", "cameras", "of"), *_owed(lines, found)])
    context = {
        "form": form,
        "lines": lines,
        "total": found["total"],
        "agency": agency,
        "now": timezone.now(),
    }
    return render(request, "video/compliance.html", context)


def _owed(lines: list[Any], found: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for _name, word, count in lines:
        yield str(word), count, found["total"]


@requires(Right.CAMERA_READ)
@require_GET
def camera_classes(request: HttpRequest) -> HttpResponseBase:
    """Cameras by class beside what the city reports, with what no named class explains."""
    sums = figures.camera_classes_sum(officer_of(request))
    if request.GET.get("as") == "csv":
        head = ("class", "name", "counted", "reported", "difference")
        return csv_answer("camera-classes.csv", [head, *_class_lines(sums)])
    context = {
        "sums": sums,
        "count": sum(row.count for row in sums),
        "expected": sum(row.expected or 0 for row in sums),
        "stock": figures.stock(officer_of(request)),
        "now": timezone.now(),
    }
    return render(request, "video/classes.html", context)


def _class_lines(sums: list[figures.Sum]) -> Iterator[tuple[Any, ...]]:
    for row in sums:
        for line in row.lines:
            yield line.row.pk, str(line.row), line.count, line.expected, line.difference
        yield row.top.pk, str(row.top), row.count, row.expected, row.difference
        yield "", _("reported, in no named class"), None, row.unexplained, None


@requires(Right.CAMERA_READ)
@require_GET
def camera_growth(request: HttpRequest) -> HttpResponseBase:
    """Cameras by the year they came and went; installed, networked and registered apart."""
    officer = officer_of(request)
    form = AreaForm(request.GET, viewer=officer)
    agency = asked_for(form).get("agency", "")
    years = figures.growth(officer, agency=agency)
    if request.GET.get("as") == "csv":
        head = ("year", "added", "removed", "standing")
        rows = [(row.year, row.added, row.removed, row.standing) for row in years]
        return csv_answer("camera-growth.csv", [head, *rows])
    context = {
        "form": form,
        "years": years,
        "most": max((row.standing for row in years), default=0),
        "this_year": figures.this_year(years, timezone.localdate()),
        "stock": figures.stock(officer, agency=agency),
        "now": timezone.now(),
    }
    return render(request, "video/growth.html", context)
