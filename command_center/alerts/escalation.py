"""Escalation: what nobody acknowledged goes up, from the database, with no browser open."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from command_center.alerts.audience import parent_audience
from command_center.alerts.models import Alert
from command_center.alerts.services import fact_of
from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from grid.organisation.roles import Role


@transaction.atomic
def escalate_due(*, now: datetime) -> list[Alert]:
    """Take every unacknowledged alert whose next step is due one step up, and unshelve the due.

    Reads and writes rows only, so it goes on with no browser open; several sweeps may run at
    once, each alert takes a step once.
    """
    due = []
    rows = Alert.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        Q(state=Alert.State.OPEN) | Q(state=Alert.State.SHELVED, shelved_until__lte=now)
    )
    for alert in rows.select_related("rule", "agency"):
        if alert.state == Alert.State.SHELVED:
            _unshelve(alert, now=now)
            due.append(fact_of("alerts.unshelved", alert))
        elif step := _due_step(alert, now=now):
            _step_up(alert, step, now=now)
            due.append(fact_of("alerts.escalated", alert, to=step["to"]))
    if due:
        record(PLATFORM, *due)
    return list(Alert.objects.filter(pk__in=[int(f.subject_id) for f in due]))


def _due_step(alert: Alert, *, now: datetime) -> dict[str, Any] | None:
    steps = alert.rule.escalation
    if alert.escalation_step >= len(steps):
        return None
    step = cast(dict[str, Any], steps[alert.escalation_step])
    return step if now >= alert.raised_at + timedelta(seconds=step["after_s"]) else None


def _step_up(alert: Alert, step: dict[str, Any], *, now: datetime) -> None:
    if step["to"] == "supervisor":
        alert.roles = sorted({*alert.roles, Role.DUTY_COMMANDER.value})
    elif step["to"] == "parent":
        alert.audience_path = parent_audience(alert.audience_path)
    alert.escalation_step += 1
    alert.escalated_at = now
    alert.version += 1
    alert.save()


def _unshelve(alert: Alert, *, now: datetime) -> None:
    alert.state = Alert.State.OPEN
    alert.shelved_until = None
    alert.last_at = now
    alert.version += 1
    alert.save()
