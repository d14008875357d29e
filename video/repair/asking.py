"""What a body names by code, found in the sender's scope; outside it is unknown, as if absent."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import InvalidInput
from grid.organisation.models import Officer
from grid.scope import Viewer
from video.register.models import Camera, CameraClass, Company, Platform
from video.repair import selectors
from video.repair.models import SparePart, Ticket
from video.repair.services.shared import fault

MOST_TICKED: Final = 200


def unknown(pointer: str, message: str) -> InvalidInput:
    """Nothing of that code is there for the sender."""
    return InvalidInput(message, errors=[fault(pointer, "unknown", message)])


def camera_of(viewer: Viewer, code: str) -> Camera:
    rows = Camera.objects.visible_to(viewer).select_related("agency", "camera_class", "contractor")
    found = rows.filter(code=code).first()
    if found is None:
        raise unknown("camera", _("There is no such camera."))
    return found


def platform_of(viewer: Viewer, code: str) -> Platform:
    rows = Platform.objects.visible_to(viewer).select_related("agency")
    found = rows.filter(code=code).first()
    if found is None:
        raise unknown("platform", _("There is no such platform."))
    return found


def device_of(viewer: Viewer, said: dict[str, Any]) -> dict[str, Any]:
    """The one device a report names; raises InvalidInput for none or two."""
    camera, platform = said.pop("camera", ""), said.pop("platform", "")
    if bool(camera) == bool(platform):
        message = _("Name one camera or one platform.")
        raise InvalidInput(message, errors=[fault("camera", "one", message)])
    if camera:
        return {"camera": camera_of(viewer, camera)}
    return {"platform": platform_of(viewer, platform)}


def contractor_of(viewer: Viewer, code: str, pointer: str = "contractor") -> Company:
    found = selectors.contractors(viewer).filter(code=code).first()
    if found is None:
        raise unknown(pointer, _("There is no such contractor."))
    return found


def class_of(code: str | None) -> CameraClass | None:
    """The class of that code; None for all classes."""
    if not code:
        return None
    found = CameraClass.objects.filter(code=code).first()
    if found is None:
        raise unknown("camera_class", _("There is no such class of cameras."))
    return found


def officer_of_badge(viewer: Viewer, badge: str) -> Officer:
    rows = Officer.objects.visible_to(viewer).filter(badge_number=badge, is_active=True)
    found = rows.select_related("agency").first()
    if found is None:
        raise unknown("badge_number", _("There is nobody with this badge number."))
    return found


def part_of(ticket: Ticket, code: str) -> SparePart:
    """The part of the nearest store above the ticket that has any."""
    rows = selectors.parts_for(ticket).filter(code=code)
    found = rows.select_related("agency").order_by("agency__path").last()
    if found is None:
        raise unknown("part", _("No store has such a part."))
    return found


def tickets_named(viewer: Viewer, numbers: list[str]) -> list[Ticket]:
    """Tickets by their numbers; raises InvalidInput naming every unknown one."""
    found = {row.number: row for row in selectors.tickets(viewer).filter(number__in=numbers)}
    missing = [number for number in dict.fromkeys(numbers) if number not in found]
    if missing:
        text = _("There is no ticket %s.")
        faults = [fault("tickets", "unknown", text % number) for number in missing]
        raise InvalidInput(faults[0]["message"], errors=faults)
    return list(found.values())


def days_of(asked: dict[str, Any]) -> tuple[date, date]:
    """The days asked for, or the last 30."""
    last = asked.get("last") or timezone.localdate()
    return asked.get("first") or last - timedelta(days=29), last


def tickets_ticked(viewer: Viewer, numbers: list[str]) -> list[Ticket]:
    """Tickets in the order they were ticked; raises InvalidInput for none or too many."""
    if not 1 <= len(numbers) <= MOST_TICKED:
        message = _("Tick between 1 and %s tickets.") % MOST_TICKED
        raise InvalidInput(message, errors=[fault("tickets", "count", message)])
    found = {row.number: row for row in tickets_named(viewer, numbers)}
    return [found[number] for number in dict.fromkeys(numbers)]


def moment_of(given: datetime | None) -> datetime:
    """A moment that has to be given."""
    if given is None:
        message = _("Say until when.")
        raise InvalidInput(message, errors=[fault("due_at", "required", message)])
    return given
