"""The daily sheet as one object."""

from typing import Any

from command_center.analysis.sheets.content import advice, hours, lacks, lines, places
from command_center.analysis.sheets.content.inputs import SheetInput
from command_center.analysis.sheets.content.tables import table

VERSION = 2
READABLE = (1, 2)  # the first had neither surges of the areas below nor holidays


def sheet(given: SheetInput) -> dict[str, Any]:
    """Every section of the sheet of one area and one local day; JSON-ready."""
    days = (given.day - given.first).days + 1
    counted = table(
        given.counts, given.classes, areas=len(given.areas), first=given.first, days=days
    )
    content: dict[str, Any] = {
        "version": VERSION,
        "day": given.day.isoformat(),
        "agency": dict(given.agency),
        "classes": lines.class_lines(given, counted),
        "areas": lines.area_lines(given, counted),
        "below": lines.below(given, counted),
        "special": lines.special(given),
        "discovered": {
            "count": given.discovered,
            "open": given.opens(given.day, given.day) | {"discovered": "true"},
        },
        "hours": hours.hours(given),
        "hot_cells": places.hot_cells(given),
        "zones": places.zones(given),
        "zero_days": lines.zero_days(given, counted),
        "data_lack": lacks.data_lacks(given),
        "calls": lacks.calls(given),
        "method": _method(given),
    }
    content["proposals"] = advice.proposals(given, content)
    content["headline"] = _headline(given, content)
    return content


def _headline(given: SheetInput, content: dict[str, Any]) -> dict[str, Any]:
    """The line that says it all: one class, its change, and how much is out of the ordinary."""
    head = next(line for line in content["classes"] if line["code"] == given.headline.code)
    lines = [*content["classes"], *content["areas"], *content["below"]["lines"]]
    cells = content["hot_cells"]["lines"]
    return {
        "class": given.headline.brief(),
        **{key: head[key] for key in ("count", "previous", "weekday", "last_year", "open")},
        **{key: head[key] for key in ("expected", "is_surge")},
        "surges": sum(line["is_surge"] for line in lines),
        "hot": len(cells),
        "new_hot": sum(line["is_new"] for line in cells),
        "zones": len(content["zones"]["lines"]),
        "peak": content["hours"]["peak"],
        "proposals": len(content["proposals"]),
    }


def _method(given: SheetInput) -> dict[str, Any]:
    return {
        "settings": dict(given.settings),
        "history_from": given.first.isoformat(),
        "off": sorted(given.off),
    }
