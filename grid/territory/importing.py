"""Taking over cells and divisions from files; every bad row is named, none is half taken."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction
from django.utils.translation import gettext as _

from grid.errors import InvalidInput
from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.territory.geojson import FeatureRow
from grid.territory.models import Cell, Division
from grid.territory.services import put_cell

Report = list[tuple[int, str]]  # number of the row, from 1, and what is wrong with it
_LEVELS: Final = {"subdistrict": "town", "township": "town", "community": "village"}


def check_cells(rows: Iterable[FeatureRow]) -> Report:
    """Everything wrong with the features as cells; empty means they may be taken."""
    agencies = set(Agency.objects.values_list("code", flat=True))
    seen: set[str] = set()
    report: Report = []
    for row in rows:
        report += [(row.number, fault) for fault in row.faults]
        report += [(row.number, fault) for fault in _property_faults(row, agencies, seen)]
    return report


def _property_faults(row: FeatureRow, agencies: set[str], seen: set[str]) -> Iterator[str]:
    said = row.properties
    code = str(said.get("code") or "")
    if not 1 <= len(code) <= 20 or "\x00" in code:
        yield _("A code of 1 to 20 characters is needed.")
    if code in seen:
        yield _("The code %s is there twice.") % code
    seen.add(code)
    if not 1 <= len(str(said.get("name") or "")) <= 100:
        yield _("A name of 1 to 100 characters is needed.")
    if said.get("kind") not in Cell.Kind.values:
        yield _("The kind is urban or rural.")
    if str(said.get("agency")) not in agencies:
        yield _("There is no agency with the code %s.") % str(said.get("agency"))[:20]


@transaction.atomic
def take_cells(
    rows: Iterable[FeatureRow], *, by: Actor, from_day: date | None = None
) -> dict[str, int]:
    """Bring the checked cells in force; answers how many were created, revised, unchanged."""
    agencies = {a.code: a for a in Agency.objects.all()}
    done = {"created": 0, "revised": 0, "unchanged": 0}
    for row in rows:
        said = row.properties
        _cell, what = put_cell(
            str(said["code"]),
            by=by,
            outline=_geos(row.outline),
            from_day=from_day,
            name=str(said["name"]),
            kind=said["kind"],
            agency=agencies[str(said["agency"])],
        )
        done[what] += 1
    return done


@transaction.atomic
def take_divisions(path: Path) -> int:
    """Upsert the register from a CSV with code12, name, level, parent_code12; answers the rows.

    Raises InvalidInput naming the first line that cannot be taken.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [_division(number, row) for number, row in enumerate(csv.DictReader(lines), 2)]
    known = {row.code for row in rows} | set(Division.objects.values_list("code", flat=True))
    for number, row in enumerate(rows, 2):
        if row.parent_id and row.parent_id not in known:
            raise InvalidInput(_("Line %(line)s: unknown parent.") % {"line": number})
    Division.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent"],
    )
    return len(rows)


def _division(number: int, row: dict[str, Any]) -> Division:
    level = _LEVELS.get(row.get("level") or "", row.get("level") or "")
    code, name = row.get("code12") or "", (row.get("name") or "").strip()
    is_right = len(code) == 12 and code.isdigit() and name and level in Division.Level.values
    if not is_right:
        raise InvalidInput(_("Line %(line)s: code, name or level is wrong.") % {"line": number})
    return Division(code=code, name=name, level=level, parent_id=row.get("parent_code12") or None)


def _geos(outline: shapely.Geometry | None) -> MultiPolygon:
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(outline)), srid=4326)
    return geometry if isinstance(geometry, MultiPolygon) else MultiPolygon(geometry, srid=4326)
