"""The clocks of officer safety: started by what units do, watched by the sweep."""

from collections.abc import Sequence

from django.utils import timezone

from command_center.dispatch.safety import services
from command_center.dispatch.safety.models import SafetyRule
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor, sweep
from patrol.units.models import Unit


@reactor("safety.status")
def follow_status(events: Sequence[EventEntry]) -> None:
    """Whoever changed what it does starts, keeps or stops its clock."""
    changed = {e.subject_id for e in events if e.kind == "patrol.unit_status_changed"}
    now = timezone.now()
    for unit in Unit.objects.filter(call_sign__in=changed).select_related("agency"):
        services.follow(unit, now=now)


@sweep("safety.due", every_s=5)
def watch_clocks() -> None:
    """A clock that ran out becomes a fact, and by its rule an alert."""
    services.count_missed(now=timezone.now())


@sweep("safety.unwatched", every_s=60)
def watch_everybody() -> None:
    """Units that a new rule, or an import, left without the clock they should have."""
    now = timezone.now()
    statuses = SafetyRule.objects.in_force(timezone.localdate()).values("status")
    left = Unit.objects.filter(is_active=True, status__in=statuses, safety_timer__isnull=True)
    for unit in left.select_related("agency")[: services.AT_ONCE]:
        services.follow(unit, now=now)
