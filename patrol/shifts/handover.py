"""Handing a shift over: what is open is counted, both sign, nothing is closed by it.

What patrol cannot see itself is brought by whoever can, from `AppConfig.ready`:

    handover.register_source("open_calls", count_open_calls)

A source is given an agency path and answers {"label": str, "count": int, "lines": [str, …]}.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import PLATFORM
from grid.ledger.obligations import Order
from grid.organisation.models import Officer
from patrol.shifts.models import Handover, RosterEntry, Shift
from patrol.units.models import Unit

Source = Callable[[str], dict[str, Any]]
AHEAD: Final = timedelta(minutes=30)  # the handover may be written before the shift is over
BACK: Final = timedelta(hours=24)
_sources: Final[dict[str, Source]] = {}


def register_source(name: str, source: Source) -> None:
    """Let every handover count this too; the last registration under a name holds."""
    _sources[name] = source


def snapshot(agency_path: str) -> dict[str, Any]:
    """What every source counts now, by its name."""
    return {name: source(agency_path) for name, source in sorted(_sources.items())}


def unit_counts(agency_path: str) -> dict[str, Any]:
    """Units by what they are doing."""
    rows = Unit.objects.filter(agency__path__startswith=agency_path, is_active=True)
    counted = rows.values("status").annotate(n=Count("pk")).order_by("status")
    lines = [f"{Unit.Status(row['status']).label}: {row['n']}" for row in counted]
    return {"label": str(_("Units")), "count": sum(row["n"] for row in counted), "lines": lines}


register_source("units", unit_counts)


@transaction.atomic
def issue_due(now: datetime | None = None) -> list[Handover]:
    """Put a handover on every shift with people on it that is about to end or has just ended."""
    now = now or timezone.now()
    ending = Shift.objects.filter(
        ends_at__lte=now + AHEAD, ends_at__gt=now - BACK, handover__isnull=True
    )
    rostered = ending.filter(entries__isnull=False).select_related("agency", "station", "template")
    return [_issue(shift) for shift in rostered.distinct().order_by("ends_at", "pk")]


@transaction.atomic
def give(handover: Handover, *, by: Officer, version: int | None = None, **said: str) -> Handover:
    """Sign as the one who leaves; counts are taken now. `said`: levels, equipment, notes.

    Raises NotAllowed for somebody who is not on the shift, LostRace where it was signed already.
    """
    if not may_give(handover, by):
        raise NotAllowed(_("Only somebody of this shift hands it over."))
    signed = obligations.sign(handover, by.as_actor(), version=version)
    signed.snapshot = snapshot(signed.owner_path)
    signed.given_by = by.badge_number
    for name in ("levels", "equipment", "notes"):
        setattr(signed, name, said.get(name, ""))
    signed.save(update_fields=["snapshot", "given_by", "levels", "equipment", "notes"])
    return signed


@transaction.atomic
def take(
    handover: Handover, *, by: Officer, remarks: str = "", version: int | None = None
) -> Handover:
    """Sign as the one who takes over; raises NotAllowed for the same person or another shift's."""
    if by.badge_number == handover.given_by:
        raise NotAllowed(_("Two people sign a handover."))
    if not may_take(handover, by):
        raise NotAllowed(_("Only somebody of the next shift takes it over."))
    done = obligations.finish(handover, by.as_actor(), outcome=remarks, version=version)
    done.remarks = remarks
    done.save(update_fields=["remarks"])
    return done


def next_of(shift: Shift) -> Shift | None:
    """The shift that follows at the same station or, without one, the same agency."""
    rows = Shift.objects.filter(
        agency=shift.agency, station=shift.station, starts_at__gte=shift.ends_at - AHEAD
    )
    return rows.exclude(pk=shift.pk).order_by("starts_at", "pk").first()


def _issue(shift: Shift) -> Handover:
    minutes = shift.template.handover_minutes if shift.template else 30
    order = Order(
        owner_path=shift.agency.path,
        title=_("Handover of %(shift)s") % {"shift": shift},
        subject_type="shift",
        subject_id=str(shift.pk),
        due_at=shift.ends_at + timedelta(minutes=minutes),
    )
    return obligations.issue(Handover, PLATFORM, order, shift=shift, next_shift=next_of(shift))


def may_give(handover: Handover, officer: Officer) -> bool:
    """Whether the officer is one of those who leave."""
    return _is_on(officer, handover.shift)


def may_take(handover: Handover, officer: Officer) -> bool:
    """Whether the officer comes next; anybody where nobody of the next shift has an account."""
    following = handover.next_shift
    return following is None or not _has_officers(following) or _is_on(officer, following)


def _is_on(officer: Officer, shift: Shift) -> bool:
    return RosterEntry.objects.filter(shift=shift, officer=officer).exists()


def _has_officers(shift: Shift) -> bool:
    return RosterEntry.objects.filter(shift=shift, officer__isnull=False).exists()
