"""What is known of a place before anybody goes there: earlier incidents, warnings with an end."""

from datetime import date, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import callers, selectors, services
from command_center.incidents.briefs import moment
from command_center.incidents.drafts import Reporter
from command_center.incidents.duplicates import near_row, within
from command_center.incidents.models import PremiseNote, PremiseNoteVersion
from grid.errors import StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.rights import Right
from grid.scope import Viewer
from grid.territory import geo
from grid.territory.selectors import cell_at

HISTORY_M: Final = 50
MOST: Final = 20
LONGEST: Final = timedelta(days=365)
REACH_M: Final = 500  # no note reaches farther


def around(*, viewer: Viewer, lng: float, lat: float, phone: str | None = None) -> dict[str, Any]:
    """Earlier incidents within 50 m, notes that reach the WGS-84 point, calls of this number.

    Calls of the number need the right to reveal; without it they are null, whatever is there.
    """
    now = timezone.now()
    rows = within(viewer, lng=lng, lat=lat, radius_m=HISTORY_M)[:MOST]
    return {
        "incidents": [near_row(found, now) for found in rows],
        "same_caller": _same_caller(viewer, phone) if phone else None,
        "notes": [row(note) for note in notes_at(viewer, lng=lng, lat=lat)],
    }


def _same_caller(viewer: Viewer, phone: str) -> list[dict[str, Any]] | None:
    if Right.PERSONAL_REVEAL not in viewer.rights:
        return None
    digest = callers.phone_index(phone)
    if not digest:
        return []
    rows = selectors.listed(viewer).filter(caller_phone_index=digest).order_by("-reported_at")
    return [near_row(found, timezone.now()) for found in rows[:MOST]]


def notes_at(viewer: Viewer, *, lng: float, lat: float) -> list[PremiseNote]:
    """Notes in force whose circle covers the point."""
    here = Point(lng, lat, srid=4326)
    near = selectors.premise_notes(viewer).filter(point__dwithin=(here, REACH_M))
    return [note for note in near if _reaches(note, lng, lat)]


def warnings_at(*, lng: float, lat: float) -> list[str]:
    """What the notes in force say of a WGS-84 point, whose ever they are: for the crew sent there.

    An order to go to a place carries its warnings; the register behind them stays in scope.
    """
    here = Point(lng, lat, srid=4326)
    rows = PremiseNote.objects.filter(
        point__dwithin=(here, REACH_M), expires_on__gte=timezone.localdate()
    )
    return [note.text for note in rows.order_by("-created_at", "-pk") if _reaches(note, lng, lat)]


def _reaches(note: PremiseNote, lng: float, lat: float) -> bool:
    there = {"to_lng": note.point.x, "to_lat": note.point.y}
    return geo.distance_m(lng=lng, lat=lat, **there) <= note.radius_m


def note(note_id: int, viewer: Viewer) -> PremiseNote:
    """One note in force; raises NotFound when absent, expired or out of scope."""
    found = selectors.premise_notes(viewer).filter(pk=note_id).first()
    if found is None:
        raise selectors.NotFound(_("There is no such note."))
    return found


@transaction.atomic
def write_note(
    *, by: Reporter, lng: float, lat: float, channel: str = "screen", **said: Any
) -> PremiseNote:
    """Warn about a place; `said` holds address, text, review_on, expires_on, radius_m, crs.

    Raises InvalidInput for dates that do not follow one another and ground of others.
    """
    check_dates(said["review_on"], said["expires_on"])
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or "wgs84")
    cell = cell_at(lng=lng, lat=lat)
    agency = cell.agency if cell else by.agency
    if not agency.path.startswith(by.agency_path):
        raise services.invalid(
            "/lng", "outside", _("This point lies outside the area you report for.")
        )
    actor = by.as_actor(channel=channel)
    made = PremiseNote.objects.create(
        agency=agency,
        point=Point(lng, lat, srid=4326),
        radius_m=said.get("radius_m") or HISTORY_M,
        address=said["address"],
        text=said["text"],
        author=actor.label,
        review_on=said["review_on"],
        expires_on=said["expires_on"],
    )
    _tell(actor, made)
    return made


@transaction.atomic
def rewrite_note(
    found: PremiseNote,
    said: dict[str, Any],
    *,
    by: Reporter,
    version: int | None,
    channel: str = "screen",
) -> PremiseNote:
    """Put a new version in the note's place; what it said before is kept beside it."""
    note = (
        PremiseNote.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=found.pk)
    )
    if version is not None and version != note.version:
        raise StaleVersion(
            _("Somebody changed this note since you read it."),
            your_version=version,
            current_version=note.version,
            current=row(note),
        )
    check_dates(said.get("review_on", note.review_on), said.get("expires_on", note.expires_on))
    PremiseNoteVersion.objects.create(
        note=note,
        version=note.version,
        text=note.text,
        author=note.author,
        review_on=note.review_on,
        expires_on=note.expires_on,
    )
    actor = by.as_actor(channel=channel)
    for name in ("text", "review_on", "expires_on"):
        setattr(note, name, said.get(name, getattr(note, name)))
    note.author, note.version = actor.label, note.version + 1
    note.save()
    _tell(actor, note)
    return note


def check_dates(review_on: date, expires_on: date) -> None:
    """Review before expiry, expiry within a year: an old warning misleads."""
    today = timezone.localdate()
    if not today <= review_on <= expires_on:
        raise services.invalid(
            "/review_on", "order", _("Review comes before expiry, and not in the past.")
        )
    if expires_on > today + LONGEST:
        raise services.invalid("/expires_on", "too_late", _("A note lasts a year at most."))


def _tell(actor: Actor, note: PremiseNote) -> None:
    record(
        actor,
        Fact(
            kind="incidents.premise_noted",
            subject_type="premise_note",
            subject_id=str(note.pk),
            subject_version=note.version,
            agency_path=note.agency.path,
            payload={
                "id": note.pk,
                "version": note.version,
                "lng": note.point.x,
                "lat": note.point.y,
            },
        ),
    )


def row(note: PremiseNote) -> dict[str, Any]:
    """One note, JSON-ready."""
    return {
        "id": note.pk,
        "version": note.version,
        "agency": {"code": note.agency.code, "name": note.agency.name},
        "lng": note.point.x,
        "lat": note.point.y,
        "radius_m": note.radius_m,
        "address": note.address,
        "text": note.text,
        "author": note.author,
        "created_at": moment(note.created_at),
        "review_on": note.review_on.isoformat(),
        "expires_on": note.expires_on.isoformat(),
        "is_review_due": note.review_on <= timezone.localdate(),
    }
