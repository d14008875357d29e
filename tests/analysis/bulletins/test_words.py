"""What a bulletin says of its figures, and what it does not say."""

from datetime import date

import pytest
from django.utils.translation import override

from command_center.analysis.bulletins.paper import lead_of, paper_of, title_of
from command_center.analysis.bulletins.paper.advice import effect_of
from command_center.analysis.bulletins.paper.handling import lasting
from command_center.analysis.bulletins.paper.lead import densest
from command_center.analysis.bulletins.paper.numbers import (
    changed,
    changed_cell,
    from_to,
    full_day,
    period_name,
    said,
    share,
    short_period,
    sign,
    tenth,
    whole,
)
from command_center.analysis.bulletins.paper.parts import Boxes, Paper, Proposals, Table, Words
from tests.analysis.bulletins.sample import content


def tables(paper: Paper) -> dict[str, Table]:
    return {
        block.name: block
        for section in paper.sections
        for part in section.parts
        for block in part.blocks
        if isinstance(block, Table)
    }


def words(paper: Paper) -> list[str]:
    return [
        line
        for section in paper.sections
        for part in section.parts
        for block in part.blocks
        if isinstance(block, Words)
        for line in block.lines
    ]


@pytest.mark.parametrize(
    ("now", "base", "text"),
    [
        (70, 62, "up 12.9%"),  # a printed bulletin says 13.9 %, and is wrong
        (881, 1000, "down 11.9%"),
        (46, 53, "down 13.2%"),
        (9, 12, "down 25%"),
        (8, 6, "+2, small base"),
        (4, 9, "−5, small base"),
        (12, 12, "flat"),
        (0, 0, "flat"),
        (3, 0, "—"),
        (5, None, "—"),
        (None, 5, "—"),
    ],
)
def test_a_change_has_one_word_and_one_decimal(
    now: float | None, base: float | None, text: str
) -> None:
    assert changed(now, base) == text


def test_a_change_from_a_small_base_is_set_softly() -> None:
    assert changed_cell(8, 6).tone == "soft"
    assert changed_cell(80, 60).tone == ""


@pytest.mark.parametrize(
    ("now", "base", "text"),
    [
        (46, 53, "down 13.2%"),
        (8, 6, "2 more"),
        (6, 8, "2 fewer"),
        (5, 5, "unchanged"),
        (5, None, "without anything to compare with"),
    ],
)
def test_a_change_within_a_sentence_counts_where_the_base_is_small(
    now: float, base: float | None, text: str
) -> None:
    assert said(now, base) == text


def test_figures_are_printed_as_bulletins_print_them() -> None:
    assert share(2566, 11033) == "23.3%"
    assert (share(1, 0), share(None, 5)) == ("—", "—")
    assert (whole(1842), whole(None), tenth(2), tenth(None)) == ("1,842", "—", "2.0", "—")
    assert [sign(one) for one in (2, -7, 0, None)] == ["+2", "−7", "±0", "—"]
    assert [lasting(one) for one in (14, 396, 9000, None)] == ["14 s", "7 min", "2.5 h", "—"]


def test_periods_and_days_have_names() -> None:
    assert period_name("weekly", "2026-W07") == "Week 7 of 2026"
    assert period_name("monthly", "2026-09") == "Month 9 of 2026"
    assert period_name("quarterly", "2026-Q3") == "Quarter 3 of 2026"
    assert period_name("yearly", "2026") == "Year 2026"
    assert from_to("2026-09-07", "2026-09-13") == "9/7 (Mon) to 9/13 (Sun)"
    assert full_day(date(2026, 1, 6)) == "2026-1-6"  # no leading zeros
    assert title_of("weekly", "Preventable") == "Weekly bulletin: Preventable"


def test_the_lead_says_how_many_whether_it_is_unusual_what_rose_and_when() -> None:
    lead = lead_of(content())
    assert "46 cases (可防性案件), down 13.2% on the period before, down 9.8% on the year." in lead
    assert "within the usual range (41 to 58)" in lead
    assert "入室盗窃: 8, 2 more, with 3 near repeats within 200 m at 福民二网格." in lead
    assert "盗窃电动车 is 41.3% of all; most happen between 22:00 and 2:00." in lead


