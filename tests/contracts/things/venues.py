"""Venues, hazards, programmes and supervisions of the south."""

from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from grid.service.programmes import services as programmes
from grid.service.programmes.models import ContactArea
from grid.service.venues import services
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.contracts.things.marks import ADDRESS
from tests.service.venue_make import answers, later, make_checklist, make_venue, picture


def of_venue(cast: Cast) -> dict[str, Any]:
    """A southern venue, inspected, with a hazard and a photograph of it."""
    venue = make_venue(
        cast, name=ADDRESS, address=ADDRESS, agency=cast.south_station, cell=cast.south_cell,
        point=Point(WEST + STEP / 2, SOUTH + STEP / 2, srid=4326),
    )  # fmt: skip
    checklist = make_checklist(cast.south)
    given = answers(checklist, "missed", "met", (1, 1))
    now = timezone.now()
    made = services.inspect(venue, by=cast.sam, answers=given, at=now, note=ADDRESS)
    actor = cast.sam.as_actor()
    photo = services.keep_photo(made, by=actor, file=picture(), taken_at=now)
    return {
        "venue_id": venue.pk,
        "inspection_id": made.pk,
        "hazard_number": made.hazards.get().number,
        "venue_photo_id": photo.pk,
    }


def of_programme(cast: Cast) -> dict[str, Any]:
    """A southern programme with an item and a sheet, a supervision, a group, a meeting, an area."""
    actor, today = cast.sam.as_actor(), timezone.localdate()
    code = cast.south_station.code
    told: dict[str, Any] = {"by": actor, "viewer": cast.sam, "agency": cast.south.code}
    ends = today.replace(year=today.year + 1)
    programme = programmes.save_programme(None, name=ADDRESS, begins=today, ends=ends, **told)
    item = programmes.add_item(
        programme, by=cast.sam, lead=code, title=ADDRESS, standard=ADDRESS, due_at=later()
    )
    marks = [programmes.Mark(item=item.pk, points=item.points)]
    sheet = programmes.score(programme, by=cast.sam, agency=code, marks=marks)
    supervision = programmes.begin_supervision(
        by=cast.sam, agency=code, found=ADDRESS, due_at=later()
    )
    group = programmes.save_group(None, name=ADDRESS, head=ADDRESS, **told)
    meeting = programmes.save_meeting(
        None, name=ADDRESS, chair=ADDRESS, bodies=ADDRESS, at=timezone.now(), **told
    )
    task = programmes.give_task(
        meeting, by=cast.sam, agency=code, title=f"{ADDRESS} light", due_at=later()
    )
    area = ContactArea.objects.create(
        agency=cast.south, leader=cast.sam, cell=cast.south_cell, duties=ADDRESS,
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    return {
        "programme_id": programme.pk,
        "programme_item_id": item.pk,
        "sheet_id": sheet.pk,
        "supervision_number": supervision.number,
        "leading_group_id": group.pk,
        "joint_meeting_id": meeting.pk,
        "meeting_task_id": task.pk,
        "contact_area_id": area.pk,
    }
