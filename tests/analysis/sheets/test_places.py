"""The places of a sheet: hot cells, near-repeat zones, and what is proposed for them."""

from typing import Any

import numpy as np

from command_center.analysis.sheets.content.effect import Span, comparison_cells, effect
from tests.analysis.sheets.given import DAY, SIDE, cases, content, counts, ground, steady

MIDDLE = 13  # key of the cell in the middle


def scattered(number: int = 60, *, seed: int = 3, days: int = 112) -> list[dict[str, Any]]:
    """Cases by chance over the ground and the days."""
    chance = np.random.default_rng(seed)
    cells = chance.integers(1, SIDE * SIDE + 1, number)
    return [
        {
            "back": int(chance.integers(0, days)),
            "cell": int(cell),
            "x": float((cell - 1) % SIDE * 500 + chance.uniform(0, 500)),
            "y": float((cell - 1) // SIDE * 500 + chance.uniform(0, 500)),
            "hour": float(chance.uniform(0, 12)),
        }
        for cell in cells
    ]


def fresh(number: int, *, cell: int = MIDDLE, days: int = 5) -> list[dict[str, Any]]:
    """Cases of the last days, by night, close together in one cell."""
    x, y = (cell - 1) % SIDE * 500 + 250.0, (cell - 1) // SIDE * 500 + 250.0
    return [
        {"back": at % days, "cell": cell, "x": x + at * 5, "y": y, "hour": -2}
        for at in range(number)
    ]


def hot(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {line["code"]: line for line in found["hot_cells"]["lines"]}


def test_a_cell_far_above_its_own_past_is_hot_and_new() -> None:
    found = content(recent=cases(*scattered(), *fresh(12)))
    line = hot(found)["C-13"]
    assert line["is_new"] and "own" in line["because"] and line["level"] == 99
    assert line["cases"] >= 12 and line["usual"] < 3
    assert line["open"]["cell"] == "C-13" and line["open"]["class_set"] == "preventable_hz"
    assert line["peak"]["from"] in range(20, 24)
    assert found["headline"]["new_hot"] == 1


def test_a_cell_that_was_hot_a_week_ago_is_not_new_and_one_that_cooled_is_told() -> None:
    lasting = [row | {"back": back} for row, back in zip(fresh(24), range(24), strict=True)]
    assert not hot(content(recent=cases(*scattered(), *lasting)))["C-13"]["is_new"]
    cooled = [row | {"back": 28 + back % 6} for back, row in enumerate(fresh(14))]
    found = content(recent=cases(*scattered(30), *cooled))["hot_cells"]
    assert found["gone"] == ["Cell 13"]


def test_a_row_of_full_cells_stands_out_with_its_neighbours() -> None:
    rows = [row | {"back": back % 112} for cell in (12, 13, 14, 8, 18) for back, row in
            enumerate(fresh(40, cell=cell))]  # fmt: skip
    found = hot(content(recent=cases(*scattered(40), *rows)))
    assert "near" in found["C-13"]["because"]


def test_ground_in_random_order_is_seldom_called_hot() -> None:
    alarms = 0
    for seed in range(40):
        found = content(
            recent=cases(*scattered(150, seed=seed)), rng=np.random.default_rng(seed),
            settings={"hot_permutations": 99},
        )  # fmt: skip
        alarms += bool(found["hot_cells"]["lines"])
    assert alarms <= 6  # 1 in 20 stated; P(7 or more of 40) = 0.003


def test_a_station_of_few_cells_says_that_none_can_stand_out() -> None:
    found = content(ground=ground(2), recent=cases(*fresh(12, cell=1)))
    assert found["hot_cells"]["state"] == "few_cells" and found["hot_cells"]["lines"] == []


def repeats(number: int = 60, *, seed: int = 4) -> list[dict[str, Any]]:
    """Burglaries over a year and 5 km, every second followed nearby within days."""
    chance = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for _at in range(number):
        x, y = chance.uniform(0, 5000, 2)
        back = int(chance.integers(30, 360))
        rows.append({"back": back, "x": x, "y": y})
        rows.append({"back": back - int(chance.integers(1, 7)), "x": x + 40, "y": y + 30})
    return rows


def test_where_repeats_are_more_than_chance_fresh_cases_open_zones_with_an_end() -> None:
    today = {"back": 0, "x": 2600.0, "y": 2600.0, "cell": MIDDLE}
    twin = {"back": 2, "x": 2650.0, "y": 2600.0, "cell": MIDDLE}
    found = content(near=cases(*repeats(), today, twin))["zones"]
    assert found["state"] == "ok" and found["test"]["p"] < 0.05 and found["test"]["ratio"] > 2
    zone = next(line for line in found["lines"] if line["cells"] == ["C-13"])
    assert zone["cases"] == 2 and 200 <= zone["radius_m"] <= 260
    assert zone["opened"] == "2026-02-27" and zone["ends"] == "2026-03-15"
    assert sorted(zone["open"]["numbers"].split(",")) == ["A120", "A121"]
    assert not zone["is_new"], "its first case was known two days before"


def test_zones_that_overlap_are_one_and_the_riskiest_comes_first() -> None:
    """Two circles of one street are walked once; a chain across the city stays several."""
    street = [{"back": back, "x": 1000.0 + 250 * at, "y": 1000.0} for at, back in ((0, 1), (1, 9))]
    lone = {"back": 0, "x": 4000.0, "y": 4000.0}
    chain = [{"back": 10, "x": 500.0 + 210 * at, "y": 3000.0} for at in range(12)]
    lines = content(near=cases(*repeats(), *street, lone, *chain))["zones"]["lines"]
    assert [line["risk"] for line in lines] == sorted((one["risk"] for one in lines), reverse=True)
    joint = next(line for line in lines if 1000 < line["x"] < 1250 and line["y"] == 1000)
    assert joint["cases"] == 2 and joint["ends"] == "2026-03-14" and joint["radius_m"] == 325
    alone = next(line for line in lines if line["y"] == 4000)
    assert lines.index(joint) < lines.index(alone), "1 / 1 + 1 / 2 against 1 / 1"
    parts = [line for line in lines if line["y"] == 3000]
    assert len(parts) > 1 and max(line["radius_m"] for line in parts) <= 600
    assert sum(line["cases"] for line in parts) == 12


def test_where_they_are_not_no_zone_is_drawn() -> None:
    chance = np.random.default_rng(8)
    rows = [
        {"back": int(b), "x": x, "y": y}
        for b, x, y in zip(
            chance.integers(0, 360, 120), *chance.uniform(0, 5000, (2, 120)), strict=True
        )
    ]
    found = content(near=cases(*rows))["zones"]
    assert found["state"] == "chance" and found["lines"] == []
    assert content(near=cases(*rows[:20]))["zones"]["state"] == "few_cases"


def drafts(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [draft for draft in found["proposals"] if draft["kind"] == kind]


def test_a_new_hot_cell_by_night_asks_for_a_patrol_and_for_its_cameras() -> None:
    found = content(recent=cases(*scattered(), *fresh(12)))
    patrol = drafts(found, "patrol")[0]
    assert patrol["cells"] == ["C-13"] and patrol["reason"] == "hot_cell"
    assert (patrol["first_day"], patrol["last_day"]) == ("2026-03-02", "2026-03-08")
    assert patrol["hour_from"] in range(20, 24)
    assert patrol["basis"]["names"] == ["Cell 13"]
    assert drafts(found, "cameras")[0]["cells"] == ["C-13"]


def test_the_comparison_is_neither_the_cell_nor_what_borders_on_it() -> None:
    compared = content(recent=cases(*scattered(), *fresh(12)))["proposals"][0]["comparison"]
    assert compared["around"] == ["C-12", "C-14", "C-18", "C-8"]
    assert len(compared["cells"]) == 3
    assert not set(compared["cells"]) & {"C-13", *compared["around"]}


def test_a_zone_asks_for_visits_until_its_risk_is_over() -> None:
    twin = [{"back": 1, "x": 2600.0 + at, "y": 2600.0, "cell": MIDDLE} for at in range(2)]
    visits = drafts(content(near=cases(*repeats(), *twin)), "visits")
    mine = next(draft for draft in visits if draft["cells"] == ["C-13"])
    assert mine["circle"]["radius_m"] >= 200 and mine["last_day"] == "2026-03-14"
    assert mine["class_code"] == "050201"


def test_an_area_that_surges_asks_for_its_key_places() -> None:
    window = drafts(content(counts=steady(spike=20)), "window")[0]
    assert window["agency"] == "990100000000" and window["cells"] == []
    assert window["comparison"]["agencies"] == ["990200000000"]


def test_no_more_is_proposed_than_can_be_done() -> None:
    rows = [row for cell in range(1, 26, 2) for row in fresh(12, cell=cell)]
    found = content(recent=cases(*rows), counts=counts((0, 0, 1, len(rows))))
    assert [draft["rank"] for draft in found["proposals"]] == [1, 2, 3, 4, 5, 6]


def test_fewer_cases_than_the_comparison_leads_to_expect_is_said_with_its_interval() -> None:
    found = effect(Span(40, 4), Span(40, 38), around=Span(20, 19), days=(28, 7))
    assert found["word"] == "fewer" and found["high"] < 1
    assert found["low"] < found["ratio"] < found["high"]
    assert effect(Span(40, 90), Span(40, 38), around=Span(0, 0), days=(28, 7))["word"] == "more"


def test_few_cases_tell_no_difference_and_no_comparison_none_at_all() -> None:
    found = effect(Span(4, 1), Span(4, 2), around=Span(0, 0), days=(28, 7))
    assert found["word"] == "not_told" and found["is_small"]
    alone = effect(Span(40, 4), Span(0, 0), around=Span(0, 0), days=(28, 7))
    assert (alone["word"], alone["ratio"]) == ("no_comparison", None)


def test_comparison_cells_are_those_most_like_it() -> None:
    before = np.array([10, 9, 2, 10, 1, 11])
    closed = np.array([False, False, False, True, False, False])
    assert comparison_cells(before, [0], closed) == [1, 2, 5]
    assert comparison_cells(before, [0], np.ones(6, dtype=bool)) == []
    assert DAY.year == 2026
