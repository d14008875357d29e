"""What time alone does to rounds: ready, start overdue, missed, and over with points left out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.db.models import Q, QuerySet

from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from patrol.rounds.briefs import round_fact
from patrol.rounds.models import PatrolRule, Round
from patrol.rounds.rules import rule_of
from patrol.rounds.services.walking import close

State = Round.State
BATCH = 200
SOONEST = timedelta(hours=4)  # no rule makes a round ready earlier


def keep_time(*, now: datetime) -> None:
    """Move every round on whose time has come; run inside a transaction, repeatable."""
    rule: Callable[[str], PatrolRule] = cache(rule_of)
    _end(now, rule)
    _miss(now)
    _overdue(now, rule)
    _ready(now, rule)


def _locked(*states: Round.State) -> QuerySet[Round]:
    rows = Round.objects.select_for_update(of=("self",), skip_locked=True).filter(state__in=states)
    return rows.select_related("agency", "unit", "route", "walked").order_by("due_start", "pk")


def _end(now: datetime, rule: Callable[[str], PatrolRule]) -> None:
    """A round still under way past its end and the grace is over; what it left out is missed."""
    for row in _locked(State.ACTIVE).filter(due_end__lt=now)[:BATCH]:
        if row.due_end + timedelta(minutes=rule(row.agency.path).start_grace_min) < now:
            close(row, State.DONE, by=PLATFORM)


def _miss(now: datetime) -> None:
    """A round whose end came before its start was never walked."""
    due = _locked(State.SCHEDULED, State.READY, State.START_OVERDUE).filter(due_end__lte=now)
    for row in due[:BATCH]:
        close(row, State.MISSED, by=PLATFORM)


def _overdue(now: datetime, rule: Callable[[str], PatrolRule]) -> None:
    for row in _locked(State.SCHEDULED, State.READY).filter(due_start__lt=now)[:BATCH]:
        if row.due_start + timedelta(minutes=rule(row.agency.path).start_grace_min) < now:
            row.overdue_at = now
            _move(row, State.START_OVERDUE)
            record(PLATFORM, round_fact("round_start_overdue", row))


def _ready(now: datetime, rule: Callable[[str], PatrolRule]) -> None:
    soon = _locked(State.SCHEDULED).filter(Q(due_start__lte=now + SOONEST))
    for row in soon[:BATCH]:
        if row.due_start - timedelta(minutes=rule(row.agency.path).ready_min) <= now:
            _move(row, State.READY)
            record(PLATFORM, round_fact("round_ready", row))


def _move(row: Round, state: Round.State) -> None:
    row.state, row.version = state, row.version + 1
    row.save(update_fields=["state", "version", "overdue_at"])
