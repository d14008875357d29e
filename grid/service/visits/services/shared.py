"""What every write of this app asks: whose ground it is, who may, what is named in words."""

from typing import Any

from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.organisation.models import Agency, ClientSystem, Officer
from grid.organisation.writing import fault
from grid.territory.models import Cell, Place
from grid.territory.selectors import cell_at

By = Officer | ClientSystem


def cell_said(code: str, by: By, faults: list[FieldError]) -> Cell | None:
    """The cell in force of that code in the area of `by`; what is wrong goes to `faults`."""
    if not code:
        return None
    rows = Cell.objects.visible_to(by).in_force().filter(code=code)
    found: Cell | None = rows.select_related("agency").defer("outline").first()
    if found is None:
        faults.append(fault("cell", "unknown", _("There is no such cell in your area.")))
    return found


def place_said(place_id: int | None, by: By, faults: list[FieldError]) -> Place | None:
    """The place in use of that id in the area of `by`."""
    if not place_id:
        return None
    rows = Place.objects.visible_to(by).filter(pk=place_id, is_active=True)
    found: Place | None = rows.select_related("cell__agency").defer("cell__outline").first()
    if found is None:
        faults.append(fault("place", "unknown", _("There is no such place in your area.")))
    return found


def officer_said(badge: str, by: By, faults: list[FieldError]) -> Officer | None:
    """The officer of that badge number in the area of `by`."""
    if not badge:
        return None
    found = Officer.objects.visible_to(by).filter(badge_number=badge, is_active=True).first()
    if found is None:
        faults.append(fault("officer", "unknown", _("There is no such officer in your area.")))
    return found


def ground_of(cell: Cell | None, by: By) -> Agency:
    """The agency a row belongs to: that of its cell, or of the sender who worked beyond it."""
    if cell is not None and cell.agency.path.startswith(by.agency_path):
        return cell.agency
    return by.agency


def cell_of(point: Any, place: Place | None) -> Cell | None:
    """The cell of a point, or of a place where no point was said."""
    if point is not None:
        return cell_at(lng=point.x, lat=point.y)
    return place.cell if place else None
