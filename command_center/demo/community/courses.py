"""The course of each demo dispute: who mediates, consents, sessions, agreement, what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, DateTimeField, Value, When

from command_center.demo.community.mediators import Bench
from command_center.demo.community.town import Town
from grid.organisation.models import Officer
from grid.organisation.roles import Role
from mediation.flow.models import (
    Agreement,
    Assignment,
    Consent,
    Course,
    DangerReport,
    Entry,
    Escalation,
    Outcome,
    Performance,
    Revisit,
    Session,
    Suspension,
    Transfer,
)
from mediation.flow.services.archive import ROWS
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Dispute

if TYPE_CHECKING:
    from command_center.demo.community.quarrels import Story

Stage = Dispute.Stage
_WITH_BODY: Final = frozenset(Stage) - {Stage.REGISTERED, Stage.ASSESSED}
_AGREED: Final = (*(Stage.AGREED, Stage.FULFILLING, Stage.REVISITED, Stage.CLOSED, Stage.ARCHIVED),)
_HELD: Final = (Stage.MEDIATING, Stage.FAILED, *_AGREED)
_BOUND: Final = _AGREED[1:]
_OVER: Final = _AGREED[2:]
_SINCE: Final = {
    Stage.ASSESSED: "graded", Stage.ASSIGNED: "assigned", Stage.MEDIATING: "begun",
    Stage.AGREED: "agreed", Stage.FULFILLING: "effective", Stage.FAILED: "ended",
    Stage.REFUSED: "begun", Stage.TRANSFERRED: "moved", Stage.REVISITED: "visited_30",
    Stage.CLOSED: "closed", Stage.ARCHIVED: "archived",
}  # fmt: skip
_SUSPENDED_EVERY, _LEADERLESS_AFTER = 12, timedelta(hours=2)


@dataclass(slots=True)
class _Made:
    """Rows to be saved, in the order in which the database takes them."""

    courses: list[Course] = field(default_factory=list)
    given: list[Assignment] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    performances: list[Performance] = field(default_factory=list)
    visits: list[Revisit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    aside: list[Any] = field(default_factory=list)
    sitting: dict[int, list[Mediator]] = field(default_factory=dict)  # by key of the dispute


def give_courses(town: Town, bench: Bench, stories: list[Story]) -> None:
    """Everything after the grading; the database refuses sessions but while it is mediated."""
    made = _Made()
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


def _seat(made: _Made, stories: dict[int, Story]) -> None:
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


def _tell(town: Town, bench: Bench, story: Story, made: _Made) -> None:
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
        made.aside.append(_transfer(town, bench, story, at))
    if story.stage in _HELD:
        course.begun_at, course.must_end_by = at["begun"], at["begun"] + timedelta(days=30)
        _mediate(town, story, course, at, made)
    _set_aside(town, story, at, made)


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


def _mediate(
    town: Town, story: Story, course: Course, at: dict[str, datetime], made: _Made
) -> None:
    """Sessions, and what came of them."""
    is_open = story.stage == Stage.MEDIATING
    if is_open and (story.nth % 3 == 0 or at["held"] >= town.now):
        return
    outcome = Session.Outcome.GOES_ON if is_open else Session.Outcome.AGREED
    outcome = Session.Outcome.FAILED if story.stage == Stage.FAILED else outcome
    made.sessions.append(
        Session(
            dispute=story.row, course=course, number=1, at=at["held"] - timedelta(hours=1),
            until=at["held"], place=f"{course.body}", outcome=outcome, others="社区干部一人",
            record=f"{story.said['narrative']}双方陈述，调解员释法明理。",
            is_closed_door=story.row.is_closed_door, held_by=story.row.registered_by,
            written_at=at["held"],
        )
    )  # fmt: skip
    if story.stage in _AGREED:
        _agree(story, course, at, made)


def _agree(story: Story, course: Course, at: dict[str, datetime], made: _Made) -> None:
    is_bound = story.stage in _BOUND
    due = (at["effective"] + timedelta(days=5)).date()
    agreement = Agreement(
        dispute=story.row, course=course, facts=story.said["narrative"], issues="责任与金额",
        responsibilities="各有责任", terms=story.said["terms"], way="转账或当面履行",
        perform_by=due,
        amount=story.row.amount, agreed_at=at["agreed"], written_by=story.row.registered_by,
        effective_at=at["effective"] if is_bound else None,
    )  # fmt: skip
    made.agreements.append(agreement)
    is_done = story.stage in _OVER or (is_bound and story.days > 12 and story.nth % 8)
    made.performances.append(
        Performance(
            dispute=story.row, agreement=agreement, party=story.parties[0],
            text=story.said["terms"], due_on=due, done_at=at["performed"] if is_done else None,
            done_by=story.row.registered_by if is_done else "",
        )
    )  # fmt: skip
    if story.stage in _OVER or (is_bound and story.days > 13 and story.nth % 6):
        made.visits.append(_visit(story, course, "day_7", at["visited_7"]))
    if story.stage in _OVER:
        made.visits.append(_visit(story, course, "day_30", at["visited_30"]))


def _visit(story: Story, course: Course, kind: str, at: datetime) -> Revisit:
    return Revisit(
        dispute=story.row, course=course, kind=kind, way=("visit", "phone")[story.nth % 2], at=at,
        written_at=at, by=story.row.registered_by, is_performed=True,
        feedback="双方相安，协议已履行。",
        satisfied=("yes", "yes", "yes", "partly")[story.nth % 4],
    )  # fmt: skip


def _transfer(town: Town, bench: Bench, story: Story, at: dict[str, datetime]) -> Transfer:
    """Most wait for the receiver; some were signed for by an authority outside."""
    centre = next(body for body in bench.bodies if body.kind == MediationBody.Kind.CENTRE)
    row = story.row
    said: dict[str, Any] = {"to_agency": centre.agency, "to_body": centre}
    if story.nth % 3 == 0:
        said = {
            "to_agency": row.agency, "outside": "劳动监察大队", "answer": Transfer.Answer.ACCEPTED,
            "answered_at": town.now, "answered_by": row.registered_by,
            "receipt_number": "演示收001号",
        }  # fmt: skip
    return Transfer(
        dispute=row, from_agency=row.agency, from_body=row.body, reason="涉及多部门，请求接办",
        stage_before=Stage.ASSIGNED, asked_at=at["moved"], asked_by=row.registered_by, **said,
    )  # fmt: skip


def _set_aside(town: Town, story: Story, at: dict[str, datetime], made: _Made) -> None:
    """Some are suspended, some were raised a level, one was reported as a danger."""
    row, by = story.row, story.row.registered_by
    if story.stage != Stage.MEDIATING:
        return
    if story.nth % _SUSPENDED_EVERY == 2:
        row.is_suspended = True
        made.aside.append(
            Suspension(
                dispute=row, reason="一方外出务工，约定返回后继续", from_at=at["held"], by=by,
                until=town.now + timedelta(days=9),
            )
        )  # fmt: skip
    if row.grade in ("red", "orange"):
        made.aside.append(
            Escalation(
                dispute=row, from_level="community", to_level="town", reason="社区两次调解未成",
                at=at["begun"], by=by,
            )
        )  # fmt: skip
    if row.grade == "red":
        made.aside.append(
            DangerReport(
                dispute=row, kind=DangerReport.Kind.THREAT, text="一方扬言上门闹事", at=at["begun"],
                by=by, incident_number=story.source_number or "已电话报指挥中心",
            )
        )  # fmt: skip


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


def _end(made: _Made, stories: list[Story]) -> None:
    """Courses end, and each dispute stands where its story leads."""
    agreed_at = {row.course_id: row.agreed_at for row in made.agreements}
    of_row = {story.row.pk: story for story in stories}
    for course in made.courses:
        _end_course(course, of_row[course.dispute_id], agreed_at.get(course.pk))
    Course.objects.bulk_update(
        made.courses, ["outcome", "ended_at", "notice_at", "notice_way", "notice_by"]
    )
    for story in stories:
        story.row.stage = story.stage
        if story.stage in (Stage.CLOSED, Stage.ARCHIVED):
            story.row.closed_at = story.row.stage_since
    kept = [story.row for story in stories if story.stage == Stage.ARCHIVED]
    _stamp(kept)
    Dispute.objects.bulk_update(
        [story.row for story in stories],
        ["stage", "stage_since", "grade", "graded_at", "level", "leader", "measures", "body",
         "is_suspended", "closed_at", "archived_at"],
    )  # fmt: skip


def _end_course(course: Course, story: Story, agreed_at: datetime | None) -> None:
    outcome = _ENDS.get(Stage(story.stage), Outcome.AGREED if agreed_at else None)
    if outcome is None:
        return
    course.outcome, course.ended_at = outcome, agreed_at or story.row.stage_since
    if story.stage in _ENDS and story.nth % 2:
        course.notice_at, course.notice_way = course.ended_at, "当面告知"
        course.notice_by = story.row.registered_by


def _stamp(kept: list[Dispute]) -> None:
    """Everything of an archived dispute bears the moment of its archive."""
    moments = [When(dispute=row, then=Value(row.stage_since)) for row in kept]
    for row in kept:
        row.archived_at = row.stage_since
    for model in ROWS:
        rows = model._default_manager.filter(dispute__in=kept)
        rows.update(archived_at=Case(*moments, output_field=DateTimeField()))
