"""Calls classed as disputes, as the incidents above would tell of them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from mediation.register.models import DisputeCall
from mediation.register.services import note_call
from tests.cast import SOUTH, STEP, WEST, Cast

_numbers = count(1)
HERE = Point(WEST + 0.5 * STEP, SOUTH + 1.5 * STEP, srid=4326)
PHONE = "19900000001"
ADDRESS = "安澜家园 3号楼 2单元 501室"


def tell(cast: Cast, *, ago_days: float = 0, **fields: Any) -> DisputeCall:
    """A call of neighbours in the north, so many days ago."""
    told: dict[str, Any] = {
        "number": f"9901012600{next(_numbers):02}", "agency": cast.north_station,
        "cell": cast.north_cell, "category_name": "邻里纠纷", "address": ADDRESS,
        "point": HERE, "phone": "", "reported_at": moment(ago_days),
    }  # fmt: skip
    return note_call(by=PLATFORM, **told | fields)


def moment(ago_days: float) -> datetime:
    return timezone.now() - timedelta(days=ago_days)


def kinds() -> list[str]:
    """The kinds of facts about disputes so far, in their order."""
    rows = EventEntry.objects.filter(kind__startswith="disputes.").order_by("seq")
    return [kind.removeprefix("disputes.") for kind in rows.values_list("kind", flat=True)]


def last(kind: str) -> EventEntry:
    """The last fact of a kind."""
    return EventEntry.objects.filter(kind=f"disputes.{kind}").latest("seq")
