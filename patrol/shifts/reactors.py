"""What the shifts do by themselves: handovers fall due, checks are drawn, hours are watched."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.reactors import sweep
from grid.ledger.services import record
from patrol.shifts import force, handover, presence
from patrol.shifts.models import PresenceRule
from patrol.shifts.selectors import agency_gaps, entries_at
from patrol.units.models import Station


@sweep("patrol.handovers", every_s=60)
def issue_handovers() -> None:
    """Ask for the handover of every shift that ends."""
    handover.issue_due()


@sweep("patrol.presence", every_s=15)
def check_presence() -> None:
    """Draw today's moments, run those that have come, publish what is over."""
    today = timezone.localdate()
    for rule in PresenceRule.objects.filter(is_active=True):
        presence.plan_moments(rule, today)
    presence.run_due()
    presence.publish_over()


@sweep("patrol.force", every_s=900)
def count_force() -> None:
    """Keep the return of today and, for the shifts over midnight, of yesterday."""
    today = timezone.localdate()
    for day in (today - timedelta(days=1), today):
        force.count_all(day, by=PLATFORM)


@sweep("patrol.gaps", every_s=60)
def watch_gaps() -> None:
    """Say once an hour where nobody is rostered now, and which agency left a joint station alone.

    Only stations that ever had a shift: one whose roster is kept elsewhere is no gap.
    """
    now = timezone.now()
    hour = timezone.localtime(now).strftime("%Y-%m-%dT%H")
    stations = Station.objects.filter(is_active=True, shifts__isnull=False).distinct()
    facts = [
        fact
        for station in stations.select_related("agency").prefetch_related("partners")
        for fact in _gaps(station, hour)
    ]
    with transaction.atomic():
        record(PLATFORM, *facts)


def _gaps(station: Station, hour: str) -> list[Fact]:
    if station.is_round_the_clock and not entries_at().filter(shift__station=station).exists():
        return [_fact("patrol.shift_uncovered", station, hour, who=station.agency.name)]
    return [
        _fact("patrol.shift_agency_gap", station, hour, who=agency.name)
        for agency in agency_gaps(station)
    ]


def _fact(kind: str, station: Station, hour: str, *, who: str) -> Fact:
    return Fact(
        kind=kind,
        subject_type="station",
        subject_id=station.code,
        subject_version=station.version,
        agency_path=station.agency.path,
        payload={"station": station.name, "hour": hour, "agency": who},
        dedupe_key=f"{kind}:{station.code}:{who}:{hour}",
    )
