"""One camera as a card beside the board: its file, how it ran, its repairs, who asked for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.organisation.models import Officer
from grid.rights import Right
from grid.scope import Viewer
from video.board import sight
from video.board.around import sector_of, sector_told
from video.board.small_map import SmallMap, small_map
from video.footage.selectors import requests_of
from video.grants.selectors import find_granted
from video.grants.services import look
from video.grants.shown import camera_card
from video.health.models import CameraStatus, PictureFault
from video.health.selectors.days import last_days
from video.health.selectors.hours import Hours, online_hours
from video.register.completeness import filled, missing_fields
from video.register.models import Camera, FunctionType
from video.register.selectors import cameras, find_camera
from video.repair.models import REMINDED, WITH_FIRM, Stage, Ticket, TicketEntry
from video.repair.selectors.tickets import tickets_of

DAYS: Final = 28
BAR: Final = 28  # height of a day that was online throughout
TABS: Final = ("file", "run", "repair", "footage")
STEPS: Final = (  # what each stage waits for
    (Stage.OPENED, _("Assign")),
    (Stage.ASSIGNED, _("Accept")),
    (Stage.ACCEPTED, _("Arrive")),
    (Stage.ON_SITE, _("Fix")),
    (Stage.FIXED, _("Verify")),
)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of four weeks: heights online and not, of `BAR`; percent, None if not due."""

    on: date
    up: int
    down: int
    percent: int | None
    x: int


@dataclass(frozen=True, slots=True)
class Card:
    """What the drawer shows of a camera to this officer."""

    camera: Camera
    status: CameraStatus | None
    faults: list[PictureFault]
    filled: int
    missing: list[str]
    sight: SmallMap
    days: list[Day]
    hours: Hours | None
    tickets: list[Ticket]
    ticket: Ticket | None
    steps: list[tuple[str, str, datetime | None]]
    reminded: list[TicketEntry]
    footage: int | None

    @property
    def may_move(self) -> bool:
        """Whether the ticket can still be given to another firm."""
        return self.ticket is not None and self.ticket.stage in (Stage.OPENED, Stage.ASSIGNED)

    @property
    def reminded_at(self) -> datetime | None:
        return self.reminded[-1].at if self.reminded else None

    @property
    def is_with_firm(self) -> bool:
        return self.ticket is not None and self.ticket.stage in WITH_FIRM

    @property
    def due_h(self) -> str:
        return f"{self.hours.due_s / 3600:.1f}" if self.hours else "0"

    @property
    def online_h(self) -> str:
        return f"{self.hours.online_s / 3600:.1f}" if self.hours else "0"


def card(officer: Officer, code: str) -> Card:
    """The card of a camera; raises Http404 where it is absent or out of scope."""
    camera = find_camera(officer, code)
    tickets = list(tickets_of(camera)[:20])
    current = next((row for row in tickets if row.is_open), None)
    missing = missing_fields(camera)
    may_read = officer.has_right(Right.FOOTAGE_READ)
    now = timezone.now()
    return Card(
        camera=camera,
        status=CameraStatus.objects.filter(camera=camera).first(),
        faults=list(camera.faults.filter(cleared_at=None).order_by("at")),
        filled=filled(camera),
        missing=missing,
        sight=small_map(officer, camera, sector_of(camera)),
        days=_days(camera),
        hours=_hours(camera, now),
        tickets=tickets,
        ticket=current,
        steps=_steps(current),
        reminded=list(current.entries.filter(act=REMINDED)) if current else [],
        footage=requests_of(camera, officer).count() if may_read else None,
    )


def told(viewer: Viewer, code: str) -> dict[str, Any]:
    """The short card of the map, JSON-ready; raises Http404 as `card` does.

    A camera granted to the viewer has one too, with its grant and without repairs and faults.
    """
    own = Camera.objects.visible_to(viewer).filter(code=code).exists()
    return _own_card(viewer, code) if own else _granted_card(viewer, code)


