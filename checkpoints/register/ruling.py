"""The city sets its own minimums and draws its rings; what held before stays as it was."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import (
    DefenceLine,
    DefenceRing,
    DutyLevel,
    EquipmentKind,
    ForceKind,
    Minimum,
    PostKind,
)
from checkpoints.register.writing import assign, fault, locked, place_agency, referred, refuse
from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.outlines import read_outline

KINDS: Final[dict[str, Any]] = {
    "post": PostKind,
    "equipment": EquipmentKind,
    "force": ForceKind,
}


@transaction.atomic
def set_minimum(
    agency: Agency, *, by: Actor, quantity: int, valid_from: date | None = None, **key: str
) -> Minimum:
    """From a day on an agency and all below it need so many; `key` is grade, level, need, code.

    A row that held until then ends on that day; one that begins the same day is corrected.
    Raises InvalidInput for a past day or an unknown code.
    """
    day = valid_from or timezone.localdate()
    refuse(_key_faults(day, key))
    own = {
        "agency": agency,
        "grade": key["grade"],
        "level_id": key["level"],
        "need": key["need"],
        "code": key.get("code", ""),
    }
    rows = Minimum.objects.select_for_update().filter(**own)
    rows.filter(valid_from__lt=day).exclude(valid_to__lte=day).update(valid_to=day)
    row, is_new = Minimum.objects.get_or_create(
        **own, valid_from=day, defaults={"quantity": quantity}
    )
    if not is_new:
        row.quantity, row.valid_to, row.version = quantity, None, row.version + 1
        row.save()
    record(by, _minimum_fact(row, agency))
    return row


@transaction.atomic
def set_minimums(
    agency: Agency, *, by: Actor, quantities: Mapping[str, int], valid_from: date, **key: str
) -> list[Minimum]:
    """One need of a grade at several duty levels at once; `key` is grade, need, code."""
    return [
        set_minimum(agency, by=by, quantity=quantity, valid_from=valid_from, level=level, **key)
        for level, quantity in quantities.items()
    ]


def _key_faults(day: date, key: dict[str, str]) -> list[FieldError]:
    faults = []
    if day < timezone.localdate():
        faults.append(fault("valid_from", "past", _("A change can begin today at the earliest.")))
    if not DutyLevel.objects.filter(pk=key["level"]).exists():
        faults.append(fault("level", "unknown", _("There is no such code.")))
    kind = KINDS.get(key["need"])
    if kind is None and key.get("code"):
        faults.append(fault("code", "invalid", _("Heads and vehicles have no code.")))
    if kind is not None and not kind.objects.filter(pk=key.get("code", "")).exists():
        faults.append(fault("code", "unknown", _("There is no such code.")))
    return faults


def _minimum_fact(row: Minimum, agency: Agency) -> Fact:
    names = ("grade", "level_id", "need", "code", "quantity")
    return Fact(
        kind="checkpoints.minimum_set",
        subject_type="minimum",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=agency.path,
        payload={name.removesuffix("_id"): getattr(row, name) for name in names}
        | {"valid_from": row.valid_from.isoformat()},
    )


@transaction.atomic
def save_ring(
    ring: DefenceRing | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> DefenceRing:
    """Draw a ring or redraw it; `said` holds line, agency, name, outline (WKT or GeoJSON).

    Raises InvalidInput, StaleVersion.
    """
    row = locked(ring, version) if ring else DefenceRing()
    faults: list[FieldError] = []
    assign(row, said, ("name", "is_active"))
    referred(row, "line", DefenceLine, said, faults)
    place_agency(row, said, viewer, faults)
    if "outline" in said or ring is None:
        outline = _outline(said.get("outline", ""), faults)
        row.outline = outline if outline is not None else row.outline
    refuse(faults)
    row.save()
    record(
        by,
        Fact(
            kind="checkpoints.ring_changed",
            subject_type="ring",
            subject_id=str(row.pk),
            subject_version=row.version,
            agency_path=row.agency.path,
            payload={"name": row.name, "line": row.line_id, "is_active": row.is_active},
        ),
    )
    return row


def _outline(text: str, faults: list[FieldError]) -> MultiPolygon | None:
    try:
        outline = read_outline(text)
    except InvalidInput as error:
        faults.extend(error.errors)
        return None
    if outline is None:
        faults.append(fault("outline", "required", _("Draw the ring as WKT or GeoJSON.")))
    return outline
