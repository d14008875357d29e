"""The demo city's patrols: beats, points, routes, plans, and a week of rounds that were walked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

import numpy as np
from django.utils import timezone

from command_center.demo.calls import CallGenerator
from command_center.demo.forces import Forces, corners_of
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Officer
from grid.territory.models import Cell, Place
from patrol.rounds import services
from patrol.rounds.models import (
    PatrolPoint,
    PlanLeg,
    Round,
    RoundStop,
    Visit,
    WindowCheck,
)
from patrol.rounds.occurrences import starts_of, window_on
from patrol.units.models import Station, Unit

DAYS: Final = 7
_ALL_WEEK: Final = [1, 2, 3, 4, 5, 6, 7]
_VISITED, _SKIPPED = 0.92, 0.96  # shares, added up; the rest is missed
_METHODS: Final = ("qr", "qr", "geofence", "geofence", "nfc", "hand")
_CAMERAS: Final = ("站前广场球机", "中心市场北口枪机", "人民公园南门球机", "客运站出站口枪机")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a street station patrols."""

    station: Station
    units: dict[str, Unit]  # by kind, the first of each
    points: list[PatrolPoint]
    key_points: list[PatrolPoint]


def create_patrols(
    forces: Forces, generator: CallGenerator, cells: Mapping[str, Cell], *, chief: Officer
) -> int:
    """Everything that is walked; answers the number of rounds of the past week."""
    grounds = [
        _ground(station, forces, generator, cells, chief)
        for station in forces.stations.values()
        if station.kind == Station.Kind.STREET
    ]
    for ground in grounds:
        _plans(ground, chief)
    _video_plan(grounds[0], forces, chief)
    rng = np.random.default_rng(7)
    walked = _history(rng)
    _windows(rng)
    services.plan_ahead(now=timezone.now())
    _set_out()
    return walked


def _ground(
    station: Station,
    forces: Forces,
    generator: CallGenerator,
    cells: Mapping[str, Cell],
    chief: Officer,
) -> Ground:
    units: dict[str, Unit] = {}
    for unit in forces.units:
        if unit.station_id == station.pk:
            units.setdefault(unit.kind, unit)
    own = [c.code for c in cells.values() if c.agency.path.startswith(station.agency.path)]
    services.put_beat(
        None,
        by=PLATFORM,
        viewer=chief,
        code=f"B-{station.code}",
        name=f"{station.name}巡区",
        agency=station.agency.code,
        cells=own,
    )
    corners = corners_of(next(iter(units.values())), generator, cells)
    points = [
        services.put_point(
            None,
            by=PLATFORM,
            viewer=chief,
            code=f"{station.code}-{number:02d}",
            name=f"{station.name}{number}号巡更点",
            lng=corner.x,
            lat=corner.y,
            agency=station.agency.code,
            dwell_s=120,
        )
        for number, corner in enumerate(corners, start=1)
    ]
    places = Place.objects.filter(is_key=True, agency__path__startswith=station.agency.path)
    key_points = [
        services.put_point(
            None,
            by=PLATFORM,
            viewer=chief,
            code=f"K{place.pk}",
            name=place.name,
            place=place.pk,
            agency=station.agency.code,
            dwell_s=600,
        )
        for place in places
    ]
    return Ground(station, units, points, key_points)


def _plans(ground: Ground, chief: Officer) -> None:
    """Roads by car, lanes on foot, key places by bicycle; at night the car alone."""
    code, agency = ground.station.code, ground.station.agency.code
    roads = _route(ground, f"R-{code}", "主干道", "roads", ground.points, chief)
    lanes = _route(ground, f"L-{code}", "背街小巷", "lanes", ground.points[::-1][:5], chief)
    legs = [
        {"mode": "vehicle", "route": roads, "unit": ground.units["car"].call_sign},
        {"mode": "foot", "route": lanes, "unit": ground.units["foot"].call_sign, "after_min": 60},
    ]
    if ground.key_points:
        keys = _route(ground, f"K-{code}", "重点部位", "key_places", ground.key_points, chief)
        unit = ground.units["bicycle"].call_sign
        legs.append({"mode": "foot", "route": keys, "unit": unit, "after_min": 30})
    since = timezone.localdate() - timedelta(days=30)
    shared = {"agency": agency, "days": _ALL_WEEK, "valid_from": since}
    day = {"starts_at": time(6), "ends_at": time(22), "every_min": 240, "legs": legs}
    night = {"starts_at": time(22), "ends_at": time(6), "every_min": 240, "legs": legs[:1]}
    for word, hours in (("白天", day), ("夜间", night)):
        name = f"{ground.station.name}{word}巡逻"
        said: dict[str, Any] = {"name": name, **shared, **hours}
        services.put_plan(None, by=PLATFORM, viewer=chief, **said)


