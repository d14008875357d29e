"""What every write of a camera's file does before it is kept: take over, refer, place, check."""

from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.facts import Fact
from grid.organisation.writing import assign, fault, own_agency, refuse
from grid.scope import Viewer
from grid.territory import geo
from grid.territory.models import Division
from grid.territory.selectors import cell_at
from video.register import rules
from video.register.initials import initials
from video.register.models import Camera, CameraClass, Company, Contract, Platform, VideoPoint
from video.register.selectors import brief, reachable

PLAIN: Final = (
    *("code", "gb_id", "original_code", "name", "common_name", "civil_code", "address"),
    *("pole_number", "bearing", "view_angle", "view_radius", "direction", "position_types"),
    *("room_type", "height_m", "point_type", "manufacturer", "model", "camera_type"),
    *("function_types", "supply_light", "codec", "resolution", "has_microphone", "ipv4", "ipv6"),
    *("mac", "port", "channel_number", "protocol", "network", "networked", "managing_unit"),
    *("managing_phone", "departments", "warranty_to", "site_category", "necessity"),
    *("forbidden_place", "near_protected_site", "consent_document", "is_signed", "sign_photo"),
    *("is_key_target", "retention_days", "installed_on", "enabled_on", "scrapped_on"),
    *("device_state", "file_kind", "remark"),
)
REFERRED: Final = ("camera_class", "point", "platform", "owner", "builder", "contractor", "lease")
_NONE_WHEN_EMPTY: Final = frozenset({"gb_id", "ipv4", "ipv6"})
_MANY: Final = ("function_types", "position_types", "departments")


def write(camera: Camera, said: dict[str, Any], viewer: Viewer) -> None:
    """Put what was said into the camera and check it; raises InvalidInput with all faults."""
    said = _tidied(said)
    faults: list[FieldError] = []
    assign(camera, said, PLAIN)
    own_agency(camera, said, viewer, faults)
    for name in REFERRED:
        _refer(camera, name, said, viewer, faults)
    _locate(camera, said)
    row = rules.row_of(camera) | {name: said[name] for name in ("lng", "lat") if name in said}
    refuse(faults + rules.faults(row))
    _derive(camera)


def camera_fact(kind: str, camera: Camera, *, reason: str = "", **more: Any) -> Fact:
    """A fact about a camera, `kind` without the prefix; the agency should be joined."""
    return Fact(
        kind=f"video.{kind}",
        subject_type="camera",
        subject_id=camera.code,
        subject_version=camera.version,
        agency_path=camera.agency.path,
        payload=brief(camera) | more,
        reason=reason,
    )


def _tidied(said: dict[str, Any]) -> dict[str, Any]:
    tidy = {name: v.strip() if isinstance(v, str) else v for name, v in said.items()}
    for name in _NONE_WHEN_EMPTY & tidy.keys():
        tidy[name] = tidy[name] or None
    for name in _MANY:
        if name in tidy:
            tidy[name] = sorted({int(value) for value in tidy[name] or ()})
    if tidy.get("mac"):
        tidy["mac"] = rules.tidy_mac(tidy["mac"])
    return tidy


def _refer(
    camera: Camera, name: str, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> None:
    """Put the row of the code said into a field; an empty code takes it out."""
    code = said.get(name)
    if name == "camera_class" and not code and (name in said or not camera.camera_class_id):
        faults.append(fault(name, "required", _("This must be said.")))
    elif not code:
        if name in said:
            setattr(camera, name, None)
    else:
        found = _named(name, code, viewer).first()
        if found is None:
            faults.append(fault(name, "unknown", _("There is no such code.")))
        else:
            setattr(camera, name, found)


def _named(name: str, code: str, viewer: Viewer) -> QuerySet[Model]:
    path = viewer.agency_path
    rows: Any
    if name == "camera_class":
        rows = CameraClass.objects.filter(code=code)
    elif name == "point":
        rows = VideoPoint.objects.visible_to(viewer).filter(code=code, is_active=True)
    elif name == "platform":
        rows = reachable(Platform, path).filter(code=code)
    elif name == "lease":
        firms = reachable(Company, path)
        rows = Contract.objects.filter(company__in=firms, kind=Contract.Kind.LEASE, number=code)
    else:
        rows = reachable(Company, path).filter(code=code)
    return rows  # type: ignore[no-any-return]


def _locate(camera: Camera, said: dict[str, Any]) -> None:
    """Put it where it is said to stand; a pair that cannot be one is left to the rules."""
    if "lng" not in said and "lat" not in said:
        return
    lng, lat = said.get("lng"), said.get("lat")
    if lng is None or lat is None:
        camera.location = camera.source_lng = camera.source_lat = None
        return
    if not (abs(lng) <= 180 and abs(lat) <= 90):
        return
    camera.source_crs = said.get("crs") or "wgs84"
    camera.source_lng, camera.source_lat = lng, lat
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=camera.source_crs)
    camera.location = Point(lng, lat, srid=4326)


def _derive(camera: Camera) -> None:
    """What follows from the rest: number, initials, public or not, division and cell."""
    camera.code = camera.code or str(camera.gb_id)
    camera.initials = initials(camera.name)
    camera.is_public = camera.camera_class.is_public
    cell = None
    if camera.location is not None:
        cell = cell_at(lng=camera.location.x, lat=camera.location.y)
    camera.cell = cell
    if camera.civil_code:
        code = camera.civil_code.ljust(12, "0")
        camera.division = Division.objects.defer("outline").filter(code=code).first()
