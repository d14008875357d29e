"""What the demo city's command has prepared: plans, circles, overlay patrols, an order."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.demo.events import create_events
from command_center.demo.forces import Forces
from command_center.demo.sent import branch_path
from command_center.dispatch.coverage.models import CoverageRequirement, ResponseCircle
from command_center.dispatch.orders import receipts
from command_center.dispatch.orders import services as orders
from command_center.dispatch.plans import editing
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency, Officer
from grid.territory.models import Place
from patrol.levels import services as levels
from patrol.units.models import Station

_TIERS: Final[Mapping[str, tuple[int, ...]]] = {
    "school": (1, 3),
    "hospital": (1, 3, 5),
    "transport": (1, 3, 5),
    "mall": (3,),
    "market": (3,),
    "square": (3,),
}


def create_command(forces: Forces, *, city: Agency, chief: Officer) -> None:
    """Everything a duty commander finds prepared on the first day."""
    _circles()
    CoverageRequirement.objects.bulk_create(
        CoverageRequirement(agency=station.agency, station=station, min_available=1)
        for station in forces.stations.values()
    )
    _overlay(city, chief)
    for plan in _plans(city):
        needs = plan.pop("needs")
        editing.create_plan(plan, needs, by=chief, channel="system")
    _order(forces, chief)
    create_events(forces, chief=chief)


def _circles() -> None:
    """One, three and five minutes round key places, by what they are; the branch answers."""
    since = timezone.localdate() - timedelta(days=90)
    circles = ResponseCircle.objects.bulk_create(
        ResponseCircle(
            agency=place.agency,
            name=place.name,
            place=place,
            point=place.point,
            tier=tier,
            valid_from=since,
        )
        for place in Place.objects.filter(is_key=True).select_related("agency")
        for tier in _TIERS.get(place.kind, ())
    )
    branches = dict(Agency.objects.values_list("path", "pk"))
    serving = ResponseCircle.agencies.through
    serving.objects.bulk_create(
        serving(responsecircle_id=circle.pk, agency_id=branches[branch_path(circle.agency)])
        for circle in circles
    )


def _overlay(city: Agency, chief: Officer) -> None:
    """What the second and the first patrol level add at schools, stations and squares."""
    wanted = (
        (2, "school", "foot", time(7), time(8, 30), 1),
        (2, "transport", "vehicle", time(6), time(22), 4),
        (1, "school", "foot", time(7), time(17, 30), 3),
        (1, "transport", "vehicle", time(5), time(23), 8),
        (1, "square", "foot", time(17), time(22), 3),
    )
    for level, kind, mode, starts, ends, times in wanted:
        levels.put_template(
            None,
            by=PLATFORM,
            viewer=chief,
            agency=city.code,
            level=level,
            name=f"{level}级叠加巡逻·{Place.Kind(kind).label}",
            place_kind=kind,
            mode=mode,
            starts_at=starts,
            ends_at=ends,
            rounds_a_day=times,
            needs_armed=level == 1,
        )


def _plans(city: Agency) -> list[dict[str, Any]]:
    shared: dict[str, Any] = {"agency": city, "valid_from": timezone.localdate()}
    robbery = {
        "code": "robbery",
        "name": "抢劫抢夺快速处置",
        "category_prefix": "0102",
        "levels": [1, 2],
        "needs": [
            {"kind": "units", "count": 2, "unit_kind": "car"},
            {"kind": "units", "count": 1, "is_armed": True},
            {"kind": "notify", "title": "通知值班指挥长", "roles": ["duty_commander"]},
            {"kind": "check", "title": "核实嫌疑人体貌、逃跑方向和交通工具"},
            {"kind": "check", "title": "调取周边监控点位清单"},
            {"kind": "units", "step": 2, "count": 4, "unit_kind": "car"},
            {"kind": "check", "step": 2, "title": "外围路口设点"},
        ],
    }
    theft = {
        "code": "burglary",
        "name": "入室盗窃现场",
        "category_prefix": "010101",
        "levels": [],
        "needs": [
            {"kind": "units", "count": 1, "unit_kind": "car"},
            {"kind": "check", "title": "提醒报警人保护现场"},
        ],
    }
    return [shared | robbery, shared | theft]


def _order(forces: Forces, chief: Officer) -> None:
    """One order to every street station at once, signed for by six of the ten."""
    posts = [s for s in forces.stations.values() if s.kind == Station.Kind.STREET]
    now = timezone.now()
    order = orders.issue(
        by=chief,
        receivers=posts,
        title="周末加强广场、车站巡逻",
        text="今日18时至22时，各警务站在责任区广场、车站周边保持不少于一组徒步巡逻，结束后报告情况。",
        sign_by=now + timedelta(minutes=30),
        due_at=now + timedelta(hours=12),
    )
    for receipt in order.receipts.order_by("pk")[:6]:
        receipts.sign(receipt, by=chief, channel="phone", spoken_by="值班民警")
