"""Work on the ground for the tests."""

from itertools import count
from typing import Any

from django.utils import timezone

from grid.service.offices.models import CommunityOffice, OfficeStaff, VillageAssistant
from grid.territory.models import Cell, Division
from tests.cast import Cast, square

_numbers = count(1)


def make_office(cast: Cast, **fields: Any) -> CommunityOffice:
    """A community office of the northern station that serves the first northern cell."""
    number = next(_numbers)
    told: dict[str, Any] = {
        "code": f"SQ-{number}", "name": f"Office {number}", "agency": cast.north_station,
        "cell_codes": [cast.north_cell.code], "head_on_board": True,
    }  # fmt: skip
    return CommunityOffice.objects.create(**told | fields)


def staff_office(
    office: CommunityOffice, cast: Cast, *, officers: int = 1, auxiliaries: int = 4
) -> None:
    """Cora heads the office; Pat is its officer where one is wanted."""
    since = {"office": office, "valid_from": "2026-01-01"}
    OfficeStaff.objects.create(**since, duty="head", officer=cast.cora)
    if officers:
        OfficeStaff.objects.create(**since, duty="officer", officer=cast.pat)
    if auxiliaries:
        OfficeStaff.objects.create(**since, duty="auxiliaries", heads=auxiliaries)


def make_village(cast: Cast, name: str = "", **fields: Any) -> Division:
    """A village with a rural cell of the northern station in it, unless told otherwise."""
    number = next(_numbers)
    town, _ = Division.objects.get_or_create(
        code="990101100000", defaults={"name": "示例镇", "level": "town"}
    )
    row = Division.objects.create(
        code=f"990101100{number:03}", name=name or f"示例{number}村", level="village", parent=town
    )
    told: dict[str, Any] = {
        "code": f"V-{number}", "name": f"{row.name}网格", "kind": "rural", "division": row,
        "agency": cast.north_station, "outline": square(number, 5), "valid_from": "2020-01-01",
    }  # fmt: skip
    Cell.objects.create(**told | fields)
    return row


def make_assistant(cast: Cast, village: Division, **fields: Any) -> VillageAssistant:
    """An assistant of the village, at work since 2026."""
    number = next(_numbers)
    told: dict[str, Any] = {
        "badge": f"ZL-{number}", "name": f"示例助理{number}", "division": village,
        "agency": cast.north_station, "valid_from": timezone.localdate().replace(month=1, day=1),
    }  # fmt: skip
    return VillageAssistant.objects.create(**told | fields)