@pytest.mark.parametrize(
    ("now", "text"), [(70, "above the usual range"), (30, "below the usual range")]
)
def test_the_lead_says_when_a_week_is_out_of_the_ordinary(now: int, text: str) -> None:
    said = content()
    said["key"]["cases"]["now"] = now
    assert text in lead_of(said)


def test_the_lead_is_silent_on_what_is_not_known() -> None:
    said = content(types=[], zones=[], hours=[[0.0] * 24 for _day in range(7)])
    said["key"]["cases"] |= {"low": None, "high": None}
    lead = lead_of(said)
    assert "usual range" not in lead and "most happen" not in lead
    assert densest(said["hours"]) == (None, None)


def test_a_yearly_review_compares_with_the_year_before_only() -> None:
    said = content(
        job="yearly", period={"label": "2026", "first": "2026-01-01", "last": "2026-12-31"}
    )
    assert "on the period before" not in lead_of(said)
    assert "Year 2026" in paper_of(said, {}).period


def test_every_section_is_there_in_its_order() -> None:
    paper = paper_of(content(), {})
    assert [section.title for section in paper.sections] == [
        "1. Overview",
        "2. Hours",
        "3. Places",
        "4. Proposals",
        "5. Data and methods",
    ]
    heads = [part.title for section in paper.sections for part in section.parts if part.title]
    assert "(1) Trend" in heads and "(5) Speed of handling" in heads
    assert "(3) Hot cells of the period before, judged" in heads


def test_the_types_add_up_to_the_total() -> None:
    table = tables(paper_of(content(), {}))["Cases by type"]
    *rows, total = table.lines
    assert sum(int(row.cells[1].text) for row in rows) == int(total.cells[1].text) == 46
    assert total.is_sum and len(total.spark) == 12 and total.spark[-1] == 46
    assert [cell.text for cell in total.cells] == [
        "Total", "46", "53", "down 13.2%", "51", "down 9.8%", "49.3",
    ]  # fmt: skip


def test_areas_are_listed_as_without_a_case_down_flat_or_up() -> None:
    lines = words(paper_of(content(), {}))
    assert "Without a case: 示例新区." in lines
    assert "Down: 龙山区, 西安区, 东辽县." in lines
    assert not any(line.startswith("Up:") for line in lines)


def test_every_count_of_cases_opens_its_rows() -> None:
    paper = paper_of(content(), {})
    found = tables(paper)
    for name in ("Cases by type", "Cases by area", "Cases by kind", "Cells by cases"):
        table = found.get(name)
        if table is not None:
            assert all(line.cells[1].open for line in table.lines), name
    assert paper.figures[0].open
    assert found["Series to look at"].lines[0].cells[0].open == {
        "numbers": "AJ26-000301,AJ26-000305,AJ26-000311"
    }


def test_speed_has_its_bands_with_their_shares() -> None:
    row = tables(paper_of(content(), {}))["Order to signing for it"]
    assert row.heads[1:6] == ("0–30 s", "30–60 s", "60–120 s", "120–180 s", ">180 s")
    assert row.lines[0].cells[1].text == "1,650 (89.6%)"
    assert row.lines[0].cells[-1].text == "14 s"


def test_a_proposal_says_what_where_when_who_and_why() -> None:
    paper = paper_of(content(), {})
    (block,) = [
        one
        for section in paper.sections
        for part in section.parts
        for one in part.blocks
        if isinstance(one, Proposals)
    ]
    first = block.items[0]
    assert first.text == "Overlay patrol in 福民二网格, 福安一网格, 22:00 to 02:00"
    assert "7 cases in 28 days" in first.basis
    assert (first.who, first.when) == ("福镇派出所", "9/17 to 9/23")


def test_an_effect_says_no_more_than_its_counts() -> None:
    measured, waiting = content()["past"]
    assert effect_of(measured).startswith("19 → 4; comparison area 18 → 17. ")
    assert effect_of(waiting) == "measured from 9/24 on"


def test_the_last_hot_cells_are_held_against_habit() -> None:
    paper = paper_of(content(), {})
    assert "They held more of what was reported than habit would have." in words(paper)
    worse = content()
    assert worse["evaluation"]
    worse["evaluation"]["method"]["hits"] = 11
    assert any("no more" in line for line in words(paper_of(worse, {})))
    none = words(paper_of(content(evaluation=None), {}))
    assert "There were no hot cells in the period before." in none


