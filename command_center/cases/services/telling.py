"""What changed in a case: kept beside it, told to the ledger."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import Point
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
    higher = row.version
    found = (
        Case.objects.select_related(*JOINS, "duplicate_of").defer("cell__outline").get(pk=row.pk)
    )
    found.version = higher
    return found


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
    changes = _changes(row, before)
    if not changes:
        return None
    if "category" in changes:
        row.recoded_at = timezone.now()
    row.save()
    days = {timezone.localdate(at) for at in (before["reported_at"], row.reported_at)}
    kept = CaseRevision.objects.create(
        case=row, version=row.version, by=actor.label, reason=reason, changes=changes,
        days=sorted(days),
    )  # fmt: skip
    told = {"changed": sorted(changes), "days": [day.isoformat() for day in sorted(days)]}
    record(actor, fact_of(row, what, reason=reason, **told))
    return kept


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


def _changes(row: Case, before: dict[str, Any]) -> dict[str, Any]:
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
