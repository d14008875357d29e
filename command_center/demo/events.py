"""Two event plans of the demo city: one for the coming weekend, one run and closed the last."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from command_center.demo.forces import Forces
from command_center.dispatch.plans.events import duties, parts, plans
from command_center.dispatch.plans.models import EventMilestone, EventPlan, PostDuty
from grid.organisation.models import Officer
from grid.territory.models import Place
from patrol.units.models import Unit

SATURDAY: Final = 5
_PLACE: Final = "人民公园"
_LASTS: Final = timedelta(hours=3)
_EARLY: Final = timedelta(hours=1)  # posts are manned before the first visitor comes
# Name, duty, people; metres east and north of the middle of the square.
_POSTS: Final = (
    ("南门安检", "人流引导、安检秩序", 4, (0, -150)),
    ("主舞台东侧", "前区隔离、疏散通道", 4, (90, 40)),
    ("北门出口", "散场分流", 2, (-30, 160)),
)
_RESOURCES: Final = (("隔离护栏", 120, 120, "区城管局"), ("手持电台", 16, 14, "龙山分局"))
_TIMELINE: Final = (
    (-120, "现场踏查，封闭北侧车道", "交警中队"),
    (-60, "各岗位到岗点名", "值班指挥长"),
    (0, "入场高峰，安检口加派", "指挥部"),
    (180, "散场分流，逐岗撤离", "值班指挥长"),
)
_M_PER_DEG: Final = 111_320.0


def create_events(forces: Forces, *, chief: Officer) -> None:
    """The concert of the coming Saturday, approved; that of the last one, closed with a report."""
    place = Place.objects.filter(name=_PLACE).first()
    author = (
        Officer.objects.filter(grants__role="duty_commander", agency__kind="branch")
        .order_by("agency__code", "pk")
        .first()
    )
    if not place or not author:
        return
    units = [u for u in forces.units if u.agency.path.startswith(author.agency.path)]
    units = [u for u in units if u.kind != Unit.Kind.VIDEO][: len(_POSTS)]
    begins = _next_saturday()
    _draft("周末广场文艺演出安保", place, begins, units, by=author, approved_by=chief)
    last = begins - timedelta(days=7)
    _close(_draft("上周末广场文艺演出安保", place, last, units, by=author, approved_by=chief))


def _next_saturday() -> datetime:
    """Half past six on the Saturday to come, local time; a week from today on a Saturday."""
    today = timezone.localdate()
    day = today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
    return timezone.make_aware(datetime.combine(day, time(18, 30)))


def _draft(
    name: str,
    place: Place,
    begins: datetime,
    units: Sequence[Unit],
    *,
    by: Officer,
    approved_by: Officer,
) -> EventPlan:
    lng, lat = place.point.x, place.point.y
    event = plans.create_event(
        by=by,
        lng=lng,
        lat=lat,
        channel="system",
        name=name,
        kind=EventPlan.Kind.FESTIVAL,
        agency=by.agency,
        place=place.name,
        radius_m=600,
        starts_at=begins,
        ends_at=begins + _LASTS,
        level=EventPlan.Level.SECOND,
        expected_people=3000,
        commander=by,
    )
    for kind, said in _parts(begins, units, lng=lng, lat=lat):
        parts.add_part(event, kind, said, by=by, channel="system")
    event.refresh_from_db()
    return plans.approve_event(event, by=approved_by, version=event.version, channel="system")


def _parts(
    begins: datetime, units: Sequence[Unit], *, lng: float, lat: float
) -> list[tuple[str, dict[str, Any]]]:
    there = {"there_from": begins - _EARLY, "there_to": begins + _LASTS}
    made: list[tuple[str, dict[str, Any]]] = [
        ("crews", {"name": "巡防大队", "duty": "机动处突", "people": 4, **there}),
        ("crews", {"name": "公园保安队", "duty": "验票与巡视", "people": 6, **there}),
    ]
    for number, (name, duty, people, (east, north)) in enumerate(_POSTS):
        said = {
            "name": name,
            "duty": duty,
            "lng": lng + east / (_M_PER_DEG * 0.73),
            "lat": lat + north / _M_PER_DEG,
            "required_people": people,
            "units": list(units[number : number + 1]),
            "manned_from": begins - _EARLY,
            "manned_to": begins + _LASTS,
        }
        made.append(("posts", said))
    for thing, required, ready, holder in _RESOURCES:
        said = {"name": thing, "required": required, "ready": ready, "holder": holder}
        made.append(("resources", said))
    for minutes, text, owner in _TIMELINE:
        said = {"due_at": begins + timedelta(minutes=minutes), "text": text, "owner": owner}
        made.append(("milestones", said))
    return made


def _close(event: EventPlan) -> None:
    """Run it as it went a week ago: posts manned in time but for one, every line done."""
    by = event.commander
    event = plans.start_event(event, by=by, version=event.version, channel="system")
    mine = PostDuty.objects.filter(post__event=event)
    for number, duty in enumerate(mine.order_by("pk")):
        duties.man(duty, by=by, people=2, channel="system")
        told_at = event.starts_at - _EARLY + timedelta(minutes=4 if number == 1 else -8)
        mine.filter(pk=duty.pk).update(
            issued_at=event.starts_at - timedelta(days=1), signed_at=told_at, done_at=told_at
        )
    for line in event.milestones.all():
        state = EventMilestone.State.DONE
        parts.settle_milestone(line, by=by, state=state, channel="system")
    event.milestones.update(done_at=F("due_at"))
    report = "活动平稳有序，未发生拥挤踩踏。主舞台东侧岗位到岗晚4分钟，下次提前半小时集合。"
    event.refresh_from_db()
    plans.close_event(event, by=by, report_text=report, version=event.version, channel="system")
    _as_it_was(event)


def _as_it_was(event: EventPlan) -> None:
    """The stamps of a week ago instead of those of loading."""
    drafted = event.starts_at - timedelta(days=3)
    EventPlan.objects.filter(pk=event.pk).update(
        drafted_at=drafted,
        approved_at=drafted + timedelta(days=1),
        started_at=event.starts_at - _EARLY,
        closed_at=event.ends_at + timedelta(minutes=40),
    )
