"""Loading the demo city: whole or not at all, and only into an empty house."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from command_center.alerts.services import ensure_default_rules
from command_center.demo.agencies import AgencyRow, create_agencies, plan_agencies
from command_center.demo.calls import CallGenerator, CellRow
from command_center.demo.cameras import create_cameras
from command_center.demo.checkpoints import create_checkpoints
from command_center.demo.checkwork import create_checkwork
from command_center.demo.commanding import create_command
from command_center.demo.community import create_community
from command_center.demo.containment import create_containment
from command_center.demo.crimes import create_crimes
from command_center.demo.duties import create_duties, put_units_on_duty
from command_center.demo.forces import create_forces
from command_center.demo.ground import DivisionRow, Ground, lay_out
from command_center.demo.history import load_history
from command_center.demo.notices import create_notices
from command_center.demo.patrols import create_patrols
from command_center.demo.people import Account, create_officers
from command_center.demo.places import create_places, create_premise_notes
from command_center.demo.sent import send_units
from command_center.demo.studying import create_analysis
from command_center.demo.switches import create_switches
from command_center.demo.upkeep import create_upkeep
from command_center.dispatch.assignments.rulebook import (
    ensure_default_rules as ensure_default_dispatch_rules,
)
from command_center.dispatch.figures.rulebook import (
    ensure_default_rules as ensure_default_figure_rules,
)
from command_center.dispatch.safety.rules import (
    ensure_default_rules as ensure_default_safety_rules,
)
from command_center.incidents.targets import ensure_default_targets
from grid.organisation.models import Agency, Officer
from grid.territory.models import Cell, CellPosting, Division

CITY = "220400000000"
Say = Callable[[str], object]


def is_loaded() -> bool:
    return Agency.objects.filter(code=CITY).exists()


@transaction.atomic
def load_city(*, accounts_at: Path, scale: float, say: Say) -> list[Account]:
    """Everything of the demo city; answers the accounts written to `accounts_at`."""
    ground = lay_out()
    create_divisions(ground)
    plan = plan_agencies(ground.divisions)
    agencies = create_agencies(plan)
    say(f"{len(ground.divisions)} divisions, {len(agencies)} agencies")
    accounts = create_officers(agencies, at=accounts_at)
    cells = create_cells(ground, plan, agencies)
    post_officers(cells.values())
    say(f"{len(cells)} leaf cells, {Officer.objects.count()} officers")
    call_command("load_reference", verbosity=0)
    ensure_default_rules(agencies[CITY])
    ensure_default_targets(agencies[CITY])
    ensure_default_dispatch_rules(agencies[CITY])
    ensure_default_figure_rules(agencies[CITY])
    ensure_default_safety_rules(agencies[CITY])
    rows = _rows_for_calls(ground, cells)
    generator = CallGenerator(rows, now=timezone.localtime(), scale=scale)
    forces = create_forces(generator, cells)
    say(f"{len(forces.stations)} street stations, {len(forces.units)} units")
    gates = create_checkpoints(agencies)
    say(f"{len(gates)} checkpoints on three lines")
    say(create_cameras(agencies, cells))
    connection.check_constraints()  # now: all keys at once at the end outlast any statement
    places = create_places(generator, cells)
    say(f"{places} places, {create_premise_notes(generator, cells)} premise notes")
    chief = Officer.objects.filter(agency=agencies[CITY], grants__role="duty_commander").first()
    if chief:
        walked = create_patrols(forces, generator, cells, chief=chief)
        shifts = create_duties(forces, city=agencies[CITY])
        put_units_on_duty()
        create_command(forces, city=agencies[CITY], chief=chief)
        create_switches(gates, city=agencies[CITY], chief=chief)
        say(f"{create_checkwork(gates)} hourly counts at checkpoints, two past switches")
        say(f"{create_notices(city=agencies[CITY])} lookout notices")
        say(f"{create_containment(city=agencies[CITY], chief=chief)}, two past containments")
        say(f"{walked} rounds of the past week, {shifts} shifts; plans, circles, orders, events")
    say(f"{load_history(generator, city=agencies[CITY], cells=cells)} incidents of two years")
    with connection.cursor() as cursor:
        # Keys are checked by plans made while the table was empty, unless it is told otherwise.
        cursor.execute("ANALYZE incidents_incident")
    say(f"{send_units()} assignments of the last fortnight")
    if chief:
        connection.check_constraints()
        say(create_upkeep(city=agencies[CITY], chief=chief))
        say(create_community(city=agencies[CITY], chief=chief))
    say(create_crimes(generator, city=agencies[CITY], cells=cells))
    if chief:
        say(create_analysis(city=agencies[CITY]))
    return accounts


def _rows_for_calls(ground: Ground, cells: Mapping[str, Cell]) -> list[CellRow]:
    return [
        CellRow(
            code=d.code,
            town=d.parent or "",
            name=d.name,
            is_urban=d.is_urban,
            outline=ground.outlines[d.code],
        )
        for d in ground.divisions
        if d.code in cells
    ]


def create_divisions(ground: Ground) -> None:
    Division.objects.bulk_create(
        Division(
            code=d.code,
            name=d.name,
            level=d.level,
            parent_id=d.parent,
            outline=geos(ground.outlines[d.code]) if d.code in ground.outlines else None,
        )
        for d in ground.divisions
    )


def create_cells(
    ground: Ground, plan: Iterable[AgencyRow], agencies: Mapping[str, Agency]
) -> dict[str, Cell]:
    """A parent cell for each town, a leaf for each community and village; the leaves by code."""
    since = timezone.localdate() - timedelta(days=3 * 365)
    answers = {code: agencies[row.code] for row in plan for code in row.ground}
    leaves = [d for d in ground.divisions if d.code in answers]
    towns: dict[str, Cell] = {}
    for town in (d for d in ground.divisions if d.level == "town"):
        inside = [answers[leaf.code] for leaf in leaves if leaf.parent == town.code]
        if inside:
            towns[town.code] = _cell(town, ground, _station_of(inside[0]), since)
            towns[town.code].is_leaf = False
    Cell.objects.bulk_create(towns.values())
    made = {d.code: _cell(d, ground, answers[d.code], since) for d in leaves}
    for leaf in leaves:
        made[leaf.code].parent = towns[leaf.parent or ""]
    Cell.objects.bulk_create(made.values())
    return made


def post_officers(cells: Iterable[Cell]) -> None:
    """Each leaf has had two responsible officers: one until a year ago, another since."""
    officers: dict[int, list[Officer]] = {}
    for officer in Officer.objects.filter(
        grants__role="community_officer", agency__kind__in=["station", "office"]
    ).order_by("pk"):
        officers.setdefault(officer.agency_id, []).append(officer)
    turn = timezone.localdate() - timedelta(days=365)
    postings: list[CellPosting] = []
    for cell in cells:
        staff = officers.get(cell.agency_id, [])
        first, second = (staff * 2)[:2] if staff else (None, None)
        if first and second:
            postings.append(
                CellPosting(cell=cell, officer=first, valid_from=cell.valid_from, valid_to=turn)
            )
            postings.append(CellPosting(cell=cell, officer=second, valid_from=turn))
    CellPosting.objects.bulk_create(postings)


def geos(outline: shapely.Geometry) -> MultiPolygon:
    """A shapely outline as GeoDjango keeps it: a multipolygon in WGS-84."""
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(outline)), srid=4326)
    return geometry if isinstance(geometry, MultiPolygon) else MultiPolygon(geometry, srid=4326)


def _station_of(agency: Agency) -> Agency:
    is_office = agency.kind == Agency.Kind.OFFICE and agency.parent is not None
    return agency.parent if is_office and agency.parent else agency


def _cell(division: DivisionRow, ground: Ground, agency: Agency, since: date) -> Cell:
    is_urban = division.is_urban or division.is_street
    return Cell(
        code=division.code,
        name=division.name,
        kind=Cell.Kind.URBAN if is_urban else Cell.Kind.RURAL,
        division_id=division.code,
        agency=agency,
        outline=geos(ground.outlines[division.code]),
        valid_from=since,
    )
