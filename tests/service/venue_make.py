"""Venues, checklists, programmes and supervisions for the tests."""

import io
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone
from PIL import Image

from grid.organisation.models import Agency, ClientSystem
from grid.service.programmes import services as programmes
from grid.service.programmes.models import Programme, ProgrammeItem, Supervision
from grid.service.venues import services
from grid.service.venues.models import (
    Checklist,
    ChecklistItem,
    Feed,
    Hazard,
    Inspection,
    Level,
    Venue,
    VenueKind,
)
from tests.cast import SOUTH, STEP, WEST, Cast

_numbers = count(1)
LINES = (
    {"text": "Licence holds", "level": Level.SERIOUS},
    {"text": "Exits are clear", "level": Level.MAJOR},
    {"text": "Opened and looked at", "answered_by": ChecklistItem.Answer.SHARE},
)


def later(days: float = 7) -> datetime:
    return timezone.now() + timedelta(days=days)


def make_venue(cast: Cast, **fields: Any) -> Venue:
    """A courier's outlet in the first northern cell, unless told otherwise."""
    told: dict[str, Any] = {
        "code": f"CS-{next(_numbers):04}",
        "name": "Outlet",
        "kind": VenueKind.objects.get(code="courier"),
        "agency": cast.north_station,
        "cell": cast.north_cell,
        "address": "Example Road",
        "point": Point(WEST + STEP / 2, SOUTH + 1.5 * STEP, srid=4326),
    }
    is_heard = fields.pop("is_heard", False)
    venue = Venue.objects.create(**told | fields)
    if is_heard:
        Feed.objects.create(venue=venue, expected_from=timezone.now() - timedelta(days=30))
    return venue


def make_checklist(agency: Agency, kind: str = "courier", **fields: Any) -> Checklist:
    """Three lines: the last asks for a share."""
    told: dict[str, Any] = {"name": "Three lines", "valid_from": "2020-01-01"}
    row = Checklist.objects.create(agency=agency, kind_id=kind, **told | fields)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=row, rank=rank, **line) for rank, line in enumerate(LINES, 1)
    )
    return row


def answers(checklist: Checklist, *words: Any) -> list[services.Answer]:
    """An answer for each line: a verdict, or how many of how many."""
    made = []
    for item, word in zip(checklist.items.order_by("rank"), words, strict=False):
        if isinstance(word, tuple):
            made.append(services.Answer(item=item.pk, done=word[0], of=word[1]))
        else:
            made.append(services.Answer(item=item.pk, verdict=word))
    return made


def inspect(cast: Cast, venue: Venue, *words: Any, **said: Any) -> Inspection:
    """Cora inspects now; everything is in order unless told otherwise."""
    checklist = Checklist.objects.filter(kind=venue.kind).last() or make_checklist(cast.city)
    words = words or ("met", "met", (20, 20))
    told = {"at": timezone.now()} | said
    return services.inspect(venue, by=cast.cora, answers=answers(checklist, *words), **told)


def make_hazard(cast: Cast, **said: Any) -> Hazard:
    """Cora reports one at a northern venue."""
    told: dict[str, Any] = {"text": "Exit is blocked"} | said
    if "venue" not in told and "cell" not in told:
        told["venue"] = make_venue(cast)
    return services.report_hazard(by=told.pop("by", cast.cora), **told)


def make_client(agency: Agency, *scopes: str) -> ClientSystem:
    """A client system of an agency; its token is of no matter here."""
    return ClientSystem.objects.create(
        name="Feeds", agency=agency, token_digest=f"{next(_numbers):064}", token_hint="x",
        scopes=list(scopes), owner="Nobody", expires_at=later(30),
    )  # fmt: skip


def picture(size: tuple[int, int] = (60, 40), colour: str = "red") -> bytes:
    """A JPEG as a phone would send it."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def make_programme(cast: Cast, **said: Any) -> Programme:
    """The north's programme of this year, entered by Lea."""
    today = timezone.localdate()
    told = {
        "agency": cast.north.code, "name": f"Programme {next(_numbers)}",
        "begins": today, "ends": today + timedelta(days=200),
    }  # fmt: skip
    actor = cast.lea.as_actor()
    return programmes.save_programme(None, by=actor, viewer=cast.lea, **told | said)


def make_item(cast: Cast, programme: Programme | None = None, **said: Any) -> ProgrammeItem:
    """An item that the northern station leads."""
    told: dict[str, Any] = {
        "lead": cast.north_station.code, "title": "Light every street", "due_at": later(),
        "standard": "No street without light", "points": 10,
    }  # fmt: skip
    programme = programme or make_programme(cast)
    return programmes.add_item(programme, by=cast.lea, **told | said)


def make_supervision(cast: Cast, **said: Any) -> Supervision:
    """Chief inspected the northern branch and sent the notice."""
    told: dict[str, Any] = {
        "agency": cast.north.code, "found": "Doors stand open", "demand": "Lock them",
        "due_at": later(), "sends": True,
    }  # fmt: skip
    return programmes.begin_supervision(by=told.pop("by", cast.chief), **told | said)
