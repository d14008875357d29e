"""The nightly deletion: every rule of `grid.ledger.retention` applied, and proof of it kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import AuditEntry, RetentionRun
from grid.ledger.retention import clear, due, legal_hold, rules
from grid.ledger.services import record


@legal_hold
def _last_link(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The newest audit entry stays whatever its age: the next one is linked to it."""
    if rows.model is not AuditEntry:
        return rows
    return rows.exclude(pk=AuditEntry.objects.order_by("-seq").values("pk")[:1])


def preview(*, now: datetime) -> Iterator[tuple[str, str, int]]:
    """Model, action and number of rows of every rule that has something to do at `now`."""
    for model, rule in rules():
        rows = due(model, rule, now=now).count()
        if rows:
            yield model._meta.label, rule.action, rows


def apply_retention(*, now: datetime) -> list[RetentionRun]:
    """Clear every table in batches; answers and keeps one report for each that lost rows.

    A table that cannot be cleared (a row still referred to) does not hold up the others: its
    error rises after all of them are done.
    """
    runs: list[RetentionRun] = []
    failures: list[Exception] = []
    for model, rule in rules():
        started_at = timezone.now()
        try:
            rows = clear(model, rule, now=now)
        except Exception as error:
            failures.append(error)
            continue
        if rows:
            runs.append(
                RetentionRun(
                    started_at=started_at,
                    model=model._meta.label,
                    action=rule.action,
                    days=rule.days or 0,
                    rows=rows,
                )
            )
    _report(runs)
    if failures:
        raise ExceptionGroup("Some tables could not be cleared", failures)
    return runs


@transaction.atomic
def _report(runs: list[RetentionRun]) -> None:
    RetentionRun.objects.bulk_create(runs)
    record(
        PLATFORM,
        *(
            Fact(
                kind="ledger.retention_applied",
                subject_type="table",
                subject_id=run.model[:40],
                agency_path="",
                payload={"rows": run.rows, "action": run.action, "days": run.days},
            )
            for run in runs
        ),
    )
