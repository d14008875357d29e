"""Three hundred disputes go every way there is, with their clocks, and none goes a forbidden one.

A seeded hand takes whatever step the services let it take, and tries those they should not; days
pass in between. After every step what the law says is asked of the rows themselves.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
import time_machine
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from grid.errors import DomainError
from grid.ledger import obligations
from grid.ledger.models import EventEntry
from grid.ledger.obligations import OPEN
from mediation.flow import reactors, services
from mediation.flow.models import (
    Agreement,
    Consent,
    Course,
    Outcome,
    Performance,
    Revisit,
    Session,
    Step,
    Transfer,
)
from mediation.flow.standing import last_course
from mediation.flow.table import TRANSITIONS, Event
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Dispute, Party
from tests.cast import Cast
from tests.mediation.flow import walk
from tests.mediation.make import make_body, make_dispute

pytestmark = pytest.mark.django_db

EVERY_RUN, BAR = 20, 300  # disputes: with every change, and what is promised
LONG: Final = pytest.mark.skipif(
    "WHOLE_LIFE" not in os.environ, reason="minutes long; runs with WHOLE_LIFE=1"
)
ROUNDS: Final = 15
Stage = Dispute.Stage
ENDED: Final = (Stage.REVISITED, Stage.CLOSED, Stage.ARCHIVED)


class City:
    """What a seeded hand needs to take steps."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.dice = cast, random.Random(20_261_122)
        self.bodies = [make_body(cast) for _number in range(3)]
        self.mediators = {
            body.pk: Mediator.objects.create(body=body, name=f"调解{body.pk}", kind="member")
            for body in self.bodies
        }
        self.taken: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def body(self) -> MediationBody:
        return self.dice.choice(self.bodies)

    def moment(self) -> datetime:
        return timezone.now() + timedelta(days=self.dice.randint(1, 20))


Try = Callable[[City, Dispute], Any]


def _assess(city: City, row: Dispute) -> None:
    """As the grading does."""
    if row.archived_at is None and not row.grade:
        row.grade = city.dice.choice(Dispute.Grade.values)
        if row.stage == Stage.REGISTERED:
            row.stage, row.stage_since = Stage.ASSESSED, timezone.now()
        row.save()
        reactors.bring_up_to_date([row.number])


def _assign(city: City, row: Dispute) -> None:
    body = city.body()
    services.assign(row, by=city.cast.lea, body=body, mediators=[city.mediators[body.pk]])


def _ask(city: City, row: Dispute) -> None:
    says_no = city.dice.random() < 0.08
    answer = Consent.Answer.REFUSED if says_no else Consent.Answer.AGREED
    for party in Party.objects.filter(dispute=row):
        services.ask(party, by=city.cast.cora, answer=answer)


def _session(city: City, row: Dispute) -> None:
    outcome = city.dice.choice(("goes_on", "goes_on", "agreed", "broken_off"))
    later = city.moment() if city.dice.random() < 0.3 else None
    walk.a_session(row, city.cast, outcome=outcome, next_at=later)


def _agree(city: City, row: Dispute) -> None:
    is_oral = city.dice.random() < 0.4
    services.agree(row, by=city.cast.cora, terms="What was agreed.", is_oral=is_oral)


def _effect(city: City, row: Dispute) -> None:
    services.take_effect(Agreement.objects.get(course=last_course(row)), by=city.cast.cora)


def _perform(city: City, row: Dispute) -> None:
    for one in Performance.objects.filter(dispute=row, done_at=None, breached_at=None):
        services.fulfil(one, by=city.cast.cora)


def _breach(city: City, row: Dispute) -> None:
    one = Performance.objects.filter(dispute=row, done_at=None, breached_at=None).first()
    if one:
        services.breach(one, by=city.cast.cora, note="Nothing was paid.")


def _transfer(city: City, row: Dispute) -> None:
    target: dict[str, Any] = city.dice.choice(
        ({"to_body": city.body()}, {"to_agency": city.cast.north}, {"outside": "A court"})
    )
    services.transfer(row, by=city.cast.lea, reason="It belongs there.", **target)


