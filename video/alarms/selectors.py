"""Reading alarm devices and their presses, always within a viewer's scope."""

from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from grid.scope import Viewer
from video.alarms.models import AlarmDevice, Press

_OUT: Final = AlarmDevice.State.REMOVED


def devices(viewer: Viewer, **wanted: Any) -> QuerySet[AlarmDevice]:
    """Devices in scope by code, with agency, place and point, narrowed by what is `wanted`.

    `wanted` may hold q (code, name, address, place), agency (with all below it), kind, state and
    untested ("1"). What was removed shows only when asked for.
    """
    rows = AlarmDevice.objects.visible_to(viewer).select_related("agency", "place", "point")
    for name, value in wanted.items():
        if value:
            rows = rows.filter(_of_device(name, str(value)))
    return rows if wanted.get("state") else rows.exclude(state=_OUT)


def _of_device(name: str, value: str) -> Q:
    text = Q(code__icontains=value) | Q(name__icontains=value) | Q(address__icontains=value)
    conditions = {
        "q": text | Q(place__name__icontains=value),
        "agency": Q(agency__path__contains=f"{value}/"),
        "untested": Q(untested_at__isnull=False),
    }
    return conditions.get(name) or Q(**{name: value})


def find_device(viewer: Viewer, code: str) -> AlarmDevice:
    """The device of this code; raises Http404 where it is absent or out of scope."""
    rows = AlarmDevice.objects.visible_to(viewer).select_related("agency", "place", "point")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def presses(viewer: Viewer, **wanted: Any) -> QuerySet[Press]:
    """Presses in scope, the newest first, with agency and device, narrowed by what is `wanted`.

    `wanted` may hold q (code, name, place, incident number), agency, device (a code), kind,
    result, and which: `calls` leaves tests out, `tests` shows them alone, `unknown` shows those
    of devices nobody registered.
    """
    rows = Press.objects.visible_to(viewer).select_related("agency", "device", "repeat_of")
    for name, value in wanted.items():
        if value:
            rows = rows.filter(_of_press(name, str(value)))
    return rows


def _of_press(name: str, value: str) -> Q:
    if name == "which":
        which = {
            "calls": Q(is_test=False),
            "tests": Q(is_test=True),
            "unknown": Q(device__isnull=True),
        }
        return which.get(value, Q())
    text = Q(device_code__icontains=value) | Q(name__icontains=value)
    conditions = {
        "q": text | Q(place__icontains=value) | Q(incident_number__iexact=value),
        "agency": Q(agency__path__contains=f"{value}/"),
        "device": Q(device_code=value),
    }
    return conditions.get(name) or Q(**{name: value})


def find_press(viewer: Viewer, press_id: int) -> Press:
    """The press of this id; raises Http404 where it is absent or out of scope."""
    found = presses(viewer).filter(pk=press_id).first()
    if found is None:
        raise Http404
    return found


def counts(viewer: Viewer) -> dict[str, int]:
    """How many devices stand, of which kinds, how many are faulty or untested."""
    rows = AlarmDevice.objects.visible_to(viewer).exclude(state=_OUT)
    return rows.order_by().aggregate(
        standing=Count("pk"),
        poles=Count("pk", filter=Q(kind="pole")),
        schools=Count("pk", filter=Q(kind="school")),
        faulty=Count("pk", filter=Q(state=AlarmDevice.State.FAULTY)),
        untested=Count("pk", filter=Q(untested_at__isnull=False)),
    )
