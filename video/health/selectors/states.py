"""What cameras are now and were at a moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from grid.scope import Viewer
from video.health.limits import stale_before
from video.health.models import CameraStatus, ExcludedCamera, Exclusion, StatusSpan
from video.register.models import Camera

State = CameraStatus.State
SIGNED = (State.ONLINE, State.OFFLINE)  # what is known from a sign, and only while that holds


def state_at(camera_ids: Iterable[int], at: datetime) -> dict[int, str]:
    """Each camera's state at a moment; `unknown` where nothing was known of it then.

    An interval still open counts only as long as its last sign holds, whether or not anybody has
    noticed yet that it is too old.
    """
    ids = list(camera_ids)
    rows = StatusSpan.objects.filter(camera__in=ids, started_at__lte=at).exclude(ended_at__lte=at)
    found = {key: str(State.UNKNOWN) for key in ids}
    found |= dict(rows.order_by("started_at").values_list("camera_id", "state"))
    held = ("camera_id", "camera__agency_id", "camera__status__source", "camera__status__heard_at")
    open_now = list(rows.filter(ended_at=None, state__in=SIGNED).values_list(*held))
    if open_now:
        oldest = {(agency, source): moment for agency, source, moment in stale_before(at)}
        for key, agency, source, heard_at in open_now:
            limit = oldest.get((agency, source or ""))
            if limit is not None and heard_at is not None and heard_at < limit:
                found[key] = State.UNKNOWN
    return found


def state_of(camera: Camera, at: datetime | None = None) -> str:
    """One camera's state at a moment, by default now."""
    return state_at([camera.pk], at or timezone.now())[camera.pk]


def states_of(cameras: QuerySet[Camera]) -> QuerySet[Camera]:
    """The cameras with their present state as `state_now`; no status row is `unknown`."""
    return cameras.annotate(state_now=Coalesce("status__state", Value(str(State.UNKNOWN))))


def counts(viewer: Viewer, *, by: str = "agency_id") -> dict[Any, Counter[str]]:
    """How many standing cameras are in which state, by any column of a camera."""
    rows = states_of(Camera.objects.visible_to(viewer).standing()).order_by()
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for key, state, number in (
        rows.values(by, "state_now").annotate(n=Count("pk")).values_list(by, "state_now", "n")
    ):
        sums[key][state] += number
    return dict(sums)


def excluded(at: datetime) -> QuerySet[Any, Any]:
    """Keys of the cameras that an approved exclusion covers at a moment."""
    return ExcludedCamera.objects.filter(
        exclusion__state=Exclusion.State.APPROVED,
        exclusion__starts_at__lte=at,
        exclusion__ends_at__gt=at,
    ).values_list("camera_id", flat=True)
