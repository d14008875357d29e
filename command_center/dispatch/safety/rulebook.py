"""The rows of how long a unit may stay silent: a change begins on a day and leaves what was."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.safety.models import SafetyRule
from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer


def applying(viewer: Viewer) -> QuerySet[Any]:
    """Rules that hold on the viewer's ground now or later, those of agencies above included."""
    codes = viewer.agency_path.strip("/").split("/")
    mine = Q(agency__path__startswith=viewer.agency_path) | Q(agency__code__in=codes)
    rows: QuerySet[Any] = _standing(timezone.localdate()).filter(mine)
    return rows.select_related("agency").order_by("status", "agency__path", "kind", "pk")


def _standing(day: date) -> Any:
    """Rules that hold on that day or will hold later."""
    rows: Any = SafetyRule.objects.all()
    return rows.not_over(day)


@transaction.atomic
def add_rule(rule: SafetyRule, *, by: Actor) -> SafetyRule:
    """Keep a first rule; raises InvalidInput where there is one for the same units."""
    _check_day(rule.valid_from)
    same = {name: getattr(rule, name) for name in ("agency", "kind", "status", "at_night")}
    if _standing(rule.valid_from).filter(**same).exists():
        raise InvalidInput(_("This agency has such a rule already; change that one."))
    rule.save()
    _tell(rule, by)
    return rule


@transaction.atomic
def change_rule(
    rule: SafetyRule, *, by: Actor, version: int, valid_from: date, changes: Mapping[str, Any]
) -> SafetyRule:
    """Let other numbers hold from a day on; raises StaleVersion, InvalidInput for a past day."""
    current: SafetyRule = SafetyRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if current.version != version or current.valid_to is not None:
        raise StaleVersion(
            _("Somebody changed this rule meanwhile; open it again to see how."),
            yours=version,
            current=current.version,
        )
    _check_day(valid_from)
    current.version += 1
    if valid_from > current.valid_from:
        current.valid_to = valid_from
        current.save()
        current = SafetyRule(
            **{name: getattr(current, name) for name in ("agency", "kind", "status", "at_night")},
            valid_from=valid_from,
            version=current.version,
        )
    for name, value in changes.items():
        setattr(current, name, value)
    current.save()
    _tell(current, by)
    return current


def _check_day(day: date) -> None:
    if day < timezone.localdate():
        message = _("A change can begin today at the earliest.")
        fault = FieldError(pointer="/valid_from", code="past", message=message)
        raise InvalidInput(message, errors=[fault])


def _tell(rule: SafetyRule, by: Actor) -> None:
    names = ("kind", "status", "at_night", "minutes", "warn_minutes", "missed_cycles", "resets")
    payload = {name: getattr(rule, name) for name in names}
    record(
        by,
        Fact(
            kind="dispatch.safety_rule_changed",
            subject_type="safety_rule",
            subject_id=str(rule.pk),
            subject_version=rule.version,
            agency_path=rule.agency.path,
            payload=payload | {"valid_from": rule.valid_from.isoformat()},
        ),
    )
