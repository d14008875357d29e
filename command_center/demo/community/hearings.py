"""Sessions of a demo dispute, what came of them, and what moves it aside."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from command_center.demo.community.mediators import Bench
from command_center.demo.community.stories import Story
from command_center.demo.community.town import Town
from mediation.flow.models import (
    Agreement,
    Assignment,
    Consent,
    Course,
    DangerReport,
    Entry,
    Escalation,
    Performance,
    Revisit,
    Session,
    Suspension,
    Transfer,
)
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Dispute

Stage = Dispute.Stage
AGREED: Final = (*(Stage.AGREED, Stage.FULFILLING, Stage.REVISITED, Stage.CLOSED, Stage.ARCHIVED),)
HELD: Final = (Stage.MEDIATING, Stage.FAILED, *AGREED)
BOUND: Final = AGREED[1:]
OVER: Final = AGREED[2:]
_SUSPENDED_EVERY: Final = 12


@dataclass(slots=True)
class Made:
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


def mediate(town: Town, story: Story, course: Course, at: dict[str, datetime], made: Made) -> None:
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
    if story.stage in AGREED:
        _agree(story, course, at, made)


def _agree(story: Story, course: Course, at: dict[str, datetime], made: Made) -> None:
    is_bound = story.stage in BOUND
    due = (at["effective"] + timedelta(days=5)).date()
    agreement = Agreement(
        dispute=story.row, course=course, facts=story.said["narrative"], issues="责任与金额",
        responsibilities="各有责任", terms=story.said["terms"], way="转账或当面履行",
        perform_by=due,
        amount=story.row.amount, agreed_at=at["agreed"], written_by=story.row.registered_by,
        effective_at=at["effective"] if is_bound else None,
    )  # fmt: skip
    made.agreements.append(agreement)
    is_done = story.stage in OVER or (is_bound and story.days > 12 and story.nth % 8)
    made.performances.append(
        Performance(
            dispute=story.row, agreement=agreement, party=story.parties[0],
            text=story.said["terms"], due_on=due, done_at=at["performed"] if is_done else None,
            done_by=story.row.registered_by if is_done else "",
        )
    )  # fmt: skip
    if story.stage in OVER or (is_bound and story.days > 13 and story.nth % 6):
        made.visits.append(_visit(story, course, "day_7", at["visited_7"]))
    if story.stage in OVER:
        made.visits.append(_visit(story, course, "day_30", at["visited_30"]))


def _visit(story: Story, course: Course, kind: str, at: datetime) -> Revisit:
    return Revisit(
        dispute=story.row, course=course, kind=kind, way=("visit", "phone")[story.nth % 2], at=at,
        written_at=at, by=story.row.registered_by, is_performed=True,
        feedback="双方相安，协议已履行。",
        satisfied=("yes", "yes", "yes", "partly")[story.nth % 4],
    )  # fmt: skip


def transferred(town: Town, bench: Bench, story: Story, at: dict[str, datetime]) -> Transfer:
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


def set_aside(town: Town, story: Story, at: dict[str, datetime], made: Made) -> None:
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
