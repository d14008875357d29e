"""Looks at granted cameras: counted for each grant and local day, never for a person.

The card of a granted camera holds no personal data, so that a look is no line of the access
register; that a grant was used at all is one fact a day, and how much is a count beside it.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from video.grants.models import CameraGrant, GrantDay
from video.grants.services.telling import day_key, fact


@transaction.atomic
def look(grant: CameraGrant) -> None:
    """Count one look at a camera of this grant; the first of a day is told of."""
    today = timezone.localdate()
    _day, is_first = GrantDay.objects.get_or_create(grant=grant, day=today)
    GrantDay.objects.filter(grant=grant, day=today).update(looks=F("looks") + 1)
    if is_first:
        key = day_key("grant_used", grant, today)
        record(PLATFORM, fact("grant_used", grant, dedupe_key=key))
