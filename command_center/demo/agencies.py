"""The demo city's agencies, and which of them answers for which leaf of the ground."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from command_center.demo.ground import FIXTURES, DivisionRow
from grid.organisation.models import Agency

Kind = Agency.Kind


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency to be made; `ground` are the division codes it answers for itself."""

    code: str
    name: str
    kind: str
    parent: str | None
    ground: tuple[str, ...] = ()


def plan_agencies(divisions: Sequence[DivisionRow]) -> list[AgencyRow]:
    """City, control centres, branches and counties, stations, offices: parents before children."""
    plan = tomllib.loads((FIXTURES / "demo_city.toml").read_text(encoding="utf-8"))
    by_parent: dict[str, list[DivisionRow]] = defaultdict(list)
    for division in divisions:
        by_parent[division.parent or ""].append(division)
    city = plan["city"]["code"]
    rows = [AgencyRow(city, plan["city"]["name"], Kind.CITY, None)]
    rows += [AgencyRow(c["code"], c["name"], Kind.CONTROL_CENTRE, city) for c in plan["centre"]]
    for branch in plan["branch"]:
        rows.append(AgencyRow(branch["code"], branch["name"], Kind.BRANCH, city))
        for station in branch["stations"]:
            rows += _station_and_offices(station, branch["code"], by_parent)
    for county in plan["county"]:
        rows.append(AgencyRow(county["code"], county["name"], Kind.COUNTY, city))
        rows += _town_stations(county["code"], by_parent)
    return rows


def create_agencies(rows: Iterable[AgencyRow]) -> dict[str, Agency]:
    """The agencies in the database, by code."""
    made: dict[str, Agency] = {}
    for row in rows:
        parent = made[row.parent] if row.parent else None
        made[row.code] = Agency(code=row.code, name=row.name, kind=row.kind, parent=parent)
        made[row.code].save()
    return made


def _station_and_offices(
    station: dict[str, Any], branch: str, by_parent: dict[str, list[DivisionRow]]
) -> Iterator[AgencyRow]:
    leaves = [leaf for town in station["towns"] for leaf in by_parent[f"{town}000"]]
    communities = [leaf for leaf in leaves if leaf.is_urban]
    villages = tuple(leaf.code for leaf in leaves if not leaf.is_urban)
    code = f"{station['towns'][0]}000"
    yield AgencyRow(code, station["name"], Kind.STATION, branch, villages)
    for group in _groups(communities, station["offices"]):
        codes = tuple(leaf.code for leaf in group)
        name = f"{_short(group[0].name)}社区警务室"
        yield AgencyRow(codes[0], name, Kind.OFFICE, code, codes)


def _town_stations(county: str, by_parent: dict[str, list[DivisionRow]]) -> Iterator[AgencyRow]:
    for town in by_parent[county]:
        codes = tuple(leaf.code for leaf in by_parent[town.code])
        if codes:
            yield AgencyRow(town.code, f"{_short(town.name)}派出所", Kind.STATION, county, codes)


def _groups(rows: Sequence[DivisionRow], count: int) -> Iterator[Sequence[DivisionRow]]:
    """`rows` dealt into `count` runs of nearly equal length."""
    for i in range(count):
        yield rows[i * len(rows) // count : (i + 1) * len(rows) // count]


def _short(name: str) -> str:
    """The name without the word for its kind: 白泉镇 → 白泉."""
    for ending in ("社区居民委员会", "居民委员会", "居委会", "社区", "街道", "镇", "乡"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
