"""What every change of a containment asks, and how it is written down."""

import re
from datetime import datetime
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment.models import Adjustment, Containment, Crossing
from checkpoints.register import above
from grid.errors import FieldError, IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.organisation.models import ClientSystem, Officer

By = Officer | ClientSystem
Kind = Adjustment.Kind
SUBJECT: Final = "containment"
SHORTEST: Final = 4  # characters of a reason
PLATE: Final = re.compile(r"[\u4e00-\u9fff][A-HJ-NP-Z][ ·•.-]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])")
PERSON_NUMBER: Final = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


class NotRunning(IllegalStep):
    """The containment is not in force: nothing can be ordered in it."""

    code = "containment_not_running"


def invalid(pointer: str, code: str, message: str) -> InvalidInput:
    """One fault of one field."""
    return InvalidInput(message, errors=[fault(pointer, code, message)])


def fault(pointer: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, message=message)


def key_of(actor: Actor) -> str:
    """Who it was, for comparing; the label is for reading."""
    return f"{actor.kind}:{actor.id}"


def text_faults(**texts: str) -> list[FieldError]:
    """Plates and the numbers of persons are refused in every free text of a containment."""
    faults = []
    for name, text in texts.items():
        if PLATE.search(text.upper()):
            words = _("No plate here: give the number of the lookout notice.")
            faults.append(fault(f"/{name}", "plate", words))
        if PERSON_NUMBER.search(text):
            words = _("No identity or telephone numbers here.")
            faults.append(fault(f"/{name}", "person_number", words))
    return faults


def check_texts(**texts: str) -> None:
    """Raises InvalidInput naming each text with a plate or a number of a person."""
    faults = text_faults(**texts)
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)


def reason_of(text: str) -> str:
    """A reason of words; raises InvalidInput for less than four characters."""
    text = text.strip()
    if len(text) < SHORTEST:
        raise invalid("/reason", "required", _("Give the reason in four characters or more."))
    check_texts(reason=text)
    return text[:200]


def locked(model: type[Model], pk: int) -> Any:
    """The row, held until the transaction ends."""
    return model._default_manager.select_for_update(of=("self",)).get(pk=pk)


def check_version(row: Any, version: int | None) -> None:
    """Raises StaleVersion with both versions where `row` changed since `version` was read."""
    if version is not None and version != row.version:
        raise StaleVersion(
            _("Somebody changed this since you read it."), yours=version, current=row.version
        )


def commanded(containment: Containment, by: By, *, version: int | None = None) -> Containment:
    """The containment, locked, for whoever commands it.

    Raises NotAllowed for one who only has a post in it, StaleVersion, and what the floor above
    says where somebody else holds command.
    """
    row: Containment = locked(Containment, containment.pk)
    if not row.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("%s commands this containment.") % row.agency.name)
    above.require_authority(by, row.agency.path)
    check_version(row, version)
    return row


def running(containment: Containment, by: By, *, version: int | None = None) -> Containment:
    """The same, of one that is in force; raises NotRunning."""
    row = commanded(containment, by, version=version)
    if not row.is_running:
        raise NotRunning(_("This containment is not in force."), state=row.state)
    return row


def write_down(
    row: Containment, actor: Actor, kind: Kind, reason: str = "", **changed: dict[str, Any]
) -> None:
    """An entry of the log; `before` and `after` are JSON-ready."""
    Adjustment.objects.create(
        containment=row, at=timezone.now(), by=actor.label, kind=kind, reason=reason, **changed
    )


def save(row: Containment, *names: str) -> None:
    """Keep these fields and count the version."""
    row.version += 1
    row.save(update_fields=[*names, "version"])


def brief(row: Containment) -> dict[str, Any]:
    """A containment as its facts carry it: where and how far, never a vehicle or a person."""
    lng, lat = row.point.coords
    return {
        "number": row.number,
        "state": row.state,
        "stage": row.stage,
        "is_drill": row.is_drill,
        "is_major": row.is_major,
        "incident": row.incident_number,
        "agency": row.agency.code,
        "lng": lng,
        "lat": lat,
        "seen_at": row.seen_at.isoformat(),
        "valid_until": row.valid_until.isoformat(),
    }


def fact(kind: str, row: Containment, reason: str = "", **more: Any) -> Fact:
    """`containment.<kind>` of a containment."""
    return Fact(
        kind=kind,
        subject_type=SUBJECT,
        subject_id=row.number,
        agency_path=row.agency.path,
        subject_version=row.version,
        payload=brief(row) | more,
        reason=reason,
    )


def gap_fact(row: Containment, crossing: Crossing, why: str, *, at: datetime, once: str) -> Fact:
    """A hole in a ring: which crossing and why; told once under `once`."""
    return Fact(
        kind="containment.gap",
        subject_type=SUBJECT,
        subject_id=row.number,
        agency_path=row.agency.path,
        subject_version=row.version,
        payload=brief(row) | {"crossing": crossing.name, "ring": crossing.ring_rank, "why": why},
        dedupe_key=f"containment.gap:{once}",
        happened_at=at,
    )
