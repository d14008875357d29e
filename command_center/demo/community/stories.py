"""Which disputes the demo city has: how far each came, since when, where it is from."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point

from command_center.demo.community.town import Town
from command_center.incidents.models import Incident
from grid.territory.models import Cell
from mediation.register.models import Dispute, Party

Stage, Source = Dispute.Stage, Dispute.Source
# Stage, how many, the least and the most days since it was reported.
_PLAN: Final = (
    (Stage.REGISTERED, 8, 0.1, 0.6),
    (Stage.ASSESSED, 10, 0.3, 1.0),
    (Stage.ASSIGNED, 16, 0.8, 2.0),
    (Stage.MEDIATING, 34, 3.0, 15.0),
    (Stage.AGREED, 8, 5.0, 9.0),
    (Stage.FULFILLING, 26, 9.0, 32.0),
    (Stage.FAILED, 8, 5.0, 10.0),
    (Stage.REFUSED, 8, 3.0, 8.0),
    (Stage.TRANSFERRED, 7, 1.5, 2.4),
    (Stage.REVISITED, 9, 36.0, 38.0),
    (Stage.CLOSED, 14, 38.0, 46.0),
    (Stage.ARCHIVED, 12, 52.0, 90.0),
)
_CATEGORY: Final = {
    "080101": "neighbor", "080102": "neighbor", "080201": "family", "080301": "consumer",
    "080302": "contract", "080304": "other", "080401": "labor", "080500": "land_forest",
}  # fmt: skip
_PERIOD: Final = timedelta(days=95)


@dataclass(slots=True)
class Story:
    """One dispute with what leads to its rows; `days` since it was reported."""

    nth: int
    stage: str
    days: float
    said: dict[str, Any]
    cell: Cell
    address: str
    point: Point
    reported_at: datetime
    source: str
    source_number: str = ""
    answers: list[str] = field(default_factory=list)
    row: Dispute = field(default_factory=Dispute)
    parties: list[Party] = field(default_factory=list)


def stories_of(town: Town) -> list[Story]:
    """Every dispute to be, in the order in which they were reported."""
    calls = _calls(town)
    stations = sorted({_station(cell) for cell in town.cells})
    grounds = {key: [c for c in town.cells if _station(c) == key] for key in stations}
    made: list[Story] = []
    for stage, count, least, most in _PLAN:
        for place in range(count):
            days = least + (most - least) * (place + 0.5) / count
            ground = grounds[stations[len(made) % len(stations)]]
            made.append(_story(town, len(made), stage, days, ground, calls))
    return sorted(made, key=lambda story: story.reported_at)


def _station(cell: Cell) -> int:
    """The key of the station whose ground it is."""
    is_office = cell.agency.kind == "office"
    return (cell.agency.parent_id or 0) if is_office else cell.agency_id


def _calls(town: Town) -> list[Incident]:
    rows = Incident.objects.filter(
        category__code__in=_CATEGORY, reported_at__gte=town.now - _PERIOD, is_valid_call=True,
        cell__isnull=False,
    )  # fmt: skip
    return list(rows.select_related("category").only(
        "number", "category__code", "cell_id", "address", "point", "reported_at"
    ).order_by("reported_at"))  # fmt: skip


def _story(
    town: Town, nth: int, stage: str, days: float, ground: list[Cell], calls: list[Incident]
) -> Story:
    words = town.words["dispute"]
    at = town.now - timedelta(days=days)
    call = _near(calls, at) if nth % 2 else None
    if call and call.point:
        cells = {cell.pk: cell for cell in town.cells}
        code = _CATEGORY[call.category.code]
        said = town.one([one for one in words if one["category"] == code])
        story = Story(
            nth, stage, days, said, cells[call.cell_id or 0], call.address, call.point,
            call.reported_at, Source.CALL, call.number,
        )  # fmt: skip
        calls.remove(call)
        return story
    cell = ground[nth % len(ground)]
    source = (Source.VISIT, Source.APPLICATION, Source.PATROL, Source.REFERRAL)[nth // 2 % 4]
    return Story(
        nth, stage, days, words[nth // 2 % len(words)], cell, town.address(cell), town.spot(cell),
        at, source,
    )  # fmt: skip


def _near(calls: list[Incident], at: datetime) -> Incident | None:
    """A call of nearly this moment."""
    found = min(calls, key=lambda call: abs(call.reported_at - at), default=None)
    is_near = found is not None and abs(found.reported_at - at) < timedelta(hours=5)
    return found if is_near else None
