"""Reading shifts: who is on, what is missing, who is resting, which hours nobody covers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.models import Agency, Officer
from grid.scope import Viewer
from patrol.shifts.models import (
    Certificate,
    CertificateKind,
    RestRule,
    RosterEntry,
    Shift,
    ShiftNeed,
    ShiftTemplate,
)
from patrol.units.models import Station, Unit


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a local calendar day and of the next."""
    begins = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    return begins, ends


def shifts(
    viewer: Viewer, *, begins: datetime, ends: datetime, agency: str = "", station: str = ""
) -> QuerySet[Shift]:
    """Shifts in scope that touch a span of time."""
    rows = Shift.objects.visible_to(viewer).filter(starts_at__lt=ends, ends_at__gt=begins)
    if agency:
        rows = rows.filter(agency__path__contains=f"{agency}/")
    if station:
        rows = rows.filter(station__code=station)
    return rows.select_related("agency", "station").prefetch_related(
        "entries__officer__agency", "entries__unit__agency"
    )


def templates(viewer: Viewer) -> QuerySet[ShiftTemplate]:
    """Templates in scope with what they ask for."""
    rows = ShiftTemplate.objects.visible_to(viewer).select_related("agency", "station")
    return rows.prefetch_related("needs")


def certificates(viewer: Viewer, *, q: str = "", kind: str = "") -> QuerySet[Certificate]:
    """Certificates in scope; `q` looks in badge and name."""
    rows = Certificate.objects.visible_to(viewer).select_related("officer__agency", "kind")
    if q:
        rows = rows.filter(Q(officer__badge_number__istartswith=q) | Q(officer__name__icontains=q))
    return rows.filter(kind=kind) if kind else rows


def on_shift(unit: Unit, at: datetime | None = None) -> bool:
    """Whether somebody of the unit is rostered for a moment."""
    return entries_at(at).filter(unit=unit).exists()


def entries_at(at: datetime | None = None) -> QuerySet[RosterEntry]:
    """Whoever is rostered for a moment, wherever."""
    at = at or timezone.now()
    return RosterEntry.objects.filter(shift__starts_at__lte=at, shift__ends_at__gt=at)


def shift_of(officer: Officer, at: datetime | None = None) -> RosterEntry | None:
    """The officer's entry of the shift that runs, else of the one that begins within 12 hours."""
    at = at or timezone.now()
    rows = RosterEntry.objects.filter(
        officer=officer, shift__ends_at__gt=at, shift__starts_at__lte=at + timedelta(hours=12)
    )
    return (
        rows.select_related("shift__station", "shift__agency", "unit")
        .order_by("shift__starts_at")
        .first()
    )


def rest_hours(agency: Agency, day: date) -> int:
    """Hours between two shifts by the rule nearest to the agency in force that day; 0: none."""
    above = [agency.path[:end] for end in range(13, len(agency.path) + 1, 13)]
    rules = RestRule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), agency__path__in=above, valid_from__lte=day
    ).select_related("agency")
    nearest = max(rules, key=lambda rule: (len(rule.agency.path), rule.valid_from), default=None)
    return nearest.hours if nearest else 0


def resting(who: Officer | Unit, at: datetime | None = None) -> bool:
    """Whether an officer, or anybody in a unit, ended a shift too recently to be sent."""
    at = at or timezone.now()
    mine = Q(officer=who) if isinstance(who, Officer) else Q(unit=who)
    if entries_at(at).filter(mine).exists():
        return False
    ended = Q(left_at__lte=at) | Q(left_at__isnull=True, shift__ends_at__lte=at)
    last = RosterEntry.objects.filter(mine & ended, shift__ends_at__gt=at - timedelta(hours=49))
    for entry in last.select_related("shift__agency"):
        over = entry.left_at or entry.shift.ends_at
        hours = rest_hours(entry.shift.agency, timezone.localdate(at))
        if at < over + timedelta(hours=hours):
            return True
    return False


def staffing(agency: Agency, at: datetime | None = None) -> list[dict[str, Any]]:
    """Required against rostered and present, for each shift of the agency (and below) that runs."""
    at = at or timezone.now()
    running = Shift.objects.filter(
        agency__path__startswith=agency.path, starts_at__lte=at, ends_at__gt=at
    )
    running = running.select_related("agency", "station")
    return [
        {"shift": shift, "needs": needs_of(shift)}
        for shift in running.prefetch_related("entries__unit", "entries__officer")
    ]


