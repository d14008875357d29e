"""Reading the register, always within a viewer's scope."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from grid.organisation.models import Agency
from grid.scope import Viewer
from video.register import compliance
from video.register.models import (
    Camera,
    CameraClass,
    CameraQuerySet,
    Company,
    Contract,
    Platform,
    VideoPoint,
)

Row = TypeVar("Row", bound=Model)

BESIDE: Final = (  # what a list shows of each camera besides its own columns
    *("camera_class", "agency", "platform", "owner", "contractor"),
)
_EXACT: Final = frozenset(
    {"is_public", "device_state", "file_state", "networked", "point_type", "camera_type"}
    | {"supply_light", "network", "site_category", "is_key_target", "is_signed", "manufacturer"}
)
_CODES: Final = {  # by the code of the other row
    "owner": "owner__code",
    "builder": "builder__code",
    "contractor": "contractor__code",
    "operator": "platform__operator__code",
    "cell": "cell__code",
    "point": "point__code",
    "lease": "lease__number",
}
_IN_LISTS: Final = {
    "function": "function_types",
    "position": "position_types",
    "department": "departments",
}


def cameras(viewer: Viewer, **wanted: Any) -> CameraQuerySet:
    """Cameras in scope by code, narrowed by what is `wanted`; empty values narrow nothing.

    `wanted` may hold q (name, codes, initials, pole, address), agency (with all below), cls (with
    all below), division (with all below), platform (with all below it), owner, builder,
    contractor, operator, cell, point, lease (codes), function, position, department (one of the
    list), finding (a word of `compliance.LISTS`), standing (true: without removed ones), a
    plain column, or high_lookout. Joins nothing: `select_related(*BESIDE)` for a list.
    """
    rows: CameraQuerySet = Camera.objects.visible_to(viewer)
    for name, value in wanted.items():
        if value is not None and value != "":
            rows = _narrowed(rows, name, value)
    return rows


def _narrowed(rows: CameraQuerySet, name: str, value: Any) -> CameraQuerySet:
    if name in _EXACT:
        return rows.filter(**{name: value})
    if name in _CODES:
        return rows.filter(**{_CODES[name]: value})
    if name in _IN_LISTS:
        return rows.filter(**{f"{_IN_LISTS[name]}__contains": [int(value)]})
    return _NARROW[name](rows, value)


def _by_text(rows: CameraQuerySet, text: str) -> CameraQuerySet:
    for word in str(text).lower().split():
        rows = rows.filter(search_text__contains=word)
    return rows


def _by_agency(rows: CameraQuerySet, code: str) -> CameraQuerySet:
    """With every agency below; one look-up, so that the planner sees plain ids."""
    below = Agency.objects.filter(path__contains=f"{code}/").values_list("pk", flat=True)
    return rows.filter(agency__in=list(below))


def _by_class(rows: CameraQuerySet, code: str) -> CameraQuerySet:
    return rows.filter(Q(camera_class=code) | Q(camera_class__parent=code))


def _by_division(rows: CameraQuerySet, code: str) -> CameraQuerySet:
    return rows.filter(civil_code__startswith=_stem(code))


def _by_platform(rows: CameraQuerySet, code: str) -> CameraQuerySet:
    return rows.filter(platform__in=platforms_below(code))


def _by_finding(rows: CameraQuerySet, name: str) -> CameraQuerySet:
    return compliance.narrowed(rows, name, timezone.localdate())


def _standing(rows: CameraQuerySet, wanted: bool) -> CameraQuerySet:
    return rows.standing() if wanted else rows


def _lookouts(rows: CameraQuerySet, wanted: bool) -> CameraQuerySet:
    return rows.filter(compliance.LOOKOUT) if wanted else rows


_NARROW: Final[dict[str, Callable[[CameraQuerySet, Any], CameraQuerySet]]] = {
    "q": _by_text,
    "agency": _by_agency,
    "cls": _by_class,
    "camera_class": _by_class,
    "division": _by_division,
    "platform": _by_platform,
    "finding": _by_finding,
    "standing": _standing,
    "high_lookout": _lookouts,
}


def _stem(code: str) -> str:
    """A division code without the zeros of the levels below it: 220402000000 is 220402."""
    for length in (12, 9, 6, 4, 2):
        if code[length:].strip("0") == "":
            stem = code[:length]
    return stem


def platforms_below(code: str) -> list[int]:
    """Ids of the platform and of all that hang on it, however deep."""
    found: list[int] = list(Platform.objects.filter(code=code).values_list("pk", flat=True))
    layer = found
    while layer:
        under = Platform.objects.filter(parent__in=layer).exclude(pk__in=found)
        layer = list(under.values_list("pk", flat=True))
        found = found + layer
    return found


def find_camera(viewer: Viewer, code: str) -> Camera:
    """The camera of this code; raises Http404 where it is absent or out of scope."""
    beside = (*BESIDE, "division", "cell", "point", "builder", "lease__company", "platform__parent")
    rows = cameras(viewer).select_related(*beside).defer("division__outline", "cell__outline")
    return _only(rows.filter(code=code))


def points(viewer: Viewer, **wanted: Any) -> QuerySet[VideoPoint]:
    """Surveillance points in scope with agency; `q` (code, name, address, pole), `agency`."""
    rows = VideoPoint.objects.visible_to(viewer).select_related("agency")
    return _about(rows, wanted, ("code", "name", "address", "pole_number"))


def platforms(viewer: Viewer, **wanted: Any) -> QuerySet[Platform]:
    """Platforms in scope with agency, parent and operator; `q`, `agency`, `level`."""
    rows = Platform.objects.visible_to(viewer).select_related("agency", "parent", "operator")
    if wanted.get("level"):
        rows = rows.filter(level=wanted["level"])
    return _about(rows, wanted, ("code", "name", "gb_id"))


def companies(viewer: Viewer, **wanted: Any) -> QuerySet[Company]:
    """Companies in scope with agency; `q`, `agency`, `part` (owner, builder, …)."""
    rows = Company.objects.visible_to(viewer).select_related("agency")
    if wanted.get("part"):
        rows = rows.filter(**{f"is_{wanted['part']}": True})
    return _about(rows, wanted, ("code", "name"))


def contracts(viewer: Viewer, **wanted: Any) -> QuerySet[Contract]:
    """Contracts in scope with their company; `q`, `kind`, `company` (code)."""
    rows = Contract.objects.visible_to(viewer).select_related("company__agency")
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("company"):
        rows = rows.filter(company__code=wanted["company"])
    return _about(rows, wanted, ("number", "company__name"))


def find_point(viewer: Viewer, code: str) -> VideoPoint:
    """The point of this code; Http404 where it is absent or out of scope."""
    return _only(points(viewer).filter(code=code))


def find_platform(viewer: Viewer, code: str) -> Platform:
    """The platform of this code; Http404 where it is absent or out of scope."""
    return _only(platforms(viewer).filter(code=code))


def find_company(viewer: Viewer, code: str) -> Company:
    """The company of this code; Http404 where it is absent or out of scope."""
    return _only(companies(viewer).filter(code=code))


def find_contract(viewer: Viewer, contract_id: int) -> Contract:
    """The contract of this id; Http404 where it is absent or out of scope."""
    return _only(contracts(viewer).filter(pk=contract_id))


def classes() -> list[CameraClass]:
    """The tree of classes, each top before what is below it."""
    return list(CameraClass.objects.select_related("parent"))


def reachable(model: type[Row], agency_path: str) -> QuerySet[Row]:
    """Rows that an agency may name: of its own area, or of an agency above it."""
    above = agency_path.strip("/").split("/")
    return model._default_manager.filter(
        Q(agency__path__startswith=agency_path) | Q(agency__code__in=above), is_active=True
    )


def brief(camera: Camera) -> dict[str, Any]:
    """A camera as facts, boards and the API carry it; the agency should be joined."""
    lng, lat = camera.location.coords if camera.location else (None, None)
    return {
        "code": camera.code,
        "gb_id": camera.gb_id,
        "name": camera.name,
        "camera_class": camera.camera_class_id,
        "is_public": camera.is_public,
        "agency": {"code": camera.agency.code, "name": camera.agency.name},
        "lng": lng,
        "lat": lat,
        "address": camera.address,
    }


def _about(rows: QuerySet[Row], wanted: dict[str, Any], texts: tuple[str, ...]) -> QuerySet[Row]:
    for word in str(wanted.get("q") or "").split():
        found = Q()
        for name in texts:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    if wanted.get("agency"):
        rows = rows.filter(agency__path__contains=f"{wanted['agency']}/")
    return rows


def _only(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise Http404
    return found
