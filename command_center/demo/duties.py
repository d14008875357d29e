"""The demo city's duty: templates, a week of shifts and who came, certificates, and a work log."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Final

import numpy as np
from django.db.models import F
from django.utils import timezone

from command_center.demo.forces import Forces
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency
from patrol.shifts import services
from patrol.shifts.models import (
    Certificate,
    ForceLevel,
    ForcePlan,
    Handover,
    PresenceRule,
    RestRule,
    RosterEntry,
    Shift,
    ShiftNeed,
    ShiftTemplate,
)
from patrol.units.models import CrewPosting, Station, Unit
from patrol.worklog.models import WorkEntry

AUTHOR: Final = "演示数据"
_HOURS: Final = (("白班", time(8)), ("夜班", time(20)))
_LENGTH_MIN: Final = 720
_CAME: Final = 0.94  # the share of those rostered who come
_WORK: Final = (  # kind, item, result, source, what is written, how often a day and station
    ("stop", "", "cleared", "patrol", "路面盘查，核查无异。", 6.0),
    ("stop", "", "warned", "patrol", "教育劝离。", 1.5),
    ("find", "", "settled", "patrol", "发现占道堆物，当场清理。", 1.0),
    ("arrest", "", "detained", "information", "根据线索抓获，案件编号见右。", 0.12),
    ("arrest", "", "handed_over", "patrol", "巡逻中发现，移交办案单位。", 0.05),
    ("service", "advice", "", "", "咨询户籍办理流程。", 4.0),
    ("service", "luggage", "", "", "行李寄存一件。", 1.5),
    ("service", "lost_found", "settled", "", "拾得手机，已交还失主。", 0.6),
    ("help", "", "settled", "", "护送走失老人回家。", 0.7),
    ("hazard", "", "handed_over", "patrol", "井盖破损，已围挡并移交。", 0.4),
    ("trade", "", "cleared", "patrol", "旅馆业检查，登记规范。", 0.5),
    ("prevention", "", "", "", "反诈宣传，发放材料。", 0.8),
)
_WORK_DAYS: Final = 35


def create_duties(forces: Forces, *, city: Agency) -> int:
    """Shifts of last week and this one, rostered and come to; answers how many."""
    today = timezone.localdate()
    RestRule.objects.create(agency=city, hours=8, valid_from=today - timedelta(days=365))
    PresenceRule.objects.create(
        agency=city, times_a_day=2, between_from=time(9), between_to=time(22), draws=3, minutes=5
    )
    posts = [s for s in forces.stations.values() if s.kind == Station.Kind.STREET]
    templates = [template for post in posts for template in _templates(post)]
    monday = today - timedelta(days=today.isoweekday() - 1)
    for template in templates:
        for week in (monday - timedelta(days=7), monday):
            services.generate(template, by=PLATFORM, monday=week)
    _certificates(forces.units)
    ForcePlan.objects.bulk_create(_force_plans(posts))
    rng = np.random.default_rng(11)
    shifts = list(Shift.objects.select_related("station", "agency").order_by("starts_at", "pk"))
    RosterEntry.objects.bulk_create(_entries(shifts, rng))
    Handover.objects.bulk_create(_handovers(shifts))
    WorkEntry.objects.bulk_create(_work(forces, rng))
    return len(shifts)


def _templates(post: Station) -> Iterator[ShiftTemplate]:
    since = timezone.localdate() - timedelta(days=30)
    for name, starts in _HOURS:
        template = ShiftTemplate.objects.create(
            agency=post.agency,
            station=post,
            name=f"{post.name}{name}",
            starts=starts,
            minutes=_LENGTH_MIN,
            days=[1, 2, 3, 4, 5, 6, 7],
            valid_from=since,
        )
        ShiftNeed.objects.create(template=template, kind="officer", count=1, certificate="firearm")
        ShiftNeed.objects.create(template=template, kind="auxiliary", count=3)
        ShiftNeed.objects.create(template=template, kind="unit", count=2)
        yield template


def _certificates(units: Iterable[Unit]) -> None:
    """Leaders of armed units may carry, those with a car may drive; one firearm has run out."""
    today = timezone.localdate()
    leaders = CrewPosting.objects.filter(unit__in=list(units), officer__isnull=False)
    rows = []
    for number, posting in enumerate(leaders.select_related("unit", "officer").order_by("pk")):
        has_run_out = number % 17 == 16
        ends = today - timedelta(days=20) if has_run_out else today + timedelta(days=400)
        for kind in ("firearm", "driving"):
            if kind == "firearm" and not posting.unit.is_armed:
                continue
            rows.append(
                Certificate(
                    officer=posting.officer,
                    kind_id=kind,
                    valid_from=today - timedelta(days=500),
                    valid_to=ends if kind == "firearm" else today + timedelta(days=900),
                    recorded_by=AUTHOR,
                )
            )
    Certificate.objects.bulk_create(rows)


def _force_plans(posts: Iterable[Station]) -> Iterator[ForcePlan]:
    """The four totals a street station means to have in a day, more at the higher levels."""
    levels = list(ForceLevel.objects.order_by("rank"))
    for post in posts:
        for level in levels:
            yield ForcePlan(
                agency=post.agency,
                level=level,
                officers=2 * level.rank,
                auxiliaries=6 * level.rank,
                vehicles=2 + level.rank,
                weapons=level.rank,
                valid_from=timezone.localdate() - timedelta(days=365),
            )


def _entries(shifts: Iterable[Shift], rng: np.random.Generator) -> Iterator[RosterEntry]:
    """The leaders with their crews by day; each station's last leader by night, with all others."""
    now = timezone.now()
    crews: dict[int, list[CrewPosting]] = {}
    postings = CrewPosting.objects.filter(unit__station__isnull=False)
    for posting in postings.select_related("unit").order_by("pk"):
        crews.setdefault(posting.unit.station_id or 0, []).append(posting)
    by_night = {max((p.pk for p in crew if p.officer_id), default=0) for crew in crews.values()}
    for shift in shifts:
        is_day = timezone.localtime(shift.starts_at).hour < 12
        for posting in crews.get(shift.station_id or 0, []):
            if posting.officer_id and is_day == (posting.pk in by_night):
                continue
            is_armed = posting.unit.is_armed and bool(posting.officer_id)
            entry = RosterEntry(
                shift=shift,
                unit=posting.unit,
                officer_id=posting.officer_id,
                name=posting.name,
                kind=posting.kind,
                carries_weapon=is_armed,
                certificates=["firearm"] if is_armed else [],
                recorded_at=shift.starts_at - timedelta(days=3),
            )
            _come(entry, shift, now, rng)
            yield entry


