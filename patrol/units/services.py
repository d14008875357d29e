"""What is done to units: their status, told by themselves or on their behalf."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from patrol.units.models import StatusEntry, Unit
from patrol.units.selectors import brief


@transaction.atomic
def set_status(
    unit: Unit,
    status: Unit.Status,
    *,
    actor: Actor,
    at: datetime | None = None,
    note: str = "",
    version: int | None = None,
) -> Unit:
    """Say what the unit is doing from `at` on (now by default); the same status is no change.

    Raises StaleVersion when somebody changed the unit since `version` was read.
    """
    row = Unit.objects.select_for_update(of=("self",)).select_related("agency", "station")
    current = row.get(pk=unit.pk)
    if version is not None and version != current.version:
        raise StaleVersion(
            _("Somebody changed this unit since you read it."),
            your_version=version,
            current_version=current.version,
        )
    if current.status == status and not note:
        return current
    was = current.status
    current.status, current.status_note = status, note[:120]
    current.status_since = at or timezone.now()
    current.version += 1
    current.save(update_fields=["status", "status_note", "status_since", "version"])
    StatusEntry.objects.create(
        unit=current,
        status=status,
        happened_at=current.status_since,
        note=note[:120],
        actor_label=actor.label,
        channel=actor.channel,
    )
    record(actor, status_fact(current, was=was))
    return current


def status_fact(unit: Unit, *, was: str) -> Fact:
    """`patrol.unit_status_changed` with the unit's brief and what it was before."""
    return Fact(
        kind="patrol.unit_status_changed",
        subject_type="unit",
        subject_id=unit.call_sign,
        subject_version=unit.version,
        agency_path=unit.agency.path,
        payload=brief(unit) | {"from": was, "to": unit.status},
        happened_at=unit.status_since,
    )
