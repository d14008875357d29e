"""Writing the rules: they hold from a day on, and what held before stays."""

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from video.register.models import CameraClass
from video.repair.models import Priority, SlaRule, TicketRule
from video.repair.rulebook import Limits
from video.repair.services.shared import By, check_version, fault, refuse

MOST_MIN: Final = 60 * 24 * 92
MOST_YUAN: Final = 1_000_000


@transaction.atomic
def set_sla(
    *,
    by: By,
    priority: int,
    limits: Limits,
    valid_from: date,
    camera_class: CameraClass | None = None,
    version: int | None = None,
) -> SlaRule:
    """Let other limits hold in the own agency and below, of a class or of all, from a day on.

    Tickets assigned before keep theirs. `version` is that of the own row in force that day, where
    there is one. Raises InvalidInput naming every fault, StaleVersion.
    """
    refuse(_day_faults(valid_from) + _limit_faults(priority, limits))
    key = {"agency": by.agency, "camera_class": camera_class, "priority": priority}
    numbers = {name: getattr(limits, name) for name in Limits.__dataclass_fields__}
    row: SlaRule = _follow(SlaRule, key, valid_from, numbers, version=version)
    of_class = camera_class.code if camera_class else None
    payload = {"camera_class": of_class, "priority": priority} | numbers
    record(by.as_actor(), _fact("sla_rule_changed", row, payload))
    return row


@transaction.atomic
def set_ticket_rule(
    *, by: By, valid_from: date, version: int | None = None, **numbers: Any
) -> TicketRule:
    """Let tickets open themselves otherwise in the own agency and below, from a day on."""
    faults = _day_faults(valid_from)
    for name, value in numbers.items():
        if name.endswith("_min") and not 1 <= value <= MOST_MIN:
            faults.append(_range(name, 1, MOST_MIN))
    if not 2 <= numbers.get("repeat_times", 2) <= 100:
        faults.append(_range("repeat_times", 2, 100))
    if not 1 <= numbers.get("repeat_days", 1) <= 366:
        faults.append(_range("repeat_days", 1, 366))
    refuse(faults)
    row: TicketRule = _follow(
        TicketRule, {"agency": by.agency}, valid_from, numbers, version=version
    )
    record(by.as_actor(), _fact("ticket_rule_changed", row, dict(numbers)))
    return row


def _day_faults(valid_from: date) -> list[FieldError]:
    if valid_from >= timezone.localdate():
        return []
    return [fault("valid_from", "past", _("A change can begin today at the earliest."))]


def _limit_faults(priority: int, limits: Limits) -> list[FieldError]:
    faults = []
    if priority not in Priority.values:
        faults.append(fault("priority", "unknown", _("There is no such priority.")))
    if not 1 <= limits.accept_min <= limits.arrive_min <= limits.fix_min <= MOST_MIN:
        message = _("To accept comes before to arrive, and that before to fix.")
        faults.append(fault("fix_min", "order", message))
    faults += [
        _range(name, 0, MOST_YUAN)
        for name in ("late_fee", "hour_fee", "most_fee")
        if not 0 <= getattr(limits, name) <= MOST_YUAN
    ]
    return faults


def _range(name: str, least: int, most: int) -> FieldError:
    message = _("Give a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
    return fault(name, "out_of_range", message)


def _follow(
    model: type[Any],
    key: dict[str, Any],
    day: date,
    numbers: dict[str, Any],
    *,
    version: int | None,
) -> Any:
    """Write into the row of that very day, or a new one after ending the last one before."""
    Agency.objects.select_for_update(no_key=True).get(pk=key["agency"].pk)
    same = Q(**{f"{name}__isnull": True for name, value in key.items() if value is None})
    same &= Q(**{name: value for name, value in key.items() if value is not None})
    mine = model.objects.filter(same)
    current = mine.in_force(day).last()
    if current is not None:
        check_version(current, version)
    later = mine.filter(valid_from__gt=day).order_by("valid_from").first()
    row = mine.filter(valid_from=day).first()
    if row is None:
        kept = {name: getattr(current, name) for name in numbers_of(model)} if current else {}
        mine.in_force(day).update(valid_to=day)
        row = model(**key, valid_from=day, **kept)
        row.version = current.version if current else 0
    for name, value in numbers.items():
        setattr(row, name, value)
    row.valid_to = later.valid_from if later else None
    row.version += 1
    row.save()
    return row


def numbers_of(model: type[Any]) -> list[str]:
    """The fields of a rule that people set."""
    aside = {"id", "agency", "camera_class", "priority", "valid_from", "valid_to", "version"}
    return [field.name for field in model._meta.fields if field.name not in aside]


def _fact(kind: str, row: SlaRule | TicketRule, payload: dict[str, Any]) -> Fact:
    return Fact(
        kind=f"video.{kind}",
        subject_type=kind.removesuffix("_changed"),
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={"valid_from": row.valid_from.isoformat()} | payload,
    )
