"""Four hundred cameras, each fact about them placed by hand, so that every rate can be counted.

The north has 230 cameras in use and the south 150; ten are under repair and ten removed. N(a, b)
below are the northern ones from number a to before b, in the order they stand in `north`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point

from grid.territory.models import Division
from tests.cast import SOUTH, STEP, WEST, Cast, square
from tests.video.make import camera_class, make_company, make_platform
from video.health.models import (
    CameraStatus,
    ExcludedCamera,
    Exclusion,
    Inspection,
    PictureFault,
    StatusSpan,
)
from video.rates.models import StorageState
from video.rates.places import check_places
from video.register.models import Camera, CameraLink, Company

COMPLETE: dict[str, Any] = {
    "manufacturer": 1, "point_type": 1, "ipv4": "192.0.2.1", "mac": "02-00-00-00-00-01",
    "camera_type": 3, "function_types": [5], "codec": 4, "address": "example road 1",
    "direction": 1, "installed_on": "2021-06-18", "managing_unit": "example desk",
    "managing_phone": "000-0000", "retention_days": 30,
}  # fmt: skip
FAR = Point(100.0, 30.0, srid=4326)
ZERO = Point(0.0, 0.0, srid=4326)


@dataclass(slots=True)
class Fleet:
    """The cameras in use of both branches, and the firm that keeps a hundred of the north."""

    at: datetime
    north: list[Camera]
    south: list[Camera]
    firm: Company

    def codes(self, where: str, *spans: tuple[int, int]) -> set[str]:
        rows = getattr(self, where)
        return {row.code for first, last in spans for row in rows[first:last]}


def make_fleet(cast: Cast, at: datetime) -> Fleet:
    """The fixture; every fact is in force at `at`."""
    for column, code in ((1, "990100000000"), (0, "990200000000")):
        Division.objects.create(
            code=code, name=code, level=Division.Level.COUNTY, outline=square(0, column)
        )
    camera_class()
    camera_class("shop", is_public=False)
    firm = make_company(cast, code="firm-a")
    north = [_north(cast, place, firm) for place in range(230)]
    south = [_south(cast, place) for place in range(150)]
    idle = [
        _camera(cast, f"X-{place:03}", cast.north_station, _at(place, 1.9), device_state=state)
        for place, state in enumerate([2] * 10 + [3] * 10)
    ]
    Camera.objects.bulk_create([*north, *south, *idle])
    fleet = Fleet(at=at, north=north, south=south, firm=firm)
    _link(cast, fleet, idle)
    _states(fleet, idle)
    _exclude(cast, fleet)
    _inspect(fleet)
    _record(fleet)
    assert check_places() == 400
    return fleet


def _at(place: int, row: float) -> Point:
    return Point(WEST + 0.0005 + place * 0.00005, SOUTH + row * STEP, srid=4326)


def _camera(cast: Cast, code: str, agency: Any, location: Any, **fields: Any) -> Camera:
    told = {"gb_id": f"22040200001323{int(code[2:]):06}", "civil_code": "990100"}
    told |= {"camera_class_id": "city", "name": f"Camera {code}"} | fields
    return Camera(code=code, agency=agency, location=location, **told)


def _north(cast: Cast, place: int, firm: Company) -> Camera:
    fields: dict[str, Any] = COMPLETE if place >= 130 else {}
    location: Any = _at(place, 1.5)
    if 100 <= place < 103:
        location = None
    elif 103 <= place < 105:
        location = ZERO
    elif 105 <= place < 109:
        location = _at(place, 0.9)  # in the south
    elif place == 109:
        location = FAR
    elif 110 <= place < 120:
        location = _at(300, 1.5)  # ten on one position
    gb_id = None if place < 5 else f"22040200001321{place:06}"
    keeper = firm if 30 <= place < 130 else None
    told = fields | {"gb_id": gb_id, "contractor": keeper, "is_key_target": 168 <= place < 175}
    return _camera(cast, f"N-{place:03}", cast.north_station, location, **told)


def _south(cast: Cast, place: int) -> Camera:
    fields: dict[str, Any] = COMPLETE if 60 <= place < 120 else {}
    location = None if place == 0 else _at(200 if 50 <= place < 58 else place, 0.5)
    told = fields | {
        "gb_id": f"22040200001322{place:06}", "civil_code": "990200", "is_public": False,
        "camera_class_id": "shop",
    }  # fmt: skip
    return _camera(cast, f"S-{place:03}", cast.south_station, location, **told)


def _link(cast: Cast, fleet: Fleet, idle: list[Camera]) -> None:
    """Unknown above: N(5, 15), of which N(10, 15) an operator knows, and S(0, 10)."""
    county = make_platform(cast)
    operator = make_platform(cast, level="operator")
    known = [(row, county) for row in (*fleet.north[15:], *fleet.south[10:], *idle)]
    known += [(row, county) for row in fleet.north[:5]]  # linked, and without a national id
    known += [(row, operator) for row in fleet.north[10:20]]
    CameraLink.objects.bulk_create(
        CameraLink(camera=row, platform=platform, given_id=row.code) for row, platform in known
    )


def _states(fleet: Fleet, idle: list[Camera]) -> None:
    """Not online: N(220, 230) and S(136, 150)."""
    state = CameraStatus.State
    said = [(row, state.ONLINE) for row in (*fleet.north[:220], *fleet.south[:136], *idle)]
    said += [(row, state.OFFLINE) for row in (*fleet.north[220:226], *fleet.south[136:])]
    said += [(row, state.UNKNOWN) for row in fleet.north[226:228]]
    said += [(row, state.PARENT_DOWN) for row in fleet.north[228:]]
    CameraStatus.objects.bulk_create(CameraStatus(camera=row, state=s) for row, s in said)
    since = fleet.at - timedelta(days=2)
    StatusSpan.objects.bulk_create(
        StatusSpan(camera=row, state=s, started_at=since) for row, s in said
    )


def exclusion(
    cast: Cast, cameras: list[Camera], starts_at: datetime, ends_at: datetime, **fields: Any
) -> Exclusion:
    """An approved one, unless told otherwise."""
    told: dict[str, Any] = {
        "number": f"T-{Exclusion.objects.count() + 1}", "agency": cast.city, "covers": "test",
        "size": len(cameras), "reason": "maintenance", "note": "test", "state": "approved",
        "requested_by": "N005", "approved_by": "C001", "starts_at": starts_at, "ends_at": ends_at,
    }  # fmt: skip
    made = Exclusion.objects.create(**told | fields)
    ExcludedCamera.objects.bulk_create(
        ExcludedCamera(exclusion=made, camera=camera) for camera in cameras
    )
    return made


def _exclude(cast: Cast, fleet: Fleet) -> None:
    """Left out: N(15, 30). Two without an id are covered too; of the south nothing is in force."""
    hour, north, south = timedelta(hours=1), fleet.north, fleet.south
    exclusion(cast, [*north[15:30], *north[:2]], fleet.at - hour, fleet.at + hour)
    exclusion(cast, north[15:18], fleet.at - 2 * hour, fleet.at + hour, reason="power_cut")
    waiting = {"state": "requested", "approved_by": ""}
    exclusion(cast, south[140:145], fleet.at - hour, fleet.at + hour, **waiting)
    exclusion(cast, south[145:150], fleet.at - 2 * hour, fleet.at - hour)


def _inspect(fleet: Fleet) -> None:
    north, south, day = fleet.north, fleet.south, timedelta(days=1)
    seen = [(row, "intact", 1) for row in (*north[60:96], *south[20:40])]
    seen += [(row, "faulty", 1) for row in north[96:99]] + [(north[99], "none", 1)]
    seen += [(row, "intact", 31) for row in north[100:103]]
    seen += [(north[60], "faulty", 9)]  # before the one that counts
    rows = [
        Inspection(camera=row, picture=found, inspector="V1", checked_at=fleet.at - ago * day)
        for row, found, ago in seen
    ]
    rows += [
        Inspection(camera=row, place="right", distance_m=metres, inspector="V1",
                   checked_at=fleet.at - day)
        for row, metres in [(c, 10.0) for c in north[120:128]] + [(c, 45.0) for c in north[128:130]]
    ]  # fmt: skip
    Inspection.objects.bulk_create(rows)
    by_camera = {row.camera_id: row for row in rows if row.picture == "faulty"}
    blur = {"kind": "blur", "found_by": "sample", "at": fleet.at - day}
    for row in north[96:99]:
        cleared = fleet.at - day / 2 if row is north[98] else None
        PictureFault.objects.create(
            camera=row, inspection=by_camera[row.pk], cleared_at=cleared, **blur
        )
    PictureFault.objects.create(camera=south[39], **blur | {"found_by": "patrol"})


def _record(fleet: Fleet) -> None:
    north, today = fleet.north, fleet.at.date()
    told = [*north[130:180], *north[15:17]]
    days = [31] * 38 + [60] * 5 + [90] * 2 + [29] * 7
    rows = [
        StorageState(
            camera=row, day=today, history_days=days[place],
            recorded_s=43_200 if 45 <= place < 50 else 86_400,
            clock_offset_s=-2.5 if place < 48 else 7.0,
        )
        for place, row in enumerate(told)
    ]  # fmt: skip
    rows += [
        StorageState(camera=row, day=today - timedelta(days=4), history_days=99, recorded_s=1,
                     clock_offset_s=0)
        for row in north[180:186]
    ]  # fmt: skip
    StorageState.objects.bulk_create(rows)