def _route(
    ground: Ground,
    code: str,
    word: str,
    tier: str,
    points: Sequence[PatrolPoint],
    chief: Officer,
) -> str:
    """A route through the points; answers its code."""
    services.create_route(
        by=PLATFORM,
        viewer=chief,
        code=code,
        name=f"{ground.station.name}{word}",
        tier=tier,
        agency=ground.station.agency.code,
        beat=f"B-{ground.station.code}",
        points=[point.pk for point in points],
        line=[[p.point.x, p.point.y] for p in points if p.point],
    )
    return code


def _video_plan(ground: Ground, forces: Forces, chief: Officer) -> None:
    """One plan of three ways: the video desk looks first, then a car, then people on foot."""
    desk = next(unit for unit in forces.units if unit.kind == Unit.Kind.VIDEO)
    cameras = [
        services.put_point(
            None,
            by=PLATFORM,
            viewer=chief,
            code=f"CAM-{number}",
            name=name,
            kind=PatrolPoint.Kind.CAMERA,
            agency=ground.station.agency.code,
            dwell_s=60,
        )
        for number, name in enumerate(_CAMERAS, start=1)
    ]
    code = ground.station.code
    video = _route(ground, f"V-{code}", "视频", "key_places", cameras, chief)
    legs = [
        {"mode": "video", "route": video, "unit": desk.call_sign, "minutes": 60},
        {
            "mode": "vehicle",
            "route": f"R-{code}",
            "unit": ground.units["motorcycle"].call_sign,
            "after_min": 60,
            "minutes": 60,
        },
    ]
    services.put_plan(
        None,
        by=PLATFORM,
        viewer=chief,
        name=f"{ground.station.name}视频车巡接力",
        agency=ground.station.agency.code,
        days=_ALL_WEEK,
        valid_from=timezone.localdate() - timedelta(days=30),
        starts_at=time(18),
        ends_at=time(23),
        every_min=120,
        legs=legs,
    )


def _history(rng: np.random.Generator) -> int:
    """A week of rounds, most walked, some with points missed, a few not walked at all."""
    now = timezone.now()
    rows = [
        (leg, due)
        for leg in PlanLeg.objects.select_related("plan__agency", "route", "unit")
        for due in _past_starts(leg, now)
    ]
    rounds = Round.objects.bulk_create(_round(leg, due, rng) for leg, due in rows)
    stops = RoundStop.objects.bulk_create(_stops(rounds, rows, rng))
    Visit.objects.bulk_create(_visits(stops, rng))
    return len(rounds)


def _past_starts(leg: PlanLeg, now: datetime) -> Iterator[datetime]:
    today = timezone.localdate(now)
    for back in range(DAYS, -1, -1):
        for start in starts_of(leg.plan, today - timedelta(days=back)):
            due = start + timedelta(minutes=leg.after_min)
            if due + timedelta(minutes=leg.minutes) < now:
                yield due


def _round(leg: PlanLeg, due: datetime, rng: np.random.Generator) -> Round:
    is_walked = rng.random() < 0.96
    begun = due + timedelta(seconds=int(rng.integers(0, 500)))
    ended = due + timedelta(minutes=leg.minutes - int(rng.integers(0, 10)))
    return Round(
        name=leg.route.name,
        agency=leg.plan.agency,
        unit=leg.unit,
        route=leg.route,
        walked=leg.route.versions.first() if is_walked else None,
        leg=leg,
        mode=leg.mode,
        tier=leg.route.tier,
        source_ref=leg.plan.name,
        state=Round.State.DONE if is_walked else Round.State.MISSED,
        due_start=due,
        due_end=due + timedelta(minutes=leg.minutes),
        started_at=begun if is_walked else None,
        ended_at=ended,
        seed=int(rng.integers(1, 1 << 60)),
    )


