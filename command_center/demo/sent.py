"""Who was sent to the calls of the last fortnight: assignments that agree with their stamps."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import F
from django.utils import timezone

from command_center.dispatch.assignments import stages
from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.incidents.models import Incident
from command_center.incidents.targets import late_seconds
from grid.organisation.models import Agency
from grid.territory import geo
from patrol.positions.models import UnitPosition
from patrol.units.models import StatusEntry, Unit

AUTHOR: Final = "演示数据"
SPAN: Final = timedelta(days=14)
OVERRIDE_EVERY: Final = 17  # every so manyth time the dispatcher chose the second in the list
_STAMP_OF: Final = {
    "issued_at": "dispatched_at",
    "delivered_at": "delivered_at",
    "signed_at": "accepted_at",
    "departed_at": "departed_at",
    "on_scene_at": "on_scene_at",
    "handled_at": "handled_at",
    "fed_back_at": "fed_back_at",
}
_SPAN_ENDS: Final = (
    (stages.Span.ACCEPT, "issued_at", "signed_at"),
    (stages.Span.DEPART, "signed_at", "departed_at"),
    (stages.Span.ARRIVE, "departed_at", "on_scene_at"),
    (stages.Span.FEEDBACK, "on_scene_at", "fed_back_at"),
)
_AT_THE_CALL: Final = (Stage.ON_SCENE, Stage.HANDLED)


def send_units() -> int:
    """One unit for each dispatched call, the nearest free one of its branch; answers how many."""
    free = _Pool()
    calls = Incident.objects.filter(
        source="demo", dispatched_at__gte=timezone.now() - SPAN
    ).select_related("agency")
    rows = list(_assignments(free, calls.defer("search").order_by("dispatched_at", "pk")))
    Assignment.objects.bulk_create(rows, batch_size=500)
    _put_to_work([row for row in rows if row.ended_at is None])
    return len(rows)


class _Pool:
    """The units of each branch or county, where each is, and until when each is busy."""

    def __init__(self) -> None:
        self.busy_until: dict[int, datetime | None] = {}
        self.places = {p.unit_id: p.point for p in UnitPosition.objects.all()}
        self.branches: dict[str, list[Unit]] = {}
        on_the_road = Unit.objects.filter(status=Unit.Status.PATROL, pk__in=self.places)
        for unit in on_the_road.exclude(kind=Unit.Kind.VIDEO).select_related("agency"):
            self.branches.setdefault(branch_path(unit.agency), []).append(unit)

    def take(self, call: Incident, until: datetime | None) -> Unit | None:
        """The nearest that is free when the call is dispatched; `until` None keeps it for good."""
        at, point = call.dispatched_at, call.point
        if at is None or point is None:
            return None
        idle = [u for u in self.branches.get(branch_path(call.agency), ()) if self._is_free(u, at)]
        here = {"to_lng": point.x, "to_lat": point.y}
        near = {u.pk: geo.distance_m(lng=p.x, lat=p.y, **here) for u, p in self._placed(idle)}
        chosen = min(idle, key=lambda unit: (near[unit.pk], unit.pk), default=None)
        if chosen:
            self.busy_until[chosen.pk] = until
        return chosen

    def _is_free(self, unit: Unit, at: datetime) -> bool:
        if unit.pk not in self.busy_until:
            return True
        until = self.busy_until[unit.pk]
        return until is not None and until <= at

    def _placed(self, units: list[Unit]) -> Iterator[tuple[Unit, Any]]:
        return ((unit, self.places[unit.pk]) for unit in units)


def branch_path(agency: Agency) -> str:
    """The path of the branch or county an agency belongs to: whose forces are its forces."""
    return "/".join(agency.path.split("/")[:2]) + "/"


def _assignments(free: _Pool, calls: Any) -> Iterator[Assignment]:
    late: dict[tuple[str, int], dict[str, int]] = {}
    for number, call in enumerate(calls):
        unit = free.take(call, call.fed_back_at)
        if unit is None:
            continue
        key = (branch_path(call.agency), call.level)
        if key not in late:
            late[key] = late_seconds(key[0], call.level, on=timezone.localdate())
        yield _assignment(call, unit, late[key], is_override=number % OVERRIDE_EVERY == 0)


def _assignment(
    call: Incident, unit: Unit, late: dict[str, int], *, is_override: bool
) -> Assignment:
    """The row as it would stand had the unit taken every step itself."""
    stamps = {mine: getattr(call, its) for mine, its in _STAMP_OF.items()}
    stage = max((s for s, name in stages.STAMPS.items() if stamps[name]), key=stages.FORWARD.index)
    row = Assignment(
        incident=call,
        unit=unit,
        stage=stage,
        owner_path=unit.agency.path,
        title=f"{unit.call_sign} · {call.number}",
        subject_type="incident",
        subject_id=call.number,
        issued_by=AUTHOR,
        stage_by=unit.call_sign,
        channel="app",
        signed_by=unit.call_sign if stamps["signed_at"] else "",
        state=Assignment.State.SIGNED if stamps["signed_at"] else Assignment.State.ISSUED,
        rank=2 if is_override else 1,
        is_override=is_override,
        reason="更熟悉现场情况" if is_override else "",
        late_stages=[span.value for span in _late_spans(stamps, late)],
        **stamps,
    )
    row.sign_by = row.issued_at + timedelta(seconds=late.get(stages.Span.ACCEPT.value, 60))
    if stage == Stage.FED_BACK:
        row.state, row.outcome = Assignment.State.DONE, call.outcome or "已处置。"
        row.ended_at = row.done_at = row.fed_back_at
        row.done_by, row.due_at = unit.call_sign, stamps["fed_back_at"]
    else:
        row.due_at = stages.due_at(row, late)
    return row


def _late_spans(stamps: dict[str, Any], late: dict[str, int]) -> Iterator[stages.Span]:
    for span, begins, ends in _SPAN_ENDS:
        since, until = stamps[begins], stamps[ends]
        if since and until and (until - since).total_seconds() > late.get(span.value, 10**9):
            yield span


def _put_to_work(rows: list[Assignment]) -> None:
    """Units still on a call have the status of their stage, and are there when they arrived."""
    for row in rows:
        status = stages.UNIT_STATUS[Stage(row.stage)]
        since = stages.last_stamp(row)
        Unit.objects.filter(pk=row.unit_id).update(
            status=status, status_since=since, version=F("version") + 1
        )
        StatusEntry.objects.create(
            unit=row.unit, status=status, happened_at=since, actor_label=AUTHOR, channel="system"
        )
        point = row.incident.point
        if point and row.stage in _AT_THE_CALL:
            UnitPosition.objects.filter(unit=row.unit).update(point=_beside(point))


def _beside(point: Point) -> Point:
    """Some thirty metres off, so that the map shows both."""
    return Point(point.x + 0.0003, point.y + 0.0002, srid=4326)
