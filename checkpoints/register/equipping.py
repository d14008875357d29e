"""What stands at a checkpoint: equipment and its checks, posts, agreements with other forces."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import (
    Checkpoint,
    EquipmentItem,
    EquipmentKind,
    ForceKind,
    JointForce,
    Post,
    PostKind,
)
from checkpoints.register.writing import assign, checkpoint_fact, fault, locked, referred, refuse
from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Agency

Part = TypeVar("Part", EquipmentItem, Post, JointForce)
_EQUIPMENT: Final = ("label", "quantity", "state", "checked_on", "check_due_on", "note")
_POST: Final = ("name", "place", "staff", "is_active")
_FORCE: Final = (
    *("name", "heads", "is_round_the_clock", "desk", "phone", "valid_from", "valid_to"),
)


@transaction.atomic
def save_equipment(
    item: EquipmentItem | None,
    checkpoint: Checkpoint,
    *,
    by: Actor,
    version: int | None = None,
    **said: Any,
) -> EquipmentItem:
    """Enter pieces of equipment at a checkpoint, or say what became of them.

    `said` holds kind (a code) and may hold label, quantity, state, checked_on, check_due_on and
    note. A check that is said without its next day sets that by the kind's rhythm. Raises
    InvalidInput, StaleVersion.
    """
    row = locked(item, version) if item else EquipmentItem(checkpoint=checkpoint)
    faults: list[FieldError] = []
    assign(row, said, _EQUIPMENT)
    referred(row, "kind", EquipmentKind, said, faults)
    if row.checked_on and row.checked_on > timezone.localdate():
        faults.append(fault("checked_on", "future", _("A check is not dated in the future.")))
    refuse(faults)
    if said.get("checked_on") and not said.get("check_due_on"):
        row.check_due_on = next_check(row.kind, row.checked_on)
    row.changed_at = timezone.now()
    row.save()
    counted = {"kind": row.kind_id, "quantity": row.quantity, "state": row.state}
    record(by, checkpoint_fact("equipment_changed", checkpoint, equipment=counted))
    return row


def next_check(kind: EquipmentKind, checked_on: date | None) -> date | None:
    """The day by which an item checked on a day is checked again; None: never."""
    if checked_on is None or kind.check_every_days is None:
        return None
    return checked_on + timedelta(days=kind.check_every_days)


def check_equipment(
    item: EquipmentItem, *, by: Actor, is_usable: bool = True, note: str = ""
) -> EquipmentItem:
    """An item was checked today, and is usable or not."""
    state = EquipmentItem.State.USABLE if is_usable else EquipmentItem.State.FAULTY
    return save_equipment(
        item,
        item.checkpoint,
        by=by,
        checked_on=timezone.localdate(),
        state=state,
        note=note or item.note,
    )


@transaction.atomic
def save_post(
    post: Post | None, checkpoint: Checkpoint, *, by: Actor, version: int | None = None, **said: Any
) -> Post:
    """Lay out a post, or change it; `said` holds kind (a code), name, place, staff, is_active."""

    def fill(row: Post, faults: list[FieldError]) -> None:
        assign(row, said, _POST)
        referred(row, "kind", PostKind, said, faults)

    row = locked(post, version) if post else Post(checkpoint=checkpoint)
    return _keep(row, fill, by=by, fact="posts_changed")


@transaction.atomic
def save_joint_force(
    force: JointForce | None,
    checkpoint: Checkpoint,
    *,
    by: Actor,
    version: int | None = None,
    **said: Any,
) -> JointForce:
    """Keep what another force agreed to, or change it.

    `said` holds kind (a code) and agency (a code) or name, and may hold heads, desk, phone,
    is_round_the_clock, valid_from, valid_to. Raises InvalidInput, StaleVersion.
    """

    def fill(row: JointForce, faults: list[FieldError]) -> None:
        assign(row, said, _FORCE)
        referred(row, "kind", ForceKind, said, faults)
        _join(row, said, faults)

    row = locked(force, version) if force else JointForce(checkpoint=checkpoint)
    return _keep(row, fill, by=by, fact="joint_forces_changed")


def _join(row: JointForce, said: dict[str, Any], faults: list[FieldError]) -> None:
    if "agency" in said:
        row.agency = Agency.objects.filter(code=said["agency"] or "", is_active=True).first()
        if said["agency"] and row.agency is None:
            faults.append(fault("agency", "unknown", _("There is no such agency.")))
    if row.agency is None and not row.name:
        faults.append(fault("name", "required", _("Name the agency or the organisation.")))
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        faults.append(fault("valid_to", "order", _("The end lies before the beginning.")))


def _keep(
    row: Part, fill: Callable[[Part, list[FieldError]], None], *, by: Actor, fact: str
) -> Part:
    faults: list[FieldError] = []
    fill(row, faults)
    refuse(faults)
    row.save()
    record(by, checkpoint_fact(fact, row.checkpoint))
    return row
