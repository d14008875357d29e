"""What the rules find broken, and what came back: set-based, read from the health of devices."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from grid.ledger import obligations
from video.health.models import (
    CameraStatus,
    ExcludedCamera,
    Exclusion,
    PictureFault,
    PlatformStatus,
)
from video.register.models import DeviceState
from video.repair.models import Fault, Source, Stage, Ticket, TicketRule
from video.repair.rulebook import Rulebook

DOWN: Final = (PlatformStatus.State.DOWN, PlatformStatus.State.LOST)
FOUND_BY: Final = {
    PictureFault.FoundBy.INSPECTION: Source.INSPECTION,
    PictureFault.FoundBy.SAMPLE: Source.INSPECTION,
    PictureFault.FoundBy.PATROL: Source.PATROL,
}
WAITING: Final = (Stage.OPENED, Stage.ASSIGNED)
_BELOW: Final = """
    WITH RECURSIVE below AS (
        SELECT id FROM video_platform WHERE id = %s
        UNION SELECT p.id FROM video_platform p JOIN below ON p.parent_id = below.id
    ) SELECT id FROM below
"""


def with_those_below(platform_id: int) -> list[int]:
    """A platform and every one that hangs on it."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [platform_id])
        return [pk for (pk,) in cursor.fetchall()]


def _too_long(book: Rulebook, at: datetime, path: str, minutes: str, also: Q) -> Q:
    """Silent for longer than the nearest rule allows; nothing where that rule opens none."""
    found, nearer = Q(pk__in=()), Q(pk__in=())
    for rule in book.rules():
        here = Q(**{f"{path}__startswith": _path_of(rule)}) & ~nearer
        nearer |= Q(**{f"{path}__startswith": _path_of(rule)})
        if rule.opens_itself:
            limit = at - timedelta(minutes=getattr(rule, minutes))
            found |= here & Q(since__lt=limit)
    return found & also


def _path_of(rule: TicketRule) -> str:
    return rule.agency.path if rule.agency_id else ""


def _known(device: str, fault: Any, since: Any) -> Exists:
    """A ticket of that fault is open, or one was ended since the outage began."""
    ended = Q(done_at__gte=since)
    return Exists(
        Ticket.objects.filter(
            Q(state__in=obligations.OPEN) | ended,
            fault=fault,
            **{f"{device}_id": OuterRef(f"{device}_id")},
        )
    )


def platforms_down(book: Rulebook, at: datetime) -> list[int]:
    """Platforms down for too long without a ticket of that outage, by key."""
    rows = PlatformStatus.objects.filter(
        _too_long(book, at, "platform__agency__path", "platform_min", Q(state__in=DOWN)),
        platform__is_active=True,
    )
    fresh = rows.exclude(_known("platform", Fault.PLATFORM_DOWN, OuterRef("since")))
    return list(fresh.order_by("platform_id").values_list("platform_id", flat=True))


def cameras(book: Rulebook, at: datetime, *, most: int) -> list[tuple[int, str, str]]:
    """Cameras with a fault that has no ticket: key, fault, source; the key targets first."""
    offline = [(pk, Fault.OFFLINE.value, Source.RULE.value) for pk in _offline(book, at)[:most]]
    pictures = _pictures(book)[:most]
    found = [(pk, kind, FOUND_BY.get(how, Source.RULE).value) for pk, kind, how in pictures]
    return [*offline, *found][:most]


def _offline(book: Rulebook, at: datetime) -> QuerySet[Any]:
    path = "camera__agency__path"
    key = _too_long(book, at, path, "key_offline_min", Q(camera__is_key_target=True))
    rows = CameraStatus.objects.filter(
        key | _too_long(book, at, path, "offline_min", Q()),
        state=CameraStatus.State.OFFLINE,
        camera__device_state=DeviceState.IN_USE,
    )
    fresh = rows.exclude(_known("camera", Fault.OFFLINE, OuterRef("since")))
    counted = fresh.exclude(_excluded(at))
    return counted.order_by("-camera__is_key_target", "since").values_list("camera_id", flat=True)


def _excluded(at: datetime) -> Exists:
    """An approved exclusion covers the camera at that moment: a power cut is no fault."""
    return Exists(
        ExcludedCamera.objects.filter(
            camera_id=OuterRef("camera_id"),
            exclusion__state=Exclusion.State.APPROVED,
            exclusion__starts_at__lte=at,
            exclusion__ends_at__gt=at,
        )
    )


def _pictures(book: Rulebook) -> QuerySet[Any]:
    """Faults of pictures that were not cleared and never had a ticket."""
    silent = [_path_of(rule) for rule in book.rules() if not rule.opens_itself]
    rows = PictureFault.objects.filter(
        cleared_at__isnull=True, camera__device_state=DeviceState.IN_USE
    ).exclude(_known("camera", OuterRef("kind"), OuterRef("at")))
    for path in silent:
        rows = rows.exclude(camera__agency__path__startswith=path)
    return rows.order_by("at").values_list("camera_id", "kind", "found_by")


def recovered(at: datetime) -> QuerySet[Any]:
    """Tickets by rule that nobody took on, of devices that are back."""
    camera = Q(
        fault=Fault.OFFLINE,
        camera__status__state=CameraStatus.State.ONLINE,
        camera__status__since__gt=F("issued_at"),
        camera__status__since__lt=at,
    )
    platform = Q(
        fault=Fault.PLATFORM_DOWN,
        platform__status__state=PlatformStatus.State.UP,
        platform__status__since__gt=F("issued_at"),
        platform__status__since__lt=at,
    )
    rows = Ticket.objects.filter(
        camera | platform, source=Source.RULE, stage__in=WAITING, parent__isnull=True
    )
    return rows.values_list("pk", flat=True)


def back_since(ticket: Ticket, at: datetime) -> datetime:
    """Since when its device is back."""
    since: datetime | None = ticket.thing.status.since
    return since or at
