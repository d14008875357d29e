"""Followed series: groups of cases, judged by people, never a list of persons."""

import pytest

from command_center.analysis.studies import selectors, services
from command_center.analysis.studies.models import CaseSeries
from grid.errors import IllegalStep, InvalidInput, NotAllowed
from tests.analysis.studies.make import make_series
from tests.cases.make import make_case
from tests.cast import Cast


def numbers(cast: Cast, count: int = 2) -> list[str]:
    return [make_case(cast).number for _n in range(count)]


def test_a_group_is_followed_once(cast: Cast) -> None:
    held = numbers(cast)
    row = services.follow(by=cast.ana, title="Sheds", case_numbers=held, score=3.5)
    assert (row.state, row.number[:2]) == ("followed", "CB")
    with pytest.raises(InvalidInput, match=row.number):
        services.follow(by=cast.ana, title="Sheds too", case_numbers=held[::-1])


def test_a_series_holds_two_cases_of_the_area_at_least(cast: Cast) -> None:
    (one,) = numbers(cast, 1)
    with pytest.raises(InvalidInput):
        services.follow(by=cast.ana, title="Sheds", case_numbers=[one])
    there = make_case(cast, agency=cast.south_station, cell=cast.south_cell).number
    with pytest.raises(InvalidInput, match="Nothing in your area"):
        services.follow(by=cast.ana, title="Sheds", case_numbers=[one, there])


def test_a_series_is_confirmed_with_the_reason_and_changes_no_more(cast: Cast) -> None:
    row = make_series(cast, case_numbers=numbers(cast))
    row = services.judge_series(row, by=cast.lea, state="confirmed", text="Same saw, same hour.")
    assert row.judged_by == cast.lea.as_actor().label
    with pytest.raises(IllegalStep):
        services.change_series(row, by=cast.lea, title="Others")
    row = services.judge_series(row, by=cast.lea, state="followed", text="Another saw.")
    row = services.change_series(row, by=cast.lea, case_numbers=numbers(cast))
    assert row.steps.first().step == "changed"  # type: ignore[union-attr]


def test_a_case_leads_to_the_series_that_hold_it_but_not_to_rejected_ones(cast: Cast) -> None:
    held = numbers(cast)
    row = make_series(cast, case_numbers=held)
    assert selectors.series_of(cast.ana, held)[held[0]] == [row]
    services.judge_series(row, by=cast.lea, state="rejected", text="Chance.")
    assert selectors.series_of(cast.ana, held) == {}


def test_a_study_of_a_series_cites_it_and_its_cases(cast: Cast) -> None:
    held = numbers(cast)
    row = make_series(cast, case_numbers=held)
    study = services.open_study(by=cast.ana, title="Sheds", question="Why?", series=row.number)
    assert study.cites[0] == {"kind": "series", "number": row.number}
    assert [one["number"] for one in study.cites[1:]] == held
    assert CaseSeries.objects.get().study == study


def test_the_nearest_model_that_is_not_retired_counts(cast: Cast) -> None:
    city = services.save_model(by=cast.chief, content={}, series=5, cases=20)
    north = services.save_model(by=cast.lea, content={}, series=3, cases=9)
    path = cast.north_station.path
    assert selectors.model_in_force(path) == north
    services.retire_model(north, by=cast.lea)
    assert selectors.model_in_force(path) == city
    with pytest.raises(NotAllowed):
        services.retire_model(city, by=cast.lea)
