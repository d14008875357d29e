"""What the clock does to assignments: stages that are late, sending again, telling a supervisor.

Each looks for candidates without locks, then holds what is free and looks again: a step taken
meanwhile has moved the deadline, and nothing happens. Whatever another worker or a step holds is
left for the next time.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment, ResendRule, Stage
from command_center.dispatch.assignments.rulebook import DEFAULT_RESENDS
from command_center.dispatch.assignments.selectors import JOINS
from command_center.dispatch.assignments.stages import RUNNING
from command_center.dispatch.assignments.writing import fact
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record

AT_ONCE: Final = 200
Write = Callable[[Assignment, datetime], Fact | None]


def run(now: datetime | None = None) -> int:
    """Everything that is due; answers how many facts there were."""
    now = now or timezone.now()
    chase = _chaser(now)
    return _each(overdue(now), now, mark_overdue) + _each(unsigned(), now, chase)


def overdue(now: datetime) -> Q:
    return OPEN_ENDS & Q(due_at__lt=now, overdue_at__isnull=True)


def unsigned() -> Q:
    return OPEN_ENDS & Q(state=Assignment.State.ISSUED, escalated_at__isnull=True)


@transaction.atomic
def _each(due: Q, now: datetime, write: Write) -> int:
    """Hold the incidents of what is due, then the assignments, and write each."""
    wanted = Assignment.objects.filter(due).order_by("due_at", "pk").values_list("incident_id")
    calls = [pk for (pk,) in wanted[:AT_ONCE]]
    if not calls:
        return 0
    held = Incident.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=calls)
    free = list(held.order_by("pk").values_list("pk", flat=True))
    rows = _held(Assignment.objects.filter(due, incident_id__in=free))
    facts = [told for row in rows if (told := write(row, now))]
    record(PLATFORM, *facts)
    return len(facts)


def _held(rows: QuerySet[Assignment]) -> Iterable[Assignment]:
    joined = rows.select_related(*JOINS).defer("incident__search").order_by("pk")
    return list(joined.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])


def mark_overdue(row: Assignment, now: datetime) -> Fact:
    """The running span is late: once, with its own fact and line."""
    span = RUNNING[Stage(row.stage)]
    row.overdue_at, row.late_stages = now, [*row.late_stages, span.value]
    _save(row, "overdue_at", "late_stages")
    _line(row, "overdue", span=span.value)
    key = f"assignment:{row.pk}:{span.value}:overdue"
    return fact(row, "overdue", dedupe_key=key, extra={"late_stage": span.value})


def _chaser(now: datetime) -> Write:
    """Send again what is not signed for, by the rows of today; then tell the supervisor."""
    rules = _rules(now)

    def chase(row: Assignment, at: datetime) -> Fact | None:
        after_s, times = _rule_for(rules, row.incident)
        if at < (row.resent_at or row.issued_at) + timedelta(seconds=after_s):
            return None
        return resend(row, at) if row.resent < times else escalate(row, at)

    return chase


def resend(row: Assignment, now: datetime) -> Fact:
    """Tell the unit once more."""
    row.resent, row.resent_at = row.resent + 1, now
    _save(row, "resent", "resent_at")
    _line(row, "resent", times=row.resent)
    return fact(row, "resent")


def escalate(row: Assignment, now: datetime) -> Fact:
    """Nobody signs: a supervisor must know, once."""
    row.escalated_at = now
    _save(row, "escalated_at")
    _line(row, "unsigned", times=row.resent)
    return fact(row, "unsigned", dedupe_key=f"assignment:{row.pk}:unsigned")


def _save(row: Assignment, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _line(row: Assignment, what: str, **more: object) -> None:
    details = {"unit": row.unit.call_sign, "assignment": row.pk, **more}
    incidents.write_entry(row.incident, PLATFORM, f"assignment_{what}", details=details)


Rules = dict[tuple[str, int], tuple[int, int]]


def _rules(now: datetime) -> Rules:
    rows = ResendRule.objects.in_force(timezone.localdate(now)).select_related("agency")
    return {(row.agency.path, row.level): (row.after_s, row.times) for row in rows}


def _rule_for(rules: Rules, incident: Incident) -> tuple[int, int]:
    """Seconds and times of the agency nearest to the call."""
    path = incident.agency.path
    near = [p for p, level in rules if level == incident.level and path.startswith(p)]
    if not near:
        return DEFAULT_RESENDS[incident.level]
    return rules[max(near, key=len), incident.level]
