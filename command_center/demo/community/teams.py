"""Teams that help to keep order, their hours, residents, courage, and education bases."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from command_center.demo.community.town import Town, label
from grid.organisation.models import Agency
from grid.service.teams.models import (
    Commendation,
    Fund,
    FundEntry,
    OfficeCount,
    OutreachBase,
    OutreachDay,
    ResidentBase,
    Team,
    TeamHeadcount,
    TeamHours,
    VolunteerTarget,
)
from grid.territory.models import Division

# Of each county its residents, invented and round, and what share of them volunteers.
_RESIDENTS: Final = {
    "220402": (268_000, 0.093),
    "220403": (152_000, 0.101),
    "220421": (288_000, 0.082),
    "220422": (246_000, 0.088),
}
_CITY_DIVISION: Final = "220400000000"
_DAYS: Final = 28
_OFFICES: Final = 73


def create_teams(town: Town) -> None:
    """Everything of the teams' pages."""
    _residents(town)
    teams = _teams(town)
    _hours(town, teams)
    _courage(town)
    _bases(town)


def _residents(town: Town) -> None:
    source = "常住人口公报（演示数据）"
    said = {"year": town.today.year - 1, "source": source, "entered_by": label(town.leader)}
    counts = {f"{code}000000": residents for code, (residents, _share) in _RESIDENTS.items()}
    counts[_CITY_DIVISION] = sum(counts.values())
    known = Division.objects.filter(code__in=counts).defer("outline")
    ResidentBase.objects.bulk_create(
        ResidentBase(division=row, residents=counts[row.code], **said) for row in known
    )
    VolunteerTarget.objects.create(
        agency=town.city, percent=Decimal(10), valid_from=date(town.today.year, 1, 1)
    )


def _houses(town: Town) -> list[Agency]:
    kinds = (Agency.Kind.BRANCH, Agency.Kind.COUNTY)
    return list(
        Agency.objects.filter(path__startswith=town.city.path, kind__in=kinds).order_by("path")
    )


def _teams(town: Town) -> list[Team]:
    said = town.words["team"]
    homes = {row.code[:6]: row for row in _houses(town) if row.kind == Agency.Kind.COUNTY}
    rows = [_team(town, nth, one, homes) for nth, one in enumerate(said, 1)]
    rows += [_volunteers(town, code, homes) for code in _RESIDENTS]
    teams = Team.objects.bulk_create(rows)
    sizes = [one["people"] for one in said]
    sizes += [_volunteer_count(code, said) for code in _RESIDENTS]
    TeamHeadcount.objects.bulk_create(
        TeamHeadcount(
            team=team,
            counted_on=town.today - timedelta(days=back),
            people=int(size * part),
            members={"resident": int(size * part * 0.6), "retired": int(size * part * 0.2)},
            counted_by=label(town.leader),
        )
        for team, size in zip(teams, sizes, strict=True)
        for back, part in ((200, 0.9), (20, 1.0))
    )
    grounds = (town.urban[:9], town.urban[9:21], town.urban[21:30])
    paid = [team for team in teams if team.kind == Team.Kind.AUXILIARY]
    for team, cells in zip(paid, grounds, strict=True):
        team.cells.set(cells)
    return teams


def _team(town: Town, nth: int, said: dict[str, Any], homes: dict[str, Agency]) -> Team:
    """Those of a trade are the whole city's, a brand its county's."""
    county = said.get("county", "")
    division = f"{county}000000" if county else _CITY_DIVISION
    return Team(
        code=f"qf-{nth:03}",
        name=said["name"],
        kind=said["kind"],
        agency=homes.get(county, town.city),
        division_id=division if said["kind"] in Team.VOLUNTARY else None,
        trade_id=said.get("trade"),
        brand=said.get("brand", ""),
        contact=f"值班室 0000-20{nth:02}",
        founded_on=town.today - timedelta(days=900 + nth * 31),
    )


