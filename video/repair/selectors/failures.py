"""Cameras that fail again and again, and those whose warranty holds."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from grid.scope import Viewer
from video.register.models import Camera, DeviceState
from video.repair.models import Stage
from video.repair.rulebook import Rulebook


def repeat_failures(
    viewer: Viewer, *, days: int | None = None, times: int | None = None, q: str = ""
) -> QuerySet[Any]:
    """Cameras with at least so many tickets in so many days, the most first.

    Without numbers those of the viewer's rule. Cancelled tickets were no failures; one that was
    reopened counts once for each round.
    """
    rule = Rulebook().rule(viewer.agency_path)
    since = timezone.now() - timedelta(days=days or rule.repeat_days)
    real = Q(tickets__issued_at__gte=since) & ~Q(tickets__stage=Stage.CANCELLED)
    rows = (
        Camera.objects.visible_to(viewer)
        .filter(real)
        .annotate(
            failures=Count("tickets", filter=real),
            reopened=Count("tickets", filter=real & Q(tickets__round__gt=1)),
            last_failure=Max("tickets__issued_at", filter=real),
        )
    )
    if q:
        rows = rows.filter(Q(code__icontains=q) | Q(name__icontains=q))
    found = rows.filter(failures__gte=times or rule.repeat_times)
    return found.select_related("agency", "contractor").order_by("-failures", "code")


def under_warranty(viewer: Viewer, *, days: int = 90, q: str = "") -> QuerySet[Camera]:
    """Cameras whose warranty ends within so many days, the first to end first, with tickets."""
    today = timezone.localdate()
    rows = Camera.objects.visible_to(viewer).filter(
        warranty_to__gt=today, warranty_to__lte=today + timedelta(days=days)
    )
    if q:
        rows = rows.filter(Q(code__icontains=q) | Q(name__icontains=q))
    counted = rows.exclude(device_state=DeviceState.REMOVED).annotate(
        failures=Count("tickets", filter=Q(tickets__in_warranty=True)),
        open_tickets=Count("tickets", filter=Q(tickets__state__in=("issued", "signed"))),
    )
    return counted.select_related("agency", "builder", "contractor").order_by("warranty_to", "code")
