"""Disputes of the demo city: their rows, who quarrels, how pressing each is."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from command_center.demo.community.courses import give_courses
from command_center.demo.community.mediators import Bench
from command_center.demo.community.owing import give_obligations
from command_center.demo.community.stories import Story, stories_of
from command_center.demo.community.telling import create_messages
from command_center.demo.community.town import Town, label
from mediation.mediators.models import MediationBody
from mediation.register import private
from mediation.register.models import Dispute, DisputeCategory, DisputeCounter, Party
from mediation.register.places import key_of
from mediation.risk import rulebook, scoring
from mediation.risk.models import Assessment

Stage = Dispute.Stage
_ANSWERS: Final = (
    *((), ("long",), (), ("livelihood", "stuck"), ("repeated",), (), ("several", "amount")),
    *((), ("threat",), ("long",), ("injury", "stuck"), (), ("livelihood", "long", "several"), ()),
    *(("weapon", "threat"), (), ("group", "livelihood"), ("long",), ("stuck",), ()),
)


def create_disputes(town: Town, bench: Bench) -> int:
    """How many; rows as the services would have written them, the stages last."""
    stories = stories_of(town)
    _rows(town, stories)
    Dispute.objects.bulk_create(story.row for story in stories)
    _parties(town, stories)
    _assessments(town, stories)
    give_obligations(town, stories, give_courses(town, bench, stories))
    create_messages(town, stories)
    return len(stories)


def _rows(town: Town, stories: list[Story]) -> None:
    last: Counter[int] = Counter()
    categories = DisputeCategory.objects.in_bulk()
    for story in stories:
        registered = min(story.reported_at + timedelta(minutes=40), town.now)
        year = timezone.localtime(registered).year
        last[year] += 1
        story.row = _row(town, story, f"JF{year % 100:02}-{last[year]:04}", registered)
        story.row.category = categories[story.said["category"]]
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
