"""A second city out of any file of points: an agency, hexagonal cells and accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from command_center.alerts.services import ensure_default_rules
from command_center.demo.loading import geos
from command_center.demo.people import Account, give_totp, grant, new_password, write_accounts
from command_center.dispatch.assignments.rulebook import (
    ensure_default_rules as ensure_default_dispatch_rules,
)
from command_center.dispatch.figures.rulebook import (
    ensure_default_rules as ensure_default_figure_rules,
)
from command_center.dispatch.safety.rules import (
    ensure_default_rules as ensure_default_safety_rules,
)
from command_center.incidents.importing.mapping import Mapping
from command_center.incidents.importing.rows import read_row
from command_center.incidents.targets import ensure_default_targets
from grid.errors import InvalidInput
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import NEEDS_TOTP, Role
from grid.rest.table_files import read_rows
from grid.territory import geo
from grid.territory.metric import LocalPlane
from grid.territory.models import Cell

Floats = NDArray[np.float64]
_MOST_CELLS: Final = 20_000
_BEGINNING: Final = "2000-01-01"  # the file may hold years of past calls
_STAFF: Final = (
    Role.DUTY_COMMANDER,
    Role.DISPATCHER,
    Role.DISPATCHER,
    Role.ANALYST,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.SECURITY_ADMIN,
    Role.OVERSIGHT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPlan:
    """What to build: `cell_size_m` is the distance between the centres of neighbouring cells."""

    code: str
    name: str
    cell_size_m: float


def read_points(path: Path, mapping: Mapping) -> tuple[Floats, Floats]:
    """The WGS-84 points of every row that has one; rows with other faults count too."""
    _names, rows = read_rows(path, mapping.source.encoding)
    pairs = list(_pairs(rows, mapping))
    if len(pairs) < 10:
        raise InvalidInput(_("Fewer than ten rows have coordinates."))
    lngs, lats = np.array(pairs).T
    lngs, lats = geo.to_wgs84(lng=lngs, lat=lats, crs=mapping.source.crs)
    plane = LocalPlane(lng=float(np.median(lngs)), lat=float(np.median(lats)))
    away = np.hypot(*plane.to_metres(lng=lngs, lat=lats))
    # Beyond twice the distance that holds 99 % lie the slips of a keyboard, a state away.
    near = away <= 2 * np.quantile(away, 0.99)
    return lngs[near], lats[near]


def _pairs(rows: Iterator[tuple[int, dict[str, Any]]], mapping: Mapping) -> Iterator[list[float]]:
    for line, row in rows:
        call = read_row(line, row, mapping).call
        if call and not geo.point_errors(lng=call.lng, lat=call.lat):
            yield [float(call.lng or 0), float(call.lat or 0)]


def hexagons(lngs: Floats, lats: Floats, *, cell_size_m: float) -> list[shapely.Geometry]:
    """Hexagons `cell_size_m` across, point up, over the hull of the points; no gap, no overlap.

    Laid out in metres on a plane through the middle of the points, then turned into degrees.
    """
    plane = LocalPlane(lng=float(np.median(lngs)), lat=float(np.median(lats)))
    east, north = plane.to_metres(lng=lngs, lat=lats)
    hull = shapely.convex_hull(shapely.multipoints(np.stack([east, north], axis=1)))
    hull = shapely.buffer(hull, cell_size_m)  # every point's own cell is in
    shapely.prepare(hull)
    west, south, far_east, far_north = hull.bounds
    rise = cell_size_m * 3**0.5 / 2
    rows = np.arange(np.floor(south / rise), np.ceil(far_north / rise) + 1)
    columns = np.arange(np.floor(west / cell_size_m) - 1, np.ceil(far_east / cell_size_m) + 1)
    if len(rows) * len(columns) > 4 * _MOST_CELLS:
        raise InvalidInput(_("The cells are too small for this extent."))
    row, column = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
    centres = np.stack([(column + (row % 2) / 2) * cell_size_m, row * rise], axis=1)
    here = centres[shapely.intersects_xy(hull, centres)]
    return [_hexagon(centre, cell_size_m, plane) for centre in here]


def _hexagon(centre: Floats, size_m: float, plane: LocalPlane) -> shapely.Geometry:
    angle = np.radians([30, 90, 150, 210, 270, 330])
    radius = size_m / 3**0.5
    lng, lat = plane.to_degrees(
        east_m=centre[0] + radius * np.cos(angle), north_m=centre[1] + radius * np.sin(angle)
    )
    # Neighbours work out a shared corner from different centres; a tenth of a millimetre makes
    # it the same corner.
    return shapely.polygons(np.round(np.stack([lng, lat], axis=1), 9))


@transaction.atomic
def build_city(
    plan: CityPlan, *, lngs: Floats, lats: Floats, accounts_at: Path
) -> tuple[Agency, int, list[Account]]:
    """The agency, how many cells it has, and its accounts (written to `accounts_at`).

    Raises InvalidInput where the code is taken.
    """
    if Agency.objects.filter(code=plan.code).exists():
        raise InvalidInput(_("There is an agency with this code already."))
    agency = Agency(code=plan.code, name=plan.name, kind=Agency.Kind.CITY)
    agency.save()
    outlines = hexagons(lngs, lats, cell_size_m=plan.cell_size_m)
    Cell.objects.bulk_create(
        Cell(
            code=f"{plan.code[:4]}-H{number:05d}",
            name=f"{plan.name} {number}",
            kind=Cell.Kind.URBAN,
            agency=agency,
            outline=geos(outline),
            valid_from=_BEGINNING,
        )
        for number, outline in enumerate(outlines, 1)
    )
    call_command("load_reference", verbosity=0)
    ensure_default_rules(agency)
    ensure_default_targets(agency)
    ensure_default_dispatch_rules(agency)
    ensure_default_figure_rules(agency)
    ensure_default_safety_rules(agency)
    accounts = _staff(agency)
    built = Fact(
        kind="territory.city_built",
        subject_type="agency",
        subject_id=agency.code,
        agency_path=agency.path,
        payload={"cells": len(outlines), "points": len(lngs)},
    )
    record(PLATFORM, built)
    write_accounts(accounts, at=accounts_at)
    return agency, len(outlines), accounts


def _staff(agency: Agency) -> list[Account]:
    accounts: list[Account] = []
    for number, role in enumerate(_STAFF, 1):
        badge, password = f"{agency.code[:4]}{number:02d}", new_password()
        officer = Officer.objects.create_officer(
            badge_number=badge, name=f"{role.label} {number}", agency=agency, password=password
        )
        grant([(officer, role)])
        secret = give_totp(officer) if role in NEEDS_TOTP else ""
        accounts.append(
            Account(
                badge_number=badge,
                name=officer.name,
                agency=agency.name,
                role=role.value,
                password=password,
                totp_secret=secret,
            )
        )
    return accounts
