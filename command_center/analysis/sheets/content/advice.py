"""Proposals: what to do about a place and hours, each resting on figures of the sheet.

At most `most_proposals`, those on more cases first. They are advice: somebody orders or declines
each, and what came of it is measured afterwards against a comparison area.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.sheets.content.effect import comparison_cells
from command_center.analysis.sheets.content.inputs import SheetInput

MOST_NAMED: Final = 6  # cells that a proposal is titled with
NEAR_LEAST: Final = 2  # cases of a zone that was known already
NIGHT: Final = range(20, 30)  # hours from 20:00 to 06:00, past midnight counted on
HOURS: Final = 24


def proposals(given: SheetInput, content: dict[str, Any]) -> list[dict[str, Any]]:
    """The drafts, ranked; hours may lie past midnight (22 to 2)."""
    drafts = [*_of_zones(given, content), *_of_cells(given, content), *_of_surges(given, content)]
    drafts.sort(key=lambda draft: -draft["basis"]["cases"])
    held: set[tuple[str, tuple[str, ...]]] = set()
    kept: list[dict[str, Any]] = []
    for draft in drafts:
        about = (draft["kind"], tuple(draft["cells"]))
        if about not in held and len(kept) < given.settings["most_proposals"]:
            held.add(about)
            kept.append(draft | {"rank": len(kept) + 1})
    return _compared(given, content, kept)


def _compared(
    given: SheetInput, content: dict[str, Any], drafts: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each draft with the cells, or areas, that its effect will be measured against."""
    place = {code: at for at, code in enumerate(given.ground.code)}
    before = given.by_cell.sum(axis=1)
    closed = np.zeros(len(place), dtype=bool)
    for draft in drafts:
        for code in draft["cells"]:
            if code in place:
                at = place[code]
                closed[[at, *given.ground.neighbours[at]]] = True
    for draft in drafts:
        draft["basis"]["names"] = [
            given.ground.name[place[code]] for code in draft["cells"][:MOST_NAMED] if code in place
        ]
        chosen = [place[code] for code in draft["cells"] if code in place]
        found = comparison_cells(before, chosen, closed)
        near = {one for at in chosen for one in given.ground.neighbours[at]} - set(chosen)
        draft["comparison"] = {
            "cells": [given.ground.code[at] for at in found],
            "around": sorted(given.ground.code[at] for at in near),
            "agencies": _other_areas(content, draft["agency"]) if draft["agency"] else [],
        }
    return drafts


def _other_areas(content: dict[str, Any], agency: str) -> list[str]:
    """Areas of the sheet that are no surge themselves."""
    lines = content["areas"]
    return [one["code"] for one in lines if one["code"] != agency and not one["is_surge"]]


def _of_zones(given: SheetInput, content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Visits around what was just broken into, as long as the risk there is raised."""
    for zone in content["zones"]["lines"]:
        if zone["cases"] < NEAR_LEAST and not zone["is_new"]:
            continue
        basis = {
            "cases": zone["cases"], "radius_m": zone["radius_m"], "ends": zone["ends"],
            "ratio": content["zones"]["test"]["ratio"], "p": content["zones"]["test"]["p"],
        }  # fmt: skip
        yield _draft(
            given, "visits", "near_repeat", zone["cells"], basis,
            circle={"x": zone["x"], "y": zone["y"], "radius_m": zone["radius_m"]},
            class_code=content["zones"]["category"], last=zone["ends"], open=zone["open"],
        )  # fmt: skip


def _of_cells(given: SheetInput, content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A patrol in a hot cell's hours; by night also that its cameras are checked."""
    for line in content["hot_cells"]["lines"]:
        basis = {
            "cases": line["cases"], "usual": line["usual"], "p": line["p"],
            "is_new": line["is_new"], "because": line["because"],
            "window_days": given.settings["window_days"],
        }  # fmt: skip
        hours = line["peak"] or content["hours"]["peak"]
        about: dict[str, Any] = {"hours": hours, "open": line["open"]}
        yield _draft(given, "patrol", "hot_cell", [line["code"]], basis, **about)
        if line["is_new"] and hours and hours["from"] in (hour % HOURS for hour in NIGHT):
            yield _draft(given, "cameras", "hot_cell", [line["code"]], basis, **about)


def _of_surges(given: SheetInput, content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Hours of the key places of an area where far more was reported than expected."""
    for line in content["areas"]:
        if not line["is_surge"]:
            continue
        basis = {"cases": line["count"], "p": line["p"], **(line["expected"] or {})}
        is_cell = line["kind"] == "cell"
        about: dict[str, Any] = {"hours": content["hours"]["peak"], "open": line["open"]}
        about["agency"] = "" if is_cell else line["code"]
        yield _draft(given, "window", "surge", [line["code"]] if is_cell else [], basis, **about)


def _draft(
    given: SheetInput,
    kind: str,
    reason: str,
    cells: list[str],
    basis: dict[str, Any],
    **about: Any,
) -> dict[str, Any]:
    first = given.day + timedelta(days=1)
    last = first + timedelta(days=int(given.settings["watch_days"]) - 1)
    hours = about.get("hours") or {}
    return {
        "kind": kind,
        "reason": reason,
        "class_code": about.get("class_code", given.headline.code),
        "agency": about.get("agency", ""),
        "cells": cells,
        "circle": about.get("circle"),
        "hour_from": hours.get("from"),
        "hour_to": hours.get("to"),
        "first_day": first.isoformat(),
        "last_day": max(about.get("last", ""), first.isoformat()) if "last" in about
        else last.isoformat(),
        "basis": basis,
        "open": about["open"],
    }  # fmt: skip
