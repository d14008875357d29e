"""Places of a bulletin: the ranking of cells, zones, series, and last week's cells judged."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import shapely

from command_center.analysis.bulletins.content import handling, places
from command_center.analysis.bulletins.content.inputs import DEFAULTS, BulletinInput, Line, Spans
from command_center.analysis.runs.periods import Period
from command_center.analysis.sheets.content import places as sheet_places
from command_center.analysis.sheets.content.inputs import CaseClass
from command_center.analysis.store.ground import CellGround
from tests.analysis.sheets.given import (
    BURGLARY,
    DAY,
    PREVENTABLE,
    SIDE,
    calls,
    cases,
    given,
    ground,
)
from tests.analysis.sheets.test_places import MIDDLE, fresh, repeats, scattered

TYPE = CaseClass("category", "050201", "入室盗窃案", "Burglary", frozenset({BURGLARY}))
NONE: np.ndarray[Any, Any] = np.empty(0, dtype=np.int64)


def town() -> CellGround:
    """The square of cells with outlines of 0.01 degrees."""
    boxes = [
        shapely.box(
            125 + at % SIDE / 100,
            43 + at // SIDE / 100,
            125.01 + at % SIDE / 100,
            43.01 + at // SIDE / 100,
        )
        for at in range(SIDE * SIDE)
    ]
    return replace(ground(), outline=np.array(boxes, dtype=object))


def week(**said: Any) -> BulletinInput:
    """The week that ends on the sheet's day: twelve fresh burglaries in the middle cell."""
    recent = cases(*scattered(), *fresh(12))
    today = {"back": 0, "x": 2600.0, "y": 2600.0, "cell": MIDDLE}
    near = cases(*repeats(), today, today | {"back": 2, "x": 2650.0})
    sheet = given(recent=recent, near=near, ground=town())
    period = Period.parse("2026-W09")
    assert period.last == DAY
    told: dict[str, Any] = {
        "job": "weekly", "spans": Spans.of(period, "weekly"),
        "agency": {"code": "990000000000", "name": "City", "kind": "city"},
        "focus": PREVENTABLE, "types": [TYPE], "kinds": [],
        "whole": Line("990000000000", "City", NONE.astype("datetime64[D]"), NONE, NONE),
        "areas": [], "cases": cases(*fresh(12), *fresh(3, cell=1)), "recent": cases(),
        "calls": calls(), "calls_before": calls(), "calls_last_year": calls(),
        "sheet": sheet, "earlier": replace(sheet, day=DAY - timedelta(days=7)),
        "settings": dict(DEFAULTS), "off": frozenset(),
    }  # fmt: skip
    return BulletinInput(**told | said)


def test_hot_cells_lead_the_ranking_and_full_ones_follow() -> None:
    of = week()
    found = sheet_places.hot_cells(of.sheet)
    zones = places.zones_of(of, sheet_places.zones(of.sheet))
    ranked = places.cells(of, found, zones)
    first, *others = ranked
    assert (first["code"], first["level"], first["rank"]) == ("C-13", 99, 1)
    assert first["cases"] >= 12 and {"near_repeat", "new"} <= set(first["hints"])
    assert others and [one["rank"] for one in others] == list(range(2, len(ranked) + 1))
    assert all(one["level"] == 0 and one["cases"] > 1 for one in others)
    counts = [one["cases"] for one in others]
    assert counts == sorted(counts, reverse=True)
    assert first["rings"] == [[[125.03, 43.02], [125.03, 43.03], [125.02, 43.03], [125.02, 43.02]]]
    assert len(places.around(of, ranked, zones)) == SIDE * SIDE
    assert places.around(of, [], []) == []


def test_a_zone_has_its_class_in_both_languages_and_opens_its_cases() -> None:
    of = week()
    zone = next(
        one for one in places.zones_of(of, sheet_places.zones(of.sheet)) if one["cell"] == "Cell 13"
    )
    assert (zone["name"], zone["name_en"], zone["cases"]) == ("入室盗窃案", "Burglary", 2)
    assert (zone["lng"], zone["lat"]) == (125.1, 42.9)
    assert zone["open"] == {"numbers": "A120,A121"}
    unknown = places.zones_of(replace(of, types=[]), sheet_places.zones(of.sheet))[0]
    assert unknown["name"] == unknown["code"]


def test_cases_alike_in_place_time_and_method_are_a_series_that_opens_them() -> None:
    alike = [
        {"back": at, "x": 1000.0 + 20 * at, "y": 1000.0, "hour": -2, "hours": 0.5}
        for at in range(8)
    ]
    others = [row | {"x": row["x"] * 10, "y": row["y"] * 10} for row in scattered(200, days=90)]
    recent = cases(*alike, *others)
    recent.tags[:] = np.random.default_rng(1).integers(1, 9, recent.tags.shape)
    recent.tags[:8] = (9, 10, 11, 12)
    (first, *_others) = places.linked(week(recent=recent))
    assert {"A0", "A1", "A2"} <= set(first["numbers"])
    assert first["cases"] == len(first["numbers"]) == len(first["open"]["numbers"].split(","))
    assert (first["name"], first["name_en"]) == ("入室盗窃案", "Burglary")
    assert places.linked(week(recent=cases(*alike[:4]))) == []
    assert places.linked(week(recent=recent, off=frozenset({"series"}))) == []


def test_last_weeks_cells_and_habit_open_the_cases_they_held() -> None:
    found = places.judged(week())
    assert found is not None
    method, naive = found["method"], found["naive"]
    assert (method["hits"], method["cases"]) == (12, 15)
    assert method["open"]["numbers"].split(",") == [f"A{at}" for at in range(12)]
    assert naive["hits"] == len(naive["open"]["numbers"].split(","))
    quiet = week(cases=cases(*fresh(3, cell=1)))
    missed = places.judged(quiet)
    assert missed is not None and missed["method"]["hits"] == 0 and "open" not in missed["method"]
    assert places.judged(week(off=frozenset({"evaluation"}))) is None
    assert places.judged(week(earlier=given(ground=town()))) is None


def test_a_call_of_no_group_is_counted_as_another_and_opens_nothing() -> None:
    rows = handling.calls(week())
    assert {one["code"]: one["now"] for one in rows} == {"99": 3, "00": 1}
    assert "open" not in rows[0] and rows[1]["open"]["is_valid_call"] == "false"
