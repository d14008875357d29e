"""Acts at one moment on threads of a real PostgreSQL, and what must hold when they are over."""

from typing import Any

from command_center.dispatch.assignments import selectors
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.incidents.models import Incident
from grid.errors import DomainError
from grid.ledger.models import EventEntry
from patrol.units.models import ENGAGED, Unit

NOBODYS = ("received", "returned", "closed", "cancelled", "merged", "transferred")


def fresh(row: Assignment) -> Assignment:
    return Assignment.objects.select_related("incident__agency", "unit__agency").get(pk=row.pk)


def refused(answers: list[Any]) -> list[DomainError]:
    return [answer for answer in answers if isinstance(answer, DomainError)]


def assert_whole() -> None:
    """What must hold after any race: the rows agree with each other, and the log with the rows."""
    assert_rows_agree()
    assert_log_agrees()


def assert_log_agrees() -> None:
    """No fact is older than the one before it, and the last of each row tells it as it is."""
    newest: dict[tuple[str, str], EventEntry] = {}
    states: dict[str, str] = {}
    for event in EventEntry.objects.order_by("seq"):
        about = (event.subject_type, event.subject_id)
        if about in newest:
            earlier = newest[about]
            assert event.subject_version >= earlier.subject_version, (earlier.kind, event.kind)
        newest[about] = event
        if event.subject_type == "incident" and "state" in event.payload:
            states[event.subject_id] = event.payload["state"]
    assert states == dict(Incident.objects.values_list("number", "state"))
    for row in Assignment.objects.all():
        told = newest["assignment", str(row.pk)]
        assert (told.payload["stage"], told.subject_version) == (row.stage, row.version), told.kind
    for unit in Unit.objects.all():
        if said := newest.get(("unit", unit.call_sign)):
            assert (said.payload["status"], said.subject_version) == (unit.status, unit.version)


def assert_rows_agree() -> None:
    """Stamps, states, units and calls agree with each other."""
    for row in Assignment.objects.select_related("unit", "incident"):
        stamps = [getattr(row, name) for name in selectors.stages.STAMPS.values()]
        told = [at for at in stamps if at]
        assert told == sorted(told), row
    for unit in Unit.objects.all():
        mine = Assignment.objects.filter(OPEN_ENDS, unit=unit)
        assert mine.filter(is_primary=True).count() == min(1, mine.count())
        assert (unit.status in ENGAGED) == mine.exists(), unit
    for incident in Incident.objects.select_related("agency"):
        on_it = Assignment.objects.filter(OPEN_ENDS, incident=incident).exists()
        if incident.state in NOBODYS:
            assert not on_it, incident.state
        elif incident.state in ("dispatched", "delivered", "accepted", "departed"):
            assert on_it, incident.state
        owner = selectors.owner_of(incident)
        assert (owner["kind"], bool(owner["units"])) == ("units" if on_it else "desk", on_it)