def _volunteers(town: Town, code: str, homes: dict[str, Agency]) -> Team:
    division = Division.objects.defer("outline").get(code=f"{code}000000")
    return Team(
        code=f"zy-{code}",
        name=f"{division.name}平安志愿者",
        kind=Team.Kind.VOLUNTEER,
        agency=homes.get(code, town.city),
        division=division,
        trade_id="residents",
        contact=f"志愿者之家 0000-{code[2:]}",
        founded_on=town.today - timedelta(days=1500),
    )


def _volunteer_count(code: str, said: list[dict[str, Any]]) -> int:
    """What the share of the county is short of with its brand."""
    residents, share = _RESIDENTS[code]
    brands: int = sum(one["people"] for one in said if one.get("county") == code)
    return int(residents * share) - brands


def _hours(town: Town, teams: list[Team]) -> None:
    works = [team for team in teams if team.kind != Team.Kind.PARTNER]
    rows = []
    for back in range(_DAYS):
        for team in works[back % 2 :: 2]:
            people = town.rng.randrange(6, 40)
            is_joint = town.rng.random() < 0.3
            rows.append(
                TeamHours(
                    team=team,
                    worked_on=town.today - timedelta(days=back),
                    people=people,
                    hours=Decimal(people * town.rng.randrange(2, 5)),
                    activity=town.one(TeamHours.Activity.values[:5]),
                    cell=town.one(town.urban),
                    is_joint=is_joint,
                    partner="辖区派出所" if is_joint else "",
                    entered_at=town.at(back),
                    entered_by=label(town.leader),
                )
            )
    TeamHours.objects.bulk_create(rows)


def _courage(town: Town) -> None:
    words, houses = town.words["courage"], _houses(town)
    by = label(town.leader)
    homes = [town.city, *houses[-2:]]
    entries = []
    for name, agency in zip(words["funds"], homes, strict=True):
        fund = Fund.objects.create(
            name=name, agency=agency, keeper="政治处", founded_on=date(2012, 5, 1)
        )
        money = (("opening", 860_000, 400), ("donation", 52_000, 80), ("interest", 4_300, 30))
        for kind, yuan, back in money:
            entries.append(
                FundEntry(
                    fund=fund, kind=kind, amount=Decimal(yuan), entered_by=by,
                    booked_on=town.today - timedelta(days=back),
                )
            )  # fmt: skip
    FundEntry.objects.bulk_create(entries)
    for nth, deed in enumerate(words["deeds"]):
        _commend(town, entries[nth % 3].fund, deed, nth)
    OfficeCount.objects.create(
        agency=town.city, counted_on=town.today - timedelta(days=25), offices=_OFFICES,
        counted_by=by,
    )  # fmt: skip


def _commend(town: Town, fund: Fund, deed: str, nth: int) -> None:
    day, by = town.today - timedelta(days=5 + 40 * nth), label(town.leader)
    paid = FundEntry.objects.create(
        fund=fund, kind=FundEntry.Kind.AWARD, amount=Decimal(-10_000), booked_on=day,
        entered_by=by, note="奖励",
    )  # fmt: skip
    Commendation.objects.create(
        agency=fund.agency, given_on=day, level="city" if nth % 2 else "county",
        people=1 + nth % 2, deed=deed, document=f"演示表彰〔{day.year}〕{nth + 1}号", entry=paid,
        entered_by=by,
    )  # fmt: skip


def _bases(town: Town) -> None:
    bases = OutreachBase.objects.bulk_create(
        OutreachBase(
            agency=town.city, address=town.address(town.urban[nth]),
            contact=f"前台 0000-30{nth:02}",
            opened_on=date(2019, 5, 1 + nth), **said,
        )
        for nth, said in enumerate(town.words["base"])
    )  # fmt: skip
    OutreachDay.objects.bulk_create(
        OutreachDay(
            base=base,
            counted_on=town.today - timedelta(days=back),
            visitors=town.rng.randrange(20, 340),
            groups=town.rng.randrange(0, 6),
            messages=town.rng.randrange(0, 18),
            counted_by=label(town.leader),
        )
        for base in bases
        for back in range(1, 57)
        if (town.today - timedelta(days=back)).weekday() != 0
    )