def _granted_card(viewer: Viewer, code: str) -> dict[str, Any]:
    camera: Any = find_granted(viewer, code)
    look(camera.opened_by[-1].grant)
    said = camera_card(camera)
    plain = ("code", "name", "class", "class_name", "agency", "address", "state", "state_name")
    return {name: said[name] for name in (*plain, "since", "heard_at", "lng", "lat", "grant")} | {
        "gb_id": None, "owner": None, "contractor": None, "faults": [], "ticket": None,
        "sector": sector_told(sector_of(camera)), "server_time": timezone.now(),
    }  # fmt: skip


def _own_card(viewer: Viewer, code: str) -> dict[str, Any]:
    camera = find_camera(viewer, code)
    status = CameraStatus.objects.filter(camera=camera).first()
    open_ticket = tickets_of(camera).filter(done_at=None).first()
    kind = CameraStatus.State(status.state) if status else CameraStatus.State.UNKNOWN
    return {
        "code": camera.code, "gb_id": camera.gb_id, "name": camera.name,
        "class": camera.camera_class_id, "class_name": str(camera.camera_class),
        "agency": camera.agency.name, "address": camera.address,
        "owner": camera.owner.name if camera.owner else None,
        "contractor": camera.contractor.name if camera.contractor else None,
        "state": kind.value, "state_name": str(kind.label),
        "since": status.since if status else None, "heard_at": status.heard_at if status else None,
        "faults": [str(row.get_kind_display()) for row in camera.faults.filter(cleared_at=None)],
        "ticket": open_ticket.number if open_ticket else None,
        "lng": camera.location.x if camera.location else None,
        "lat": camera.location.y if camera.location else None,
        "sector": sector_told(sector_of(camera)), "server_time": timezone.now(), "grant": None,
    }  # fmt: skip


def lookouts(viewer: Viewer) -> list[dict[str, Any]]:
    """The high lookouts in scope with how far they see (metres) and whether they are online."""
    rows: QuerySet[Any] = (
        cameras(viewer, function=FunctionType.HIGH_POINT.value)
        .in_use()
        .filter(location__isnull=False)
        .annotate(state=F("status__state"))
    )
    return [
        {
            "code": row.code, "name": row.name, "lng": row.location.x, "lat": row.location.y,
            "radius": row.view_radius or sight.LOOKOUT_M, "state": row.state or "unknown",
        }
        for row in rows[:500]
    ]  # fmt: skip


def _hours(camera: Camera, now: datetime) -> Hours | None:
    rows = Camera.objects.filter(pk=camera.pk)
    return online_hours(rows, now - timedelta(days=DAYS), now).get(camera.pk)


def _days(camera: Camera) -> list[Day]:
    """The local days of four weeks up to today; nothing is drawn where the camera was not due."""
    days = []
    for n, day in enumerate(last_days(camera, days=DAYS)):
        due = 0 if day.share is None else BAR
        up = round(BAR * min(100.0, day.share or 0) / 100)
        share = None if day.share is None else round(day.share)
        days.append(Day(on=day.on, up=up, down=due - up, percent=share, x=n * 13))
    return days


def _steps(ticket: Ticket | None) -> list[tuple[str, str, datetime | None]]:
    """Each step of a repair: done, now or nothing yet; its name; when it was taken or is due."""
    if ticket is None:
        return []
    waits = [stage for stage, _word in STEPS].index(Stage(ticket.stage))
    taken = (ticket.assigned_at, ticket.signed_at, ticket.arrived_at, ticket.fixed_at)
    words = [str(word) for _stage, word in STEPS]
    done = [("done", word, at) for word, at in zip(words[:waits], taken, strict=False)]
    return [
        *done,
        ("now", words[waits], ticket.due_at),
        *(("", w, None) for w in words[waits + 1 :]),
    ]
