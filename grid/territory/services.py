"""Changing the ground: cells by version, postings by date, places in place."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon, Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.scope import Viewer
from grid.territory import geo
from grid.territory.models import Cell, CellPosting, Place
from grid.territory.selectors import cell_at
from grid.territory.windows import check_windows

_PLACE_FIELDS: Final = ("name", "kind", "address", "is_key", "windows", "contact", "is_active")
_CELL_FIELDS: Final = ("name", "kind", "parent", "division", "agency", "outline", "is_leaf")


@transaction.atomic
def put_cell(
    code: str, *, by: Actor, outline: MultiPolygon, from_day: date | None = None, **said: Any
) -> tuple[Cell, str]:
    """Bring a cell in force from a local date: "created", "revised" or "unchanged".

    A cell with other ground or another agency is a new version, and the old one ends that day.
    `said` may hold name, kind, parent, division, agency, is_leaf.

    Raises InvalidInput where the version in force began on that day or later.
    """
    from_day = from_day or timezone.localdate()
    old = Cell.objects.select_for_update().filter(code=code, valid_to__isnull=True).first()
    values = {f: getattr(old, f) for f in _CELL_FIELDS} if old else {}
    new = Cell(code=code, valid_from=from_day, **values | said | {"outline": outline})
    if old and _is_same(old, new):
        return old, "unchanged"
    if old:
        _end(old, from_day)
        new.version = old.version + 1
    new.save()
    if old:
        _carry_over(old, new)
    what = "revised" if old else "created"
    record(by, _cell_fact(f"territory.cell_{what}", new))
    return new, what


@transaction.atomic
def post_officer(
    cell: Cell, officer: Officer, *, by: Actor, from_day: date, duty: str = "responsible"
) -> CellPosting:
    """Make the officer answer for the cell from that day; whoever held the same duty ends then."""
    held = CellPosting.objects.select_for_update().filter(
        cell__code=cell.code, duty=duty, valid_to__isnull=True
    )
    for posting in held:
        if posting.valid_from >= from_day:
            raise _invalid("from", "too_early", _("Somebody was posted on or after that day."))
        posting.valid_to = from_day
        posting.save(update_fields=["valid_to"])
    made = CellPosting.objects.create(cell=cell, officer=officer, duty=duty, valid_from=from_day)
    record(by, _cell_fact("territory.officer_posted", cell, badge=officer.badge_number, duty=duty))
    return made


@transaction.atomic
def create_place(*, by: Actor, viewer: Viewer, **said: Any) -> Place:
    """Register a place; its cell and agency follow from its point.

    `said` holds lng, lat, crs and the fields of a place.

    Raises InvalidInput for a bad point, one outside the viewer's ground, or bad windows.
    """
    place = Place(**{name: said[name] for name in _PLACE_FIELDS if name in said})
    place.windows = check_windows(place.windows)
    _locate(place, viewer, said)
    place.save()
    record(by, _place_fact("territory.place_created", place))
    return place


@transaction.atomic
def edit_place(place: Place, *, by: Actor, viewer: Viewer, version: int, **said: Any) -> Place:
    """Change a place; raises StaleVersion where it changed since `version` was read."""
    row = Place.objects.select_for_update().get(pk=place.pk)
    if row.version != version:
        raise StaleVersion(
            _("Somebody changed this place since you read it."),
            your_version=version,
            current_version=row.version,
        )
    for name in _PLACE_FIELDS:
        setattr(row, name, said.get(name, getattr(row, name)))
    row.windows = check_windows(row.windows)
    if "lng" in said or "lat" in said:
        _locate(row, viewer, said)
    row.version += 1
    row.save()
    record(by, _place_fact("territory.place_edited", row))
    return row


def _locate(place: Place, viewer: Viewer, said: Mapping[str, Any]) -> None:
    lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    place.source_crs = said.get("crs", "wgs84")
    place.source_lng, place.source_lat = lng, lat
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=place.source_crs)
    cell = cell_at(lng=lng, lat=lat)
    if cell is None or not cell.agency.path.startswith(viewer.agency_path):
        raise _invalid("lng", "outside", _("This point lies outside your area."))
    place.point = Point(lng, lat, srid=4326)
    place.cell, place.agency = cell, cell.agency


def _is_same(old: Cell, new: Cell) -> bool:
    plain = ("name", "kind", "parent_id", "division_id", "agency_id", "is_leaf")
    same_ground = old.outline.equals_exact(new.outline)
    return same_ground and all(getattr(old, f) == getattr(new, f) for f in plain)


def _end(cell: Cell, day: date) -> None:
    if cell.valid_from >= day:
        raise _invalid(
            "valid_from", "too_early", _("The version in force began on or after that day.")
        )
    cell.valid_to = day
    cell.version += 1
    cell.save(update_fields=["valid_to", "version", "updated_at"])


def _carry_over(old: Cell, new: Cell) -> None:
    """Who answers for the cell and what lies below it goes on under the new version."""
    for posting in old.postings.filter(valid_to__isnull=True):
        CellPosting.objects.create(
            cell=new, officer=posting.officer, duty=posting.duty, valid_from=new.valid_from
        )
        posting.valid_to = max(new.valid_from, posting.valid_from)
        if posting.valid_to == posting.valid_from:
            posting.delete()
        else:
            posting.save(update_fields=["valid_to"])
    Cell.objects.filter(parent=old, valid_to__isnull=True).update(
        parent=new, updated_at=timezone.now()
    )


def _cell_fact(kind: str, cell: Cell, **more: Any) -> Fact:
    agency: Agency = cell.agency
    return Fact(
        kind=kind,
        subject_type="cell",
        subject_id=cell.code,
        subject_version=cell.version,
        agency_path=agency.path,
        payload={"code": cell.code, "name": cell.name, "valid_from": str(cell.valid_from)} | more,
    )


def _place_fact(kind: str, place: Place) -> Fact:
    return Fact(
        kind=kind,
        subject_type="place",
        subject_id=str(place.pk),
        subject_version=place.version,
        agency_path=place.agency.path,
        payload={"name": place.name, "kind": place.kind, "is_key": place.is_key},
    )


def _invalid(field: str, code: str, message: str) -> InvalidInput:
    return InvalidInput(
        message, errors=[FieldError(pointer=f"/{field}", code=code, message=message)]
    )
