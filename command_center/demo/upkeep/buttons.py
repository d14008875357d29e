"""Alarm poles on squares and the one-key alarms of invented schools, their tests and presses."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.demo.upkeep.people import Staff
from grid.territory.models import Cell, Place
from video.alarms import services as alarms
from video.alarms.models import AlarmDevice, DeviceKind, DeviceTest, Press

SCHOOLS: Final = 150
POLES: Final = 5
UNTESTED: Final = 6
_KINDS: Final = ("小学", "中学", "幼儿园")
_TESTED: Final = 40  # whose last test is on record with its press
_CALLS: Final = (  # hours ago, what it was
    (9, "mistaken"), (31, "genuine"), (58, "mistaken"), (96, "fault"), (140, "genuine"),
    (201, "malicious"), (288, "mistaken"),
)  # fmt: skip


def create_buttons(staff: Staff) -> int:
    """Five poles and 150 schools; six were not tested for a month, some were pressed."""
    now = timezone.now()
    built = AlarmDevice.objects.bulk_create([*_poles(staff, now), *_schools(staff, now)])
    _test(built[-_TESTED:], now, staff)
    Press.objects.bulk_create(_calls(built[:: len(built) // len(_CALLS)], now, staff))
    alarms.flag_untested(now=now)
    return len(built)


def _poles(staff: Staff, now: datetime) -> Iterator[AlarmDevice]:
    places = Place.objects.filter(is_key=True, agency__path__startswith=staff.city.path)
    wanted = places.exclude(kind="school").select_related("agency").order_by("pk")
    for n, place in enumerate(wanted[:POLES], start=1):
        yield AlarmDevice(
            code=f"POLE-{n:03}", name=f"{place.name}报警柱", kind=DeviceKind.POLE,
            agency=place.agency, place=place, address=place.address, location=place.point,
            contact="值班台 0000-0300", installed_on=now.date() - timedelta(days=400 + n),
            added_at=now - timedelta(days=380), proved_at=now - timedelta(days=n * 4),
        )  # fmt: skip


def _schools(staff: Staff, now: datetime) -> Iterator[AlarmDevice]:
    cells = Cell.objects.filter(is_leaf=True, agency__path__startswith=staff.city.path)
    rows = list(cells.select_related("agency").order_by("kind", "code"))
    for n, cell in enumerate(rows[:: max(1, len(rows) // SCHOOLS)][:SCHOOLS], start=1):
        days = 33 + n if n <= UNTESTED else n % 27 + 1
        yield AlarmDevice(
            code=f"SCHOOL-{n:03}", name=f"示例第{n}{_KINDS[n % 3]}一键报警", kind=DeviceKind.SCHOOL,
            agency=cell.agency, address=f"{cell.name}示例校园", location=_inside(cell),
            contact="保卫处 0000-0301", installed_on=now.date() - timedelta(days=200 + n),
            added_at=now - timedelta(days=190), proved_at=now - timedelta(days=days),
        )  # fmt: skip


def _inside(cell: Cell) -> Point:
    return cell.outline.point_on_surface


def _test(devices: Sequence[AlarmDevice], now: datetime, staff: Staff) -> None:
    presses = Press.objects.bulk_create(
        _press(one, one.tested_or_added_at, staff, result=Press.Result.TEST) for one in devices
    )
    DeviceTest.objects.bulk_create(
        DeviceTest(
            device=device, press=press, state=DeviceTest.State.PASSED,
            begun_at=press.received_at - timedelta(minutes=2), begun_by=staff.operator.name,
            until=press.received_at + timedelta(minutes=8),
        )
        for device, press in zip(devices, presses, strict=True)
    )  # fmt: skip
    DeviceTest.objects.create(
        device=devices[0], state=DeviceTest.State.FAILED, begun_by=staff.operator.name,
        begun_at=now - timedelta(days=40), until=now - timedelta(days=40, minutes=-10),
    )  # fmt: skip


def _calls(devices: Sequence[AlarmDevice], now: datetime, staff: Staff) -> Iterator[Press]:
    for (hours, result), device in zip(_CALLS, devices, strict=False):
        at = now - timedelta(hours=hours)
        AlarmDevice.objects.filter(pk=device.pk).update(pressed_at=at)
        yield _press(device, at, staff, result=result)


def _press(device: AlarmDevice, at: datetime, staff: Staff, *, result: str) -> Press:
    return Press(
        device=device, device_code=device.code, kind=device.kind, agency=device.agency,
        name=device.name, place=device.place.name if device.place else "", address=device.address,
        location=device.location, press_ref=f"demo-{at:%Y%m%d%H%M%S}", pressed_at=at,
        received_at=at + timedelta(seconds=3), is_test=result == Press.Result.TEST, result=result,
        judged_at=at + timedelta(minutes=14), judged_by=staff.operator.name,
    )  # fmt: skip
