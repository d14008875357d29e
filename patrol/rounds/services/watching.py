"""Whether key places and posts were patrolled in their time windows; each unmet one is a fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.territory.models import Place
from patrol.rounds.models import PatrolPoint, Visit, WindowCheck
from patrol.rounds.occurrences import window_on
from patrol.rounds.rules import rule_of

LOOK_BACK = timedelta(hours=2)  # a worker that slept longer does not accuse anybody of yesterday
TELL_LATE = timedelta(days=3)

Key = tuple[int | None, int | None, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Window:
    """One opening of a key place (`place`) or of a post (`post`)."""

    agency: Agency
    place: Place | None
    post: PatrolPoint | None
    begins_at: datetime
    ends_at: datetime

    @property
    def key(self) -> Key:
        place, post = self.place, self.post
        return (
            place.pk if place else None,
            post.pk if post else None,
            self.begins_at,
            self.ends_at,
        )


def watch_windows(*, now: datetime) -> int:
    """Check each window that has just ended, once; how many were not kept.

    A window is kept by a check-in at a patrol point of the place (or at the post) between its
    begin and its end. One told after it counted as unmet stays a fact, and says so.
    """
    ended = {window.key: window for window in _ended(now)}
    since = now - LOOK_BACK - timedelta(days=1)
    rows = WindowCheck.objects.filter(begins_at__gte=since)
    known = set(rows.values_list("place_id", "post_id", "begins_at", "ends_at"))
    facts = []
    for key in ended.keys() - known:
        check = _check(ended[key])
        if check.state == WindowCheck.State.UNMET:
            facts.append(_unmet(ended[key]))
    _told_late(now)
    record(PLATFORM, *facts)
    return len(facts)


def _ended(now: datetime) -> Iterator[Window]:
    """Windows whose end and grace lie behind, by no more than the look back."""
    days = {timezone.localdate(now), timezone.localdate(now - LOOK_BACK)}
    graces: dict[str, timedelta] = {}
    for thing in _things():
        path = thing.agency.path
        if path not in graces:
            graces[path] = timedelta(minutes=rule_of(path).window_grace_min)
        for window in thing.windows:
            for span in filter(None, (window_on(window, day) for day in days)):
                if now - LOOK_BACK < span[1] + graces[path] <= now:
                    yield _window(thing, span)


def _things() -> Iterator[Place | PatrolPoint]:
    places = Place.objects.filter(is_key=True, is_active=True).exclude(windows=[])
    posts = PatrolPoint.objects.filter(is_active=True, kind=PatrolPoint.Kind.POST)
    yield from places.select_related("agency")
    yield from posts.exclude(windows=[]).select_related("agency", "place")


def _window(thing: Place | PatrolPoint, span: tuple[datetime, datetime]) -> Window:
    if isinstance(thing, Place):
        return Window(thing.agency, thing, None, *span)
    return Window(thing.agency, None, thing, *span)


def _visits(place_id: int | None, post_id: int | None, begins: datetime, ends: datetime) -> Any:
    """Check-ins that keep the window: those whose stay touches it."""
    here = Q(point__place_id=place_id) if place_id else Q(point_id=post_id)
    rows = Visit.objects.filter(here, happened_at__gte=begins, happened_at__lte=ends)
    return rows.select_related("unit").order_by("happened_at")


def _check(window: Window) -> WindowCheck:
    visit = _visits(*window.key).first()
    check, _made = WindowCheck.objects.get_or_create(
        place=window.place,
        post=window.post,
        begins_at=window.begins_at,
        ends_at=window.ends_at,
        defaults={
            "agency": window.agency,
            "state": WindowCheck.State.MET if visit else WindowCheck.State.UNMET,
            "met_by": visit.unit.call_sign if visit else "",
            "met_at": visit.happened_at if visit else None,
        },
    )
    return check


def _told_late(now: datetime) -> None:
    """A phone that was without a line may tell of a window kept after it counted as unmet."""
    unmet = WindowCheck.objects.filter(state=WindowCheck.State.UNMET, begins_at__gt=now - TELL_LATE)
    late = Visit.objects.filter(is_late_entry=True, received_at__gt=now - TELL_LATE)
    if not late.exists():
        return
    for check in unmet.select_related("place", "post"):
        span = (check.place_id, check.post_id, check.begins_at, check.ends_at)
        visit = _visits(*span).first()
        if visit is not None:
            check.state = WindowCheck.State.TOLD_LATE
            check.met_by, check.met_at = visit.unit.call_sign, visit.happened_at
            check.save(update_fields=["state", "met_by", "met_at"])


def _unmet(window: Window) -> Fact:
    thing: Any = window.place or window.post
    point = thing.point
    local = timezone.localtime
    return Fact(
        kind="patrol.key_place_unmet" if window.place else "patrol.post_unmet",
        subject_type="place" if window.place else "patrol_point",
        subject_id=str(thing.pk) if window.place else thing.code,
        subject_version=thing.version,
        agency_path=window.agency.path,
        priority=3,
        dedupe_key=f"window:{'/'.join(str(part) for part in window.key)}",
        payload={
            "name": thing.name,
            "kind": thing.kind,
            "agency": {"code": window.agency.code, "name": window.agency.name},
            "begins_at": window.begins_at.isoformat(),
            "ends_at": window.ends_at.isoformat(),
            "window": f"{local(window.begins_at):%H:%M}–{local(window.ends_at):%H:%M}",
        }
        | ({"lng": point.x, "lat": point.y} if point else {}),
    )
