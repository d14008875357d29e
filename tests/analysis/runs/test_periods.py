"""Periods: their labels, their days, what they are compared with."""

from datetime import date

import pytest

from command_center.analysis.runs.periods import Kind, NoSuchPeriod, Period, between


@pytest.mark.parametrize(
    ("label", "kind", "first", "last"),
    [
        ("2026-03-01", "day", "2026-03-01", "2026-03-01"),
        ("2026-W10", "week", "2026-03-02", "2026-03-08"),
        ("2026-W01", "week", "2025-12-29", "2026-01-04"),
        ("2026-W53", "week", "2026-12-28", "2027-01-03"),
        ("2026-02", "month", "2026-02-01", "2026-02-28"),
        ("2026-12", "month", "2026-12-01", "2026-12-31"),
        ("2026-Q4", "quarter", "2026-10-01", "2026-12-31"),
        ("2026", "year", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_label_names_its_days(label: str, kind: Kind, first: str, last: str) -> None:
    period = Period.parse(label)
    assert (period.kind, period.label) == (kind, label)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert Period.of(kind, period.last) == period


@pytest.mark.parametrize(
    "label",
    [
        "",
        "2026-02-30",
        "2025-W53",
        "2026-W00",
        "2026-13",
        "2026-Q5",
        "26",
        "2026-W1",
        "0000",
        "２０２６",
    ],
)
def test_what_names_no_period_is_refused_with_how_to_write_one(label: str) -> None:
    with pytest.raises(NoSuchPeriod, match="2026-W10"):
        Period.parse(label)


@pytest.mark.parametrize(
    ("label", "previous", "last_year"),
    [
        ("2026-03-01", "2026-02-28", "2025-03-01"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026", "2025", "2025"),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_that_of_last_year(
    label: str, previous: str, last_year: str
) -> None:
    period = Period.parse(label)
    assert period.previous().label == previous
    assert period.previous().following() == period
    assert period.last_year().label == last_year


def test_the_three_years_before_are_the_same_period_of_each() -> None:
    weeks = [period.label for period in Period.parse("2026-W10").three_years()]
    assert weeks == ["2025-W10", "2024-W10", "2023-W10"]


def test_periods_between_two_days_are_those_that_have_ended() -> None:
    found = [one.label for one in between("week", date(2026, 3, 1), date(2026, 3, 14))]
    assert found == ["2026-W09", "2026-W10"]  # W11 ends on the 15th
