"""Teams as counts, their hours, the share of the residents, funds, commendations, bases."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.frame.sheet_import import take
from grid.service.teams import services
from grid.service.teams.selectors import courage, shares
from grid.service.teams.selectors.outreach import outreach
from grid.service.teams.selectors.teams import (
    hours,
    hours_in,
    teams,
    teams_by_cell,
    totals,
)
from grid.service.teams.sheets import TABLE
from grid.territory.models import Division
from tests.cast import Cast
from tests.service.teams.make import (
    make_base,
    make_commendation,
    make_fund,
    make_hours,
    make_team,
)


def faults_of(refusal: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {fault["pointer"] for fault in refusal.value.errors}


def test_a_team_is_as_many_as_its_newest_count_says(cast: Cast) -> None:
    team, today = make_team(cast, people=30), timezone.localdate()
    services.count_heads(team, by=cast.lea, people=12, counted_on=today - timedelta(days=40))
    assert teams(cast.lea).get().people == 30
    assert teams(cast.lea, on=today - timedelta(days=10)).get().people == 12
    services.count_heads(team, by=cast.lea, people=50, members={"lawyer": 4, "student": 6})
    assert teams(cast.lea).get().people == 50
    with pytest.raises(InvalidInput) as refusal:
        services.count_heads(team, by=cast.lea, people=5, members={"lawyer": 6, "wizard": 1})
    assert faults_of(refusal) == {"/members"}


def test_totals_are_by_kind_and_by_trade(cast: Cast) -> None:
    make_team(cast, people=20, trade="taxi")
    make_team(cast, people=30, trade="taxi")
    make_team(cast, people=400, kind="auxiliary")
    make_team(cast, south=True, people=9)
    found = totals(teams(cast.lea))
    assert (found["teams"], found["people"]) == (3, 450)
    assert found["trades"]["taxi"] == [2, 50]
    assert found["kinds"] == {"volunteer": [2, 50], "auxiliary": [1, 400]}
    assert teams(cast.sam).get().people == 9


def test_every_fault_of_a_team_is_named(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        make_team(
            cast, name=" ", kind="industry", contact="", division="123456789012", trade="magic",
            cells=["S-1"], note="13800000000", agency=cast.south.code,
        )  # fmt: skip
    wanted = {"/name", "/contact", "/division", "/trade", "/cells", "/note", "/agency"}
    assert faults_of(refusal) == wanted
    assert not teams(cast.chief).exists()
    team = make_team(cast)
    with pytest.raises(StaleVersion):
        services.save_team(team, by=cast.lea.as_actor(), viewer=cast.lea, version=9, name="x")


def test_hours_count_until_they_are_struck_and_the_line_stays(cast: Cast) -> None:
    team = make_team(cast)
    make_hours(team, cast.lea, is_joint=True, partner="Security company")
    wrong = make_hours(team, cast.lea, people=10, hours=Decimal(200))
    assert hours_in(hours(cast.lea)) == {"times": 2, "joint": 1, "hours": Decimal("208.0")}
    services.strike_hours(wrong, by=cast.lea)
    assert hours_in(hours(cast.lea))["hours"] == Decimal("8.0")
    assert hours(cast.lea).count() == 2
    assert hours(cast.lea, joint="1").count() == 1
    with pytest.raises(IllegalStep):
        services.strike_hours(wrong, by=cast.lea)
    with pytest.raises(InvalidInput) as refusal:
        make_hours(team, cast.lea, people=1, hours=Decimal(25))
    assert faults_of(refusal) == {"/hours"}


def test_teams_cover_the_cells_they_work_in(cast: Cast) -> None:
    make_team(cast, cells=["N-1", "N-2"])
    make_team(cast, cells=["N-1"], ended_on=timezone.localdate(), founded_on=date(2020, 1, 1))
    today = timezone.localdate()
    assert teams_by_cell(cast.lea, ["N-1", "N-2"], today) == {"N-1": 1, "N-2": 1}
    assert teams_by_cell(cast.sam, ["N-1"], today) == {}


@pytest.fixture
def county(db: None) -> Division:
    town = {"code": "990101000000", "name": "Town", "level": "town"}
    county = Division.objects.create(code="990100000000", name="County", level="county")
    Division.objects.create(parent=county, **town)
    return county


def test_the_share_counts_volunteers_of_the_area_against_its_residents(
    cast: Cast, county: Division
) -> None:
    for year, residents in ((2020, 500), (2024, 1000)):
        services.save_residents(
            by=cast.lea.as_actor(), viewer=cast.lea, division=county.code, year=year,
            residents=residents, source="Public register",
        )  # fmt: skip
    make_team(cast, people=60, division="990101000000")
    make_team(cast, people=39, division=county.code, kind="brand")
    make_team(cast, people=500, division=county.code, kind="auxiliary")
    [share] = shares.shares(cast.lea)
    assert (share.volunteers, share.base.residents) == (99, 1000)
    assert (share.percent, share.missing, share.is_reached) == (Decimal("9.9"), 1, False)
    services.set_target(cast.north, by=cast.lea, percent=Decimal("9.5"))
    [share] = shares.shares(cast.lea)
    assert share.is_reached
    assert shares.target_of(cast.south.path) == Decimal(10)


def test_a_year_is_entered_once_and_corrected_with_its_version(
    cast: Cast, county: Division
) -> None:
    said = {"division": county.code, "year": 2024, "residents": 10, "source": "register"}
    who = {"by": cast.lea.as_actor(), "viewer": cast.lea}
    services.save_residents(**who, **said)
    with pytest.raises(InvalidInput) as refusal:
        services.save_residents(**who, **said)
    assert faults_of(refusal) == {"/year"}
    assert services.save_residents(**who, **said | {"residents": 12}, version=1).residents == 12
    with pytest.raises(StaleVersion):
        services.save_residents(**who, **said, version=1)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("220000000000", "22"), ("220400000000", "2204"), ("220402000000", "220402"),
        ("220402001000", "220402001"), ("220402001005", "220402001005"),
    ],
)  # fmt: skip
def test_an_area_holds_the_codes_that_begin_like_it(code: str, prefix: str) -> None:
    assert shares.prefix_of(code) == prefix


def test_a_funds_balance_is_the_sum_of_what_was_booked(cast: Cast) -> None:
    fund, today = make_fund(cast), timezone.localdate()
    services.book(fund, by=cast.lea, kind="donation", amount=Decimal("250.50"), booked_on=today)
    given = make_commendation(cast, fund=fund.pk, amount=Decimal(400), people=2)
    assert given.entry.amount == Decimal(-400)
    assert courage.find_fund(cast.lea, fund.pk).balance == Decimal("850.50")
    with pytest.raises(InvalidInput) as refusal:
        services.book(fund, by=cast.lea, kind="cost", amount=Decimal(9999), booked_on=today)
    assert faults_of(refusal) == {"/amount"}
    with pytest.raises(InvalidInput):
        services.book(fund, by=cast.lea, kind="correction", amount=Decimal(-1), booked_on=today)
    assert courage.people_in(courage.commendations(cast.lea)) == 2


def test_offices_are_counted_by_their_newest_day(cast: Cast) -> None:
    counted = ((cast.north, 40, 1), (cast.north, 41, 2), (cast.south, 32, 1))
    for agency, offices, month in counted:
        day = date(2026, month, 1)
        services.count_offices(agency, by=cast.chief, offices=offices, counted_on=day)
    assert sum(row.offices for row in courage.offices(cast.chief)) == 73
    assert [row.offices for row in courage.offices(cast.lea)] == [41]


def test_a_month_of_a_base_is_the_sum_of_its_days(cast: Cast) -> None:
    base = make_base(cast)
    for day, visitors in (("2026-01-31", 5), ("2026-02-01", 100), ("2026-02-28", 50)):
        when = date.fromisoformat(day)
        services.count_day(base, by=cast.lea, counted_on=when, visitors=visitors, messages=3)
    services.count_day(base, by=cast.lea, counted_on=date(2026, 2, 28), visitors=60, messages=3)
    row = outreach(cast.lea, date(2026, 2, 10)).get()
    assert (row.visitors, row.messages) == (160, 6)


def test_a_sheet_names_every_bad_row_and_writes_nothing_until_it_is_good(cast: Cast) -> None:
    head = "code,name,kind,agency,trade,cells,people\n"
    good = f"A-1,Taxi team,volunteer,{cast.north.code},taxi,N-1 N-2,35\n"
    bad = f"A-2,Other,castle,{cast.north.code},taxi,,x\n"
    who = {"by": cast.lea.as_actor(), "viewer": cast.lea}
    tried = take(TABLE, head + good + bad, dry_run=False, **who)
    assert not tried.is_written
    assert {(f["row"], f["field"]) for f in tried.faults} == {(3, "kind"), (3, "people")}
    assert take(TABLE, head + good, dry_run=False, **who).created == 1
    assert teams(cast.lea).get().people == 35
    assert take(TABLE, head + good, dry_run=False, **who).changed == 1
