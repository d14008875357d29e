"""Which units to send to an incident: the best first, with reasons, and who was passed over.

The order is by score (`scoring`). Units are read nearest first in growing numbers until nothing
farther away could still score better, so that the first places are exact among all units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.dispatch.assignments import scoring
from command_center.dispatch.assignments.candidates import Candidate, Search, nearest, reach
from command_center.dispatch.assignments.models import RecommendationRule
from command_center.dispatch.assignments.numbers import Rates, numbers_at
from command_center.dispatch.assignments.scoring import Needs, PassedOver, Ranked
from command_center.dispatch.assignments.travel import ROWS, Origin, travel_seconds
from command_center.incidents.models import Incident
from grid.scope import Viewer

FIRST, MOST, GROWTH = 24, 2048, 4  # units read at first, at most, and how many times more each time
NO_POSITION: Final = "none"


@dataclass(slots=True)
class Recommendation:
    """Units in order, those passed over, and by what they were found; `method` says how long."""

    as_of: datetime
    needs: Needs
    rule: RecommendationRule
    ranked: list[Ranked] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    method: str = NO_POSITION

    def ranks(self) -> dict[str, int]:
        """The place of each unit by call sign, 1 the best."""
        return {row.unit.call_sign: n for n, row in enumerate(self.ranked, start=1)}


@dataclass(slots=True)
class _Asked:
    """All that is fixed while the units are read."""

    viewer: Viewer
    search: Search
    answer: Recommendation
    rates: Rates
    limit: int


def recommend(
    incident: Incident, viewer: Viewer, *, limit: int = 5, capabilities: Iterable[str] = ()
) -> Recommendation:
    """The `limit` best units in the viewer's scope for an incident; none where it has no point.

    `capabilities` are asked for besides those of the rule of its category; a weapon in the call
    asks for an armed unit.
    """
    now, path = timezone.now(), incident.agency.path
    code = incident.category.code
    numbers = numbers_at(path, category=code, cell_id=incident.cell_id, at=now)
    wanted = tuple(dict.fromkeys([*numbers.rule.capabilities, *capabilities]))
    needs = Needs(wanted, incident.has_weapon, numbers.fresh_s)
    answer = Recommendation(now, needs, numbers.rule)
    if incident.point is not None:
        _fill(_Asked(viewer, _search(incident, answer), answer, numbers.rates, limit))
    return answer


def _search(incident: Incident, answer: Recommendation) -> Search:
    point: Any = incident.point
    now, needs = answer.as_of, answer.needs
    return Search(
        lng=point.x,
        lat=point.y,
        incident_id=incident.pk,
        midnight=timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0),
        week=now - timedelta(days=7),
        oldest=now - timedelta(seconds=max(needs.fresh_s.values())),
        capabilities=needs.capabilities,
        is_armed=needs.is_armed,
    )


def _fill(asked: _Asked) -> None:
    """Read the nearest of all for who is passed over; more of the free ones where too few are."""
    answer = asked.answer
    found = nearest(asked.viewer, asked.search, most=FIRST, only_free=False)
    most, fit = FIRST, _fit(found, answer)
    rows, answer.method = _rank(fit, asked)
    while not _is_settled(rows, found, most, asked) and most < MOST:
        most *= GROWTH
        found = nearest(asked.viewer, asked.search, most=most, only_free=True)
        rows, answer.method = _rank(_fit(found, answer), asked)
    answer.ranked = rows[: asked.limit]
    for row in answer.ranked:
        row.reasons = scoring.reasons(row, answer.rule, answer.needs)


def _fit(found: Sequence[Candidate], answer: Recommendation) -> list[Candidate]:
    """Those that can be sent; on the first reading the others are kept as passed over."""
    fit, others = [], []
    for unit in found:
        why = scoring.against(unit, answer.needs, answer.as_of)
        if why:
            others.append(scoring.passed_over(unit, why, answer.as_of))
        else:
            fit.append(unit)
    if not answer.passed_over:
        answer.passed_over = others
    return fit


def _rank(fit: Sequence[Candidate], asked: _Asked) -> tuple[list[Ranked], str]:
    origins = [Origin(unit.lng, unit.lat, unit.kind, unit.metres) for unit in fit]
    place = asked.search
    told, method = travel_seconds(origins, lng=place.lng, lat=place.lat, rates=asked.rates)
    answer = asked.answer
    rows = (
        scoring.ranked(unit, seconds, answer.rule, answer.as_of)
        for unit, seconds in zip(fit, told, strict=True)
        if seconds is not None
    )
    return scoring.in_order(rows), method


def _is_settled(
    rows: Sequence[Ranked], found: Sequence[Candidate], most: int, asked: _Asked
) -> bool:
    """Whether nobody farther away than those read could still stand among the first."""
    metres = reach(list(found), most)
    if metres == float("inf"):
        return True
    if len(rows) < asked.limit:
        return False
    return asked.answer.method != ROWS or (
        asked.rates.metres_in(rows[asked.limit - 1].score) <= metres
    )


def nearer(answer: Recommendation) -> list[PassedOver]:
    """Units passed over that are nearer than the first recommended; all, where there is none."""
    if not answer.ranked:
        return answer.passed_over
    first = answer.ranked[0].unit.metres
    return [row for row in answer.passed_over if row.unit.metres < first]


def as_json(answer: Recommendation, incident: Incident) -> dict[str, Any]:
    """The answer of the API, JSON-ready."""
    near, now = nearer(answer), answer.as_of
    return {
        "as_of": now.isoformat(),
        "incident": incident.number,
        "units": [_unit(row) for row in answer.ranked],
        "passed_over": {
            "count": len(near),
            "sentence": scoring.sentence(near, now),
            "units": [_passed(row) for row in near[: scoring.SHOWN]],
        },
        "needs": {
            "capabilities": list(answer.needs.capabilities),
            "armed": answer.needs.is_armed,
            "units": answer.rule.units,
        },
        "method": answer.method,
    }


def _unit(row: Ranked) -> dict[str, Any]:
    unit = row.unit
    return {
        "call_sign": unit.call_sign,
        "name": unit.name,
        "kind": unit.kind,
        "agency": {"code": unit.agency_code, "name": unit.agency_name},
        "status": unit.status,
        "distance_m": round(unit.metres),
        "travel_s": round(row.travel_s),
        "position_age_s": round(row.age_s),
        "load": {"open": unit.open_tasks, "today": unit.tasks_today},
        "tier": unit.tier,
        "is_armed": unit.is_armed,
        "capabilities": unit.capabilities,
        "score": round(row.score),
        "reasons": row.reasons,
        "lng": unit.lng,
        "lat": unit.lat,
    }


def _passed(row: PassedOver) -> dict[str, Any]:
    return {
        "call_sign": row.unit.call_sign,
        "distance_m": round(row.unit.metres),
        "why": row.why,
        "text": row.text,
    }
