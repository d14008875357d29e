"""A weekly bulletin as a city would have it, written by hand: every section has something."""

from copy import deepcopy
from typing import Any, cast

from command_center.analysis.bulletins.content.shape import Content

WEEK = {"reported_after": "2026-09-07", "reported_before": "2026-09-13"}
# Name, code, this week, last week, last year, three-year mean, the last twelve weeks.
TYPES = (
    ("盗窃电动车", "050205", 19, 22, 21, 19.7, (17, 21, 18, 22, 23, 15, 14, 25, 17, 16, 22, 19)),
    ("盗窃车内财物", "050209", 9, 12, 8, 9.3, (11, 9, 10, 7, 12, 12, 10, 5, 8, 6, 12, 9)),
    ("入室盗窃", "050201", 8, 6, 9, 8.7, (7, 9, 11, 6, 9, 9, 9, 5, 4, 7, 6, 8)),
    ("扒窃", "050203", 5, 7, 7, 6.3, (7, 8, 4, 9, 4, 6, 3, 7, 3, 6, 7, 5)),
    ("盗窃摩托车", "050206", 3, 4, 4, 3.3, (2, 2, 3, 4, 2, 2, 2, 4, 2, 4, 4, 3)),
    ("抢夺", "050400", 2, 2, 2, 2.0, (3, 2, 4, 0, 4, 2, 3, 1, 2, 1, 2, 2)),
)
AREAS = (
    ("龙山区", "220402000000", 21, 25, 24, 22.0, 0),
    ("西安区", "220403000000", 12, 13, 12, 12.0, 1),
    ("东丰县", "220421000000", 8, 8, 9, 9.3, 2),
    ("东辽县", "220422000000", 5, 7, 6, 6.0, 3),
    ("示例新区", "220498000000", 0, 0, 0, 0.0, 7),
)
CALLS = (
    ("01", 171, 182, 195),
    ("02", 406, 398, 431),
    ("03", 702, 655, 690),
    ("04", 9, 12, 8),
    ("05", 511, 534, 470),
    ("06", 43, 43, 51),
    ("00", 4476, 4390, 4512),
)
CELLS = (
    ("福民二网格", "FM-2", 11, 4.2, 99, ["near_repeat", "night"], 125.118, 42.872, 0.006),
    ("福安一网格", "FA-1", 9, 4.0, 99, ["night"], 125.138, 42.874, 0.005),
    ("福阳早市网格", "FY-3", 7, 3.1, 95, ["morning", "new"], 125.108, 42.894, 0.007),
    ("东艺三网格", "DY-3", 6, 2.8, 95, ["night", "lasting"], 125.152, 42.892, 0.005),
    ("仙城二网格", "XC-2", 6, 2.9, 95, ["day"], 125.131, 42.912, 0.004),
)


def _count(now: float, previous: float, last_year: float, mean3: float | None) -> dict[str, Any]:
    opened = {"class_set": "preventable_a"} | WEEK
    found = {"now": now, "previous": previous, "last_year": last_year, "mean3": mean3}
    return found | {"open": opened}


def _ring(lng: float, lat: float, half: float) -> list[list[float]]:
    return [
        [lng - half, lat - half * 0.6],
        [lng + half * 0.7, lat - half * 0.8],
        [lng + half, lat + half * 0.3],
        [lng - half * 0.2, lat + half * 0.7],
    ]


def _advice(rank: int, **said: Any) -> dict[str, Any]:
    return {
        "id": None,
        "rank": rank,
        "kind": "patrol",
        "reason": "hot_cell",
        "class_name": "盗窃电动车",
        "cells": ["福民二网格", "福安一网格"],
        "hour_from": 22,
        "hour_to": 26,
        "first_day": "2026-09-17",
        "last_day": "2026-09-23",
        "agency": "福镇派出所",
        "basis": {"cases": 7, "usual": 2.6, "p": 0.008, "window_days": 28},
        "state": "offered",
    } | said


def _hours() -> list[list[float]]:
    """46 cases, most of them between 22:00 and 02:00."""
    night = [0.9, 0.7, 0.1, 0.1, 0.0, 0.0, 0.4, 0.3, 0.3] + [0.05] * 7
    evening = [0.2, 0.2, 0.1, 0.05, 0.2, 0.3, 0.9, 0.8]
    day = [*night, *evening]
    scale = 46 / (7 * sum(day))
    return [[round(value * scale, 4) for value in day] for _weekday in range(7)]


