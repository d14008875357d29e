"""A sheet's content as its page shows it: words, marks, and the cases behind each figure."""

from collections.abc import Mapping
from typing import Any, Final

from command_center.analysis.methods.change import plain
from command_center.analysis.runs.register import switch_word
from command_center.analysis.sheets import words
from command_center.cases.selectors import list_url

RAMP: Final = 5  # shades of the heat map above nothing
MOST_ZONES: Final = 10  # shown at once
LEAST_SHOWN: Final = 0.5  # weight from which a cell of the heat map writes its number


def shown(content: Mapping[str, Any], runs: Mapping[str, int]) -> dict[str, Any]:
    """Everything the template needs; `runs` are the sheets of the areas below, by code."""
    return {
        "lead": words.lead_of(content),
        "head": _head(content),
        "classes": [_line(line) for line in content["classes"]],
        "areas": [_line(line) | _area(line, runs) for line in content["areas"]],
        "below": _below(content, runs),
        "special": words.special_of(content.get("special")),
        "discovered": _figure(content["discovered"]),
        "heat": _heat(content["hours"]),
        "hot": _hot(content["hot_cells"]),
        "zones": _zones(content["zones"]),
        "zero_days": _zero_days(content["zero_days"]),
        "lacks": [
            {"word": words.LACKS[line["code"]], **_figure(line)}
            for line in content["data_lack"]["lines"]
        ],
        "calls": content["calls"],
        "share": plain(content["calls"]["share"]),
        "method": content["method"]
        | {"off": [switch_word(code) for code in content["method"]["off"]]},
    }


def _figure(line: Mapping[str, Any]) -> dict[str, Any]:
    """A count with the address of its cases; no address where there are none."""
    url = list_url(**line["open"]) if line["count"] and line["open"] else ""
    return {"count": line["count"], "url": url}


def _head(content: Mapping[str, Any]) -> dict[str, Any]:
    head = content["headline"]
    return _figure(head) | {
        "name": words.name_of(head["class"]),
        "previous": words.change_of(head["previous"]),
        "last_year": words.change_of(head["last_year"]),
        "expected": words.interval_of(head["expected"]),
        "is_surge": head["is_surge"],
        **{key: head[key] for key in ("surges", "hot", "new_hot", "zones")},
    }


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    return _figure(line) | {
        "name": words.name_of(line),
        "kind": line["kind"],
        "previous": _beside(line["previous"]),
        "weekday": _beside(line["weekday"]),
        "last_year": _beside(line["last_year"]),
        "expected": words.interval_of(line["expected"]),
        "is_surge": line["is_surge"],
    }


def _beside(said: Mapping[str, Any]) -> dict[str, str]:
    return {"base": plain(said["base"]), "change": words.change_of(said)}


def _area(line: Mapping[str, Any], runs: Mapping[str, int]) -> dict[str, Any]:
    url = list_url(**line["open_all"]) if line["all"] else ""
    return {"all": line["all"], "all_url": url, "run_id": runs.get(line["code"])}


def _below(content: Mapping[str, Any], runs: Mapping[str, int]) -> dict[str, Any] | None:
    """Surges of the areas below, where there are any areas to look at."""
    found = content.get("below")  # sheets of the first version have none
    if not found or not found["looks"]:
        return None
    lines = [
        _figure(line)
        | {
            "name": words.name_of(line),
            "what": words.name_of(line["class"]),
            "expected": words.interval_of(line["expected"]),
            "p": words.chance_of(line["p"]),
            "run_id": runs.get(line["code"]),
        }
        for line in found["lines"]
    ]
    return {**found, "lines": lines, "alpha": content["method"]["settings"]["alpha"]}


def _heat(hours: Mapping[str, Any]) -> dict[str, Any] | None:
    if hours["weights"] is None:
        return None
    weights = hours["weights"]
    most = max(weights) or 1.0
    order = [1, 2, 3, 4, 5, 6, 0]  # the week begins on Monday; hour 0 is Sunday's first
    return {
        "rows": [
            {
                "day": words.WEEKDAYS[day],
                "cells": [_shade(weights[day * 24 + hour], most, hour) for hour in range(24)],
                "sum": f"{hours['by_day'][day]:.1f}",
            }
            for day in order
        ],
        "sums": [f"{weight:.1f}" for weight in hours["by_hour"]],
        "count": hours["count"],
        "wide": hours["wide"],
        "since": hours["since"],
        "url": list_url(**hours["open"]) if hours["count"] else "",
        "peak": words.peak_of(hours["peak"]),
        "hours": range(24),
    }


def _shade(weight: float, most: float, hour: int) -> dict[str, Any]:
    shade = min(RAMP, int(weight / most * RAMP) + 1) if weight > 0 else 0
    text = f"{weight:.1f}" if weight >= LEAST_SHOWN else ""
    return {"shade": shade, "text": text, "weight": plain(weight), "hour": hour}


def _hot(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "told": words.STATES[cells["state"]],
        "found": cells.get("found", 0),
        "since": cells["since"],
        "lines": [
            {
                "name": f"{line['code']} {line['name']}",
                "count": line["cases"],
                "url": list_url(**line["open"]),
                "usual": plain(line["usual"]),
                "level": line["level"],
                "is_new": line["is_new"],
                "because": [words.BECAUSE[word] for word in line["because"]],
                "peak": words.peak_of(line["peak"]),
            }
            for line in cells["lines"]
        ],
        "gone": cells.get("gone", []),
    }


def _zones(zones: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "told": words.STATES[zones["state"]],
        "test": _test(zones.get("test")),
        "radius_m": zones["radius_m"],
        "days": zones["days"],
        "since": zones.get("since", ""),
        "lines": [_zone(line) for line in zones["lines"][:MOST_ZONES]],
        "more": [_zone(line) for line in zones["lines"][MOST_ZONES:]],
    }


def _test(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {**said, "p": words.chance_of(said["p"])} if said else None


def _zone(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cells": ", ".join(line["names"]) or "—",
        "count": line["cases"],
        "url": list_url(**line["open"]),
        "ends": line["ends"],
        "radius_m": int(line["radius_m"]),
        "is_new": line["is_new"],
    }


def _zero_days(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    lines = [line | {"name": words.name_of(line)} for line in found["classes"]]
    areas = [line | {"name": words.name_of(line)} for line in found["areas"]]
    chosen = [line for line in lines if line["kind"] != "category"]
    return {**found, "classes": chosen, "areas": areas}