def _answer(city: City, row: Dispute) -> None:
    waiting = Transfer.objects.get(dispute=row, answer="")
    if city.dice.random() < 0.3:
        services.decline_transfer(waiting, by=city.cast.chief, reason="Not ours.")
    else:
        services.sign_transfer(waiting, by=city.cast.chief, receipt_number="R-1")


def _visits(city: City, row: Dispute) -> None:
    walk.visit(row, city.cast, city.dice.choice(Revisit.Kind.values))


def _says(name: str, **said: Any) -> Try:
    """A service that needs the dispute and words alone."""
    return lambda city, row: getattr(services, name)(row, by=city.cast.lea, **said)


TRIES: Final[dict[str, Try]] = {
    "assess": _assess,
    "assign": _assign,
    "ask": _ask,
    "session": _session,
    "agree": _agree,
    "effect": _effect,
    "perform": _perform,
    "visits": _visits,
    "notice": _says("give_notice", way="In writing"),
    "close": _says("close"),
    "archive": _says("archive"),
    "breach": _breach,
    "fail": _says("fail", reason="They do not agree."),
    "refuse": _says("refuse_mediation", reason="", outcome=Outcome.TERMINATED),
    "transfer": _transfer,
    "answer": _answer,
    "suspend": lambda city, row: _pause(city, row),
    "resume": _says("resume"),
    "escalate": _says("escalate", reason="Too much for us."),
    "reopen": _says("reopen", reason="It begins again."),
    "danger": _says("report_danger"),
}


# What somebody sensible does at a stage; one try in seven is anything at all.
LIKELY: Final[dict[str, tuple[str, ...]]] = {
    Stage.REGISTERED: ("assess", "assess", "assess", "ask"),
    Stage.ASSESSED: ("assign", "assign", "assign", "assign", "transfer", "escalate"),
    Stage.ASSIGNED: ("ask", "ask", "ask", "ask", "transfer", "suspend"),
    Stage.MEDIATING: ("session", "session", "agree", "agree", "agree", "fail", "suspend"),
    Stage.AGREED: ("effect", "effect", "effect", "refuse"),
    Stage.FULFILLING: ("perform", "visits", "visits", "visits", "visits", "breach"),
    Stage.FAILED: ("notice", "notice", "visits", "visits", "reopen", "transfer", "escalate"),
    Stage.REFUSED: ("notice", "notice", "visits", "visits", "assess", "transfer"),
    Stage.TRANSFERRED: ("answer", "answer", "answer", "visits", "visits"),
    Stage.REVISITED: ("close", "close", "reopen"),
    Stage.CLOSED: ("assess", "archive", "archive", "archive"),
    Stage.ARCHIVED: ("danger", "reopen", "session"),
}


def _pause(city: City, row: Dispute) -> None:
    services.suspend(row, by=city.cast.lea, reason="One is ill.", until=city.moment())


def _step(city: City, number: str) -> None:
    """Something is tried; refused or not, the dispute stands where it may."""
    row = Dispute.objects.select_related("agency", "category", "cell", "body").get(number=number)
    before = row.stage
    likely = ("resume", "danger") if row.is_suspended else LIKELY[row.stage]
    name = city.dice.choice(list(TRIES) if city.dice.random() < 1 / 7 else likely)
    try:
        TRIES[name](city, row)
    except (DomainError, Agreement.DoesNotExist, Transfer.DoesNotExist):
        city.refused[name] += 1
        return
    city.taken[name] += 1
    row.refresh_from_db()
    _is_a_way(before, row.stage)


def _is_a_way(before: str, after: str) -> None:
    """One or several rows of the table lead from there to here."""
    near = {Stage(before)}
    for _hop in range(3):  # an answer may begin, an oral agreement takes effect at once
        rows = [row for row in TRANSITIONS.values() if row.sources & near]
        near |= {to for row in rows for to in row.targets}
    assert Stage(after) in near


