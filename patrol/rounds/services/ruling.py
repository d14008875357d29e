"""Changing the limits rounds are judged by: from a day on; what held before stays in its row."""

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer
from patrol.rounds.models import PatrolRule
from patrol.rounds.rules import NUMBERS, rule_of
from patrol.rounds.services.shared import agency_of, check_version, invalid

_KEPT: Final = tuple(NUMBERS)


@transaction.atomic
def put_rule(*, by: Actor, viewer: Viewer, version: int | None = None, **said: Any) -> PatrolRule:
    """Let other limits hold for an agency and all below it, from a local day on.

    `said`: agency (code; the viewer's own by default), valid_from (today by default) and any of
    `NUMBERS`; what is left out stays as it is. A second change of one day replaces the first.

    Raises InvalidInput for a past day or a limit out of its range, StaleVersion.
    """
    agency, begins = agency_of(said.get("agency"), viewer), said.get("valid_from")
    begins = begins or timezone.localdate()
    open_rules = PatrolRule.objects.select_for_update().filter(agency=agency, valid_to=None)
    current = open_rules.first()
    _check(current, begins, version)
    row = _begin(current, begins) or PatrolRule(agency=agency)
    if current is None:
        _copy(rule_of(agency.path), row)
    row.valid_from = begins
    changes = {name: said[name] for name in _KEPT if said.get(name) is not None}
    for name, value in changes.items():
        _check_number(name, value)
        setattr(row, name, value)
    row.save()
    record(by, _fact(row, changes))
    return row


def _begin(current: PatrolRule | None, begins: date) -> PatrolRule | None:
    """The row that holds from `begins`: the open one, or its successor where it began earlier."""
    if current is None:
        return None
    current.version += 1
    if begins > current.valid_from:
        current.valid_to = begins
        current.save(update_fields=["valid_to", "version"])
        current.pk, current.valid_to = None, None  # what is saved next is a new row
        current._state.adding = True
    return current


def _copy(source: PatrolRule, row: PatrolRule) -> None:
    for name in _KEPT:
        setattr(row, name, getattr(source, name))


def _check(current: PatrolRule | None, begins: date, version: int | None) -> None:
    if current is not None and version is None:
        raise invalid("/version", "required", _("Say which version of the rule you read."))
    if current is not None:
        check_version(current, version)
    if begins < max(timezone.localdate(), current.valid_from if current else date.min):
        raise invalid("/valid_from", "past", _("A change can begin today at the earliest."))


def _check_number(name: str, value: int) -> None:
    least, most = NUMBERS[name]
    if not least <= value <= most:
        words = {"least": least, "most": most}
        message = _("Choose a number from %(least)s to %(most)s.") % words
        raise invalid(f"/{name}", "out_of_range", message)


def _fact(row: PatrolRule, changes: dict[str, int]) -> Fact:
    return Fact(
        kind="patrol.patrol_rule_changed",
        subject_type="patrol_rule",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={"agency": row.agency.code, "valid_from": row.valid_from.isoformat(), **changes},
    )
