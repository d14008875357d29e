"""The demo city's forces: street stations with their ground, units, crews, and where each is."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.db.models import Union
from django.contrib.gis.geos import MultiPolygon, Point
from django.utils import timezone

from command_center.demo.calls import CallGenerator
from command_center.demo.ground import FIXTURES
from grid.organisation.models import Agency, Officer
from grid.territory.models import Cell
from patrol.positions.models import UnitPosition
from patrol.units.models import Capability, CrewPosting, Station, Unit

POST_ENDING: Final = "警务站"  # of the agencies that are a street station as well
_LEADERS: Final = ("patrol", "video_operator")


@dataclass(slots=True)
class Forces:
    """What was made, in the order of the call signs."""

    stations: dict[str, Station] = field(default_factory=dict)  # by the code of their agency
    units: list[Unit] = field(default_factory=list)


def create_forces(generator: CallGenerator, cells: Mapping[str, Cell]) -> Forces:
    """Stations, units, crews and first positions of fixtures/demo_forces.toml."""
    plan = tomllib.loads((FIXTURES / "demo_forces.toml").read_text(encoding="utf-8"))
    create_capabilities(plan["capabilities"])
    forces = Forces(stations=_stations())
    agencies = list(Agency.objects.select_related("parent").order_by("path"))
    rows = list(_units(agencies, plan["unit"], forces.stations))
    forces.units = Unit.objects.bulk_create(unit for unit, _row in rows)
    _link_mixed(forces.units)
    CrewPosting.objects.bulk_create(_crews(rows))
    UnitPosition.objects.bulk_create(_positions(forces, generator, cells))
    return forces


def create_capabilities(rows: Mapping[str, tuple[str, str]]) -> None:
    """Capabilities that are not there yet."""
    Capability.objects.bulk_create(
        (Capability(code=code, name=zh, name_en=en) for code, (zh, en) in rows.items()),
        ignore_conflicts=True,
    )


def _stations() -> dict[str, Station]:
    """Ten street stations with their own cells, two control centres with their district's."""
    rows: dict[str, Station] = {}
    posts = Agency.objects.filter(name__endswith=POST_ENDING)
    for number, agency in enumerate(posts.order_by("code"), start=1):
        outline = _ground(Cell.objects.filter(agency__path__startswith=agency.path))
        kind = Station.Kind.STREET
        rows[agency.code] = _station(f"S{number:02d}", agency.name, kind, agency, outline)
    centres = Agency.objects.filter(kind=Agency.Kind.CONTROL_CENTRE).order_by("code")
    for number, agency in enumerate(centres, start=1):
        district = Cell.objects.filter(code__startswith=f"22040{number + 1}")
        kind = Station.Kind.CONTROL_CENTRE
        rows[agency.code] = _station(f"C{number:02d}", agency.name, kind, agency, _ground(district))
    made = Station.objects.bulk_create(rows.values())
    return dict(zip(rows, made, strict=True))


def _ground(cells: Any) -> MultiPolygon:
    leaves = cells.filter(is_leaf=True).in_force()
    outline = leaves.aggregate(ground=Union("outline"))["ground"]
    whole = outline if isinstance(outline, MultiPolygon) else MultiPolygon(outline)
    whole.srid = 4326
    return whole


def _station(
    code: str, name: str, kind: Station.Kind, agency: Agency, outline: MultiPolygon
) -> Station:
    point = outline.point_on_surface
    point.srid = 4326
    return Station(
        code=code,
        name=name,
        kind=kind,
        agency=agency,
        point=point,
        outline=outline,
        roads=8,
        junctions=24,
    )


def _units(
    agencies: Iterable[Agency],
    plan: Mapping[str, list[dict[str, Any]]],
    stations: Mapping[str, Station],
) -> Iterator[tuple[Unit, dict[str, Any]]]:
    numbers: dict[str, int] = defaultdict(int)
    branches: dict[str, int] = {}
    for agency in agencies:
        for row in plan.get(_kind_of(agency), ()):
            letter = _letter(agency, row, branches)
            numbers[letter] += 1
            is_armed = bool(row.get("is_armed"))
            call_sign = f"{letter}{numbers[letter]:02d}"
            unit = Unit(
                call_sign=call_sign,
                name=f"{agency.name}{call_sign}",
                kind=row["kind"],
                tier=row["tier"],
                agency=agency,
                station=stations.get(agency.code),
                vehicle=f"吉D·X{call_sign}" if row["kind"] in ("car", "mixed") else "",
                is_armed=is_armed,
                capabilities=row["capabilities"],
                status=Unit.Status.PATROL,
            )
            yield unit, row


