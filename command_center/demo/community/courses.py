"""The course of each demo dispute: who mediates, consents, sessions, agreement, what follows."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Case, DateTimeField, Value, When

from command_center.demo.community.hearings import (
    HELD,
    Made,
    mediate,
    set_aside,
    transferred,
)
from command_center.demo.community.mediators import Bench
from command_center.demo.community.stories import Story
from command_center.demo.community.town import Town
from grid.organisation.models import Officer
from grid.organisation.roles import Role
from mediation.flow.models import (
    Agreement,
    Assignment,
    Consent,
    Course,
    Entry,
    Outcome,
    Performance,
    Revisit,
    Session,
)
from mediation.flow.services.archive import ROWS
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Dispute

Stage = Dispute.Stage
_WITH_BODY: Final = frozenset(Stage) - {Stage.REGISTERED, Stage.ASSESSED}
_SINCE: Final = {
    Stage.ASSESSED: "graded", Stage.ASSIGNED: "assigned", Stage.MEDIATING: "begun",
    Stage.AGREED: "agreed", Stage.FULFILLING: "effective", Stage.FAILED: "ended",
    Stage.REFUSED: "begun", Stage.TRANSFERRED: "moved", Stage.REVISITED: "visited_30",
    Stage.CLOSED: "closed", Stage.ARCHIVED: "archived",
}  # fmt: skip


def give_courses(town: Town, bench: Bench, stories: list[Story]) -> Made:
    """Everything after the grading; the database refuses sessions but while it is mediated."""
    made = Made()
    for story in stories:
        _tell(town, bench, story, made)
    Course.objects.bulk_create(made.courses)
    Assignment.objects.bulk_create(made.given)
    Consent.objects.bulk_create(made.consents)
    held = {one.dispute_id for one in made.sessions}
    Dispute.objects.filter(pk__in=held).update(stage=Stage.MEDIATING)
    Session.objects.bulk_create(made.sessions)
    _seat(made, {story.row.pk: story for story in stories})
    Agreement.objects.bulk_create(made.agreements)
    Performance.objects.bulk_create(made.performances)
    Revisit.objects.bulk_create(made.visits)
    Entry.objects.bulk_create(made.entries)
    for row in made.aside:
        row.save()
    _end(made, stories)
    return made


def _seat(made: Made, stories: dict[int, Story]) -> None:
    sat, there = Session.mediators.through, Session.present.through
    sat.objects.bulk_create(
        sat(session_id=one.pk, mediator_id=who.pk)
        for one in made.sessions
        for who in made.sitting[one.dispute_id]
    )
    there.objects.bulk_create(
        there(session_id=one.pk, party_id=who.pk)
        for one in made.sessions
        for who in stories[one.dispute_id].parties
    )


def _moments(story: Story, town: Town) -> dict[str, datetime]:
    """When each thing happened, one after the other, none of it to come."""
    row, hours = story.row, timedelta(hours=1)
    at = {"registered": row.registered_at, "graded": row.graded_at or row.registered_at}
    at["assigned"] = at["graded"] + 5 * hours
    at["begun"] = at["assigned"] + 20 * hours
    at["moved"] = at["assigned"] + 8 * hours
    at["held"] = at["begun"] + 40 * hours
    at["agreed"] = at["ended"] = at["held"] + 2 * hours
    at["effective"] = at["agreed"] + 20 * hours
    at["visited_7"] = at["effective"] + 160 * hours
    at["performed"] = at["effective"] + 80 * hours
    at["visited_30"] = at["effective"] + 710 * hours
    at["closed"] = at["visited_30"] + 30 * hours
    at["archived"] = at["closed"] + 120 * hours
    return {name: min(moment, town.now) for name, moment in at.items()}


def _tell(town: Town, bench: Bench, story: Story, made: Made) -> None:
    at, row = _moments(story, town), story.row
    row.stage_since = at[_SINCE.get(Stage(story.stage), "registered")]
    _lead(town, story, at)
    made.entries += _entries(story, at)
    if story.stage not in _WITH_BODY:
        return
    body = _body(bench, story)
    row.body = body
    course = Course(dispute=row, body=body, number=1)
    made.courses.append(course)
    sitting = _sitting(bench, body, story)
    made.sitting[row.pk] = sitting
    made.given += [
        Assignment(
            dispute=row, body=body, mediator=one, given_at=at["assigned"],
            given_by=row.registered_by, chosen_by_parties=story.nth % 2 == 0,
            ended_at=at["archived"] if story.stage == Stage.ARCHIVED else None,
        )
        for one in sitting
    ]  # fmt: skip
    made.consents += _consents(story, course, at)
    if story.stage == Stage.TRANSFERRED:
        made.aside.append(transferred(town, bench, story, at))
    if story.stage in HELD:
        course.begun_at, course.must_end_by = at["begun"], at["begun"] + timedelta(days=30)
        mediate(town, story, course, at, made)
    set_aside(town, story, at, made)


def _lead(town: Town, story: Story, at: dict[str, datetime]) -> None:
    """Red and orange have a leader; one red one has none yet."""
    row = story.row
    is_led = row.grade == "red" or (row.grade == "orange" and story.nth % 2 == 0)
    if not is_led or story.stage in (Stage.REGISTERED, Stage.ASSESSED):
        return
    row.leader = _leader(town, row)
    row.measures = "专人盯办，每日一访，落实稳控。"


def _leader(town: Town, row: Dispute) -> Officer:
    codes = row.agency.path.strip("/").split("/")
    found = Officer.objects.filter(
        agency__code__in=codes, grants__role=Role.AGENCY_LEADER
    ).order_by("-agency__path")
    return found.first() or town.leader


def _body(bench: Bench, story: Story) -> MediationBody:
    """The room of the station; each sixth dispute goes to its committee."""
    agency = story.cell.agency
    key = agency.pk if agency.pk in bench.room_of else agency.parent_id
    room = bench.room_of[key or 0]
    own = [body for body in bench.bodies if body.agency_id == room.agency_id and body != room]
    return own[0] if own and story.nth % 6 == 0 else room


def _sitting(bench: Bench, body: MediationBody, story: Story) -> list[Mediator]:
    """The mediator of the room, and with her the officer of the ground where she is one."""
    people = bench.mediators[body.pk]
    beside = [one for one in people[1:] if one.kind == Mediator.Kind.OFFICER]
    near = [one for one in beside if one.officer and one.officer.agency_id == story.cell.agency_id]
    return [people[0], *(near or beside or people[1:])[:1]]


def _consents(story: Story, course: Course, at: dict[str, datetime]) -> list[Consent]:
    rows = []
    for place, party in enumerate(story.parties):
        answer = Consent.Answer.AGREED
        if story.stage == Stage.REFUSED and place == 1:
            answer = Consent.Answer.REFUSED
        if story.stage in (Stage.ASSIGNED, Stage.TRANSFERRED) and place:
            continue
        rows.append(
            Consent(
                dispute=story.row, course=course, party=party, answer=answer, asked_at=at["begun"],
                written_at=at["begun"], asked_by=story.row.registered_by,
                own_words="愿意调解" if answer == "agreed" else "要到法院解决",
            )
        )  # fmt: skip
    return rows


_SET: Final = (
    *("stage", "stage_since", "grade", "graded_at", "level", "leader", "measures", "body"),
    *("is_suspended", "closed_at", "archived_at"),
)
_ENDS: Final = {Stage.FAILED: Outcome.FAILED, Stage.REFUSED: Outcome.REFUSED}
_STEPS: Final = (
    ("assess", Stage.REGISTERED, Stage.ASSESSED, "graded"),
    ("assign", Stage.ASSESSED, Stage.ASSIGNED, "assigned"),
    ("begin", Stage.ASSIGNED, Stage.MEDIATING, "begun"),
    ("agree", Stage.MEDIATING, Stage.AGREED, "agreed"),
    ("effect", Stage.AGREED, Stage.FULFILLING, "effective"),
    ("revisit", Stage.FULFILLING, Stage.REVISITED, "visited_30"),
    ("close", Stage.REVISITED, Stage.CLOSED, "closed"),
    ("archive", Stage.CLOSED, Stage.ARCHIVED, "archived"),
)
_OTHER_ENDS: Final = {
    Stage.FAILED: (3, ("fail", Stage.MEDIATING, Stage.FAILED, "ended")),
    Stage.REFUSED: (2, ("refuse", Stage.ASSIGNED, Stage.REFUSED, "begun")),
    Stage.TRANSFERRED: (2, ("transfer", Stage.ASSIGNED, Stage.TRANSFERRED, "moved")),
}


def _entries(story: Story, at: dict[str, datetime]) -> list[Entry]:
    stage = Stage(story.stage)
    if stage in _OTHER_ENDS:
        count, last = _OTHER_ENDS[stage]
        way = (*_STEPS[:count], last)
    else:
        way = _STEPS[: [Stage.REGISTERED, *(to for _a, _f, to, _t in _STEPS)].index(stage)]
    return [
        Entry(
            dispute=story.row, act=act, from_stage=came, to_stage=to, at=at[when],
            by=story.row.registered_by,
        )
        for act, came, to, when in way
    ]  # fmt: skip


def _end(made: Made, stories: list[Story]) -> None:
    """Courses end, and each dispute stands where its story leads."""
    agreed_at = {row.course_id: row.agreed_at for row in made.agreements}
    of_row = {story.row.pk: story for story in stories}
    for course in made.courses:
        _end_course(course, of_row[course.dispute_id], agreed_at.get(course.pk))
    for story in stories:
        story.row.stage = story.stage
        if story.stage in (Stage.CLOSED, Stage.ARCHIVED):
            story.row.closed_at = story.row.stage_since
    kept = [story.row for story in stories if story.stage == Stage.ARCHIVED]
    _stamp(kept)
    for row in (story.row for story in stories):
        Dispute.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in _SET})


def _end_course(course: Course, story: Story, agreed_at: datetime | None) -> None:
    outcome = _ENDS.get(Stage(story.stage), Outcome.AGREED if agreed_at else None)
    if outcome is None:
        return
    course.outcome, course.ended_at = outcome, agreed_at or story.row.stage_since
    if story.stage in _ENDS and story.nth % 2:
        course.notice_at, course.notice_way = course.ended_at, "当面告知"
        course.notice_by = story.row.registered_by
    Course.objects.filter(pk=course.pk).update(
        outcome=course.outcome, ended_at=course.ended_at, notice_at=course.notice_at,
        notice_way=course.notice_way, notice_by=course.notice_by,
    )  # fmt: skip


def _stamp(kept: list[Dispute]) -> None:
    """Everything of an archived dispute bears the moment of its archive."""
    moments = [When(dispute=row, then=Value(row.stage_since)) for row in kept]
    for row in kept:
        row.archived_at = row.stage_since
    for model in ROWS:
        rows = model._default_manager.filter(dispute__in=kept)
        rows.update(archived_at=Case(*moments, output_field=DateTimeField()))
