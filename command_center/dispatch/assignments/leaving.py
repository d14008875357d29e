"""A call that is over, or back in the queue, has nobody on it: its open assignments end with it."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.assignments import stages
from command_center.dispatch.assignments.following import units_follow
from command_center.dispatch.assignments.holding import Held, hold_units
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment, Stage
from command_center.dispatch.assignments.writing import Said, advance, end
from command_center.incidents.models import Incident
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record

THERE: Final = (Stage.ON_SCENE, Stage.HANDLED)


def end_assignments(incident: Incident, actor: Actor) -> None:
    """End what is open on a held incident: by feedback where a unit was there, else by recall."""
    on_it = Assignment.objects.filter(OPEN_ENDS, incident=incident)
    unit_ids = list(on_it.values_list("unit_id", flat=True).order_by())
    if not unit_ids:
        return
    held = Held({incident.pk: incident}, {}, {})
    hold_units(held, unit_ids)
    rows = [row for pk in sorted(unit_ids) if (row := held.on(incident.pk, pk))]
    record(actor, *(_end(row, incident, actor) for row in rows))
    units_follow(held, sorted(unit_ids), actor, Said())


def _end(row: Assignment, incident: Incident, actor: Actor) -> Fact:
    at = max(timezone.now(), stages.last_stamp(row))
    state = Incident.State(incident.state)
    if state is Incident.State.CLOSED and row.stage in THERE:
        return advance(row, Stage.FED_BACK, actor, Said(at=at, text=incident.outcome[:2000]))
    text = _("The call is “%(state)s” now") % {"state": state.label}
    return end(row, Stage.RECALLED, actor, Said(at=at, text=text))
