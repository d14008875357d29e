"""Bands and 1-3-5 timers as rows: which hold, and changing them from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from command_center.dispatch.figures.measures import MEASURES
from command_center.dispatch.figures.models import BandSet, TimerRule
from command_center.incidents.dated import BEGINNING, succeed
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency

Rule = TypeVar("Rule", BandSet, TimerRule)

# Stages as Jiangsu reads 1-3-5, forces as Wuhan does (domain notes 6); seconds.
_STAGES: Final = ((1, "signed", 60), (3, "on_scene", 180), (5, "handled", 300))
_FORCES: Final = (
    (1, ["station", "office", "control_centre"], 60),
    (3, ["branch", "county"], 180),
    (5, ["city"], 300),
)
WORDS: Final = {BandSet: "bands", TimerRule: "timer"}


@transaction.atomic
def ensure_default_rules(city: Agency) -> int:
    """Give a city the bands and timers it starts with; answers how many were new."""
    made = 0
    for measure in MEASURES:
        bounds = {"bounds": list(measure.bands), "valid_from": BEGINNING}
        made += BandSet.objects.get_or_create(agency=city, measure=measure.code, defaults=bounds)[1]
    for reading, tier, values in _default_timers():
        values |= {"starts": "dispatched", "valid_from": BEGINNING}
        key = {"agency": city, "reading": reading, "tier": tier}
        made += TimerRule.objects.get_or_create(**key, defaults=values)[1]
    return made


def _default_timers() -> list[tuple[str, int, dict[str, Any]]]:
    stages, forces = TimerRule.Reading.STAGES, TimerRule.Reading.FORCES
    rows: list[tuple[str, int, dict[str, Any]]] = [
        (stages, tier, {"ends": ends, "limit_s": limit}) for tier, ends, limit in _STAGES
    ]
    rows += [
        (forces, tier, {"ends": "on_scene", "limit_s": limit, "forces": kinds})
        for tier, kinds, limit in _FORCES
    ]
    return rows


def bands(agency: Agency, *, on: date) -> dict[str, list[int]]:
    """The upper bounds in seconds of each measure: those of the agency, or the nearest above."""
    found = {measure.code: list(measure.bands) for measure in MEASURES}
    for row in _above(BandSet.objects.in_force(on), agency):
        found[row.measure] = sorted(row.bounds)
    return found


def timers(agency: Agency, *, reading: str) -> list[TimerRule]:
    """The timers of every day, of the nearest agency that has any of that reading.

    Those a city starts with hold where no row says otherwise.
    """
    rows = _above(TimerRule.objects.filter(reading=reading), agency)
    rows = rows or [
        TimerRule(agency=agency, tier=tier, valid_from=BEGINNING, starts="dispatched", **values)
        for default, tier, values in _default_timers()
        if default == reading
    ]
    nearest = max(len(row.agency.path) for row in rows)
    return [row for row in rows if len(row.agency.path) == nearest]


def _above(rows: QuerySet[Rule], agency: Agency) -> list[Rule]:
    """Rows of the agency and those above it, the farthest first."""
    codes = agency.path.strip("/").split("/")
    found = rows.filter(agency__code__in=codes).select_related("agency")
    return sorted(found, key=lambda row: (len(row.agency.path), row.pk))


@transaction.atomic
def change_rule(
    rule: Rule, *, by: Actor, version: int, valid_from: date, changes: Mapping[str, Any]
) -> Rule:
    """Let other values hold from a day on; what was in force until then stays.

    Raises StaleVersion where somebody changed it since `version`, InvalidInput for a past day.
    """
    current = succeed(rule, version=version, valid_from=valid_from, changes=changes)
    _tell(current, by, changes)
    return current


def _tell(rule: BandSet | TimerRule, by: Actor, changes: Mapping[str, Any]) -> None:
    word = WORDS[type(rule)]
    fact = Fact(
        kind=f"dispatch.{word}_changed",
        subject_type=f"figure_{word}",
        subject_id=str(rule.pk),
        subject_version=rule.version,
        agency_path=rule.agency.path,
        payload=dict(changes) | {"valid_from": rule.valid_from.isoformat()},
    )
    record(by, fact)
