"""All cameras of the demo city by COPY: where each stands, what it is, whose, and how lawful."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np
import shapely
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from command_center.demo.cameras.firms import Around
from command_center.demo.copying import copy_rows
from command_center.demo.ground import anywhere
from grid.territory.models import Cell
from video.register.initials import initials
from video.register.models import Camera, CameraLink, VideoPoint

_SIDES: Final = ("东", "西", "南", "北", "东南", "东北", "西南", "西北")
_BEARINGS: Final = (90, 270, 180, 0, 135, 45, 225, 315)
_SITES: Final = ("路口", "桥头", "广场", "市场口", "小区门", "校门外", "河堤", "站点")
# Kind of point, industry code, cameras on one point, and how many of 100 are networked.
_KIND: Final[Mapping[str, tuple[int, str, int, int]]] = {
    "city": (1, "00", 2, 100),
    "rural": (1, "00", 1, 100),
    "estate": (1, "01", 2, 100),
    "gate": (1, "05", 3, 100),
    "traffic": (1, "04", 2, 100),
    "lookout": (1, "00", 1, 100),
    "other": (1, "03", 1, 100),
}
_SOCIAL: Final = (3, "03", 6, 16)
_UNREGISTERED: Final = 43  # one in so many public cameras has no national id yet
_MISPLACED: Final = 29  # one in so many stands in the file where it does not stand
_ENABLED_DAYS: Final = 2400


class Fleet:
    """Draws the columns of every camera from one seed."""

    def __init__(self, cells: Mapping[str, Cell], around: Around, *, seed: int = 55_425) -> None:
        self.rng = np.random.default_rng(seed)
        self.around = around
        self.cells = list(cells.values())
        self.outlines = np.array([shapely.from_wkb(bytes(c.outline.wkb)) for c in self.cells])
        shapely.prepare(self.outlines)
        weight = np.array([3.0 if c.kind == Cell.Kind.URBAN else 1.0 for c in self.cells])
        self.weight = weight / weight.sum()
        self.today = timezone.localdate()
        self._number = 0

    def create(self, plan: Mapping[str, Any]) -> int:
        """Write points, cameras and their links to platforms; the number of cameras."""
        points: list[dict[str, Any]] = []
        cameras: list[dict[str, Any]] = []
        for is_public, classes in ((True, plan["public"]), (False, plan["social"])):
            for code, count in classes.items():
                drawn = list(self._class(code, count, is_public))
                cameras += drawn
                points += _points(drawn, first=len(points) + 1)
        copy_rows(VideoPoint, points, with_key=True)
        copy_rows(Camera, cameras, with_key=True)
        links = list(self._links(cameras))
        copy_rows(CameraLink, links)
        _go_on_after(VideoPoint, Camera)
        return len(cameras)

    def _class(self, code: str, count: int, is_public: bool) -> Iterator[dict[str, Any]]:
        kind, industry, on_one, networked = _KIND.get(code, _SOCIAL)
        sites = -(-count // on_one)
        cell = self.rng.choice(len(self.cells), sites, p=self.weight)
        lng, lat = anywhere(self.rng, self.outlines[cell]).round(6).T
        for n in range(count):
            site = n // on_one
            self._number += 1
            own = self._own(self._number, code, self.cells[cell[site]], n % on_one)
            yield own | {
                "camera_class_id": code,
                "is_public": is_public,
                "point_type": kind,
                "networked": self.rng.integers(100) < networked,
                "site": f"{code}-{site + 1:05}",
                **self._gb_id(self._number, industry, self.cells[cell[site]], is_public),
                **self._position(self._number, lng[site], lat[site]),
                **self._whose(is_public, self.cells[cell[site]]),
                **self._lawful(self._number, is_public),
            }

    def _own(self, number: int, code: str, cell: Cell, nth: int) -> dict[str, Any]:
        side = int(self.rng.integers(8))
        name = f"{cell.name}{_SITES[number % len(_SITES)]}{_SIDES[side]}"
        is_lookout = code == "lookout"
        return {
            "id": number,
            "code": f"LY{number:06}",
            "name": name,
            "initials": initials(name),
            "address": f"{cell.name}{number % 90 + 1}号{_SIDES[side]}侧",
            "pole_number": f"DG-{number // 2:05}",
            "cell_id": cell.pk,
            "division_id": cell.division_id,
            "civil_code": (cell.division_id or "")[:6],
            "agency_id": cell.agency_id,
            "direction": 9 if is_lookout else side + 1,
            "bearing": None if is_lookout else _BEARINGS[side],
            "view_angle": 360 if is_lookout else int(self.rng.choice((45, 65, 90))),
            "view_radius": 5000 if is_lookout else int(self.rng.choice((30, 50, 80, 120))),
            "camera_type": 1 if is_lookout else int(self.rng.choice((1, 3, 3, 3, 4))),
            "function_types": "{6}" if is_lookout else "{1}" if code == "gate" else "{5}",
            "position_types": f"{{{int(self.rng.choice((4, 6, 8, 10, 11)))}}}",
            "room_type": 1,
            "manufacturer": int(self.rng.choice((1, 2, 9, 99))),
            "model": f"X-{nth + 1}00",
            "supply_light": int(self.rng.choice((1, 2, 3))),
            "codec": int(self.rng.choice((2, 4))),
            "resolution": "1920*1080",
            "ipv4": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "mac": ""
            if number % 31 == 0
            else f"02-00-00-{number >> 16 & 255:02X}-{number >> 8 & 255:02X}-{number & 255:02X}",
            "device_state": 2 if number % 173 == 0 else 1,
        }

    def _gb_id(self, number: int, industry: str, cell: Cell, is_public: bool) -> dict[str, Any]:
        if is_public and number % _UNREGISTERED == 0:
            return {"gb_id": None}
        county = (cell.division_id or "220400")[:6]
        return {"gb_id": f"{county}00{industry}1321{number:06}"}

    def _position(self, number: int, lng: float, lat: float) -> dict[str, Any]:
        off = 0.35 if number % _MISPLACED == 0 else 0.0  # in the file it lies in another county
        place = f"SRID=4326;POINT({lng + off} {lat})"
        return {"location": place, "source_lng": lng + off, "source_lat": lat}

    def _whose(self, is_public: bool, cell: Cell) -> dict[str, Any]:
        around, draw = self.around, int(self.rng.integers(10_000))
        county = around.counties.get((cell.division_id or "")[:6])
        contractor = around.contractors[draw % len(around.contractors)]
        if is_public and county is not None and draw % 10 < 7:
            platform = county
        elif is_public:
            platform = around.operators[draw % len(around.operators)]
        else:
            platform = around.recorders[draw % len(around.recorders)]
        is_leased = is_public and draw % 10 >= 8
        owner = platform.operator_id
        return {
            "platform_id": platform.pk,
            "contractor_id": contractor.pk if is_public or draw % 3 == 0 else None,
            "owner_id": around.lease.company_id if is_leased else owner,
            "lease_id": around.lease.pk if is_leased else None,
            "builder_id": around.contractors[draw % 2].pk,
            "managing_unit": f"{cell.agency.name}",
            "managing_phone": "0000-0100",
            "departments": "{1}" if is_public else "{17}",
            "network": 1 if is_public else 8,
        }

    def _lawful(self, number: int, is_public: bool) -> dict[str, Any]:
        enabled = self.today - timedelta(days=number * 7 % _ENABLED_DAYS)
        is_key = number % 211 == 0
        is_filed = number % 53 != 0 and (self.today - enabled).days > 3
        return {
            "site_category": "public_road" if is_public else "venue",
            "necessity": "公共道路与重点部位治安防控" if is_public else "经营场所公共区域安全",
            "is_signed": number % 37 != 0,
            "is_key_target": is_key,
            "retention_days": (60 if number % 422 == 0 else 90) if is_key else 30,
            "filing_number": f"辽公视备{enabled:%Y}-{number:06}" if is_filed else "",
            "filed_on": enabled + timedelta(days=number % 28) if is_filed else None,
            "installed_on": enabled - timedelta(days=10),
            "enabled_on": enabled,
            "warranty_to": enabled + timedelta(days=3 * 365),
            "file_state": ("complete", "complete", "to_correct", "unchecked")[number % 4],
            "file_kind": "new",
        }

    def _links(self, cameras: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Its platform's, and for an operator's public camera that of its county too."""
        now = timezone.now()
        seen = {"first_seen_at": now - timedelta(days=400), "last_seen_at": now}
        operators = {platform.pk for platform in self.around.operators}
        for row in cameras:
            given = {"camera_id": row["id"], "given_id": row["gb_id"] or row["code"], **seen}
            yield {**given, "platform_id": row["platform_id"]}
            above = self.around.counties.get(row["civil_code"])
            if row["is_public"] and above is not None and row["platform_id"] in operators:
                yield {**given, "platform_id": above.pk}


def _go_on_after(*models: type[Model]) -> None:
    """The next key of each table follows those that were given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _points(cameras: Sequence[dict[str, Any]], *, first: int) -> list[dict[str, Any]]:
    """The points of these cameras, which are told where they stand."""
    made: dict[str, dict[str, Any]] = {}
    for row in cameras:
        site = row.pop("site")
        point = made.setdefault(
            site,
            {
                "id": first + len(made), "code": f"PT-{site}", "name": row["name"],
                "agency_id": row["agency_id"], "address": row["address"],
                "pole_number": row["pole_number"], "location": row["location"],
            },
        )  # fmt: skip
        row["point_id"] = point["id"]
    return list(made.values())
