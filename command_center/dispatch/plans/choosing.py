"""Which units a plan would send: what is on the incident already, then the recommended ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.dispatch.plans.texts import Need
from command_center.incidents.models import Incident
from grid.scope import Viewer
from patrol.units.models import AVAILABLE, Unit

GONE = (Stage.RETURNED, Stage.RECALLED, Stage.PREEMPTED)
MOST = 200


@dataclass(slots=True)
class Choice:
    """For one need: who of those already there counts, who would be sent, how many are short."""

    need: Need
    there: list[Unit] = field(default_factory=list)
    sent: list[Unit] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return max(0, int(self.need["count"]) - len(self.there) - len(self.sent))


def wanted(needs: Iterable[Need], step: int) -> list[Need]:
    """Of each force the largest count asked for up to the step, the most special force first."""
    most: dict[tuple[Any, ...], Need] = {}
    for need in needs:
        if need["kind"] == "units" and need["step"] <= step:
            key = (need["unit_kind"], need["capability"], need["is_armed"])
            if key not in most or most[key]["count"] < need["count"]:
                most[key] = need
    return sorted(most.values(), key=_special, reverse=True)


def _special(need: Need) -> tuple[bool, bool, bool]:
    return bool(need["capability"]), bool(need["is_armed"]), bool(need["unit_kind"])


def fits(unit: Unit, need: Need) -> bool:
    """Whether the unit is of the kind, has the capability and bears arms where asked for."""
    return (
        need["unit_kind"] in ("", unit.kind)
        and (not need["capability"] or need["capability"] in unit.capabilities)
        and (unit.is_armed or not need["is_armed"])
    )


def choose(needs: Sequence[Need], incident: Incident, *, viewer: Viewer, step: int) -> list[Choice]:
    """What the step's forces come to now; nobody counts for two of them."""
    there, free = units_there(incident), candidates(incident, viewer)
    choices = [Choice(need) for need in wanted(needs, step)]
    for choice in choices:
        choice.there = _take(there, choice.need, int(choice.need["count"]))
    for choice in choices:
        choice.sent = _take(free, choice.need, choice.missing)
    return choices


def _take(units: list[Unit], need: Need, count: int) -> list[Unit]:
    taken = [unit for unit in units if fits(unit, need)][:count]
    for unit in taken:
        units.remove(unit)
    return taken


def units_there(incident: Incident) -> list[Unit]:
    """Units sent to the incident and not taken off it."""
    rows = Assignment.objects.filter(incident=incident).exclude(stage__in=GONE)
    return [row.unit for row in rows.select_related("unit").order_by("issued_at", "pk")]


def candidates(incident: Incident, viewer: Viewer) -> list[Unit]:
    """Available units in scope for the incident, the best first."""
    rows = Unit.objects.visible_to(viewer).filter(is_active=True, status__in=AVAILABLE)
    there = {unit.pk for unit in units_there(incident)}
    return [unit for unit in rows.select_related("agency")[:MOST] if unit.pk not in there]
