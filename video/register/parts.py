"""What cameras hang on and who answers for them: points, platforms, companies, contracts."""

from typing import Any, Final, TypeVar

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, own_agency, refuse
from grid.scope import Viewer
from grid.territory import geo
from video.register import gb28181
from video.register.models import Company, Contract, Platform, VideoPoint
from video.register.selectors import platforms_below, reachable

Part = TypeVar("Part", VideoPoint, Platform, Company, Contract)

_POINT: Final = ("name", "address", "pole_number", "is_active")
_PLATFORM: Final = ("gb_id", "name", "level", "network", "is_active")
_COMPANY: Final = (
    *("name", "is_owner", "is_builder", "is_operator", "is_contractor", "contact", "is_active"),
)
_CONTRACT: Final = ("kind", "number", "valid_from", "valid_to", "warranty_to")


@transaction.atomic
def save_point(
    point: VideoPoint | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> VideoPoint:
    """Enter a point (`said["code"]`) or correct one; raises InvalidInput, StaleVersion."""
    row = locked(point, version) if point else VideoPoint(code=said["code"])
    faults: list[FieldError] = []
    assign(row, said, _POINT)
    own_agency(row, said, viewer, faults)
    _locate(row, said, faults)
    refuse(faults)
    return _kept(row, "point", by, is_new=point is None)


@transaction.atomic
def save_platform(
    platform: Platform | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> Platform:
    """Enter a platform or recorder, or correct one; raises InvalidInput, StaleVersion."""
    row = locked(platform, version) if platform else Platform(code=said["code"])
    faults: list[FieldError] = []
    assign(row, said, _PLATFORM)
    row.gb_id = row.gb_id or None
    own_agency(row, said, viewer, faults)
    _refer(row, "parent", Platform, said, viewer, faults)
    _refer(row, "operator", Company, said, viewer, faults)
    faults += _platform_faults(row)
    refuse(faults)
    return _kept(row, "platform", by, is_new=platform is None)


@transaction.atomic
def save_company(
    company: Company | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Company:
    """Enter a firm or office, or correct one; raises InvalidInput, StaleVersion."""
    row = locked(company, version) if company else Company(code=said["code"])
    faults: list[FieldError] = []
    assign(row, said, _COMPANY)
    own_agency(row, said, viewer, faults)
    if not (row.is_owner or row.is_builder or row.is_operator or row.is_contractor):
        message = _("Say what it does: owner, builder, operator or contractor.")
        faults.append(fault("is_owner", "required", message))
    refuse(faults)
    return _kept(row, "company", by, is_new=company is None)


@transaction.atomic
def save_contract(
    contract: Contract | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> Contract:
    """Enter a contract with a company of the area, or correct one; its company stays.

    Raises InvalidInput, StaleVersion.
    """
    row = locked(contract, version) if contract else Contract()
    faults: list[FieldError] = []
    assign(row, said, _CONTRACT)
    if contract is None:
        firm = Company.objects.visible_to(viewer).filter(code=said["company"]).first()
        if firm is None:
            faults.append(fault("company", "unknown", _("There is no such code.")))
        else:
            row.company = firm
    if row.valid_to <= row.valid_from:
        faults.append(fault("valid_to", "order", _("The end lies before the beginning.")))
    refuse(faults)
    return _kept(row, "contract", by, is_new=contract is None)


def _kept(row: Part, kind: str, by: Actor, *, is_new: bool) -> Part:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        field = "number" if kind == "contract" else "code"
        if isinstance(row, Platform) and _id_taken(row):
            field = "gb_id"
        message = _("This code is taken.")
        raise InvalidInput(message, errors=[fault(field, "taken", message)]) from error
    agency = row.company.agency if isinstance(row, Contract) else row.agency
    number = row.number if isinstance(row, Contract) else row.code
    fact = Fact(
        kind=f"video.{kind}_{'added' if is_new else 'changed'}",
        subject_type=f"video_{kind}",
        subject_id=number,
        subject_version=row.version,
        agency_path=agency.path,
        payload={"name": str(row), "agency": {"code": agency.code, "name": agency.name}},
    )
    record(by, fact)
    return row


def _id_taken(row: Platform) -> bool:
    others = Platform.objects.exclude(pk=row.pk)
    return bool(row.gb_id) and others.filter(gb_id=row.gb_id).exists()


def _refer(
    row: Any, name: str, model: Any, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> None:
    """Put the row of the code said into a field; of the own area or of one above it."""
    if name not in said:
        return
    if not said[name]:
        setattr(row, name, None)
        return
    found = reachable(model, viewer.agency_path).filter(code=said[name]).first()
    if found is None:
        faults.append(fault(name, "unknown", _("There is no such code.")))
    else:
        setattr(row, name, found)


def _platform_faults(row: Platform) -> list[FieldError]:
    faults: list[FieldError] = []
    if row.gb_id:
        try:
            gb28181.parse(row.gb_id)
        except InvalidInput as refusal:
            faults += refusal.errors
    if row.pk and row.parent_id and row.parent_id in platforms_below(row.code):
        message = _("It cannot hang on itself or on what hangs on it.")
        faults.append(fault("parent", "circle", message))
    return faults


def _locate(row: VideoPoint, said: dict[str, Any], faults: list[FieldError]) -> None:
    if "lng" not in said and "lat" not in said:
        return
    if said.get("lng") is None and said.get("lat") is None:
        row.location = None
        return
    try:
        lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    except InvalidInput as refusal:
        faults.extend(refusal.errors)
        return
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or "wgs84")
    row.location = Point(lng, lat, srid=4326)