def _kind_of(agency: Agency) -> str:
    if agency.name.endswith(POST_ENDING):
        return "police_post"
    return "branch" if agency.kind == Agency.Kind.COUNTY else agency.kind


def _letter(agency: Agency, row: Mapping[str, Any], branches: dict[str, int]) -> str:
    """V for video desks, C for control centres, P0 for the city, P and a number for branches."""
    if row["kind"] == Unit.Kind.VIDEO:
        return "V"
    if agency.kind == Agency.Kind.CONTROL_CENTRE:
        return "C"
    codes = agency.path.split("/")
    if len(codes) < 3:
        return "P0"
    return f"P{branches.setdefault(codes[1], len(branches) + 1)}"


def _link_mixed(units: Iterable[Unit]) -> None:
    """A mixed team shows the units its people come from: the first two of its branch."""
    by_branch: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_branch[unit.call_sign[:2]].append(unit)
    for unit in units:
        if unit.kind == Unit.Kind.MIXED:
            others = [u for u in by_branch[unit.call_sign[:2]] if u.kind != Unit.Kind.MIXED]
            unit.parents.set(others[:2])


def _crews(rows: Iterable[tuple[Unit, dict[str, Any]]]) -> Iterator[CrewPosting]:
    since = timezone.now() - timedelta(days=90)
    leaders = _leaders()
    for number, (unit, row) in enumerate(rows):
        waiting = leaders[unit.agency_id]
        leader = waiting.pop(0) if waiting else None
        if leader:
            yield CrewPosting(unit=unit, officer=leader, is_leader=True, valid_from=since)
        partner = unit.kind == Unit.Kind.MIXED
        kind = CrewPosting.Kind.PARTNER if partner else CrewPosting.Kind.AUXILIARY
        word = "协勤" if partner else "辅警"
        for nth in range(row["crew"] - (1 if leader else 0)):
            name = f"{word}{number + 1:03d}-{nth + 1}"
            yield CrewPosting(unit=unit, name=name, kind=kind, valid_from=since)


def _leaders() -> dict[int, list[Officer]]:
    found: dict[int, list[Officer]] = defaultdict(list)
    officers = Officer.objects.filter(grants__role__in=_LEADERS).order_by("pk")
    for officer in officers:
        found[officer.agency_id].append(officer)
    return found


def _positions(
    forces: Forces, generator: CallGenerator, cells: Mapping[str, Cell]
) -> Iterator[UnitPosition]:
    """Each unit at a street corner of its agency's ground; a video desk has no position."""
    now = timezone.now()
    for number, unit in enumerate(forces.units):
        if unit.kind != Unit.Kind.VIDEO:
            yield position(unit, corners_of(unit, generator, cells)[number % 6], now)


def position(unit: Unit, point: Point, at: datetime) -> UnitPosition:
    """A fix as the unit's phone would have sent it."""
    return UnitPosition(
        unit=unit,
        point=point,
        device_time=at,
        server_time=at,
        still_since=at,
        still_at=point,
        speed_kmh=0.0,
        accuracy_m=8.0,
    )


def corners_of(unit: Unit, generator: CallGenerator, cells: Mapping[str, Cell]) -> list[Point]:
    """Street corners of the ground below the unit's agency; of the whole city where it has none."""
    path = unit.agency.path
    inside = [
        index
        for index, row in enumerate(generator.cells)
        if cells[row.code].agency.path.startswith(path) and row.is_urban
    ] or list(range(len(generator.cells)))
    spread = [inside[step * len(inside) // 6] for step in range(6)]
    return [
        Point(
            round(float(generator.anchor_x[index, nth]), 7),
            round(float(generator.anchor_y[index, nth]), 7),
            srid=4326,
        )
        for nth, index in enumerate(spread)
    ]
