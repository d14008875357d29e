"""The data object of a bulletin, from what was read."""

from typing import Any

import numpy as np

from command_center.analysis.bulletins.content import counts, handling, places, quality
from command_center.analysis.bulletins.content.inputs import BulletinInput
from command_center.analysis.methods import aoristic
from command_center.analysis.sheets.content import advice
from command_center.analysis.sheets.content import places as sheet_places
from command_center.analysis.sheets.content.hours import hours
from command_center.analysis.sheets.content.inputs import SheetInput

SCHEMA = 1


def bulletin(given: BulletinInput, discovered: int) -> dict[str, Any]:
    """Every section but what rows of other tables say (`rows_for`), and the drafts of proposals."""
    hot = sheet_places.hot_cells(given.sheet)
    near = sheet_places.zones(given.sheet)
    zones = places.zones_of(given, near)
    cells = places.cells(given, hot, zones)
    below = counts.areas(given)
    return {
        "schema": SCHEMA,
        "job": given.job,
        "period": _period(given),
        "agency": dict(given.agency),
        "focus": _focus(given),
        "key": {
            "cases": counts.total(given),
            "zero_days": counts.zero_figures(given),
            "calls": handling.key_calls(given),
        },
        "calls": handling.calls(given),
        "types": counts.types(given),
        "areas": below,
        "lists": counts.lists(below),
        "subtypes": counts.kinds(given),
        "important": handling.important(given),
        "speed": handling.speed(given),
        "hours": _hours(given),
        "cells": cells,
        "ground": places.around(given, cells, zones),
        "zones": zones,
        "series": places.linked(given),
        "evaluation": places.judged(given),
        "trend": counts.trend(given),
        "holidays": counts.holidays(given),
        "quality": quality.quality(given, discovered),
        "methods": _methods(given),
        "off": sorted(given.off),
        "drafts": _drafts(given.sheet, hot, near),
    }


def _period(given: BulletinInput) -> dict[str, str]:
    now = given.now
    return {"label": now.label, "first": str(now.first), "last": str(now.last)}


def _focus(given: BulletinInput) -> dict[str, str]:
    return given.focus.brief() | {"since": str(given.now.last)}


def _hours(given: BulletinInput) -> list[list[float]]:
    """Seven days from Monday, 24 hours each; the method counts from Sunday on."""
    if "aoristic" in given.off:
        return [[0.0] * 24 for _day in range(7)]
    mine = given.mine(given.cases)
    weights = aoristic.hour_of_week(mine.occurred_from, mine.occurred_to).reshape(7, 24)
    return [[round(float(one), 4) for one in day] for day in np.roll(weights, -1, axis=0)]


def _methods(given: BulletinInput) -> dict[str, Any]:
    settings = given.sheet.settings
    return {
        "near_m": settings["near_m"],
        "near_days": settings["near_days"],
        "permutations": settings["near_permutations"],
        "settings": dict(settings) | dict(given.settings),
    }


def _drafts(sheet: SheetInput, hot: dict[str, Any], near: dict[str, Any]) -> list[dict[str, Any]]:
    """What the figures of the last day would propose; kept once, whoever proposed it first."""
    told = {"hot_cells": hot, "zones": near, "hours": hours(sheet), "areas": []}
    return advice.proposals(sheet, told)