def needs_of(shift: Shift, words: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Each need of the shift with how many are rostered for it, how many came, what is missing.

    `words` are those of `certificate_words`, read once for a page of shifts.
    """
    entries = list(shift.entries.all())
    return [_met(need, entries) | _named(need, words or {}) for need in shift.needs]


def certificate_words() -> dict[str, str]:
    """What each kind of certificate is called, by its code."""
    return {kind.code: str(kind) for kind in CertificateKind.objects.all()}


def _named(need: dict[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    """A need's certificate and tier in the words of the reader."""
    code, tier = need.get("certificate") or "", need.get("tier") or ""
    return {
        "certificate_name": words.get(code, code),
        "tier_name": str(Unit.Tier(tier).label) if tier else "",
    }


def _met(need: dict[str, Any], entries: Iterable[RosterEntry]) -> dict[str, Any]:
    fitting = [entry for entry in entries if _fits(entry, need)]
    came = [entry for entry in fitting if entry.came_at]
    key = "unit_id" if need["kind"] == ShiftNeed.Kind.UNIT else "pk"
    rostered, present = ({getattr(e, key) for e in rows} for rows in (fitting, came))
    return need | {
        "label": ShiftNeed.Kind(need["kind"]).label,
        "rostered": len(rostered),
        "present": len(present),
        "missing": max(0, need["count"] - len(rostered)),
    }


def _fits(entry: RosterEntry, need: dict[str, Any]) -> bool:
    if need.get("tier") and (entry.unit is None or entry.unit.tier != need["tier"]):
        return False
    if need["kind"] == ShiftNeed.Kind.UNIT:
        return entry.unit_id is not None
    if need.get("certificate") and need["certificate"] not in entry.certificates:
        return False
    return bool(entry.kind == need["kind"])


def uncovered_hours(station: Station, day: date) -> list[int]:
    """Hours (0 to 23) of a local day in which nobody is rostered at a round-the-clock station.

    An hour counts as covered only where the roster covers the whole of it.
    """
    begins, ends = day_bounds(day)
    spans = Shift.objects.filter(
        station=station, starts_at__lt=ends, ends_at__gt=begins, entries__isnull=False
    )
    known = sorted(set(spans.values_list("starts_at", "ends_at")))
    count = round((ends - begins) / timedelta(hours=1))
    hours = [begins + timedelta(hours=hour) for hour in range(count)]
    return [n for n, hour in enumerate(hours) if not _covered(hour, known)]


def _covered(hour: datetime, spans: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether spans in the order of their beginnings leave no moment of the hour open."""
    reached, over = hour, hour + timedelta(hours=1)
    for begins, ends in spans:
        if begins > reached:
            break
        reached = max(reached, ends)
    return reached >= over


def agency_gaps(station: Station, at: datetime | None = None) -> list[Agency]:
    """Agencies that share the station and have nobody rostered there at a moment."""
    rows = entries_at(at).filter(shift__station=station)
    paths = list(rows.values_list("officer__agency__path", "unit__agency__path"))
    sharing = [station.agency, *station.partners.all()]
    if len(sharing) == 1:
        return []
    return [a for a in sharing if not any(_of(a, path) for path in paths)]


def _of(agency: Agency, paths: tuple[str | None, str | None]) -> bool:
    """An officer counts for her own agency, somebody without account for the unit's."""
    mine = paths[0] or paths[1] or ""
    return mine.startswith(agency.path)


def overtime(viewer: Viewer, *, begins: datetime, ends: datetime) -> list[dict[str, Any]]:
    """Minutes beyond the end of the shift, by agency, of whoever left within a span of time."""
    rows = RosterEntry.objects.visible_to(viewer).filter(left_at__gte=begins, left_at__lt=ends)
    minutes: Counter[tuple[str, str]] = Counter()
    heads: Counter[tuple[str, str]] = Counter()
    for entry in rows.select_related("shift__agency"):
        whose = (entry.shift.agency.code, entry.shift.agency.name)
        over = int(entry.overtime.total_seconds() // 60)
        if over > 0:
            minutes[whose] += over
            heads[whose] += 1
    return [
        {"code": code, "agency": name, "minutes": minutes[code, name], "people": heads[code, name]}
        for code, name in sorted(minutes)
    ]


def notices_of(station: Station) -> list[str]:
    """What is wrong with the roster of a station now, in sentences; nothing where none is kept."""
    if not Shift.objects.filter(station=station).exists():
        return []
    gaps = [
        _("Nobody of %(agency)s is rostered here now.") % {"agency": agency.name}
        for agency in agency_gaps(station)
    ]
    hours = uncovered_hours(station, timezone.localdate()) if station.is_round_the_clock else []
    if hours:
        gaps.append(
            _("No roster today in the hours from %(hours)s.")
            % {"hours": ", ".join(f"{hour:02}" for hour in hours)}
        )
    return gaps
