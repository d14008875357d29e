"""Which silence is too long: the rows a city starts with, and the one that holds for a unit."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from django.utils import timezone

from command_center.dispatch.safety.models import SafetyRule
from grid.organisation.models import Agency
from patrol.units.models import Unit

BEGINNING: Final = date(2016, 1, 1)
NIGHT_FROM, NIGHT_TO = time(22), time(6)  # local

# Status, kind, night or not: minutes, warning before, cycles missed until it is urgent.
DEFAULT_RULES: Final[tuple[dict[str, Any], ...]] = (
    {"status": "on_scene", "minutes": 20, "warn_minutes": 5},
    {"status": "on_scene", "at_night": True, "minutes": 15, "warn_minutes": 3},
    {"status": "on_scene", "kind": "foot", "minutes": 15, "warn_minutes": 3},
    {"status": "on_scene", "kind": "foot", "at_night": True, "minutes": 10, "warn_minutes": 2},
    {"status": "en_route", "minutes": 30, "warn_minutes": 5, "resets": False},
    {"status": "busy", "minutes": 30, "warn_minutes": 5, "resets": False},
)


def ensure_default_rules(agency: Agency) -> int:
    """Give a city the rules it starts with; answers how many were new."""
    made = 0
    for row in DEFAULT_RULES:
        key = {"kind": "", "at_night": None} | {k: row[k] for k in KEY if k in row}
        rest = {name: value for name, value in row.items() if name not in KEY}
        _rule, is_new = SafetyRule.objects.get_or_create(
            agency=agency, **key, defaults={"valid_from": BEGINNING, **rest}
        )
        made += is_new
    return made


KEY: Final = ("kind", "status", "at_night")


def is_night(at: datetime) -> bool:
    """From 22:00 until before 06:00 local time."""
    now = timezone.localtime(at).time()
    return now >= NIGHT_FROM or now < NIGHT_TO


def rules_for(unit: Unit, *, at: datetime) -> Iterable[SafetyRule]:
    """The rules that fit the unit as it is at that moment."""
    codes = unit.agency.path.strip("/").split("/")
    rows: Any = SafetyRule.objects.in_force(timezone.localdate(at)).select_related("agency")
    return [
        rule
        for rule in rows.filter(
            agency__code__in=codes, status=unit.status, kind__in=("", unit.kind)
        )
        if rule.at_night in (None, is_night(at))
    ]


def rule_for(unit: Unit, *, at: datetime) -> SafetyRule | None:
    """The nearest agency's rule, then the one for the kind, then the one for the time of day."""
    return max(
        rules_for(unit, at=at),
        key=lambda r: (len(r.agency.path), bool(r.kind), r.at_night is not None),
        default=None,
    )
