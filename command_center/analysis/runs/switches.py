"""Whether a method may be used for an agency: off for it and all below, until somebody ends it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.runs.models import MethodSwitch
from grid.errors import FieldError, LostRace
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, locked, nameless, refuse


def off_for(agency_path: str) -> QuerySet[MethodSwitch]:
    """Switches that hold for an agency: its own and those above it."""
    codes = agency_path.strip("/").split("/")
    return MethodSwitch.objects.filter(agency__code__in=codes, on_at__isnull=True)


def switched_off(agency_path: str) -> frozenset[str]:
    """Codes of the methods (and jobs) that may not be used for an agency."""
    return frozenset(off_for(agency_path).values_list("method", flat=True))


def reason_faults(reason: str) -> list[FieldError]:
    """A reason is said, is short and names nobody."""
    if not reason:
        return [fault("reason", "required", _("Say why."))]
    if len(reason) > 200:
        return [fault("reason", "too_long", _("At most 200 characters."))]
    return nameless("reason", reason)


@transaction.atomic
def switch_off(method: str, agency: Agency, *, reason: str, actor: Actor) -> MethodSwitch:
    """Stop a method for an agency and all below it, from the next run on.

    Raises InvalidInput without a reason, LostRace where it is off there already.
    """
    said = reason.strip()
    refuse(reason_faults(said))
    try:
        with transaction.atomic():
            made = MethodSwitch.objects.create(
                method=method, agency=agency, reason=said, off_by=actor.label
            )
    except IntegrityError as error:
        raise LostRace(_("It is switched off there already.")) from error
    record(actor, _fact("switched_off", made, said))
    return made


@transaction.atomic
def switch_on(switch: MethodSwitch, *, version: int | None, actor: Actor) -> MethodSwitch:
    """Let a method be used again; raises StaleVersion, LostRace where it is on already."""
    row = locked(switch, version)
    if row.on_at is not None:
        raise LostRace(_("It was switched on already."))
    row.on_at, row.on_by = timezone.now(), actor.label
    row.save(update_fields=["on_at", "on_by", "version"])
    record(actor, _fact("switched_on", row, ""))
    return row


def _fact(what: str, row: MethodSwitch, reason: str) -> Fact:
    told: dict[str, Any] = {"method": row.method, "agency": row.agency.code}
    return Fact(
        kind=f"analysis.{what}",
        subject_type="analysis_method",
        subject_id=row.method,
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=told,
        reason=reason,
    )
