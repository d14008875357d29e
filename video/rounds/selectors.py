"""Reading video patrol, always within a viewer's scope."""

from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from django.contrib.gis.db.models.functions import Distance
from django.db.models import Count, F, Model, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from grid.organisation.models import Officer
from grid.scope import Viewer
from grid.territory.models import Place
from video.register.models import Camera
from video.rounds.hours import local
from video.rounds.models import (
    OPEN,
    DeskGap,
    DeskSitting,
    Finding,
    RoundLook,
    RoundRun,
    VideoRound,
    VideoTeam,
)

Row = TypeVar("Row", bound=Model)
State, Result = RoundRun.State, RoundLook.Result
MOST_AROUND: Final = 60


def _found(rows: QuerySet[Row], key: int) -> Row:
    """The row of this id; raises Http404 where it is absent or out of scope."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def teams(viewer: Viewer) -> QuerySet[VideoTeam]:
    """Teams in scope with who sits at their desks (`sitting`) and a gap that is open (`short`)."""
    now_there = DeskSitting.objects.filter(left_at__isnull=True).select_related("officer")
    gap = DeskGap.objects.filter(until__isnull=True)
    rows = VideoTeam.objects.visible_to(viewer).select_related("agency")
    beside: list[Any] = [
        Prefetch("sittings", now_there, to_attr="sitting"),
        Prefetch("gaps", gap, to_attr="short"),
    ]
    return rows.prefetch_related(*beside)


def find_team(viewer: Viewer, team_id: int) -> VideoTeam:
    return _found(VideoTeam.objects.visible_to(viewer).select_related("agency"), team_id)


def my_sitting(officer: Officer) -> DeskSitting | None:
    """The desk an officer sits at now."""
    rows = DeskSitting.objects.visible_to(officer).filter(officer=officer, left_at__isnull=True)
    return rows.select_related("team").first()


def rounds(viewer: Viewer, **wanted: Any) -> QuerySet[VideoRound]:
    """Planned rounds in scope with team, place and `n_cameras`, narrowed by what is `wanted`.

    `wanted` may hold q (name, place, or code of a camera), team (id), state (`active` or
    `ended`) and camera (a code).
    """
    rows = VideoRound.objects.visible_to(viewer).select_related("team__agency", "place")
    for name, value in wanted.items():
        if value:
            rows = rows.filter(_of_round(name, str(value)))
    counted = rows.annotate(n_cameras=Count("listed", distinct=True))
    return counted.order_by("team__agency__path", "name", "pk")  # a sum drops the model's order


def _of_round(name: str, value: str) -> Q:
    of_camera = VideoRound.objects.filter(listed__camera__code__iexact=value).values("pk")
    conditions = {
        "q": Q(name__icontains=value) | Q(place__name__icontains=value) | Q(pk__in=of_camera),
        "camera": Q(pk__in=of_camera),
        "state": Q(is_active=value == "active"),
    }
    return conditions.get(name) or Q(**{name: value})


def find_round(viewer: Viewer, round_id: int) -> VideoRound:
    return _found(rounds(viewer), round_id)


def runs(viewer: Viewer, **wanted: Any) -> QuerySet[RoundRun]:
    """Runs in scope with how many cameras were seen, not seen, without picture, to look at.

    `wanted` may hold q (name of the round or its place), team, round (ids), state (a state, or
    `late`: not begun in time or missed), on (a local day it is due).
    """
    rows = RoundRun.objects.visible_to(viewer)
    rows = rows.select_related("round__team__agency", "round__place", "walker")
    for name, value in wanted.items():
        if value:
            rows = rows.filter(_of_run(name, value))
    sums = {word: Count("looks", filter=Q(looks__result=word)) for word in Result.values}
    counted = rows.annotate(**{f"n_{word}": total for word, total in sums.items()})
    return counted.order_by("due_start", "pk")  # a sum drops the model's order


def _of_run(name: str, value: Any) -> Q:
    if name == "on":
        return _due_between(value, value)
    conditions = {
        "q": Q(round__name__icontains=value) | Q(round__place__name__icontains=value),
        "team": Q(round__team=value),
        "late": Q(),
    }
    if name == "state" and value == "late":
        return Q(state=State.MISSED) | Q(overdue_at__isnull=False)
    return conditions.get(name) or Q(**{name: value})


def _due_between(first: date, last: date) -> Q:
    begins = local(first, datetime.min.time())
    return Q(due_start__gte=begins, due_start__lt=local(last, datetime.min.time()) + _DAY)


_DAY: Final = timedelta(days=1)


def find_run(viewer: Viewer, run_id: int) -> RoundRun:
    return _found(runs(viewer), run_id)


def looks(run: RoundRun) -> QuerySet[RoundLook]:
    """The cameras of a run in their order, each with its camera."""
    return run.looks.select_related("camera__agency", "camera__point", "run")


def find_look(run: RoundRun, camera_code: str) -> RoundLook:
    """The look at one camera of a run; raises Http404 for a camera that is not on it."""
    row = looks(run).filter(camera__code=camera_code).first()
    if row is None:
        raise Http404
    return row


def my_run(officer: Officer) -> RoundRun | None:
    """The run an officer is on."""
    return runs(officer).filter(walker=officer, state=State.ACTIVE).first()


def due_runs(viewer: Viewer, now: datetime) -> QuerySet[RoundRun]:
    """Runs somebody could begin within the next two hours, or should have."""
    rows = runs(viewer).filter(state=State.DUE, due_end__gt=now)
    return rows.filter(due_start__lte=now + timedelta(hours=2))


def open_runs(viewer: Viewer) -> QuerySet[RoundRun]:
    return runs(viewer).filter(state__in=OPEN)


def findings(viewer: Viewer, **wanted: Any) -> QuerySet[Finding]:
    """Findings in scope, the newest first, narrowed by what is `wanted`.

    `wanted` may hold q (place, summary, camera, incident number), agency (with all below), kind,
    level, state, team (id), on (a local day).
    """
    rows = Finding.objects.visible_to(viewer).select_related("agency", "camera", "team", "run")
    for name, value in wanted.items():
        if value:
            rows = rows.filter(_of_finding(name, value))
    return rows


def _of_finding(name: str, value: Any) -> Q:
    if name == "on":
        begins = local(value, datetime.min.time())
        return Q(found_at__gte=begins, found_at__lt=begins + _DAY)
    text = Q(place__icontains=value) | Q(summary__icontains=value)
    known = Q(camera__code__iexact=value) | Q(incident_number__iexact=value)
    conditions = {"q": text | known, "agency": Q(agency__path__contains=f"{value}/")}
    return conditions.get(name) or Q(**{name: value})


def find_finding(viewer: Viewer, finding_id: int) -> Finding:
    return _found(findings(viewer), finding_id)


def find_camera(viewer: Viewer, code: str) -> Camera | None:
    """A standing camera in scope by its code."""
    rows = Camera.objects.visible_to(viewer).standing().select_related("agency")
    return rows.filter(code__iexact=code).first()


def around(viewer: Viewer, place: Place, metres: int) -> list[Camera]:
    """Standing cameras within so many metres of a place, the nearest first; at most 60."""
    rows = Camera.objects.visible_to(viewer).standing()
    near = rows.filter(location__dwithin=(place.point, metres))
    return list(
        near.annotate(away=Distance("location", place.point)).order_by("away")[:MOST_AROUND]
    )


def unwatched(viewer: Viewer) -> QuerySet[Place]:
    """Key places in scope that no round of today or later looks at."""
    today = timezone.localdate()
    holding = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    watched = VideoRound.objects.filter(holding, is_active=True, place__isnull=False)
    rows = Place.objects.visible_to(viewer).filter(is_active=True, is_key=True)
    return rows.exclude(pk__in=watched.values("place")).select_related("agency").order_by("name")


def gaps(viewer: Viewer, first: date, last: date) -> QuerySet[DeskGap]:
    """Told gaps of desks that began on those local days, the newest first."""
    begins = local(first, datetime.min.time())
    rows = DeskGap.objects.visible_to(viewer).filter(told_at__isnull=False, since__gte=begins)
    return rows.filter(since__lt=local(last, datetime.min.time()) + _DAY).select_related(
        "team__agency"
    )


def figures(viewer: Viewer, first: date, last: date) -> list[dict[str, Any]]:
    """Per team of those local days: runs due, done, missed; cameras seen, not seen, no picture."""
    rows = RoundRun.objects.visible_to(viewer).filter(_due_between(first, last))
    by_team = {"team_id": F("round__team_id"), "team": F("round__team__name")}
    by_team["agency"] = F("round__team__agency__name")
    order = ("round__team__agency__path", "team")
    walked = rows.order_by().values(**by_team).order_by(*order)
    found: list[Any] = list(
        walked.annotate(
            due=Count("pk", filter=~Q(state=State.CANCELLED)),
            done=Count("pk", filter=Q(state=State.DONE)),
            missed=Count("pk", filter=Q(state=State.MISSED)),
            late=Count("pk", filter=Q(overdue_at__isnull=False)),
        )
    )
    seen = _looked(rows)
    return [row | seen.get(row["team_id"], dict.fromkeys(_LOOKED, 0)) for row in found]


_LOOKED: Final = (Result.SEEN.value, Result.UNSEEN.value, Result.NO_PICTURE.value)


def _looked(rows: QuerySet[RoundRun]) -> dict[int, dict[str, int]]:
    """Cameras looked at by team; a join of its own, so that runs are not counted per camera."""
    found: dict[int, dict[str, int]] = {}
    of_runs = RoundLook.objects.filter(run__in=rows.values("pk")).order_by()
    sums = of_runs.values_list("run__round__team", "result").annotate(n=Count("pk"))
    for team, result, n in sums:
        if result in _LOOKED:
            found.setdefault(team, dict.fromkeys(_LOOKED, 0))[result] = n
    return found