def _stops(
    rounds: Sequence[Round], rows: Sequence[tuple[PlanLeg, datetime]], rng: np.random.Generator
) -> Iterator[RoundStop]:
    points: dict[int, list[PatrolPoint]] = {}
    for walk, (leg, _due) in zip(rounds, rows, strict=True):
        if leg.route_id not in points:
            version = leg.route.versions.get(valid_to__isnull=True)
            points[leg.route_id] = [stop.point for stop in version.stops.select_related("point")]
        order = rng.permutation(len(points[leg.route_id]))
        for place, index in enumerate(order, start=1):
            stop = RoundStop(round=walk, point=points[leg.route_id][index], order=place)
            _decide(stop, walk, rng)
            yield stop


def _decide(stop: RoundStop, walk: Round, rng: np.random.Generator) -> None:
    chance = rng.random() if walk.state == Round.State.DONE else 1.0
    if chance < _VISITED:
        stop.state = RoundStop.State.VISITED
    elif chance < _SKIPPED:
        stop.state, stop.reason = RoundStop.State.SKIPPED, "call"
    else:
        stop.state = RoundStop.State.MISSED


def _visits(stops: Sequence[RoundStop], rng: np.random.Generator) -> Iterator[Visit]:
    for stop in stops:
        walk = stop.round
        if stop.state != RoundStop.State.VISITED or walk.started_at is None or walk.unit is None:
            continue
        length = (walk.due_end - walk.started_at).total_seconds()
        at = walk.started_at + timedelta(seconds=length * stop.order / 8)
        is_video = walk.mode == "video"
        yield Visit(
            round=walk,
            unit=walk.unit,
            stop=stop,
            point=stop.point,
            method="hand" if is_video else _METHODS[int(rng.integers(len(_METHODS)))],
            happened_at=at,
            received_at=at + timedelta(seconds=2),
            fix=None if is_video else stop.point.point,
            distance_m=None if is_video else round(float(rng.gamma(2, 6)), 1),
            dwell_s=int(stop.point.dwell_s * rng.uniform(0.6, 2.5)),
            client_ref=f"demo-{stop.pk}",
            actor_label="演示数据",
        )


def _windows(rng: np.random.Generator) -> None:
    """How the time windows of the key places ended in the past week."""
    now = timezone.now()
    today = timezone.localdate(now)
    checks = []
    for place in Place.objects.filter(is_key=True).select_related("agency"):
        for back in range(1, DAYS + 1):
            for window in place.windows:
                span = window_on(window, today - timedelta(days=back))
                if span:
                    checks.append(_check(place, span, is_met=rng.random() < 0.9))
    WindowCheck.objects.bulk_create(checks)


def _check(place: Place, span: tuple[datetime, datetime], *, is_met: bool) -> WindowCheck:
    begins, ends = span
    state = WindowCheck.State.MET if is_met else WindowCheck.State.UNMET
    return WindowCheck(
        agency=place.agency,
        place=place,
        begins_at=begins,
        ends_at=ends,
        state=state,
        met_at=begins + timedelta(minutes=3) if is_met else None,
        checked_at=ends,
    )


def _set_out() -> None:
    """Rounds whose time has come are under way, all but every fifth."""
    now = timezone.now()
    due = Round.objects.filter(state="scheduled", due_start__lte=now, due_end__gt=now)
    busy: set[int] = set()
    for number, walk in enumerate(due.select_related("unit").order_by("due_start", "pk")):
        if walk.unit and walk.unit_id not in busy and number % 5 != 4:
            services.start(walk, unit=walk.unit, by=PLATFORM, at=walk.due_start)
            busy.add(walk.unit.pk)
