"""Which units a plan would send: what is on the incident already, then the recommended ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.dispatch.assignments.recommendation import nearer, recommend
from command_center.dispatch.assignments.scoring import sentence
from command_center.dispatch.plans.texts import Need
from command_center.incidents.models import Incident
from grid.scope import Viewer
from patrol.units.models import Unit

GONE = (Stage.RETURNED, Stage.RECALLED, Stage.PREEMPTED)
MOST = 60


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
    choices = [Choice(need) for need in wanted(needs, step)]
    there = units_there(incident)
    free = candidates((choice.need for choice in choices), incident, viewer)
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


def candidates(needs: Iterable[Need], incident: Incident, viewer: Viewer) -> list[Unit]:
    """Units that can be sent, in the order of the recommendation; none where it has no point.

    Those the call itself would pass over only for want of a weapon or a capability come last: a
    plan may want them for another part of the work. Stale, busy and absent units never come.
    """
    answer = recommend(incident, viewer, limit=MOST)
    for capability in {str(need["capability"]) for need in needs if need["capability"]}:
        more = recommend(incident, viewer, limit=MOST, capabilities=[capability])
        answer.ranked += more.ranked
    found = [row.unit.unit_id for row in answer.ranked]
    found += [row.unit.unit_id for row in answer.passed_over if all(map(_is_soft, row.why))]
    units = Unit.objects.select_related("agency").in_bulk(found)
    return [units[pk] for pk in dict.fromkeys(found)]


def _is_soft(why: str) -> bool:
    return why == "not_armed" or why.startswith("lacks:")


def nearer_words(incident: Incident, viewer: Viewer) -> str:
    """Why nearer units are not sent, as the recommendation says it."""
    answer = recommend(incident, viewer, limit=1)
    return sentence(nearer(answer), answer.as_of)