def _refused_of(course: Any) -> Any:
    last = Consent.objects.filter(
        course=course, party=OuterRef("party"), subject=Consent.Subject.MEDIATION
    ).order_by("-asked_at", "-pk")
    return Consent.objects.filter(course=course, subject=Consent.Subject.MEDIATION).filter(
        pk__in=last.values("pk")[:1], answer=Consent.Answer.REFUSED
    )


def _nothing_forbidden() -> None:
    """What the law says, asked of all rows at once."""
    open_course = Course.objects.filter(dispute=OuterRef("pk"), ended_at=None)
    under = Dispute.objects.filter(stage=Stage.MEDIATING)
    assert not under.filter(~Exists(open_course.filter(begun_at__isnull=False))).exists()
    assert not Course.objects.filter(Exists(_refused_of(OuterRef("pk"))), ended_at=None).exists()
    without = Session.objects.filter(course__begun_at=None)
    assert not without.exists()
    assert not Agreement.objects.exclude(course__sessions__isnull=False).exists()
    binding = Agreement.objects.filter(dispute=OuterRef("pk"), effective_at__isnull=False)
    assert not Dispute.objects.filter(~Exists(binding), stage=Stage.FULFILLING).exists()
    untold = Course.objects.filter(
        outcome__in=(Outcome.FAILED, Outcome.REFUSED, Outcome.TERMINATED), notice_at=None
    )
    last = Course.objects.filter(dispute=OuterRef("dispute")).order_by("-number").values("pk")[:1]
    untold = untold.filter(pk=last, dispute__stage__in=ENDED)
    assert not untold.exists()
    said = Revisit.objects.filter(dispute=OuterRef("pk"), feedback__isnull=False)
    assert not Dispute.objects.filter(~Exists(said), stage__in=ENDED).exists()
    archived = Q(stage=Stage.ARCHIVED)
    owes = Step.objects.filter(dispute=OuterRef("pk"), state__in=OPEN)
    assert not Dispute.objects.filter(archived, Exists(owes)).exists()
    assert not Dispute.objects.filter(archived, Q(grade="") | Q(archived_at=None)).exists()


def _nobody_is_forgotten() -> None:
    """Whatever is not archived owes a step, and an overdue one has told of it."""
    reactors.find_unowed()
    owes = Step.objects.filter(dispute=OuterRef("pk"), state__in=OPEN)
    idle = Dispute.objects.filter(~Exists(owes), archived_at=None)
    # A transfer that left the platform and was visited waits for nothing but the last word.
    assert not idle.exclude(stage__in=(Stage.TRANSFERRED, *ENDED)).exists()
    obligations.mark_overdue()
    late = set(
        Step.objects.filter(due_at__lt=timezone.now(), state__in=OPEN).values_list("pk", flat=True)
    )
    told = EventEntry.objects.filter(kind="disputes.step_overdue").values_list(
        "subject_id", flat=True
    )
    assert late <= {int(pk) for pk in told}


@pytest.mark.parametrize("disputes", [EVERY_RUN, pytest.param(BAR, marks=LONG, id="the bar")])
def test_disputes_go_every_way_and_none_that_the_law_forbids(cast: Cast, disputes: int) -> None:
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as clock:
        city = City(cast)
        numbers = []
        for _number in range(disputes):
            row = make_dispute(cast)
            walk.add_parties(row)
            numbers.append(row.number)
        for round_ in range(ROUNDS):
            clock.shift(timedelta(days=city.dice.randint(0, 3), hours=city.dice.randint(1, 9)))
            for number in numbers:
                _step(city, number)
            if round_ % 5 == 4:
                _nobody_is_forgotten()
                _nothing_forbidden()
    stages = Counter(Dispute.objects.values_list("stage", flat=True))
    if disputes == BAR:
        assert set(TRIES) == set(city.taken), "every kind of step was taken"
    assert stages[Stage.ARCHIVED] > 0
    assert EventEntry.objects.filter(kind="disputes.step_overdue").exists()
    assert set(Event) == set(TRANSITIONS)
