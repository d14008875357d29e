"""Keeping what comes with a dispute from a doorway: signatures for consent, pictures."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, NotAllowed
from grid.ledger.access import note_access
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse
from grid.rest.photos import clean
from mediation.phone.models import ConsentSignature, DisputePhoto
from mediation.register import reveal
from mediation.register.acting import By
from mediation.register.models import Dispute, Party
from mediation.register.selectors import dispute_calls
from mediation.register.services.calls import link_call
from mediation.register.told import dispute_fact

MOST_PHOTOS: Final = 9
LEAST_POINTS: Final = 8  # fewer is a slip of the thumb
EARLY: Final = timedelta(minutes=5)
Way = ConsentSignature.Way


def keep_signatures(
    dispute: Dispute, parties: Sequence[Party], said: Sequence[Mapping[str, Any]], by: By
) -> None:
    """Keep the signatures that came with a new dispute; `party` counts its parties from 0.

    Raises InvalidInput for a party that is not there or signed twice, and for an empty field.
    """
    faults: list[FieldError] = []
    for place, signature in enumerate(said):
        faults += _faults(f"signatures/{place}", signature, len(parties))
    if len({signature["party"] for signature in said}) != len(said):
        faults.append(fault("signatures", "twice", _("A party signs once.")))
    refuse(faults)
    label = by.as_actor().label
    for signature in said:
        strokes, way = signature["strokes"], signature["way"]
        ConsentSignature.objects.create(
            dispute=dispute,
            party=parties[signature["party"]],
            way=way,
            strokes=json.dumps(strokes) if way == Way.SCREEN else None,
            words_hash=signature["words_hash"],
            signed_at=signature["signed_at"],
            taken_by=label,
        )


def keep_call(dispute: Dispute, _parties: Sequence[Party], number: str, by: By) -> None:
    """The call has its dispute. Raises InvalidInput for one that is not in the area of `by`,
    IllegalStep where somebody else registered it meanwhile."""
    call = dispute_calls(by, exercise=True).filter(incident_number=number).first()
    if call is None:
        refuse([fault("call", "unknown", _("There is no such call in your area."))])
    else:
        link_call(call, dispute, by=by)


def _faults(pointer: str, said: Mapping[str, Any], parties: int) -> list[FieldError]:
    faults = []
    if said["party"] >= parties:
        message = _("There is no such party in this dispute.")
        faults.append(fault(f"{pointer}/party", "unknown", message))
    drawn = sum(len(line) for line in said["strokes"])
    if said["way"] == Way.SCREEN and drawn < LEAST_POINTS:
        faults.append(fault(f"{pointer}/strokes", "empty", _("Nothing was signed.")))
    if _is_ahead(said["signed_at"]):
        message = _("This moment has not come yet.")
        faults.append(fault(f"{pointer}/signed_at", "future", message))
    return faults


def _is_ahead(moment: datetime) -> bool:
    return moment > timezone.now() + EARLY


@transaction.atomic
def keep_photo(dispute: Dispute, *, by: By, picture: bytes) -> DisputePhoto:
    """Keep a picture of the dispute, cleaned and encrypted; the same one again is kept once.

    Raises BadPhoto (400), PhotoTooLarge (413), InvalidInput for the tenth, IllegalStep once the
    dispute is archived.
    """
    row = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    if row.archived_at is not None:
        raise IllegalStep(_("It is archived and read-only."), at=row.archived_at)
    cleaned = clean(picture)
    digest = sha256(cleaned).hexdigest()
    photos = DisputePhoto.objects.filter(dispute=row)
    known = photos.filter(sha256=digest).first()
    if known is not None:
        return known
    if photos.count() >= MOST_PHOTOS:
        message = _("At most %(most)s pictures.") % {"most": MOST_PHOTOS}
        refuse([fault("photo", "too_many", message)])
    actor = by.as_actor(channel="form")
    made = DisputePhoto.objects.create(
        dispute=row,
        picture=b64encode(cleaned).decode(),
        size=len(cleaned),
        sha256=digest,
        taken_by=actor.label,
    )
    record(actor, dispute_fact("photographed", dispute, photo=made.pk))
    return made


@transaction.atomic
def look_at(photo: DisputePhoto, *, by: Officer) -> bytes:
    """The JPEG, for whoever works on the dispute or has leave; a line of the access register.

    Raises NotAllowed for everybody else and once the picture was emptied.
    """
    dispute = photo.dispute
    if not (reveal.works_on(by, dispute) or reveal.leave_until(dispute, by)):
        raise NotAllowed(_("Ask to see the parties first: pictures belong to what they said."))
    if photo.picture is None:
        raise NotAllowed(_("The picture was emptied with the archive."))
    note_access(
        by.as_actor(),
        operation="consultation",
        subject_type="dispute",
        subject_id=dispute.number,
        agency_path=dispute.agency.path,
        fields=["photo"],
        purpose="mediation",
        case_number=dispute.number,
        reason="picture of the dispute",
    )
    return b64decode(photo.picture)
