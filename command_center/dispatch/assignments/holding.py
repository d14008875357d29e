"""Holding the rows a dispatch touches, always in one order, so that two can never deadlock.

The order: the say over dispatch, incidents by key, units by key, assignments by key, and last the
log's own lock, which the first recorded fact takes. Whoever changes an assignment holds its unit.
No lock is of the keys: a row that only refers to a held call or unit is written without waiting,
also by somebody who has the log's lock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from patrol.units.models import Unit


@dataclass(slots=True)
class Held:
    """Rows locked until commit, by key; `open` are all open assignments of the held units."""

    incidents: dict[int, Incident]
    units: dict[int, Unit]
    open: dict[int, Assignment]

    def of_unit(self, unit_id: int) -> list[Assignment]:
        """The open assignments of a unit, the oldest first."""
        rows = [row for row in self.open.values() if row.unit_id == unit_id and not row.ended_at]
        return sorted(rows, key=lambda row: (row.issued_at, row.pk))

    def primary_of(self, unit_id: int) -> Assignment | None:
        return next((row for row in self.of_unit(unit_id) if row.is_primary), None)

    def on(self, incident_id: int, unit_id: int) -> Assignment | None:
        """The unit's open assignment to the incident."""
        rows = self.of_unit(unit_id)
        return next((row for row in rows if row.incident_id == incident_id), None)


def hold(
    incident_ids: Iterable[int],
    unit_ids: Iterable[int],
    *,
    versions: Mapping[int, int | None] | None = None,
) -> Held:
    """Lock incidents, units and the units' open assignments.

    Raises StaleVersion where an incident is no longer at its version in `versions`.
    """
    wanted = versions or {}
    held = Held({}, {}, {})
    for pk in sorted(set(incident_ids)):
        held.incidents[pk] = incidents.locked(Incident(pk=pk), wanted.get(pk))
    hold_units(held, unit_ids)
    return held


def hold_units(held: Held, unit_ids: Iterable[int]) -> None:
    """Add units and their open assignments to what is held; their incidents may not be held."""
    ids = sorted(set(unit_ids))
    units = Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    units = units.select_related("agency", "station").order_by("pk")
    held.units |= {unit.pk: unit for unit in units}
    rows = Assignment.objects.filter(OPEN_ENDS, unit_id__in=ids)
    for row in rows.select_for_update(of=("self",)).select_related("incident").order_by("pk"):
        row.unit = held.units[row.unit_id]
        row.incident = held.incidents.get(row.incident_id, row.incident)
        held.open[row.pk] = row


def open_incidents_of(unit_ids: Iterable[int]) -> Iterator[int]:
    """Keys of the incidents the units are on now, read without locks to know what to lock."""
    rows = Assignment.objects.filter(OPEN_ENDS, unit_id__in=list(unit_ids))
    return iter(rows.values_list("incident_id", flat=True).order_by())
