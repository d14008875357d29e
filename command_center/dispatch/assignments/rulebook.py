"""The rows by which units are recommended and chased: what a city starts with, and changing them.

A change holds from a day on and leaves what was in force before as it was.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.dispatch.assignments.models import (
    DetourFactor,
    RecommendationRule,
    ResendRule,
    SpeedRule,
)
from command_center.dispatch.assignments.numbers import DEFAULT_DETOUR, DEFAULT_SPEEDS
from command_center.incidents.dated import BEGINNING, check_day
from command_center.incidents.models import Incident
from grid.errors import InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency

Rule = TypeVar("Rule", SpeedRule, DetourFactor, RecommendationRule, ResendRule)

WHOSE: Final[dict[type[Any], tuple[str, ...]]] = {
    SpeedRule: ("kind", "hour_from"),
    DetourFactor: ("cell",),
    RecommendationRule: ("category_prefix",),
    ResendRule: ("level",),
}
# Sent again after so many seconds, so many times, then told to the supervisor.
DEFAULT_RESENDS: Final = {1: (15, 2), 2: (30, 2), 3: (60, 2), 4: (120, 2)}
RUSH: Final = ((7, 9), (17, 19))  # hours in which a car is slower
RUSH_KMH: Final = 20


def ensure_default_rules(agency: Agency) -> int:
    """Give a city the rows it starts with; answers how many were new."""
    wanted: list[tuple[type[Any], dict[str, Any], dict[str, Any]]] = [
        (DetourFactor, {"cell": None}, {"factor": DEFAULT_DETOUR}),
        (RecommendationRule, {"category_prefix": ""}, {}),
    ]
    wanted += [
        (SpeedRule, {"kind": str(kind), "hour_from": 0}, {"hour_to": 24, "speed_kmh": kmh})
        for kind, kmh in DEFAULT_SPEEDS.items()
    ]
    wanted += [
        (SpeedRule, {"kind": "car", "hour_from": begins}, {"hour_to": ends, "speed_kmh": RUSH_KMH})
        for begins, ends in RUSH
    ]
    for level in Incident.Level.values:
        after_s, times = DEFAULT_RESENDS[level]
        wanted.append((ResendRule, {"level": level}, {"after_s": after_s, "times": times}))
    made = 0
    for kind, whose, numbers in wanted:
        given = numbers | {"valid_from": BEGINNING}
        made += kind.objects.get_or_create(agency=agency, **whose, defaults=given)[1]
    return made


@transaction.atomic
def add(rule: Rule, *, by: Actor) -> Rule:
    """Keep a first row for what it answers; raises InvalidInput where its agency has one."""
    check_day(rule.valid_from)
    same = {name: getattr(rule, name) for name in WHOSE[type(rule)]}
    rows: Any = type(rule).objects
    if rows.not_over(rule.valid_from).filter(agency=rule.agency, **same).exists():
        raise InvalidInput(_("This agency has such a rule already; change that one."))
    rule.save()
    _tell(rule, by)
    return rule


@transaction.atomic
def change(rule: Rule, *, by: Actor, version: int, changes: Mapping[str, Any]) -> Rule:
    """Let other numbers hold from `changes["valid_from"]` on; the row until then stays.

    Raises StaleVersion where somebody changed it since `version`, InvalidInput for a past day.
    """
    current: Rule = type(rule).objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if current.version != version or current.valid_to is not None:
        raise StaleVersion(
            _("Somebody changed this rule meanwhile; open it again to see how."),
            yours=version,
            current=current.version,
        )
    day = changes["valid_from"]
    check_day(day, at_least=current.valid_from)
    current.version += 1
    if day > current.valid_from:
        current.valid_to = day
        current.save()
        current.pk, current.valid_to = None, None  # what is saved next is a new row
    for name, value in changes.items():
        setattr(current, name, value)
    current.save()
    _tell(current, by)
    return current


def _tell(rule: Any, by: Actor) -> None:
    fact = Fact(
        kind="dispatch.rule_changed",
        subject_type="dispatch_rule",
        subject_id=f"{rule._meta.model_name}:{rule.pk}",
        subject_version=rule.version,
        agency_path=rule.agency.path,
        payload={"rule": str(rule), "valid_from": rule.valid_from.isoformat()},
    )
    record(by, fact)
