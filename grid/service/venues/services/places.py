"""The register of venues, and the checklists by which they are inspected."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse
from grid.scope import Viewer
from grid.service.venues.models import (
    Checklist,
    ChecklistItem,
    Feed,
    HazardRule,
    Venue,
    VenueKind,
)
from grid.service.venues.rulebook import checklist_of
from grid.service.venues.services.shared import venue_fact
from grid.service.venues.standard import STANDARD
from grid.territory.models import Place
from grid.territory.placing import point_said
from grid.territory.selectors import cell_at

PLAIN: Final = ("name", "address", "operator", "licence", "licence_to", "is_active")
MOST_ITEMS: Final = 60


@transaction.atomic
def save_venue(
    row: Venue | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Venue:
    """Enter or change a venue; `said` holds its fields with codes for kind and agency.

    The agency may be left out where the point or the place lies in a cell: it follows from it.
    """
    venue = locked(row, version) if row else Venue(code=said.get("code", ""))
    faults: list[FieldError] = []
    assign(venue, said, PLAIN)
    _kind(venue, said, faults)
    _ground(venue, said, viewer, faults)
    own_agency(venue, said, viewer, faults)
    for name in ("name", "operator", "address"):
        faults += nameless(name, getattr(venue, name))
    if row is None and Venue.objects.filter(code=venue.code).exists():
        faults.append(fault("code", "taken", _("There is a venue of this code already.")))
    refuse(faults)
    venue.save()
    _expect(venue, said)
    record(by, venue_fact("venue_changed" if row else "venue_entered", venue))
    return venue


def _kind(venue: Venue, said: Mapping[str, Any], faults: list[FieldError]) -> None:
    if "kind" not in said and venue.kind_id:
        return
    found = VenueKind.objects.filter(code=said.get("kind"), is_active=True).first()
    if found is None:
        faults.append(fault("kind", "unknown", _("There is no such kind of venue.")))
    else:
        venue.kind = found


def _ground(
    venue: Venue, said: Mapping[str, Any], viewer: Viewer, faults: list[FieldError]
) -> None:
    """Point, cell and place; without an agency said it is the cell's."""
    if said.get("place"):
        place = Place.objects.visible_to(viewer).filter(pk=said["place"]).first()
        if place is None:
            faults.append(fault("place", "unknown", _("There is no such place in your area.")))
        else:
            venue.place, venue.point = place, place.point
            venue.address = venue.address or place.address
    point = point_said(said, faults)
    if point is not None:
        venue.point = point
    if venue.point is None:
        return
    venue.cell = cell_at(lng=venue.point.x, lat=venue.point.y)
    if venue.cell is None or not venue.cell.agency.path.startswith(viewer.agency_path):
        faults.append(fault("lng", "outside", _("This point lies outside your area.")))
    elif "agency" not in said and venue.agency_id is None:
        venue.agency = venue.cell.agency


def _expect(venue: Venue, said: Mapping[str, Any]) -> None:
    """Whether its system is waited for, from now on."""
    known = Feed.objects.filter(venue=venue).exists()
    wanted = said.get("sends_feed")
    if wanted is None:
        wanted = known or (venue.kind.sends_feed and venue.version == 1)
    if wanted and not known:
        Feed.objects.create(venue=venue)
    elif known and not wanted:
        Feed.objects.filter(venue=venue).delete()


@transaction.atomic
def save_checklist(
    agency: Agency,
    *,
    by: Actor,
    kind: VenueKind,
    name: str,
    items: Sequence[Mapping[str, Any]],
    valid_from: date,
    version: int | None = None,
) -> Checklist:
    """Another checklist of an agency for a kind from a day on; what was inspected keeps its own.

    Raises StaleVersion where the one in force changed since `version` was read (0: there was
    none), InvalidInput for a day that is past or one that has begun already.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)  # two at once: one after the other
    held = Checklist.objects.filter(agency=agency, kind=kind, valid_to__isnull=True).first()
    current = held.version if held else 0
    if version is not None and version != current:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, your_version=version, current_version=current)
    refuse(_list_faults(items, valid_from, held))
    if held:
        held.valid_to = valid_from
        held.save(update_fields=["valid_to"])
    made = Checklist.objects.create(
        agency=agency, kind=kind, name=name, valid_from=valid_from, version=current + 1
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=made, rank=rank, **item) for rank, item in enumerate(items, 1)
    )
    record(by, _list_fact(made, len(items)))
    return made


def _list_faults(
    items: Sequence[Mapping[str, Any]], valid_from: date, held: Checklist | None
) -> list[FieldError]:
    faults = []
    if not 1 <= len(items) <= MOST_ITEMS:
        message = _("Between %(least)s and %(most)s lines") % {"least": 1, "most": MOST_ITEMS}
        faults.append(fault("items", "length", message))
    earliest = timezone.localdate()
    if held is not None:
        earliest = max(earliest, held.valid_from + timedelta(days=1))
    if valid_from < earliest:
        message = _("It can hold from %s on.") % earliest.isoformat()
        faults.append(fault("valid_from", "too_early", message))
    return faults


def _list_fact(made: Checklist, lines: int) -> Fact:
    return Fact(
        kind="service.checklist_changed",
        subject_type="checklist",
        subject_id=str(made.pk),
        subject_version=made.version,
        agency_path=made.agency.path,
        payload={
            "kind": made.kind_id,
            "valid_from": made.valid_from.isoformat(),
            "lines": lines,
        },
    )


@transaction.atomic
def adopt_standard(agency: Agency, *, by: Actor) -> list[Checklist]:
    """Take over the standard checklists for the kinds nobody above or here has one for."""
    today = timezone.localdate()
    kinds = VenueKind.objects.filter(code__in=STANDARD, is_active=True)
    return [
        save_checklist(
            agency,
            by=by,
            kind=kind,
            name=STANDARD[kind.code].name,
            items=[line.as_fields() for line in STANDARD[kind.code].lines],
            valid_from=today,
        )
        for kind in kinds
        if checklist_of(agency.path, kind.code) is None
    ]


@transaction.atomic
def change_rule(
    agency: Agency, *, by: Actor, level: str, valid_from: date, version: int, **days: int
) -> HazardRule:
    """Other deadlines for hazards of a level from a day on; version 0 where none holds yet."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    held = HazardRule.objects.filter(agency=agency, level=level, valid_to__isnull=True).first()
    current = held.version if held else 0
    if version != current:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, your_version=version, current_version=current)
    earliest = max(timezone.localdate(), held.valid_from + timedelta(days=1) if held else date.min)
    if valid_from < earliest:
        message = _("It can hold from %s on.") % earliest.isoformat()
        refuse([fault("valid_from", "too_early", message)])
    if held:
        held.valid_to = valid_from
        held.save(update_fields=["valid_to"])
    made = HazardRule.objects.create(
        agency=agency, level=level, valid_from=valid_from, version=current + 1, **days
    )
    fact = Fact(
        kind="service.hazard_rule_changed",
        subject_type="hazard_rule",
        subject_id=str(made.pk),
        subject_version=made.version,
        agency_path=agency.path,
        payload={"level": level, "valid_from": valid_from.isoformat(), **days},
    )
    record(by, fact)
    return made
