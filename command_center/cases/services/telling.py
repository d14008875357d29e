"""What changed in a case: kept beside it, told to the ledger."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone

from command_center.cases.models import Case, CaseRevision
from command_center.cases.selectors import JOINS, TAGS, brief
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import locked

UNLOGGED: Final = "narrative"  # that it changed is enough
WATCHED: Final = (
    *("category", "kind", "state", "found_by", "occurred_from", "occurred_to", "reported_at"),
    *("filed_on", "solved_on", "result", "agency", "cell", *TAGS, "loss_yuan", "address", "point"),
    *("position_error_m", "incident_number", "source_number", "duplicate_of", UNLOGGED),
)


def held(case: Case, version: int | None) -> Case:
    """The case as it is now with what a fact needs, locked, its version one higher.

    Raises StaleVersion where somebody changed it since `version` was read.
    """
    row = locked(case, version)
    found = _whole().get(pk=row.pk)
    found.version = row.version
    return found


def held_many(keys: Collection[int]) -> dict[int, Case]:
    """Cases as they are now with what facts need, locked, by key."""
    rows = _whole().select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _whole() -> QuerySet[Case]:
    return Case.objects.select_related(*JOINS, "duplicate_of").defer("cell__outline")


def state_of(row: Case) -> dict[str, Any]:
    """What a correction is measured against, before it is made."""
    return {name: getattr(row, name) for name in WATCHED}


def keep_change(
    row: Case, before: dict[str, Any], *, actor: Actor, what: str, reason: str
) -> CaseRevision | None:
    """Save the case with a line on what changed, and tell of it; None where nothing did.

    A category changed after entry stamps `recoded_at`; `days` are the local days whose counts the
    change touches: the day of the report before and after.
    """
    changes = changes_of(row, before)
    if not changes:
        return None
    if "category" in changes:
        row.recoded_at = timezone.now()
    row.save()
    revision, fact = kept(row, before, changes, actor=actor, what=what, reason=reason)
    revision.save()
    record(actor, fact)
    return revision


def kept(
    row: Case,
    before: dict[str, Any],
    changes: dict[str, Any],
    *,
    actor: Actor,
    what: str,
    reason: str,
) -> tuple[CaseRevision, Fact]:
    """The line on what changed in a case, not yet saved, and the fact that tells of it."""
    days = sorted({timezone.localdate(at) for at in (before["reported_at"], row.reported_at)})
    revision = CaseRevision(
        case=row, version=row.version, by=actor.label, reason=reason, changes=changes, days=days
    )
    told = {"changed": sorted(changes), "days": [day.isoformat() for day in days]}
    return revision, fact_of(row, what, reason=reason, **told)


def fact_of(row: Case, what: str, *, reason: str = "", **more: Any) -> Fact:
    """A fact about a case, `what` without the prefix; its reason goes to the audit chain only."""
    return Fact(
        kind=f"cases.{what}",
        subject_type="case",
        subject_id=row.number,
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=brief(row) | more,
        reason=reason,
    )


def changes_of(row: Case, before: dict[str, Any]) -> dict[str, Any]:
    """Before and after of each field that is another now."""
    after = state_of(row)
    return {
        name: None if name == UNLOGGED else [_plain(before[name]), _plain(after[name])]
        for name in WATCHED
        if (_plain(before[name]) or None) != (_plain(after[name]) or None)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Point):
        return [round(value.x, 7), round(value.y, 7)]
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return getattr(value, "number", None) or getattr(value, "code", value)