def _come(entry: RosterEntry, shift: Shift, now: datetime, rng: np.random.Generator) -> None:
    if shift.starts_at > now or rng.random() > _CAME:
        return
    entry.came_at = min(shift.starts_at + timedelta(minutes=float(rng.normal(-6, 5))), now)
    if shift.ends_at <= now:
        entry.left_at = shift.ends_at + timedelta(minutes=float(rng.gamma(2, 6)))


def _handovers(shifts: Iterable[Shift]) -> Iterator[Handover]:
    """Every shift that is over was handed over and taken over, a few minutes before and after."""
    now = timezone.now()
    for shift in shifts:
        if shift.ends_at < now:
            yield Handover(
                shift=shift,
                state=Handover.State.DONE,
                owner_path=shift.agency.path,
                title=shift.name,
                subject_type="shift",
                subject_id=str(shift.pk),
                issued_at=shift.ends_at - timedelta(minutes=30),
                issued_by=AUTHOR,
                signed_at=shift.ends_at - timedelta(minutes=8),
                signed_by=AUTHOR,
                due_at=shift.ends_at + timedelta(minutes=30),
                done_at=min(shift.ends_at + timedelta(minutes=6), now),
                done_by=AUTHOR,
                outcome="交接清楚",
            )


def _work(forces: Forces, rng: np.random.Generator) -> Iterator[WorkEntry]:
    """Five weeks of what street stations did, each by one of the station's units."""
    now = timezone.now()
    units = [unit for unit in forces.units if unit.station_id]
    stations = sorted({unit.station_id for unit in units if unit.station_id})
    for station in stations:
        own = [unit for unit in units if unit.station_id == station]
        for kind, item, result, source, text, often in _WORK:
            for _nth in range(int(rng.poisson(often * _WORK_DAYS))):
                at = now - timedelta(days=float(rng.uniform(0, _WORK_DAYS)))
                yield WorkEntry(
                    unit=own[int(rng.integers(len(own)))],
                    station_id=station,
                    kind=kind,
                    item=item,
                    result=result,
                    source=source,
                    happened_at=at,
                    recorded_at=at,
                    text=text,
                    case_ref=f"演-{station}-{_nth}" if kind == "arrest" else "",
                    entered_by=AUTHOR,
                )


def put_units_on_duty() -> int:
    """Units with somebody on a running shift are on patrol, the others of the stations stand by."""
    now = timezone.now()
    there = RosterEntry.objects.filter(
        shift__starts_at__lte=now, shift__ends_at__gt=now, came_at__isnull=False
    )
    on_shift = Unit.objects.filter(pk__in=there.values("unit_id"))
    stationed = Unit.objects.filter(station__isnull=False, station__kind="street")
    stationed.exclude(pk__in=on_shift).update(status="standby", version=F("version") + 1)
    return on_shift.count()
