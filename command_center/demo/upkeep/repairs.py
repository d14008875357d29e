"""Repair tickets of the demo city in all stages, by the services; then time passes over each."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils import timezone

from command_center.demo.upkeep.people import Staff
from grid.organisation.models import Officer
from video.health import services as health
from video.health.models import CameraStatus, PictureFault, PlatformStatus
from video.register.models import Camera, Company, Platform
from video.repair import services as repair
from video.repair.models import Fault, Priority, Source, SparePart, Ticket
from video.repair.rulebook import Limits

OUT: Final = "NVR-007"
_BEHIND: Final = 6  # of its cameras whose tickets are part of its own
_KEEPERS: Final = ("keep-a", "keep-b", "keep-c")
_PARTS: Final = (
    ("psu-12v", "12 V 电源", "个", "85.00", 18, 5),
    ("dome-4mp", "400 万球机", "台", "2100.00", 4, 4),
    ("sfp-1g", "千兆光模块", "只", "140.00", 26, 8),
    ("arrester", "网络防雷器", "只", "60.00", 2, 6),
)
_NOTES: Final = ("画面无信号", "平台侧显示离线", "镜头被树枝遮挡", "夜间画面偏色", "供电箱跳闸")
_DONE: Final = ("更换电源并加固接头", "重启并升级固件", "更换光模块", "清理镜头并修剪树枝")
# How far each ticket comes, and how long each step took (minutes; the last: since then).
_WAY: Final[tuple[tuple[int, tuple[int, ...]], ...]] = (
    *((0, (25,)), (0, (50,)), (0, (190,))),
    *((1, (18, 20)), (1, (44, 55)), (1, (95, 130)), (1, (30, 1500))),
    *((2, (22, 70, 150)), (2, (35, 110, 300)), (2, (15, 300, 240))),
    *((3, (12, 60, 90, 40)), (3, (70, 200, 300, 90)), (3, (28, 95, 600, 380))),
    *((3, (10, 40, 35, 700)),),
    *((4, (20, 100, 240, 90, 2900)), (4, (15, 60, 100, 300, 5200))),
    *((4, (80, 300, 1600, 120, 7100)), (4, (9, 45, 60, 40, 9800))),
    *((4, (33, 120, 900, 200, 13000)), (4, (25, 90, 150, 500, 16000))),
    *((4, (50, 400, 2100, 60, 20000)), (4, (12, 30, 45, 25, 26000))),
)


def create_repairs(staff: Staff) -> int:
    """Rules, stores, seats, an outage and some forty tickets; how many tickets."""
    _rules(staff)
    firms = {row.code: row for row in Company.objects.filter(code__in=_KEEPERS)}
    parts = [_part(staff, said) for said in _PARTS]
    last, first = staff.crew[-1], staff.crew[0]
    for_c = _seat(staff, last, firms["keep-c"], days_ago=300)
    broken = _broken(staff, firms)
    _walk(staff, last, broken["keep-c"], parts, ways=_WAY[2::4])
    repair.end_seat(for_c, by=staff.chief, reason="合同即将到期，人员调整")
    _seat(staff, first, firms["keep-a"], days_ago=120)
    _walk(staff, first, broken["keep-a"], parts, ways=_WAY[::2])
    _seat(staff, last, firms["keep-b"], days_ago=0)
    _walk(staff, last, broken["keep-b"], parts, ways=_WAY[1::3])
    _others(staff, first, broken["keep-a"])
    _outage(staff, firms["keep-b"])
    return Ticket.objects.count()


def _rules(staff: Staff) -> None:
    today = timezone.localdate()
    fees = {"late_fee": 50, "hour_fee": 20, "most_fee": 1000}
    for priority, minutes in ((Priority.HIGH, (30, 120, 720)), (Priority.MEDIUM, (60, 480, 1440))):
        accept, arrive, fix = minutes
        limits = Limits(accept_min=accept, arrive_min=arrive, fix_min=fix, **fees)
        repair.set_sla(by=staff.chief, priority=priority, limits=limits, valid_from=today)


def _part(staff: Staff, said: tuple[Any, ...]) -> SparePart:
    code, name, unit, price, in_stock, reorder_at = said
    return repair.add_part(
        by=staff.operator, code=code, name=name, unit=unit, price=Decimal(price),
        in_stock=in_stock, reorder_at=reorder_at,
    )  # fmt: skip


def _seat(staff: Staff, officer: Officer, firm: Company, *, days_ago: int) -> Any:
    begins: date = timezone.localdate() - timedelta(days=days_ago)
    return repair.give_seat(
        by=staff.chief, officer=officer, company=firm, undertaking=f"BM-{firm.code.upper()}-01",
        undertaken_on=begins, valid_from=begins, valid_to=begins + timedelta(days=365),
    )  # fmt: skip


def _broken(staff: Staff, firms: dict[str, Company]) -> dict[str, Iterator[tuple[Camera, str]]]:
    """For each firm cameras that are offline or whose picture is faulty, with the fault."""
    return {code: iter(list(_of_firm(staff, firm))) for code, firm in firms.items()}


def _of_firm(staff: Staff, firm: Company) -> Iterator[tuple[Camera, str]]:
    cameras = Camera.objects.select_related("agency", "contractor").filter(
        contractor=firm, agency__path__startswith=staff.city.path
    )
    offline = _first(cameras.filter(status__state=CameraStatus.State.OFFLINE), "-status__since")
    faults = PictureFault.objects.filter(camera__in=cameras, cleared_at__isnull=True)
    pictures = [(row.camera, row.kind) for row in faults.select_related("camera__agency")[:25]]
    for camera, (seen, kind) in zip(offline, pictures, strict=False):
        yield camera, Fault.OFFLINE
        yield seen, kind


def _first(cameras: QuerySet[Camera], order: str) -> list[Camera]:
    return list(cameras.order_by(order, "pk")[45:70])  # beyond those that are excluded


def _walk(
    staff: Staff,
    worker: Officer,
    broken: Iterator[tuple[Camera, str]],
    parts: list[SparePart],
    *,
    ways: tuple[tuple[int, tuple[int, ...]], ...],
) -> None:
    """One ticket for each way, as far as it leads."""
    for nth, (way, (camera, what)) in enumerate(zip(ways, broken, strict=False)):
        source = (Source.RULE, Source.INSPECTION, Source.PATROL, Source.CITIZEN)[nth % 4]
        ticket = repair.open_ticket(
            by=staff.operator, camera=camera, fault=what, source=source,
            note=_NOTES[nth % len(_NOTES)],
        )  # fmt: skip
        _go(ticket, way, nth, staff, worker, parts)


def _go(ticket: Ticket, way: Any, nth: int, staff: Staff, worker: Officer, parts: Any) -> None:
    how_far, minutes = way
    said = _DONE[nth % len(_DONE)]
    _pass(ticket, minutes[0])
    if how_far >= 1:
        _pass(repair.accept(ticket, by=worker), minutes[1])
    if how_far >= 2:
        _pass(repair.arrive(ticket, by=worker), minutes[2])
    if how_far >= 3:
        if nth % 3 == 0:
            repair.use_part(ticket, by=worker, part=parts[nth % 3], quantity=1)
        _pass(repair.fix(ticket, by=worker, done=said), minutes[3])
    if how_far >= 4:
        _pass(repair.verify(ticket, by=staff.operator, outcome="画面恢复，已核验"), minutes[4])


def _others(staff: Staff, worker: Officer, broken: Iterator[tuple[Camera, str]]) -> None:
    """One came back after its fix, one was declined, one taken back."""
    again, refused, mistaken = (
        repair.open_ticket(by=staff.operator, camera=camera, fault=what)
        for camera, what in (next(broken), next(broken), next(broken))
    )
    _go(again, (3, (20, 60, 90, 400)), 1, staff, worker, [])
    _pass(repair.reopen(again, by=staff.operator, reason="两小时后再次离线"), 45)
    _pass(refused, 30)
    repair.decline(refused, by=worker, reason="立杆属于其他单位，需重新派单")
    _pass(mistaken, 15)
    repair.cancel(mistaken, by=staff.operator, reason="误报，画面正常")


def _outage(staff: Staff, firm: Company) -> None:
    """A recorder has been down for three quarters of an hour; its cameras hang on its ticket."""
    platform = Platform.objects.get(code=OUT)
    at = timezone.now() - timedelta(minutes=45)
    PlatformStatus.objects.filter(platform=platform).update(heard_at=at - timedelta(minutes=2))
    health.take_heartbeat(platform, by=staff.operator.as_actor(), online=False, at=at)
    parent = repair.open_ticket(
        by=staff.operator, platform=platform, fault=Fault.PLATFORM_DOWN, source=Source.RULE
    )
    repair.assign(parent, by=staff.operator, contractor=firm)
    behind = Camera.objects.filter(platform=platform, status__state="parent_down")
    for camera in behind.select_related("agency", "contractor").order_by("pk")[:_BEHIND]:
        repair.open_ticket(
            by=staff.operator, camera=camera, fault=Fault.OFFLINE, source=Source.RULE
        )
    _pass(parent, 12)
    for child in Ticket.objects.filter(parent=parent):
        _pass(child, 12)


_MOMENTS: Final = (
    *("issued_at", "sign_by", "due_at", "signed_at", "done_at", "overdue_at"),
    *("assigned_at", "arrived_at", "fixed_at", "fix_due_at"),
)


def _pass(ticket: Ticket, minutes: int) -> None:
    """Time passes: everything of the ticket so far lies so many minutes further back."""
    gone = timedelta(minutes=minutes)
    moved = {name: F(name) - gone for name in _MOMENTS}
    Ticket.objects.filter(pk=ticket.pk).update(**moved)
    ticket.spans.update(from_at=F("from_at") - gone, due_at=F("due_at") - gone)
    ticket.spans.filter(to_at__isnull=False).update(to_at=F("to_at") - gone)
    ticket.entries.update(at=F("at") - gone)
    ticket.refresh_from_db()