def content(**changes: Any) -> Content:
    """The data object, with whatever is said changed."""
    made = {
        "schema": 1,
        "job": "weekly",
        "period": {"label": "2026-W37", "first": "2026-09-07", "last": "2026-09-13"},
        "agency": {"code": "990000000000", "name": "示例市局", "kind": "city"},
        "made": {
            "snapshot_at": "2026-09-14T06:00:00+08:00",
            "seed": 20260914,
            "code_version": "a1b2c3d",
            "method_version": "1",
            "parameters": {},
        },
        "focus": {"code": "preventable_a", "name": "可防性案件", "since": "2026-01-01"},
        "key": _key(),
        "calls": [
            {"name": "", "code": code, **_count(now, before, year, None)}
            for code, now, before, year in CALLS
        ],
        "types": [
            {"name": name, "code": code, **_count(now, before, year, mean), "spark": list(spark)}
            for name, code, now, before, year, mean, spark in TYPES
        ],
        "areas": [
            {"name": name, "code": code, **_count(now, before, year, mean), "zero_days": zero}
            for name, code, now, before, year, mean, zero in AREAS
        ],
        "lists": {
            "zero": ["示例新区"],
            "down": ["龙山区", "西安区", "东辽县"],
            "flat": ["东丰县"],
            "up": [],
        },
        "subtypes": [
            {"name": "杀人", "code": "040100", **_count(0, 0, 1, 0.3)},
            {"name": "伤害", "code": "040200", **_count(6, 4, 7, 6.0)},
            {"name": "盗窃", "code": "050200", **_count(62, 70, 66, 64.3)},
            {"name": "诈骗", "code": "050300", **_count(31, 28, 24, 22.7)},
        ],
        "important": [
            {
                "number": "JQ26-004711",
                "at": "2026-09-09T21:40:00+08:00",
                "area": "西安区",
                "category": "03",
                "level": 2,
                "dead": 1,
                "injured": 2,
            }
        ],
        "speed": [
            {
                "step": "sign",
                "bands": [1650, 130, 40, 12, 10],
                "median_s": 14,
                "known": 1842,
                "of": 1842,
            },
            {
                "step": "arrival",
                "bands": [610, 780, 240, 120, 40],
                "median_s": 396,
                "known": 1790,
                "of": 1842,
            },
            {
                "step": "feedback",
                "bands": [700, 510, 330, 160, 42],
                "median_s": 2210,
                "known": 1742,
                "of": 1842,
            },
        ],
        "orders": [
            {
                "title": "早市周边巡控",
                "agency": "向阳派出所",
                "due": "2026-09-12T18:00:00+08:00",
                "is_late": True,
            }
        ],
        "hours": _hours(),
        **_places(),
        "trend": [
            {"label": f"W{26 + at}", "cases": float(cases), "low": 41.0, "high": 58.0}
            for at, cases in enumerate((52, 47, 50, 47, 50, 57, 54, 56, 58, 52, 53, 46))
        ],
        "advice": [
            _advice(1),
            _advice(
                2,
                kind="visits",
                reason="near_repeat",
                class_name="入室盗窃",
                cells=["福民二网格"],
                hour_from=None,
                hour_to=None,
                agency="福民社区警务室",
                basis={"cases": 3, "radius_m": 200, "ratio": 2.7, "p": 0.004, "ends": "2026-09-25"},
            ),
            _advice(3, kind="cameras", cells=["福阳早市网格"], hour_from=6, hour_to=9),
        ],
        "past": [
            _advice(1, state="measured", order_number="ZL26-0017")
            | {
                "effect": {
                    "area": [19, 4],
                    "comparison": [18, 17],
                    "around": [8, 8],
                    "word": "fewer",
                }
            },
            _advice(2, state="declined", order_number="") | {"effect": {}},
        ],
        "quality": {
            "late": 4,
            "no_point": 2,
            "long": 9,
            "recoded": 1,
            "doubles": 3,
            "discovered": 5,
            "calls_open": 12,
            "open": {"no_point": WEEK | {"has_point": "no"}},
        },
        "methods": {"radius_m": 500, "near_m": 200, "near_days": 14, "permutations": 999},
        "corrections": [
            {
                "number": "AJ26-000311",
                "what": "recoded",
                "at": "2026-09-13T09:00:00+08:00",
                "day": "2026-09-04",
                "before": "050200",
                "after": "050201",
            }
        ],
        "off": [],
    }
    return cast("Content", deepcopy(made) | changes)


def _key() -> dict[str, Any]:
    cases = _count(46, 53, 51, 49.3) | {"median4": 50.0, "low": 41.0, "high": 58.0}
    return {
        "cases": cases,
        "zero_days": {"now": 0, "year": 31, "last_year": 27},
        "calls": {"valid": 1842, "all": 6318, "previous": 1824},
        "proposals": {"done": 4, "of": 5, "late": 1, "period": "2026-W36"},
    }


def _places() -> dict[str, Any]:
    ground = [
        _ring(125.10 + 0.012 * column, 42.86 + 0.009 * row, 0.006)
        for column in range(6)
        for row in range(7)
    ]
    choice = {"cases": 46, "area_share": 0.031}
    return {
        "cells": [
            {
                "rank": rank,
                "code": code,
                "name": name,
                "cases": cases,
                "expected": expected,
                "z": 3.1,
                "level": level,
                "hints": hints,
                "rings": [_ring(lng, lat, half)],
                "open": {"cell": code} | WEEK,
            }
            for rank, (name, code, cases, expected, level, hints, lng, lat, half) in enumerate(
                CELLS, start=1
            )
        ],
        "ground": ground,
        "zones": [
            {
                "code": "050201",
                "name": "入室盗窃",
                "cell": "福民二网格",
                "lng": 125.120,
                "lat": 42.877,
                "radius_m": 200.0,
                "cases": 3,
                "expected": 1.1,
                "p": 0.004,
                "until": "2026-09-25",
                "open": {"numbers": "AJ26-000301,AJ26-000305,AJ26-000311"},
            },
            {
                "code": "050205",
                "name": "盗窃电动车",
                "cell": "东艺三网格",
                "lng": 125.148,
                "lat": 42.897,
                "radius_m": 200.0,
                "cases": 2,
                "expected": 0.6,
                "p": 0.021,
                "until": "2026-09-22",
            },
        ],
        "series": [
            {
                "numbers": ["AJ26-000301", "AJ26-000305", "AJ26-000311"],
                "name": "入室盗窃",
                "cases": 3,
                "score": 4.7,
                "open": {"numbers": "AJ26-000301,AJ26-000305,AJ26-000311"},
            }
        ],
        "evaluation": {
            "method": choice | {"hits": 14, "hit_rate": 0.304, "pai": 9.81, "pei": 0.62},
            "naive": choice | {"hits": 11, "hit_rate": 0.239, "pai": 7.71, "pei": 0.49},
        },
    }