def test_what_is_switched_off_is_said() -> None:
    paper = paper_of(content(off=["series"], series=[]), {})
    (box,) = [
        one for part in paper.sections[-1].parts for one in part.blocks if isinstance(one, Boxes)
    ]
    assert "Switched off: Series candidates." in box.other
    assert any("no person" in line for line in box.other)
    assert tables(paper)["Series to look at"].empty == "No group of cases is alike enough."


def test_a_case_that_came_late_is_listed_with_what_changed() -> None:
    line = tables(paper_of(content(), {}))["Corrections"].lines[0]
    assert [cell.text for cell in line.cells] == [
        "AJ26-000311", "9/4 Category changed 050200 → 050201",
    ]  # fmt: skip


def test_the_writers_words_stand_in_place_of_the_lead_and_beside_the_sections() -> None:
    remarks = {"lead": "A quiet week.", "sections": {"times": "School holidays."}}
    paper = paper_of(content(), remarks)
    assert paper.lead == "A quiet week."
    assert [section.remark for section in paper.sections] == ["", "School holidays.", "", "", ""]


def test_a_quiet_period_has_words_in_place_of_empty_tables() -> None:
    quiet = content(
        cells=[], zones=[], series=[], important=[], orders=[], advice=[], past=[], calls=[]
    )
    paper = paper_of(quiet, {})
    assert any("No cell stands out" in line for line in words(paper))
    empty = tables(paper)
    assert empty["Orders not finished"].empty == "Every order of the period is finished."
    assert empty["Important incidents"].empty and not empty["Important incidents"].lines


def test_a_period_with_a_holiday_says_that_the_usual_range_allows_for_it() -> None:
    def method(**said: object) -> list[str]:
        boxes = paper_of(content() | said, {}).sections[-1].parts[0].blocks
        return [line for one in boxes if isinstance(one, Boxes) for line in one.other]

    told = "Public holiday in the period: National Day, 7 days"
    assert any(told in line for line in method(holidays=[{"name": "National Day", "days": 7}]))
    assert not any("Public holiday" in line for line in method())


def test_an_english_bulletin_names_its_classes_in_english_and_a_chinese_one_in_chinese() -> None:
    given = content()
    given["focus"]["name_en"] = "Preventable cases"
    given["types"][2]["name_en"] = "Burglary"
    given["zones"][0]["name_en"] = given["series"][0]["name_en"] = "Burglary"
    classes = {"before": ("盗窃案", "Theft"), "after": ("入室盗窃案", "Burglary")}
    given["corrections"][0] |= {
        f"{key}_class": {"name": name, "name_en": name_en}
        for key, (name, name_en) in classes.items()
    }
    english = paper_of(given, {})
    assert english.title == "Weekly bulletin: Preventable cases"
    assert "Burglary: 8, 2 more" in english.lead and "入室盗窃" not in english.lead
    found = tables(english)
    assert found["Near-repeat zones"].lines[0].cells[1].text == "Burglary"
    assert found["Corrections"].lines[0].cells[1].text == "9/4 Category changed Theft → Burglary"
    with override("zh-hans"):
        chinese = paper_of(given, {})
    assert "可防性案件" in chinese.title and "入室盗窃" in chinese.lead
    assert "Burglary" not in repr(chinese)


def test_a_snapshot_is_told_by_the_citys_clock() -> None:
    given = content()
    given["made"]["snapshot_at"] = "2026-09-13T22:30:00+00:00"
    paper = paper_of(given, {})
    assert "snapshot 2026-09-14 06:30" in paper.snapshot and paper.dated == "2026-9-14"


@pytest.mark.parametrize(
    ("job", "label", "text"),
    [
        ("weekly", "W07", "W7"),
        ("monthly", "09", "M9"),
        ("quarterly", "Q3", "Q3"),
        ("yearly", "2026", "2026"),
    ],
)
def test_a_period_on_an_axis_is_short(job: str, label: str, text: str) -> None:
    assert short_period(job, label) == text
