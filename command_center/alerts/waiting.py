"""Calls that wait too long to be dispatched."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Subquery, Value
from django.utils import timezone

from command_center.incidents.models import Incident, ResponseTarget
from command_center.incidents.selectors import brief
from command_center.incidents.targets import late_after
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record

FORGET: Final = timedelta(hours=24)  # an import of last year's calls is nobody's queue
KIND: Final = "incidents.waiting_too_long"
BATCH: Final = 500


@transaction.atomic
def note_waiting(*, now: datetime) -> int:
    """Record one fact for each valid call still without dispatch after its target; the count.

    The target is that of the call's level and of the agency nearest to it; where no agency has
    one, no call is late. The calls are held, so that none is told as waiting after the fact that
    it was dispatched; what somebody else holds is left for the next time.
    """
    late_s = late_after(ResponseTarget.Stage.DISPATCH, timezone.localdate(now))
    late_at = F("created_at") + F("late_s") * Value(timedelta(seconds=1))
    noted = EventEntry.objects.filter(kind=KIND, recorded_at__gt=now - FORGET)
    rows = (
        Incident.objects.filter(
            state=Incident.State.RECEIVED,
            is_valid_call=True,
            created_at__gt=now - FORGET,
            reported_at__gt=now - FORGET,
        )
        .alias(late_s=Subquery(late_s))
        .alias(late_at=ExpressionWrapper(late_at, output_field=DateTimeField()))
        .filter(late_at__lte=now)
        .exclude(number__in=noted.values("subject_id"))
        .select_related("agency", "cell", "category", "main_incident")
    )
    held = rows.select_for_update(of=("self",), skip_locked=True, no_key=True)
    facts = [_fact(incident) for incident in held[:BATCH]]
    return sum(seq > 0 for seq in record(PLATFORM, *facts))


def _fact(incident: Incident) -> Fact:
    return Fact(
        kind=KIND,
        subject_type="incident",
        subject_id=incident.number,
        subject_version=incident.version,
        agency_path=incident.agency.path,
        priority=incident.level,
        payload=brief(incident),
        dedupe_key=f"waiting:{incident.number}",
    )
