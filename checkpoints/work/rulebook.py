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
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if valid_from < timezone.localdate():
        message = _("A change can begin today at the earliest.")
        fault = FieldError(pointer="/valid_from", code="past", message=message)
        raise InvalidInput(message, errors=[fault])
    current = Rulebook(valid_from).rule(agency.path)
    if current.version != version:
        raise StaleVersion(
            _("Somebody changed this rule meanwhile; open it again to see how."),
            your_version=version,
            current_version=current.version,
        )
    row = _following(current, agency, valid_from)
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = current.version + 1
    row.save()
    record(by, _rule_fact(row, changes))
    return row


def _following(current: CountRule, agency: Agency, valid_from: date) -> CountRule:
    """The row to write into: the one of that very day, or a new one after closing the last."""
    if current.agency_id == agency.pk and current.valid_from == valid_from:
        return current
    if current.agency_id == agency.pk:
        CountRule.objects.filter(pk=current.pk).update(valid_to=valid_from)
    kept = {name: getattr(current, name) for name in RULES}
    return CountRule(agency=agency, valid_from=valid_from, **kept)


def _rule_fact(row: CountRule, changes: Mapping[str, int]) -> Fact:
    return Fact(
        kind="checkpoints.count_rule_changed",
        subject_type="count_rule",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path if row.agency else "",
        payload={"valid_from": row.valid_from.isoformat(), **changes},
    )
