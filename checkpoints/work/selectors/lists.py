"""Lists of what was entered, each within the viewer's scope, and one row of each."""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from checkpoints.work.models import (
    CheckOutcome,
    CustodyStep,
    HourlyCount,
    LaneReport,
    PostHandover,
    PostShift,
    Seizure,
    Suspension,
)
from grid.organisation.models import Officer
from grid.scope import Viewer

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def day_start(day: date) -> datetime:
    """The first moment of a local calendar day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def at_places(rows: Rows, asked: dict[str, Any]) -> Rows:
    """Narrow by `checkpoint`, `line` and `agency` codes; the agency with all below it."""
    if asked.get("checkpoint"):
        rows = rows.filter(checkpoint__code=asked["checkpoint"])
    if asked.get("line"):
        rows = rows.filter(checkpoint__line_id=asked["line"])
    if asked.get("agency"):
        rows = rows.filter(checkpoint__agency__path__contains=f"{asked['agency']}/")
    if asked.get("q"):
        words = asked["q"]
        named = Q(checkpoint__code__icontains=words) | Q(checkpoint__name__icontains=words)
        rows = rows.filter(named)
    return rows


def in_days(rows: Rows, field: str, asked: dict[str, Any]) -> Rows:
    """Narrow by `first` and `last`, local days, both of them included."""
    if asked.get("first"):
        rows = rows.filter(**{f"{field}__gte": day_start(asked["first"])})
    if asked.get("last"):
        over = day_start(asked["last"] + timedelta(days=1))
        rows = rows.filter(**{f"{field}__lt": over})
    return rows


def _exactly(rows: Rows, asked: dict[str, Any], *names: str) -> Rows:
    return rows.filter(**{name: asked[name] for name in names if asked.get(name)})


def _placed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("checkpoint__agency", "checkpoint__line")


def counts(viewer: Viewer, **asked: Any) -> QuerySet[HourlyCount]:
    """Hourly counts, the latest first; `hour` of the local day, `late` only late ones."""
    rows = in_days(at_places(HourlyCount.objects.visible_to(viewer), asked), "hour", asked)
    rows = _exactly(rows, asked, "kind", "measure", "reason", "direction")
    if asked.get("hour") is not None:
        rows = rows.filter(hour__hour=asked["hour"])
    return _placed(rows.filter(is_late=True) if asked.get("late") else rows)


def outcomes(viewer: Viewer, **asked: Any) -> QuerySet[CheckOutcome]:
    """Outcomes, the latest first; `results` only those that count as results."""
    rows = at_places(CheckOutcome.objects.visible_to(viewer), asked)
    rows = _exactly(in_days(rows, "happened_at", asked), asked, "outcome", "kind")
    if asked.get("hour") is not None:
        rows = rows.filter(happened_at__hour=asked["hour"])
    if asked.get("reference"):
        rows = rows.filter(reference__icontains=asked["reference"])
    return _placed(rows.filter(is_result=True) if asked.get("results") else rows)


def lane_reports(viewer: Viewer, **asked: Any) -> QuerySet[LaneReport]:
    """What was said of lanes and queues, the latest first."""
    rows = at_places(LaneReport.objects.visible_to(viewer), asked)
    return _placed(in_days(rows, "reported_at", asked))


def suspensions(viewer: Viewer, **asked: Any) -> QuerySet[Suspension]:
    """Suspensions, over ones included; `running` only those that hold now."""
    rows = at_places(Suspension.objects.visible_to(viewer), asked)
    rows = _exactly(in_days(rows, "starts_at", asked), asked, "reason")
    return _placed(rows.in_force() if asked.get("running") else rows)


def seizures(viewer: Viewer, **asked: Any) -> QuerySet[Seizure]:
    """Seizures with `holder`, `holder_badge`, `last_act` and `waits_for`, from their chains."""
    steps = CustodyStep.objects.filter(seizure=OuterRef("pk")).order_by("-place_in_chain")
    signed = steps.filter(state=CustodyStep.State.RECEIVED)
    waiting = steps.filter(state=CustodyStep.State.WAITING)
    rows = Seizure.objects.visible_to(viewer).annotate(
        holder=Subquery(signed.values("to_name")[:1]),
        holder_badge=Subquery(signed.values("to_badge")[:1]),
        last_act=Subquery(signed.values("act")[:1]),
        waits_for=Subquery(waiting.values("to_name")[:1]),
    )
    asked = dict(asked)
    words = asked.pop("q", "")
    rows = _exactly(in_days(at_places(rows, asked), "seized_at", asked), asked, "item")
    if words:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(seal_number__icontains=words)
            | Q(reference__icontains=words)
            | Q(checkpoint__name__icontains=words)
        )
    return _placed(_in_state(rows, asked.get("state", ""))).prefetch_related("steps")


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """`kept`, `waiting` for a signature, or `disposed`."""
    if state == "disposed":
        return rows.filter(last_act=CustodyStep.Act.DISPOSED)
    if state == "waiting":
        return rows.filter(waits_for__isnull=False)
    return rows.exclude(last_act=CustodyStep.Act.DISPOSED) if state == "kept" else rows


def find_seizure(viewer: Viewer, number: str) -> Any:
    """One seizure; raises Http404 where it is absent or out of scope."""
    return _one(seizures(viewer), number=number)


def steps_to_sign(officer: Officer) -> QuerySet[CustodyStep]:
    """Steps that wait for this officer's signature, wherever the thing was seized."""
    rows = CustodyStep.objects.filter(
        to_badge=officer.badge_number, state=CustodyStep.State.WAITING
    )
    return rows.select_related("seizure__checkpoint__agency").order_by("given_at")


def post_shifts(viewer: Viewer, **asked: Any) -> QuerySet[PostShift]:
    """Rostered people whose time touches the asked days, in the order of their beginnings."""
    rows = at_places(PostShift.objects.visible_to(viewer), asked)
    if asked.get("first"):
        rows = rows.filter(ends_at__gt=day_start(asked["first"]))
    if asked.get("last"):
        rows = rows.filter(starts_at__lt=day_start(asked["last"] + timedelta(days=1)))
    if asked.get("badge"):
        rows = rows.filter(officer__badge_number=asked["badge"])
    rows = rows if asked.get("struck") else rows.filter(struck_at__isnull=True)
    return _placed(_exactly(rows, asked, "post")).select_related("post", "officer", "agency")


def handovers(viewer: Viewer, **asked: Any) -> QuerySet[PostHandover]:
    """Handovers, the latest first."""
    rows = at_places(PostHandover.objects.visible_to(viewer), asked)
    return _placed(_exactly(in_days(rows, "issued_at", asked), asked, "state"))


def _one(rows: QuerySet[Any], **which: Any) -> Any:
    found = rows.filter(**which).first()
    if found is None:
        raise Http404
    return found


def steps_in_reach(viewer: Viewer) -> QuerySet[CustodyStep]:
    """Steps in scope, and those that name the viewer: a thing may be given across agencies."""
    badge = getattr(viewer, "badge_number", "")
    mine = Q(to_badge=badge) if badge else Q(pk__in=())
    inside = Q(seizure__checkpoint__agency__path__startswith=viewer.agency_path)
    rows = CustodyStep.objects.filter(inside | mine)
    return rows.select_related("seizure__checkpoint__agency")
