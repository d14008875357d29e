"""The pages of the ground: cells without a camera, what a cell's cameras see, cameras around."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.territory import layers
from video.board import around, coverage, overlap
from video.board.api import find_cell
from video.board.forms import AroundForm, CellFilterForm
from video.board.page import map_config

PAGE = 50


@requires(Right.CAMERA_READ)
@require_GET
def camera_coverage(request: HttpRequest) -> HttpResponseBase:
    """Cells by the cameras that work in them, the worst first; `?as=csv` is the sheet of it."""
    officer = officer_of(request)
    form = CellFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = coverage.coverage(officer, asked)
    if request.GET.get("as") == "csv":
        return csv_answer("cells-and-cameras.csv", _table(found.rows))
    context = {
        "form": form,
        "totals": found.totals,
        "cells": Paginator(found.rows, PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "cameraboard/coverage.html", context)


def _table(rows: list[coverage.CellCameras]) -> Iterator[list[Any]]:
    yield [
        _("Code"), _("Cell"), _("Agency"), _("Cameras in use"), _("Working"),
        _("Public and working"), _("Finding"),
    ]  # fmt: skip
    for row in rows:
        cell = row.cell
        counts = [row.cameras, row.working, row.public_working]
        yield [cell.code, cell.name, cell.agency.name, *counts, row.finding]


@requires(Right.CAMERA_READ)
@require_GET
def camera_cell(request: HttpRequest, code: str) -> HttpResponse:
    """One cell: what its working cameras see of it, and which of them see nothing alone."""
    officer = officer_of(request)
    cell = find_cell(officer, code)
    found = overlap.overlap(officer, cell)
    context = {
        "cell": cell,
        "found": found,
        "spare": found.spare[:200],
        "unseen": 1 - found.seen,
        "drawing": layers.drawing(cell),
        "points": overlap.drawn(cell, found.gaps),
        "now": timezone.now(),
    }
    return render(request, "cameraboard/cell.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def camera_around(request: HttpRequest) -> HttpResponseBase:
    """Cameras around a place at a moment; without a place the form to say one."""
    officer = officer_of(request)
    form = AroundForm(request.GET or None)
    found = around.around(officer, **form.cleaned_data) if form.is_valid() else None
    if found and request.GET.get("as") == "csv":
        return csv_answer("cameras-around.csv", _around_table(found["cameras"]))
    context = {"form": form, "found": found, "config": map_config(request, officer)}
    return render(request, "cameraboard/around.html", context)


def _around_table(rows: list[dict[str, Any]]) -> Iterator[list[Any]]:
    yield [
        _("National id"), _("Number"), _("Name"), _("Agency"), _("Metres away"), _("Looks there"),
        _("State then"), _("Longitude"), _("Latitude"),
    ]  # fmt: skip
    plain = ("gb_id", "code", "name", "agency", "distance_m", "sight", "state", "lng", "lat")
    for row in rows:
        yield [row[name] for name in plain]
