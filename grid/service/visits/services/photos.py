"""Photographs of a visit, without what the camera wrote into them."""

from hashlib import sha256
from typing import IO, Final

from django.db import transaction
from django.utils.translation import gettext as _

from grid.errors import NotAllowed
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from grid.rest.photos import clean
from grid.service.visits.models import Visit, VisitPhoto
from grid.service.visits.services.shared import By
from grid.service.visits.services.visiting import may_correct, visit_fact

MOST: Final = 9


@transaction.atomic
def add_photo(visit: Visit, file: IO[bytes] | bytes, *, by: By) -> VisitPhoto:
    """Keep a photograph with its visit; the same one sent again is kept once.

    Raises NotAllowed for whoever neither made the visit nor plans visits, InvalidInput beyond
    nine photographs, BadPhoto.
    """
    if not may_correct(visit, by):
        raise NotAllowed(_("Only whoever made the visit or plans visits corrects it."))
    image = clean(file)
    digest = sha256(image).hexdigest()
    Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    known = visit.photos.filter(digest=digest).first()
    if known is not None:
        return known
    if visit.photos.count() >= MOST:
        message = _("A visit has %(most)s photographs at most.") % {"most": MOST}
        refuse([fault("photo", "too_many", message)])
    actor = by.as_actor()
    made = VisitPhoto.objects.create(visit=visit, image=image, digest=digest, added_by=actor.label)
    record(actor, visit_fact("photographed", visit))
    return made
