"""The registers of stations and units: entered, corrected, closed; a mobile station is moved."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.contrib.gis.geos import Point
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory import geo
from grid.territory.outlines import outline_of_cells, read_outline
from patrol.units.models import Capability, EquipmentType, Station, StationMove, Unit
from patrol.units.selectors import brief

Row = TypeVar("Row", Station, Unit)
_STATION_PLAIN: Final = (
    "name",
    "kind",
    "address",
    "roads",
    "junctions",
    "is_round_the_clock",
    "is_active",
)
_UNIT_PLAIN: Final = ("name", "kind", "tier", "vehicle", "is_armed", "is_active")


@transaction.atomic
def save_station(
    station: Station | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Station:
    """Enter a station (`said["code"]`) or correct one; all faults at once, nothing half-written.

    `said` may hold code, agency and partners (codes), lng, lat, crs, outline (WKT or GeoJSON) or
    cells (codes), and the plain fields. Raises InvalidInput, StaleVersion.
    """
    row = _locked(Station, station, version) if station else Station(code=said["code"])
    faults: list[FieldError] = []
    for name in _STATION_PLAIN:
        setattr(row, name, said.get(name, getattr(row, name)))
    _place_agency(row, said, viewer, faults)
    was = _locate(row, said, faults)
    _draw(row, said, viewer, faults)
    partners = _partners(said, faults)
    _refuse(faults)
    _store(row, is_new=station is None, field="code")
    if partners is not None:
        row.partners.set(partners)
    if was is not None or (station is None and row.kind == Station.Kind.MOBILE):
        StationMove.objects.create(
            station=row, point=row.point, address=row.address, actor_label=by.label
        )
    what = "entered" if station is None else "moved" if was is not None else "changed"
    record(by, _station_fact(f"patrol.station_{what}", row))
    return row


@transaction.atomic
def save_unit(
    unit: Unit | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Unit:
    """Enter a unit (`said["call_sign"]`) or correct one; all faults at once.

    `said` may hold agency and station (codes), parents (call signs), capabilities, equipment
    (codes) and the plain fields. Raises InvalidInput, StaleVersion.
    """
    row = _locked(Unit, unit, version) if unit else Unit(call_sign=said["call_sign"])
    faults: list[FieldError] = []
    for name in _UNIT_PLAIN:
        setattr(row, name, said.get(name, getattr(row, name)))
    _place_agency(row, said, viewer, faults)
    _place_station(row, said, viewer, faults)
    known = {"capabilities": Capability, "equipment": EquipmentType}
    for name, model in known.items():
        if name in said:
            setattr(row, name, _codes(name, said[name], model, faults))
    parents = _parents(row, said, viewer, faults)
    _refuse(faults)
    _store(row, is_new=unit is None, field="call_sign")
    if parents is not None:
        row.parents.set(parents)
    what = "entered" if unit is None else "changed"
    record(by, _unit_fact(f"patrol.unit_{what}", row))
    return row


def _locked(model: type[Row], row: Row, version: int | None) -> Row:
    current = model._default_manager.select_for_update().get(pk=row.pk)
    if version is not None and version != current.version:
        raise StaleVersion(
            _("It was changed since you read it."),
            your_version=version,
            current_version=current.version,
        )
    current.version += 1
    return current


def _store(row: Station | Unit, *, is_new: bool, field: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        message = _("This code is taken.")
        raise InvalidInput(message, errors=[_fault(field, "taken", message)]) from error


def _place_agency(row: Any, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]) -> None:
    if "agency" not in said:
        if row.agency_id is None:
            faults.append(_fault("agency", "required", _("Say which agency it belongs to.")))
        return
    agency = Agency.objects.visible_to(viewer).filter(code=said["agency"], is_active=True).first()
    if agency is None:
        faults.append(_fault("agency", "unknown", _("There is no such agency in your area.")))
    else:
        row.agency = agency


def _place_station(
    row: Unit, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> None:
    if "station" not in said:
        return
    found = Station.objects.visible_to(viewer).filter(code=said["station"] or "").first()
    if said["station"] and found is None:
        faults.append(_fault("station", "unknown", _("There is no such station in your area.")))
    row.station = found


def _locate(row: Station, said: dict[str, Any], faults: list[FieldError]) -> Point | None:
    """Put the station where it is said to be; answers where a mobile one stood before."""
    if "lng" not in said and "lat" not in said and row.pk:
        return None
    was = row.point if row.pk else None
    try:
        lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    except InvalidInput as error:
        faults.extend(error.errors)
        return None
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs", "wgs84"))
    row.point = Point(lng, lat, srid=4326)
    if was is None or row.kind != Station.Kind.MOBILE or was.equals_exact(row.point, 1e-7):
        return None
    return was


def _draw(row: Station, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]) -> None:
    try:
        if said.get("cells"):
            row.outline = outline_of_cells(list(said["cells"]), viewer=viewer)
            row.cell_codes = sorted(set(said["cells"]))
        elif "outline" in said:
            row.outline = read_outline(said["outline"])
            row.cell_codes = []
    except InvalidInput as error:
        faults.extend(error.errors)


def _partners(said: dict[str, Any], faults: list[FieldError]) -> list[Agency] | None:
    if "partners" not in said:
        return None
    found = list(Agency.objects.filter(code__in=said["partners"], is_active=True))
    if len(found) != len(set(said["partners"])):
        faults.append(_fault("partners", "unknown", _("There is no such partner agency.")))
    return found


def _parents(
    row: Unit, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> list[Unit] | None:
    if "parents" not in said:
        return None
    found = list(Unit.objects.visible_to(viewer).filter(call_sign__in=said["parents"]))
    if len(found) != len(set(said["parents"])):
        faults.append(_fault("parents", "unknown", _("There is no such unit in your area.")))
    if row.pk and any(parent.pk == row.pk for parent in found):
        faults.append(_fault("parents", "self", _("A unit is not its own parent.")))
    return found


def _codes(
    name: str, given: Iterable[str], model: type[models.Model], faults: list[FieldError]
) -> list[str]:
    wanted = sorted(set(given))
    known = set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    for code in wanted:
        if code not in known:
            message = _("There is no row with the code %(code)s.") % {"code": code[:30]}
            faults.append(_fault(name, "unknown", message))
    return wanted


def _refuse(faults: list[FieldError]) -> None:
    if faults:
        raise InvalidInput(_("The input cannot be accepted."), errors=faults)


def _fault(field: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{field}", code=code, message=message)


def _station_fact(kind: str, station: Station) -> Fact:
    return Fact(
        kind=kind,
        subject_type="station",
        subject_id=station.code,
        subject_version=station.version,
        agency_path=station.agency.path,
        payload={
            "code": station.code,
            "name": station.name,
            "kind": station.kind,
            "lng": station.point.x,
            "lat": station.point.y,
            "is_active": station.is_active,
        },
    )


def _unit_fact(kind: str, unit: Unit) -> Fact:
    return Fact(
        kind=kind,
        subject_type="unit",
        subject_id=unit.call_sign,
        subject_version=unit.version,
        agency_path=unit.agency.path,
        payload=brief(unit),
    )
