"""What every write of a dispute does before it is kept: take over, refer, place, check."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.organisation.models import Agency
from grid.organisation.writing import assign, fault, nameless
from grid.territory.models import Cell, Place
from grid.territory.placing import point_said
from grid.territory.selectors import cell_at
from mediation.register import private
from mediation.register.acting import By
from mediation.register.models import Dispute, DisputeCategory, Party
from mediation.register.places import key_of
from mediation.register.told import title_for

PLAIN: Final = (
    *("title", "narrative", "address", "people", "amount", "source", "source_number"),
    *("is_closed_door", "has_minor", "has_home_violence", "measures", "position_error_m"),
)
SHOWN: Final = ("title", "address", "measures")  # in lists, facts and titles of what is owed
MOST_PEOPLE: Final = 100_000
EARLY: Final = timedelta(minutes=5)  # a clock may be that much ahead
LATE: Final = timedelta(hours=1)  # written down longer ago than this, it was sent late


def write(row: Dispute, said: Mapping[str, Any], by: By, faults: list[FieldError]) -> None:
    """Put what was said into the dispute; what is wrong with it is added to `faults`."""
    assign(row, {name: _bare(value) for name, value in said.items()}, PLAIN)
    _refer(row, said, by, faults)
    _locate(row, said, faults)
    _answer_for(row, said, by, faults)
    row.address_key = key_of(row.address)
    if not row.title and row.category_id:
        row.title = title_for(row.category, row.address or (row.place.name if row.place else ""))
    faults += _plain_faults(row)


def veil(row: Dispute, parties: Iterable[Party]) -> bool:
    """Mask the parties in what lists show of the dispute; whether anything had to be."""
    known = list(parties)
    before = [getattr(row, name) for name in SHOWN]
    for name in SHOWN:
        setattr(row, name, private.veil(getattr(row, name), known))
    row.address_key = key_of(row.address)
    return before != [getattr(row, name) for name in SHOWN]


def moments(row: Dispute, said: Mapping[str, Any], now: datetime, faults: list[FieldError]) -> None:
    """When it was reported, and whether it was sent long after it was written down."""
    row.reported_at = said.get("reported_at") or now
    written = said.get("written_at") or now
    row.is_late = now - written > LATE
    if row.reported_at > now + EARLY or written > now + EARLY:
        faults.append(fault("reported_at", "future", _("This moment has not come yet.")))


def categories_on(day: Any) -> Any:
    """Categories in force on a local day, in the order of forms."""
    return DisputeCategory.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
    )


def _bare(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _refer(row: Dispute, said: Mapping[str, Any], by: By, faults: list[FieldError]) -> None:
    """Category and place, by row or by what names them."""
    category = said.get("category")
    if isinstance(category, DisputeCategory):
        row.category = category
    elif category:
        found = categories_on(timezone.localdate()).filter(pk=category).first()
        if found is None:
            faults.append(fault("category", "unknown", _("There is no such category.")))
        else:
            row.category = found
    elif not row.category_id:
        faults.append(fault("category", "required", _("Say what the dispute is about.")))
    place = said.get("place")
    if "place" in said and not isinstance(place, Place):
        key = place
        place = Place.objects.visible_to(by).filter(pk=key).first() if key else None
        if key and place is None:
            faults.append(fault("place", "unknown", _("There is no such place in your area.")))
    if "place" in said:
        row.place = place


def _locate(row: Dispute, said: Mapping[str, Any], faults: list[FieldError]) -> None:
    """Where it is: the point said, else that of the place; the cell follows from it."""
    point = said.get("point")
    if point is None:
        point = point_said(said, faults)
        row.source_crs = str(said.get("crs") or row.source_crs)
    if point is None and row.place and not row.point:
        point = row.place.point
    if isinstance(point, Point):
        row.point = point
        row.cell = cell_at(lng=point.x, lat=point.y) or row.cell
    if row.place and not row.address:
        row.address = row.place.address or row.place.name
    _name_cell(row, said, faults)


def _name_cell(row: Dispute, said: Mapping[str, Any], faults: list[FieldError]) -> None:
    cell = said.get("cell")
    if isinstance(cell, Cell):
        row.cell = cell
    elif cell:
        found = Cell.objects.in_force().filter(code=cell).select_related("agency").first()
        if found is None:
            faults.append(fault("cell", "unknown", _("There is no such cell.")))
        else:
            row.cell = found


def _answer_for(row: Dispute, said: Mapping[str, Any], by: By, faults: list[FieldError]) -> None:
    """Whose it is: the agency said, else that of the cell, else the writer's own."""
    agency = said.get("agency")
    if isinstance(agency, Agency):
        row.agency = agency
    elif agency:
        found = Agency.objects.visible_to(by).filter(code=agency, is_active=True).first()
        if found is None:
            message = _("There is no such agency in your area.")
            faults.append(fault("agency", "unknown", message))
        else:
            row.agency = found
    elif row.agency_id is None:
        cell = row.cell
        is_ours = cell is not None and cell.agency.path.startswith(by.agency_path)
        row.agency = cell.agency if cell is not None and is_ours else by.agency


def _plain_faults(row: Dispute) -> list[FieldError]:
    faults = nameless("title", row.title) + nameless("measures", row.measures)
    faults += nameless("address", row.address)
    if row.source not in Dispute.Source.values:
        faults.append(fault("source", "unknown", _("There is no such source.")))
    if row.people is not None and not 0 < row.people <= MOST_PEOPLE:
        faults.append(fault("people", "out_of_range", _("From 1 to 100,000 people.")))
    if row.amount is not None and not 0 <= row.amount < 10**12:
        faults.append(fault("amount", "out_of_range", _("Yuan, not below zero.")))
    if not row.address and row.point is None and row.cell is None:
        faults.append(fault("address", "required", _("Say where it is.")))
    limits = (("title", 120), ("address", 200), ("measures", 300), ("narrative", 4000))
    for name, most in limits:
        if len(getattr(row, name) or "") > most:
            faults.append(
                fault(name, "too_long", _("At most %(most)s characters.") % {"most": most})
            )
    return faults
