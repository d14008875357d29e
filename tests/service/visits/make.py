"""Visits, campaigns and errands for the tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from grid.service.visits import services
from grid.service.visits.models import Campaign, Errand, Visit
from tests.cast import SOUTH, STEP, WEST, Cast

NORTH_AT = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP}  # inside N-1
SOUTH_AT = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 0.5 * STEP}  # inside S-1


def make_visit(cast: Cast, *, south: bool = False, **said: Any) -> Visit:
    """A routine visit by Cora in the first northern cell, or by Sam in the first southern."""
    told = {"address": "幸福路 1 号", **(SOUTH_AT if south else NORTH_AT)}
    return services.record_visit(by=cast.sam if south else cast.cora, **told | said)


def make_campaign(cast: Cast, *, south: bool = False, **said: Any) -> Campaign:
    """Two addresses in each cell of the north (or south), from today on for ten days."""
    today = timezone.localdate()
    told: dict[str, Any] = {
        "name": "Door to door", "starts_on": today, "ends_on": today + timedelta(days=10),
        "target": 2,
    }  # fmt: skip
    return services.start_campaign(by=cast.sam if south else cast.lea, **told | said)


def make_errand(cast: Cast, *, south: bool = False, **said: Any) -> Errand:
    """An errand to run by tomorrow, for somebody whose name is kept encrypted."""
    told: dict[str, Any] = {
        "text": "Fetch the card", "kind": "permit", "client_name": "王小明",
        "client_phone": "13800000000", "due_at": timezone.now() + timedelta(days=1),
        "cell": "S-1" if south else "N-1",
    }  # fmt: skip
    return services.take_errand(by=cast.sam if south else cast.cora, **told | said)
