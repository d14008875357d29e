"""Cases for the tests: straight into the tables, past the services."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.cases.models import Case, CaseCategory, CaseTag, ClassSet, ClassSetMember
from grid.organisation.models import Agency
from tests.cast import SOUTH, STEP, WEST, Cast

_numbers = count(1)
_UNSAID: Any = object()


def category(code: str = "050201") -> CaseCategory:
    """A category the migrations brought, by its code."""
    return CaseCategory.objects.get(code=code)


def make_category(code: str, *, parent: str = "", **fields: Any) -> CaseCategory:
    """A local criminal category below another one, in force since 2020."""
    above = category(parent) if parent else None
    told: dict[str, Any] = {
        "system": CaseCategory.System.LOCAL, "name": f"Category {code}", "parent": above,
        "depth": above.depth + 1 if above else 1, "valid_from": date(2020, 1, 1),
    }  # fmt: skip
    return CaseCategory.objects.create(code=code, **told | fields)


def tag(kind: str, code: str) -> CaseTag:
    """A tag the migrations brought."""
    return CaseTag.objects.get(kind=kind, code=code)


def make_set(code: str, *members: str, agency: Agency | None = None, **fields: Any) -> ClassSet:
    """A class set of these categories, of the platform unless an agency is named."""
    told = {"name": f"Set {code}", "valid_from": date(2020, 1, 1)}
    made: ClassSet = ClassSet.objects.create(code=code, agency=agency, **told | fields)
    ClassSetMember.objects.bulk_create(
        ClassSetMember(class_set=made, category=category(member)) for member in members
    )
    return made


def make_case(
    cast: Cast,
    *,
    category: str | CaseCategory = "050201",
    reported_at: datetime | None = None,
    occurred_to: datetime | None = _UNSAID,
    point: Point | tuple[float, float] | None = _UNSAID,
    **fields: Any,
) -> Case:
    """A burglary in the middle of the northern cell, found out two hours later, just reported.

    `point=None` for no place, a pair for degrees (lng, lat); `occurred_to=None` for an unknown end.
    Tags by code: `entry="door_forced"`. `occurred_from` is a day before the report unless told.
    """
    number = next(_numbers)
    reported = reported_at or timezone.now() - timedelta(hours=1)
    agency: Agency = fields.pop("agency", None) or cast.north_station
    began = fields.pop("occurred_from", None) or reported - timedelta(hours=4)
    of = category if isinstance(category, CaseCategory) else _by_code(category)
    told: dict[str, Any] = {
        "number": f"T{number:07}", "agency": agency, "category": of, "kind": of.kind,
        "cell": cast.south_cell if _is_south(cast, agency) else cast.north_cell,
        "occurred_from": began, "reported_at": reported, "entered_at": reported,
        "occurred_to": began + timedelta(hours=2) if occurred_to is _UNSAID else occurred_to,
        "point": _middle(cast, agency) if point is _UNSAID else _point(point),
        "address": f"Example road {number}", "entered_by": cast.cora.badge_number,
    }  # fmt: skip
    words = {kind: fields.pop(kind) for kind in CaseTag.Kind.values if kind in fields}
    tags = {kind: tag(kind, said) if said else None for kind, said in words.items()}
    return Case.objects.create(**told | tags | fields)


def _by_code(code: str) -> CaseCategory:
    return category(code)


def _is_south(cast: Cast, agency: Agency) -> bool:
    return agency.path.startswith(cast.south.path)


def _middle(cast: Cast, agency: Agency) -> Point:
    row = 0.5 if _is_south(cast, agency) else 1.5
    return Point(WEST + 0.5 * STEP, SOUTH + row * STEP, srid=4326)


def _point(said: Point | tuple[float, float] | None) -> Point | None:
    return Point(*said, srid=4326) if isinstance(said, tuple) else said
