"""The demo city's containment plan with its roads, and two past containments: real and drill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from checkpoints.containment import fixture
from checkpoints.containment.models import (
    Adjustment,
    Containment,
    ContainmentCounter,
    ContainmentPlan,
    Crossing,
    PostOrder,
    PostReport,
    Stage,
)
from checkpoints.containment.numbers import Numbers, numbers_at, roads_of
from checkpoints.containment.services.crossings import of_plan, rings_of
from command_center.demo.ground import FIXTURES
from grid.organisation.models import Agency, Officer

_FILE: Final = FIXTURES / "demo_containment.toml"
_STAGE_AT: Final = {Stage.POINTS: 0, Stage.LINE: 360, Stage.RING: 900}  # seconds after approval
_LASTED: Final = timedelta(minutes=70)
_SIGNED_S: Final = (21, 34, 48, 17, 66, 141, 29, 52, 40, 75)  # after the order, post by post
_MANNED_S: Final = (212, 318, 265, 404, 371, 560, 466, 287, 630, 345)
_REPORTS: Final = timedelta(minutes=11)
_KIND: Final = Adjustment.Kind


@dataclass(frozen=True, slots=True)
class _Story:
    """What one past containment was about."""

    days_ago: int
    is_drill: bool
    trigger: str
    place: tuple[float, float]
    address: str
    vehicle: tuple[str, str]
    reason: str
    outcome: str
    review: str


_STORIES: Final = (
    _Story(
        days_ago=19,
        is_drill=False,
        trigger="violent_crime",
        place=(125.141, 42.901),
        address="人民大街示例路口",
        vehicle=("银灰色", "小型面包车"),
        reason="抢劫后驾车向东逃离",
        outcome=Containment.Outcome.STOPPED,
        review="东口到位最快，车辆在环城东口被拦停；东南口到位超时，已调整该点备勤。",
    ),
    _Story(
        days_ago=5,
        is_drill=True,
        trigger="escape",
        place=(125.133, 42.906),
        address="示例大街南段",
        vehicle=("白色", "小型轿车"),
        reason="月度快速封控演练",
        outcome=Containment.Outcome.OTHER,
        review="演练达到预案时限；西北小路口无人负责，建议明确责任单位。",
    ),
)


def create_containment(*, city: Agency, chief: Officer) -> ContainmentPlan:
    """The plan of the city, a real containment of last month and a drill of last week."""
    plan = fixture.load(_FILE, by=chief, city=city)
    desk = Officer.objects.filter(agency=city, grants__role="dispatcher").first() or chief
    numbers = numbers_at(city.path, timezone.now())
    for story in _STORIES:
        row = _row(story, plan, numbers, people=(desk, chief))
        roads = roads_of(city.path, numbers.speeds, speed_kmh=row.speed_kmh)
        crossings = of_plan(row, plan, roads, cover_m=numbers.target.cover_m)
        orders = PostOrder.objects.bulk_create(_orders(row, crossings, numbers))
        PostReport.objects.bulk_create(_reports(orders))
        Adjustment.objects.bulk_create(_log(row))
    return plan


def _row(
    story: _Story, plan: ContainmentPlan, numbers: Numbers, *, people: tuple[Officer, Officer]
) -> Containment:
    desk, chief = (one.as_actor() for one in people)
    approved = timezone.now().replace(microsecond=0) - timedelta(days=story.days_ago, hours=3)
    year = timezone.localtime(approved).year
    count, _made = ContainmentCounter.objects.get_or_create(year=year)
    count.last += 1
    count.save()
    colour, kind = story.vehicle
    lifted = approved + _LASTED
    return Containment.objects.create(
        number=f"FK{year}-{count.last:04}",
        agency=plan.agency,
        plan=plan,
        plan_version=plan.version,
        trigger=story.trigger,
        address=story.address,
        occurred_at=approved - timedelta(seconds=195),
        seen_at=approved - timedelta(seconds=195),
        point=Point(*story.place, srid=4326),
        vehicle_colour=colour,
        vehicle_kind=kind,
        reason=story.reason,
        speed_kmh=numbers.speeds["any"],
        detour=numbers.detour,
        speeds=numbers.speeds,
        rings=rings_of(plan),
        stage=Stage.RING,
        state=Containment.State.REVIEWED,
        is_drill=story.is_drill,
        started_at=approved - timedelta(seconds=74),
        started_by=desk.label,
        started_by_key=f"{desk.kind}:{desk.id}",
        approved_at=approved,
        approved_by=chief.label,
        approved_by_key=f"{chief.kind}:{chief.id}",
        valid_until=approved + timedelta(seconds=numbers.target.valid_s),
        lifted_at=lifted,
        lifted_by=chief.label,
        lift_reason="演练结束" if story.is_drill else "车辆已拦停",
        outcome=story.outcome,
        reviewed_at=lifted + timedelta(hours=5),
        reviewed_by=chief.label,
        review=story.review,
    )


def _orders(
    row: Containment, crossings: Sequence[Crossing], numbers: Numbers
) -> Iterator[PostOrder]:
    """Every post of the stages that were reached, each with its own seconds; two came late."""
    assert row.approved_at is not None
    due = [one for one in crossings if one.agency_id and one.stage in _STAGE_AT]
    for place, crossing in enumerate(due):
        assert crossing.agency is not None
        issued = row.approved_at + timedelta(seconds=_STAGE_AT[Stage(crossing.stage)])
        sign_by = issued + timedelta(seconds=numbers.target.acknowledge_s)
        man_by = issued + timedelta(seconds=numbers.target.man_s)
        signed = issued + timedelta(seconds=_SIGNED_S[place % len(_SIGNED_S)])
        manned = issued + timedelta(seconds=_MANNED_S[place % len(_MANNED_S)])
        label = f"demo {crossing.agency.name}"
        yield PostOrder(
            containment=row,
            crossing=crossing,
            agency=crossing.agency,
            owner_path=crossing.agency.path,
            title=f"{row.number} {crossing.name}"[:120],
            subject_type="containment",
            subject_id=row.number,
            stage=crossing.stage,
            issued_at=issued,
            issued_by=row.approved_by,
            sign_by=sign_by,
            signed_at=signed,
            signed_by=label,
            sign_overdue_at=sign_by + timedelta(seconds=1) if signed > sign_by else None,
            man_by=man_by,
            manned_at=manned,
            manned_by=label,
            man_overdue_at=man_by + timedelta(seconds=1) if manned > man_by else None,
            officers=crossing.officers,
            vehicles=crossing.vehicles,
            officers_present=crossing.officers,
            vehicles_present=crossing.vehicles,
            due_at=man_by,
            state=PostOrder.State.DONE,
            reported_at=manned + _REPORTS,
            reports_made=1,
            done_at=row.lifted_at,
            done_by=row.lifted_by,
            outcome=row.lift_reason,
        )


def _reports(orders: Sequence[PostOrder]) -> Iterator[PostReport]:
    for order in orders:
        assert order.reported_at is not None
        yield PostReport(order=order, at=order.reported_at, by=order.manned_by, kind="nothing")


def _log(row: Containment) -> Iterator[Adjustment]:
    """Started, approved, two stages on, lifted, reviewed."""
    assert row.approved_at is not None and row.lifted_at is not None
    assert row.reviewed_at is not None
    line = row.approved_at + timedelta(seconds=_STAGE_AT[Stage.LINE])
    ring = row.approved_at + timedelta(seconds=_STAGE_AT[Stage.RING])
    entries: tuple[tuple[datetime, str, str, str, dict[str, Any]], ...] = (
        (row.started_at, row.started_by, _KIND.STARTED, row.reason, {}),
        (row.approved_at, row.approved_by, _KIND.APPROVED, "", {}),
        (line, row.approved_by, _KIND.STAGED, "", {"stage": Stage.LINE.value}),
        (ring, row.approved_by, _KIND.STAGED, "", {"stage": Stage.RING.value}),
        (row.lifted_at, row.lifted_by, _KIND.LIFTED, row.lift_reason, {"outcome": row.outcome}),
        (row.reviewed_at, row.reviewed_by, _KIND.REVIEWED, "", {}),
    )
    for at, by, kind, reason, after in entries:
        yield Adjustment(containment=row, at=at, by=by, kind=kind, reason=reason, after=after)
