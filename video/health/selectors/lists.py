"""Lists of exclusions, samples, inspections, faults and platforms, scoped and filtered."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from grid.scope import Viewer
from video.health.models import (
    Exclusion,
    Inspection,
    PictureFault,
    PlatformStatus,
    Sample,
)
from video.register.models import Platform


def exclusions(viewer: Viewer, *, q: str = "", state: str = "", reason: str = "") -> QuerySet[Any]:
    """Exclusions of the viewer's scope, the newest first."""
    rows = Exclusion.objects.visible_to(viewer).select_related("agency", "platform")
    if q:
        rows = rows.filter(
            Q(number__icontains=q) | Q(covers__icontains=q) | Q(note__icontains=q)
            | Q(lines__camera__code=q)
        ).distinct()  # fmt: skip
    given = {"state": state, "reason": reason}
    return rows.filter(**{name: value for name, value in given.items() if value})


def find_exclusion(viewer: Viewer, number: str) -> Exclusion:
    """One exclusion of the viewer's scope; raises Http404."""
    found: Exclusion | None = exclusions(viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def samples(
    viewer: Viewer, *, q: str = "", purpose: str = "", is_open: bool = False
) -> QuerySet[Any]:
    """Samples with how many of their cameras were looked at (`done`), the newest first."""
    rows: QuerySet[Any] = Sample.objects.visible_to(viewer).select_related("agency")
    done = Count("inspections", filter=Q(inspections__checked_at__isnull=False))
    rows = rows.annotate(done=done).order_by("-drawn_at", "-pk")
    if q:
        rows = rows.filter(number__icontains=q)
    if is_open:
        rows = rows.filter(closed_at__isnull=True)
    return rows.filter(purpose=purpose) if purpose else rows


def find_sample(viewer: Viewer, number: str) -> Sample:
    """One sample of the viewer's scope; raises Http404."""
    found: Sample | None = samples(viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def inspections(
    viewer: Viewer,
    *,
    q: str = "",
    sample: str = "",
    picture: str = "",
    place: str = "",
    checked_from: date | None = None,
    checked_to: date | None = None,
) -> QuerySet[Any]:
    """Looks that were made, the newest first."""
    rows = Inspection.objects.visible_to(viewer).filter(checked_at__isnull=False)
    rows = rows.select_related("camera__agency", "sample").prefetch_related("faults")
    if q:
        rows = rows.filter(
            Q(camera__code=q) | Q(camera__gb_id=q) | Q(camera__name__icontains=q) | Q(inspector=q)
        )
    given = {
        "sample__number": sample,
        "picture": picture,
        "place": place,
        "checked_at__date__gte": checked_from,
        "checked_at__date__lte": checked_to,
    }
    return rows.filter(**{name: value for name, value in given.items() if value})


def current_faults(viewer: Viewer, *, kind: str = "") -> QuerySet[Any]:
    """Faults of pictures not yet cleared, the newest first."""
    rows = PictureFault.objects.visible_to(viewer).filter(cleared_at__isnull=True)
    rows = rows.select_related("camera__agency")
    return rows.filter(kind=kind) if kind else rows


def platform_states(viewer: Viewer, *, q: str = "", state: str = "") -> QuerySet[Any]:
    """Platforms with their state and how many of their own cameras are online."""
    rows: QuerySet[Any] = Platform.objects.visible_to(viewer).filter(is_active=True)
    rows = rows.select_related("agency", "parent", "status").annotate(
        all_cameras=Count("cameras", filter=~Q(cameras__device_state=3)),
        online_cameras=Count("cameras", filter=Q(cameras__status__state="online")),
    )
    rows = rows.order_by("level", "code")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__icontains=q) | Q(gb_id=q))
    if state == PlatformStatus.State.UNKNOWN:
        return rows.filter(Q(status__isnull=True) | Q(status__state=state))
    return rows.filter(status__state=state) if state else rows
