"""Disputes of the demo city in all stages: where each is from, how pressing, who quarrels."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.demo.community.courses import give_courses
from command_center.demo.community.mediators import Bench
from command_center.demo.community.owing import give_obligations
from command_center.demo.community.town import Town, label
from command_center.incidents.models import Incident
from grid.territory.models import Cell
from mediation.mediators.models import MediationBody
from mediation.register import private
from mediation.register.models import Dispute, DisputeCounter, Party
from mediation.register.places import key_of
from mediation.risk import rulebook, scoring
from mediation.risk.models import Assessment

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
_ANSWERS: Final = (
    *((), ("long",), (), ("livelihood", "stuck"), ("repeated",), (), ("several", "amount")),
    *((), ("threat",), ("long",), ("injury", "stuck"), (), ("livelihood", "long", "several"), ()),
    *(("weapon", "threat"), (), ("group", "livelihood"), ("long",), ("stuck",), ()),
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


def create_disputes(town: Town, bench: Bench) -> int:
    """How many; rows as the services would have written them, the stages last."""
    stories = _stories(town)
    _rows(town, stories)
    Dispute.objects.bulk_create(story.row for story in stories)
    _parties(town, stories)
    _assessments(town, stories)
    give_courses(town, bench, stories)
    give_obligations(town, stories)
    return len(stories)


def _stories(town: Town) -> list[Story]:
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


def _rows(town: Town, stories: list[Story]) -> None:
    last: Counter[int] = Counter()
    for story in stories:
        registered = min(story.reported_at + timedelta(minutes=40), town.now)
        year = timezone.localtime(registered).year
        last[year] += 1
        story.row = _row(town, story, f"JF{year % 100:02}-{last[year]:04}", registered)
    for year, number in last.items():
        DisputeCounter.objects.update_or_create(year=year, defaults={"last": number})


def _row(town: Town, story: Story, number: str, registered: datetime) -> Dispute:
    said, cell, nth = story.said, story.cell, story.nth
    is_home = said["category"] == "family" and nth % 3 == 0
    has_minor = nth % 19 == 4
    story.answers = [*_ANSWERS[nth % len(_ANSWERS)]]
    if is_home:
        story.answers.append("home_violence")
    if has_minor:
        story.answers.append("minor")
    repeats = (0, 0, 0, 1, 0, 0, 2)[nth % 7]
    return Dispute(
        number=number,
        agency=cell.agency,
        cell=cell,
        category_id=said["category"],
        title=f"{cell.name}{said['matter']}纠纷",
        narrative=said["narrative"],
        address=story.address,
        address_key=key_of(story.address),
        point=story.point,
        people=2 + nth % 5,
        amount=None if nth % 3 else 500 * (1 + nth % 40),
        source=story.source,
        source_number=story.source_number,
        reported_at=story.reported_at,
        registered_at=registered,
        registered_by=label(town.officers[cell.pk]),
        stage_since=registered,
        has_minor=has_minor,
        has_home_violence=is_home,
        is_closed_door=is_home,
        repeats=repeats,
        last_contact_at=registered,
    )


def _parties(town: Town, stories: list[Story]) -> None:
    rows = []
    for story in stories:
        sides = ("a", "b", "other") if story.nth % 9 == 0 else ("a", "b")
        for place, side in enumerate(sides):
            is_minor = story.row.has_minor and place == 1
            one = Party(
                dispute=story.row,
                side=side,
                is_organisation=place == 1 and story.said["category"] in ("labor", "consumer"),
                name=town.name(),
                phone=f"1380000{(story.nth * 3 + place) % 10_000:04}",
                id_number=_impossible_id(story.nth * 3 + place, is_minor=is_minor),
                address=f"{story.address}{1 + place}单元{101 + story.nth}室",
                guardian=town.name() if is_minor else "",
                is_minor=is_minor,
                needs_care=story.nth % 17 == place,
            )
            if one.is_organisation:
                one.name, one.id_number = f"{story.cell.name}虚构商行{story.nth}", ""
            private.seal(one)
            story.parties.append(one)
            rows.append(one)
    Party.objects.bulk_create(rows)


_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"  # GB 11643, by the remainder of eleven


def _impossible_id(nth: int, *, is_minor: bool) -> str:
    """Eighteen characters of no division, whose check digit is wrong."""
    born = 2015 if is_minor else 1955 + nth % 45
    body = f"000000{born}0101{nth % 1000:03}"
    right = sum(int(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return body + _CHECKS[(right + 1) % 11]


def _assessments(town: Town, stories: list[Story]) -> None:
    """Everything but what was just registered is graded by the checklist in force."""
    checklist = rulebook.checklist_of(town.city.path)
    items = rulebook.items_of(checklist)
    rows = []
    for story in stories:
        if story.stage == Stage.REGISTERED:
            continue
        row = story.row
        found = scoring.graded(checklist, items, story.answers)
        row.grade, row.graded_at = found.grade, row.registered_at + timedelta(hours=1)
        if found.grade in ("orange", "yellow"):
            row.level = MediationBody.Level.TOWN
        if found.grade == "red":
            row.level = MediationBody.Level.COUNTY
        rows.append(
            Assessment(
                dispute=row, checklist=checklist, answers=sorted(story.answers), score=found.score,
                proposed=found.grade, grade=found.grade, signed_by=row.registered_by,
                signed_at=row.graded_at,
            )
        )  # fmt: skip
    Assessment.objects.bulk_create(rows)
