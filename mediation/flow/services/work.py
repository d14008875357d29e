"""What every step of a dispute needs: the row held, the table asked, the history written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from grid.organisation.writing import locked as held
from mediation.flow import owed, refusals, table
from mediation.flow.models import Course, Entry, StepKind
from mediation.flow.standing import last_course, standing_of
from mediation.flow.table import Event, Standing
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact

LATE: Final = timedelta(hours=1)  # written down longer ago than this, it was sent late
AHEAD: Final = timedelta(minutes=5)  # a phone's clock may be that far ahead


@dataclass(slots=True)
class Work:
    """A dispute held until commit, while somebody takes a step."""

    dispute: Dispute
    actor: Actor
    now: datetime
    event: Event
    came_from: str
    targets: frozenset[Dispute.Stage] = frozenset()
    before_saving: Callable[[], None] = lambda: None  # after the history was written

    @property
    def course(self) -> Course:
        """The open course, begun where there is none."""
        return open_course(self.dispute)

    def standing(self) -> Standing:
        return standing_of(self.dispute)

    def end(
        self,
        *,
        to: Dispute.Stage | None = None,
        text: str = "",
        done: tuple[StepKind, ...] = (),
        facts: tuple[Fact, ...] = (),
        **payload: Any,
    ) -> Dispute:
        """Stand at the stage, write history and facts, bring the steps owed up to date.

        `text` may hold what a party said: it is kept encrypted in the history and stands in no
        fact and not in the audit chain.
        """
        row = self.dispute
        self._stand(to)
        self._write(text)
        self.before_saving()
        row.save()
        told = owed.settle(row, self.actor, done=done)
        own = dispute_fact(FACTS[self.event], row, **payload)
        record(self.actor, own, *facts, *told)
        return row

    def _stand(self, to: Dispute.Stage | None) -> None:
        if to is None:
            return
        if to not in self.targets:
            raise refusals.not_from_here(self.event, self.dispute)
        if to != self.dispute.stage:
            self.dispute.stage, self.dispute.stage_since = to, self.now

    def _write(self, text: str) -> None:
        Entry.objects.create(
            dispute=self.dispute,
            at=self.now,
            by=self.actor.label,
            act=self.event.value,
            from_stage=self.came_from,
            to_stage=self.dispute.stage,
            text=text or None,
        )


FACTS: Final[dict[Event, str]] = {
    Event.ASSESS: "assessed",
    Event.ASSIGN: "assigned",
    Event.BEGIN: "mediation_begun",
    Event.SESSION: "session_held",
    Event.AGREE: "agreed",
    Event.EFFECT: "agreement_effective",
    Event.FAIL: "failed",
    Event.REFUSE: "refused",
    Event.TRANSFER: "transferred",
    Event.ACCEPT: "transfer_accepted",
    Event.DECLINE: "transfer_declined",
    Event.SUSPEND: "suspended",
    Event.RESUME: "resumed",
    Event.ESCALATE: "escalated",
    Event.REVISIT: "after_visits_done",
    Event.REOPEN: "reopened",
    Event.CLOSE: "closed",
    Event.ARCHIVE: "archived",
}


def begin(dispute: Dispute, event: Event, *, by: By, version: int | None = None) -> Work:
    """Hold the dispute and see that the event may happen.

    Raises StaleVersion, IllegalStep where the stage has no such step, Barred where something
    stands against it.
    """
    work = hold(dispute, event, by=by, version=version)
    check(work)
    return work


def hold(dispute: Dispute, event: Event, *, by: By, version: int | None = None) -> Work:
    """Hold the dispute without asking the table; it is asked by `check`."""
    row = held(dispute, version)
    work = Work(row, by.as_actor(), timezone.now(), event, row.stage)
    _aim(work, Standing())
    return work


def _aim(work: Work, now: Standing) -> None:
    """Where the event may lead, as things stand before it."""
    stage = Dispute.Stage(work.came_from)
    is_there = table.begins_at(work.event, stage)
    work.targets = table.leads_to(work.event, stage, now) if is_there else frozenset()


def go_on(work: Work, event: Event) -> Work:
    """Another event of the same transaction."""
    following = Work(work.dispute, work.actor, work.now, event, work.dispute.stage)
    check(following)
    return following


def check(work: Work) -> None:
    """Raises IllegalStep or Barred where the table does not let the event happen."""
    stage = Dispute.Stage(work.dispute.stage)
    if not table.begins_at(work.event, stage):
        raise refusals.not_from_here(work.event, work.dispute)
    now = work.standing()
    found = table.bars(work.event, stage, now)
    if found:
        raise refusals.barred(found)
    _aim(work, now)


def open_course(dispute: Dispute) -> Course:
    """The course that is open; a new one, with consents of its own, after the last has ended."""
    last = last_course(dispute)
    if last and last.ended_at is None:
        return last
    number = last.number + 1 if last else 1
    return Course.objects.create(dispute=dispute, number=number, body_id=dispute.body_id)


def said_at(at: datetime | None, now: datetime, faults: list[FieldError], field: str) -> datetime:
    """When it happened: now, where nobody says; never in the future."""
    if at is not None and at > now + AHEAD:
        faults.append(fault(field, "future", _("This lies in the future.")))
    return min(at, now) if at else now


def text_of(text: str, field: str = "reason", *, least: int = 4, most: int = 2_000) -> str:
    """The text without blanks around it; raises InvalidInput for too little or too much."""
    said = text.strip()
    if not least <= len(said) <= most:
        told = {"least": least, "most": most}
        refuse([fault(field, "length", _("Between %(least)s and %(most)s characters") % told)])
    return said
