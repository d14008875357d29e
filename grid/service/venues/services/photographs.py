"""Photographs of inspections and hazards: cleaned, small, the same one kept once."""

from datetime import datetime
from hashlib import sha256
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from grid.rest.photos import clean
from grid.service.acting import moment_faults
from grid.service.venues.models import ChecklistItem, Hazard, Inspection, VenuePhoto
from grid.service.venues.services.shared import hazard_fact, venue_fact

MOST_PHOTOS: Final = 20  # of one inspection or hazard


@transaction.atomic
def keep_photo(
    owner: Inspection | Hazard,
    *,
    by: Actor,
    file: IO[bytes] | bytes,
    taken_at: datetime,
    item: ChecklistItem | None = None,
) -> VenuePhoto:
    """Keep a photograph; the same picture sent again is the one that is there.

    Raises BadPhoto (400) and PhotoTooLarge (413); InvalidInput for the twenty-first.
    """
    refuse(moment_faults("taken_at", taken_at))
    picture = clean(file)
    type(owner)._default_manager.select_for_update().get(pk=owner.pk)
    digest = sha256(picture).hexdigest()
    rows = owner.photos.all()
    known: VenuePhoto | None = rows.filter(sha256=digest).first()
    if known is not None:
        return known
    if rows.count() >= MOST_PHOTOS:
        message = _("At most %s photographs here.") % MOST_PHOTOS
        refuse([fault("photo", "too_many", message)])
    path = owner.owner_path if isinstance(owner, Hazard) else owner.venue.agency.path
    made: VenuePhoto = owner.photos.create(
        agency_path=path,
        item=item,
        picture=picture,
        size=len(picture),
        sha256=digest,
        taken_at=taken_at,
        by=by.label,
    )
    record(by, _fact(owner, made))
    return made


def _fact(owner: Inspection | Hazard, photo: VenuePhoto) -> Any:
    told = {"photo": photo.pk, "sha256": photo.sha256}
    if isinstance(owner, Hazard):
        return hazard_fact("photographed", owner, **told)
    return venue_fact("venue_photographed", owner.venue, inspection=owner.pk, **told)
