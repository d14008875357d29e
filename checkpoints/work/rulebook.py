"""The rules of the day: the row of the nearest agency, else the platform's default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.work.models import CheckCode, CountCeiling, CountRule
from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency

RULES: Final = (
    "late_after_min",
    "refuse_after_days",
    "overdue_after_min",
    "small_below",
    "suspend_most_min",
    "on_time_min",
    "absent_after_min",
    "rest_hours",
)


@dataclass(slots=True)
class Rulebook:
    """Every rule in force on one local day, read once for a whole batch or page."""

    on: date = field(default_factory=timezone.localdate)
    _rules: list[CountRule] = field(init=False)
    _ceilings: list[CountCeiling] = field(init=False)

    def __post_init__(self) -> None:
        self._rules = list(CountRule.objects.in_force(self.on).select_related("agency"))
        self._ceilings = list(CountCeiling.objects.in_force(self.on).select_related("agency"))

    def rule(self, agency_path: str) -> CountRule:
        """The rule of the agency nearest above, else the model's own defaults."""
        return _nearest(self._rules, agency_path) or CountRule()

    def ceiling(self, agency_path: str, kind: str) -> CountCeiling | None:
        rows = (row for row in self._ceilings if row.kind == kind)
        found: CountCeiling | None = _nearest(rows, agency_path)
        return found


def rule_of(agency_path: str) -> CountRule:
    """The rule in force today at an agency."""
    return Rulebook().rule(agency_path)


def _nearest(rows: Iterable[Any], agency_path: str) -> Any:
    fitting = (r for r in rows if r.agency is None or agency_path.startswith(r.agency.path))
    return max(fitting, key=lambda row: row.nearness, default=None)


def codes(group: str) -> dict[str, CheckCode]:
    """The words of a group that may be used now, by their codes."""
    return {row.code: row for row in CheckCode.objects.filter(group=group, is_active=True)}


def words() -> dict[str, dict[str, str]]:
    """What every code is called, those out of use included, by group and code."""
    named: dict[str, dict[str, str]] = {group: {} for group in CheckCode.Group.values}
    for row in CheckCode.objects.all():
        named[row.group][row.code] = str(row)
    return named


@transaction.atomic
def change_rule(
    agency: Agency, *, by: Actor, version: int, valid_from: date, changes: Mapping[str, int]
) -> CountRule:
    """Let other numbers hold at an agency and below from a day on; what held before stays.

    `version` is that of the rule in force there, be it the agency's own or one above. Raises
    StaleVersion where that changed meanwhile, InvalidInput for a past day.
    """
    _begin(agency, valid_from)
    current = Rulebook(valid_from).rule(agency.path)
    _same_version(current.version, version)
    row = _following(current, agency, valid_from)
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = current.version + 1
    row.save()
    record(by, _rule_fact(row, changes))
    return row


@transaction.atomic
def change_ceiling(
    agency: Agency, *, by: Actor, kind: str, version: int, valid_from: date, most: tuple[int, int]
) -> CountCeiling:
    """Let another ceiling hold at an agency and below from a day on; what held before stays.

    `most` is what can be checked and what can pass in an hour; `version` that of the row in
    force there, 0 where there is none. Raises StaleVersion where that changed meanwhile,
    InvalidInput for a past day or where less could pass than be checked.
    """
    _begin(agency, valid_from)
    if most[1] < most[0]:
        message = _("At least as many pass as are checked.")
        fault = FieldError(pointer="/most_passing", code="too_small", message=message)
        raise InvalidInput(message, errors=[fault])
    current = Rulebook(valid_from).ceiling(agency.path, kind)
    _same_version(current.version if current else 0, version)
    same_day = {"agency": agency, "kind": kind, "valid_from": valid_from}
    if current is not None and current.agency_id == agency.pk and current.valid_from < valid_from:
        CountCeiling.objects.filter(pk=current.pk).update(valid_to=valid_from)
    row = CountCeiling.objects.filter(**same_day).first() or CountCeiling(**same_day)
    row.most_checked, row.most_passing = most
    row.version = version + 1
    row.save()
    changes = {"kind": kind, "most_checked": most[0], "most_passing": most[1]}
    record(by, _rule_fact(row, changes, "count_ceiling"))
    return row


def _begin(agency: Agency, valid_from: date) -> None:
    """One change of an agency at a time, and none of the past."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if valid_from < timezone.localdate():
        message = _("A change can begin today at the earliest.")
        fault = FieldError(pointer="/valid_from", code="past", message=message)
        raise InvalidInput(message, errors=[fault])


def _same_version(current: int, yours: int) -> None:
    if current != yours:
        raise StaleVersion(
            _("Somebody changed this rule meanwhile; open it again to see how."),
            your_version=yours,
            current_version=current,
        )


def _following(current: CountRule, agency: Agency, valid_from: date) -> CountRule:
    """The row to write into: the one of that very day, or a new one after closing the last."""
    if current.agency_id == agency.pk and current.valid_from == valid_from:
        return current
    if current.agency_id == agency.pk:
        CountRule.objects.filter(pk=current.pk).update(valid_to=valid_from)
    kept = {name: getattr(current, name) for name in RULES}
    return CountRule(agency=agency, valid_from=valid_from, **kept)


def _rule_fact(
    row: CountRule | CountCeiling, changes: Mapping[str, Any], what: str = "count_rule"
) -> Fact:
    return Fact(
        kind=f"checkpoints.{what}_changed",
        subject_type=what,
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path if row.agency else "",
        payload={"valid_from": row.valid_from.isoformat(), **changes},
    )
