"""What the map hands to its script, and what the pages of the explorer share."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from command_center.analysis.runs.switches import switched_off
from grid.organisation.models import Officer
from grid.rights import Right
from video.board import page as board

TABS: Final = (
    ("case_map", gettext_lazy("Map")),
    ("case_hours", gettext_lazy("Hours of the week")),
    ("case_explorer", gettext_lazy("Rows and columns")),
    ("hot_cells", gettext_lazy("Hot cells through time")),
    ("zero_days", gettext_lazy("Days without a case")),
    ("series_list", gettext_lazy("Series candidates")),
)
WORDS: Final = (
    gettext_noop("%(count)s cases"),
    gettext_noop("%(count)s cases as points"),
    gettext_noop("%(count)s zones of %(metres)s m for %(days)s days"),
    gettext_noop("%(level)s %% sure, %(cases)s cases"),
    gettext_noop("All days"),
    gettext_noop("All hours"),
    gettext_noop("Begins to be shaded at %(count)s cases per km²"),
    gettext_noop("Nothing stands out."),
    gettext_noop("Pause"),
    gettext_noop("Play"),
    gettext_noop("The figures could not be read; what is shown may be old."),
    gettext_noop("The server refused (%(status)s)."),
    gettext_noop("No connection to the server; nothing was lost."),
    gettext_noop("There are too few cases for this layer."),
    gettext_noop("There are too few cells for this layer."),
    gettext_noop("This method is switched off here."),
    gettext_noop("Zone of %(cases)s cases, open until %(day)s"),
    gettext_noop("Zoom in"),
    gettext_noop("Zoom out"),
    gettext_noop("from %(first)s to %(last)s"),
    gettext_noop("hour %(hour)s"),
    gettext_noop("smoothed over %(metres)s m"),
)
METHOD_OF: Final = {"density": "hotspots", "hot": "hotspots", "zones": "near_repeat"}


def map_config(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Addresses and words of the map; no personal data."""
    urls = {
        "data": reverse("case_map_data"),
        "layer": reverse("case_map_layer"),
        "cells": board.address("api_map_cells"),
        "divisions": board.address("api_map_divisions"),
    }
    said = board.config(request, urls=urls)
    return said | {"words": said["words"] | {word: _(word) for word in WORDS}} | more


def shows_cases(officer: Officer) -> bool:
    """Whether the officer may open cases: then small counts and points are shown too."""
    return officer.has_right(Right.CASE_READ)


def is_off(method: str, agency_path: str) -> bool:
    """Whether the method is switched off for the area."""
    return method in switched_off(agency_path)
